//! What is to come for a call that waits: each step by time, and how many agents it would gain.
//!
//! Slow on purpose: every agent of the queue is looked at for every step. For people, not for
//! decisions.

use std::sync::Arc;

use crate::engine::call::record::Call;
use crate::engine::plan::{RANK_ANY, StepCondition};
use crate::engine::queue::class::ClassNeed;
use crate::engine::queue::record::Queue;
use crate::engine::requirement::Requirement;
use crate::engine::router::Router;
use crate::engine::time::Millis;
use crate::engine::waiting::rank_window::rank_max;
use crate::engine::waiting::relaxation::{Step, step_after};

/// A step that is to come.
#[derive(Debug, Clone)]
pub struct ComingStep {
    /// When, at the earliest.
    pub at: Millis,
    /// Only once this holds as well; `None`: then for certain.
    pub when: Option<StepCondition>,
    /// What the call will need then.
    pub requirement: Arc<Requirement>,
    /// The last rank that will take the call then.
    pub rank_max: u8,
    /// Agents of the queue who will qualify then and do not now.
    pub gained: u32,
    /// Of these, how many are free now.
    pub gained_free: u32,
}

impl Router {
    /// What the call needs now.
    pub(in crate::engine) fn need_of(&self, call: &Call, queue: &Queue) -> Option<ClassNeed> {
        let windows = &queue.plan.choice.rank_windows;
        let only = call.hold.map(|hold| hold.agent);
        Some(ClassNeed {
            requirement: Arc::clone(call.requirement()?),
            // Whoever is meant in person is asked whatever the rank.
            rank_max: match only {
                Some(_) => RANK_ANY,
                None => rank_max(windows, self.now.since(call.arrived_at)),
            },
            only,
        })
    }

    /// What is to come, soonest first.
    pub(in crate::engine) fn coming_steps(&self, call: &Call, queue: &Queue) -> Vec<ComingStep> {
        let Some(need) = self.need_of(call, queue) else {
            return Vec::new();
        };
        let windows = &queue.plan.choice.rank_windows;
        let wait_ms = self.now.since(call.arrived_at);
        let ahead = || call.steps.iter().skip(usize::from(call.step) + 1);
        let by_time = ahead().filter(|step| step.when.is_none());
        let moments = by_time.map(|step| step.after_ms);
        let moments = moments.chain(windows.iter().map(|window| window.after_ms));
        let mut moments: Vec<u64> = moments.filter(|after_ms| *after_ms > wait_ms).collect();
        moments.sort_unstable();
        moments.dedup();
        let timed = moments.into_iter().map(|after_ms| {
            let step = step_after(&call.steps, after_ms).max(call.step);
            (after_ms, None, &call.steps[usize::from(step)])
        });
        let conditional = ahead().filter(|step| step.when.is_some());
        let conditional = conditional.map(|step| (step.after_ms.max(wait_ms), step.when, step));
        let coming = |(after_ms, when, step): (u64, Option<StepCondition>, &Step)| {
            let then = ClassNeed {
                requirement: Arc::clone(&step.requirement),
                rank_max: rank_max(windows, after_ms),
                only: None,
            };
            let (gained, gained_free) = self.gain(queue, &need, &then);
            ComingStep {
                at: call.arrived_at + after_ms,
                when,
                requirement: then.requirement,
                rank_max: then.rank_max,
                gained,
                gained_free,
            }
        };
        let mut steps: Vec<ComingStep> = timed.chain(conditional).map(coming).collect();
        steps.sort_by_key(|step| step.at);
        steps
    }

    /// How many agents of the queue meet this need who do not meet the present one, and how many
    /// of them are free.
    fn gain(&self, queue: &Queue, now: &ClassNeed, then: &ClassNeed) -> (u32, u32) {
        let (mut gained, mut free) = (0, 0);
        for (id, _) in queue.agents.iter() {
            let agent = self.agent(id);
            let qualifies = |need| queue.lets_take(&agent.plan, need);
            if qualifies(then) && !qualifies(now) {
                gained += 1;
                free += u32::from(agent.is_free());
            }
        }
        (gained, free)
    }
}
