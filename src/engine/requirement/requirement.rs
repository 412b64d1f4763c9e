//! What one call needs, compiled: the form that is matched, ranked and shared by classes.

use std::cmp::Ordering;
use std::fmt::{self, Display, Formatter};
use std::hash::{Hash, Hasher};

use super::block::met_in_block;
use super::canonical::{Canonical, LevelTest};
use super::error::RequirementError;
use super::expression::{Comparison, join};
use super::program::Program;
use super::template::Template;
use crate::engine::id::SkillId;
use crate::engine::skill::{LevelColumns, SkillNames, SkillSet};

// Weight of a required skill, and highest weight of a preference.
const REQUIRED_WEIGHT: u16 = 1;
const PREFERENCE_WEIGHT_MAX: u8 = 100;

/// A requirement with everything filled in.
///
/// Texts that say the same in other words, order, case or spacing compile to equal values:
/// `a & b` equals `(B and its parentheses) & a`, `!(a >= 3)` equals `a < 3`. Equality, order and
/// hash are those of the canonical text with ids for names; they are stable over reloads.
#[derive(Clone, Debug)]
pub struct Requirement {
    condition: Canonical,
    // Sorted by skill, each once.
    preferences: Box<[(SkillId, u8)]>,
    // The rest follows from the two above.
    program: Program,
    // Weight of each skill that is required or preferred, sorted by skill.
    weights: Box<[(SkillId, u16)]>,
}

impl Requirement {
    pub(super) fn new(condition: Canonical, preferred: Vec<(SkillId, u8)>) -> Self {
        let preferences = added_up(preferred);
        let mut weights: Vec<(SkillId, u16)> = Vec::new();
        condition.visit_required(&mut |skill| weights.push((skill, REQUIRED_WEIGHT)));
        weights.sort_unstable();
        weights.dedup();
        for &(skill, weight) in &preferences {
            match weights.binary_search_by_key(&skill, |&(id, _)| id) {
                Ok(at) => weights[at].1 += u16::from(weight),
                Err(at) => weights.insert(at, (skill, u16::from(weight))),
            }
        }
        let program = Program::compile(&condition);
        Self {
            condition,
            preferences: preferences.into(),
            program,
            weights: weights.into(),
        }
    }

    /// The requirement that everyone meets and that prefers nobody.
    pub fn any() -> Self {
        Self::new(Canonical::Always, Vec::new())
    }

    /// Parses and binds a text that uses no attributes.
    ///
    /// # Errors
    /// Whatever [`Template::parse`] and [`Template::bind`] refuse; every attribute is missing.
    pub fn parse(source: &str, names: &SkillNames) -> Result<Self, RequirementError> {
        Template::parse(source)?.bind(names, &|_| None)
    }

    /// Whether somebody with these skills may take the call; preferences play no part.
    pub fn is_met_by(&self, skills: &SkillSet) -> bool {
        self.program.is_met_by(skills)
    }

    /// Those of the `candidates` of a block of agents who may take the call, as bits.
    pub(in crate::engine) fn met_in_block(
        &self,
        levels: &LevelColumns,
        block: usize,
        candidates: usize,
    ) -> usize {
        met_in_block(&self.condition, levels, block, candidates)
    }

    /// How well these skills fit, for `most-skilled`; more is better.
    ///
    /// The levels of the skills that the condition asks for, each counted once, plus the levels of
    /// the preferred skills, each times its weight. At most 170,000. Says nothing about whether
    /// the requirement is met.
    pub fn proficiency(&self, skills: &SkillSet) -> u32 {
        self.proficiency_by(|skill| skills.level(skill).number())
    }

    /// The same for somebody with these levels.
    pub(in crate::engine) fn proficiency_by(&self, level: impl Fn(SkillId) -> u8) -> u32 {
        let weighted =
            |&(skill, weight): &(SkillId, u16)| u32::from(level(skill)) * u32::from(weight);
        self.weights.iter().map(weighted).sum()
    }

    /// What these skills hold beyond what is asked for or preferred, for `least-skilled`; less is
    /// better: how many other skills there are, then the levels of all skills added up.
    pub fn surplus(&self, skills: &SkillSet) -> (u32, u32) {
        let is_wanted = |wanted: SkillId| {
            self.weights
                .binary_search_by_key(&wanted, |&(id, _)| id)
                .is_ok()
        };
        let mut surplus = (0, 0);
        for (skill, level) in skills.iter() {
            surplus.0 += u32::from(!is_wanted(skill));
            surplus.1 += u32::from(level.number());
        }
        surplus
    }

    /// The part of the proficiency that comes from `prefer`, for strategies that rank by
    /// something else; 0 when nothing is preferred.
    pub fn preference(&self, skills: &SkillSet) -> u32 {
        self.preference_by(|skill| skills.level(skill).number())
    }

    /// The same for somebody with these levels.
    pub(in crate::engine) fn preference_by(&self, level: impl Fn(SkillId) -> u8) -> u32 {
        let weighted =
            |&(skill, weight): &(SkillId, u8)| u32::from(level(skill)) * u32::from(weight);
        self.preferences.iter().map(weighted).sum()
    }

    /// Whether it ranks agents.
    pub fn has_preferences(&self) -> bool {
        !self.preferences.is_empty()
    }

    /// Whether it is plain that everyone meets it.
    pub fn is_any(&self) -> bool {
        self.condition == Canonical::Always
    }

    /// Whether it is plain that nobody ever meets it, as with `french > 100`.
    ///
    /// Contradictions between several comparisons are not looked for.
    pub fn is_impossible(&self) -> bool {
        self.condition == Canonical::Never
    }

    /// Its canonical text, in the words of the table it was bound with.
    ///
    /// Parsing that text with the same table gives an equal requirement, as long as the text is
    /// not longer than a requirement may be and its skills are still declared.
    pub fn display<'a>(&'a self, names: &'a SkillNames) -> impl Display + 'a {
        Text {
            requirement: self,
            names,
        }
    }
}

impl Default for Requirement {
    fn default() -> Self {
        Self::any()
    }
}

impl PartialEq for Requirement {
    fn eq(&self, other: &Self) -> bool {
        self.condition == other.condition && self.preferences == other.preferences
    }
}

impl Eq for Requirement {}

impl PartialOrd for Requirement {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Requirement {
    fn cmp(&self, other: &Self) -> Ordering {
        let conditions = self.condition.cmp(&other.condition);
        conditions.then_with(|| self.preferences.cmp(&other.preferences))
    }
}

impl Hash for Requirement {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.condition.hash(state);
        self.preferences.hash(state);
    }
}

// A skill that is preferred twice, which attributes can bring about, has the sum of its weights.
fn added_up(mut preferred: Vec<(SkillId, u8)>) -> Vec<(SkillId, u8)> {
    preferred.sort_unstable();
    preferred.dedup_by(|later, kept| {
        let is_same = later.0 == kept.0;
        if is_same {
            kept.1 = kept.1.saturating_add(later.1).min(PREFERENCE_WEIGHT_MAX);
        }
        is_same
    });
    preferred
}

struct Text<'a> {
    requirement: &'a Requirement,
    names: &'a SkillNames,
}

impl Text<'_> {
    fn condition(&self, condition: &Canonical, f: &mut Formatter<'_>) -> fmt::Result {
        match condition {
            Canonical::Always => f.write_str("any"),
            Canonical::Never => f.write_str("!any"),
            Canonical::Test(skill, test) => self.test(*skill, *test, f),
            Canonical::All(operands) => join(f, operands, " & ", |operand, f| {
                let is_either = matches!(operand, Canonical::Either(_));
                f.write_str(if is_either { "(" } else { "" })?;
                self.condition(operand, f)?;
                f.write_str(if is_either { ")" } else { "" })
            }),
            Canonical::Either(operands) => {
                join(f, operands, " | ", |operand, f| self.condition(operand, f))
            }
        }
    }

    fn test(&self, skill: SkillId, test: LevelTest, f: &mut Formatter<'_>) -> fmt::Result {
        let (comparison, level) = match test {
            LevelTest::AtLeast(1) => return self.skill(skill, f),
            LevelTest::Below(1) => {
                f.write_str("!")?;
                return self.skill(skill, f);
            }
            LevelTest::AtLeast(n) => (Comparison::AtLeast, n),
            LevelTest::Below(n) => (Comparison::Below, n),
            LevelTest::Equal(n) => (Comparison::Equal, n),
            LevelTest::NotEqual(n) => (Comparison::NotEqual, n),
        };
        self.skill(skill, f)?;
        write!(f, " {} {level}", comparison.symbol())
    }

    fn skill(&self, skill: SkillId, f: &mut Formatter<'_>) -> fmt::Result {
        match self.names.name(skill) {
            Some(name) => f.write_str(name),
            // Only the names of another table can be missing; a log line must not fail for that.
            None => write!(f, "#{}", skill.0),
        }
    }
}

impl Display for Text<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.condition(&self.requirement.condition, f)?;
        if !self.requirement.has_preferences() {
            return Ok(());
        }
        f.write_str(" prefer ")?;
        join(
            f,
            &self.requirement.preferences,
            ", ",
            |&(skill, weight), f| {
                self.skill(skill, f)?;
                if weight > 1 {
                    write!(f, "*{weight}")
                } else {
                    Ok(())
                }
            },
        )
    }
}
