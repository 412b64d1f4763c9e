//! A queue at work: its rules, its agents, and how many calls it holds.

use std::sync::Arc;

use super::answer_counts::AnswerCounts;
use super::door::Door;
use super::id::AgentId;
use super::plan::{Ageing, FloorPlan, QueuePlan, Strategy};
use super::relax_condition::has_condition;
use super::relaxation::SharedSteps;
use super::time::Millis;

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
    /// Some relaxation step waits for a condition.
    pub(super) has_conditions: bool,
    /// Callers who hung up in its line since the start, and those of them after a short wait.
    pub(super) abandoned: u64,
    pub(super) abandoned_shortly: u64,
    /// Who decides whether calls are let in.
    pub(super) door: Door,
    /// When its rules that hold on conditions are looked at if nothing changes before.
    pub(super) review_at: Option<Millis>,
    /// Place of its ageing in [`paces_of`].
    pub(super) pace: usize,
    /// The strategy that was set while the floor was open; `None`: as planned.
    pub(super) live_strategy: Option<Strategy>,
    /// A new plan has just taken that back.
    pub(super) is_strategy_taken_back: bool,
    /// Whom it rang last.
    pub(super) last_offered: Option<AgentId>,
    /// Calls answered, where the strategy levels them.
    pub(super) answered: Option<AnswerCounts>,
}

impl Queue {
    /// How the next agent is chosen now.
    pub(super) fn strategy(&self) -> Strategy {
        self.live_strategy.unwrap_or(self.plan.choice.strategy)
    }

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
    let paces = paces_of(plan);
    for queue in plan.queues.iter() {
        let pace = paces.iter().position(|pace| *pace == queue.order.ageing);
        queues[queue.id.index()] = Some(Queue {
            plan: Arc::clone(queue),
            agents: Vec::new(),
            steps: SharedSteps::new(queue, &plan.skills),
            in_line: 0,
            has_conditions: has_condition(&queue.need, |_| true),
            abandoned: 0,
            abandoned_shortly: 0,
            door: Door::default(),
            review_at: None,
            pace: pace.expect("the paces are those of the queues"),
            live_strategy: None,
            is_strategy_taken_back: false,
            last_offered: None,
            answered: None,
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

/// The different ways in which the queues of a plan age.
pub(super) fn paces_of(plan: &FloorPlan) -> Vec<Option<Ageing>> {
    let mut paces: Vec<_> = plan.queues.iter().map(|queue| queue.order.ageing).collect();
    paces.sort_unstable();
    paces.dedup();
    paces
}
