//! What callers hear while they wait.

use std::sync::Arc;

/// The rules of the waiting room; the host obeys them, the engine does not look at them.
#[derive(Debug, Clone, Default)]
pub struct WaitingRules {
    /// Music-on-hold class for waiting callers; `None`: the call's own. Default: the call's own.
    pub music: Option<Arc<str>>,
}
