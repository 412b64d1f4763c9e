//! The overflow steps of a call's home by wait: when the next is due, and what keeps it waiting.
//!
//! Rule kept: of the steps that are due the last counts, and one that leads to where the call is
//! lies behind it. Moving the call is left to `moving`.

use super::moving::MoveCause;
use crate::engine::call::record::Call;
use crate::engine::call::state::CallState;
use crate::engine::id::CallId;
use crate::engine::plan::OverflowStep;
use crate::engine::router::Router;
use crate::engine::time::Millis;
use crate::engine::timer::Timer;

impl Router {
    /// When the overflow step of its home is due that comes after so many.
    pub(in crate::engine) fn overflow_at(&self, call: &Call, done: u8) -> Option<Millis> {
        let home = self
            .queues
            .get(call.home.index())
            .and_then(Option::as_ref)?;
        let next = home.plan.overflow.by_wait.get(usize::from(done))?;
        Some((call.home_since + next.after_ms).max(self.now))
    }

    /// The next overflow step of the call is due, unless a phone rings for it: then the step is
    /// taken when that has come to nothing.
    pub(in crate::engine) fn overflow_due(&mut self, id: CallId) {
        let call = self.call_mut(id);
        call.overflows_at = None;
        if call.state() == CallState::Waiting {
            return self.overflow(id);
        }
        self.reconsider_ring_out(id);
        // A later step may lead elsewhere, or stay.
        let call = &self.calls[&id];
        let done = self
            .step_due(call)
            .map_or(call.overflows_done, |(done, _)| done);
        self.set_overflow_after(id, done);
    }

    /// The last of the overflow steps that are due, and how many are then behind the call.
    pub(in crate::engine) fn step_due(&self, call: &Call) -> Option<(u8, OverflowStep)> {
        let home = self
            .queues
            .get(call.home.index())
            .and_then(Option::as_ref)?;
        let waited_ms = self.now.since(call.home_since);
        let steps = home.plan.overflow.by_wait.iter();
        let due = steps.take_while(|step| step.after_ms <= waited_ms);
        let (done, step) = (1..).zip(due).last()?;
        (done > call.overflows_done).then_some((done, *step))
    }

    /// Whether a rule is due that waits for the phones that ring: an overflow step that leads to
    /// another queue than the one the call is in, or that queue has closed.
    pub(in crate::engine) fn is_to_ring_out(&self, call: &Call) -> bool {
        let goes_on = |(_, step): (u8, OverflowStep)| step.queue != call.queue;
        self.step_due(call).is_some_and(goes_on) || (call.is_past_door && self.is_closed_for(call))
    }

    /// Keeps true whether a further phone may be rung for a call while others ring.
    pub(in crate::engine) fn reconsider_ring_out(&mut self, id: CallId) {
        let rings_out = self.is_to_ring_out(&self.calls[&id]);
        self.change_offers(id, |call| call.is_ringing_out = rings_out);
        if !rings_out {
            self.match_call(id);
        }
    }

    /// A phone no longer rings for the call: a step that waited for that is taken.
    pub(in crate::engine) fn overflow_after_ring(&mut self, id: CallId) {
        if self.calls[&id].state() == CallState::Waiting {
            self.overflow(id);
        }
    }

    /// Takes the overflow steps that are due; the last of them counts.
    pub(in crate::engine) fn overflow(&mut self, id: CallId) {
        let Some((done, step)) = self.step_due(&self.calls[&id]) else {
            return;
        };
        self.put_behind(id, done);
        self.call_mut(id).is_ringing_out = false;
        let cause = MoveCause::Waited {
            after_ms: step.after_ms,
        };
        if !self.overflow_to(id, step.queue, cause) {
            self.set_overflow(id);
        }
    }

    /// So many overflow steps are behind the call; no deadline of one is set.
    pub(in crate::engine) fn put_behind(&mut self, id: CallId, done: u8) {
        let call = self.call_mut(id);
        call.overflows_done = done;
        if let Some(at) = call.overflows_at.take() {
            self.timers.stop(at, Timer::CallOverflow(id));
        }
    }

    /// Sets the deadline of the call's next overflow step; none is set.
    pub(in crate::engine) fn set_overflow(&mut self, id: CallId) {
        self.set_overflow_after(id, self.calls[&id].overflows_done);
    }

    fn set_overflow_after(&mut self, id: CallId, done: u8) {
        let at = self.overflow_at(&self.calls[&id], done);
        self.call_mut(id).overflows_at = at;
        if let Some(at) = at {
            self.timers.set(at, Timer::CallOverflow(id));
        }
    }
}
