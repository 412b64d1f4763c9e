//! A condition tested for a block of agents at once, as bits, beside the test of one agent in
//! `program`.

use super::canonical::{Canonical, LevelTest};
use crate::engine::skill::LevelColumns;

/// Those of the `candidates` of a block who meet the condition. Later operands are asked only of
/// those whom earlier ones left open.
pub(super) fn met_in_block(
    condition: &Canonical,
    levels: &LevelColumns,
    block: usize,
    candidates: usize,
) -> usize {
    if candidates == 0 {
        return 0;
    }
    match condition {
        Canonical::Always => candidates,
        Canonical::Never => 0,
        Canonical::All(operands) => operands.iter().fold(candidates, |left, operand| {
            met_in_block(operand, levels, block, left)
        }),
        Canonical::Either(operands) => operands.iter().fold(0, |met, operand| {
            met | met_in_block(operand, levels, block, candidates & !met)
        }),
        Canonical::Test(skill, test) => {
            let at_least = |level| levels.at_least(*skill, level, block);
            candidates
                & match *test {
                    LevelTest::AtLeast(n) => at_least(n),
                    LevelTest::Below(n) => !at_least(n),
                    LevelTest::Equal(n) => at_least(n) & !at_least(n + 1),
                    LevelTest::NotEqual(n) => !at_least(n) | at_least(n + 1),
                }
        }
    }
}
