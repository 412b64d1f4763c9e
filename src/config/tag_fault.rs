//! Everything that can be wrong with tags and the rules that set them.

use thiserror::Error;

use super::error_kind::ConfigErrorKind;
use crate::engine::limits::{EXIT_KEY_DIGITS_MAX, TAG_NUMBER_MAX, TAG_PATTERN_BYTES_MAX};
use crate::engine::{ExpressionError, TagError};

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum TagFault {
    /// A tag expression that was refused.
    #[error("expression, column {}: {}", .0.column(), .0.kind())]
    Expression(ExpressionError),
    /// A tag that was refused.
    #[error("{0}")]
    Refused(TagError),
    /// No number that a tag may have.
    #[error("expected a whole number from -{TAG_NUMBER_MAX} to {TAG_NUMBER_MAX}")]
    Number,
    /// The largest number is below the smallest.
    #[error("expected a number of at least {min}, the tag's `min`")]
    Range {
        /// The smallest one.
        min: i64,
    },
    /// No pattern.
    #[error(
        "expected a regular expression such as `[A-Z]{{2}}[0-9]+`, 1 to {TAG_PATTERN_BYTES_MAX} \
         bytes, with groups and repetitions of a bounded size"
    )]
    Pattern,
    /// A key that tags of another kind have.
    #[error("expected `kind = {needed}` for this key")]
    KeyOfKind {
        /// That kind.
        needed: &'static str,
    },
    /// A kind of tag that needs another key.
    #[error("expected `{needed}` beside this kind")]
    KindWithout {
        /// That key.
        needed: &'static str,
    },
    /// A tag rule that lacks a key.
    #[error("expected `{needed}` in a tag rule like this")]
    RuleWithout {
        /// That key.
        needed: &'static str,
    },
    /// Nothing that a tag rule may look at.
    #[error(
        "expected queue, `wait TIME`, `relaxed [STEP]`, abandoned, answered, `talk TIME`, \
         transferred, `repeat TIME`, `disposition [NAME]` or tags"
    )]
    Trigger,
    /// No keys with tags.
    #[error(
        "expected keys and tags such as `*1: reason=billing`, the keys at most \
         {EXIT_KEY_DIGITS_MAX} of 0 to 9, `*`, `#` and A to D"
    )]
    KeyMap,
    /// Neither yes nor no nor general.
    #[error("expected yes, no or general")]
    Undeclared,
    /// A default of a tag that need not be there.
    #[error("expected tags that are `mandatory-tags` of the queue")]
    DefaultNotMandatory,
}

/// A refused tag as a fault of the text.
pub(super) fn refused(error: TagError) -> ConfigErrorKind {
    ConfigErrorKind::Tags(TagFault::Refused(error))
}
