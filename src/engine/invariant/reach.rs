//! What must hold of staffing, reaches, relaxation on conditions and reviews, computed plainly.

use std::collections::BTreeSet;

use crate::engine::agent::state::AgentState;
use crate::engine::call::state::CallState;
use crate::engine::id::{AgentId, CallId};
use crate::engine::plan::{QueuePlan, StaffLevel, StepCondition};
use crate::engine::queue::class::is_qualified;
use crate::engine::router::Router;
use crate::engine::time::Millis;
use crate::engine::waiting::reach::{Reach, ReachKey, reach_key};
use crate::engine::waiting::relax_condition::watch_of;
use crate::engine::waiting::wait_over::estimate_watch_of;

impl Router {
    pub(in crate::engine) fn assert_staffing(&self) {
        assert!(self.memory.is_consistent(), "the memory of callers");
        assert!(
            self.absent.is_empty(),
            "somebody went and calls were not told"
        );
        let holds = self
            .calls
            .values()
            .filter_map(|call| Some((call.hold?, call)));
        let expected = holds.map(|(hold, call)| {
            assert_ne!(call.state(), CallState::Talking, "call {}", call.id);
            let is_there = self.staffing.is_working(hold.agent);
            assert!(is_there, "call {} waits for nobody", call.id);
            (hold.agent, call.id)
        });
        let expected: BTreeSet<(AgentId, CallId)> = expected.collect();
        assert_eq!(self.holds, expected);
        for agent in self.agents.iter().flatten() {
            let state = agent.state();
            let is_signed_in = state != AgentState::SignedOut;
            let is_working = is_signed_in && state != AgentState::NotReady;
            let noted = self.staffing.noted(agent.plan.id);
            assert_eq!(noted, (is_signed_in, is_working), "agent {}", agent.plan.id);
        }
    }

    pub(in crate::engine) fn assert_watches(&self) {
        let mut count = 0;
        let mut on_estimate = 0;
        for call in self.calls.values() {
            let plan = self.plan.queues.entry(call.queue);
            let watch = plan.and_then(|plan| estimate_watch_of(call, plan, self.now));
            assert_eq!(
                call.estimate_watch.as_deref(),
                watch.as_ref(),
                "call {}",
                call.id
            );
            on_estimate += usize::from(watch.is_some());
            let watch = watch_of(call, self.now);
            assert_eq!(call.watch, watch, "call {}", call.id);
            let Some(place) = call.class.filter(|_| watch.is_some()) else {
                continue;
            };
            let level = self.staff_level(&self.classes.class(place).qualified);
            let ahead = call.steps.iter().skip(usize::from(call.step) + 1);
            let wait_ms = self.now.since(call.arrived_at);
            let mut levels: Vec<StaffLevel> = ahead
                .filter(|step| step.after_ms <= wait_ms)
                .filter_map(|step| match step.when {
                    Some(StepCondition::Lacking(level)) => Some(level),
                    _ => None,
                })
                .collect();
            levels.sort_unstable();
            levels.dedup();
            for wanted in &levels {
                assert!(level >= Some(*wanted), "call {}: no {wanted:?}", call.id);
            }
            count += levels.len();
        }
        assert_eq!(self.watches.count(), count, "calls that wait for a lack");
        let watched = self.estimate_watches.count();
        assert_eq!(watched, on_estimate, "calls whose estimate is looked at");
    }

    pub(in crate::engine) fn assert_reaches(&self) {
        let mut reached = BTreeSet::new();
        for (key, reach) in self.reaches.iter() {
            assert!(!reach.calls.is_empty(), "a reach is kept for nobody");
            reached.extend(reach.calls.iter().copied());
            let plan = self.plan.queues.entry(key.queue).expect("it is planned");
            self.assert_reach(key, reach, plan);
        }
        let in_line = self.calls.values().filter(|call| {
            let plan = self.plan.queues.entry(call.queue);
            let is_ruled = plan.is_some_and(|plan| plan.entry.leave_if_not.is_some());
            call.state() != CallState::Talking && is_ruled
        });
        let expected: BTreeSet<(Millis, CallId)> = in_line
            .map(|call| {
                let plan = self.plan.queues.entry(call.queue);
                let plan = plan.expect("the queue of a call in line is planned");
                let key = reach_key(call, plan, self.longest_wait_ms(call));
                assert_eq!(call.reach.as_deref(), Some(&key));
                (call.reach_since, call.id)
            })
            .collect();
        assert_eq!(reached, expected, "calls within reach");
        let lacks = self.calls.values().filter_map(|call| call.lacking_since);
        assert_eq!(lacks.count(), 0, "a lack was carried over and not taken up");
    }

    fn assert_reach(&self, key: &ReachKey, reach: &Reach, plan: &QueuePlan) {
        let mut best = None;
        for agent in self.plan.agents.iter() {
            let mut needs = key.needs();
            let fits = needs.any(|need| is_qualified(agent, key.queue, need));
            let index = agent.id.index();
            assert_eq!(reach.agents.contains(index), fits, "agent {index}");
            let record = self.agent(agent.id);
            let level = match record.state() {
                _ if record.is_free() => StaffLevel::Free,
                AgentState::SignedOut => StaffLevel::Qualified,
                AgentState::NotReady => StaffLevel::Staffed,
                _ => StaffLevel::Working,
            };
            best = best.max(fits.then_some(level));
        }
        assert_eq!(self.staff_level(&reach.agents), best);
        let wanted = plan
            .entry
            .leave_if_not
            .expect("reaches are kept for a rule");
        assert_eq!(
            reach.lacking_since.is_some(),
            best < Some(wanted),
            "{key:?}"
        );
        if let Some((since, call)) = reach.first_to_leave() {
            let leaves_at = since + plan.entry.leave_after_ms;
            assert!(leaves_at > self.now, "call {call} should have left");
            let review_at = self.queues[key.queue.index()].as_ref();
            let review_at = review_at.and_then(|queue| queue.review_at);
            assert!(
                review_at.is_some_and(|at| at <= leaves_at),
                "call {call} is forgotten"
            );
        }
    }
}
