//! Why a requirement was refused: what is wrong, where, and what was expected.
//!
//! Nothing is ever guessed or skipped: a requirement that is not understood to its last character
//! is refused. Texts come from callers and operators, so everything shown is made fit for a log.

use crate::engine::limits::{
    NAME_BYTES_MAX, REQUIREMENT_NESTING_MAX, REQUIREMENT_PREFERENCES_MAX, REQUIREMENT_TERMS_MAX,
    REQUIREMENT_TEXT_BYTES_MAX,
};
use crate::engine::span::{Place, Span};

/// A requirement that was refused, with the place in its text.
///
/// The message is one line, safe for logs; [`render`](Self::render) adds the source line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {}, column {}: {kind}", place.line, place.column)]
pub struct RequirementError {
    // Boxed, so that the answer of a successful parse stays small.
    kind: Box<RequirementErrorKind>,
    place: Place,
}

/// What is wrong with a requirement.
///
/// Texts in the variants are printable and at most a line's fraction long, whatever was given.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RequirementErrorKind {
    /// The text is empty or holds nothing but spaces.
    #[error("the requirement is empty; write `any` to match everyone")]
    Empty,
    /// The text is longer than [`REQUIREMENT_TEXT_BYTES_MAX`].
    #[error(
        "a requirement of {bytes} bytes is too long; \
         at most {REQUIREMENT_TEXT_BYTES_MAX} are allowed"
    )]
    TextTooLong {
        /// Length of the refused text.
        bytes: usize,
    },
    /// A character that has no meaning in the language.
    #[error("`{found}` has no meaning in a requirement")]
    UnexpectedCharacter {
        /// The character.
        found: char,
    },
    /// A spelling of another language, such as `&&` or `==`.
    #[error("`{found}` is not part of the language; {advice}")]
    ForeignSpelling {
        /// What was written.
        found: String,
        /// What to write in its place.
        advice: &'static str,
    },
    /// Something stands where something else is needed.
    #[error("expected {expected}, found {found}")]
    Unexpected {
        /// What may stand at this place.
        expected: &'static str,
        /// What stands there.
        found: String,
    },
    /// An operator, a parenthesis or the text itself has nothing to work on.
    #[error("expected a skill, `any`, `!` or `(`, found {found}")]
    MissingOperand {
        /// What stands in place of the operand.
        found: String,
    },
    /// A parenthesis that is never closed.
    #[error("this `(` is never closed")]
    UnclosedParenthesis,
    /// A parenthesis that was never opened.
    #[error("this `)` closes nothing")]
    UnopenedParenthesis,
    /// `!french >= 3`: unclear whether the skill or the comparison is meant.
    #[error("`!` takes the skill alone and cannot be compared; write `!({comparison})`")]
    NegatedComparison {
        /// The comparison that can be put in parentheses.
        comparison: String,
    },
    /// Parentheses nested too deeply.
    #[error("parentheses nest deeper than {REQUIREMENT_NESTING_MAX}")]
    NestingTooDeep,
    /// Too many comparisons and bare skills.
    #[error("more than {REQUIREMENT_TERMS_MAX} terms in one requirement")]
    TooManyTerms,
    /// Too many skills after `prefer`.
    #[error("more than {REQUIREMENT_PREFERENCES_MAX} preferences in one requirement")]
    TooManyPreferences,
    /// A name that is longer than any skill's.
    #[error("a name of {bytes} bytes is too long; at most {NAME_BYTES_MAX} are allowed")]
    NameTooLong {
        /// Length of the refused name.
        bytes: usize,
    },
    /// A word with a meaning of its own stands where a skill is needed.
    #[error("`{word}` is a reserved word and cannot name a skill")]
    ReservedWord {
        /// The word, in lower case.
        word: &'static str,
    },
    /// A level above 100.
    #[error("level {found} is out of range; levels go from 0 to 100")]
    LevelOutOfRange {
        /// The number as it was written.
        found: String,
    },
    /// A weight of 0 or above 100.
    #[error("weight {found} is out of range; weights go from 1 to 100")]
    WeightOutOfRange {
        /// The number as it was written.
        found: String,
    },
    /// A skill that is not declared.
    #[error("unknown skill `{name}`{}", did_you_mean(suggestion))]
    UnknownSkill {
        /// The name as it was written.
        name: String,
        /// The declared skill with the closest name, if one is close.
        suggestion: Option<String>,
    },
    /// The call has no attribute of that name.
    #[error("the call has no attribute `{name}`")]
    MissingAttribute {
        /// The name of the attribute, in lower case.
        name: String,
    },
    /// An attribute that stands for a skill but does not name one.
    #[error(
        "attribute `{name}` is `{value}`, expected the name of a skill{}",
        did_you_mean(suggestion)
    )]
    AttributeNotASkill {
        /// The name of the attribute, in lower case.
        name: String,
        /// Its value for this call.
        value: String,
        /// The declared skill with the closest name, if one is close.
        suggestion: Option<String>,
    },
    /// An attribute that stands for a level but is no number from 0 to 100.
    #[error("attribute `{name}` is `{value}`, expected a level from 0 to 100")]
    AttributeNotALevel {
        /// The name of the attribute, in lower case.
        name: String,
        /// Its value for this call.
        value: String,
    },
}

impl RequirementError {
    pub(super) fn new(kind: RequirementErrorKind, span: Span, source: &str) -> Self {
        Self {
            kind: Box::new(kind),
            place: Place::of(span, source),
        }
    }

    /// What is wrong.
    pub fn kind(&self) -> &RequirementErrorKind {
        &self.kind
    }

    /// The line it is on, counted from 1.
    pub fn line(&self) -> usize {
        self.place.line
    }

    /// The column where it starts, counted in characters from 1.
    pub fn column(&self) -> usize {
        self.place.column
    }

    /// How many characters are wrong, at least 1.
    pub fn length(&self) -> usize {
        self.place.length
    }

    /// Three lines for a console or a log: the message, the source line, carets below the place.
    ///
    /// Control and invisible characters of the source are replaced and a long line is cut.
    /// There is no line end after the last line.
    pub fn render(&self) -> String {
        format!("{self}\n{}", self.place.render())
    }
}

fn did_you_mean(suggestion: &Option<String>) -> String {
    match suggestion {
        Some(name) => format!("; did you mean `{name}`?"),
        None => String::new(),
    }
}
