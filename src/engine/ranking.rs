//! Which of the free agents who fit is rung: integers only, every tie ends on the agent id.
//!
//! The order is: rank of the agent in the queue, then the strategy, then the longest idle, then
//! the lowest id. What the call prefers counts under every strategy: as a part of the proficiency
//! under `most-skilled`, before the idle clock otherwise. What does not change while agents come
//! and go (rank, proficiency, preference) is computed once for each requirement class, as its
//! [`Merits`]; a new strategy gets its own way of computing them or its own order here, and
//! nowhere else.

use fixedbitset::FixedBitSet;

use super::id::AgentId;
use super::idle::{BLOCK, IdleAgents, ones};
use super::plan::Strategy;
use super::requirement::Requirement;
use super::skill::SkillSet;

// Proficiency is at most 170,000, which fits in 18 bits below the rank.
const PROFICIENCY_BITS: u32 = 18;
const PROFICIENCY_MAX: u32 = (1 << PROFICIENCY_BITS) - 1;
const UNFIT: u32 = u32::MAX;

/// The lasting part of the agents' order in one class: a number for each agent, smaller is
/// better, and the smallest of each block.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Merits {
    merit: Vec<u32>,
    best: Vec<u32>,
}

impl Merits {
    /// Nobody fits; room for this many agents.
    pub(super) fn new(agents: usize) -> Self {
        Self {
            merit: vec![UNFIT; agents],
            best: vec![UNFIT; agents.div_ceil(BLOCK)],
        }
    }

    /// An agent who fits has this rank and merit.
    pub(super) fn set(&mut self, agent: AgentId, merit: u32) {
        let index = agent.index();
        self.merit[index] = merit;
        self.best[index / BLOCK] = self.best[index / BLOCK].min(merit);
    }
}

/// Whether the agents of a class have different merits, as far as that can be seen from outside.
pub(super) fn has_merits(strategy: Strategy, has_ranks: bool, requirement: &Requirement) -> bool {
    strategy != Strategy::LongestIdle || has_ranks || requirement.has_preferences()
}

/// The merit of an agent who meets the requirement; smaller is better.
pub(super) fn merit(
    strategy: Strategy,
    rank: u8,
    requirement: &Requirement,
    skills: &SkillSet,
) -> u32 {
    let proficiency = match strategy {
        Strategy::LongestIdle => requirement.preference(skills),
        Strategy::MostSkilled => requirement.proficiency(skills),
    };
    (u32::from(rank) << PROFICIENCY_BITS) | (PROFICIENCY_MAX - proficiency.min(PROFICIENCY_MAX))
}

/// The best of the free agents among the qualified ones.
///
/// Looks first into the block that promises most, then only into blocks that could still win:
/// a step for each word of the bit sets and for each agent of the few blocks opened.
pub(super) fn best_agent(
    idle: &IdleAgents,
    qualified: &FixedBitSet,
    merits: Option<&Merits>,
) -> Option<AgentId> {
    match merits {
        None => search(idle, qualified, |_| 0, |_| 0),
        Some(merits) => search(
            idle,
            qualified,
            |block| merits.best[block],
            |index| merits.merit[index],
        ),
    }
}

fn search(
    idle: &IdleAgents,
    qualified: &FixedBitSet,
    best_merit: impl Fn(usize) -> u32,
    merit: impl Fn(usize) -> u32,
) -> Option<AgentId> {
    let words = || {
        idle.words()
            .iter()
            .zip(qualified.as_slice())
            .map(|(a, b)| a & b)
            .enumerate()
    };
    let promise = |block: usize| (best_merit(block), idle.earliest(block), block);
    let best_of = |block: usize, word: usize| {
        let indexes = ones(word).map(|bit| block * BLOCK + bit);
        indexes
            .map(|index| (merit(index), idle.since(index), index))
            .min()
    };
    let candidates = || words().filter(|&(_, word)| word != 0);
    let (first, first_word) = candidates().min_by_key(|&(block, _)| promise(block))?;
    let mut best = best_of(first, first_word)?;
    for (block, word) in candidates() {
        // A block's promise bounds its agents from below; at a tie the lower block wins.
        let could_win = promise(block) < (best.0, best.1, best.2 / BLOCK);
        if block != first && could_win {
            best = best_of(block, word).map_or(best, |other| best.min(other));
        }
    }
    Some(AgentId(
        u32::try_from(best.2).expect("indexes come from agent ids"),
    ))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop, prop_assert_eq, proptest};

    use super::*;
    use crate::engine::time::Millis;

    proptest! {
        #[test]
        fn the_search_finds_what_a_plain_scan_finds(
            agents in prop::collection::vec(
                (any::<bool>(), any::<bool>(), 0_u64..6, 0_u32..4),
                1..400,
            ),
            is_ranked in any::<bool>(),
        ) {
            let mut idle = IdleAgents::new(agents.len());
            let mut qualified = FixedBitSet::with_capacity(agents.len());
            let mut merits = Merits::new(agents.len());
            let mut plain = Vec::new();
            for (index, &(is_free, fits, since, merit)) in agents.iter().enumerate() {
                let agent = AgentId(index as u32);
                if is_free {
                    idle.insert(agent, Millis(since));
                }
                if fits {
                    qualified.insert(index);
                    merits.set(agent, merit);
                }
                if is_free && fits {
                    let merit = if is_ranked { merit } else { 0 };
                    plain.push((merit, Millis(since), agent));
                }
            }
            let found = best_agent(&idle, &qualified, is_ranked.then_some(&merits));
            prop_assert_eq!(found, plain.into_iter().min().map(|(_, _, agent)| agent));
        }
    }

    #[test]
    fn rank_comes_before_proficiency() {
        let requirement = Requirement::any();
        let skills = SkillSet::new();
        let first = merit(Strategy::MostSkilled, 1, &requirement, &skills);
        assert!(first < merit(Strategy::MostSkilled, 2, &requirement, &skills));
        assert!(merit(Strategy::LongestIdle, u8::MAX, &requirement, &skills) < UNFIT);
    }
}
