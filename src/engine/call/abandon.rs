//! Abandon: a call leaves by the caller's side before an agent has it.
//!
//! Who hangs up after a very short wait has not waited in vain but called by mistake: such short
//! abandons are marked and counted apart.

use std::sync::Arc;

use super::record::{Call, CallActivity, CallOffer};
use super::state::{CallMove, Leads};
use crate::engine::agent::record::Activity;
use crate::engine::agent::state::AgentMove;
use crate::engine::event::EventKind;
use crate::engine::id::CallId;
use crate::engine::input::{Departure, EndedBy, OfferFailure};
use crate::engine::rejection::Rejection;
use crate::engine::router::Router;

impl Router {
    /// See [`Input::CallLeft`](crate::engine::Input::CallLeft).
    ///
    /// Ringing legs are down already, so their agents are free at once and nothing is held against
    /// them. A caller who left in the very moment of the answer has ended a conversation
    /// that the engine counts and nobody heard: no after-call time.
    pub(in crate::engine) fn call_left(
        &mut self,
        id: CallId,
        departure: Departure,
    ) -> Result<(), Rejection> {
        let call = self.calls.get(&id).ok_or(Rejection::UnknownCall(id))?;
        assert_eq!(
            call.state().after(CallMove::Leave),
            Leads::Away,
            "any call may leave"
        );
        if let CallActivity::Talking { agent } = call.activity {
            let ended_by = match departure {
                Departure::Abandoned | Departure::ExitKey => EndedBy::Caller,
                Departure::Redirected => EndedBy::Transfer,
                Departure::Failed => EndedBy::Unknown,
            };
            self.end_conversation(id, agent, ended_by, None);
            return Ok(());
        }
        self.leave_queue(id);
        let call = self.calls.remove(&id).expect("the call was just looked up");
        let wait_ms = self.now.since(call.arrived_at);
        for rung in call.offers() {
            let offer = self.take_offer(rung.offer);
            self.record_loss(&offer, OfferFailure::Rescinded, false);
            let now = self.now;
            self.agent_mut(rung.agent)
                .go(AgentMove::LoseOffer, Activity::Ready, now);
        }
        let is_short = departure == Departure::Abandoned && self.note_abandon(&call, wait_ms);
        self.record(EventKind::CallLeft {
            call: id,
            queue: call.queue,
            departure,
            is_short,
            wait_ms,
        });
        self.set_free(call.offers());
        Ok(())
    }

    /// Counts a caller who hung up, and remembers the place. True: it was a short abandon.
    fn note_abandon(&mut self, call: &Call, wait_ms: u64) -> bool {
        let Some(queue) = &mut self.queues[call.queue.index()] else {
            return false;
        };
        queue.count_loss(wait_ms);
        let rules = &queue.plan.caller;
        let is_short = wait_ms < rules.short_abandon_ms;
        queue.abandoned += 1;
        queue.abandoned_shortly += u64::from(is_short);
        self.note_place(call);
        is_short
    }

    /// Remembers the place of a caller who hung up, for the queue that the call entered: the caller
    /// will call that one again.
    fn note_place(&mut self, call: &Call) {
        let home = self.queues.get(call.home.index()).and_then(Option::as_ref);
        let regain_ms = home.map_or(0, |home| home.plan.caller.regain_ms);
        if let Some(caller) = call.caller.as_ref().filter(|_| regain_ms > 0) {
            let key = (call.home, Arc::clone(caller));
            self.memory.note_left(key, self.now, call.seniority);
        }
    }

    /// These agents are no longer rung; of several, none is matched before all are free.
    fn set_free(&mut self, rung: &[CallOffer]) {
        let is_gathering = rung.len() > 1 && self.gathering.is_none();
        if is_gathering {
            self.gather();
        }
        for CallOffer { agent, .. } in rung {
            if self.catch_up(*agent) {
                self.settle(*agent);
            }
        }
        if is_gathering {
            self.match_gathered();
        }
    }
}
