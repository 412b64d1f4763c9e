//! Agents in reserve, by the books: whether each queue's reserve is in follows from history, and
//! each joining and leaving is held against what the books know of the line.

use acd::engine::{ReserveSign, StaffLevel};

use crate::ledger::{Ledger, Stay};
use crate::town::QUEUES;

/// The signs of which the books know the value.
const KNOWN: [ReserveSign; 2] = [ReserveSign::Line, ReserveSign::Wait];

impl Ledger {
    /// Whether the agent waits in the reserve of the queue now.
    pub(crate) fn is_held_back(&self, agent: usize, queue: usize) -> bool {
        let rank_min = self.town.queues[queue].reserve.rank_min;
        let is_of_reserve = rank_min.is_some_and(|min| self.town.rank(agent, queue) >= min);
        is_of_reserve && self.reserve_since[queue].is_none()
    }

    /// How far the agent is from taking a call of the queue that needs somebody now.
    pub(crate) fn presence_in(&self, agent: usize, queue: usize) -> Option<StaffLevel> {
        (!self.is_held_back(agent, queue)).then(|| self.presence(agent))
    }

    fn sign(&self, queue: usize, sign: ReserveSign, now: u64) -> u64 {
        match sign {
            ReserveSign::Line => self.in_line(queue) as u64,
            ReserveSign::Wait => {
                let calls = self.live.iter().map(|id| &self.calls[id]);
                let in_line = calls.filter(|call| {
                    call.queue == queue && matches!(call.stay, Stay::Waits | Stay::Rings)
                });
                in_line.map(|call| now - call.arrived).max().unwrap_or(0)
            }
            ReserveSign::Estimate | ReserveSign::ServiceLevel => {
                unreachable!("the books know no {}", sign.name())
            }
        }
    }

    /// History says that a reserve has joined.
    pub(crate) fn reserve_joins(&mut self, queue: usize, sign: ReserveSign, now: u64) {
        let rules = &self.town.queues[queue].reserve;
        let threshold = rules
            .threshold(sign)
            .expect("only a sign that is looked at");
        let is_due = !KNOWN.contains(&sign) || sign.joins(threshold, self.sign(queue, sign, now));
        assert!(
            is_due,
            "at {now}: the reserve of {queue} joins by {}",
            sign.name()
        );
        let former = self.reserve_since[queue].replace(now);
        assert_eq!(
            former, None,
            "at {now}: the reserve of {queue} is in already"
        );
    }

    /// History says that a reserve has left; `is_dissolved`: by a new plan.
    pub(crate) fn reserve_leaves(&mut self, queue: usize, is_dissolved: bool, now: u64) {
        let since = self.reserve_since[queue].take();
        if is_dissolved {
            return assert_eq!(since, None, "the plan has taken it away before");
        }
        let rules = &self.town.queues[queue].reserve;
        let has_stayed = since.is_some_and(|since| now - since >= rules.stay_ms);
        let may_go = KNOWN.into_iter().all(|sign| {
            let threshold = rules.threshold(sign);
            threshold.is_none_or(|known| sign.lets_go(known, self.sign(queue, sign, now)))
        });
        assert!(
            has_stayed && may_go,
            "at {now}: the reserve of {queue} leaves"
        );
    }

    /// A new plan: a reserve lasts as long as its queue has one.
    pub(crate) fn reserves_replanned(&mut self) {
        for (since, rules) in self.reserve_since.iter_mut().zip(&self.town.queues) {
            if !rules.is_open || rules.reserve.rank_min.is_none() {
                *since = None;
            }
        }
    }

    /// No reserve is late.
    pub(crate) fn assert_reserves(&self, now: u64) {
        for queue in 0..QUEUES {
            let rules = &self.town.queues[queue];
            if !rules.is_open || rules.reserve.rank_min.is_none() {
                continue;
            }
            let signs = KNOWN.into_iter();
            let known = signs.filter_map(|sign| Some((sign, rules.reserve.threshold(sign)?)));
            let known: Vec<_> = known.collect();
            let value = |sign| self.sign(queue, sign, now);
            match self.reserve_since[queue] {
                None => assert!(
                    known
                        .iter()
                        .all(|(sign, at)| !sign.joins(*at, value(*sign))),
                    "at {now}: the reserve of {queue} is late"
                ),
                Some(since) => {
                    let others = [ReserveSign::Estimate, ReserveSign::ServiceLevel];
                    let mut others = others.into_iter();
                    let is_held = others.any(|sign| rules.reserve.threshold(sign).is_some())
                        || known
                            .iter()
                            .any(|(sign, at)| !sign.lets_go(*at, value(*sign)))
                        || now - since < rules.reserve.stay_ms;
                    assert!(is_held, "at {now}: the reserve of {queue} stays");
                }
            }
        }
    }
}
