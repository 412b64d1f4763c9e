//! The service level of the recent calls of a queue: how many of them were answered in time.
//!
//! The last [`CALLS`] count and no time: a queue that was busy yesterday evening is judged by that
//! until calls of today have shown otherwise. With few calls nothing is said.

/// Calls that count.
const CALLS: u32 = u64::BITS;
/// Calls without which nothing is said.
const CALLS_MIN: u32 = 10;

/// Whether the recent calls were answered in time, the latest in the lowest bit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::engine) struct RecentCalls {
    within: u64,
    calls: u32,
}

impl RecentCalls {
    /// One more call was answered in time, or not.
    pub(in crate::engine) fn count(&mut self, is_within: bool) {
        self.within = self.within << 1 | u64::from(is_within);
        self.calls = CALLS.min(self.calls + 1);
    }

    /// How many of a hundred were, rounded down; `None`: too few calls are known.
    pub(in crate::engine) fn percent(self) -> Option<u32> {
        let percent = self.within.count_ones() * 100 / self.calls.max(1);
        (self.calls >= CALLS_MIN).then_some(percent)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_recent_calls_count_and_old_ones_do_not() {
        let mut recent = RecentCalls::default();
        for _ in 0..9 {
            recent.count(false);
        }
        assert_eq!(recent.percent(), None, "too few to say anything");
        recent.count(true);
        assert_eq!(recent.percent(), Some(10));
        for _ in 0..58 {
            recent.count(true);
        }
        assert_eq!(recent.percent(), Some(92), "59 of 64");
        recent.count(true);
        assert_eq!(recent.percent(), Some(93), "60 of 64");
        for _ in 0..10 {
            recent.count(true);
        }
        assert_eq!(recent.percent(), Some(100));
    }
}
