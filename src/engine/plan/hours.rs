//! When a queue is open, by the clock on the wall.
//!
//! A rule about the time of day without a clock: whoever has one asks with the local time.

use std::sync::Arc;

/// Opening hours.
#[derive(Debug, Clone, Default)]
pub struct Hours {
    /// Open in any of these; empty: always.
    pub open: Arc<[TimeSpan]>,
    /// Closed in any of these, whatever [`open`](Self::open) says.
    pub closed: Arc<[TimeSpan]>,
    /// The time zone by its name in the host's database; `None`: the host's own.
    pub timezone: Option<Arc<str>>,
}

/// A span of time that comes again and again: minutes of days of months.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeSpan {
    /// As the operator wrote it.
    pub text: Arc<str>,
    /// Ranges of minutes since midnight, the last minute included; the end may lie before the
    /// beginning, on the next day. Empty: the whole day.
    pub minutes: Box<[(u16, u16)]>,
    /// A bit for each day of the week, Sunday first.
    pub weekdays: u8,
    /// A bit for each day of the month, the first day first.
    pub days: u32,
    /// A bit for each month.
    pub months: u16,
}

/// A moment on the wall.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LocalTime {
    /// Minutes since midnight, 0 to 1,439.
    pub minute: u16,
    /// Day of the week from 0, Sunday.
    pub weekday: u8,
    /// Day of the month from 1.
    pub day: u8,
    /// Month from 0.
    pub month: u8,
    /// The same moment in seconds since 1970. Zones differ by whole minutes, so that it tells the
    /// second of the minute as well.
    pub wall_s: u64,
}

/// How far ahead the end of the hours is looked for, in minutes: hardly anybody waits longer.
const AHEAD_MINUTES: u64 = 2 * 24 * 60;

impl Hours {
    /// Whether the queue is ever closed by the clock.
    #[must_use]
    pub fn has_rules(&self) -> bool {
        !self.open.is_empty() || !self.closed.is_empty()
    }

    /// Whether the queue is open then.
    #[must_use]
    pub fn is_open(&self, at: LocalTime) -> bool {
        let is_within = |spans: &[TimeSpan]| spans.iter().any(|span| span.contains(at));
        (self.open.is_empty() || is_within(&self.open)) && !is_within(&self.closed)
    }

    /// After how many seconds a queue that is open then closes; `None`: it is closed, or not within
    /// two days. A change of the local clock in between is not foreseen.
    #[must_use]
    pub fn closes_after_s(&self, at: LocalTime) -> Option<u64> {
        if !self.has_rules() || !self.is_open(at) {
            return None;
        }
        let mut minute = at;
        let closes = (1..=AHEAD_MINUTES).find(|_| {
            minute = minute.next_minute();
            !self.is_open(minute)
        });
        closes.map(|minutes| minutes * 60 - at.wall_s % 60)
    }
}

impl LocalTime {
    fn next_minute(self) -> Self {
        let next = Self {
            minute: self.minute + 1,
            ..self
        };
        if next.minute < 24 * 60 {
            return next;
        }
        let is_last = self.day >= self.days_of_month();
        Self {
            minute: 0,
            weekday: (self.weekday + 1) % 7,
            day: if is_last { 1 } else { self.day + 1 },
            month: (self.month + u8::from(is_last)) % 12,
            ..self
        }
    }

    const fn days_of_month(self) -> u8 {
        // Only February asks for the year, and it is far from both ends of it.
        const YEAR_S: u64 = 31_556_952;
        let year = 1970 + self.wall_s / YEAR_S;
        match self.month {
            1 if year.is_multiple_of(4)
                && (!year.is_multiple_of(100) || year.is_multiple_of(400)) =>
            {
                29
            }
            1 => 28,
            3 | 5 | 8 | 10 => 30,
            _ => 31,
        }
    }
}

impl TimeSpan {
    fn contains(&self, at: LocalTime) -> bool {
        let has_bit = |bits: u32, place: u8| bits.checked_shr(place.into()).is_some_and(is_odd);
        let minute = at.minute;
        let is_in_time = self
            .minutes
            .iter()
            .any(|&(first, last)| match first <= last {
                true => (first..=last).contains(&minute),
                false => minute >= first || minute <= last,
            });
        (self.minutes.is_empty() || is_in_time)
            && has_bit(self.weekdays.into(), at.weekday)
            && has_bit(self.days, at.day.saturating_sub(1))
            && has_bit(self.months.into(), at.month)
    }
}

const fn is_odd(bits: u32) -> bool {
    bits & 1 == 1
}
