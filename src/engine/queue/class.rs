//! A requirement class: what calls of one queue need, who meets it, and the calls that wait.
//!
//! Whether an agent fits depends on the plan alone, so it is decided once when the class is made
//! and holds until the next plan, or until that agent is changed.

use std::sync::Arc;

use fixedbitset::FixedBitSet;

use super::ordered_line::OrderedLine;
use super::record::Queue;
use crate::engine::estimate::handling::HandlingTime;
use crate::engine::id::{AgentId, QueueId};
use crate::engine::matching::ranking::{Merits, has_merits, merit as merit_of};
use crate::engine::plan::{AgentPlan, FloorPlan};
use crate::engine::requirement::Requirement;

/// One need in one queue.
#[derive(Debug)]
pub(in crate::engine) struct Class {
    /// The queue.
    pub(in crate::engine) queue: QueueId,
    /// What its calls need.
    pub(in crate::engine) requirement: Arc<Requirement>,
    /// The last rank that takes its calls.
    pub(in crate::engine) rank_max: u8,
    /// The agent for whom alone its calls wait; `None`: for everyone.
    pub(in crate::engine) only: Option<AgentId>,
    /// The agents of the queue who may take its calls.
    pub(in crate::engine) qualified: FixedBitSet,
    /// How many they are.
    pub(in crate::engine) qualified_count: u32,
    /// Their lasting order, where it is not the same for all.
    pub(in crate::engine) merits: Option<Merits>,
    /// The calls that wait for an agent, first to be served first.
    pub(in crate::engine) line: OrderedLine,
    /// Calls that hold the class: waiting and ringing ones.
    pub(in crate::engine) holders: u32,
    /// When it was last let go, as a count.
    pub(in crate::engine) last_used: u64,
    /// How long its calls keep an agent.
    pub(in crate::engine) handling: HandlingTime,
    /// Never that of another class, as a place may be.
    pub(in crate::engine) number: u64,
}

impl Class {
    /// The class of this need with nobody in line.
    pub(in crate::engine) fn new(queue: &Queue, need: &ClassNeed, floor: &FloorPlan) -> Self {
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
    pub(in crate::engine) fn rank(&mut self, queue: &Queue, floor: &FloorPlan) {
        let (strategy, requirement) = (queue.strategy(), &self.requirement);
        if !has_merits(strategy, queue.has_ranks(), requirement) {
            self.merits = None;
            return;
        }
        let mut merits = Merits::new(floor.agents.capacity());
        for &(id, rank) in &queue.agents {
            if self.qualified.contains(id.index()) {
                merits.set(
                    id,
                    merit_of(strategy, rank, requirement, planned(floor, id)),
                );
            }
        }
        self.merits = Some(merits);
    }

    /// What its calls need.
    pub(in crate::engine) fn need(&self) -> ClassNeed {
        ClassNeed {
            requirement: Arc::clone(&self.requirement),
            rank_max: self.rank_max,
            only: self.only,
        }
    }

    /// Brings it up to date with what this agent can do now; `has_ranks`: whether the queue's
    /// agents have different ranks now.
    pub(in crate::engine) fn reconsider(
        &mut self,
        id: AgentId,
        queue: &Queue,
        has_ranks: bool,
        floor: &FloorPlan,
    ) {
        let (agent, need) = (floor.agents.entry(id), self.need());
        let fitting = agent.filter(|agent| is_qualified(agent, self.queue, &need));
        if self.qualified.put(id.index()) {
            self.qualified_count -= 1;
        }
        self.qualified.set(id.index(), fitting.is_some());
        self.qualified_count += u32::from(fitting.is_some());
        let (strategy, requirement) = (queue.strategy(), &self.requirement);
        let has_merits = has_merits(strategy, has_ranks, requirement);
        match &mut self.merits {
            Some(merits) if has_merits => {
                let rank = fitting.and_then(|agent| agent.queues.get(&self.queue));
                let merit = fitting.zip(rank);
                let merit =
                    merit.map(|(agent, rank)| merit_of(strategy, *rank, requirement, agent));
                merits.change(id, merit);
            }
            None if !has_merits => {}
            _ => self.rank(queue, floor),
        }
    }
}

/// What the calls of a class need of an agent.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::engine) struct ClassNeed {
    /// Skills.
    pub(in crate::engine) requirement: Arc<Requirement>,
    /// The last rank that takes the call.
    pub(in crate::engine) rank_max: u8,
    /// The agent for whom alone the call waits; `None`: for everyone.
    pub(in crate::engine) only: Option<AgentId>,
}

/// Whether an agent may take calls of this queue that need this.
pub(in crate::engine) fn is_qualified(agent: &AgentPlan, queue: QueueId, need: &ClassNeed) -> bool {
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
