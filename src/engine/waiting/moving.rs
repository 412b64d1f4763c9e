//! A call moves to another queue, by overflow or by somebody's word, and keeps its age, its
//! priority and its id.
//!
//! Two queues have a say in a call. The queue it is in says who takes it and when: requirement
//! and its steps, order, ring time, after-call time, music. The queue it entered, its home, says
//! for how long and where else: timeout and overflow. A move by overflow changes only the first,
//! so that no chain and no circle can come about however queues name one another: a call goes
//! along the steps of its home, and there are at most
//! [`OVERFLOWS_MAX`](crate::engine::limits) of them. A move by somebody's word makes the new queue
//! its home, from that moment on, so that nobody is timed out by being moved.
//!
//! A full queue takes no call, nor one whose words the call cannot meet or that lets nobody in
//! now: by its staff, or closed by hand. Opening hours count where a call arrives and where
//! somebody sends it, because then somebody has looked at the clock; overflow has not. Whoever
//! sends a call may force that: then only words that cannot be bound keep it out. Overflow waits
//! for a phone that rings: somebody is about to answer. The word of somebody does not: phones of
//! the former queue stop ringing at once, and nobody is to blame for that.

use std::sync::Arc;

use super::relaxation::{Steps, last_own_step, relaxes_at, step_after};
use crate::engine::call::record::{Call, CallActivity};
use crate::engine::call::state::{CallMove, CallState};
use crate::engine::event::EventKind;
use crate::engine::id::{CallId, QueueId};
use crate::engine::output::{Output, RescindReason};
use crate::engine::plan::QueuePlan;
use crate::engine::queue::record::Queue;
use crate::engine::rejection::Rejection;
use crate::engine::requirement::{RequirementError, Template};
use crate::engine::router::Router;
use crate::engine::time::Millis;
use crate::engine::timer::Timer;

/// Why a call moves to another queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MoveCause {
    /// It has waited so long.
    Waited {
        /// The wait of the rule.
        after_ms: u64,
    },
    /// It would have waited longer than this, by estimate.
    Estimate {
        /// The wait of the rule.
        over_ms: u64,
    },
    /// It found so many calls in line.
    Length {
        /// The number of the rule.
        calls: u32,
    },
    /// Somebody wanted it so.
    Asked {
        /// Who.
        by: Arc<str>,
        /// Also if the queue would not have let it in.
        is_forced: bool,
    },
}

impl Router {
    /// The longest wait of a call, from its arrival: its own, or that of its home.
    pub(in crate::engine) fn longest_wait_ms(&self, call: &Call) -> Option<u64> {
        let home = self.queues.get(call.home.index()).and_then(Option::as_ref);
        let of_home = || home.and_then(|home| home.plan.line.timeout_ms);
        let before_home_ms = call.home_since.since(call.arrived_at);
        let of_home = || of_home().map(|wait_ms| wait_ms.saturating_add(before_home_ms));
        call.timeout_ms.or_else(of_home)
    }

    /// When the next overflow step of its home is due.
    pub(in crate::engine) fn next_overflow_at(&self, call: &Call) -> Option<Millis> {
        let home = self
            .queues
            .get(call.home.index())
            .and_then(Option::as_ref)?;
        let steps = &home.plan.overflow.by_wait;
        let next = steps.get(usize::from(call.overflows_done))?;
        Some((call.home_since + next.after_ms).max(self.now))
    }

    /// What the call would need in that queue, if there is room in it.
    pub(in crate::engine) fn steps_in(&self, call: &Call, to: QueueId) -> Result<Steps, Rejection> {
        let steps = self.steps_there(call, to);
        let queue = self.queues.get(to.index()).and_then(Option::as_ref);
        match queue {
            Some(queue) if queue.in_line >= queue.plan.line.capacity => {
                Err(Rejection::QueueFull(to))
            }
            _ => steps,
        }
    }

    /// What the call would need in that queue.
    pub(in crate::engine) fn steps_there(
        &self,
        call: &Call,
        to: QueueId,
    ) -> Result<Steps, Rejection> {
        let queue = self.queues.get(to.index()).and_then(Option::as_ref);
        queue.ok_or(Rejection::UnknownQueue(to))?;
        Ok(self.bind(call, to)?)
    }

    /// What the call would need in that queue, if a new call of its age would be let in there.
    pub(in crate::engine) fn steps_if_let_in(
        &self,
        id: CallId,
        to: QueueId,
        is_within_hours: bool,
    ) -> Result<Steps, Rejection> {
        let call = &self.calls[&id];
        let queue = self.queues.get(to.index()).and_then(Option::as_ref);
        let queue = queue.ok_or(Rejection::UnknownQueue(to))?;
        if call.queue == to {
            return Ok(Arc::clone(&call.steps));
        }
        if !queue.door.lets_in(is_within_hours) {
            return Err(Rejection::QueueClosed(to));
        }
        let steps = self.steps_in(call, to)?;
        let wait_ms = self.now.since(call.arrived_at);
        let of_queue = queue.plan.line.timeout_ms;
        let of_queue = of_queue.map(|timeout_ms| timeout_ms.saturating_add(wait_ms));
        let timeout_ms = call.timeout_ms.or(of_queue);
        match self.lack_when_sent(to, &steps, wait_ms, timeout_ms) {
            Some(lack) => Err(Rejection::NobodyThere { queue: to, lack }),
            None => Ok(steps),
        }
    }

    /// The steps of the call by the rules of that queue of the plan.
    pub(in crate::engine) fn bind(
        &self,
        call: &Call,
        to: QueueId,
    ) -> Result<Steps, RequirementError> {
        let own = call.own.as_deref();
        let own = own.map(|own| (own, last_own_step(call, &self.queue_in_plan(to).plan)));
        self.bind_own(call, to, own)
    }

    /// As [`bind`](Self::bind), with this requirement of the call's own up to this step.
    pub(in crate::engine) fn bind_own(
        &self,
        call: &Call,
        to: QueueId,
        own: Option<(&Template, u8)>,
    ) -> Result<Steps, RequirementError> {
        let queue = self.queue_in_plan(to);
        queue.steps.bind(
            &queue.plan,
            &self.plan.skills,
            own,
            call.named(),
            |requirement| self.classes.shared(to, requirement),
        )
    }

    fn queue_in_plan(&self, id: QueueId) -> &Queue {
        let queue = self.queues[id.index()].as_ref();
        queue.expect("the queue is in the plan")
    }

    /// Somebody wants the call in another queue, where it needs this.
    pub(in crate::engine) fn move_by_word(
        &mut self,
        id: CallId,
        to: QueueId,
        steps: Steps,
        cause: MoveCause,
    ) {
        let call = &self.calls[&id];
        if call.queue == to {
            return;
        }
        let now = self.now;
        let rung: Vec<_> = call.offers().iter().map(|rung| rung.offer).collect();
        for offer in rung {
            self.orphan(offer);
            self.order(Output::RescindOffer {
                call: id,
                offer,
                reason: RescindReason::CallMoved,
            });
        }
        self.leave_for_other(id);
        let call = self.call_mut(id);
        if call.state() == CallState::Ringing {
            call.go(CallMove::LoseOffer, CallActivity::Waiting, now);
        }
        call.is_briefing = false;
        call.is_overdue = false;
        call.home = to;
        call.home_since = now;
        call.overflows_done = 0;
        call.rules_tried = 0;
        self.enter_queue(id, to, steps, cause);
    }

    /// The next overflow step of the call is due, unless a phone rings for it: then the step is
    /// taken when that has come to nothing.
    pub(in crate::engine) fn overflow_due(&mut self, id: CallId) {
        let call = self.call_mut(id);
        call.overflows_at = None;
        if call.state() == CallState::Waiting {
            self.overflow(id);
        }
    }

    /// A phone no longer rings for the call: a step that waited for that is taken.
    pub(in crate::engine) fn overflow_after_ring(&mut self, id: CallId) {
        if self.calls[&id].state() == CallState::Waiting {
            self.overflow(id);
        }
    }

    /// Takes the overflow steps that are due; the last of them counts.
    pub(in crate::engine) fn overflow(&mut self, id: CallId) {
        let call = &self.calls[&id];
        if call.overflows_at.is_some() {
            return;
        }
        let home = self.queues.get(call.home.index()).and_then(Option::as_ref);
        let Some(home) = home else { return };
        let waited_ms = self.now.since(call.home_since);
        let steps = home.plan.overflow.by_wait.iter();
        let due = steps.take_while(|step| step.after_ms <= waited_ms);
        let Some((done, step)) = (1..).zip(due).last() else {
            return;
        };
        let (step, done) = (*step, done);
        if done <= call.overflows_done {
            return;
        }
        self.call_mut(id).overflows_done = done;
        let cause = MoveCause::Waited {
            after_ms: step.after_ms,
        };
        if !self.overflow_to(id, step.queue, cause) {
            self.set_overflow(id);
        }
    }

    /// Whether a call that finds so many in line has a queue to go to that has room.
    pub(in crate::engine) fn has_way_out(&self, plan: &QueuePlan, in_line: u32) -> bool {
        let rules = plan.overflow.by_length.iter();
        rules.filter(|rule| rule.calls <= in_line).any(|rule| {
            let queue = self.queues.get(rule.queue.index()).and_then(Option::as_ref);
            let has_room = |queue: &Queue| queue.in_line < queue.plan.line.capacity;
            queue.is_some_and(has_room) && self.is_door_open(rule.queue)
        })
    }

    // Only a call that arrives knows the time on the wall, so opening hours of a queue to which it
    // goes on do not count: its rules decide when that queue is one to go to.
    fn is_door_open(&self, id: QueueId) -> bool {
        let queue = self.queues.get(id.index()).and_then(Option::as_ref);
        queue.is_some_and(|queue| queue.door.lets_in(true))
    }

    /// A call that has just arrived, and found so many in line, goes on to where it is taken.
    pub(in crate::engine) fn overflow_by_length(
        &mut self,
        id: CallId,
        plan: &QueuePlan,
        in_line: u32,
    ) -> bool {
        let rules = plan.overflow.by_length.iter();
        let mut rules = rules.filter(|rule| rule.calls <= in_line);
        rules.any(|rule| {
            let calls = rule.calls;
            self.overflow_to(id, rule.queue, MoveCause::Length { calls })
        })
    }

    /// Moves a waiting call by rule, if the queue takes it.
    pub(in crate::engine) fn overflow_to(
        &mut self,
        id: CallId,
        to: QueueId,
        cause: MoveCause,
    ) -> bool {
        let call = &self.calls[&id];
        if call.queue == to {
            return false;
        }
        let timeout_ms = self.longest_wait_ms(call);
        let wait_ms = self.now.since(call.arrived_at);
        let steps = self.steps_in(call, to).ok();
        let steps = steps.filter(|_| self.is_door_open(to));
        let mut lack = |steps: &Steps| self.lack_on_arrival(to, steps, wait_ms, timeout_ms);
        let steps = steps.filter(|steps| lack(steps).is_none());
        let Some(steps) = steps else {
            self.record(EventKind::CallNotMoved {
                call: id,
                to,
                cause,
            });
            return false;
        };
        self.leave_for_other(id);
        self.enter_queue(id, to, steps, cause);
        true
    }

    /// Takes a call out of its queue that goes on to another, where it waits for everyone.
    fn leave_for_other(&mut self, id: CallId) {
        let hold = self.calls[&id].hold;
        self.leave_queue(id);
        if let Some(hold) = hold {
            let agent = hold.agent;
            self.record(EventKind::HoldEnded { call: id, agent });
        }
    }

    /// Puts a call that waits in no queue into this one.
    fn enter_queue(&mut self, id: CallId, to: QueueId, steps: Steps, cause: MoveCause) {
        let now = self.now;
        let arrived_at = self.calls[&id].arrived_at;
        let queue = self.queues[to.index()].as_mut();
        let queue = queue.expect("the queue was just looked up");
        queue.count_in_line(id, arrived_at, true);
        let (plan, ring_at_once) = (Arc::clone(&queue.plan), queue.ring_at_once());
        let call = self.call_mut(id);
        let from = std::mem::replace(&mut call.queue, to);
        call.ring_at_once = ring_at_once;
        call.rank(&plan.order);
        call.lacking_since = None;
        call.is_past_hours = false;
        call.is_past_door = false;
        // A bound only for the line it stood in.
        call.told = None;
        call.step = step_after(&steps, now.since(call.arrived_at));
        call.step_since = now;
        call.relaxes_at = relaxes_at(
            &steps,
            call.step,
            call.arrived_at,
            now.since(call.arrived_at),
        );
        call.steps = steps;
        let (relaxes_at, arrived_at) = (call.relaxes_at, call.arrived_at);
        let wait_ms = self.longest_wait_ms(&self.calls[&id]);
        let times_out_at = wait_ms.map(|wait_ms| (arrived_at + wait_ms).max(now));
        self.call_mut(id).times_out_at = times_out_at;
        if let Some(at) = times_out_at {
            self.timers.set(at, Timer::CallTimeout(id));
        }
        if let Some(at) = relaxes_at {
            self.timers.set(at, Timer::CallRelaxation(id));
        }
        self.set_overflow(id);
        self.expect_announcement(id);
        self.classify(id);
        self.mark_line(to);
        self.order(Output::MoveCall {
            call: id,
            queue: to,
        });
        self.record(EventKind::CallMoved {
            call: id,
            from,
            to,
            cause,
            wait_ms: now.since(arrived_at),
        });
        self.record_step(id);
        self.match_call(id);
    }

    /// Sets the deadline of the call's next overflow step; none is set.
    pub(in crate::engine) fn set_overflow(&mut self, id: CallId) {
        let at = self.next_overflow_at(&self.calls[&id]);
        self.call_mut(id).overflows_at = at;
        if let Some(at) = at {
            self.timers.set(at, Timer::CallOverflow(id));
        }
    }
}
