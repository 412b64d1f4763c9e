//! Who must be there for a call to be let in and to stay, and when the queue is open.

use crate::config::error::ConfigErrorKind as Kind;
use crate::config::findings::Faults;
use crate::config::time_span::time_span;
use crate::config::value::{duration, duration_text, word};
use crate::engine::limits::HOURS_MAX;
use crate::engine::{AtClose, EntryRules, StaffLevel, TimeSpan};

pub(super) const KEYS: &[&str] = &[
    "join-if",
    "leave-if-not",
    "leave-after",
    "hours",
    "closed",
    "timezone",
    "at-close",
];
pub(super) const REPEATABLE: &[&str] = &["hours", "closed"];

// By their place: no rule, then the levels.
const JOIN: &[&str] = &["always", "qualified", "staffed", "working", "free"];
const LEAVE: &[&str] = &["none", "qualified", "staffed", "working"];
const LEVELS: [StaffLevel; 4] = [
    StaffLevel::Qualified,
    StaffLevel::Staffed,
    StaffLevel::Working,
    StaffLevel::Free,
];
const AT_CLOSE: [AtClose; 2] = [AtClose::Keep, AtClose::Release];
const AT_CLOSE_WORDS: &[&str] = &["keep", "release"];
const TIMEZONE_BYTES_MAX: usize = 64;

pub(super) fn set(rules: &mut EntryRules, key: &str, value: &str) -> Result<(), Faults> {
    match key {
        "join-if" => rules.join_if = level(value, JOIN)?,
        "leave-if-not" => rules.leave_if_not = level(value, LEAVE)?,
        "leave-after" => rules.leave_after_ms = duration(value, 1)?,
        "hours" => rules.hours.open = one_more(&rules.hours.open, value)?,
        "at-close" => rules.at_close = AT_CLOSE[word(value, AT_CLOSE_WORDS)?],
        "closed" => rules.hours.closed = one_more(&rules.hours.closed, value)?,
        _ if value.is_empty() => rules.hours.timezone = None,
        _ => rules.hours.timezone = Some(timezone(value)?.into()),
    }
    Ok(())
}

fn level(value: &str, words: &'static [&'static str]) -> Result<Option<StaffLevel>, Kind> {
    let place = word(value, words)?;
    Ok(place.checked_sub(1).map(|level| LEVELS[level]))
}

// An empty value takes back what a template gave.
fn one_more<T: FromIterator<TimeSpan> + Default>(
    spans: &[TimeSpan],
    value: &str,
) -> Result<T, Kind> {
    if value.is_empty() {
        return Ok(T::default());
    }
    if spans.len() >= HOURS_MAX {
        return Err(Kind::HoursTooMany);
    }
    let span = time_span(value)?;
    Ok(spans.iter().cloned().chain([span]).collect())
}

// A name of the host's database of time zones, which is a tree of files.
fn timezone(value: &str) -> Result<&str, Kind> {
    match is_timezone_name(value) {
        true => Ok(value),
        false => Err(Kind::Timezone),
    }
}

/// Whether this can be the name of a time zone: a path below the host's database.
pub(in crate::config) fn is_timezone_name(value: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_+-/".contains(&byte);
    let fits = value.len() <= TIMEZONE_BYTES_MAX && value.bytes().all(is_plain);
    fits && !value.starts_with(['/', '-']) && !value.ends_with('/')
}

fn level_word(level: Option<StaffLevel>) -> String {
    let place = level.map_or(0, |level| level as usize + 1);
    JOIN[place].to_owned()
}

pub(super) fn described(rules: &EntryRules) -> Vec<(&'static str, String)> {
    let leave = match rules.leave_if_not {
        None => LEAVE[0].to_owned(),
        level => level_word(level),
    };
    let mut keys = vec![
        ("join-if", level_word(rules.join_if)),
        ("leave-if-not", leave),
        ("leave-after", duration_text(rules.leave_after_ms)),
        (
            "at-close",
            AT_CLOSE_WORDS[rules.at_close as usize].to_owned(),
        ),
    ];
    let hours = &rules.hours;
    for (key, spans) in [("hours", &hours.open), ("closed", &hours.closed)] {
        let texts: Vec<&str> = spans.iter().map(|span| &*span.text).collect();
        if !texts.is_empty() {
            keys.push((key, texts.join("; ")));
        }
    }
    if let Some(timezone) = &hours.timezone {
        keys.push(("timezone", timezone.to_string()));
    }
    keys
}
