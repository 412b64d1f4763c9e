//! A clause: tests joined by `!`, `&` and `|`. Printed, it has no parenthesis that changes nothing,
//! and reads as the same clause again.

use std::fmt::{self, Display, Formatter};

/// A clause of tests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::engine) enum Clause<T> {
    /// `any`: holds always.
    Any,
    Test(T),
    Not(Box<Self>),
    /// At least two, none of which is itself `All`.
    All(Vec<Self>),
    /// At least two, none of which is itself `Either`.
    Either(Vec<Self>),
}

/// A single test, as far as its printing goes.
pub(in crate::engine) trait Test: Display {
    /// Whether it is a name alone, so that `!` can stand before it without parentheses.
    fn is_bare(&self) -> bool;
}

impl<T> Clause<T> {
    /// All of these.
    pub(super) fn all(operands: Vec<Self>) -> Self {
        joined(operands, Self::All, |operand| match operand {
            Self::All(inner) => inner,
            other => vec![other],
        })
    }

    /// Any of these.
    pub(super) fn either(operands: Vec<Self>) -> Self {
        joined(operands, Self::Either, |operand| match operand {
            Self::Either(inner) => inner,
            other => vec![other],
        })
    }

    /// The opposite.
    pub(super) fn negated(self) -> Self {
        match self {
            Self::Not(operand) => *operand,
            operand => Self::Not(Box::new(operand)),
        }
    }

    /// Calls `see` with every test, from left to right.
    pub(in crate::engine) fn visit<'a>(&'a self, see: &mut impl FnMut(&'a T)) {
        match self {
            Self::Any => {}
            Self::Test(test) => see(test),
            Self::Not(operand) => operand.visit(see),
            Self::All(operands) | Self::Either(operands) => {
                for operand in operands {
                    operand.visit(see);
                }
            }
        }
    }
}

/// One operand stays what it is; those of the same kind are taken apart.
fn joined<T>(
    mut operands: Vec<Clause<T>>,
    many: fn(Vec<Clause<T>>) -> Clause<T>,
    apart: fn(Clause<T>) -> Vec<Clause<T>>,
) -> Clause<T> {
    match operands.len() {
        1 => operands.remove(0),
        _ => many(operands.into_iter().flat_map(apart).collect()),
    }
}

impl<T: Test> Clause<T> {
    fn stands_alone(&self) -> bool {
        match self {
            Self::Any | Self::Not(_) => true,
            Self::Test(test) => test.is_bare(),
            Self::All(_) | Self::Either(_) => false,
        }
    }
}

impl<T: Test> Display for Clause<T> {
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

/// Prints `items` with `separator` between them.
pub(in crate::engine) fn join<T>(
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
