//! Position at join by the books: before which call a caller who is put into the line stands, and
//! what counts as the caller's arrival from then on.

use acd::engine::CallId;

use crate::ledger::{Call, Ledger, Stay};

impl Ledger {
    /// Puts a call that is about to arrive at this place of its queue's line, or behind those of
    /// higher priority that stand there.
    pub(crate) fn put_at(&self, call: &mut Call, position: usize, now: u64) {
        let waiting = self.live.iter().filter(|id| {
            let other = &self.calls[id];
            other.queue == call.queue && matches!(other.stay, Stay::Waits | Stay::Rings)
        });
        let mut line: Vec<CallId> = waiting.copied().collect();
        // A phone that rings takes no place away.
        line.sort_by_key(|id| {
            let (_, score, due, id) = self.turn(*id, now);
            (score, due, id)
        });
        let own = self.priority(call);
        let behind = line.into_iter().skip(position - 1);
        let mut behind = behind.filter(|id| self.priority(&self.calls[id]) <= own);
        let Some(next) = behind.next() else {
            return;
        };
        call.put_before = Some(next);
        let next = &self.calls[&next];
        let ahead = i64::from(own - self.priority(next));
        let later_ms = match self.town.queues[call.queue].order.ageing {
            // Its priority puts it further ahead than the place would.
            None if ahead > 0 => return,
            None => -1,
            Some(ageing) => (ahead * ageing.per_ms as i64 - 1).div_euclid(i64::from(ageing.points)),
        };
        call.seniority = (next.seniority + later_ms).min(now as i64);
    }

    /// Whoever was put before a call stands before it.
    pub(crate) fn assert_place(&self, id: CallId) {
        let call = &self.calls[&id];
        let Some(next) = call.put_before else {
            return;
        };
        let is_there = |id: CallId| {
            let stay = self.calls[&id].stay;
            matches!(stay, Stay::Waits | Stay::Rings) && self.calls[&id].queue == call.home
        };
        if !is_there(id) || !is_there(next) {
            return;
        }
        let now = call.arrived;
        let ((_, score, due, _), (_, others, others_due, _)) =
            (self.turn(id, now), self.turn(next, now));
        assert!(
            (score, due) < (others, others_due),
            "at {now}: {id:?} stands behind {next:?}: {call:?}"
        );
    }
}
