//! The order of calls: who is served first.
//!
//! Every call has a score at every moment, an exact fraction:
//!
//! ```text
//! score = priority + what its attributes add + the queue's weight
//!         + ageing points × (now − due) / ageing time          (0 without ageing)
//! due   = arrival, or arrival + service level where `order = deadline`
//! ```
//!
//! The higher score is served first; of equal ones the one due earlier, then the lower id: a total
//! order at every moment. (Calls that are rung for already, and may have more agents rung, all come
//! behind those that nobody is rung for.) In one queue, and among queues that age alike, the score
//! of every call grows at the same pace, so the order never changes while they wait: [`OrderKey`]
//! has it without the time, and lines are sorted by it. Only the heads of lines that age
//! differently are compared at the moment, as [`Turn`].
//!
//! **Nobody starves.** Among queues that age 1 point in T and give calls priorities (weight and
//! attributes included) from a to b, a call is overtaken only by calls that are due less than
//! (b − a) × T after it: at whatever moment, score(y) > score(x) means
//! p(y) − p(x) > (due(y) − due(x)) / T. What arrives later than that waits behind it, however much
//! of it arrives. Against a queue that ages more slowly or not at all the bound holds with its own
//! T; a call of a queue that does not age can be overtaken for ever, by design.

use std::cmp::{Ordering, Reverse};

use crate::engine::id::CallId;
use crate::engine::plan::{Ageing, CallOrder, OrderRules};
use crate::engine::time::Millis;

/// The place of a call among those that age alike; the smaller key is served first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::engine) struct OrderKey {
    // A call that no phone rings for comes before calls that ring some and may ring more.
    is_rung: bool,
    // The score less what is the same for all; in points, or with ageing in points × ageing time.
    standing: Reverse<i64>,
    due: i64,
    pub(in crate::engine) call: CallId,
}

impl OrderKey {
    /// Behind every call: the head of an empty line.
    pub(in crate::engine) const LAST: Self = Self {
        is_rung: true,
        standing: Reverse(i64::MIN),
        due: i64::MAX,
        call: CallId(u64::MAX),
    };

    /// The place of a call of a queue with these rules.
    ///
    /// `priority` includes what attributes add; `seniority` is the moment of its arrival, or the
    /// one that stands for it, in milliseconds.
    pub(in crate::engine) fn new(
        rules: &OrderRules,
        priority: i32,
        seniority: i64,
        call: CallId,
    ) -> Self {
        let due = match rules.order {
            CallOrder::Arrival => seniority,
            CallOrder::Deadline => seniority.saturating_add(signed(rules.service_level.0)),
        };
        let points = i64::from(priority) + i64::from(rules.weight);
        let standing = match rules.ageing {
            None => points,
            Some(Ageing {
                points: pace,
                per_ms,
            }) => points
                .saturating_mul(signed(per_ms))
                .saturating_sub(due.saturating_mul(i64::from(pace))),
        };
        Self {
            is_rung: false,
            standing: Reverse(standing),
            due,
            call,
        }
    }

    /// The place of a call for which a phone rings already.
    pub(in crate::engine) const fn while_rung(self) -> Self {
        Self {
            is_rung: true,
            ..self
        }
    }

    /// Whether a phone rings for the call already.
    pub(in crate::engine) const fn is_rung(self) -> bool {
        self.is_rung
    }

    /// The place of the call among all, at this moment.
    pub(in crate::engine) fn turn(self, ageing: Option<Ageing>, now: Millis) -> Turn {
        let standing = i128::from(self.standing.0);
        let score = match ageing {
            None => Score {
                points: standing,
                per: 1,
            },
            Some(Ageing { points, per_ms }) => Score {
                points: standing + i128::from(points) * i128::from(now.0),
                per: per_ms,
            },
        };
        Turn { score, key: self }
    }
}

/// The place of a call among all at one moment; the smaller turn is served first.
#[derive(Debug, Clone, Copy)]
pub(in crate::engine) struct Turn {
    score: Score,
    pub(in crate::engine) key: OrderKey,
}

/// A score: so many points by so much.
#[derive(Debug, Clone, Copy)]
struct Score {
    points: i128,
    per: u64,
}

impl Score {
    fn cmp(self, other: Self) -> Ordering {
        if self.per == other.per {
            return self.points.cmp(&other.points);
        }
        // Points stay below 2^100: those of moments in 64 bits and of ageing in 32.
        let left = self.points * i128::from(other.per);
        left.cmp(&(other.points * i128::from(self.per)))
    }
}

impl Turn {
    /// The score in hundredths of a point, rounded down.
    pub(in crate::engine) fn score_hundredths(&self) -> i64 {
        let hundredths = (self.score.points * 100).div_euclid(i128::from(self.score.per));
        i64::try_from(hundredths).unwrap_or(i64::MAX)
    }
}

impl Ord for Turn {
    fn cmp(&self, other: &Self) -> Ordering {
        let by_ringing = self.key.is_rung.cmp(&other.key.is_rung);
        by_ringing
            .then_with(|| other.score.cmp(self.score))
            .then_with(|| self.key.due.cmp(&other.key.due))
            .then_with(|| self.key.call.cmp(&other.key.call))
    }
}

impl PartialOrd for Turn {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Turn {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Turn {}

/// A span or a moment as a signed number.
pub(in crate::engine) fn signed(ms: u64) -> i64 {
    i64::try_from(ms).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::engine::plan::ServiceLevel;

    #[test]
    fn who_is_not_rung_for_comes_first_then_priority_then_arrival_then_id() {
        let rules = OrderRules::default();
        let key = |priority, at, call| OrderKey::new(&rules, priority, at, CallId(call));
        assert!(key(1, 9, 9) < key(0, 1, 1));
        assert!(key(0, 1, 9) < key(0, 2, 1));
        assert!(key(0, 1, 1) < key(0, 1, 2));
        assert!(key(0, 2, 2) < key(9, 1, 1).while_rung());
        assert!(key(-5, 0, 0) < OrderKey::LAST);
        assert!(key(-5, 0, 0).while_rung() < OrderKey::LAST);
    }

    #[test]
    fn the_score_is_told_in_hundredths() {
        let rules = OrderRules {
            weight: 2,
            ageing: Some(Ageing {
                points: 1,
                per_ms: 30_000,
            }),
            ..OrderRules::default()
        };
        let key = OrderKey::new(&rules, -1, 5_000, CallId(1));
        let told = |now| key.turn(rules.ageing, Millis(now)).score_hundredths();
        assert_eq!((told(5_000), told(15_000), told(35_000)), (100, 133, 200));
    }

    fn rules() -> impl Strategy<Value = OrderRules> {
        let paces = [
            None,
            Some((1, 30)),
            Some((2, 60)),
            Some((1, 7)),
            Some((3, 10)),
        ];
        let orders = vec![CallOrder::Arrival, CallOrder::Deadline];
        let order = proptest::sample::select(orders);
        let pace = proptest::sample::select(paces.to_vec());
        (-3..4, pace, order, 0_u64..50).prop_map(|(weight, pace, order, target_ms)| OrderRules {
            weight,
            ageing: pace.map(|(points, per_ms)| Ageing { points, per_ms }),
            order,
            service_level: ServiceLevel(target_ms),
            ..OrderRules::default()
        })
    }

    // The score as the head of this file has it, by a denominator that fits every pace above.
    fn plain_score(rules: &OrderRules, priority: i32, due: i64, now: u64) -> i64 {
        let whole = 420 * i64::from(priority + rules.weight);
        let aged = rules.ageing.map_or(0, |Ageing { points, per_ms }| {
            i64::from(points) * (signed(now) - due) * (420 / signed(per_ms))
        });
        whole + aged
    }

    proptest! {
        #[test]
        fn turns_are_in_the_order_of_a_plain_sort_at_every_moment(
            queues in proptest::collection::vec(rules(), 1..4),
            calls in proptest::collection::vec((0_usize..4, -4..5, -20_i64..60), 1..12),
            now in 60_u64..500,
        ) {
            let calls: Vec<_> = calls
                .into_iter()
                .zip(1..)
                .map(|((queue, priority, at), id)| {
                    (&queues[queue % queues.len()], priority, at, CallId(id))
                })
                .collect();
            let due = |rules: &OrderRules, at| match rules.order {
                CallOrder::Arrival => at,
                CallOrder::Deadline => at + signed(rules.service_level.0),
            };
            let mut plain = calls.clone();
            plain.sort_by_key(|&(rules, priority, at, id)| {
                let due = due(rules, at);
                (Reverse(plain_score(rules, priority, due, now)), due, id)
            });
            let plain: Vec<_> = plain.iter().map(|call| call.3).collect();
            let turn = |&(rules, priority, at, id): &(&OrderRules, i32, i64, CallId)| {
                let key = OrderKey::new(rules, priority, at, id);
                (key, key.turn(rules.ageing, Millis(now)), rules.ageing)
            };
            let mut turns: Vec<_> = calls.iter().map(turn).collect();
            turns.sort_by_key(|(_, turn, _)| *turn);
            let sorted: Vec<_> = turns.iter().map(|(key, ..)| key.call).collect();
            prop_assert_eq!(sorted, plain);
            // Among calls that age alike the key alone says the same.
            for (place, (key, _, pace)) in turns.iter().enumerate() {
                for (later, _, other_pace) in &turns[place + 1..] {
                    prop_assert!(pace != other_pace || key < later);
                }
            }
        }

        #[test]
        fn a_call_is_overtaken_only_by_what_is_due_within_the_bound(
            per_ms in 1_u64..100_000,
            calls in proptest::collection::vec((-5..6, 0_i64..1_000_000), 2..20),
            now in 1_000_000_u64..2_000_000,
        ) {
            let rules = OrderRules {
                ageing: Some(Ageing { points: 1, per_ms }),
                ..OrderRules::default()
            };
            let spread = 10 * signed(per_ms);
            let place = |(index, &(priority, at)): (usize, &(i32, i64))| {
                let key = OrderKey::new(&rules, priority, at, CallId(index as u64));
                (key.turn(rules.ageing, Millis(now)), at)
            };
            let mut line: Vec<_> = calls.iter().enumerate().map(place).collect();
            line.sort_by_key(|(turn, _)| *turn);
            for (place, (_, at)) in line.iter().enumerate() {
                for (_, overtaken_at) in &line[place + 1..] {
                    prop_assert!(at - overtaken_at < spread.max(1));
                }
            }
        }
    }
}
