//! A span of time as dialplan authors write it for `GotoIfTime`:
//! `times[,weekdays[,days of the month[,months]]]`, such as `08:00-18:00,mon-fri,*,*`.
//!
//! It means here what it means there, with one difference: what is not understood is refused and
//! not skipped. The time zone has a key of its own.

use super::error::ConfigErrorKind as Kind;
use crate::engine::TimeSpan;

const WEEKDAYS: [&str; 7] = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];
const DAYS_MAX: u32 = 31;

/// Reads one span.
pub(super) fn time_span(value: &str) -> Result<TimeSpan, Kind> {
    let fields: Vec<&str> = value.split([',', '|']).map(str::trim).collect();
    let (1..=4) = fields.len() else {
        return Err(Kind::TimeSpan);
    };
    let field = |place: usize| fields.get(place).copied().unwrap_or("*");
    let bits = |place: usize, names: &[&str], count: u32| {
        bits(field(place), names, count).ok_or(Kind::TimeSpan)
    };
    let narrow = "a mask has a bit for each name";
    Ok(TimeSpan {
        text: value.into(),
        minutes: minutes(field(0)).ok_or(Kind::TimeSpan)?,
        weekdays: u8::try_from(bits(1, &WEEKDAYS, 7)?).expect(narrow),
        days: bits(2, &[], DAYS_MAX)?,
        months: u16::try_from(bits(3, &MONTHS, 12)?).expect(narrow),
    })
}

fn minutes(field: &str) -> Option<Box<[(u16, u16)]>> {
    if field == "*" {
        return Some(Box::default());
    }
    let range = |part: &str| {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        Some((minute(first.trim())?, minute(last.trim())?))
    };
    field.split('&').map(|part| range(part.trim())).collect()
}

fn minute(text: &str) -> Option<u16> {
    let (hour, minute) = text.split_once(':')?;
    let number = |digits: &str, max: u16| {
        let is_plain =
            (1..=2).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
        digits
            .parse::<u16>()
            .ok()
            .filter(|number| is_plain && *number <= max)
    };
    Some(number(hour, 23)? * 60 + number(minute, 59)?)
}

/// The places of a field as bits; ranges go round, and places may be numbers from 1.
fn bits(field: &str, names: &[&str], count: u32) -> Option<u32> {
    if field == "*" {
        return Some(u32::MAX >> (u32::BITS - count));
    }
    let place = |text: &str| {
        let named = names
            .iter()
            .position(|name| name.eq_ignore_ascii_case(text));
        let named = named.and_then(|place| u32::try_from(place).ok());
        let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let numbered = || {
            text.parse::<u32>()
                .ok()
                .filter(|_| is_number)?
                .checked_sub(1)
        };
        named.or_else(numbered).filter(|place| *place < count)
    };
    let mut bits = 0;
    for part in field.split('&').map(str::trim) {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        let (mut at, last) = (place(first.trim())?, place(last.trim())?);
        bits |= 1 << last;
        while at != last {
            bits |= 1 << at;
            at = (at + 1) % count;
        }
    }
    Some(bits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::{Hours, LocalTime};

    fn is_open(spans: &[&str], closed: &[&str], at: (u16, u8, u8, u8)) -> bool {
        let read = |spans: &[&str]| spans.iter().map(|span| time_span(span).unwrap()).collect();
        let hours = Hours {
            open: read(spans),
            closed: read(closed),
            timezone: None,
        };
        let (minute, weekday, day, month) = at;
        hours.is_open(LocalTime {
            minute,
            weekday,
            day,
            month,
            wall_s: 0,
        })
    }

    #[test]
    fn spans_mean_what_the_dialplan_means_by_them() {
        const MONDAY: (u8, u8, u8) = (1, 24, 11);
        let at = |hour: u16, minute: u16| (hour * 60 + minute, MONDAY.0, MONDAY.1, MONDAY.2);
        for (span, hour, minute, expected) in [
            ("08:00-18:00,mon-fri,*,*", 8, 0, true),
            ("08:00-18:00,mon-fri,*,*", 7, 59, false),
            // The last minute is included, as in the dialplan.
            ("08:00-18:00,mon-fri,*,*", 18, 0, true),
            ("08:00-18:00,mon-fri,*,*", 18, 1, false),
            ("8:00-18:00|mon|*|*", 12, 0, true),
            ("08:00-12:00&13:00-18:00", 12, 30, false),
            ("08:00-12:00&13:00-18:00", 13, 0, true),
            ("22:00-06:00", 5, 0, true),
            ("22:00-06:00", 21, 59, false),
            ("12:00", 12, 0, true),
            ("12:00", 12, 1, false),
            ("*,fri-mon", 12, 0, true),
            ("*,TUE-FRI", 12, 0, false),
            ("*,2", 12, 0, true),
            ("*,mon&wed", 12, 0, true),
            ("*,*,24,dec", 12, 0, true),
            ("*,*,1-23,dec", 12, 0, false),
            ("*,*,24,nov-jan", 12, 0, true),
            ("*,*,24,12", 12, 0, true),
        ] {
            assert_eq!(is_open(&[span], &[], at(hour, minute)), expected, "{span}");
        }
        let noon = at(12, 0);
        assert!(is_open(&[], &[], noon));
        assert!(!is_open(&[], &["*,*,24,dec"], noon));
        assert!(!is_open(&["*"], &["11:00-13:00"], noon));
        assert!(is_open(&["01:00-02:00", "12:00-13:00"], &["*,sun"], noon));
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        for span in [
            "",
            "8-18",
            "08:00-",
            "24:00-25:00",
            "08:60",
            "08:00,mon-",
            "*,xyz",
            "*,8",
            "*,0",
            "*,*,32",
            "*,*,*,13",
            "*,*,*,*,*",
            "08:00-18:00,,",
            "+8:00-9:00",
        ] {
            assert!(matches!(time_span(span), Err(Kind::TimeSpan)), "{span:?}");
        }
    }

    #[test]
    fn the_end_of_the_hours_is_foretold_to_the_second() {
        let hours = |open: &[&str], closed: &[&str]| {
            let spans =
                |texts: &[&str]| texts.iter().map(|text| time_span(text).unwrap()).collect();
            Hours {
                open: spans(open),
                closed: spans(closed),
                timezone: None,
            }
        };
        // 23 seconds past 17:58 on Wednesday, 28 February 2024, a leap year.
        let at = LocalTime {
            minute: 17 * 60 + 58,
            weekday: 3,
            day: 28,
            month: 1,
            wall_s: 1_709_143_103,
        };
        let day_s = 24 * 3_600;
        let until_midnight_s = 6 * 3_600 + 2 * 60 - 23;
        for (open, closed, expected) in [
            (&["08:00-17:59"][..], &[][..], Some(97)),
            (&["08:00-17:30", "17:31-17:58"], &[], Some(37)),
            (&["*"], &["*,*,29,feb"], Some(until_midnight_s)),
            (&["*"], &["*,fri"], Some(until_midnight_s + day_s)),
            (&["*"], &["*,*,*,mar"], Some(until_midnight_s + day_s)),
            (&["*"], &["*,sat"], None),
            (&["08:00-12:00"], &[], None),
            (&[], &[], None),
        ] {
            let closes = hours(open, closed).closes_after_s(at);
            assert_eq!(closes, expected, "{open:?}, {closed:?}");
        }
    }
}
