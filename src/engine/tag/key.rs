//! The key of a tag: of a closed alphabet, so that it can stand in expressions, requirements,
//! variables, file names and queries as it is.

use std::borrow::Borrow;
use std::fmt::{self, Display, Formatter};
use std::sync::Arc;

use serde::Serialize;

use super::error::TagError;
use crate::engine::limits::KEY_BYTES_MAX;
use crate::engine::skill::{is_name, is_reserved};
use crate::engine::span::quoted;

/// A key, in lower case: keys are compared without regard to case. Cheap to clone.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct TagKey(Arc<str>);

impl TagKey {
    /// A key; spaces around it do not count.
    ///
    /// # Errors
    /// When it is not a letter or `_`, then letters, digits, `_` or `-`, 1 to 64 bytes in all, or
    /// when it is a word of the language of requirements.
    pub fn new(text: &str) -> Result<Self, TagError> {
        let text = text.trim_ascii();
        if is_name(text) && text.len() <= KEY_BYTES_MAX && !is_reserved(text) {
            Ok(Self(text.to_ascii_lowercase().into()))
        } else {
            Err(TagError::Key(quoted(text)))
        }
    }

    /// The key's text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Borrow<str> for TagKey {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl Display for TagKey {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_of_a_closed_alphabet_and_lower_case() {
        assert_eq!(TagKey::new(" Reason-2_x ").unwrap().as_str(), "reason-2_x");
        let long = "k".repeat(KEY_BYTES_MAX);
        assert_eq!(TagKey::new(&long).unwrap().as_str(), long);
        for refused in [
            "",
            " ",
            "2nd",
            "-a",
            "a b",
            "a.b",
            "a=b",
            "a&b",
            "a,b",
            "a'b",
            "a\"b",
            "a/b",
            "${a}",
            "é",
            "a\n",
            "a\u{0}b",
            "any",
            "PREFER",
            &"k".repeat(KEY_BYTES_MAX + 1),
        ] {
            let is_refused = TagKey::new(refused).is_err();
            // A line end around a key is a space around it.
            assert_eq!(is_refused, refused != "a\n", "{refused:?}");
        }
    }

    #[test]
    fn a_refused_key_is_shown_fit_for_a_log() {
        let refused = TagKey::new("a\u{1b}[2J\nb").unwrap_err().to_string();
        assert!(!refused.contains(char::is_control), "{refused}");
    }
}
