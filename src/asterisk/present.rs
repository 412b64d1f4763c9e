//! Which calls are inside `AcdQueue` now: each carries its id on its channel, and the list serves
//! the completion of call numbers, which must not wait for the engine.
//!
//! A leaf lock: nothing of Asterisk is called while it is held.

use std::collections::BTreeSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::channel::Channel;
use crate::engine::CallId;

static CALLS: Mutex<BTreeSet<CallId>> = Mutex::new(BTreeSet::new());

/// A call is inside while this lives.
#[derive(Debug)]
#[must_use]
pub struct Present {
    call: CallId,
    caller: Channel,
}

impl Present {
    /// The call is inside from now on.
    pub fn enter(caller: &Channel, call: CallId) -> Self {
        if !caller.lock().attach_call(call.0) {
            tracing::warn!("{}: no memory to mark the call", caller.name());
        }
        inside().insert(call);
        Self {
            call,
            caller: caller.clone(),
        }
    }
}

impl Drop for Present {
    fn drop(&mut self) {
        inside().remove(&self.call);
        self.caller.lock().detach_call();
    }
}

/// The calls that are inside, by number.
pub fn calls() -> Vec<CallId> {
    inside().iter().copied().collect()
}

fn inside() -> MutexGuard<'static, BTreeSet<CallId>> {
    CALLS.lock().unwrap_or_else(PoisonError::into_inner)
}
