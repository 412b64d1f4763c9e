//! Orders to the thread of one call.

use std::sync::Arc;

use crate::engine::OfferId;
use crate::engine::output::{CallExit, RescindReason};

/// What the thread that serves a caller is told to do next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Order {
    /// Ring the agent; report [`rang`](super::Ticket::rang), then exactly one of
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
    },
    /// Take the ringing leg down and report [`failed`](super::Ticket::failed). When the answer is
    /// already reported, keep the leg and wait for what comes of it.
    Rescind {
        /// Which offer.
        offer: OfferId,
        /// Why.
        reason: RescindReason,
    },
    /// Bridge caller and agent; take [`conversation`](super::Ticket::conversation) first.
    Connect {
        /// The answered offer.
        offer: OfferId,
    },
    /// Take any leg down and go on in the dialplan with this status. The last order of a call.
    Release {
        /// Why.
        exit: CallExit,
    },
}
