//! A queue at work: its rules, its agents, and how many calls it holds.

use std::sync::Arc;

use super::by_hand::ByHand;
use super::door::Door;
use super::members::Members;
use super::reserve::Reserve;
use crate::engine::id::AgentId;
use crate::engine::matching::answer_counts::AnswerCounts;
use crate::engine::plan::{Ageing, FloorPlan, QueuePlan, Strategy};
use crate::engine::time::Millis;
use crate::engine::waiting::relax_condition::has_condition;
use crate::engine::waiting::relaxation::SharedSteps;
use crate::engine::waiting::wait_over::looks_at_estimates;

/// A queue of the plan at work.
#[derive(Debug)]
pub(in crate::engine) struct Queue {
    /// Its rules.
    pub(in crate::engine) plan: Arc<QueuePlan>,
    /// The agents who serve it.
    pub(in crate::engine) agents: Members,
    /// What its calls need, bound once for all calls that bring nothing of their own.
    pub(in crate::engine) steps: SharedSteps,
    /// Calls that wait or ring.
    pub(in crate::engine) in_line: u32,
    /// Some relaxation step waits for a condition.
    pub(in crate::engine) has_conditions: bool,
    /// Some rule looks at the estimated wait of its calls.
    pub(in crate::engine) looks_at_estimates: bool,
    /// Callers who hung up in its line since the start, and those of them after a short wait.
    pub(in crate::engine) abandoned: u64,
    pub(in crate::engine) abandoned_shortly: u64,
    /// Who decides whether calls are let in.
    pub(in crate::engine) door: Door,
    /// When its rules that hold on conditions are looked at if nothing changes before.
    pub(in crate::engine) review_at: Option<Millis>,
    /// Its agents who take calls only while it needs them; `None`: nobody is in reserve.
    pub(in crate::engine) reserve: Option<Box<Reserve>>,
    /// Place of its ageing in [`paces_of`].
    pub(in crate::engine) pace: usize,
    /// The strategy that was set while the floor was open.
    pub(in crate::engine) live_strategy: ByHand<Strategy>,
    /// How many agents are rung at once, likewise.
    pub(in crate::engine) live_ring_at_once: ByHand<u8>,
    /// Whom it rang last.
    pub(in crate::engine) last_offered: Option<AgentId>,
    /// Calls answered, where the strategy levels them.
    pub(in crate::engine) answered: Option<AnswerCounts>,
}

impl Queue {
    /// How the next agent is chosen now.
    pub(in crate::engine) fn strategy(&self) -> Strategy {
        self.live_strategy.or(self.plan.choice.strategy)
    }

    /// How many agents are rung at once for one call.
    pub(in crate::engine) fn ring_at_once(&self) -> u8 {
        self.live_ring_at_once.or(self.plan.offer.ring_at_once)
    }
}

/// The queues of a plan, by index, with nobody in line.
pub(in crate::engine) fn queues_of(plan: &FloorPlan) -> Vec<Option<Queue>> {
    let mut queues: Vec<Option<Queue>> = Vec::new();
    queues.resize_with(plan.queues.capacity(), || None);
    let paces = paces_of(plan);
    for queue in plan.queues.iter() {
        let pace = paces.iter().position(|pace| *pace == queue.order.ageing);
        queues[queue.id.index()] = Some(Queue {
            plan: Arc::clone(queue),
            agents: Members::new(plan.agents.capacity()),
            steps: SharedSteps::new(queue, &plan.skills),
            in_line: 0,
            has_conditions: has_condition(&queue.need, |_| true),
            looks_at_estimates: looks_at_estimates(queue),
            abandoned: 0,
            abandoned_shortly: 0,
            door: Door::default(),
            review_at: None,
            reserve: Reserve::of(queue),
            pace: pace.expect("the paces are those of the queues"),
            live_strategy: ByHand::default(),
            live_ring_at_once: ByHand::default(),
            last_offered: None,
            answered: None,
        });
    }
    for agent in plan.agents.iter() {
        for (queue, rank) in &agent.queues {
            if let Some(Some(queue)) = queues.get_mut(queue.index()) {
                queue.agents.set(agent.id, Some(*rank));
            }
        }
    }
    queues
}

/// The different ways in which the queues of a plan age.
pub(in crate::engine) fn paces_of(plan: &FloorPlan) -> Vec<Option<Ageing>> {
    let mut paces: Vec<_> = plan.queues.iter().map(|queue| queue.order.ageing).collect();
    paces.sort_unstable();
    paces.dedup();
    paces
}
