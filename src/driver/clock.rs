//! The only place in the crate where clocks are read.
//!
//! Rule kept: rules are timed by the monotonic clock alone; the wall clock only dates history, so
//! that setting the PBX's clock never moves a timer.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use crate::engine::Millis;

/// The driver's clock. It starts with some time on it, so that moments before can be told.
#[derive(Debug, Clone, Copy)]
pub(super) struct Clock {
    start: Instant,
    past: Millis,
}

impl Clock {
    /// A clock that starts now and shows `past`.
    #[expect(clippy::disallowed_methods, reason = "this file is the place for it")]
    pub(super) fn start(past: Millis) -> Self {
        Self {
            start: Instant::now(),
            past,
        }
    }

    /// The present moment. Cut to whole milliseconds, so that a moment is never reported before
    /// it has come.
    pub(super) fn now(&self) -> Millis {
        let elapsed = self.start.elapsed().as_millis();
        self.past + u64::try_from(elapsed).unwrap_or(u64::MAX)
    }

    /// A moment in the form in which threads wait for it; `None` if it is too far away to come.
    pub(super) fn instant(&self, at: Millis) -> Option<Instant> {
        self.start
            .checked_add(Duration::from_millis(at.since(self.past)))
    }

    /// Wall-clock time, in microseconds since 1970; 0 if the PBX's clock is set before that.
    #[expect(clippy::disallowed_methods, reason = "this file is the place for it")]
    pub(super) fn wall_us() -> u64 {
        let since = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        u64::try_from(since.as_micros()).unwrap_or(u64::MAX)
    }
}

/// The present moment of the PBX's wall clock, in microseconds since 1970.
#[must_use]
pub fn wall_us() -> u64 {
    Clock::wall_us()
}

/// How long something has lasted, for what a host times itself.
#[derive(Debug, Clone, Copy)]
pub struct Stopwatch(Clock);

impl Stopwatch {
    /// Begins to count.
    #[must_use]
    pub fn start() -> Self {
        Self(Clock::start(Millis::ZERO))
    }

    /// How long ago that was.
    #[must_use]
    pub fn now(&self) -> Millis {
        self.0.now()
    }
}

/// A time that runs out, for threads of the host that wait for something of their own.
#[derive(Debug, Clone, Copy)]
pub struct Countdown {
    start: Instant,
    length: Duration,
}

impl Countdown {
    /// A time that begins now.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "this file is the place for it")]
    pub fn start(length: Duration) -> Self {
        Self {
            start: Instant::now(),
            length,
        }
    }

    /// What is left of it; zero when it has run out.
    #[must_use]
    pub fn left(&self) -> Duration {
        self.length.saturating_sub(self.start.elapsed())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_never_reported_before_it_has_come() {
        let clock = Clock::start(Millis(1_000));
        let at = Millis(1_003);
        let instant = clock.instant(at).unwrap();
        while clock.now() < at {
            std::hint::spin_loop();
        }
        assert!(instant.checked_duration_since(clock.start) <= Some(clock.start.elapsed()));
        assert_eq!(
            instant.checked_duration_since(clock.start),
            Some(Duration::from_millis(3))
        );
    }
}
