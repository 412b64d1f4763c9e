//! Orders to the thread of one call.

use std::sync::Arc;

use crate::engine::output::{CallExit, RescindReason};
use crate::engine::{Announcement, ExitRules, OfferId, OfferTerms, TalkUntil, WaitingRules};

/// What the thread that serves a caller is told to do next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Order {
    /// Ring the agent, beside those who are rung already; report
    /// [`rang`](super::Ticket::rang), then exactly one of
    /// [`answered`](super::Ticket::answered) and [`failed`](super::Ticket::failed). Do not bridge
    /// before [`Order::Connect`].
    Offer {
        /// This offer.
        offer: OfferId,
        /// The agent's name, as the dialplan writes it.
        agent: Arc<str>,
        /// Dial string of the agent's phone.
        interface: Arc<str>,
        /// How long the engine lets it ring, for displays only: the engine takes the offer back.
        ring_timeout_ms: u64,
        /// Under what it is made: the rules of the agent's phone are obeyed here.
        terms: OfferTerms,
    },
    /// Take the leg down and report [`failed`](super::Ticket::failed). An answer that is reported
    /// already comes first: a ticket holds this order back then, unless another agent has won.
    Rescind {
        /// Which offer.
        offer: OfferId,
        /// Why.
        reason: RescindReason,
    },
    /// Tell the caller this beside what the caller hears anyway, and fall silent as the queue
    /// says. Nothing is reported back.
    Announce(Announcement),
    /// Bridge caller and agent; every other leg has been ordered down before. Take
    /// [`conversation`](super::Ticket::conversation) first.
    Connect {
        /// The answered offer.
        offer: OfferId,
    },
    /// The call is in another queue from now on.
    Move {
        /// Its name.
        queue: Arc<str>,
        /// What the caller hears there.
        waiting: WaitingRules,
        /// Until when the caller is told something there.
        until: TalkUntil,
        /// By which keys the caller leaves it.
        exit: ExitRules,
    },
    /// Take every leg down and go on in the dialplan with this status. The last order of a call.
    Release {
        /// Why.
        exit: CallExit,
        /// It was in line; otherwise it was not let in.
        was_in_line: bool,
    },
}
