//! What the engine's two small languages have in common: requirements, which ask about agents, and
//! tag expressions, which ask about calls.
//!
//! `sign` is what operators look like, and what to write in place of those of other languages;
//! `cursor` reads a text from left to right; `clause` is what `!`, `&` and `|` join, and how it
//! prints; `grammar` reads a clause. What a single test looks like is left to each language, and so
//! is every message: only they know what was expected.

mod clause;
mod cursor;
mod grammar;
mod sign;

pub(in crate::engine) use clause::{Clause, Test, join};
pub(in crate::engine) use cursor::Cursor;
pub(in crate::engine) use grammar::{Grammar, clause};
pub(in crate::engine) use sign::{Begins, Comparison, Sign, advice_for};
