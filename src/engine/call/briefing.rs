//! Briefing: an agent has picked up and hears what comes before the conversation.
//!
//! Rules kept: the call belongs to this agent meanwhile: other phones stop ringing and no further
//! one is rung. The ring timeout no longer counts; the briefing has a bound of its own. The caller
//! still waits: the wait goes on, hanging up is an abandon, and a timeout of the call takes effect
//! only when the briefing has come to nothing. The conversation begins with the answer.

use smallvec::SmallVec;

use crate::engine::event::EventKind;
use crate::engine::id::{CallId, OfferId};
use crate::engine::limits::{BRIEFING_MS_MAX, LEASE_MS};
use crate::engine::matching::reservation::OfferPhase;
use crate::engine::output::CallExit;
use crate::engine::rejection::Rejection;
use crate::engine::router::Router;
use crate::engine::timer::Timer;

impl Router {
    /// See [`Input::OfferPickedUp`](crate::engine::Input::OfferPickedUp).
    pub(in crate::engine) fn offer_picked_up(&mut self, id: OfferId) -> Result<(), Rejection> {
        let now = self.now;
        let offer = self
            .offers
            .get_mut(&id)
            .ok_or(Rejection::UnknownOffer(id))?;
        match offer.phase {
            OfferPhase::Orphaned | OfferPhase::Withdrawn => {
                return Err(Rejection::UnknownCall(offer.call));
            }
            OfferPhase::Briefing => return Ok(()),
            OfferPhase::Ringing | OfferPhase::Rescinded => {}
        }
        self.timers.stop(offer.ends_at, offer.timer());
        offer.phase = OfferPhase::Briefing;
        offer.ends_at = now + BRIEFING_MS_MAX;
        self.timers.set(offer.ends_at, offer.timer());
        let (call_id, agent) = (offer.call, offer.agent);
        let offers = self.calls[&call_id].offers().iter();
        let losers: SmallVec<[OfferId; 1]> = offers
            .map(|known| known.offer)
            .filter(|known| *known != id)
            .collect();
        self.change_offers(call_id, |call| {
            call.is_briefing = true;
            for loser in &losers {
                call.lose_offer(*loser, now);
            }
        });
        for loser in losers {
            self.rescind_loser(call_id, loser);
        }
        self.record(EventKind::OfferPickedUp {
            call: call_id,
            offer: id,
            agent,
        });
        Ok(())
    }

    /// The call has waited as long as it may while its agent is briefed: it leaves only if that
    /// comes to nothing. True: so it is.
    pub(in crate::engine) fn outwaits(&mut self, id: CallId) -> bool {
        let at = self.now + BRIEFING_MS_MAX + LEASE_MS;
        let call = self.call_mut(id);
        if !call.is_briefing {
            return false;
        }
        call.is_overdue = true;
        call.times_out_at = Some(at);
        self.timers.set(at, Timer::CallTimeout(id));
        true
    }

    /// A call that outwaited its timeout leaves now that the briefing has come to nothing.
    pub(in crate::engine) fn leaves_overdue(&mut self, id: CallId) -> bool {
        let is_overdue = self.calls.get(&id).is_some_and(|call| call.is_overdue);
        if is_overdue {
            self.release(id, CallExit::Timeout);
        }
        is_overdue
    }
}
