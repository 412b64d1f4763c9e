//! The tags of one call: bounded, in the order of their keys.

use std::sync::Arc;

use serde::{Serialize, Serializer};

use super::error::TagError;
use super::key::TagKey;
use super::value::TagValue;
use crate::engine::limits::TAGS_MAX;

/// A call's tags. Cheap to clone; nobody who has a copy sees it change.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tags(Option<Arc<[(TagKey, TagValue)]>>);

impl Tags {
    /// These tags with one set to a value, or taken away; another copy if anything changes.
    ///
    /// # Errors
    /// When one more would be too many.
    pub fn with(&self, key: &TagKey, value: Option<&TagValue>) -> Result<Self, TagError> {
        let mut tags = self.as_slice().to_vec();
        match (self.place(key.as_str()), value) {
            (Ok(at), Some(value)) if tags[at].1 == *value => return Ok(self.clone()),
            (Ok(at), Some(value)) => tags[at].1 = value.clone(),
            (Ok(at), None) => _ = tags.remove(at),
            (Err(_), None) => return Ok(self.clone()),
            (Err(_), Some(_)) if tags.len() >= TAGS_MAX => {
                return Err(TagError::TooMany(key.to_string()));
            }
            (Err(at), Some(value)) => tags.insert(at, (key.clone(), value.clone())),
        }
        let is_left = !tags.is_empty();
        Ok(Self(is_left.then(|| tags.into())))
    }

    /// The value of a key, in whatever case.
    #[must_use]
    pub fn value(&self, key: &str) -> Option<&TagValue> {
        let at = self
            .place(key)
            .or_else(|_| self.place(&key.to_ascii_lowercase()));
        at.ok().map(|at| &self.as_slice()[at].1)
    }

    /// Keys and values in the order of the keys.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&TagKey, &TagValue)> {
        self.as_slice().iter().map(|(key, value)| (key, value))
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.as_slice().len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    fn as_slice(&self) -> &[(TagKey, TagValue)] {
        self.0.as_deref().unwrap_or_default()
    }

    fn place(&self, key: &str) -> Result<usize, usize> {
        self.as_slice()
            .binary_search_by(|(known, _)| known.as_str().cmp(key))
    }
}

impl Serialize for Tags {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    fn tag(key: &str, value: &str) -> (TagKey, TagValue) {
        let key = TagKey::new(key).unwrap();
        let value = TagValue::new(&key, value).unwrap();
        (key, value)
    }

    #[test]
    fn one_more_than_may_be_is_refused_and_others_may_still_change() {
        let mut tags = Tags::default();
        for n in 0..TAGS_MAX {
            let (key, value) = tag(&format!("k{n}"), "x");
            tags = tags.with(&key, Some(&value)).unwrap();
        }
        let (key, value) = tag("more", "x");
        assert_eq!(
            tags.with(&key, Some(&value)),
            Err(TagError::TooMany("more".into()))
        );
        let (first, other) = tag("K0", "y");
        tags = tags.with(&first, Some(&other)).unwrap();
        assert_eq!(tags.value("k0").unwrap().as_str(), "y");
        assert_eq!(tags.len(), TAGS_MAX);
        tags = tags
            .with(&first, None)
            .unwrap()
            .with(&key, Some(&value))
            .unwrap();
        assert_eq!(tags.len(), TAGS_MAX);
    }

    #[test]
    fn it_is_an_object_in_json() {
        let (key, value) = tag("vip", "3");
        let tags = Tags::default().with(&key, Some(&value)).unwrap();
        assert_eq!(serde_json::to_string(&tags).unwrap(), r#"{"vip":"3"}"#);
    }

    proptest! {
        #[test]
        fn it_is_a_sorted_map_with_a_bound(
            steps in prop::collection::vec(
                ("[a-dA-D]{1,3}", prop::option::of("[x-z]{1,2}")),
                0..200,
            ),
        ) {
            let mut tags = Tags::default();
            let mut map: BTreeMap<String, String> = BTreeMap::new();
            for (key, value) in steps {
                let key = TagKey::new(&key).unwrap();
                let value = value.map(|value| TagValue::new(&key, &value).unwrap());
                let is_full = map.len() == TAGS_MAX && !map.contains_key(key.as_str());
                match tags.with(&key, value.as_ref()) {
                    Ok(changed) => tags = changed,
                    Err(_) => prop_assert!(is_full && value.is_some()),
                }
                match value {
                    Some(value) if !is_full => {
                        _ = map.insert(key.to_string(), value.to_string());
                    }
                    Some(_) => {}
                    None => _ = map.remove(key.as_str()),
                }
            }
            let pairs = tags.iter().map(|(key, value)| (key.to_string(), value.to_string()));
            prop_assert!(pairs.eq(map));
        }
    }
}
