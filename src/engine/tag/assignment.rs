//! Several tags in one line: `key[=value]&key[=value]…`, as dialplan, rules and key maps write it.
//!
//! `&` always parts tags, so a text that comes from a caller has no place in such a line; there are
//! ways to set one tag that take the whole text as its value.

use super::error::TagError;
use super::key::TagKey;
use super::set::Tags;
use super::value::TagValue;
use crate::engine::limits::TAGS_MAX;

/// The tags of a line in the order in which they stand; a key without a value has the value `1`.
///
/// # Errors
/// The first thing that is wrong; then no tag is given.
pub fn assignments(text: &str) -> Result<Vec<(TagKey, TagValue)>, TagError> {
    let mut tags = Vec::new();
    let mut all = Tags::default();
    for item in text.split('&').filter(|item| !item.trim_ascii().is_empty()) {
        let (key, value) = match item.split_once('=') {
            Some((key, value)) => {
                let key = TagKey::new(key)?;
                let value = TagValue::new(&key, value)?;
                (key, value)
            }
            None => (TagKey::new(item)?, TagValue::mark()),
        };
        // The last of equal keys counts; a line of more tags than a call may have is too long.
        all = all.with(&key, Some(&value))?;
        if tags.len() >= TAGS_MAX {
            return Err(TagError::TooMany(key.to_string()));
        }
        tags.push((key, value));
    }
    if tags.is_empty() {
        return Err(TagError::NoTags);
    }
    Ok(tags)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Result<String, TagError> {
        let tags = assignments(text)?;
        let lines = tags.iter().map(|(key, value)| format!("{key}={value}"));
        Ok(lines.collect::<Vec<_>>().join("&"))
    }

    #[test]
    fn keys_may_stand_alone_and_spaces_do_not_count() {
        assert_eq!(read("vip").unwrap(), "vip=1");
        assert_eq!(
            read(" VIP & reason = two words&a=b=c&").unwrap(),
            "vip=1&reason=two words&a=b=c"
        );
        for empty in ["", " ", "&", " & & "] {
            assert_eq!(read(empty), Err(TagError::NoTags));
        }
        assert_eq!(read("a&b="), Err(TagError::Empty("b".into())));
        assert_eq!(read("a&=b"), Err(TagError::Key(String::new())));
        let many: Vec<String> = (0..=TAGS_MAX).map(|n| format!("k{n}")).collect();
        assert!(matches!(read(&many.join("&")), Err(TagError::TooMany(_))));
        assert!(matches!(
            read(&"a&".repeat(TAGS_MAX + 1)),
            Err(TagError::TooMany(_))
        ));
    }

    proptest! {
        #[test]
        fn whatever_is_read_is_valid_and_reads_the_same_again(text in "\\PC{0,300}") {
            if let Ok(once) = read(&text) {
                prop_assert_eq!(read(&once), Ok(once));
            }
        }
    }
}
