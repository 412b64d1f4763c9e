//! Ring-no-answer redirect: what an offer that came to nothing means for the agent.
//!
//! Missed offers in a row make the agent not ready; busy, rejected, unreachable and congested
//! phones are left alone for a while, each cause by its own back-off, and are no miss. Every rest
//! has a shortest length, so that a phone that refuses at once is not rung in a tight loop. Whoever
//! misses more and more offers without a word, also over returns from not ready, is signed out at
//! last.

use crate::engine::input::OfferFailure;
use crate::engine::limits::REST_MS_MIN;
use crate::engine::plan::{AgentPlan, QueuePlan};

/// What happens to the agent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::engine) enum Consequence {
    /// Nothing: the agent is free again.
    Nothing,
    /// The agent is left alone for a while.
    Rest {
        /// How long.
        rest_ms: u64,
    },
    /// The agent goes not ready.
    NotReady,
}

/// Whether an agent of whom nothing was heard for this many missed offers is signed out.
pub(in crate::engine) fn signs_out(
    queue: &QueuePlan,
    agent: &AgentPlan,
    missed_in_all: u32,
) -> bool {
    let limit = agent.auto_logout.unwrap_or(queue.offer.auto_logout);
    limit > 0 && missed_in_all >= limit
}

/// The consequence of a failed offer for an agent with this many misses in a row, this one
/// included, where so many may be.
pub(in crate::engine) fn consequence(
    queue: &QueuePlan,
    failure: OfferFailure,
    (missed, rona_limit): (u32, u32),
    is_orphaned: bool,
) -> Consequence {
    let back_off = &queue.offer.back_off;
    let rest_ms = match failure {
        OfferFailure::NoAnswer if rona_limit > 0 && missed >= rona_limit => {
            return Consequence::NotReady;
        }
        OfferFailure::Rescinded if is_orphaned => return Consequence::Nothing,
        OfferFailure::NoAnswer | OfferFailure::Rescinded => back_off.no_answer_ms,
        OfferFailure::Busy => back_off.busy_ms,
        OfferFailure::Rejected => back_off.rejected_ms,
        OfferFailure::Unreachable => back_off.unreachable_ms,
        OfferFailure::Congestion => back_off.congestion_ms,
    };
    Consequence::Rest {
        rest_ms: rest_ms.max(REST_MS_MIN),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::tests::floor::queue;

    #[test]
    fn every_failure_has_its_consequence() {
        let mut rules = queue(0);
        rules.offer.back_off.busy_ms = 1_000;
        rules.offer.back_off.rejected_ms = 2_000;
        rules.offer.back_off.no_answer_ms = 3_000;
        rules.offer.back_off.unreachable_ms = 4_000;
        rules.offer.back_off.congestion_ms = 6_000;
        let rest = |rest_ms| Consequence::Rest { rest_ms };
        let table = [
            (OfferFailure::NoAnswer, 1, false, rest(3_000)),
            (OfferFailure::NoAnswer, 2, false, Consequence::NotReady),
            (OfferFailure::NoAnswer, 3, false, Consequence::NotReady),
            (OfferFailure::Busy, 9, false, rest(1_000)),
            (OfferFailure::Rejected, 9, false, rest(2_000)),
            (OfferFailure::Unreachable, 9, true, rest(4_000)),
            (OfferFailure::Congestion, 9, false, rest(6_000)),
            (OfferFailure::Rescinded, 9, false, rest(3_000)),
            (OfferFailure::Rescinded, 9, true, Consequence::Nothing),
        ];
        for (failure, missed, is_orphaned, expected) in table {
            let found = consequence(&rules, failure, (missed, 2), is_orphaned);
            assert_eq!(found, expected, "{failure:?} after {missed}");
        }
        let found = consequence(&rules, OfferFailure::NoAnswer, (99, 0), false);
        assert_eq!(found, rest(3_000), "a limit of 0 is none");
        rules.offer.back_off.busy_ms = 0;
        let found = consequence(&rules, OfferFailure::Busy, (0, 0), false);
        assert_eq!(found, rest(REST_MS_MIN));
    }
}
