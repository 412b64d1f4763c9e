//! The lasting part of the order of agents in a class: integers only, smaller is better.
//!
//! The rank of the agent in the queue comes first, then what the call prefers (under
//! `most-skilled` the whole proficiency), then what the strategy says of the agent for good. It is
//! computed once for each requirement class, as its [`Merits`]. What changes while agents come and
//! go is looked at when somebody is chosen (see `choice.rs`).

use super::idle::BLOCK;
use crate::engine::id::AgentId;
use crate::engine::limits::ORDER_MAX;
use crate::engine::plan::{AgentPlan, Strategy};
use crate::engine::requirement::Requirement;

// From the highest bits down: rank, the gap to the highest proficiency, what the strategy says.
const STRATEGY_BITS: u32 = 32;
// Proficiency is at most 170,000.
const PROFICIENCY_BITS: u32 = 18;
const PROFICIENCY_MAX: u32 = (1 << PROFICIENCY_BITS) - 1;
// Levels added up are at most 100,000, and there are at most 1,000 other skills.
const LEVEL_BITS: u32 = 17;
// Places in the configuration are below 10,000.
const PLACE_BITS: u32 = 14;
const UNFIT: u64 = u64::MAX;

/// The lasting part of the agents' order in one class: a number for each agent, smaller is
/// better, and the smallest of each block.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::engine) struct Merits {
    merit: Vec<u64>,
    best: Vec<u64>,
}

impl Merits {
    /// Nobody fits; room for this many agents.
    pub(in crate::engine) fn new(agents: usize) -> Self {
        Self {
            merit: vec![UNFIT; agents],
            best: vec![UNFIT; agents.div_ceil(BLOCK)],
        }
    }

    /// An agent who fits has this merit.
    pub(in crate::engine) fn set(&mut self, agent: AgentId, merit: u64) {
        let index = agent.index();
        self.merit[index] = merit;
        self.best[index / BLOCK] = self.best[index / BLOCK].min(merit);
    }

    /// An agent has another merit from now on; `None`: the agent no longer fits.
    pub(in crate::engine) fn change(&mut self, agent: AgentId, merit: Option<u64>) {
        let index = agent.index();
        self.merit[index] = merit.unwrap_or(UNFIT);
        let begin = index / BLOCK * BLOCK;
        let block = self.merit[begin..].iter().take(BLOCK);
        self.best[index / BLOCK] = block.copied().min().unwrap_or(UNFIT);
    }

    /// The merit of the agent of this index.
    pub(in crate::engine) fn of(&self, index: usize) -> u64 {
        self.merit[index]
    }

    /// The smallest merit in a block.
    pub(in crate::engine) fn best(&self, block: usize) -> u64 {
        self.best[block]
    }
}

/// Whether the agents of a class have different merits, as far as that can be seen from outside.
pub(in crate::engine) fn has_merits(
    strategy: Strategy,
    has_ranks: bool,
    requirement: &Requirement,
) -> bool {
    let is_of_strategy = matches!(
        strategy,
        Strategy::MostSkilled | Strategy::LeastSkilled | Strategy::Ordered
    );
    is_of_strategy || has_ranks || requirement.has_preferences()
}

/// The merit of an agent who meets the requirement; smaller is better.
pub(in crate::engine) fn merit(
    strategy: Strategy,
    rank: u8,
    requirement: &Requirement,
    agent: &AgentPlan,
) -> u64 {
    let proficiency = match strategy {
        Strategy::MostSkilled => requirement.proficiency(&agent.skills),
        _ => requirement.preference(&agent.skills),
    };
    let of_strategy = match strategy {
        Strategy::LeastSkilled => {
            let (others, levels) = requirement.surplus(&agent.skills);
            (others << LEVEL_BITS) | levels
        }
        Strategy::Ordered => {
            let number = agent.order.unwrap_or(ORDER_MAX + 1);
            (number << PLACE_BITS) | agent.place.min((1 << PLACE_BITS) - 1)
        }
        _ => 0,
    };
    let gap = PROFICIENCY_MAX - proficiency.min(PROFICIENCY_MAX);
    (((u64::from(rank) << PROFICIENCY_BITS) | u64::from(gap)) << STRATEGY_BITS)
        | u64::from(of_strategy)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::limits::{AGENTS_MAX, SKILLS_MAX};
    use crate::engine::skill::Level;
    use crate::engine::tests::floor::agent;

    #[test]
    fn rank_comes_before_proficiency() {
        let (requirement, agent) = (Requirement::any(), agent(0, &[]));
        let first = merit(Strategy::MostSkilled, 1, &requirement, &agent);
        assert!(first < merit(Strategy::MostSkilled, 2, &requirement, &agent));
        assert!(merit(Strategy::LongestIdle, u8::MAX, &requirement, &agent) < UNFIT);
    }

    #[test]
    fn every_part_has_room_for_its_limit() {
        assert!(1_u32 << PLACE_BITS > AGENTS_MAX as u32);
        assert!((u64::from(ORDER_MAX) + 1) << PLACE_BITS < 1 << STRATEGY_BITS);
        let levels = SKILLS_MAX as u64 * u64::from(Level::HIGHEST.number());
        assert!(levels < 1 << LEVEL_BITS);
        assert!((SKILLS_MAX as u64) << LEVEL_BITS < 1 << STRATEGY_BITS);
    }
}
