//! Tags: what is known of a call, as keys with values, for everyone who deals with the call.
//!
//! `key` and `value` are what a tag is made of, `set` is what a call has, `assignment` is how
//! several are written in one line, `declared` is what the operator allows, `expression` asks about
//! them. Rule kept: whatever a caller says is a value, never a key, a sign or a piece of the
//! expression language.

mod assignment;
mod declared;
mod error;
mod expression;
mod key;
mod set;
mod value;

pub use assignment::assignments;
pub use declared::{DeclaredTags, TagKind, TagPattern, TagPlan};
pub use error::TagError;
pub use expression::{Expression, ExpressionError, ExpressionErrorKind, TagFacts};
pub use key::TagKey;
pub use set::Tags;
pub use value::TagValue;
