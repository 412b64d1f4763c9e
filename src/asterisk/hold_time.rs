//! For how long agents have callers on hold: which phone's holds count for which conversation.
//!
//! Asterisk tells every hold of every channel (`recording/holds.rs`); a look-up by the channel's id
//! finds the conversation. Holds of the caller's own phone are not the agent's doing and not
//! counted.

use std::collections::BTreeMap;
use std::sync::{PoisonError, RwLock};

use crate::driver::HoldTimer;

static FOLLOWED: RwLock<BTreeMap<String, HoldTimer>> = RwLock::new(BTreeMap::new());

/// Holds of the phone with this unique id count from now on.
pub(super) fn follow(id: &str, timer: HoldTimer) {
    let mut followed = FOLLOWED.write().unwrap_or_else(PoisonError::into_inner);
    followed.insert(id.to_owned(), timer);
}

/// They count no more.
pub(super) fn forget(id: &str) {
    let mut followed = FOLLOWED.write().unwrap_or_else(PoisonError::into_inner);
    followed.remove(id);
}

/// A phone holds, or holds no more.
pub(super) fn note(id: &str, is_held: bool) {
    let timer = {
        let followed = FOLLOWED.read().unwrap_or_else(PoisonError::into_inner);
        followed.get(id).cloned()
    };
    if let Some(timer) = timer {
        timer.note(is_held);
    }
}
