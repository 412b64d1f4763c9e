//! Handling time: how long a call keeps an agent, from the ring to the end of after-call time.
//!
//! Learned from the calls that were handled, by requirement class and by queue. Recent calls count
//! more than old ones, a single call of unusual length counts for little, and as long as few calls
//! are known the figure leans on a broader one: that of the class on that of the queue, that of
//! the queue on what the plan says.

use crate::engine::id::{AgentId, QueueId};
use crate::engine::queue::class_table::ClassPlace;
use crate::engine::router::Router;
use crate::engine::time::Millis;

/// From so many calls on each new one counts the same, and old ones fade.
const CALLS_REMEMBERED: u64 = 32;
/// The broader figure counts as much as so many calls.
const CALLS_PRESUMED: u64 = 4;
/// A call counts as at most this many times what was expected of it.
const OUTLIER_FACTOR: u64 = 4;

/// What is known of the handling time of one kind of calls.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::engine) struct HandlingTime {
    mean_ms: u64,
    calls: u64,
}

impl HandlingTime {
    /// The time to expect, where `broader_ms` is expected of calls of a broader kind.
    pub(in crate::engine) const fn expected_ms(self, broader_ms: u64) -> u64 {
        let known = self.mean_ms * self.calls + broader_ms * CALLS_PRESUMED;
        let expected = known / (self.calls + CALLS_PRESUMED);
        // Nobody is done in no time; and nothing is ever divided by it.
        if expected == 0 { 1 } else { expected }
    }

    /// One more call was handled.
    pub(in crate::engine) fn learn(&mut self, handled_ms: u64, broader_ms: u64) {
        let counted = handled_ms.min(self.expected_ms(broader_ms) * OUTLIER_FACTOR);
        self.calls = CALLS_REMEMBERED.min(self.calls + 1);
        let rest = self.mean_ms * (self.calls - 1) + counted;
        self.mean_ms = rest / self.calls;
    }
}

/// A call that an agent handles, remembered for when it is over.
#[derive(Debug, Clone, Copy)]
pub(in crate::engine) struct Handling {
    pub(in crate::engine) queue: QueueId,
    /// The class under which the call was offered, and its number: by the end of the call the
    /// place may be another class's.
    pub(in crate::engine) class: Option<(ClassPlace, u64)>,
    pub(in crate::engine) began_at: Millis,
}

impl Router {
    /// The agent is done with the call in hand, after-call time included.
    pub(in crate::engine) fn learn_handling(&mut self, agent: AgentId) {
        let Some(handling) = self.agent_mut(agent).handling.take() else {
            return;
        };
        let handled_ms = self.now.since(handling.began_at);
        let planned_ms = self.planned_handling_ms(handling.queue);
        let index = handling.queue.index();
        if self.handling.len() <= index {
            self.handling.resize(index + 1, HandlingTime::default());
        }
        let of_queue = &mut self.handling[index];
        let of_queue_ms = of_queue.expected_ms(planned_ms);
        of_queue.learn(handled_ms, planned_ms);
        if let Some((place, number)) = handling.class {
            self.classes.learn(place, number, handled_ms, of_queue_ms);
        }
    }

    /// How long a call of this class is expected to keep an agent.
    pub(in crate::engine) fn handling_ms(&self, queue: QueueId, of_class: HandlingTime) -> u64 {
        let of_queue = self.handling.get(queue.index()).copied();
        let planned_ms = self.planned_handling_ms(queue);
        of_class.expected_ms(of_queue.unwrap_or_default().expected_ms(planned_ms))
    }

    fn planned_handling_ms(&self, queue: QueueId) -> u64 {
        let plan = self.plan.queues.entry(queue);
        plan.map_or(1, |plan| plan.waiting.handling_ms)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_planned_fades_as_calls_are_handled() {
        let mut known = HandlingTime::default();
        assert_eq!(known.expected_ms(180_000), 180_000);
        for _ in 0..4 {
            known.learn(60_000, 180_000);
        }
        assert_eq!(known.expected_ms(180_000), 120_000);
        for _ in 0..100 {
            known.learn(60_000, 180_000);
        }
        let known = known.expected_ms(180_000);
        assert!((60_000..75_000).contains(&known), "{known}");
    }

    #[test]
    fn one_call_that_lasted_all_night_moves_it_little() {
        let mut known = HandlingTime::default();
        for _ in 0..40 {
            known.learn(60_000, 60_000);
        }
        known.learn(8 * 3_600_000, 60_000);
        let known = known.expected_ms(60_000);
        assert!((60_000..66_000).contains(&known), "{known}");
    }

    #[test]
    fn it_follows_the_floor_within_a_few_dozen_calls() {
        let mut known = HandlingTime::default();
        for _ in 0..100 {
            known.learn(30_000, 30_000);
        }
        for _ in 0..100 {
            known.learn(300_000, 30_000);
        }
        let known = known.expected_ms(30_000);
        assert!(known > 200_000, "{known}");
    }

    #[test]
    fn it_never_is_nothing() {
        let mut known = HandlingTime::default();
        for _ in 0..40 {
            known.learn(0, 1);
        }
        assert_eq!(known.expected_ms(1), 1);
    }
}
