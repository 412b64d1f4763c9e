//! What the operator says of tags: which there are, and what their values may be.
//!
//! A value that passes is given back as it is to be kept: a choice as it was declared, a number
//! without leading zeros. Patterns are matched in time that grows with the value alone.

use std::sync::Arc;

use regex_lite::{Regex, RegexBuilder};

use super::error::TagError;
use super::key::TagKey;
use super::value::TagValue;
use crate::engine::limits::{TAG_NUMBER_MAX, TAG_PATTERN_BYTES_MAX};
use crate::engine::spelling;

// What one compiled pattern may take, in bytes.
const PATTERN_SIZE_MAX: usize = 64 * 1_024;
const PATTERN_NESTING_MAX: u32 = 32;

/// One declared tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagPlan {
    /// Its key.
    pub key: TagKey,
    /// What people read; `None`: the key.
    pub label: Option<Arc<str>>,
    /// What its values may be. Default: any.
    pub kind: TagKind,
}

/// What the values of a tag may be.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum TagKind {
    /// Any text.
    #[default]
    Any,
    /// One of these, without regard to ASCII case; never empty.
    Choice(Arc<[TagValue]>),
    /// A whole number.
    Number {
        /// The smallest one.
        min: i64,
        /// The largest one.
        max: i64,
    },
    /// A text of this form.
    Text(TagPattern),
}

/// The form of a text: a regular expression that the whole text must match.
#[derive(Debug, Clone)]
pub struct TagPattern {
    source: Arc<str>,
    regex: Arc<Regex>,
}

impl TagPattern {
    /// A pattern; `None` if it is no regular expression, too long or too costly.
    #[must_use]
    pub fn new(source: &str) -> Option<Self> {
        if !(1..=TAG_PATTERN_BYTES_MAX).contains(&source.len()) {
            return None;
        }
        let compile = |text: &str| {
            let mut builder = RegexBuilder::new(text);
            builder
                .size_limit(PATTERN_SIZE_MAX)
                .nest_limit(PATTERN_NESTING_MAX);
            builder.build().ok()
        };
        // Alone first: a pattern that closes a parenthesis that it has not opened is none.
        compile(source)?;
        let regex = compile(&format!("^(?:{source})$"))?;
        Some(Self {
            source: source.into(),
            regex: regex.into(),
        })
    }

    /// The pattern as it was written.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }
}

impl PartialEq for TagPattern {
    fn eq(&self, other: &Self) -> bool {
        self.source == other.source
    }
}

impl Eq for TagPattern {}

impl TagPlan {
    /// The value as it is to be kept.
    ///
    /// # Errors
    /// When the tag may not have it.
    pub fn admit(&self, value: TagValue) -> Result<TagValue, TagError> {
        let key = || self.key.to_string();
        match &self.kind {
            TagKind::Any => Ok(value),
            TagKind::Choice(choices) => {
                let is_it =
                    |choice: &&TagValue| choice.as_str().eq_ignore_ascii_case(value.as_str());
                let chosen = choices.iter().find(is_it).cloned();
                chosen.ok_or_else(|| {
                    let names: Vec<&str> = choices.iter().map(TagValue::as_str).collect();
                    let expected = names.join(", ");
                    TagError::NotAChoice {
                        key: key(),
                        expected,
                    }
                })
            }
            &TagKind::Number { min, max } => {
                let number = whole(value.as_str()).filter(|number| (min..=max).contains(number));
                let number = number.ok_or_else(|| TagError::NotANumber {
                    key: key(),
                    min,
                    max,
                })?;
                TagValue::new(&self.key, &number.to_string())
            }
            TagKind::Text(pattern) if pattern.regex.is_match(value.as_str()) => Ok(value),
            TagKind::Text(pattern) => {
                let pattern = pattern.source.to_string();
                Err(TagError::Unmatched {
                    key: key(),
                    pattern,
                })
            }
        }
    }
}

/// A whole number as people write it, with or without a minus, within the bounds of numbers.
pub(super) fn whole(text: &str) -> Option<i64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let is_plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let number = text.parse().ok().filter(|_| is_plain);
    number.filter(|number| (-TAG_NUMBER_MAX..=TAG_NUMBER_MAX).contains(number))
}

/// All declared tags.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeclaredTags {
    // By key.
    plans: Arc<[TagPlan]>,
    /// Whether tags that are not declared may be set as well. Default: they may.
    pub takes_others: bool,
}

impl Default for DeclaredTags {
    fn default() -> Self {
        Self::new(Vec::new(), true)
    }
}

impl DeclaredTags {
    /// These tags, of which no two have the same key.
    #[must_use]
    pub fn new(mut plans: Vec<TagPlan>, takes_others: bool) -> Self {
        plans.sort_by(|a, b| a.key.cmp(&b.key));
        Self {
            plans: plans.into(),
            takes_others,
        }
    }

    /// The declared tag of this key.
    #[must_use]
    pub fn find(&self, key: &TagKey) -> Option<&TagPlan> {
        let at = self.plans.binary_search_by(|plan| plan.key.cmp(key)).ok()?;
        Some(&self.plans[at])
    }

    /// All of them by key.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &TagPlan> {
        self.plans.iter()
    }

    /// The value as it is to be kept.
    ///
    /// # Errors
    /// When the tag may not be set, or not to this value.
    pub fn admit(&self, key: &TagKey, value: TagValue) -> Result<TagValue, TagError> {
        match self.find(key) {
            Some(plan) => plan.admit(value),
            None if self.takes_others => Ok(value),
            None => Err(self.undeclared(key)),
        }
    }

    /// The refusal of a tag that is not declared.
    #[must_use]
    pub fn undeclared(&self, key: &TagKey) -> TagError {
        let known = self.iter().map(|plan| plan.key.as_str());
        let suggestion = spelling::nearest(key.as_str(), known).map(str::to_owned);
        let key = key.to_string();
        TagError::Undeclared { key, suggestion }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn admit(kind: TagKind, value: &str) -> Result<String, TagError> {
        let key = TagKey::new("amount").unwrap();
        let value = TagValue::new(&key, value)?;
        let plan = TagPlan {
            key,
            label: None,
            kind,
        };
        plan.admit(value).map(|value| value.to_string())
    }

    #[test]
    fn choices_are_kept_as_declared() {
        let key = TagKey::new("amount").unwrap();
        let choices = ["Small", "large"].map(|text| TagValue::new(&key, text).unwrap());
        let kind = TagKind::Choice(choices.into());
        assert_eq!(admit(kind.clone(), "small").unwrap(), "Small");
        let refused = admit(kind, "huge").unwrap_err().to_string();
        assert_eq!(refused, "tag `amount`: expected one of Small, large");
    }

    #[test]
    fn numbers_are_whole_and_in_range() {
        let kind = TagKind::Number { min: -5, max: 100 };
        for (text, kept) in [("007", "7"), ("-5", "-5"), ("100", "100"), ("-0", "0")] {
            assert_eq!(admit(kind.clone(), text).unwrap(), kept);
        }
        for refused in [
            "101",
            "-6",
            "+1",
            "1.0",
            "1e1",
            "x",
            "--1",
            "99999999999999999999",
        ] {
            assert!(admit(kind.clone(), refused).is_err(), "{refused}");
        }
    }

    #[test]
    fn a_pattern_matches_the_whole_value() {
        let kind = TagKind::Text(TagPattern::new("[A-Z]{2}-[0-9]+|none").unwrap());
        assert_eq!(admit(kind.clone(), "AB-12").unwrap(), "AB-12");
        assert_eq!(admit(kind.clone(), "none").unwrap(), "none");
        for refused in ["xAB-12", "AB-12x", "nonee", "ab-12"] {
            assert!(matches!(
                admit(kind.clone(), refused),
                Err(TagError::Unmatched { .. })
            ));
        }
        for bad in [
            "",
            "(",
            "a)|(b",
            "[",
            "(a{500}){500}",
            &"x".repeat(257),
            &"(".repeat(40),
        ] {
            assert!(TagPattern::new(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn others_may_be_refused_with_a_suggestion() {
        let plan = |text: &str| TagPlan {
            key: TagKey::new(text).unwrap(),
            label: None,
            kind: TagKind::Any,
        };
        let tags = DeclaredTags::new(vec![plan("reason"), plan("amount")], false);
        let key = TagKey::new("resaon").unwrap();
        let refused = tags.admit(&key, TagValue::mark()).unwrap_err().to_string();
        assert_eq!(
            refused,
            "tag `resaon` is not declared; did you mean `reason`?"
        );
        let open = DeclaredTags {
            takes_others: true,
            ..tags
        };
        assert!(open.admit(&key, TagValue::mark()).is_ok());
    }
}
