//! The ways of calls by the books: from queue to queue, and from step to step of what they need.

use acd::engine::{CallId, Door, MoveCause, StaffLevel, StepCondition};

use crate::ledger::{Call, Ledger, Moving, Stay};
use crate::tally::Tally;
use crate::town::Town;

impl Ledger {
    // ---- steps ------------------------------------------------------------------------------

    /// The last step of a queue that begins by time alone after this wait.
    fn step_by_time(&self, queue: usize, waited: u64) -> usize {
        let steps = &self.town.queues[queue].relax;
        let begun = |(after_ms, when, _): &(u64, Option<StepCondition>, _)| {
            when.is_none() && *after_ms <= waited
        };
        steps.iter().rposition(begun).map_or(0, |place| place + 1)
    }

    /// The last step of a queue for which the call's own wish stands in, where it has not come to
    /// any step yet.
    fn own_by_time(&self, call: &Call, queue: usize) -> usize {
        match call.own_until_ms {
            0 => 0,
            until_ms => self.step_by_time(queue, until_ms),
        }
    }

    /// How far the closest agent is who qualifies for the call now.
    fn level_now(&self, call: &Call, now: u64) -> Option<StaffLevel> {
        let rank_max = self.rank_max(call.queue, now - call.arrived);
        let agents = 0..self.agents.len();
        let qualified = agents.filter(|agent| self.qualifies(*agent, call, rank_max));
        qualified
            .filter_map(|agent| self.presence_in(agent, call.queue))
            .max()
    }

    /// Whether the condition is met by who is there. How long calls will wait is an estimate, and
    /// its own tests say how good: of it the books know nothing.
    fn is_lacking(&self, call: &Call, when: Option<StepCondition>, now: u64) -> bool {
        match when {
            Some(StepCondition::Lacking(level)) => self.level_now(call, now) < Some(level),
            Some(StepCondition::WaitOver(_)) | None => false,
        }
    }

    /// History says at which step a call is now.
    pub(crate) fn comes_to_step(&mut self, id: CallId, step: usize, now: u64, tally: &mut Tally) {
        let call = &self.calls[&id];
        let waited = now - call.arrived;
        if step == call.step {
            return;
        }
        assert!(
            step > call.step,
            "at {now}: {id:?} goes back to step {step}: {call:?}"
        );
        let by_time = self.step_by_time(call.queue, waited).max(call.step);
        if step == by_time {
            tally.relaxed += 1;
        } else {
            let (after_ms, when, _) = &self.town.queues[call.queue].relax[step - 1];
            let is_on_estimate = matches!(when, Some(StepCondition::WaitOver(_)));
            let is_met = is_on_estimate || self.is_lacking(call, *when, now);
            assert!(
                is_met && *after_ms <= waited && step > by_time && call.hold.is_none(),
                "at {now}: {id:?} comes to step {step}: {call:?}"
            );
            let count = if is_on_estimate {
                &mut tally.relaxed_on_estimate
            } else {
                &mut tally.relaxed_on_condition
            };
            *count += 1;
        }
        self.call_mut(id).step = step;
    }

    /// No step is late.
    pub(crate) fn assert_steps(&self, now: u64) {
        for id in &self.live {
            let call = &self.calls[id];
            if !matches!(call.stay, Stay::Waits | Stay::Rings) {
                continue;
            }
            let waited = now - call.arrived;
            let by_time = self.step_by_time(call.queue, waited);
            assert!(
                by_time <= call.step,
                "at {now}: {id:?} is late for step {by_time}: {call:?}"
            );
            if call.stay == Stay::Rings || call.hold.is_some() {
                continue;
            }
            let ahead = self.town.queues[call.queue].relax.iter().skip(call.step);
            let mut ahead = ahead.filter(|(after_ms, ..)| *after_ms <= waited);
            let is_due = ahead.any(|(_, when, _)| self.is_lacking(call, *when, now));
            assert!(!is_due, "at {now}: {id:?} lacks agents: {call:?}");
        }
    }

    // ---- queues -----------------------------------------------------------------------------

    /// A new plan holds for a call that is there.
    pub(crate) fn call_replanned(&mut self, id: CallId, former: &Town, now: u64) {
        let call = &self.calls[&id];
        let begins = |town: &Town| -> Vec<_> {
            let steps = town.queues[call.queue].relax.iter();
            steps
                .map(|(after_ms, when, _)| (*after_ms, *when))
                .collect()
        };
        let is_same_list = begins(former) == begins(&self.town);
        let by_time = self.step_by_time(call.queue, now - call.arrived);
        let own_by_time = self.own_by_time(call, call.queue);
        let is_home_gone = !self.town.queues[call.home].is_open;
        let call = self.call_mut(id);
        call.was_replanned = true;
        if !matches!(call.stay, Stay::Waits | Stay::Rings) {
            return;
        }
        call.step = if is_same_list {
            by_time.max(call.step)
        } else {
            by_time
        };
        if !is_same_list {
            call.own_step = own_by_time;
        }
        if is_home_gone {
            call.home = call.queue;
            call.home_since = now;
        }
        call.overflows_done = 0;
    }

    /// The engine has ordered a call into another queue.
    pub(crate) fn is_moved(&mut self, id: CallId, to: usize, now: u64) {
        let (call, is_taken) = (&self.calls[&id], self.takes(id, to, now));
        let moving = Moving {
            from: call.queue,
            others_in_line: self.in_line(call.queue) - 1,
            is_taken,
            stay: call.stay,
        };
        let step = self.step_by_time(to, now - call.arrived);
        let own_step = self.own_by_time(call, to);
        let call = self.call_mut(id);
        assert_ne!(call.queue, to, "{id:?} moves to where it is");
        call.own_step = own_step;
        assert!(call.moving.replace(moving).is_none());
        call.closes_at = None;
        call.queue = to;
        call.step = step;
        call.lacking_since = None;
        call.was_let_in = true;
        call.is_picked_up = false;
        self.stays(id, Stay::Waits);
    }

    /// Whether somebody may send the call into this queue now, closed or not: it becomes its home.
    pub(crate) fn takes_sent(&self, id: CallId, to: usize, now: u64) -> bool {
        let rules = &self.town.queues[to];
        let has_room = rules.is_open && self.in_line(to) < rules.capacity as usize;
        let mut there = self.calls[&id].clone();
        (there.queue, there.home, there.home_since) = (to, to, now);
        there.step = self.step_by_time(to, now - there.arrived);
        there.own_step = self.own_by_time(&there, to);
        there.hold = None;
        has_room && self.reached(&there, now) >= rules.join_if
    }

    /// Whether a rule may send the call into this queue now.
    fn takes(&self, id: CallId, to: usize, now: u64) -> bool {
        let rules = &self.town.queues[to];
        let has_room = rules.is_open && self.in_line(to) < rules.capacity as usize;
        let mut there = self.calls[&id].clone();
        there.queue = to;
        there.step = self.step_by_time(to, now - there.arrived);
        there.own_step = self.own_by_time(&there, to);
        there.hold = None;
        has_room && self.doors[to] != Door::Closed && self.reached(&there, now) >= rules.join_if
    }

    /// The last step of the call's home that is due, and how many are.
    fn way_due(&self, call: &Call, now: u64) -> Option<(usize, (u64, usize))> {
        let waited = now - call.home_since;
        let due = self.town.ways_by_wait(call.home);
        let due = due.take_while(|(after_ms, _)| *after_ms <= waited);
        (1..).zip(due).last()
    }

    /// Whether a step is due that leads to another queue than the one the call is in.
    pub(crate) fn is_to_go_on(&self, call: &Call, now: u64) -> bool {
        let due = self.way_due(call, now);
        due.is_some_and(|(done, (_, to))| done > call.overflows_done && to != call.queue)
    }

    /// History says why a call was moved.
    pub(crate) fn has_moved(
        &mut self,
        id: CallId,
        (from, to): (usize, usize),
        cause: &MoveCause,
        now: u64,
    ) {
        let call = &self.calls[&id];
        let moving = call.moving.expect("the order came first");
        assert_eq!((moving.from, call.queue), (from, to));
        let place = format!("at {now}: {id:?} to {to} by {cause:?}: {call:?}");
        match cause {
            MoveCause::Asked { .. } => {
                let call = self.call_mut(id);
                call.home = to;
                call.home_since = now;
                call.overflows_done = 0;
            }
            MoveCause::Waited { after_ms } => {
                let (done, step) = self.way_due(call, now).expect(&place);
                let is_next = step == (*after_ms, to) && done > call.overflows_done;
                assert!(
                    is_next && moving.is_taken && moving.stay == Stay::Waits,
                    "{place}"
                );
                self.call_mut(id).overflows_done = done;
            }
            MoveCause::Length { calls } => {
                let is_rule = self
                    .town
                    .ways_by_length(call.home)
                    .any(|w| w == (*calls, to));
                let is_long = moving.others_in_line >= *calls as usize && call.arrived == now;
                assert!(is_rule && is_long && moving.is_taken, "{place}");
            }
            MoveCause::Estimate { over_ms } => {
                let is_at_home = call.home == from;
                let is_rule = self
                    .town
                    .ways_by_estimate(from)
                    .any(|way| way == (*over_ms, to));
                let is_right = is_at_home && moving.is_taken && moving.stay == Stay::Waits;
                assert!(is_rule && is_right, "{place}");
                // A step due at this very moment that led to where the call was is behind it.
                let due = self.way_due(call, now).filter(|(_, (_, way))| *way == from);
                let done = due.map_or(call.overflows_done, |(done, _)| done);
                self.call_mut(id).overflows_done = done;
            }
        }
        self.call_mut(id).moving = None;
    }

    /// History says that a call was to go elsewhere and could not.
    pub(crate) fn has_not_moved(&mut self, id: CallId, to: usize, cause: &MoveCause, now: u64) {
        let call = &self.calls[&id];
        let place = format!("at {now}: {id:?} not to {to} by {cause:?}: {call:?}");
        assert!(!self.takes(id, to, now), "{place}");
        if let MoveCause::Waited { after_ms } = cause {
            let (done, step) = self.way_due(call, now).expect(&place);
            assert!(
                step == (*after_ms, to) && done > call.overflows_done,
                "{place}"
            );
            self.call_mut(id).overflows_done = done;
        }
        self.call_mut(id).was_let_in = true;
    }

    /// Nobody waits where the rules say to be elsewhere by now.
    pub(crate) fn assert_ways(&mut self, now: u64) {
        for id in self.live.clone() {
            let call = &self.calls[&id];
            if call.stay != Stay::Waits {
                continue;
            }
            let Some((done, (_, to))) = self.way_due(call, now) else {
                continue;
            };
            if done > call.overflows_done {
                assert_eq!(
                    to, call.queue,
                    "at {now}: {id:?} should have moved: {call:?}"
                );
                self.call_mut(id).overflows_done = done;
            }
        }
    }

    pub(crate) fn call_mut(&mut self, id: CallId) -> &mut Call {
        self.calls
            .get_mut(&id)
            .expect("only known calls are told of")
    }
}
