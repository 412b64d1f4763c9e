//! What is known of a call besides what the engine needs: for history, displays and logs.

use std::sync::Arc;

use serde::Serialize;

use crate::engine::{CallId, QueueId, QueuePlan};
use crate::redact::Redacted;

/// Bytes kept of a caller's number and name each.
const CALLER_BYTES_MAX: usize = 128;
/// Bytes kept of the host's name of a call.
const HOST_CALL_BYTES_MAX: usize = 192;

/// Who calls; hidden wherever the administrator wants it so.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Caller {
    /// The number; empty: withheld.
    pub number: Redacted<String>,
    /// The name; empty: none.
    pub name: Redacted<String>,
}

impl Caller {
    /// A caller; both texts are cut to 128 bytes and freed from control characters.
    #[must_use]
    pub fn new(number: &str, name: &str) -> Self {
        Self {
            number: Redacted::new(clipped(number, CALLER_BYTES_MAX)),
            name: Redacted::new(clipped(name, CALLER_BYTES_MAX)),
        }
    }
}

/// A call by its names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CallName {
    /// The driver's id.
    pub call: CallId,
    /// The PBX's name of the call; empty if it is long gone.
    pub host_call: Arc<str>,
    /// The queue's name; empty if the call is long gone.
    pub queue: Arc<str>,
}

/// A call as people see it.
#[derive(Debug, Clone)]
pub(super) struct CallCard {
    pub(super) call: CallId,
    pub(super) queue: QueueId,
    pub(super) queue_name: Arc<str>,
    pub(super) host_call: Arc<str>,
    /// The PBX's lasting id of the call.
    pub(super) host_id: Arc<str>,
    pub(super) caller: Caller,
    /// The call that the same caller was in before.
    pub(super) follows: Option<CallId>,
}

impl CallCard {
    pub(super) fn new(
        call: CallId,
        queue: QueueId,
        queue_name: &Arc<str>,
        host_call: &str,
        caller: &Caller,
    ) -> Self {
        Self {
            call,
            queue,
            queue_name: Arc::clone(queue_name),
            host_call: clipped(host_call, HOST_CALL_BYTES_MAX).into(),
            host_id: "".into(),
            caller: Caller::new(caller.number.reveal(), caller.name.reveal()),
            follows: None,
        }
    }

    /// The same call as the next one of a caller who was in that call before, by the lasting id
    /// that the PBX has for it.
    pub(super) fn following(mut self, call: Option<CallId>, host_id: &str) -> Self {
        self.follows = call;
        self.host_id = clipped(host_id, HOST_CALL_BYTES_MAX).into();
        self
    }

    /// The card of the call with another caller, who was in that call before.
    pub(super) fn of_caller(&self, former: CallId, caller: &Caller) -> Self {
        Self {
            caller: Caller::new(caller.number.reveal(), caller.name.reveal()),
            follows: Some(former),
            ..self.clone()
        }
    }

    /// The card of the call in another queue.
    pub(super) fn in_queue(&self, queue: &QueuePlan) -> Self {
        Self {
            queue: queue.id,
            queue_name: Arc::clone(&queue.name),
            ..self.clone()
        }
    }

    /// The call by its names.
    pub(super) fn name(&self) -> CallName {
        CallName {
            call: self.call,
            host_call: Arc::clone(&self.host_call),
            queue: Arc::clone(&self.queue_name),
        }
    }
}

/// A text without control characters, cut between characters.
pub(super) fn clipped(text: &str, bytes_max: usize) -> String {
    let mut kept = String::new();
    for character in text.chars().filter(|character| !character.is_control()) {
        if kept.len() + character.len_utf8() > bytes_max {
            break;
        }
        kept.push(character);
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn foreign_text_is_cut_between_characters_and_printable() {
        assert_eq!(clipped("a\r\nb\u{7}c", 10), "abc");
        assert_eq!(clipped("ééé", 5), "éé");
        let caller = Caller::new(&"1".repeat(500), "Ada\n");
        assert_eq!(caller.number.reveal().len(), CALLER_BYTES_MAX);
        assert_eq!(caller.name.reveal(), "Ada");
    }
}
