//! Shares, means and percentiles, in whole numbers until they are written.

use serde::{Serialize, Serializer};

/// A share of a hundred, to one decimal, rounded half up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Percent {
    tenths: u32,
}

impl Percent {
    /// A part of a whole; `None`: there is no whole.
    #[must_use]
    pub fn of(part: u64, whole: u64) -> Option<Self> {
        if whole == 0 {
            return None;
        }
        let tenths = (u128::from(part) * 1_000 + u128::from(whole) / 2) / u128::from(whole);
        let tenths = u32::try_from(tenths).unwrap_or(u32::MAX);
        Some(Self { tenths })
    }
}

impl Serialize for Percent {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(f64::from(self.tenths) / 10.0)
    }
}

impl std::fmt::Display for Percent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.tenths / 10, self.tenths % 10)
    }
}

/// The mean, rounded half up; `None`: of nothing.
#[must_use]
pub fn mean(sum: u64, count: u64) -> Option<u64> {
    (count > 0).then(|| (sum + count / 2) / count)
}

/// Times of which percentiles are wanted.
#[derive(Debug, Clone, Default)]
pub struct Spread(Vec<u32>);

impl Spread {
    /// Adds a time in milliseconds; what is longer than seven weeks counts as seven weeks.
    pub fn add(&mut self, time_ms: u64) {
        self.0.push(u32::try_from(time_ms).unwrap_or(u32::MAX));
    }

    /// The shortest time that at least so many of a hundred do not exceed: the nearest rank.
    #[must_use]
    pub fn percentile(&mut self, percent: usize) -> Option<u64> {
        let rank = (self.0.len() * percent).div_ceil(100).max(1) - 1;
        if rank >= self.0.len() {
            return None;
        }
        let (_, time_ms, _) = self.0.select_nth_unstable(rank);
        Some(u64::from(*time_ms))
    }

    /// The longest.
    #[must_use]
    pub fn max(&self) -> Option<u64> {
        self.0.iter().max().copied().map(u64::from)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, proptest};

    use super::*;

    #[test]
    fn shares_have_one_decimal() {
        let shown = |part, whole| Percent::of(part, whole).map(|percent| percent.to_string());
        assert_eq!(shown(0, 0), None);
        assert_eq!(shown(0, 7).as_deref(), Some("0.0"));
        assert_eq!(shown(2, 3).as_deref(), Some("66.7"));
        assert_eq!(shown(1, 2_000).as_deref(), Some("0.1"));
        assert_eq!(shown(u64::MAX, u64::MAX).as_deref(), Some("100.0"));
        let json = serde_json::to_string(&Percent::of(833, 1_000)).unwrap();
        assert_eq!(json, "83.3");
    }

    #[test]
    fn means_are_rounded() {
        assert_eq!(
            [mean(0, 0), mean(5, 2), mean(4, 3)],
            [None, Some(3), Some(1)]
        );
    }

    #[test]
    fn percentiles_are_times_that_were() {
        let mut spread = Spread::default();
        assert_eq!((spread.percentile(50), spread.max()), (None, None));
        for time_ms in [40, 10, 30, 20] {
            spread.add(time_ms);
        }
        let found = [1, 50, 51, 90, 100].map(|percent| spread.percentile(percent).unwrap());
        assert_eq!(found, [10, 20, 30, 40, 40]);
    }

    proptest! {
        #[test]
        fn so_many_do_not_exceed_it(
            times in proptest::collection::vec(any::<u32>(), 1..60), percent in 1..=100_usize
        ) {
            let mut spread = Spread::default();
            times.iter().for_each(|time| spread.add(u64::from(*time)));
            let found = spread.percentile(percent).unwrap();
            let below = times.iter().filter(|time| u64::from(**time) <= found).count();
            let under = times.iter().filter(|time| u64::from(**time) < found).count();
            assert!(below * 100 >= times.len() * percent);
            assert!(under * 100 < times.len() * percent);
        }
    }
}
