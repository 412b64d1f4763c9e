//! What a host did by itself and what belongs into history all the same, such as a recording.
//!
//! It goes through the inbox like every fact, so that its number says what it came after.

use std::sync::Arc;

use crate::engine::CallId;

use super::card::CallName;
use super::entrance::Entrance;
use super::history::HistoryFact;
use super::inbox::Letter;

/// One fact by a host.
#[derive(Debug)]
pub struct Note {
    /// The call, if it is about one.
    pub call: Option<CallName>,
    /// The agent's name, if it is about one.
    pub agent: Option<Arc<str>>,
    /// What happened.
    pub fact: HistoryFact,
}

impl Entrance {
    /// Writes a fact down. Never waits.
    pub fn note(&self, note: Note) {
        self.lobby().report(Letter::Noted(Box::new(note)));
    }

    /// A number for a call that is in no queue, so that no two calls share one.
    #[must_use]
    pub fn number_call(&self) -> CallId {
        self.lobby().next_call()
    }
}
