//! A conversation between a caller and an agent, as long as anybody holds on to it.
//!
//! Rule kept: it ends once, by the first who says so, and at the latest when nobody holds it.
//! Unlike the ticket it may be handed to other threads, because a conversation can outlive the
//! dialplan application that began it (transfer, parking).

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::engine::CallId;
use crate::engine::input::EndedBy;

use super::inbox::Letter;
use super::lobby::InHand;

/// A handle on a conversation; cheap to clone, usable from any thread, never blocking.
///
/// When the last handle is dropped (the [`Ticket`](super::Ticket) holds one while it lives), a
/// conversation that nobody has ended ends with [`EndedBy::Unknown`].
#[derive(Clone)]
pub struct Conversation(Arc<Talk>);

struct Talk {
    in_hand: Arc<InHand>,
    call: CallId,
    has_ended: AtomicBool,
}

impl Conversation {
    pub(super) fn new(in_hand: Arc<InHand>, call: CallId) -> Self {
        Self(Arc::new(Talk {
            in_hand,
            call,
            has_ended: AtomicBool::new(false),
        }))
    }

    /// The call that is talked in.
    #[must_use]
    pub fn call(&self) -> CallId {
        self.0.call
    }

    /// The agent's leg is down or has left for good. The first word counts, later ones do nothing.
    pub fn ended(&self, ended_by: EndedBy) {
        self.0.end(ended_by);
    }

    /// Whether somebody has said that it is over.
    #[must_use]
    pub fn has_ended(&self) -> bool {
        self.0.has_ended.load(Ordering::SeqCst)
    }
}

impl Talk {
    fn end(&self, ended_by: EndedBy) {
        if !self.has_ended.swap(true, Ordering::SeqCst) {
            self.in_hand.lobby().report(Letter::Ended {
                call: self.call,
                ended_by,
            });
        }
    }
}

impl Drop for Talk {
    fn drop(&mut self) {
        self.end(EndedBy::Unknown);
    }
}

impl fmt::Debug for Conversation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Conversation")
            .field("call", &self.0.call)
            .field("has_ended", &self.has_ended())
            .finish()
    }
}
