//! A requirement as it is written: names are still names and attributes still stand for values.
//!
//! Printing gives the canonical text: lower case, single spaces, no parenthesis that changes
//! nothing. Parsing that text gives the same expression again.

use std::fmt::{self, Display, Formatter};

use crate::engine::language::{self, Clause, Comparison, Test as _};
use crate::engine::skill::Level;
use crate::engine::span::Span;

/// What an agent must meet.
pub(super) type Condition = Clause<Test>;

/// One comparison; a bare skill is `AtLeast` level 1.
#[derive(Clone, Debug)]
pub(super) struct Test {
    pub(super) skill: SkillTerm,
    pub(super) comparison: Comparison,
    pub(super) level: LevelTerm,
}

/// What stands where a skill is needed.
#[derive(Clone, Debug)]
pub(super) struct SkillTerm {
    pub(super) name: Name,
    pub(super) span: Span,
}

/// A name in lower case.
#[derive(Clone, Debug)]
pub(super) enum Name {
    Skill(Box<str>),
    /// The call attribute that holds the name of the skill.
    Attribute(Box<str>),
}

/// What stands where a level is needed.
#[derive(Clone, Debug)]
pub(super) enum LevelTerm {
    Number(Level),
    /// The call attribute, in lower case, that holds the number.
    Attribute(Box<str>, Span),
}

/// One skill that ranks agents; `weight` is 1 to 100.
#[derive(Clone, Debug)]
pub(super) struct Preference {
    pub(super) skill: SkillTerm,
    pub(super) weight: u8,
}

impl Condition {
    /// Calls `see` with the name of every attribute, as often as it is written.
    pub(super) fn visit_attributes<'a>(&'a self, see: &mut impl FnMut(&'a str)) {
        self.visit(&mut |test: &'a Test| {
            test.skill.visit_attribute(see);
            if let LevelTerm::Attribute(name, _) = &test.level {
                see(name);
            }
        });
    }
}

impl SkillTerm {
    pub(super) fn visit_attribute<'a>(&'a self, visit: &mut impl FnMut(&'a str)) {
        if let Name::Attribute(name) = &self.name {
            visit(name);
        }
    }
}

impl language::Test for Test {
    fn is_bare(&self) -> bool {
        self.comparison == Comparison::AtLeast
            && matches!(self.level, LevelTerm::Number(Level::LOWEST))
    }
}

impl Display for Test {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if self.is_bare() {
            return self.skill.fmt(f);
        }
        write!(
            f,
            "{} {} {}",
            self.skill,
            self.comparison.symbol(),
            self.level
        )
    }
}

impl Display for SkillTerm {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match &self.name {
            Name::Skill(name) => f.write_str(name),
            Name::Attribute(name) => write!(f, "${name}"),
        }
    }
}

impl Display for LevelTerm {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(level) => level.fmt(f),
            Self::Attribute(name, _) => write!(f, "${name}"),
        }
    }
}

impl Display for Preference {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.weight {
            1 => self.skill.fmt(f),
            weight => write!(f, "{}*{weight}", self.skill),
        }
    }
}
