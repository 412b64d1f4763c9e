//! The one form that conditions of equal meaning-by-text share, so that their calls share a class.
//!
//! Brought about when it is built: no `!` (it is carried down into the comparisons), one spelling
//! for each comparison of a level, operands flattened, sorted and listed once, and nothing that
//! always or never holds inside a larger condition. Each step keeps the meaning. Left out on
//! purpose: proving two different formulas equal, which is hard in general and gains little.

use crate::engine::id::SkillId;
use crate::engine::language::Comparison;
use crate::engine::skill::Level;

/// A condition in canonical form.
///
/// Simple tests come first in the order, so that they are also tried first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Canonical {
    Always,
    Never,
    Test(SkillId, LevelTest),
    /// At least two operands, sorted, each once; none is `Always`, `Never` or `All`.
    All(Box<[Self]>),
    /// At least two operands, sorted, each once; none is `Always`, `Never` or `Either`.
    Either(Box<[Self]>),
}

/// What the level of one skill must be; some level meets it and some level does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum LevelTest {
    /// 1 to 100.
    AtLeast(u8),
    /// 1 to 99: `= 0` is `Below(1)`, `= 100` is `AtLeast(100)`.
    Equal(u8),
    /// 1 to 100.
    Below(u8),
    /// 1 to 99.
    NotEqual(u8),
}

impl Canonical {
    pub(super) fn test(skill: SkillId, comparison: Comparison, level: Level) -> Self {
        let highest = Level::HIGHEST.number();
        let test = match (comparison, level.number()) {
            (Comparison::AtLeast, 0) => return Self::Always,
            (Comparison::AtLeast, n) => LevelTest::AtLeast(n),
            (Comparison::Below, 0) => return Self::Never,
            (Comparison::Below, n) => LevelTest::Below(n),
            (Comparison::Above, n) if n == highest => return Self::Never,
            (Comparison::Above, n) => LevelTest::AtLeast(n + 1),
            (Comparison::AtMost, n) if n == highest => return Self::Always,
            (Comparison::AtMost, n) => LevelTest::Below(n + 1),
            (Comparison::Equal, 0) => LevelTest::Below(1),
            (Comparison::Equal, n) if n == highest => LevelTest::AtLeast(n),
            (Comparison::Equal, n) => LevelTest::Equal(n),
            (Comparison::NotEqual, 0) => LevelTest::AtLeast(1),
            (Comparison::NotEqual, n) if n == highest => LevelTest::Below(n),
            (Comparison::NotEqual, n) => LevelTest::NotEqual(n),
        };
        Self::Test(skill, test)
    }

    /// Holds when every operand holds.
    pub(super) fn all(operands: Vec<Self>) -> Self {
        let mut flat = Vec::with_capacity(operands.len());
        for operand in operands {
            match operand {
                Self::Always => {}
                Self::Never => return Self::Never,
                Self::All(inner) => flat.extend(inner),
                operand => flat.push(operand),
            }
        }
        Self::joined(flat, Self::Always, Self::All)
    }

    /// Holds when at least one operand holds.
    pub(super) fn either(operands: Vec<Self>) -> Self {
        let mut flat = Vec::with_capacity(operands.len());
        for operand in operands {
            match operand {
                Self::Never => {}
                Self::Always => return Self::Always,
                Self::Either(inner) => flat.extend(inner),
                operand => flat.push(operand),
            }
        }
        Self::joined(flat, Self::Never, Self::Either)
    }

    fn joined(mut operands: Vec<Self>, none: Self, many: fn(Box<[Self]>) -> Self) -> Self {
        operands.sort_unstable();
        operands.dedup();
        match operands.len() {
            0 => none,
            1 => operands.remove(0),
            _ => many(operands.into()),
        }
    }

    /// Calls `visit` for every skill that a test asks for rather than forbids.
    pub(super) fn visit_required(&self, visit: &mut impl FnMut(SkillId)) {
        match self {
            Self::Test(skill, LevelTest::AtLeast(_) | LevelTest::Equal(_)) => visit(*skill),
            Self::Always | Self::Never | Self::Test(..) => {}
            Self::All(operands) | Self::Either(operands) => {
                for operand in operands {
                    operand.visit_required(visit);
                }
            }
        }
    }
}
