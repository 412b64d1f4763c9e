//! What an agent did, and for how long.
//!
//! Offers and conversations are counted at the moment at which they began; times are cut at the
//! ends of an interval, so that an agent is never busy for longer than it lasts.

use std::collections::BTreeMap;

use serde::Serialize;

use super::figures::Percent;
use super::stay_figures::{Handled, HandledFigures, Handling, Miss, Misses};

/// Something that an agent does for a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doing<'a> {
    /// Is signed in, whatever else.
    SignedIn,
    /// Is not ready for a reason.
    NotReady {
        /// Which.
        reason: &'a str,
        /// Whether the time is paid.
        is_paid: bool,
    },
    /// Is rung.
    Ringing,
    /// Talks, holds included.
    Talking,
    /// Is in after-call time.
    WrapUp,
}

/// What is added up of an agent.
#[derive(Debug, Clone, Default)]
pub struct AgentTally {
    offered: u64,
    answered: u64,
    withdrawn: u64,
    misses: Misses,
    handled: Handled,
    signed_in_us: u64,
    paid_us: u64,
    unpaid_us: u64,
    ringing_us: u64,
    talking_us: u64,
    wrap_up_us: u64,
    reasons: BTreeMap<String, u64>,
}

/// An agent in figures.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct AgentFigures {
    /// Offers.
    pub offered: u64,
    /// Of these: answered.
    pub answered: u64,
    /// Of these: taken back, because the caller left or another agent was faster.
    pub withdrawn: u64,
    /// Offers that were missed.
    #[serde(flatten)]
    pub misses: Misses,
    /// Conversations.
    #[serde(flatten)]
    pub handled: HandledFigures,
    /// Signed in, whatever else.
    pub signed_in_ms: u64,
    /// Signed in, not ready for any reason.
    pub not_ready_ms: u64,
    /// Of these: paid.
    pub not_ready_paid_ms: u64,
    /// Of these: not paid.
    pub not_ready_unpaid_ms: u64,
    /// Not ready, by reason.
    pub not_ready_by_reason_ms: BTreeMap<String, u64>,
    /// Rung.
    pub ringing_ms: u64,
    /// In conversation, holds included.
    pub talking_ms: u64,
    /// In after-call time.
    pub after_call_ms: u64,
    /// Signed in and ready, with nothing to do.
    pub free_ms: u64,
    /// In conversation or after-call time, of the time signed in and not away.
    pub occupancy_percent: Option<Percent>,
}

impl AgentTally {
    /// An offer was made and answered.
    pub fn answer(&mut self) {
        self.offered += 1;
        self.answered += 1;
    }

    /// An offer was made and taken back; or it still rings.
    pub fn offer(&mut self, is_withdrawn: bool) {
        self.offered += 1;
        self.withdrawn += u64::from(is_withdrawn);
    }

    /// An offer was missed.
    pub fn miss(&mut self, miss: Miss) {
        self.offered += 1;
        self.misses.add(miss);
    }

    /// A conversation that is over.
    pub fn handle(&mut self, handling: Handling) {
        self.handled.add(handling);
    }

    /// The agent did something for that long, in microseconds.
    pub fn spend(&mut self, doing: Doing<'_>, time_us: u64) {
        match doing {
            Doing::SignedIn => self.signed_in_us += time_us,
            Doing::Ringing => self.ringing_us += time_us,
            Doing::Talking => self.talking_us += time_us,
            Doing::WrapUp => self.wrap_up_us += time_us,
            Doing::NotReady { reason, is_paid } => {
                if is_paid {
                    self.paid_us += time_us;
                } else {
                    self.unpaid_us += time_us;
                }
                match self.reasons.get_mut(reason) {
                    Some(sum_us) => *sum_us += time_us,
                    None => drop(self.reasons.insert(reason.to_owned(), time_us)),
                }
            }
        }
    }

    /// The figures.
    #[must_use]
    pub fn figures(self) -> AgentFigures {
        let ms = |time_us: u64| (time_us + 500) / 1_000;
        let not_ready_us = self.paid_us + self.unpaid_us;
        let busy_us = self.talking_us + self.wrap_up_us;
        let present_us = self.signed_in_us.saturating_sub(not_ready_us);
        let free_us = present_us.saturating_sub(busy_us + self.ringing_us);
        AgentFigures {
            offered: self.offered,
            answered: self.answered,
            withdrawn: self.withdrawn,
            misses: self.misses,
            handled: self.handled.figures(),
            signed_in_ms: ms(self.signed_in_us),
            not_ready_ms: ms(not_ready_us),
            not_ready_paid_ms: ms(self.paid_us),
            not_ready_unpaid_ms: ms(self.unpaid_us),
            not_ready_by_reason_ms: self
                .reasons
                .into_iter()
                .map(|(reason, time_us)| (reason, ms(time_us)))
                .collect(),
            ringing_ms: ms(self.ringing_us),
            talking_ms: ms(self.talking_us),
            after_call_ms: ms(self.wrap_up_us),
            free_ms: ms(free_us),
            // Clocks differ by a little: more than all is all.
            occupancy_percent: Percent::of(busy_us.min(present_us), present_us),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_agents_day_in_figures() {
        let mut tally = AgentTally::default();
        let lunch = Doing::NotReady {
            reason: "lunch",
            is_paid: false,
        };
        let training = Doing::NotReady {
            reason: "training",
            is_paid: true,
        };
        for (doing, minutes) in [
            (Doing::SignedIn, 480),
            (lunch, 30),
            (training, 40),
            (lunch, 10),
            (Doing::Ringing, 10),
            (Doing::Talking, 200),
            (Doing::WrapUp, 100),
        ] {
            tally.spend(doing, minutes * 60_000_000);
        }
        tally.answer();
        tally.offer(true);
        tally.offer(false);
        tally.miss(Miss::NoAnswer);
        tally.miss(Miss::Unreachable);
        let found = tally.figures();
        let minute = 60_000;
        assert_eq!((found.offered, found.answered, found.withdrawn), (5, 1, 1));
        assert_eq!((found.misses.missed, found.misses.missed_no_answer), (2, 1));
        assert_eq!(found.not_ready_ms, 80 * minute);
        assert_eq!(
            (found.not_ready_paid_ms, found.not_ready_unpaid_ms),
            (40 * minute, 40 * minute)
        );
        assert_eq!(found.not_ready_by_reason_ms["lunch"], 40 * minute);
        assert_eq!(found.free_ms, 90 * minute);
        assert_eq!(found.occupancy_percent, Percent::of(300, 400));
    }

    #[test]
    fn who_was_not_there_has_no_occupancy() {
        let mut tally = AgentTally::default();
        assert_eq!(tally.clone().figures().occupancy_percent, None);
        tally.spend(Doing::SignedIn, 10);
        tally.spend(Doing::Talking, 12);
        let found = tally.figures();
        assert_eq!(found.occupancy_percent, Percent::of(1, 1));
        assert_eq!(found.free_ms, 0);
    }
}
