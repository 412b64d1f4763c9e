//! The value of a tag: a bounded text of one line in which nothing is hidden.
//!
//! It may be what a caller has said. Whoever writes it somewhere escapes it for that place; that it
//! has no control characters is what every place needs.

use std::fmt::{self, Display, Formatter};
use std::sync::Arc;

use serde::Serialize;

use super::error::TagError;
use super::key::TagKey;
use crate::engine::limits::VALUE_BYTES_MAX;
use crate::engine::spelling::is_hidden;

/// A value. Cheap to clone.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct TagValue(Arc<str>);

impl TagValue {
    /// A value for this key; spaces around it do not count.
    ///
    /// # Errors
    /// When it is empty, longer than 256 bytes, or holds control or invisible characters.
    pub fn new(key: &TagKey, text: &str) -> Result<Self, TagError> {
        let text = text.trim_matches(' ');
        if text.is_empty() {
            return Err(TagError::Empty(key.to_string()));
        }
        if text.len() > VALUE_BYTES_MAX {
            let (key, bytes) = (key.to_string(), text.len());
            return Err(TagError::TooLong { key, bytes });
        }
        if text.contains(is_hidden) {
            return Err(TagError::Hidden(key.to_string()));
        }
        Ok(Self(text.into()))
    }

    /// The value of a tag that is set without one: `1`.
    #[must_use]
    pub fn mark() -> Self {
        Self("1".into())
    }

    /// The value's text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Display for TagValue {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_bounded_lines() {
        let key = TagKey::new("note").unwrap();
        let value = |text: &str| TagValue::new(&key, text);
        assert_eq!(
            value(" a ${b} & 'c'; é ").unwrap().as_str(),
            "a ${b} & 'c'; é"
        );
        assert_eq!(value(&"é".repeat(128)).unwrap().as_str().len(), 256);
        assert_eq!(value("  "), Err(TagError::Empty("note".into())));
        let (key, bytes) = ("note".to_owned(), 257);
        assert_eq!(
            value(&"x".repeat(257)),
            Err(TagError::TooLong { key, bytes })
        );
        for hidden in [
            "a\nb",
            "\ta",
            "a\u{0}",
            "\u{7f}",
            "\u{85}",
            "\u{202e}gpj.exe",
            "\u{feff}",
        ] {
            assert_eq!(
                value(hidden),
                Err(TagError::Hidden("note".into())),
                "{hidden:?}"
            );
        }
    }
}
