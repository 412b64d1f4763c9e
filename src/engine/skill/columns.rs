//! The levels of all agents, skill by skill: what lets a requirement be tested for a whole block of
//! agents in a few steps.
//!
//! Rule kept: it says what the agents' skill sets say; a skill that nobody has takes no room.

use super::level::Level;
use super::set::SkillSet;
use crate::engine::id::SkillId;
use crate::engine::matching::idle::BLOCK;

// Levels are below 128, so each has a bit of its byte to spare, and eight are compared at once.
const LANES: usize = 8;
const ONES: u64 = 0x0101_0101_0101_0101;
const TOPS: u64 = ONES << 7;
// Brings the lowest bit of each byte to a bit of the highest byte, in their order.
const GATHER: u64 = 0x0102_0408_1020_4080;
const _: () = assert!(Level::HIGHEST.number() < 127);

/// A level for each agent and skill.
#[derive(Debug, Default)]
pub(in crate::engine) struct LevelColumns {
    // By skill, each with a byte for each agent, in whole blocks.
    columns: Vec<Option<Box<[u8]>>>,
    blocks: usize,
}

impl LevelColumns {
    /// Nobody can do anything; room for this many agents.
    pub(in crate::engine) fn new(agents: usize) -> Self {
        Self {
            columns: Vec::new(),
            blocks: agents.div_ceil(BLOCK),
        }
    }

    /// The agent of this index has these skills in place of the former ones.
    pub(in crate::engine) fn change(&mut self, agent: usize, former: &SkillSet, now: &SkillSet) {
        for (skill, _) in former.iter() {
            self.set(agent, skill, Level::ABSENT);
        }
        for (skill, level) in now.iter() {
            self.set(agent, skill, level);
        }
    }

    /// The level of one agent, as a number.
    pub(in crate::engine) fn level(&self, skill: SkillId, agent: usize) -> u8 {
        let column = self.columns.get(skill.index()).and_then(Option::as_ref);
        column.map_or(Level::ABSENT.number(), |column| column[agent])
    }

    /// Those of a block who have at least this level, as bits. The level is 1 to 101.
    pub(in crate::engine) fn at_least(&self, skill: SkillId, level: u8, block: usize) -> usize {
        let Some(Some(column)) = self.columns.get(skill.index()) else {
            return 0;
        };
        let levels = &column[block * BLOCK..(block + 1) * BLOCK];
        // Added to a level that reaches it, this carries into the top bit.
        let short = ONES * u64::from(128 - level);
        let mut found = 0;
        for (place, lanes) in levels.chunks_exact(LANES).enumerate() {
            let lanes = u64::from_le_bytes(lanes.try_into().expect("chunks are exact"));
            let reached = ((lanes + short) & TOPS) >> 7;
            let bits = reached.wrapping_mul(GATHER) >> (u64::BITS as usize - LANES);
            found |= usize::try_from(bits).expect("eight bits") << (place * LANES);
        }
        found
    }

    fn set(&mut self, agent: usize, skill: SkillId, level: Level) {
        let at = skill.index();
        if self.columns.len() <= at {
            self.columns.resize_with(at + 1, || None);
        }
        let empty = || vec![Level::ABSENT.number(); self.blocks * BLOCK].into();
        let column = self.columns[at].get_or_insert_with(empty);
        column[agent] = level.number();
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop, prop_assert_eq, proptest};

    use super::*;

    proptest! {
        #[test]
        fn a_block_is_compared_as_each_agent_is(
            levels in prop::collection::vec(0_u8..=100, 1..200),
            level in 1_u8..=101,
        ) {
            let mut columns = LevelColumns::new(levels.len());
            let skill = SkillId(3);
            for (agent, level) in levels.iter().enumerate() {
                let skills = [(skill, Level::new(*level).unwrap())].into_iter().collect();
                columns.change(agent, &SkillSet::new(), &skills);
            }
            for (agent, own) in levels.iter().enumerate() {
                let found = columns.at_least(skill, level, agent / BLOCK);
                prop_assert_eq!(found >> (agent % BLOCK) & 1 == 1, *own >= level);
                prop_assert_eq!(columns.level(skill, agent), *own);
            }
            prop_assert_eq!(columns.at_least(SkillId(2), level, 0), 0, "nobody has it");
        }
    }

    #[test]
    fn what_an_agent_no_longer_can_is_gone() {
        let mut columns = LevelColumns::new(1);
        let french: SkillSet = [(SkillId(0), Level::HIGHEST)].into_iter().collect();
        let german: SkillSet = [(SkillId(1), Level::HIGHEST)].into_iter().collect();
        columns.change(0, &SkillSet::new(), &french);
        columns.change(0, &french, &german);
        assert_eq!(
            (columns.level(SkillId(0), 0), columns.level(SkillId(1), 0)),
            (0, 100)
        );
    }
}
