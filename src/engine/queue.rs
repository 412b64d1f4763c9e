//! A queue at work: its rules, its agents, how many calls it holds, and the order of its line.
//!
//! The order of calls is decided in one place, [`OrderKey`]: whatever is to change who is next
//! (ageing, deadlines, weights between queues) changes that key.

use std::cmp::Reverse;
use std::sync::Arc;

use super::id::{AgentId, CallId};
use super::plan::{FloorPlan, QueuePlan};
use super::relaxation::SharedSteps;
use super::time::Millis;

/// Who is served first: the smaller key. A call that no phone rings for comes before calls that
/// ring some and may ring more; then priority, then time of arrival, then the call id, so that no
/// two calls are ever equal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct OrderKey {
    is_rung: bool,
    priority: Reverse<i32>,
    arrived_at: Millis,
    pub(super) call: CallId,
}

impl OrderKey {
    /// The place of a call in line.
    pub(super) const fn new(priority: i32, arrived_at: Millis, call: CallId) -> Self {
        Self {
            is_rung: false,
            priority: Reverse(priority),
            arrived_at,
            call,
        }
    }

    /// The place of a call for which a phone rings already.
    pub(super) const fn while_rung(self) -> Self {
        Self {
            is_rung: true,
            ..self
        }
    }

    /// Behind every call: the head of an empty line.
    pub(super) const LAST: Self =
        Self::new(i32::MIN, Millis(u64::MAX), CallId(u64::MAX)).while_rung();
}

/// A queue of the plan at work.
#[derive(Debug)]
pub(super) struct Queue {
    /// Its rules.
    pub(super) plan: Arc<QueuePlan>,
    /// The agents who serve it, by id, with their ranks.
    pub(super) agents: Vec<(AgentId, u8)>,
    /// What its calls need, bound once for all calls that bring nothing of their own.
    pub(super) steps: SharedSteps,
    /// Calls that wait or ring.
    pub(super) in_line: u32,
    /// When its rules that hold on conditions are looked at if nothing changes before.
    pub(super) review_at: Option<Millis>,
}

impl Queue {
    /// Whether agents of this queue are told apart by rank.
    pub(super) fn has_ranks(&self) -> bool {
        self.agents
            .iter()
            .any(|(_, rank)| *rank != self.agents[0].1)
    }
}

/// The queues of a plan, by index, with nobody in line.
pub(super) fn queues_of(plan: &FloorPlan) -> Vec<Option<Queue>> {
    let mut queues: Vec<Option<Queue>> = Vec::new();
    queues.resize_with(plan.queues.capacity(), || None);
    for queue in plan.queues.iter() {
        queues[queue.id.index()] = Some(Queue {
            plan: Arc::clone(queue),
            agents: Vec::new(),
            steps: SharedSteps::new(queue, &plan.skills),
            in_line: 0,
            review_at: None,
        });
    }
    for agent in plan.agents.iter() {
        for (queue, rank) in &agent.queues {
            if let Some(Some(queue)) = queues.get_mut(queue.index()) {
                queue.agents.push((agent.id, *rank));
            }
        }
    }
    queues
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_not_rung_for_comes_first_then_priority_then_arrival_then_id() {
        let key = |priority, at, call| OrderKey::new(priority, Millis(at), CallId(call));
        assert!(key(1, 9, 9) < key(0, 1, 1));
        assert!(key(0, 1, 9) < key(0, 2, 1));
        assert!(key(0, 1, 1) < key(0, 1, 2));
        assert!(key(0, 2, 2) < key(9, 1, 1).while_rung());
        assert!(key(-5, 0, 0) < OrderKey::LAST);
        assert!(key(-5, 0, 0).while_rung() < OrderKey::LAST);
    }
}
