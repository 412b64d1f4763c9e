//! A requirement class: what calls of one queue need, who meets it, and the calls that wait.
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

/// One need in one queue.
#[derive(Debug)]
pub(super) struct Class {
    /// The queue.
    pub(super) queue: QueueId,
    /// What its calls need.
    pub(super) requirement: Arc<Requirement>,
    /// The last rank that takes its calls.
    pub(super) rank_max: u8,
    /// The agent for whom alone its calls wait; `None`: for everyone.
    pub(super) only: Option<AgentId>,
    /// The agents of the queue who may take its calls.
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
    /// The class of this need with nobody in line.
    pub(super) fn new(queue: &Queue, need: &ClassNeed, floor: &FloorPlan) -> Self {
        let agents = floor.agents.capacity();
        let mut qualified = FixedBitSet::with_capacity(agents);
        for &(id, _) in &queue.agents {
            if is_qualified(planned(floor, id), queue.plan.id, need) {
                qualified.insert(id.index());
            }
        }
        let mut class = Self {
            queue: queue.plan.id,
            requirement: Arc::clone(&need.requirement),
            rank_max: need.rank_max,
            only: need.only,
            qualified_count: u32::try_from(qualified.count_ones(..)).expect("ids are 32 bits"),
            qualified,
            merits: None,
            line: OrderedLine::default(),
            holders: 0,
            last_used: 0,
            handling: HandlingTime::default(),
            number: 0,
        };
        class.rank(queue, floor);
        class
    }

    /// Puts those who qualify in the lasting order of the queue's strategy.
    pub(super) fn rank(&mut self, queue: &Queue, floor: &FloorPlan) {
        let (strategy, requirement) = (queue.strategy(), &self.requirement);
        if !has_merits(strategy, queue.has_ranks(), requirement) {
            self.merits = None;
            return;
        }
        let mut merits = Merits::new(floor.agents.capacity());
        for &(id, rank) in &queue.agents {
            if self.qualified.contains(id.index()) {
                merits.set(id, merit(strategy, rank, requirement, planned(floor, id)));
            }
        }
        self.merits = Some(merits);
    }

    /// What its calls need.
    pub(super) fn need(&self) -> ClassNeed {
        ClassNeed {
            requirement: Arc::clone(&self.requirement),
            rank_max: self.rank_max,
            only: self.only,
        }
    }
}

/// What the calls of a class need of an agent.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct ClassNeed {
    /// Skills.
    pub(super) requirement: Arc<Requirement>,
    /// The last rank that takes the call.
    pub(super) rank_max: u8,
    /// The agent for whom alone the call waits; `None`: for everyone.
    pub(super) only: Option<AgentId>,
}

/// Whether an agent may take calls of this queue that need this.
pub(super) fn is_qualified(agent: &AgentPlan, queue: QueueId, need: &ClassNeed) -> bool {
    let rank = agent.queues.get(&queue);
    let is_meant = need.only.is_none_or(|only| only == agent.id);
    is_meant
        && rank.is_some_and(|rank| *rank <= need.rank_max)
        && need.requirement.is_met_by(&agent.skills)
}

fn planned(floor: &FloorPlan, id: AgentId) -> &AgentPlan {
    let agent = floor.agents.entry(id);
    agent.expect("a queue lists agents of its own plan")
}
