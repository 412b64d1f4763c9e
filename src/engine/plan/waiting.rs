//! What callers hear while they wait, and what they are told of it.

use std::sync::Arc;

/// The rules of the waiting room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingRules {
    /// What callers hear. Default: music.
    pub sound: WaitingSound,
    /// Whether a caller hears ringing instead while an agent's phone rings. Default: no.
    pub rings_when_offered: bool,
    /// Music-on-hold class for waiting callers; `None`: the call's own. Default: the call's own.
    pub music: Option<Arc<str>>,
    /// How long a call is expected to keep an agent, from the ring to the end of after-call time,
    /// until enough calls have shown it. Default 180,000.
    pub handling_ms: u64,
}

impl Default for WaitingRules {
    fn default() -> Self {
        Self {
            sound: WaitingSound::default(),
            rings_when_offered: false,
            music: None,
            handling_ms: 180_000,
        }
    }
}

/// What callers hear while they wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum WaitingSound {
    /// Music on hold.
    #[default]
    Music,
    /// Ringing, as if nobody had answered.
    Ringing,
}
