//! What an agent's phone shows as the caller's name.
//!
//! Rule kept: whatever a caller sends is text in it: nothing hidden, one line, of bounded length.

use std::fmt::{self, Display as Show, Formatter, Write};
use std::sync::Arc;

use crate::engine::limits::DISPLAY_BYTES_MAX;
use crate::engine::spelling::is_hidden;
use crate::engine::tag::{TagKey, TagValue, Tags};

/// A template for the caller's name on the agent's phone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Display(pub Arc<[Shown]>);

/// One piece of a display.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shown {
    /// As it is.
    Text(Box<str>),
    /// `{queue}`: the queue's name.
    Queue,
    /// `{name}`: the caller's name.
    Name,
    /// `{number}`: the caller's number.
    Number,
    /// `{tag:KEY}`: a tag; nothing if it is not there.
    Tag(TagKey),
    /// `{wait}`: how long the caller has waited, as `minutes:seconds`.
    Wait,
}

/// What the fields of a display stand for.
#[derive(Debug, Clone, Copy)]
pub struct DisplayFacts<'a> {
    /// The queue's name.
    pub queue: &'a str,
    /// The caller's name; may be empty.
    pub name: &'a str,
    /// The caller's number; may be empty.
    pub number: &'a str,
    /// How long the caller has waited.
    pub wait_ms: u64,
    /// The call's tags.
    pub tags: &'a Tags,
}

impl Display {
    /// What the phone shows.
    #[must_use]
    pub fn text(&self, facts: &DisplayFacts<'_>) -> String {
        let mut text = String::new();
        for piece in &*self.0 {
            match piece {
                Shown::Text(words) => text.push_str(words),
                Shown::Queue => text.push_str(facts.queue),
                Shown::Name => push_clean(&mut text, facts.name),
                Shown::Number => push_clean(&mut text, facts.number),
                Shown::Tag(key) => {
                    let value = facts.tags.value(key.as_str());
                    push_clean(&mut text, value.map_or("", TagValue::as_str));
                }
                Shown::Wait => {
                    let seconds = facts.wait_ms / 1_000;
                    let clock = write!(text, "{}:{:02}", seconds / 60, seconds % 60);
                    clock.expect("a string takes all that is written");
                }
            }
        }
        let fits = |(place, c): &(usize, char)| place + c.len_utf8() <= DISPLAY_BYTES_MAX;
        let shown: String = text
            .char_indices()
            .take_while(fits)
            .map(|(_, c)| c)
            .collect();
        shown.trim_end().to_owned()
    }
}

fn push_clean(text: &mut String, foreign: &str) {
    let clean = foreign.chars().filter(|c| !is_hidden(*c));
    text.extend(clean.take(DISPLAY_BYTES_MAX));
}

impl Show for Display {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|piece| match piece {
            Shown::Text(text) => f.write_str(text),
            Shown::Queue => f.write_str("{queue}"),
            Shown::Name => f.write_str("{name}"),
            Shown::Number => f.write_str("{number}"),
            Shown::Tag(key) => write!(f, "{{tag:{key}}}"),
            Shown::Wait => f.write_str("{wait}"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(tags: &Tags) -> DisplayFacts<'_> {
        DisplayFacts {
            queue: "support",
            name: "Ann\r\nVia: \u{202e}x",
            number: "5551000",
            wait_ms: 125_999,
            tags,
        }
    }

    fn shows(pieces: &[Shown]) -> String {
        Display(pieces.into()).text(&facts(&Tags::default()))
    }

    #[test]
    fn a_tag_is_shown_where_it_is() {
        let key = TagKey::new("vip").unwrap();
        let pieces = [Shown::Tag(key.clone()), Shown::Queue];
        assert_eq!(shows(&pieces), "support");
        let tags = Tags::default().with(&key, Some(&TagValue::mark())).unwrap();
        assert_eq!(Display(pieces.into()).text(&facts(&tags)), "1support");
    }

    #[test]
    fn every_field_is_shown_and_nothing_hidden() {
        let text = |words: &str| Shown::Text(words.into());
        let all = [
            Shown::Queue,
            text(" "),
            Shown::Wait,
            text(" €"),
            Shown::Name,
            text(" "),
            Shown::Number,
        ];
        assert_eq!(shows(&all), "support 2:05 €AnnVia: x 5551000");
    }

    #[test]
    fn it_is_never_longer_than_a_display_may_be() {
        let tags = Tags::default();
        let long = DisplayFacts {
            name: &"é".repeat(500),
            ..facts(&tags)
        };
        let text = Display([Shown::Text("a".into()), Shown::Name].into()).text(&long);
        assert_eq!(text, format!("a{}", "é".repeat(39)));
    }
}
