//! Words that say which finished calls are meant: one vocabulary for the console and AMI.
//!
//! `queue`, `agent`, `caller`, `tag`, `end`, `since`, `until`, `limit`, each with its value. A
//! moment is a time ago (`90m`, `2d`), `today`, `yesterday`, or a date and time of the PBX's own
//! clock.

use super::wall_clock::{self, Date};
use crate::driver::{CALLS_SHOWN_MAX, CallFilter, duration_ms};

/// Calls that are told unless `limit` says otherwise.
const LIMIT: usize = 50;
const DAY_US: u64 = 86_400_000_000;
/// Bytes of a text that is looked for.
const TEXT_BYTES_MAX: usize = 256;

/// The words that may be given, in the order of the help.
pub(super) const WORDS: [&str; 8] = [
    "queue", "agent", "caller", "tag", "end", "since", "until", "limit",
];

/// A search that has no conditions yet.
pub(super) fn everything() -> CallFilter {
    CallFilter {
        limit: LIMIT,
        ..CallFilter::default()
    }
}

/// Adds a condition. `now_us` is the time of day, in microseconds since 1970.
///
/// # Errors
/// What was expected.
pub(super) fn narrow(
    filter: &mut CallFilter,
    word: &str,
    value: &str,
    now_us: u64,
) -> Result<(), String> {
    if value.is_empty() || value.len() > TEXT_BYTES_MAX {
        return Err(format!(
            "expected 1 to {TEXT_BYTES_MAX} bytes after `{word}`"
        ));
    }
    let text = || Some(value.to_owned());
    match word {
        "queue" => filter.queue = text(),
        "agent" => filter.agent = text(),
        "caller" => filter.caller = text(),
        "end" => filter.end = Some(value.to_ascii_lowercase()),
        "tag" => {
            let (key, value) = match value.split_once('=') {
                Some((key, value)) => (key, Some(value.to_owned())),
                None => (value, None),
            };
            filter.tag = Some((key.to_owned(), value));
        }
        "since" => filter.from_us = Some(moment(value, now_us)?),
        "until" => filter.to_us = Some(moment(value, now_us)?),
        "limit" => {
            let number = value.parse().ok().filter(|number| *number > 0);
            let number = number.filter(|number| *number <= CALLS_SHOWN_MAX);
            filter.limit = number.ok_or_else(|| {
                format!("`{value}`: expected a number from 1 to {CALLS_SHOWN_MAX}")
            })?;
        }
        _ => return Err(format!("`{word}`: expected one of {}", WORDS.join(", "))),
    }
    Ok(())
}

/// A moment, in microseconds since 1970.
pub(super) fn moment(text: &str, now_us: u64) -> Result<u64, String> {
    let expected = || {
        format!(
            "`{text}`: expected a time ago such as 90m, 2h or 7d, today, yesterday, or a date such \
             as 2030-01-31 or 2030-01-31T14:30"
        )
    };
    if let Some(ago_us) = ago_us(text) {
        return Ok(now_us.saturating_sub(ago_us));
    }
    let days_back = match text {
        "today" => Some(0),
        "yesterday" => Some(1),
        _ => None,
    };
    let date = match days_back {
        // From noon, so that a day of 23 or 25 hours does no harm.
        Some(days) => wall_clock::local_day(now_us)
            .and_then(|today| wall_clock::moment_us(Date { hour: 12, ..today }))
            .and_then(|noon_us| wall_clock::local_day(noon_us - days * DAY_US)),
        None => date(text),
    };
    date.and_then(wall_clock::moment_us).ok_or_else(expected)
}

fn ago_us(text: &str) -> Option<u64> {
    let days = text.strip_suffix(['d', 'D']).map(str::parse::<u64>);
    if let Some(Ok(days)) = days {
        return days.checked_mul(DAY_US);
    }
    let is_span = text.ends_with(|last: char| last.is_ascii_alphabetic());
    let span_ms = duration_ms(text).ok().filter(|_| is_span)?;
    Some(span_ms * 1_000)
}

/// `2030-01-31`, and with it `T14:30` or `T14:30:05`.
fn date(text: &str) -> Option<Date> {
    let (day, time) = text.split_once(['T', ' ']).unwrap_or((text, "0:00"));
    let numbers = |text: &str, mark: char| {
        let parse = |part: &str| part.parse::<u16>().ok();
        text.split(mark).map(parse).collect::<Option<Vec<_>>>()
    };
    let (day, time) = (numbers(day, '-')?, numbers(time, ':')?);
    let (&[year, month, day], &[hour, minute, ref second @ ..]) = (&*day, &*time) else {
        return None;
    };
    let second = match second {
        [] => 0,
        [second] => *second,
        _ => return None,
    };
    let is_possible = (1970..=9999).contains(&year)
        && (1..=12).contains(&month)
        && (1..=31).contains(&day)
        && hour <= 23
        && minute <= 59
        && second <= 59;
    is_possible.then_some(Date {
        year,
        month,
        day,
        hour,
        minute,
        second,
    })
}

/// The values that can be known of a word, for completion.
pub(super) fn ends() -> Vec<String> {
    ["answered", "abandoned", "timeout", "restart"]
        .map(str::to_owned)
        .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW_US: u64 = 1_900_000_000_000_000;

    fn search(words: &[(&str, &str)]) -> Result<CallFilter, String> {
        let mut filter = everything();
        for (word, value) in words {
            narrow(&mut filter, word, value, NOW_US)?;
        }
        Ok(filter)
    }

    #[test]
    fn words_narrow_a_search() {
        let found = search(&[
            ("queue", "support"),
            ("tag", "lang=fr=x"),
            ("end", "Answered"),
            ("since", "2d"),
            ("until", "90m"),
            ("limit", "7"),
        ]);
        let wanted = CallFilter {
            queue: Some("support".to_owned()),
            tag: Some(("lang".to_owned(), Some("fr=x".to_owned()))),
            end: Some("answered".to_owned()),
            from_us: Some(NOW_US - 2 * DAY_US),
            to_us: Some(NOW_US - 5_400_000_000),
            limit: 7,
            ..CallFilter::default()
        };
        assert_eq!(found, Ok(wanted));
    }

    #[test]
    fn what_is_not_understood_is_refused_with_what_was_expected() {
        for (word, value, part) in [
            ("colour", "red", "expected one of queue"),
            ("limit", "0", "from 1 to"),
            ("limit", "10001", "from 1 to"),
            ("since", "soon", "a time ago"),
            ("since", "15", "a time ago"),
            ("since", "2030-13-01", "a time ago"),
            ("until", "2030-01-31T25:00", "a time ago"),
            ("queue", "", "1 to 256 bytes"),
        ] {
            let refused = search(&[(word, value)]).unwrap_err();
            assert!(refused.contains(part), "{word} {value}: {refused}");
        }
    }

    #[test]
    fn dates_have_an_hour_or_none() {
        let read = |text: &str| {
            let date = date(text)?;
            Some((
                date.year,
                date.month,
                date.day,
                date.hour,
                date.minute,
                date.second,
            ))
        };
        assert_eq!(read("2030-01-31"), Some((2030, 1, 31, 0, 0, 0)));
        assert_eq!(read("2030-01-31T14:30"), Some((2030, 1, 31, 14, 30, 0)));
        assert_eq!(read("2030-01-31T14:30:05"), Some((2030, 1, 31, 14, 30, 5)));
        for text in [
            "",
            "2030-01",
            "2030-01-31T14",
            "2030-01-31T1:2:3:4",
            "-1-1-1",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
