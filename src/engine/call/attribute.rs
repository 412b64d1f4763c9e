//! Attributes of a call: what the dialplan knows about it, by name, for `$name` in requirements.

use std::sync::Arc;

use thiserror::Error;

use crate::engine::limits::{ATTRIBUTES_MAX, KEY_BYTES_MAX, VALUE_BYTES_MAX};
use crate::engine::tag::{TagValue, Tags};

/// A call's attributes: few, bounded, in the order of their names. Cheap to clone.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Attributes(Option<Arc<[Pair]>>);

// Name in lower case, and value.
type Pair = (Box<str>, Box<str>);

/// Why attributes were refused.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum AttributeError {
    /// Too many of them.
    #[error("a call may bring at most {ATTRIBUTES_MAX} attributes, this one has {0}")]
    TooMany(usize),
    /// A name is empty or too long.
    #[error("attribute name `{0}` must have 1 to {KEY_BYTES_MAX} bytes")]
    Name(String),
    /// A value is too long.
    #[error("value of attribute `{0}` is longer than {VALUE_BYTES_MAX} bytes")]
    Value(String),
}

impl Attributes {
    /// Attributes from names and values; names are compared without regard to ASCII case and the
    /// last of equal names wins.
    ///
    /// # Errors
    /// When a limit is passed; see [`AttributeError`].
    pub fn new<'a>(
        pairs: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self, AttributeError> {
        let mut sorted = std::collections::BTreeMap::new();
        for (name, value) in pairs {
            if name.is_empty() || name.len() > KEY_BYTES_MAX {
                return Err(AttributeError::Name(
                    name.chars().take(KEY_BYTES_MAX).collect(),
                ));
            }
            if value.len() > VALUE_BYTES_MAX {
                return Err(AttributeError::Value(name.to_owned()));
            }
            sorted.insert(name.to_ascii_lowercase(), value);
        }
        if sorted.len() > ATTRIBUTES_MAX {
            return Err(AttributeError::TooMany(sorted.len()));
        }
        if sorted.is_empty() {
            return Ok(Self(None));
        }
        Ok(Self(Some(
            sorted
                .into_iter()
                .map(|(k, v)| (k.into(), v.into()))
                .collect(),
        )))
    }

    /// These attributes with one set to a value, or taken away.
    ///
    /// # Errors
    /// When a limit is passed; see [`AttributeError`].
    pub fn with(&self, name: &str, value: Option<&str>) -> Result<Self, AttributeError> {
        // A name that is taken away must still be one.
        let changed = Self::new([(name, value.unwrap_or_default())])?;
        let others = self
            .iter()
            .filter(|(known, _)| !known.eq_ignore_ascii_case(name));
        Self::new(others.chain(changed.iter().filter(|_| value.is_some())))
    }

    /// The value of this name.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<&str> {
        let pairs = self.0.as_deref()?;
        let name = name.to_ascii_lowercase();
        let place = pairs
            .binary_search_by(|(key, _)| (**key).cmp(name.as_str()))
            .ok()?;
        Some(&pairs[place].1)
    }

    /// Names and values by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .flat_map(|pairs| pairs.iter())
            .map(|(name, value)| (&**name, &**value))
    }
}

/// What `$name` stands for: the tag of that key, or else the attribute of that name.
#[derive(Debug, Clone, Copy)]
pub struct Named<'a> {
    tags: Option<&'a Tags>,
    attributes: &'a Attributes,
}

impl<'a> Named<'a> {
    /// Tags and attributes of one call.
    #[must_use]
    pub fn new(tags: &'a Tags, attributes: &'a Attributes) -> Self {
        Self {
            tags: Some(tags),
            attributes,
        }
    }

    /// The value of this name.
    #[must_use]
    pub fn value(self, name: &str) -> Option<&'a str> {
        let tag = self.tags.and_then(|tags| tags.value(name));
        tag.map(TagValue::as_str)
            .or_else(|| self.attributes.value(name))
    }
}

impl<'a> From<&'a Attributes> for Named<'a> {
    fn from(attributes: &'a Attributes) -> Self {
        Self {
            tags: None,
            attributes,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_without_regard_to_case_and_the_last_wins() {
        let attributes = Attributes::new([("Lang", "french"), ("vip", "3"), ("LANG", "german")]);
        let attributes = attributes.unwrap();
        assert_eq!(attributes.value("lAnG"), Some("german"));
        assert_eq!(attributes.value("vip"), Some("3"));
        assert_eq!(attributes.value("other"), None);
        assert_eq!(attributes.iter().count(), 2);
    }

    #[test]
    fn limits_are_enforced() {
        let long = "x".repeat(KEY_BYTES_MAX + 1);
        assert!(matches!(
            Attributes::new([(&*long, "")]),
            Err(AttributeError::Name(_))
        ));
        assert!(matches!(
            Attributes::new([("", "")]),
            Err(AttributeError::Name(_))
        ));
        let long = "x".repeat(VALUE_BYTES_MAX + 1);
        assert!(matches!(
            Attributes::new([("a", &*long)]),
            Err(AttributeError::Value(_))
        ));
        let names: Vec<_> = (0..=ATTRIBUTES_MAX).map(|n| format!("a{n}")).collect();
        let refused = Attributes::new(names.iter().map(|name| (name.as_str(), "")));
        assert_eq!(refused, Err(AttributeError::TooMany(ATTRIBUTES_MAX + 1)));
    }
}
