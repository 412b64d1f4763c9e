//! A requirement as it is written: names are still names and attributes still stand for values.
//!
//! Printing gives the canonical text: lower case, single spaces, no parenthesis that changes
//! nothing. Parsing that text gives the same expression again.

use std::fmt::{self, Display, Formatter};

use crate::engine::skill::Level;
use crate::engine::span::Span;

/// How a level is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Comparison {
    Equal,
    NotEqual,
    AtLeast,
    AtMost,
    Above,
    Below,
}

/// What an agent must meet.
#[derive(Clone, Debug)]
pub(super) enum Condition {
    /// Everyone meets it.
    Any,
    Test(Test),
    Not(Box<Self>),
    /// At least two operands, none of which is itself `All`.
    All(Vec<Self>),
    /// At least two operands, none of which is itself `Either`.
    Either(Vec<Self>),
}

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

impl Comparison {
    pub(super) const fn symbol(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::NotEqual => "!=",
            Self::AtLeast => ">=",
            Self::AtMost => "<=",
            Self::Above => ">",
            Self::Below => "<",
        }
    }
}

impl Condition {
    /// Calls `visit` with the name of every attribute, as often as it is written.
    pub(super) fn visit_attributes<'a>(&'a self, visit: &mut impl FnMut(&'a str)) {
        match self {
            Self::Any => {}
            Self::Test(test) => {
                test.skill.visit_attribute(visit);
                if let LevelTerm::Attribute(name, _) = &test.level {
                    visit(name);
                }
            }
            Self::Not(operand) => operand.visit_attributes(visit),
            Self::All(operands) | Self::Either(operands) => {
                for operand in operands {
                    operand.visit_attributes(visit);
                }
            }
        }
    }
}

impl SkillTerm {
    pub(super) fn visit_attribute<'a>(&'a self, visit: &mut impl FnMut(&'a str)) {
        if let Name::Attribute(name) = &self.name {
            visit(name);
        }
    }
}

impl Display for Condition {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Any => f.write_str("any"),
            Self::Test(test) => test.fmt(f),
            Self::Not(operand) if operand.stands_alone() => write!(f, "!{operand}"),
            Self::Not(operand) => write!(f, "!({operand})"),
            Self::All(operands) => join(f, operands, " & ", |operand, f| match operand {
                Self::Either(_) => write!(f, "({operand})"),
                _ => operand.fmt(f),
            }),
            Self::Either(operands) => join(f, operands, " | ", |operand, f| operand.fmt(f)),
        }
    }
}

impl Condition {
    // Whether `!` can stand before it without parentheses.
    fn stands_alone(&self) -> bool {
        match self {
            Self::Any | Self::Not(_) => true,
            Self::Test(test) => test.is_bare(),
            Self::All(_) | Self::Either(_) => false,
        }
    }
}

impl Test {
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

/// Prints `items` with `separator` between them.
pub(super) fn join<T>(
    f: &mut Formatter<'_>,
    items: &[T],
    separator: &str,
    mut print: impl FnMut(&T, &mut Formatter<'_>) -> fmt::Result,
) -> fmt::Result {
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            f.write_str(separator)?;
        }
        print(item, f)?;
    }
    Ok(())
}
