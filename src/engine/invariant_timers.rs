//! Every deadline that is set belongs to something, and everything that waits for a moment has one.

use std::collections::BTreeMap;

use super::agent::Activity;
use super::call::Call;
use super::call_state::CallState;
use super::router::Router;
use super::time::Millis;
use super::timer::Timer;

impl Router {
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

    pub(super) fn assert_timers(&self) {
        let mut expected = BTreeMap::new();
        for call in self.calls.values() {
            let is_in_line = call.state() != CallState::Talking;
            let times_out_at = call
                .times_out_at
                .map(|at| (Timer::CallTimeout(call.id), at));
            let relaxes_at = call
                .relaxes_at
                .map(|at| (Timer::CallRelaxation(call.id), at));
            let overflows_at = call
                .overflows_at
                .map(|at| (Timer::CallOverflow(call.id), at));
            let set = times_out_at
                .into_iter()
                .chain(relaxes_at)
                .chain(overflows_at);
            for (timer, at) in set {
                assert!(is_in_line, "call {} talks and has a deadline", call.id);
                expected.insert(timer, at);
            }
            if is_in_line {
                let steps_left = call.steps.len() - usize::from(call.step) - 1;
                assert_eq!(
                    call.relaxes_at.is_some(),
                    steps_left > 0,
                    "call {}",
                    call.id
                );
                self.assert_patience(call);
            }
        }
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

    pub(super) fn assert_estimates(&self) {
        let together = self.estimated_waits();
        for call in self.calls.values() {
            let alone = self.estimated_wait_ms(call.id);
            match call.state() {
                CallState::Waiting => assert_eq!(alone, together.get(&call.id).copied()),
                CallState::Ringing => assert_eq!(alone, Some(0)),
                CallState::Talking => assert_eq!(alone, None),
            }
        }
    }
}
