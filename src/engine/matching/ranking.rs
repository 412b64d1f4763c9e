//! The lasting part of the order of agents in a class: integers only, smaller is better.
//!
//! The rank of the agent in the queue comes first, then what the call prefers (under
//! `most-skilled` the whole proficiency), then what the strategy says of the agent for good. It is
//! computed once for each requirement class, as its [`Merits`]. What changes while agents come and
//! go is looked at when somebody is chosen (see `choice.rs`).

use fixedbitset::FixedBitSet;

use super::idle::{BLOCK, ones};
use crate::engine::agent::abilities::Abilities;
use crate::engine::id::AgentId;
use crate::engine::limits::ORDER_MAX;
use crate::engine::plan::Strategy;
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

/// The lasting part of the agents' order in one class: a number for each agent who fits, smaller
/// is better, and the smallest of each block.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::engine) struct Merits {
    // Who has a number.
    ranked: FixedBitSet,
    // How many of them are in the blocks before each.
    before: Vec<u32>,
    // By their place among them.
    merits: Vec<u64>,
    best: Vec<u64>,
}

impl Merits {
    /// The merits of these agents.
    pub(in crate::engine) fn new(ranked: &FixedBitSet, merit_of: impl Fn(AgentId) -> u64) -> Self {
        let mut merits = Vec::with_capacity(ranked.count_ones(..));
        let (mut before, mut best) = (Vec::new(), Vec::new());
        for (block, word) in ranked.as_slice().iter().enumerate() {
            before.push(counted(merits.len()));
            let of_block = merits.len();
            merits.extend(ones(*word).map(|bit| merit_of(agent(block * BLOCK + bit))));
            best.push(lowest(&merits[of_block..]));
        }
        Self {
            ranked: ranked.clone(),
            before,
            merits,
            best,
        }
    }

    /// An agent has another merit from now on; `None`: the agent no longer fits.
    pub(in crate::engine) fn change(&mut self, agent: AgentId, merit: Option<u64>) {
        let (index, place) = (agent.index(), self.place(agent.index()));
        match (self.ranked.contains(index), merit) {
            (true, Some(merit)) => self.merits[place] = merit,
            (true, None) => drop(self.merits.remove(place)),
            (false, Some(merit)) => self.merits.insert(place, merit),
            (false, None) => return,
        }
        self.ranked.set(index, merit.is_some());
        let block = index / BLOCK;
        for later in block + 1..self.before.len() {
            let word = self.ranked.as_slice()[later - 1];
            self.before[later] = self.before[later - 1] + word.count_ones();
        }
        let begin = self.before[block] as usize;
        let count = self.ranked.as_slice()[block].count_ones() as usize;
        self.best[block] = lowest(&self.merits[begin..begin + count]);
    }

    /// The merit of the agent of this index, who fits.
    pub(in crate::engine) fn of(&self, index: usize) -> u64 {
        self.merits[self.place(index)]
    }

    /// The smallest merit in a block.
    pub(in crate::engine) fn best(&self, block: usize) -> u64 {
        self.best[block]
    }

    fn place(&self, index: usize) -> usize {
        let (block, bit) = (index / BLOCK, index % BLOCK);
        let lower = self.ranked.as_slice()[block] & ((1 << bit) - 1);
        (self.before[block] + lower.count_ones()) as usize
    }
}

fn lowest(merits: &[u64]) -> u64 {
    merits.iter().copied().min().unwrap_or(UNFIT)
}

fn agent(index: usize) -> AgentId {
    AgentId(counted(index))
}

fn counted(agents: usize) -> u32 {
    u32::try_from(agents).expect("ids are 32 bits")
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
    (abilities, id): (Abilities<'_>, AgentId),
) -> u64 {
    let level = abilities.levels_of(id);
    let proficiency = match strategy {
        Strategy::MostSkilled => requirement.proficiency_by(level),
        _ => requirement.preference_by(level),
    };
    let of_strategy = match strategy {
        Strategy::LeastSkilled => {
            let (others, levels) = requirement.surplus(&abilities.agent(id).skills);
            (others << LEVEL_BITS) | levels
        }
        Strategy::Ordered => {
            let agent = abilities.agent(id);
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
    use proptest::prelude::{prop, prop_assert, prop_assert_eq, proptest};

    use super::*;
    use crate::engine::agent::abilities::columns_of;
    use crate::engine::limits::{AGENTS_MAX, SKILLS_MAX};
    use crate::engine::skill::Level;
    use crate::engine::tests::floor::{agent, plan, queue};

    #[test]
    fn rank_comes_before_proficiency() {
        let plan = plan(vec![queue(0)], vec![agent(0, &[])]);
        let (requirement, levels) = (Requirement::any(), columns_of(&plan));
        let somebody = (
            Abilities {
                plan: &plan,
                levels: &levels,
            },
            AgentId(0),
        );
        let first = merit(Strategy::MostSkilled, 1, &requirement, somebody);
        assert!(first < merit(Strategy::MostSkilled, 2, &requirement, somebody));
        assert!(merit(Strategy::LongestIdle, u8::MAX, &requirement, somebody) < UNFIT);
    }

    proptest! {
        #[test]
        fn a_change_leaves_what_would_be_made_anew(
            merits in prop::collection::vec(prop::option::of(0_u64..9), 1..200),
            changes in prop::collection::vec((0_usize..200, prop::option::of(0_u64..9)), 0..20),
        ) {
            let made = |merits: &[Option<u64>]| {
                let mut ranked = FixedBitSet::with_capacity(merits.len());
                let fitting = merits.iter().enumerate().filter(|(_, merit)| merit.is_some());
                ranked.extend(fitting.map(|(index, _)| index));
                Merits::new(&ranked, |id| merits[id.index()].unwrap())
            };
            let (mut merits, mut changed) = (merits.clone(), made(&merits));
            for (index, merit) in changes {
                let index = index % merits.len();
                merits[index] = merit;
                changed.change(super::agent(index), merit);
            }
            for (index, merit) in merits.iter().enumerate() {
                prop_assert!(merit.is_none_or(|merit| changed.of(index) == merit));
            }
            prop_assert_eq!(changed, made(&merits));
        }
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
