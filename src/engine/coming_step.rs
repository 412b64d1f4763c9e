//! What is to come for a call that waits: each step by time, and how many agents it would gain.
//!
//! Slow on purpose: every agent of the queue is looked at for every step. For people, not for
//! decisions.

use std::sync::Arc;

use super::call::Call;
use super::class::{ClassNeed, is_qualified};
use super::plan::RANK_ANY;
use super::queue::Queue;
use super::rank_window::rank_max;
use super::relaxation::step_after;
use super::requirement::Requirement;
use super::router::Router;
use super::time::Millis;

/// A step that is to come.
#[derive(Debug, Clone)]
pub struct ComingStep {
    /// When.
    pub at: Millis,
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
    pub(super) fn need_of(&self, call: &Call, queue: &Queue) -> Option<ClassNeed> {
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
    pub(super) fn coming_steps(&self, call: &Call, queue: &Queue) -> Vec<ComingStep> {
        let Some(need) = self.need_of(call, queue) else {
            return Vec::new();
        };
        let windows = &queue.plan.choice.rank_windows;
        let wait_ms = self.now.since(call.arrived_at);
        let steps = call.steps.iter().map(|step| step.after_ms);
        let moments = steps.chain(windows.iter().map(|window| window.after_ms));
        let mut moments: Vec<u64> = moments.filter(|after_ms| *after_ms > wait_ms).collect();
        moments.sort_unstable();
        moments.dedup();
        let coming = |after_ms: u64| {
            let step = usize::from(step_after(&call.steps, after_ms));
            let then = ClassNeed {
                requirement: Arc::clone(&call.steps[step].requirement),
                rank_max: rank_max(windows, after_ms),
                only: None,
            };
            let (mut gained, mut gained_free) = (0, 0);
            for (id, _) in &queue.agents {
                let agent = self.agent(*id);
                let qualifies = |need| is_qualified(&agent.plan, queue.plan.id, need);
                if qualifies(&then) && !qualifies(&need) {
                    gained += 1;
                    gained_free += u32::from(agent.is_free());
                }
            }
            ComingStep {
                at: call.arrived_at + after_ms,
                requirement: then.requirement,
                rank_max: then.rank_max,
                gained,
                gained_free,
            }
        };
        moments.into_iter().map(coming).collect()
    }
}
