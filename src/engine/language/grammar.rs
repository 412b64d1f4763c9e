//! Text to clause, by recursive descent with a bound on everything.
//!
//! ```text
//! clause      = conjunction { "|" conjunction }
//! conjunction = operand { "&" operand }
//! operand     = "!" operand | "(" clause ")" | term
//! ```
//!
//! Written by hand rather than with a parser library, because every refusal has to say what was
//! expected at that very place; what a term is, and every message, is the language's own.

use super::clause::Clause;
use super::sign::Sign;
use crate::engine::span::Span;

/// A language with clauses, at one place of a text.
pub(in crate::engine) trait Grammar {
    /// What is joined.
    type Test;
    /// Why a text is refused.
    type Error;
    /// How deep parentheses may nest.
    const NESTING_MAX: usize;

    /// The sign at this place, if there is one.
    fn sign(&self) -> Option<Sign>;
    /// This place.
    fn place(&self) -> Span;
    /// Goes on to the next place.
    fn advance(&mut self) -> Result<(), Self::Error>;
    /// Reads `any` or a test, or says what was expected; `negated_by` is the place of the `!` right
    /// before it.
    fn term(&mut self, negated_by: Option<Span>) -> Result<Clause<Self::Test>, Self::Error>;
    /// Why no parenthesis may be opened here: too many are.
    fn too_deep(&self) -> Self::Error;
    /// Why the parenthesis that was opened there does not end here.
    fn unclosed(&self, opened: Span) -> Self::Error;
}

/// Reads as much as belongs to one clause.
pub(in crate::engine) fn clause<G: Grammar>(grammar: &mut G) -> Result<Clause<G::Test>, G::Error> {
    alternatives(grammar, 0)
}

fn alternatives<G: Grammar>(grammar: &mut G, depth: usize) -> Result<Clause<G::Test>, G::Error> {
    let mut operands = vec![conjunction(grammar, depth)?];
    while grammar.sign() == Some(Sign::Or) {
        grammar.advance()?;
        operands.push(conjunction(grammar, depth)?);
    }
    Ok(Clause::either(operands))
}

fn conjunction<G: Grammar>(grammar: &mut G, depth: usize) -> Result<Clause<G::Test>, G::Error> {
    let mut operands = vec![operand(grammar, depth)?];
    while grammar.sign() == Some(Sign::And) {
        grammar.advance()?;
        operands.push(operand(grammar, depth)?);
    }
    Ok(Clause::all(operands))
}

// `!` is counted in a loop instead of recursing, so that only parentheses use the stack.
fn operand<G: Grammar>(grammar: &mut G, depth: usize) -> Result<Clause<G::Test>, G::Error> {
    let mut is_negated = false;
    let mut last_not = None;
    while grammar.sign() == Some(Sign::Not) {
        is_negated = !is_negated;
        last_not = Some(grammar.place());
        grammar.advance()?;
    }
    let operand = match grammar.sign() {
        Some(Sign::Open) => group(grammar, depth)?,
        _ => grammar.term(last_not)?,
    };
    Ok(if is_negated {
        operand.negated()
    } else {
        operand
    })
}

fn group<G: Grammar>(grammar: &mut G, depth: usize) -> Result<Clause<G::Test>, G::Error> {
    if depth == G::NESTING_MAX {
        return Err(grammar.too_deep());
    }
    let opened = grammar.place();
    grammar.advance()?;
    let clause = alternatives(grammar, depth + 1)?;
    if grammar.sign() != Some(Sign::Close) {
        return Err(grammar.unclosed(opened));
    }
    grammar.advance()?;
    Ok(clause)
}
