//! What happened how often: a day on which nothing special happened proves nothing.

use std::collections::BTreeMap;

use acd::engine::{CallExit, OfferFailure, ReserveSign};

/// Counts of one day.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    pub(crate) steps: u64,
    pub(crate) connected: u64,
    pub(crate) abandoned: u64,
    pub(crate) left_by_key: u64,
    pub(crate) redirected: u64,
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
    pub(crate) rings_at_once_changed: u64,
    /// Phones that stopped ringing because somebody sent the agent away.
    pub(crate) withdrawn: u64,
    /// Agents whose skills or queues somebody changed.
    pub(crate) changed: u64,
    /// Times that a caller was told something.
    pub(crate) announced: u64,
    /// Steps that began by time, on a lack of agents, and on an estimate.
    pub(crate) relaxed: u64,
    pub(crate) relaxed_on_condition: u64,
    pub(crate) relaxed_on_estimate: u64,
    /// Calls that went to another queue, and those that could not.
    pub(crate) moved_by_wait: u64,
    pub(crate) moved_by_length: u64,
    pub(crate) moved_by_word: u64,
    pub(crate) moved_by_estimate: u64,
    /// Calls in line that left because the queue closed: by hand, by the end of its hours.
    pub(crate) closed_by_hand: u64,
    pub(crate) closed_by_hours: u64,
    pub(crate) not_moved: u64,
    pub(crate) moves_refused: u64,
    pub(crate) forced_in: u64,
    pub(crate) moved_away: u64,
    /// Calls that waited for one agent alone: one named, the last one.
    pub(crate) named: u64,
    pub(crate) stuck: u64,
    pub(crate) offered_alone: u64,
    pub(crate) holds_ended: u64,
    /// Callers who had their former place.
    pub(crate) regained: u64,
    /// Prompts that were played.
    pub(crate) prompted: u64,
    /// What somebody changed of calls.
    pub(crate) priorities_changed: u64,
    pub(crate) needs_changed: u64,
    pub(crate) attributes_changed: u64,
    /// Calls in line whose tags somebody changed.
    pub(crate) tagged: u64,
    /// Callers who entered the line at a place of their own, and those who stood before others.
    pub(crate) positions: u64,
    pub(crate) put_ahead: u64,
    /// Calls that talked or were over, tagged.
    pub(crate) tagged_in_hand: u64,
    /// Ends of after-call time without a tag that must be there, and with or without a word.
    pub(crate) tags_missed: u64,
    pub(crate) disposed: u64,
    pub(crate) by_default: u64,
    /// Times that after-call time began anew for want of a tag.
    pub(crate) begun_anew: u64,
    pub(crate) doors_set: u64,
    pub(crate) reserves_left: u64,
    pub(crate) reserves_joined: BTreeMap<ReserveSign, u64>,
    pub(crate) failures: BTreeMap<OfferFailure, u64>,
    pub(crate) exits: BTreeMap<CallExit, u64>,
    /// What agents said that was refused, by the reason.
    pub(crate) objections: BTreeMap<String, u64>,
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
            (&mut self.left_by_key, other.left_by_key),
            (&mut self.redirected, other.redirected),
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
            (&mut self.rings_at_once_changed, other.rings_at_once_changed),
            (&mut self.withdrawn, other.withdrawn),
            (&mut self.changed, other.changed),
            (&mut self.announced, other.announced),
            (&mut self.relaxed, other.relaxed),
            (&mut self.relaxed_on_condition, other.relaxed_on_condition),
            (&mut self.relaxed_on_estimate, other.relaxed_on_estimate),
            (&mut self.moved_by_wait, other.moved_by_wait),
            (&mut self.moved_by_length, other.moved_by_length),
            (&mut self.moved_by_word, other.moved_by_word),
            (&mut self.moved_by_estimate, other.moved_by_estimate),
            (&mut self.closed_by_hand, other.closed_by_hand),
            (&mut self.closed_by_hours, other.closed_by_hours),
            (&mut self.not_moved, other.not_moved),
            (&mut self.moves_refused, other.moves_refused),
            (&mut self.forced_in, other.forced_in),
            (&mut self.moved_away, other.moved_away),
            (&mut self.named, other.named),
            (&mut self.stuck, other.stuck),
            (&mut self.offered_alone, other.offered_alone),
            (&mut self.holds_ended, other.holds_ended),
            (&mut self.regained, other.regained),
            (&mut self.prompted, other.prompted),
            (&mut self.priorities_changed, other.priorities_changed),
            (&mut self.needs_changed, other.needs_changed),
            (&mut self.attributes_changed, other.attributes_changed),
            (&mut self.tagged, other.tagged),
            (&mut self.positions, other.positions),
            (&mut self.put_ahead, other.put_ahead),
            (&mut self.tagged_in_hand, other.tagged_in_hand),
            (&mut self.tags_missed, other.tags_missed),
            (&mut self.disposed, other.disposed),
            (&mut self.by_default, other.by_default),
            (&mut self.begun_anew, other.begun_anew),
            (&mut self.doors_set, other.doors_set),
            (&mut self.reserves_left, other.reserves_left),
        ];
        for (sum, count) in counts {
            *sum += count;
        }
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
        let counts = [
            self.abandoned,
            self.left_by_key,
            self.redirected,
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
            self.rings_at_once_changed,
            self.withdrawn,
            self.changed,
            self.announced,
            self.relaxed,
            self.relaxed_on_condition,
            self.relaxed_on_estimate,
            self.moved_by_estimate,
            self.closed_by_hand,
            self.closed_by_hours,
            self.moved_by_wait,
            self.moved_by_length,
            self.moved_by_word,
            self.not_moved,
            self.moves_refused,
            self.forced_in,
            self.moved_away,
            self.named,
            self.stuck,
            self.offered_alone,
            self.holds_ended,
            self.regained,
            self.prompted,
            self.priorities_changed,
            self.needs_changed,
            self.attributes_changed,
            self.tagged,
            self.positions,
            self.put_ahead,
            self.tagged_in_hand,
            self.tags_missed,
            self.disposed,
            self.by_default,
            self.begun_anew,
            self.doors_set,
            self.reserves_left,
        ];
        let is_whole = self.failures.len() == 6
            && self.exits.len() >= 8
            && self.objections.len() == 4
            && self.reserves_joined.len() == ReserveSign::ALL.len();
        is_whole && counts.iter().all(|count| *count > 0)
    }
}
