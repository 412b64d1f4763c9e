//! Which of the free agents who fit is rung: merit, then what the strategy looks at, then the
//! longest idle, then the lowest id.
//!
//! Rule kept: the search looks first into the block of agents that promises most, then only into
//! blocks that could still win: a step for each word of the bit sets and for each agent of the
//! few blocks opened. What changes with time (occupancy, counts) promises nothing, so under these
//! strategies every free agent who fits and has the best merit is looked at, and no other.

use fixedbitset::FixedBitSet;

use super::idle::{BLOCK, IdleAgents, ones};
use super::lot::lot;
use super::ranking::Merits;
use crate::engine::agent::workload::Share;
use crate::engine::id::{AgentId, CallId};
use crate::engine::plan::Strategy;
use crate::engine::router::Router;

impl Router {
    /// Whom the call rings: the best of the free agents who fit.
    pub(in crate::engine) fn best_agent(&self, id: CallId) -> Option<AgentId> {
        let place = self.calls[&id].class.expect("a call in line has a class");
        let class = self.classes.class(place);
        let queue = self.queues[class.queue.index()].as_ref();
        let queue = queue.expect("a class is of a queue of the plan");
        let choice = Choice {
            idle: &self.idle,
            qualified: &class.qualified,
            merits: class.merits.as_ref(),
        };
        match queue.strategy() {
            Strategy::LongestIdle
            | Strategy::MostSkilled
            | Strategy::LeastSkilled
            | Strategy::Ordered => choice.longest_idle(),
            Strategy::LeastOccupied => {
                choice.lowest(Share::NONE, |index| self.idle.load(index).share(self.now))
            }
            Strategy::FewestCalls => {
                let counts = queue.answered.as_ref();
                let counts = counts.expect("a queue counts the calls that it levels");
                choice.lowest(0, |index| counts.of(index))
            }
            Strategy::RoundRobin => choice.next_after(queue.last_offered),
            Strategy::Random => choice.drawn(lot(id, self.next_offer)),
        }
    }
}

/// Among whom is chosen.
pub(in crate::engine) struct Choice<'a> {
    idle: &'a IdleAgents,
    qualified: &'a FixedBitSet,
    merits: Option<&'a Merits>,
}

impl Choice<'_> {
    /// The best; of equals the one idle longest.
    fn longest_idle(&self) -> Option<AgentId> {
        let found = self.search(
            |block| self.idle.earliest(block),
            |index| self.idle.since(index),
        );
        found.map(|(_, index)| agent(index))
    }

    /// The best with the lowest number; of equals the one idle longest. No number is below
    /// `lowest`.
    fn lowest<N: Ord + Copy>(&self, lowest: N, number: impl Fn(usize) -> N) -> Option<AgentId> {
        let found = self.search(
            |block| (lowest, self.idle.earliest(block)),
            |index| (number(index), self.idle.since(index)),
        );
        found.map(|(_, index)| agent(index))
    }

    /// The best who comes next after this agent by id, after the last one the first again.
    fn next_after(&self, last: Option<AgentId>) -> Option<AgentId> {
        let next = last.map_or(0, |last| last.index() + 1);
        // Those who have had their turn come after all others.
        let turn = |index: usize| (index < next, index);
        let promise = |block: usize| {
            let (first, after) = (block * BLOCK, (block + 1) * BLOCK);
            if after > next {
                turn(first.max(next))
            } else {
                turn(first)
            }
        };
        self.search(promise, turn).map(|(_, index)| agent(index))
    }

    /// One of the best by lot: every one of them has the same chance.
    fn drawn(&self, lot: u64) -> Option<AgentId> {
        let (best, _) = self.search(|_| (), |_| ())?;
        let of_best = |block: usize, word: usize| {
            let agents = ones(word).map(move |bit| block * BLOCK + bit);
            agents.filter(|index| self.merit(*index) == best)
        };
        let blocks = || {
            self.candidates()
                .filter(|&(block, _)| self.best_merit(block) <= best)
        };
        let count = |(block, word): (usize, usize)| match self.merits {
            None => word.count_ones() as usize,
            Some(_) => of_best(block, word).count(),
        };
        let all: usize = blocks().map(count).sum();
        // The upper half of the product is below `all`, evenly spread.
        let mut drawn = usize::try_from((u128::from(lot) * all as u128) >> 64)
            .expect("a number of agents fits");
        for (block, word) in blocks() {
            let here = count((block, word));
            if drawn < here {
                return of_best(block, word).nth(drawn).map(agent);
            }
            drawn -= here;
        }
        None
    }

    fn merit(&self, index: usize) -> u64 {
        self.merits.map_or(0, |merits| merits.of(index))
    }

    fn best_merit(&self, block: usize) -> u64 {
        self.merits.map_or(0, |merits| merits.best(block))
    }

    /// The words of the free agents who fit, without empty ones.
    fn candidates(&self) -> impl Iterator<Item = (usize, usize)> {
        let words = self.idle.words().iter().zip(self.qualified.as_slice());
        let both = words.map(|(free, fits)| free & fits).enumerate();
        both.filter(|&(_, word)| word != 0)
    }

    /// The merit and index of the agent with the smallest merit, key and index. The promise of a
    /// block is no larger than the key of any free agent in it.
    fn search<K: Ord + Copy>(
        &self,
        promise: impl Fn(usize) -> K,
        key: impl Fn(usize) -> K,
    ) -> Option<(u64, usize)> {
        let promise = |block: usize| (self.best_merit(block), promise(block), block);
        let best_of = |block: usize, word: usize| {
            let indexes = ones(word).map(|bit| block * BLOCK + bit);
            indexes
                .map(|index| (self.merit(index), key(index), index))
                .min()
        };
        let (first, first_word) = self.candidates().min_by_key(|&(block, _)| promise(block))?;
        let mut best = best_of(first, first_word)?;
        for (block, word) in self.candidates() {
            // A block's promise bounds its agents from below; at a tie the lower block wins.
            let could_win = promise(block) < (best.0, best.1, best.2 / BLOCK);
            if block != first && could_win {
                best = best_of(block, word).map_or(best, |other| best.min(other));
            }
        }
        Some((best.0, best.2))
    }
}

fn agent(index: usize) -> AgentId {
    AgentId(u32::try_from(index).expect("indexes come from agent ids"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop, prop_assert, prop_assert_eq, proptest};

    use super::*;
    use crate::engine::agent::workload::Load;
    use crate::engine::time::Millis;

    #[derive(Debug, Clone)]
    struct Somebody {
        is_free: bool,
        fits: bool,
        since: u64,
        merit: u64,
        calls: u32,
        busy_ms: u64,
        began: u64,
    }

    fn somebody() -> impl prop::strategy::Strategy<Value = Somebody> {
        use prop::strategy::Strategy;
        let parts = (
            any::<bool>(),
            any::<bool>(),
            0_u64..6,
            0_u64..4,
            0_u32..4,
            0_u64..90,
            0_u64..50,
        );
        parts.prop_map(
            |(is_free, fits, since, merit, calls, busy_ms, began)| Somebody {
                is_free,
                fits,
                since,
                merit,
                calls,
                busy_ms,
                began,
            },
        )
    }

    const NOW: Millis = Millis(100);

    proptest! {
        #[test]
        fn every_search_finds_what_a_plain_scan_finds(
            agents in prop::collection::vec(somebody(), 1..400),
            is_ranked in any::<bool>(),
            last in prop::option::of(0_u32..400),
            lot in any::<u64>(),
        ) {
            let mut idle = IdleAgents::new(agents.len());
            let mut qualified = FixedBitSet::with_capacity(agents.len());
            for (index, one) in agents.iter().enumerate() {
                let id = AgentId(index as u32);
                if one.is_free {
                    let load = Load { busy_ms: one.busy_ms, began: Millis(one.began) };
                    idle.insert(id, Millis(one.since), load);
                }
                if one.fits {
                    qualified.insert(index);
                }
            }
            let merits = Merits::new(&qualified, |id| agents[id.index()].merit);
            let choice = Choice {
                idle: &idle,
                qualified: &qualified,
                merits: is_ranked.then_some(&merits),
            };
            let candidates = || {
                let all = agents.iter().enumerate();
                all.filter(|(_, one)| one.is_free && one.fits).map(|(index, one)| {
                    (if is_ranked { one.merit } else { 0 }, index, one)
                })
            };
            let id = |(_, index, _): (u64, usize, &Somebody)| AgentId(index as u32);
            prop_assert_eq!(
                choice.longest_idle(),
                candidates().min_by_key(|(merit, at, one)| (*merit, one.since, *at)).map(id)
            );
            prop_assert_eq!(
                choice.lowest(0, |index| agents[index].calls),
                candidates()
                    .min_by_key(|(merit, at, one)| (*merit, one.calls, one.since, *at))
                    .map(id)
            );
            // The share in parts of ten billion tells all shares of this test apart.
            let share = |one: &Somebody| one.busy_ms * 10_000_000_000 / (100 - one.began);
            prop_assert_eq!(
                choice.lowest(Share::NONE, |index| idle.load(index).share(NOW)),
                candidates()
                    .min_by_key(|(merit, at, one)| (*merit, share(one), one.since, *at))
                    .map(id)
            );
            let next = last.map_or(0, |last| last as usize + 1);
            let turns = agents.len() + 400;
            prop_assert_eq!(
                choice.next_after(last.map(AgentId)),
                candidates()
                    .min_by_key(|(merit, at, _)| (*merit, (*at + turns - next) % turns))
                    .map(id)
            );
            let best = candidates().map(|(merit, _, _)| merit).min();
            let equals: Vec<_> = candidates()
                .filter(|(merit, _, _)| Some(*merit) == best)
                .map(|(_, index, _)| index)
                .collect();
            let drawn = choice.drawn(lot);
            prop_assert_eq!(drawn.is_some(), !equals.is_empty());
            prop_assert!(drawn.is_none_or(|one| equals.contains(&one.index())));
        }
    }

    #[test]
    fn every_one_of_the_best_is_drawn() {
        let mut idle = IdleAgents::new(200);
        let mut qualified = FixedBitSet::with_capacity(200);
        for index in 0..200 {
            idle.insert(agent(index), Millis(0), Load::default());
            qualified.insert(index);
        }
        let merits = Merits::new(&qualified, |id| u64::from(id.index() % 2 == 0));
        let choice = Choice {
            idle: &idle,
            qualified: &qualified,
            merits: Some(&merits),
        };
        let drawn: std::collections::BTreeSet<_> = (0..100_u64)
            .map(|place| choice.drawn((u64::MAX / 100) * place + u64::MAX / 200))
            .map(|one| one.map(AgentId::index))
            .collect();
        assert_eq!(drawn.len(), 100);
        assert!(drawn.iter().flatten().all(|index| index % 2 == 1));
    }
}
