//! Everything that can be wrong with rules of recording and with what refers to them.

use thiserror::Error;

use super::error_kind::ConfigErrorKind;
use crate::engine::limits::{EXIT_KEY_DIGITS_MAX, PATH_BYTES_MAX};
use crate::engine::{ExpressionError, TemplateError};

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum RecordingFault {
    /// No such rule.
    #[error(
        "unknown recording `{name}`{}; expected the name of a `type = recording` or none",
        meant(suggestion)
    )]
    Unknown {
        /// The name, safe to show.
        name: String,
        /// The closest one, if one is close.
        suggestion: Option<String>,
    },
    /// A rule that holds by itself.
    #[error(
        "recording `{name}` has `if` and holds by itself; expected a rule without `if`, or \
         `queues` in that one"
    )]
    Conditional {
        /// The name, safe to show.
        name: String,
    },
    /// No share of calls.
    #[error("expected never, on-demand, always or a share such as 30%, from 1% to 99%")]
    Share,
    /// A tag expression that was refused.
    #[error("expression, column {}: {}", .0.column(), .0.kind())]
    Expression(ExpressionError),
    /// A question about what is not kept with a recording.
    #[error("`${name}` is not kept with a recording; expected an expression of tags alone")]
    Attribute {
        /// The attribute.
        name: String,
    },
    /// No absolute path of plain characters.
    #[error(
        "expected an absolute path of letters, digits and `_ . + -` between slashes, no part \
         beginning with `.` or `-`, at most {PATH_BYTES_MAX} bytes"
    )]
    Path,
    /// The name of the files.
    #[error("name of files: {0}")]
    Template(#[from] TemplateError),
    /// Stereo in a format that has none.
    #[error("expected `format = wav` or `format = wav16` beside `layout = stereo`")]
    StereoFormat,
    /// A place for expired recordings that never expire.
    #[error(
        "expected `keep-days` or `keep-if` beside `archive`: after how many days recordings go \
         there"
    )]
    ArchiveWithoutDays,
    /// Queues of a rule that does not hold by itself.
    #[error("expected `if` beside `queues`: of which calls of these queues it holds")]
    QueuesWithoutCondition,
    /// No time with a condition.
    #[error("expected days or forever, a colon and a tag expression, such as `365: dispute`")]
    KeepRule,
    /// No keys with a verb.
    #[error(
        "expected keys and a verb such as `*7: pause`, the keys at most {EXIT_KEY_DIGITS_MAX} of \
         0 to 9, `*`, `#` and A to D, the verb start, stop, pause or resume"
    )]
    KeyMap,
}

fn meant(suggestion: &Option<String>) -> String {
    let word = suggestion.as_ref();
    word.map_or(String::new(), |word| format!("; did you mean `{word}`?"))
}

impl From<RecordingFault> for ConfigErrorKind {
    fn from(fault: RecordingFault) -> Self {
        Self::Recording(fault)
    }
}
