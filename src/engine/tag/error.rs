//! Why a tag was refused. A message names the key and what is expected, never the value: that may
//! be something that a caller has said in confidence.

use thiserror::Error;

use crate::engine::limits::{KEY_BYTES_MAX, TAGS_MAX, VALUE_BYTES_MAX};

/// What is wrong with a tag; every message fits one line and is safe for a log.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum TagError {
    /// No key.
    #[error(
        "`{0}` is no key of a tag: expected a letter or `_`, then letters, digits, `_` or `-`, \
         at most {KEY_BYTES_MAX} bytes, and neither `any` nor `prefer`"
    )]
    Key(String),
    /// The value is empty.
    #[error("tag `{0}`: expected a value of 1 to {VALUE_BYTES_MAX} bytes, found none")]
    Empty(String),
    /// The value is too long.
    #[error("tag `{key}`: expected a value of 1 to {VALUE_BYTES_MAX} bytes, found {bytes}")]
    TooLong {
        /// Of which tag.
        key: String,
        /// Its length.
        bytes: usize,
    },
    /// The value holds a control character, or one that cannot be seen.
    #[error("tag `{0}`: expected a value without control and invisible characters")]
    Hidden(String),
    /// The call has as many tags as it may.
    #[error("tag `{0}`: the call has {TAGS_MAX} tags already, and may have no more")]
    TooMany(String),
    /// Only declared tags may be set.
    #[error("tag `{key}` is not declared{}", did_you_mean(suggestion))]
    Undeclared {
        /// The key.
        key: String,
        /// The closest declared one, if one is close.
        suggestion: Option<String>,
    },
    /// The value is none of those that may be chosen.
    #[error("tag `{key}`: expected one of {expected}")]
    NotAChoice {
        /// Of which tag.
        key: String,
        /// The choices.
        expected: String,
    },
    /// The value is no number, or one out of range.
    #[error("tag `{key}`: expected a whole number from {min} to {max}")]
    NotANumber {
        /// Of which tag.
        key: String,
        /// The smallest one.
        min: i64,
        /// The largest one.
        max: i64,
    },
    /// The value is not of the form that the tag's values have.
    #[error("tag `{key}`: expected a text that matches {pattern}")]
    Unmatched {
        /// Of which tag.
        key: String,
        /// The pattern.
        pattern: String,
    },
    /// A list of tags without one.
    #[error("expected tags such as `vip` or `reason=billing&amount=100`")]
    NoTags,
}

fn did_you_mean(suggestion: &Option<String>) -> String {
    match suggestion {
        Some(key) => format!("; did you mean `{key}`?"),
        None => String::new(),
    }
}
