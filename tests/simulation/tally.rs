//! What happened how often: a day on which nothing special happened proves nothing.

use std::collections::BTreeMap;

use acd::engine::{CallExit, OfferFailure, ReserveSign};

/// The tally with these counts, none of which may be 0 in the end.
macro_rules! tally {
    ($($(#[$doc:meta])* $count:ident,)*) => {
        /// Counts of one day.
        #[derive(Debug, Default)]
        pub(crate) struct Tally {
            pub(crate) steps: u64,
            pub(crate) connected: u64,
            $($(#[$doc])* pub(crate) $count: u64,)*
            pub(crate) reserves_joined: BTreeMap<ReserveSign, u64>,
            pub(crate) failures: BTreeMap<OfferFailure, u64>,
            pub(crate) exits: BTreeMap<CallExit, u64>,
            /// What agents said that was refused, by the reason.
            pub(crate) objections: BTreeMap<String, u64>,
        }

        impl Tally {
            const fn absorb_counts(&mut self, other: &Self) {
                self.steps += other.steps;
                self.connected += other.connected;
                $(self.$count += other.$count;)*
            }

            fn counts(&self) -> impl Iterator<Item = u64> {
                [$(self.$count),*].into_iter()
            }
        }
    };
}

tally! {
    abandoned,
    left_by_key,
    redirected,
    same_instant,
    nick_of_time,
    unanswered,
    silences,
    leases_expired,
    reloads,
    went_rona,
    /// Phones that stopped ringing because another agent was faster.
    beaten,
    wrap_ups_changed,
    widened,
    strategies_changed,
    rings_at_once_changed,
    /// Phones that stopped ringing because somebody sent the agent away.
    withdrawn,
    /// Agents whose skills or queues somebody changed.
    changed,
    /// Times that a caller was told something.
    announced,
    /// Steps that began by time, on a lack of agents, and on an estimate.
    relaxed,
    relaxed_on_condition,
    relaxed_on_estimate,
    /// Calls that went to another queue, and those that could not.
    moved_by_wait,
    moved_by_length,
    moved_by_word,
    moved_by_estimate,
    /// Calls in line that left because the queue closed: by hand, by the end of its hours.
    closed_by_hand,
    closed_by_hours,
    not_moved,
    moves_refused,
    forced_in,
    moved_away,
    /// Calls that waited for one agent alone: one named, the last one.
    named,
    stuck,
    offered_alone,
    holds_ended,
    /// Callers who had their former place.
    regained,
    /// Prompts that were played.
    prompted,
    /// What somebody changed of calls.
    priorities_changed,
    needs_changed,
    attributes_changed,
    /// Calls in line whose tags somebody changed.
    tagged,
    /// Callers who entered the line at a place of their own, and those who stood before others.
    positions,
    put_ahead,
    /// Calls that talked or were over, tagged.
    tagged_in_hand,
    /// Ends of after-call time without a tag that must be there, and with or without a word.
    tags_missed,
    disposed,
    by_default,
    /// Times that after-call time began anew for want of a tag.
    begun_anew,
    /// Not-ready reasons whose limit was passed.
    limits_passed,
    /// Agents who came back by themselves, and who were signed out for misses.
    returned,
    logged_out,
    /// Agents who went to another phone, and who lost theirs.
    moved_desk,
    desks_cleared,
    /// Pauses after one call.
    paused_by_word,
    paused_on_demand,
    /// Phones that ring for as long as their agent's rules say.
    rung_by_own_time,
    /// What others made agents do.
    forced_ready,
    forced_to_sign_in,
    phones_changed,
    doors_set,
    reserves_left,
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
        self.absorb_counts(&other);
        for (failure, count) in other.failures {
            *self.failures.entry(failure).or_default() += count;
        }
        for (sign, count) in other.reserves_joined {
            *self.reserves_joined.entry(sign).or_default() += count;
        }
        for (objection, count) in other.objections {
            *self.objections.entry(objection).or_default() += count;
        }
        for (exit, count) in other.exits {
            *self.exits.entry(exit).or_default() += count;
        }
    }

    /// Whether everything happened that long enough days bring.
    pub(crate) fn is_eventful(&self) -> bool {
        let is_whole = self.failures.len() == 6
            && self.exits.len() >= 8
            && self.objections.len() == 4
            && self.reserves_joined.len() == ReserveSign::ALL.len();
        is_whole && self.counts().all(|count| count > 0)
    }
}
