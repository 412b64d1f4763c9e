//! What became of calls in a queue, or of calls with a tag.
//!
//! Rule kept: every stay has one outcome, so that the counts of the outcomes make up `offered`.

use serde::Serialize;

use super::figures::{Percent, Spread, mean};

/// What became of a call in a queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// An agent answered.
    Answered,
    /// The caller hung up in line.
    Abandoned,
    /// The caller hung up in line after so short a wait that it counts as a mistake.
    ShortAbandoned,
    /// It had waited long enough.
    TimedOut,
    /// Nobody was there for it any more.
    NoAgents,
    /// It went on to another queue.
    Moved,
    /// It left in another way: by a key, redirected, because the queue closed, by a failure.
    Other,
    /// It is still in line.
    Waiting,
}

/// Why an offer was missed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Miss {
    /// The phone rang and was not answered in time.
    NoAnswer,
    /// The phone was busy.
    Busy,
    /// The agent declined.
    Rejected,
    /// The phone could not be reached.
    Unreachable,
    /// The network had no circuit, or the PBX no resources.
    Congestion,
}

/// How long an agent was busy with a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Handling {
    /// How long they talked, holds included.
    pub talk_ms: u64,
    /// For how long of that the caller was on hold.
    pub hold_ms: u64,
    /// How long after-call time lasted.
    pub wrap_up_ms: u64,
    /// The conversation ended by a transfer.
    pub is_transferred: bool,
}

/// Missed offers by cause.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Misses {
    /// Offers that came to nothing because of the agent or the phone.
    pub missed: u64,
    /// Of these: the phone rang and was not answered in time.
    pub missed_no_answer: u64,
    /// The phone was busy.
    pub missed_busy: u64,
    /// The agent declined.
    pub missed_rejected: u64,
    /// The phone could not be reached.
    pub missed_unreachable: u64,
    /// The network had no circuit, or the PBX no resources.
    pub missed_congestion: u64,
}

/// Conversations that are over, added up.
#[derive(Debug, Clone, Default)]
pub(super) struct Handled {
    pub(super) count: u64,
    pub(super) talk_ms: u64,
    pub(super) hold_ms: u64,
    pub(super) wrap_up_ms: u64,
    pub(super) transferred: u64,
    pub(super) talks: Spread,
}

/// Conversations that are over, in figures. `talk` is without holds.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct HandledFigures {
    /// Conversations that are over.
    pub handled: u64,
    /// Of these, how many ended by a transfer.
    pub transferred: u64,
    /// Talk, hold and after-call time, on average: the AHT.
    pub handle_average_ms: Option<u64>,
    /// Talk, on average.
    pub talk_average_ms: Option<u64>,
    /// Hold, on average.
    pub hold_average_ms: Option<u64>,
    /// After-call time, on average.
    pub wrap_up_average_ms: Option<u64>,
    /// Half of the conversations were no longer, holds included.
    pub talk_p50_ms: Option<u64>,
    /// Nine of ten were no longer.
    pub talk_p90_ms: Option<u64>,
    /// Talk, in all.
    pub talk_ms: u64,
    /// Hold, in all.
    pub hold_ms: u64,
    /// After-call time, in all.
    pub wrap_up_ms: u64,
}

/// What is added up of a queue or a tag.
#[derive(Debug, Clone, Default)]
pub struct StayTally {
    refused: u64,
    offered: u64,
    answered: u64,
    abandoned: u64,
    short_abandoned: u64,
    timed_out: u64,
    no_agents: u64,
    moved: u64,
    left_otherwise: u64,
    waiting: u64,
    answered_within: u64,
    abandoned_within: u64,
    wait_ms: u64,
    abandoned_wait_ms: u64,
    wait_max_ms: u64,
    waits: Spread,
    handled: Handled,
    misses: Misses,
}

/// A queue or a tag in figures.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct StayFigures {
    /// Calls that came into the queue.
    pub offered: u64,
    /// Of these: an agent answered.
    pub answered: u64,
    /// The caller hung up in line, short ones left out.
    pub abandoned: u64,
    /// The caller hung up in line after so short a wait that it counts as a mistake.
    pub short_abandoned: u64,
    /// It had waited long enough.
    pub timed_out: u64,
    /// Nobody was there for it any more.
    pub no_agents: u64,
    /// It went on to another queue.
    pub moved: u64,
    /// It left in another way.
    pub left_otherwise: u64,
    /// It is still in line.
    pub waiting: u64,
    /// Calls that were not let in; they are not offered.
    pub refused: u64,
    /// The wait within which a call is to be answered.
    pub within_ms: Option<u64>,
    /// Calls that were answered within it.
    pub answered_within: u64,
    /// Answered within it, of those that left the queue for good, short ones left out.
    pub service_level_strict_percent: Option<Percent>,
    /// Answered or abandoned within it, of all that left the queue for good.
    pub service_level_lenient_percent: Option<Percent>,
    /// Abandoned, of those that left the queue for good, short ones left out.
    pub abandoned_percent: Option<Percent>,
    /// The wait of answered calls, on average: the ASA.
    pub wait_average_ms: Option<u64>,
    /// Half of the answered calls waited no longer.
    pub wait_p50_ms: Option<u64>,
    /// Nine of ten waited no longer.
    pub wait_p90_ms: Option<u64>,
    /// Nineteen of twenty waited no longer.
    pub wait_p95_ms: Option<u64>,
    /// The longest wait of all calls that have left the line.
    pub wait_max_ms: u64,
    /// The wait of abandoned calls, on average, short ones left out.
    pub abandoned_wait_average_ms: Option<u64>,
    /// Conversations.
    #[serde(flatten)]
    pub handled: HandledFigures,
    /// Offers that were missed.
    #[serde(flatten)]
    pub misses: Misses,
}

impl Misses {
    /// Adds one.
    pub fn add(&mut self, miss: Miss) {
        self.missed += 1;
        *match miss {
            Miss::NoAnswer => &mut self.missed_no_answer,
            Miss::Busy => &mut self.missed_busy,
            Miss::Rejected => &mut self.missed_rejected,
            Miss::Unreachable => &mut self.missed_unreachable,
            Miss::Congestion => &mut self.missed_congestion,
        } += 1;
    }
}

impl Handled {
    pub(super) fn add(&mut self, handling: Handling) {
        let Handling {
            talk_ms,
            hold_ms,
            wrap_up_ms,
            is_transferred,
        } = handling;
        let hold_ms = hold_ms.min(talk_ms);
        self.count += 1;
        self.talk_ms += talk_ms - hold_ms;
        self.hold_ms += hold_ms;
        self.wrap_up_ms += wrap_up_ms;
        self.transferred += u64::from(is_transferred);
        self.talks.add(talk_ms);
    }

    pub(super) fn figures(mut self) -> HandledFigures {
        let average = |sum_ms| mean(sum_ms, self.count);
        HandledFigures {
            handled: self.count,
            transferred: self.transferred,
            handle_average_ms: average(self.talk_ms + self.hold_ms + self.wrap_up_ms),
            talk_average_ms: average(self.talk_ms),
            hold_average_ms: average(self.hold_ms),
            wrap_up_average_ms: average(self.wrap_up_ms),
            talk_p50_ms: self.talks.percentile(50),
            talk_p90_ms: self.talks.percentile(90),
            talk_ms: self.talk_ms,
            hold_ms: self.hold_ms,
            wrap_up_ms: self.wrap_up_ms,
        }
    }
}

impl StayTally {
    /// A call was not let in.
    pub fn refuse(&mut self) {
        self.refused += 1;
    }

    /// A call's stay, after this wait; `within_ms` is the wait within which it was to be answered.
    pub fn add(&mut self, outcome: Outcome, wait_ms: u64, within_ms: u64) {
        self.offered += 1;
        let is_within = u64::from(wait_ms <= within_ms);
        if !matches!(outcome, Outcome::Moved | Outcome::Waiting) {
            self.wait_max_ms = self.wait_max_ms.max(wait_ms);
        }
        match outcome {
            Outcome::Answered => {
                self.answered += 1;
                self.answered_within += is_within;
                self.wait_ms += wait_ms;
                self.waits.add(wait_ms);
            }
            Outcome::Abandoned => {
                self.abandoned += 1;
                self.abandoned_within += is_within;
                self.abandoned_wait_ms += wait_ms;
            }
            Outcome::ShortAbandoned => {
                self.short_abandoned += 1;
                self.abandoned_within += is_within;
            }
            Outcome::TimedOut => self.timed_out += 1,
            Outcome::NoAgents => self.no_agents += 1,
            Outcome::Moved => self.moved += 1,
            Outcome::Other => self.left_otherwise += 1,
            Outcome::Waiting => self.waiting += 1,
        }
    }

    /// A conversation that is over.
    pub fn handle(&mut self, handling: Handling) {
        self.handled.add(handling);
    }

    /// An offer was missed.
    pub fn miss(&mut self, miss: Miss) {
        self.misses.add(miss);
    }

    /// Nothing was added.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.offered == 0 && self.refused == 0 && self.misses.missed == 0
    }

    /// The figures; `within_ms` is `None` where it was not the same for all calls.
    #[must_use]
    pub fn figures(mut self, within_ms: Option<u64>) -> StayFigures {
        let decided = self.offered - self.moved - self.waiting;
        let counting = decided - self.short_abandoned;
        StayFigures {
            offered: self.offered,
            answered: self.answered,
            abandoned: self.abandoned,
            short_abandoned: self.short_abandoned,
            timed_out: self.timed_out,
            no_agents: self.no_agents,
            moved: self.moved,
            left_otherwise: self.left_otherwise,
            waiting: self.waiting,
            refused: self.refused,
            within_ms,
            answered_within: self.answered_within,
            service_level_strict_percent: Percent::of(self.answered_within, counting),
            service_level_lenient_percent: Percent::of(
                self.answered_within + self.abandoned_within,
                decided,
            ),
            abandoned_percent: Percent::of(self.abandoned, counting),
            wait_average_ms: mean(self.wait_ms, self.answered),
            wait_p50_ms: self.waits.percentile(50),
            wait_p90_ms: self.waits.percentile(90),
            wait_p95_ms: self.waits.percentile(95),
            wait_max_ms: self.wait_max_ms,
            abandoned_wait_average_ms: mean(self.abandoned_wait_ms, self.abandoned),
            handled: self.handled.figures(),
            misses: self.misses,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{Strategy, any, proptest};
    use proptest::sample::select;

    use super::*;

    const WITHIN_MS: u64 = 20_000;
    const OUTCOMES: [Outcome; 8] = [
        Outcome::Answered,
        Outcome::Abandoned,
        Outcome::ShortAbandoned,
        Outcome::TimedOut,
        Outcome::NoAgents,
        Outcome::Moved,
        Outcome::Other,
        Outcome::Waiting,
    ];

    fn figures(stays: &[(Outcome, u64)]) -> StayFigures {
        let mut tally = StayTally::default();
        for (outcome, wait_ms) in stays {
            tally.add(*outcome, *wait_ms, WITHIN_MS);
        }
        tally.figures(Some(WITHIN_MS))
    }

    #[test]
    fn both_service_levels_are_as_the_document_says() {
        let found = figures(&[
            (Outcome::Answered, 20_000),
            (Outcome::Answered, 20_001),
            (Outcome::Abandoned, 10_000),
            (Outcome::Abandoned, 30_000),
            (Outcome::ShortAbandoned, 2_000),
            (Outcome::TimedOut, 60_000),
            (Outcome::Moved, 90_000),
            (Outcome::Waiting, 0),
        ]);
        // One of five; short, moved and waiting ones left out.
        assert_eq!(found.service_level_strict_percent, Percent::of(1, 5));
        // One answered and two abandoned, of six.
        assert_eq!(found.service_level_lenient_percent, Percent::of(3, 6));
        assert_eq!(found.abandoned_percent, Percent::of(2, 5));
        assert_eq!(found.wait_average_ms, Some(20_001));
        assert_eq!(
            (found.wait_p50_ms, found.wait_max_ms),
            (Some(20_000), 60_000)
        );
        assert_eq!(found.abandoned_wait_average_ms, Some(20_000));
    }

    #[test]
    fn handling_time_has_three_parts() {
        let mut tally = StayTally::default();
        for (talk_ms, hold_ms, is_transferred) in [(10_000, 4_000, false), (20_000, 0, true)] {
            tally.handle(Handling {
                talk_ms,
                hold_ms,
                wrap_up_ms: 5_000,
                is_transferred,
            });
        }
        let found = tally.figures(None).handled;
        assert_eq!((found.handled, found.transferred), (2, 1));
        assert_eq!(found.talk_average_ms, Some(13_000));
        assert_eq!(found.hold_average_ms, Some(2_000));
        assert_eq!(found.wrap_up_average_ms, Some(5_000));
        assert_eq!(found.handle_average_ms, Some(20_000));
        assert_eq!(
            (found.talk_p50_ms, found.talk_p90_ms),
            (Some(10_000), Some(20_000))
        );
    }

    #[test]
    fn nothing_has_no_averages() {
        let found = figures(&[]);
        assert_eq!(found.service_level_strict_percent, None);
        assert_eq!(
            (found.wait_average_ms, found.handled.handle_average_ms),
            (None, None)
        );
    }

    fn stays() -> impl Strategy<Value = Vec<(Outcome, u64, bool)>> {
        let stay = (select(&OUTCOMES[..]), 0..60_000_u64, any::<bool>());
        proptest::collection::vec(stay, 0..80)
    }

    proptest! {
        #[test]
        fn every_call_is_counted_once_and_parts_make_up_the_whole(stays in stays()) {
            let pick = |wanted: bool| -> Vec<(Outcome, u64)> {
                let picked = stays.iter().filter(|stay| stay.2 == wanted);
                picked.map(|stay| (stay.0, stay.1)).collect()
            };
            let all: Vec<_> = stays.iter().map(|stay| (stay.0, stay.1)).collect();
            let counts = |found: &StayFigures| [
                found.offered, found.answered, found.abandoned, found.short_abandoned,
                found.timed_out, found.no_agents, found.moved, found.left_otherwise,
                found.waiting, found.answered_within,
            ];
            let whole = figures(&all);
            let [here, there] = [true, false].map(|part| counts(&figures(&pick(part))));
            let sums: Vec<u64> = here.iter().zip(there).map(|(here, there)| here + there).collect();
            assert_eq!(sums, counts(&whole));
            assert_eq!(whole.offered, counts(&whole)[1..9].iter().sum::<u64>());
        }

        #[test]
        fn the_lenient_level_is_never_below_the_strict_one(stays in stays()) {
            // A short wait is one that is within the service level.
            let stays: Vec<_> = stays.iter().map(|(outcome, wait_ms, _)| match outcome {
                Outcome::ShortAbandoned => (*outcome, wait_ms % WITHIN_MS),
                _ => (*outcome, *wait_ms),
            }).collect();
            let found = figures(&stays);
            let strict = found.service_level_strict_percent;
            assert!(strict <= found.service_level_lenient_percent, "{found:?}");
        }
    }
}
