//! Words that say what a report is about and when: one vocabulary for the console and AMI.
//!
//! A time is `today`, `yesterday`, `week`, or two moments as `acd show history` takes them. Days
//! are those of the PBX's own clock, also where they have 23 or 25 hours.

use super::search;
use super::wall_clock::{self, Date};
use crate::driver::{BUCKETS_MAX, ReportKind, duration_ms};

const MINUTE_US: u64 = 60_000_000;
const DAY_US: u64 = 86_400_000_000;
/// Days of a week, today included.
const WEEK_DAYS: u64 = 7;

/// What a report may be about.
pub(super) const KINDS: [(&str, ReportKind); 3] = [
    ("queue", ReportKind::Queue),
    ("agent", ReportKind::Agent),
    ("tag", ReportKind::Tag),
];
/// Times that are one word.
pub(super) const PERIODS: [&str; 3] = ["today", "yesterday", "week"];
/// How long an interval may be.
pub(super) const INTERVALS: [&str; 4] = ["15", "30", "60", "day"];
/// The name that means all.
pub(super) const ALL: &str = "all";

/// What a report is about.
pub(super) fn kind(word: &str) -> Result<ReportKind, String> {
    let found = KINDS
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case(word));
    found
        .map(|(_, kind)| *kind)
        .ok_or_else(|| format!("`{word}`: expected queue, agent or tag"))
}

/// The first moment, and the one behind the last, of a time of one word or of two.
pub(super) fn period(words: &[&str], now_us: u64) -> Result<(u64, u64), String> {
    let midnight = |days: u64| {
        midnight_before(now_us, days).ok_or_else(|| "the PBX cannot tell what day it is".to_owned())
    };
    let (from_us, to_us) = match words {
        ["today"] => (midnight(0)?, now_us),
        ["yesterday"] => (midnight(1)?, midnight(0)?),
        ["week"] => (midnight(WEEK_DAYS - 1)?, now_us),
        [from, to] => (moment(from, now_us)?, moment(to, now_us)?),
        _ => {
            return Err("expected today, yesterday, week, or two moments, FROM and TO".to_owned());
        }
    };
    if from_us >= to_us {
        return Err("the time ends before it begins: FROM is a moment before TO".to_owned());
    }
    Ok((from_us, to_us))
}

fn moment(text: &str, now_us: u64) -> Result<u64, String> {
    if text == "now" {
        return Ok(now_us);
    }
    search::moment(text, now_us)
}

/// The moments between which is counted: one interval, or several of the length that is asked for.
pub(super) fn edges((from_us, to_us): (u64, u64), every: Option<&str>) -> Result<Vec<u64>, String> {
    let mut edges = vec![from_us];
    let mut next_us = match every {
        None => to_us,
        Some(word) => next(word, from_us)?,
    };
    while next_us < to_us {
        if edges.len() > BUCKETS_MAX {
            return Err(format!(
                "that is more than {BUCKETS_MAX} intervals: take a shorter time or longer ones"
            ));
        }
        edges.push(next_us);
        next_us = match every {
            Some(word) => next(word, next_us)?,
            None => to_us,
        };
    }
    edges.push(to_us);
    Ok(edges)
}

/// The end of the interval that begins at a moment.
fn next(every: &str, from_us: u64) -> Result<u64, String> {
    let minutes = match every {
        "day" => {
            return midnight_after(from_us)
                .filter(|next_us| *next_us > from_us)
                .ok_or_else(|| "the PBX cannot tell when that day ends".to_owned());
        }
        "15" => 15,
        "30" => 30,
        "60" => 60,
        _ => return Err(format!("`{every}`: expected 15, 30, 60 (minutes) or day")),
    };
    Ok(from_us + minutes * MINUTE_US)
}

/// The wait within which calls are to be answered, in milliseconds.
pub(super) fn within(text: &str) -> Result<u64, String> {
    duration_ms(text).map_err(|expected| format!("`{text}`: {expected}"))
}

// From noon, so that a day of 23 or 25 hours does no harm; here and below.
fn midnight_before(moment_us: u64, days: u64) -> Option<u64> {
    let noon_us = noon(moment_us)?.checked_sub(days * DAY_US)?;
    wall_clock::moment_us(wall_clock::local_day(noon_us)?)
}

fn midnight_after(moment_us: u64) -> Option<u64> {
    wall_clock::moment_us(wall_clock::local_day(noon(moment_us)? + DAY_US)?)
}

fn noon(moment_us: u64) -> Option<u64> {
    let day = wall_clock::local_day(moment_us)?;
    wall_clock::moment_us(Date { hour: 12, ..day })
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW_US: u64 = 1_900_000_000_000_000;

    #[test]
    fn two_moments_are_a_time() {
        let hour = 60 * MINUTE_US;
        assert_eq!(
            period(&["2h", "now"], NOW_US),
            Ok((NOW_US - 2 * hour, NOW_US))
        );
        for (words, part) in [
            (&["1h", "2h"][..], "before it begins"),
            (&["today", "today", "today"], "expected today"),
            (&["soon"], "expected today"),
            (&["soon", "now"], "a time ago"),
        ] {
            let refused = period(words, NOW_US).unwrap_err();
            assert!(refused.contains(part), "{words:?}: {refused}");
        }
    }

    #[test]
    fn intervals_touch_and_the_last_one_ends_with_the_time() {
        let minutes = |all: &[u64]| all.iter().map(|at| at / MINUTE_US).collect::<Vec<_>>();
        let time = (0, 70 * MINUTE_US);
        assert_eq!(minutes(&edges(time, None).unwrap()), [0, 70]);
        assert_eq!(minutes(&edges(time, Some("30")).unwrap()), [0, 30, 60, 70]);
        assert_eq!(
            minutes(&edges((0, 60 * MINUTE_US), Some("60")).unwrap()),
            [0, 60]
        );
        assert!(edges(time, Some("20")).unwrap_err().contains("15, 30, 60"));
        let long = edges((0, 400 * DAY_US), Some("15")).unwrap_err();
        assert!(long.contains("intervals"), "{long}");
    }

    #[test]
    fn kinds_have_names() {
        assert_eq!(kind("Queue"), Ok(ReportKind::Queue));
        assert!(kind("skill").unwrap_err().contains("queue, agent or tag"));
    }
}
