//! A requirement class: one requirement in one queue, who meets it, and the calls that wait.
//!
//! Whether an agent fits depends on the plan alone, so it is decided once when the class is made
//! and holds until the next plan.

use std::sync::Arc;

use fixedbitset::FixedBitSet;

use super::handling::HandlingTime;
use super::id::{AgentId, QueueId};
use super::ordered_line::OrderedLine;
use super::plan::{AgentPlan, FloorPlan};
use super::queue::Queue;
use super::ranking::{Merits, has_merits, merit};
use super::requirement::Requirement;

/// One requirement in one queue.
#[derive(Debug)]
pub(super) struct Class {
    /// The queue.
    pub(super) queue: QueueId,
    /// What its calls need.
    pub(super) requirement: Arc<Requirement>,
    /// The agent for whom alone its calls wait; `None`: for everyone.
    pub(super) only: Option<AgentId>,
    /// The agents of the queue who meet it, of those for whom its calls wait.
    pub(super) qualified: FixedBitSet,
    /// How many they are.
    pub(super) qualified_count: u32,
    /// Their lasting order, where it is not the same for all.
    pub(super) merits: Option<Merits>,
    /// The calls that wait for an agent, first to be served first.
    pub(super) line: OrderedLine,
    /// Calls that hold the class: waiting and ringing ones.
    pub(super) holders: u32,
    /// When it was last let go, as a count.
    pub(super) last_used: u64,
    /// How long its calls keep an agent.
    pub(super) handling: HandlingTime,
    /// Never that of another class, as a place may be.
    pub(super) number: u64,
}

impl Class {
    /// The class of this requirement with nobody in line.
    pub(super) fn new(
        queue: &Queue,
        requirement: Arc<Requirement>,
        only: Option<AgentId>,
        floor: &FloorPlan,
    ) -> Self {
        let agents = floor.agents.capacity();
        let strategy = queue.plan.choice.strategy;
        let has_merits = has_merits(strategy, queue.has_ranks(), &requirement);
        let mut merits = has_merits.then(|| Merits::new(agents));
        let mut qualified = FixedBitSet::with_capacity(agents);
        let is_meant = |id: AgentId| only.is_none_or(|only| only == id);
        for &(id, rank) in queue.agents.iter().filter(|(id, _)| is_meant(*id)) {
            let agent = floor
                .agents
                .entry(id)
                .expect("a queue lists agents of its own plan");
            if !is_qualified(agent, queue.plan.id, &requirement) {
                continue;
            }
            qualified.insert(id.index());
            if let Some(merits) = &mut merits {
                merits.set(id, merit(strategy, rank, &requirement, &agent.skills));
            }
        }
        Self {
            queue: queue.plan.id,
            requirement,
            only,
            qualified_count: u32::try_from(qualified.count_ones(..)).expect("ids are 32 bits"),
            qualified,
            merits,
            line: OrderedLine::default(),
            holders: 0,
            last_used: 0,
            handling: HandlingTime::default(),
            number: 0,
        }
    }
}

/// Whether an agent may take calls of this queue that need this.
pub(super) fn is_qualified(agent: &AgentPlan, queue: QueueId, requirement: &Requirement) -> bool {
    agent.queues.contains_key(&queue) && requirement.is_met_by(&agent.skills)
}
