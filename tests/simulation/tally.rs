//! What happened how often: a day on which nothing special happened proves nothing.

use std::collections::BTreeMap;

use acd::engine::{CallExit, OfferFailure};

/// Counts of one day.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    pub(crate) steps: u64,
    pub(crate) connected: u64,
    pub(crate) abandoned: u64,
    pub(crate) same_instant: u64,
    pub(crate) nick_of_time: u64,
    pub(crate) unanswered: u64,
    pub(crate) silences: u64,
    pub(crate) leases_expired: u64,
    pub(crate) reloads: u64,
    pub(crate) went_rona: u64,
    /// Phones that stopped ringing because another agent was faster.
    pub(crate) beaten: u64,
    pub(crate) wrap_ups_changed: u64,
    pub(crate) widened: u64,
    pub(crate) strategies_changed: u64,
    /// Times that a caller was told something.
    pub(crate) announced: u64,
    pub(crate) failures: BTreeMap<OfferFailure, u64>,
    pub(crate) exits: BTreeMap<CallExit, u64>,
}

impl Tally {
    pub(crate) const fn unanswered(&mut self) {
        self.unanswered += 1;
    }

    pub(crate) fn failed(&mut self, failure: OfferFailure) {
        *self.failures.entry(failure).or_default() += 1;
    }

    /// Adds another day.
    pub(crate) fn absorb(&mut self, other: Self) {
        let counts = [
            (&mut self.steps, other.steps),
            (&mut self.connected, other.connected),
            (&mut self.abandoned, other.abandoned),
            (&mut self.same_instant, other.same_instant),
            (&mut self.nick_of_time, other.nick_of_time),
            (&mut self.unanswered, other.unanswered),
            (&mut self.silences, other.silences),
            (&mut self.leases_expired, other.leases_expired),
            (&mut self.reloads, other.reloads),
            (&mut self.went_rona, other.went_rona),
            (&mut self.beaten, other.beaten),
            (&mut self.wrap_ups_changed, other.wrap_ups_changed),
            (&mut self.widened, other.widened),
            (&mut self.strategies_changed, other.strategies_changed),
            (&mut self.announced, other.announced),
        ];
        for (sum, count) in counts {
            *sum += count;
        }
        for (failure, count) in other.failures {
            *self.failures.entry(failure).or_default() += count;
        }
        for (exit, count) in other.exits {
            *self.exits.entry(exit).or_default() += count;
        }
    }

    /// Whether everything happened that long enough days bring.
    pub(crate) fn is_eventful(&self) -> bool {
        let counts = [
            self.abandoned,
            self.same_instant,
            self.nick_of_time,
            self.unanswered,
            self.silences,
            self.leases_expired,
            self.reloads,
            self.went_rona,
            self.beaten,
            self.wrap_ups_changed,
            self.widened,
            self.strategies_changed,
            self.announced,
        ];
        let is_whole = self.failures.len() == 6 && self.exits.len() >= 7;
        is_whole && counts.iter().all(|count| *count > 0)
    }
}
