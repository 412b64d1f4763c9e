//! Why a tag expression was refused: what is wrong, where, and what was expected.

use crate::engine::limits::{
    EXPRESSION_NESTING_MAX, EXPRESSION_TERMS_MAX, EXPRESSION_TEXT_BYTES_MAX, KEY_BYTES_MAX,
    TAG_NUMBER_MAX, VALUE_BYTES_MAX,
};
use crate::engine::span::{Place, Span};

/// An expression that was refused, with the place in its text.
///
/// The message is one line, safe for logs; [`render`](Self::render) adds the source line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {}, column {}: {kind}", place.line, place.column)]
pub struct ExpressionError {
    // Boxed, so that the answer of a successful parse stays small.
    kind: Box<ExpressionErrorKind>,
    place: Place,
}

/// What is wrong with a tag expression; texts in it are printable and bounded.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ExpressionErrorKind {
    /// The text is empty.
    #[error("the expression is empty; write `any` for every call")]
    Empty,
    /// The text is too long.
    #[error(
        "an expression of {bytes} bytes is too long; at most {EXPRESSION_TEXT_BYTES_MAX} are \
         allowed"
    )]
    TextTooLong {
        /// Its length.
        bytes: usize,
    },
    /// A sign without a meaning, or a spelling of another language.
    #[error("`{found}` is not part of the language; {advice}")]
    Foreign {
        /// What was written.
        found: String,
        /// What to write.
        advice: &'static str,
    },
    /// A word that cannot be a key.
    #[error(
        "`{found}` is no key: a letter or `_`, then letters, digits, `_` or `-`, at most \
         {KEY_BYTES_MAX} bytes"
    )]
    Key {
        /// The word.
        found: String,
    },
    /// A text in quotes without an end.
    #[error("this text is never closed; expected another `\"` on the same line")]
    UnclosedText,
    /// A text that no value can be equal to.
    #[error(
        "a text has 1 to {VALUE_BYTES_MAX} bytes without control and invisible characters, and \
         no spaces around it"
    )]
    Text,
    /// A number that is too large.
    #[error("expected a whole number from -{TAG_NUMBER_MAX} to {TAG_NUMBER_MAX}")]
    Number,
    /// Something stands where something else is needed.
    #[error("expected {expected}, found {found}")]
    Unexpected {
        /// What may stand there.
        expected: &'static str,
        /// What stands there.
        found: String,
    },
    /// A parenthesis that is never closed.
    #[error("this `(` is never closed")]
    UnclosedParenthesis,
    /// A parenthesis that was never opened.
    #[error("this `)` was never opened")]
    UnopenedParenthesis,
    /// `!` right before a comparison, of which it is not plain what it negates.
    #[error("`!` takes a name alone and cannot be compared; write `!({comparison})`")]
    NegatedComparison {
        /// The comparison that can be put in parentheses.
        comparison: String,
    },
    /// Parentheses nested too deeply.
    #[error("parentheses nest deeper than {EXPRESSION_NESTING_MAX}")]
    NestingTooDeep,
    /// Too many terms.
    #[error("more than {EXPRESSION_TERMS_MAX} terms in one expression")]
    TooManyTerms,
}

impl ExpressionError {
    pub(super) fn new(kind: ExpressionErrorKind, span: Span, source: &str) -> Self {
        Self {
            kind: Box::new(kind),
            place: Place::of(span, source),
        }
    }

    /// What is wrong.
    #[must_use]
    pub fn kind(&self) -> &ExpressionErrorKind {
        &self.kind
    }

    /// The column where it starts, counted in characters from 1.
    #[must_use]
    pub fn column(&self) -> usize {
        self.place.column
    }

    /// Three lines for a console or a log: the message, the source line, carets below the place.
    #[must_use]
    pub fn render(&self) -> String {
        format!("{self}\n{}", self.place.render())
    }
}
