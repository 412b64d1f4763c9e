//! Arrival: a call enters a queue, or finds it full or gone.
//!
//! Bad input is refused and changes nothing. A call that cannot be let in although its host did
//! everything right arrives in history and is released at once, so that every call is counted.

use std::sync::Arc;

use super::attribute::Named;
use super::memory::known_caller;
use super::record::{Call, CallActivity};
use crate::engine::event::EventKind;
use crate::engine::id::CallId;
use crate::engine::input::Arrival;
use crate::engine::limits::{CALLS_MAX, DELAY_MS_MAX, PRIORITY_MAX, PRIORITY_MIN};
use crate::engine::output::CallExit;
use crate::engine::plan::OrderRules;
use crate::engine::queue::order::{OrderKey, signed};
use crate::engine::rejection::Rejection;
use crate::engine::requirement::Requirement;
use crate::engine::router::Router;
use crate::engine::timer::Timer;
use crate::engine::waiting::relaxation::{Steps, relaxes_at};

impl Router {
    /// See [`Input::CallArrived`](crate::engine::Input::CallArrived).
    pub(in crate::engine) fn call_arrived(&mut self, arrival: Arrival) -> Result<(), Rejection> {
        let queue_id = arrival.queue;
        self.check(&arrival)?;
        let Some(queue) = &self.queues[queue_id.index()] else {
            self.turn_away(
                &arrival,
                Arc::new(Requirement::any()),
                CallExit::QueueRemoved,
            );
            return Ok(());
        };
        let steps = queue.steps.bind(
            &queue.plan,
            &self.plan.skills,
            arrival.requirement.as_ref().map(|own| (own, 0)),
            Named::new(&arrival.tags, &arrival.attributes),
            |requirement| self.classes.shared(queue_id, requirement),
        )?;
        let requirement = Arc::clone(&steps[0].requirement);
        let (in_line, plan) = (queue.in_line, Arc::clone(&queue.plan));
        let is_open = queue.door.lets_in(!arrival.is_after_hours);
        let is_long = in_line >= plan.line.capacity && !self.has_way_out(&plan, in_line);
        let is_full = self.calls.len() >= CALLS_MAX || is_long;
        let timeout_ms = arrival.timeout_ms.or(plan.line.timeout_ms);
        let refused = match (is_open, is_full) {
            (false, _) => Some(CallExit::Closed),
            (true, true) => Some(CallExit::Full),
            (true, false) => self.lack_on_arrival(queue_id, &steps, 0, timeout_ms),
        };
        if let Some(exit) = refused {
            self.turn_away(&arrival, requirement, exit);
            return Ok(());
        }
        let (call, priority) = (arrival.call, arrival.priority);
        let regained = self.regained(&arrival);
        self.let_in(arrival, steps, regained);
        self.record(EventKind::CallArrived {
            call,
            queue: queue_id,
            priority,
            requirement,
        });
        self.record_favours(call, regained);
        self.mark_line(queue_id);
        if self.overflow_by_length(call, &plan, in_line) {
            return Ok(());
        }
        if in_line >= plan.line.capacity {
            self.release_after(call, CallExit::Full, None);
        } else {
            self.match_call(call);
        }
        Ok(())
    }

    /// Puts the call in line.
    fn let_in(&mut self, arrival: Arrival, steps: Steps, regained: Option<i64>) {
        let (id, queue_id, now) = (arrival.call, arrival.queue, self.now);
        let queue = self.queues[queue_id.index()].as_mut();
        let queue = queue.expect("a call is let into a queue of the plan");
        queue.count_in_line(id, now, true);
        let (plan, ring_at_once) = (Arc::clone(&queue.plan), queue.ring_at_once());
        let seniority = self.seniority(&arrival, &plan.order);
        let seniority = regained.map_or(seniority, |former| former.min(seniority));
        let hold = self.hold_on_arrival(&arrival, &plan, &steps[0]);
        let wait_ms = arrival.timeout_ms.or(plan.line.timeout_ms);
        let mut call = Call {
            id,
            queue: queue_id,
            activity: CallActivity::Waiting,
            since: now,
            arrived_at: now,
            priority: arrival.priority,
            ring_at_once,
            seniority,
            key: OrderKey::LAST,
            home: queue_id,
            home_since: now,
            overflows_done: 0,
            rules_tried: 0,
            own_until_ms: 0,
            own: arrival.requirement.map(Box::new),
            attributes: arrival.attributes,
            tags: arrival.tags,
            relaxes_at: relaxes_at(&steps, 0, now, 0),
            steps,
            step: 0,
            step_since: now,
            caller: known_caller(arrival.caller),
            hold,
            class: None,
            reach: None,
            reach_since: now,
            lacking_since: None,
            widens_at: None,
            watch: None,
            estimate_watch: None,
            timeout_ms: arrival.timeout_ms,
            times_out_at: wait_ms.map(|wait_ms| now + wait_ms),
            announces_at: None,
            told: None,
            is_briefing: false,
            is_overdue: false,
            is_past_hours: arrival.is_after_hours,
            is_past_door: false,
            closes_at: arrival.closes_in_ms.map(|delay_ms| now + delay_ms),
            overflows_at: None,
        };
        call.rank(&plan.order);
        if let Some(at) = call.times_out_at {
            self.timers.set(at, Timer::CallTimeout(id));
        }
        if let Some(at) = call.closes_at {
            self.timers.set(at, Timer::CallClosing(id));
        }
        if let Some(at) = call.relaxes_at {
            self.timers.set(at, Timer::CallRelaxation(id));
        }
        self.calls.insert(id, Box::new(call));
        self.begin_hold(id);
        self.set_overflow(id);
        self.classify(id);
        self.expect_announcement(id);
    }

    /// The moment that counts as the arrival of a caller who calls again in time.
    fn regained(&mut self, arrival: &Arrival) -> Option<i64> {
        let plan = &self.queues[arrival.queue.index()].as_ref()?.plan;
        let within_ms = plan.caller.regain_ms;
        let caller = arrival.caller.as_ref().filter(|_| within_ms > 0)?;
        let key = (arrival.queue, Arc::clone(caller));
        self.memory.regain(&key, self.now, within_ms)
    }

    /// Writes down what the caller's former calls mean for this one.
    fn record_favours(&mut self, call: CallId, regained: Option<i64>) {
        if let Some(former) = regained {
            let former_wait_ms = signed(self.now.0).saturating_sub(former);
            let former_wait_ms = u64::try_from(former_wait_ms).unwrap_or(0);
            self.record(EventKind::PlaceRegained {
                call,
                former_wait_ms,
            });
        }
        if let Some(hold) = self.calls[&call].hold {
            self.record(EventKind::CallHeld {
                call,
                agent: hold.agent,
                hold_ms: hold.until.since(self.now),
            });
        }
    }

    fn seniority(&self, arrival: &Arrival, rules: &OrderRules) -> i64 {
        let Some(position) = arrival.position else {
            return signed(self.now.0);
        };
        let raise = rules.raise(Named::new(&arrival.tags, &arrival.attributes));
        let priority = arrival.priority.saturating_add(raise);
        self.seniority_at(arrival.queue, rules, position, priority)
    }

    fn check(&self, arrival: &Arrival) -> Result<(), Rejection> {
        if arrival.queue.index() >= self.queues.len() {
            return Err(Rejection::UnknownQueue(arrival.queue));
        }
        if self.calls.contains_key(&arrival.call) {
            return Err(Rejection::CallIdReused(arrival.call));
        }
        if !(PRIORITY_MIN..=PRIORITY_MAX).contains(&arrival.priority) {
            return Err(Rejection::PriorityOutOfRange(arrival.priority));
        }
        if arrival.position == Some(0) {
            return Err(Rejection::PositionZero);
        }
        let timeout_ms = arrival
            .timeout_ms
            .filter(|wait_ms| !(1..=DELAY_MS_MAX).contains(wait_ms));
        let closes_in_ms = arrival
            .closes_in_ms
            .filter(|delay_ms| *delay_ms > DELAY_MS_MAX);
        match timeout_ms.or(closes_in_ms) {
            Some(delay_ms) => Err(Rejection::DelayOutOfRange(delay_ms)),
            None => Ok(()),
        }
    }

    fn turn_away(&mut self, arrival: &Arrival, requirement: Arc<Requirement>, exit: CallExit) {
        let Arrival {
            call,
            queue,
            priority,
            ..
        } = *arrival;
        self.record(EventKind::CallArrived {
            call,
            queue,
            priority,
            requirement,
        });
        self.announce_release(call, queue, exit, None);
    }
}
