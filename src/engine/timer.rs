//! Deadlines by kind, in the order in which they fall due.
//!
//! Rule kept: whoever sets a deadline remembers its moment in its own record, so that the table
//! needs no second index, and stops it with that moment. Deadlines of the same millisecond fall
//! due in the order of [`Timer`]'s variants, then of the id: a call whose wait is over leaves
//! before an agent who becomes free in the same instant is rung for it in vain.

use std::collections::BTreeSet;

use super::id::{AgentId, CallId, OfferId, QueueId};
use super::time::Millis;

/// What falls due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Timer {
    /// The call has waited as long as it may.
    CallTimeout(CallId),
    /// The opening hours of the call's queue end.
    CallClosing(CallId),
    /// The call's next overflow step is due.
    CallOverflow(CallId),
    /// The call's next relaxation step begins.
    CallRelaxation(CallId),
    /// The call's next rank window opens.
    CallRankWindow(CallId),
    /// The call has waited long enough for one agent alone.
    CallHold(CallId),
    /// A rule of the queue that holds on a condition waited for this moment. What is due by
    /// then in other ways is done first: the review comes when everyone is matched.
    QueueReview(QueueId),
    /// The phone has rung as long as it may.
    OfferRing(OfferId),
    /// The host has not confirmed the end of the offer in time.
    OfferLease(OfferId),
    /// The agent's after-call time is over.
    AgentWrapUp(AgentId),
    /// The agent's rest after a failed offer is over.
    AgentRest(AgentId),
    /// The agent has been not ready for as long as may be.
    AgentNotReady(AgentId),
    /// The caller is told something.
    CallAnnouncement(CallId),
}

/// All deadlines.
#[derive(Debug, Default)]
pub(super) struct Timers(BTreeSet<(Millis, Timer)>);

impl Timers {
    /// Sets a deadline that is not set.
    pub(super) fn set(&mut self, at: Millis, timer: Timer) {
        let is_new = self.0.insert((at, timer));
        debug_assert!(is_new, "{timer:?} was set twice");
    }

    /// Stops a deadline that is set for this moment.
    pub(super) fn stop(&mut self, at: Millis, timer: Timer) {
        let was_set = self.0.remove(&(at, timer));
        debug_assert!(was_set, "{timer:?} was not set for {at}");
    }

    /// The earliest deadline.
    pub(super) fn next(&self) -> Option<Millis> {
        self.0.first().map(|(at, _)| *at)
    }

    /// Takes the first deadline that is due.
    pub(super) fn take_due(&mut self, now: Millis) -> Option<Timer> {
        if self.next()? > now {
            return None;
        }
        self.0.pop_first().map(|(_, timer)| timer)
    }

    /// Every deadline in order, for the invariants.
    pub(super) fn iter(&self) -> impl Iterator<Item = (Millis, Timer)> + '_ {
        self.0.iter().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deadlines_fall_due_by_moment_then_kind_then_id() {
        let mut timers = Timers::default();
        timers.set(Millis(5), Timer::AgentRest(AgentId(1)));
        timers.set(Millis(5), Timer::CallTimeout(CallId(9)));
        timers.set(Millis(5), Timer::CallTimeout(CallId(2)));
        timers.set(Millis(4), Timer::OfferRing(OfferId(1)));
        timers.set(Millis(6), Timer::OfferLease(OfferId(1)));
        timers.stop(Millis(6), Timer::OfferLease(OfferId(1)));
        assert_eq!(timers.next(), Some(Millis(4)));
        assert_eq!(timers.take_due(Millis(3)), None);
        let due: Vec<_> = std::iter::from_fn(|| timers.take_due(Millis(5))).collect();
        assert_eq!(
            due,
            [
                Timer::OfferRing(OfferId(1)),
                Timer::CallTimeout(CallId(2)),
                Timer::CallTimeout(CallId(9)),
                Timer::AgentRest(AgentId(1)),
            ]
        );
        assert_eq!(timers.next(), None);
    }
}
