//! A condition compiled for speed: one step for each test, each jumping forward to the next one
//! that still matters.
//!
//! `a & (b | c)` becomes three steps; a step that decides the whole condition jumps straight to
//! the answer. There is no stack, no allocation and no loop, because every jump goes forward.

use super::canonical::{Canonical, LevelTest};
use crate::engine::id::SkillId;
use crate::engine::limits::REQUIREMENT_TERMS_MAX;
use crate::engine::skill::{Level, SkillSet};

// Jump targets beyond every step.
const MET: u8 = u8::MAX;
const UNMET: u8 = u8::MAX - 1;
const _: () = assert!(REQUIREMENT_TERMS_MAX < UNMET as usize);

/// The steps of one condition.
#[derive(Clone, Debug)]
pub(super) struct Program {
    // The first step, or the answer when there is nothing to test.
    entry: u8,
    steps: Box<[Step]>,
}

#[derive(Clone, Copy, Debug)]
struct Step {
    skill: SkillId,
    // The levels from `lowest` to `lowest + more` are inside.
    lowest: u8,
    more: u8,
    if_inside: u8,
    if_outside: u8,
}

impl Program {
    pub(super) fn compile(condition: &Canonical) -> Self {
        let mut steps = Vec::new();
        let entry = emit(condition, MET, UNMET, &mut steps);
        // Written from the last step to the first, so that every target is known; turned round.
        steps.reverse();
        let count = steps.len();
        for step in &mut steps {
            step.if_inside = turned(step.if_inside, count);
            step.if_outside = turned(step.if_outside, count);
        }
        Self {
            entry: turned(entry, count),
            steps: steps.into(),
        }
    }

    pub(super) fn is_met_by(&self, skills: &SkillSet) -> bool {
        let mut at = self.entry;
        while let Some(step) = self.steps.get(usize::from(at)) {
            let level = skills.level(step.skill).number();
            // Levels below `lowest` wrap round to far above `more`.
            let is_inside = level.wrapping_sub(step.lowest) <= step.more;
            at = if is_inside {
                step.if_inside
            } else {
                step.if_outside
            };
        }
        at == MET
    }
}

// Returns the place of the first step of `condition`, counted from the end of the program.
fn emit(condition: &Canonical, met: u8, unmet: u8, steps: &mut Vec<Step>) -> u8 {
    match condition {
        Canonical::Always => met,
        Canonical::Never => unmet,
        Canonical::All(operands) => operands
            .iter()
            .rev()
            .fold(met, |next, operand| emit(operand, next, unmet, steps)),
        Canonical::Either(operands) => operands
            .iter()
            .rev()
            .fold(unmet, |next, operand| emit(operand, met, next, steps)),
        Canonical::Test(skill, test) => {
            let highest = Level::HIGHEST.number();
            let (lowest, more, if_inside, if_outside) = match *test {
                LevelTest::AtLeast(n) => (n, highest - n, met, unmet),
                LevelTest::Below(n) => (0, n - 1, met, unmet),
                LevelTest::Equal(n) => (n, 0, met, unmet),
                LevelTest::NotEqual(n) => (n, 0, unmet, met),
            };
            steps.push(Step {
                skill: *skill,
                lowest,
                more,
                if_inside,
                if_outside,
            });
            u8::try_from(steps.len() - 1).expect("REQUIREMENT_TERMS_MAX fits below the answers")
        }
    }
}

fn turned(target: u8, count: usize) -> u8 {
    match target {
        MET | UNMET => target,
        from_end => u8::try_from(count - 1 - usize::from(from_end)).expect("was a smaller index"),
    }
}
