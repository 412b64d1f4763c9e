//! Tags: what is known of a call, as keys with values, for everyone who deals with the call.
//!
//! `key` and `value` are what a tag is made of, `set` is what a call has, `assignment` is how
//! several are written in one line, `declared` is what the operator allows, `expression` asks about
//! them, `rule` sets them by itself, `book` keeps those of all contacts. Rule kept: whatever a
//! caller says is a value, never a key, a sign or a piece of the expression language.

mod assignment;
mod book;
mod declared;
mod error;
mod expression;
mod key;
mod rule;
mod set;
mod value;

pub use assignment::assignments;
pub use book::{ChangedTag, DueTags, TagBook, TagChange};
pub use declared::{DeclaredTags, TagKind, TagPattern, TagPlan};
pub use error::TagError;
pub use expression::{Expression, ExpressionError, ExpressionErrorKind, TagFacts};
pub use key::TagKey;
pub use rule::{TagRule, TagTrigger};
pub use set::Tags;
pub use value::TagValue;
