//! What callers hear while they wait, and what they are told of it.

use std::sync::Arc;

/// The rules of the waiting room.
#[derive(Debug, Clone)]
pub struct WaitingRules {
    /// Music-on-hold class for waiting callers; `None`: the call's own. Default: the call's own.
    pub music: Option<Arc<str>>,
    /// How long a call is expected to keep an agent, from the ring to the end of after-call time,
    /// until enough calls have shown it. Default 180,000.
    pub handling_ms: u64,
}

impl Default for WaitingRules {
    fn default() -> Self {
        Self {
            music: None,
            handling_ms: 180_000,
        }
    }
}
