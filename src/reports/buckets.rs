//! A time cut into intervals.
//!
//! Rule kept: intervals touch and do not overlap, so that what is counted at a moment is counted
//! once, and what lasts is shared out without a rest.

/// Intervals that one time may be cut into.
pub const BUCKETS_MAX: usize = 3_000;

/// Intervals, one behind the other; microseconds since 1970.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Buckets(Vec<u64>);

impl Buckets {
    /// Intervals between these moments, the last one included as an end. `None`: they are not in
    /// order, fewer than two, or too many.
    #[must_use]
    pub fn new(edges: Vec<u64>) -> Option<Self> {
        let is_sound = (2..=BUCKETS_MAX + 1).contains(&edges.len())
            && edges.windows(2).all(|pair| pair[0] < pair[1]);
        is_sound.then_some(Self(edges))
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.0.len() - 1
    }

    /// The first moment, and the one behind the last.
    #[must_use]
    pub fn whole(&self) -> (u64, u64) {
        (self.0[0], self.0[self.0.len() - 1])
    }

    /// The first moment of an interval, and the one behind its last.
    #[must_use]
    pub fn bounds(&self, bucket: usize) -> (u64, u64) {
        (self.0[bucket], self.0[bucket + 1])
    }

    /// The interval of a moment.
    #[must_use]
    pub fn at(&self, moment_us: u64) -> Option<usize> {
        let behind = self.0.partition_point(|edge| *edge <= moment_us);
        (1..self.0.len()).contains(&behind).then(|| behind - 1)
    }

    /// How much of a time falls into each interval, in microseconds.
    pub fn shares(&self, from_us: u64, until_us: u64) -> impl Iterator<Item = (usize, u64)> {
        let first = self.0.partition_point(|edge| *edge <= from_us).max(1) - 1;
        let pairs = self.0.windows(2).enumerate().skip(first);
        pairs
            .take_while(move |(_, pair)| pair[0] < until_us)
            .map(move |(bucket, pair)| {
                let (from, until) = (pair[0].max(from_us), pair[1].min(until_us));
                (bucket, until.saturating_sub(from))
            })
            .filter(|(_, share_us)| *share_us > 0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, proptest};

    use super::*;

    #[test]
    fn a_moment_belongs_to_one_interval() {
        let buckets = Buckets::new(vec![10, 20, 40]).unwrap();
        let at: Vec<_> = [9, 10, 19, 20, 39, 40].map(|at| buckets.at(at)).into();
        assert_eq!(at, [None, Some(0), Some(0), Some(1), Some(1), None]);
        assert_eq!((buckets.count(), buckets.whole()), (2, (10, 40)));
        assert_eq!(buckets.bounds(1), (20, 40));
    }

    #[test]
    fn edges_that_make_no_sense_are_none() {
        for edges in [vec![], vec![1], vec![2, 2], vec![3, 1], vec![0; 5_000]] {
            assert_eq!(Buckets::new(edges), None);
        }
    }

    proptest! {
        #[test]
        fn shares_make_up_what_falls_into_the_whole(
            from in 0..200_u64, length in 0..200_u64,
            steps in proptest::collection::vec(1..30_u64, 1..9), first in any::<u8>()
        ) {
            let mut edges = vec![u64::from(first)];
            for step in steps {
                edges.push(edges[edges.len() - 1] + step);
            }
            let buckets = Buckets::new(edges).unwrap();
            let shared: u64 = buckets.shares(from, from + length).map(|(_, share)| share).sum();
            let (begin, end) = buckets.whole();
            let wanted = (from + length).min(end).saturating_sub(from.max(begin));
            assert_eq!(shared, wanted);
            for (bucket, share) in buckets.shares(from, from + length) {
                let (begin, end) = buckets.bounds(bucket);
                assert!(share > 0 && share <= end - begin);
            }
        }
    }
}
