//! Calls in the order of service, with the place of each.
//!
//! Sorted keys in blocks of bounded size: to go in, to leave and to be the first cost about what
//! they cost in a tree, and how many are ahead of a call is told without counting them one by one.

use super::order::OrderKey;

/// Keys of one block.
const BLOCK_KEYS_MAX: usize = 256;

/// A line of calls.
#[derive(Debug, Default)]
pub(in crate::engine) struct OrderedLine {
    // No block is empty.
    blocks: Vec<Vec<OrderKey>>,
    // An empty block kept for the next call, so that a line of one does not allocate each time.
    spare: Vec<OrderKey>,
}

impl OrderedLine {
    /// A call goes in; false if it was there.
    pub(in crate::engine) fn insert(&mut self, key: OrderKey) -> bool {
        let Some(block) = self.block_of(key) else {
            let mut block = std::mem::take(&mut self.spare);
            block.push(key);
            self.blocks.insert(0, block);
            return true;
        };
        let keys = &mut self.blocks[block];
        let Err(place) = keys.binary_search(&key) else {
            return false;
        };
        if keys.len() < BLOCK_KEYS_MAX {
            keys.insert(place, key);
        } else if place == keys.len() {
            // Most calls go to the end: full blocks stay full behind it.
            self.blocks.insert(block + 1, vec![key]);
        } else {
            let mut later = keys.split_off(BLOCK_KEYS_MAX / 2);
            match place.checked_sub(keys.len()) {
                Some(place) => later.insert(place, key),
                None => keys.insert(place, key),
            }
            self.blocks.insert(block + 1, later);
        }
        true
    }

    /// A call leaves; false if it was not there.
    pub(in crate::engine) fn remove(&mut self, key: OrderKey) -> bool {
        let Some(block) = self.block_of(key) else {
            return false;
        };
        let keys = &mut self.blocks[block];
        let Ok(place) = keys.binary_search(&key) else {
            return false;
        };
        keys.remove(place);
        if keys.is_empty() {
            self.spare = self.blocks.remove(block);
        }
        true
    }

    /// Who is served first.
    pub(in crate::engine) fn first(&self) -> Option<OrderKey> {
        self.blocks.first().map(|keys| keys[0])
    }

    /// How many are served before something: the first ones, of which this holds.
    pub(in crate::engine) fn ahead(&self, is_before: impl Fn(OrderKey) -> bool) -> u32 {
        let begun = self.blocks.partition_point(|keys| is_before(keys[0]));
        let Some(block) = begun.checked_sub(1) else {
            return 0;
        };
        let before: usize = self.blocks[..block].iter().map(Vec::len).sum();
        let within = self.blocks[block].partition_point(|key| is_before(*key));
        u32::try_from(before + within).expect("CALLS_MAX fits")
    }

    /// Everyone in order.
    pub(in crate::engine) fn iter(&self) -> impl Iterator<Item = OrderKey> + '_ {
        self.blocks.iter().flatten().copied()
    }

    // The last block that begins at or before the key, or the first one.
    fn block_of(&self, key: OrderKey) -> Option<usize> {
        let after = self.blocks.partition_point(|keys| keys[0] <= key);
        let block = after.saturating_sub(1);
        (block < self.blocks.len()).then_some(block)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::{any, prop, prop_assert_eq, proptest};

    use super::*;
    use crate::engine::id::CallId;
    use crate::engine::plan::OrderRules;

    fn key(number: u64) -> OrderKey {
        OrderKey::new(&OrderRules::default(), 0, number as i64, CallId(number))
    }

    #[test]
    fn a_long_line_is_told_by_place() {
        let mut line = OrderedLine::default();
        for number in 0..10_000 {
            assert!(line.insert(key(number * 2)));
        }
        for number in (0..10_000).step_by(37) {
            assert_eq!(line.ahead(|other| other < key(number * 2)), number as u32);
            assert_eq!(
                line.ahead(|other| other < key(number * 2 + 1)),
                number as u32 + 1
            );
        }
        for number in 0..9_999 {
            assert_eq!(line.first(), Some(key(number * 2)));
            assert!(line.remove(key(number * 2)));
        }
        assert_eq!(line.iter().collect::<Vec<_>>(), [key(19_998)]);
    }

    proptest! {
        #[test]
        fn it_does_what_a_plain_set_does(
            steps in prop::collection::vec((any::<bool>(), 0_u64..900), 0..3_000),
        ) {
            let mut line = OrderedLine::default();
            let mut plain = BTreeSet::new();
            for (goes_in, number) in steps {
                if goes_in {
                    prop_assert_eq!(line.insert(key(number)), plain.insert(key(number)));
                } else {
                    prop_assert_eq!(line.remove(key(number)), plain.remove(&key(number)));
                }
                prop_assert_eq!(line.first(), plain.first().copied());
                let ahead = plain.range(..key(number)).count();
                prop_assert_eq!(line.ahead(|other| other < key(number)) as usize, ahead);
            }
            prop_assert_eq!(line.iter().collect::<Vec<_>>(), Vec::from_iter(plain));
        }
    }
}
