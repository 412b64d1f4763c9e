//! The tag expression: a question about a call that is answered with yes or no.
//!
//! ```text
//! vip & amount >= 100 | reason = "billing" & !$trial
//! ```
//!
//! It looks like a requirement, but asks about the call instead of an agent. A word is the tag of
//! that key, `$name` an attribute or what else is known beside the tags. Alone, it asks whether
//! that is there and neither `0`, `no`, `false` nor `off`; `=` and `!=` compare with a number or a
//! text without regard to case, the others with a whole number. What is not there equals nothing,
//! so `!=` holds of it and every other comparison does not. `any` holds always.
//!
//! The way of a text: `lexer`, `parse`, then [`Expression::holds`] as often as is asked. `error`
//! says what was refused and where; nothing that is not understood is skipped.

mod error;
mod lexer;
mod parse;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::fmt::{self, Display, Formatter};
use std::str::FromStr;
use std::sync::Arc;

pub use error::{ExpressionError, ExpressionErrorKind};

use super::declared::whole;
use crate::engine::language::{self, Clause};

/// What is known of a call.
pub trait TagFacts {
    /// The value of a tag; the key is in lower case.
    fn tag(&self, key: &str) -> Option<&str>;
    /// What `$name` stands for; the name is in lower case.
    fn attribute(&self, name: &str) -> Option<&str>;
}

/// An expression free of errors. Cheap to clone; prints as its canonical text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expression(Arc<Node>);

type Node = Clause<Test>;

#[derive(Debug, Clone, PartialEq, Eq)]
struct Test {
    subject: Subject,
    comparison: Comparison,
}

// Names in lower case.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Subject {
    Tag(Box<str>),
    Attribute(Box<str>),
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Comparison {
    IsSet,
    Is(Literal),
    IsNot(Literal),
    AtLeast(i64),
    AtMost(i64),
    Above(i64),
    Below(i64),
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Literal {
    Number(i64),
    Text(Box<str>),
}

impl Expression {
    /// Reads an expression.
    ///
    /// # Errors
    /// The first thing that is not of the language, with its place.
    pub fn parse(source: &str) -> Result<Self, ExpressionError> {
        parse::parse(source).map(|node| Self(Arc::new(node)))
    }

    /// Whether it holds for a call of which this is known.
    #[must_use]
    pub fn holds(&self, facts: &dyn TagFacts) -> bool {
        holds(&self.0, facts)
    }

    /// The keys of the tags it asks about.
    #[must_use]
    pub fn tags(&self) -> BTreeSet<&str> {
        let mut names = BTreeSet::new();
        self.0.visit(&mut |test| {
            if let Subject::Tag(name) = &test.subject {
                names.insert(&**name);
            }
        });
        names
    }

    /// The names after `$`.
    #[must_use]
    pub fn attributes(&self) -> BTreeSet<&str> {
        let mut names = BTreeSet::new();
        self.0.visit(&mut |test| {
            if let Subject::Attribute(name) = &test.subject {
                names.insert(&**name);
            }
        });
        names
    }
}

impl FromStr for Expression {
    type Err = ExpressionError;

    fn from_str(source: &str) -> Result<Self, ExpressionError> {
        Self::parse(source)
    }
}

fn holds(node: &Node, facts: &dyn TagFacts) -> bool {
    match node {
        Node::Any => true,
        Node::Test(test) => test.holds(facts),
        Node::Not(operand) => !holds(operand, facts),
        Node::All(operands) => operands.iter().all(|operand| holds(operand, facts)),
        Node::Either(operands) => operands.iter().any(|operand| holds(operand, facts)),
    }
}

impl language::Test for Test {
    fn is_bare(&self) -> bool {
        self.comparison == Comparison::IsSet
    }
}

impl Test {
    fn holds(&self, facts: &dyn TagFacts) -> bool {
        let value = match &self.subject {
            Subject::Tag(key) => facts.tag(key),
            Subject::Attribute(name) => facts.attribute(name),
        };
        let value = value.map(str::trim);
        let number = || value.and_then(whole);
        let is = |literal: &Literal| match literal {
            Literal::Number(expected) => number() == Some(*expected),
            Literal::Text(text) => value.is_some_and(|value| value.eq_ignore_ascii_case(text)),
        };
        match &self.comparison {
            Comparison::IsSet => value.is_some_and(is_set),
            Comparison::Is(literal) => is(literal),
            Comparison::IsNot(literal) => !is(literal),
            Comparison::AtLeast(least) => number().is_some_and(|number| number >= *least),
            Comparison::AtMost(most) => number().is_some_and(|number| number <= *most),
            Comparison::Above(bound) => number().is_some_and(|number| number > *bound),
            Comparison::Below(bound) => number().is_some_and(|number| number < *bound),
        }
    }
}

fn is_set(value: &str) -> bool {
    let is = |word: &&str| word.eq_ignore_ascii_case(value);
    !["", "0", "no", "false", "off"].iter().any(is)
}

impl Display for Expression {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Display for Test {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match &self.subject {
            Subject::Tag(key) => f.write_str(key)?,
            Subject::Attribute(name) => write!(f, "${name}")?,
        }
        match &self.comparison {
            Comparison::IsSet => Ok(()),
            Comparison::Is(literal) => write!(f, " = {literal}"),
            Comparison::IsNot(literal) => write!(f, " != {literal}"),
            Comparison::AtLeast(number) => write!(f, " >= {number}"),
            Comparison::AtMost(number) => write!(f, " <= {number}"),
            Comparison::Above(number) => write!(f, " > {number}"),
            Comparison::Below(number) => write!(f, " < {number}"),
        }
    }
}

impl Display for Literal {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => number.fmt(f),
            Self::Text(text) => {
                f.write_str("\"")?;
                for c in text.chars() {
                    f.write_str(if matches!(c, '"' | '\\') { "\\" } else { "" })?;
                    write!(f, "{c}")?;
                }
                f.write_str("\"")
            }
        }
    }
}
