//! A requirement class: what calls of one queue need, who meets it, and the calls that wait.
//!
//! Whether an agent fits depends on the plan alone, so it is decided once when the class is made
//! and holds until the next plan, or until that agent is changed.

use std::sync::Arc;

use fixedbitset::FixedBitSet;

use super::ordered_line::OrderedLine;
use super::record::Queue;
use crate::engine::agent::abilities::Abilities;
use crate::engine::estimate::handling::HandlingTime;
use crate::engine::id::{AgentId, QueueId};
use crate::engine::matching::ranking::{Merits, has_merits, merit as merit_of};
use crate::engine::plan::AgentPlan;
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
    /// The agents of the queue who may take its calls, as things stand.
    pub(in crate::engine) qualified: FixedBitSet,
    /// How many they are.
    pub(in crate::engine) qualified_count: u32,
    // Where the queue has a reserve: those who qualify without it and with it. One of the two is
    // `qualified`.
    sides: Option<Box<Sides>>,
    /// Whether they have been put in their lasting order, which only calls in line need.
    pub(in crate::engine) is_ranked: bool,
    /// That order, where it is not the same for all.
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
    /// The class of this need with nobody in line, unranked.
    pub(in crate::engine) fn new(
        queue: &Queue,
        need: &ClassNeed,
        abilities: Abilities<'_>,
    ) -> Self {
        let qualified = qualified_for(queue, need, abilities);
        let mut class = Self {
            queue: queue.plan.id,
            requirement: Arc::clone(&need.requirement),
            rank_max: need.rank_max,
            only: need.only,
            qualified_count: 0,
            sides: Sides::of(queue, need, &qualified),
            qualified,
            is_ranked: false,
            merits: None,
            line: OrderedLine::default(),
            holders: 0,
            last_used: 0,
            handling: HandlingTime::default(),
            number: 0,
        };
        class.turn_reserve(queue);
        class
    }

    /// Those who qualify without the reserve of the queue.
    pub(in crate::engine) fn regulars(&self) -> &FixedBitSet {
        let sides = self.sides.as_ref();
        sides.map_or(&self.qualified, |sides| &sides.regulars)
    }

    /// Those who qualify with the reserve of the queue.
    pub(in crate::engine) fn everyone(&self) -> &FixedBitSet {
        let sides = self.sides.as_ref();
        sides.map_or(&self.qualified, |sides| &sides.everyone)
    }

    /// Brings it up to date with whether the reserve of the queue is in.
    pub(in crate::engine) fn turn_reserve(&mut self, queue: &Queue) {
        if let Some(sides) = &self.sides {
            let is_out = queue.holds_back(sides.rank_min);
            self.qualified.clone_from(match is_out {
                true => &sides.regulars,
                false => &sides.everyone,
            });
        }
        self.qualified_count =
            u32::try_from(self.qualified.count_ones(..)).expect("ids are 32 bits");
    }

    /// Puts those who qualify in the lasting order of the queue's strategy.
    pub(in crate::engine) fn rank(&mut self, queue: &Queue, abilities: Abilities<'_>) {
        self.is_ranked = true;
        let (strategy, requirement) = (queue.strategy(), &self.requirement);
        let has_merits = has_merits(strategy, queue.agents.has_ranks(), requirement);
        self.merits = has_merits.then(|| {
            Merits::new(self.everyone(), |id| {
                let rank = queue.agents.rank_of(id.index());
                merit_of(strategy, rank, requirement, (abilities, id))
            })
        });
    }

    /// What its calls need.
    pub(in crate::engine) fn need(&self) -> ClassNeed {
        ClassNeed {
            requirement: Arc::clone(&self.requirement),
            rank_max: self.rank_max,
            only: self.only,
        }
    }

    /// Brings it up to date with what this agent can do now.
    pub(in crate::engine) fn reconsider(
        &mut self,
        id: AgentId,
        queue: &Queue,
        abilities: Abilities<'_>,
    ) {
        let (agent, need) = (abilities.plan.agents.entry(id), self.need());
        let fitting = agent.filter(|agent| is_qualified(agent, self.queue, &need));
        let rank = fitting.and_then(|agent| agent.queues.get(&self.queue).copied());
        let mut is_held_back = false;
        if let Some(sides) = &mut self.sides {
            sides.set(id, rank);
            is_held_back = rank.is_some_and(|rank| queue.holds_back(rank));
        }
        if self.qualified.put(id.index()) {
            self.qualified_count -= 1;
        }
        let is_taken = fitting.is_some() && !is_held_back;
        self.qualified.set(id.index(), is_taken);
        self.qualified_count += u32::from(is_taken);
        if !self.is_ranked {
            return;
        }
        let (strategy, requirement) = (queue.strategy(), &self.requirement);
        let has_merits = has_merits(strategy, queue.agents.has_ranks(), requirement);
        match &mut self.merits {
            Some(merits) if has_merits => {
                let merit = rank.map(|rank| merit_of(strategy, rank, requirement, (abilities, id)));
                merits.change(id, merit);
            }
            None if !has_merits => {}
            _ => self.rank(queue, abilities),
        }
    }
}

/// Who qualifies without the reserve of a queue and with it.
#[derive(Debug)]
struct Sides {
    rank_min: u8,
    regulars: FixedBitSet,
    everyone: FixedBitSet,
}

impl Sides {
    /// The two sides of all who qualify; `None`: the reserve makes no difference to this need.
    fn of(queue: &Queue, need: &ClassNeed, everyone: &FixedBitSet) -> Option<Box<Self>> {
        // Whoever is meant in person is asked, in reserve or not.
        let reserve = queue.reserve.as_ref().filter(|_| need.only.is_none())?;
        let mut regulars = queue.agents.of_ranks(..reserve.rank_min);
        regulars.intersect_with(everyone);
        Some(Box::new(Self {
            rank_min: reserve.rank_min,
            regulars,
            everyone: everyone.clone(),
        }))
    }

    /// The agent qualifies and is of this rank, or does not qualify.
    fn set(&mut self, id: AgentId, rank: Option<u8>) {
        let is_regular = rank.is_some_and(|rank| rank < self.rank_min);
        self.regulars.set(id.index(), is_regular);
        self.everyone.set(id.index(), rank.is_some());
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

/// The agents of the queue who may take calls that need this.
fn qualified_for(queue: &Queue, need: &ClassNeed, abilities: Abilities<'_>) -> FixedBitSet {
    let mut qualified = queue.agents.of_ranks(..=need.rank_max);
    if let Some(only) = need.only {
        let is_there = qualified.contains(only.index());
        qualified.clear();
        qualified.set(only.index(), is_there);
    }
    for (block, agents) in qualified.as_mut_slice().iter_mut().enumerate() {
        *agents = need
            .requirement
            .met_in_block(abilities.levels, block, *agents);
    }
    qualified
}
