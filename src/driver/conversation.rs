//! A conversation between a caller and an agent, as long as anybody holds on to it.
//!
//! Rule kept: it ends once, by the first who says so, and at the latest when nobody holds it.
//! Unlike the ticket it may be handed to other threads, because a conversation can outlive the
//! dialplan application that began it (transfer, parking).

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use crate::engine::input::EndedBy;
use crate::engine::{CallId, Millis};

use super::clock::Stopwatch;

use super::inbox::{Letter, Parting};
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
    is_attended: AtomicBool,
    hold: Mutex<Hold>,
}

/// For how long the caller was on hold.
struct Hold {
    clock: Stopwatch,
    since: Option<Millis>,
    ended_ms: u64,
}

/// Tells when the agent has the caller on hold. Does not keep the conversation up.
#[derive(Debug, Clone)]
pub struct HoldTimer(Weak<Talk>);

impl HoldTimer {
    /// The agent has put the caller on hold, or is back. Saying it twice is saying it once.
    pub fn note(&self, is_held: bool) {
        if let Some(talk) = self.0.upgrade() {
            talk.hold().note(is_held);
        }
    }
}

impl Hold {
    fn note(&mut self, is_held: bool) {
        let now = self.clock.now();
        match (is_held, self.since) {
            (true, None) => self.since = Some(now),
            (false, Some(since)) => {
                self.since = None;
                self.ended_ms += now.since(since);
            }
            _ => {}
        }
    }
}

impl Conversation {
    pub(super) fn new(in_hand: Arc<InHand>, call: CallId) -> Self {
        Self(Arc::new(Talk {
            in_hand,
            call,
            has_ended: AtomicBool::new(false),
            is_attended: AtomicBool::new(false),
            hold: Mutex::new(Hold {
                clock: Stopwatch::start(),
                since: None,
                ended_ms: 0,
            }),
        }))
    }

    /// Counts holds of this conversation.
    #[must_use]
    pub fn hold_timer(&self) -> HoldTimer {
        HoldTimer(Arc::downgrade(&self.0))
    }

    /// The call that is talked in.
    #[must_use]
    pub fn call(&self) -> CallId {
        self.0.call
    }

    /// The caller is transferred to somebody whom the agent has asked.
    pub fn attended(&self) {
        self.0.is_attended.store(true, Ordering::SeqCst);
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

impl fmt::Debug for Talk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Talk")
            .field("call", &self.call)
            .finish_non_exhaustive()
    }
}

impl Talk {
    // Nothing panics while the lock is held, so a poisoned one still holds whole values.
    fn hold(&self) -> std::sync::MutexGuard<'_, Hold> {
        self.hold.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn end(&self, ended_by: EndedBy) {
        if !self.has_ended.swap(true, Ordering::SeqCst) {
            let mut hold = self.hold();
            hold.note(false);
            let hold_ms = hold.ended_ms;
            drop(hold);
            self.in_hand.lobby().report(Letter::Ended {
                call: self.call,
                ended_by,
                parting: Parting {
                    hold_ms,
                    is_attended: self.is_attended.load(Ordering::SeqCst),
                },
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
