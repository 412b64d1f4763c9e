//! Invariants of the deadlines: each one that is due some day is set, and nothing else.

use std::collections::BTreeMap;

use crate::engine::agent::record::Activity;
use crate::engine::call::record::Call;
use crate::engine::call::state::CallState;
use crate::engine::router::Router;
use crate::engine::time::Millis;
use crate::engine::timer::Timer;
use crate::engine::waiting::rank_window::next_window;
use crate::engine::waiting::relaxation;

impl Router {
    pub(in crate::engine) fn assert_timers(&self) {
        let mut expected = BTreeMap::new();
        self.expect_timers_of_calls(&mut expected);
        for queue in self.queues.iter().flatten() {
            let review = queue
                .review_at
                .map(|at| (Timer::QueueReview(queue.plan.id), at));
            expected.extend(review);
        }
        for offer in self.offers.values() {
            expected.insert(offer.timer(), offer.ends_at);
        }
        for (id, agent) in self.floor() {
            if let Activity::WrapUp { until } = agent.activity {
                expected.insert(Timer::AgentWrapUp(id), until);
            }
            if let Some(rest) = agent.rest {
                expected.insert(Timer::AgentRest(id), rest.until);
            }
            if let Some(end) = agent.duty.ends {
                expected.insert(Timer::AgentNotReady(id), end.at);
            }
        }
        let set: BTreeMap<Timer, Millis> = self.timers.iter().map(|(at, t)| (t, at)).collect();
        assert_eq!(set, expected, "deadlines");
        assert_eq!(
            self.timers.iter().count(),
            expected.len(),
            "deadlines set twice"
        );
        if let Some(next) = self.timers.next() {
            assert!(next >= self.now, "a deadline was missed");
        }
    }

    fn expect_timers_of_calls(&self, expected: &mut BTreeMap<Timer, Millis>) {
        for call in self.calls.values() {
            let is_in_line = call.state() != CallState::Talking;
            let times_out_at = call
                .times_out_at
                .map(|at| (Timer::CallTimeout(call.id), at));
            let closes_at = call.closes_at.map(|at| (Timer::CallClosing(call.id), at));
            let relaxes_at = call
                .relaxes_at
                .map(|at| (Timer::CallRelaxation(call.id), at));
            let widens_at = call
                .widens_at
                .map(|at| (Timer::CallRankWindow(call.id), at));
            let overflows_at = call
                .overflows_at
                .map(|at| (Timer::CallOverflow(call.id), at));
            let announces_at = call
                .announces_at
                .map(|at| (Timer::CallAnnouncement(call.id), at));
            let deadlines = [times_out_at, relaxes_at, widens_at, overflows_at];
            let deadlines = deadlines.into_iter().chain([announces_at, closes_at]);
            for (timer, at) in deadlines.flatten() {
                assert!(is_in_line, "call {} talks and has a deadline", call.id);
                expected.insert(timer, at);
            }
            let hold = call.hold.map(|hold| (Timer::CallHold(call.id), hold.until));
            expected.extend(hold);
            if is_in_line {
                let wait_ms = self.now.since(call.arrived_at);
                let next = relaxation::relaxes_at(&call.steps, call.step, call.arrived_at, wait_ms);
                assert_eq!(call.relaxes_at, next, "call {}", call.id);
                let queue = self.plan.queues.entry(call.queue).expect("checked above");
                let window = next_window(&queue.choice.rank_windows, wait_ms);
                let widens_at = window.map(|window| call.arrived_at + window.after_ms);
                assert_eq!(call.widens_at, widens_at, "call {}", call.id);
                self.assert_patience(call);
            }
        }
    }

    fn assert_patience(&self, call: &Call) {
        let home = self.plan.queues.entry(call.home);
        let home = home.expect("the home of a call is in the plan");
        let may_time_out = call.timeout_ms.or(home.line.timeout_ms).is_some();
        let steps = home.overflow.by_wait.len();
        assert!(
            usize::from(call.overflows_done) <= steps,
            "call {}",
            call.id
        );
        assert_eq!(
            call.times_out_at.is_some(),
            may_time_out,
            "call {}",
            call.id
        );
    }
}
