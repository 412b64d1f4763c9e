//! What an agent hears who stays on the line between calls.
//!
//! The host obeys these rules, the engine does not look at them.

use std::sync::Arc;

/// The rules of an agent's open line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConnectedRules {
    /// Whether music plays between calls; otherwise there is silence. Default: yes.
    pub has_music: bool,
    /// Music-on-hold class; `None`: that of the agent's own call. Default: that of the call.
    pub music: Option<Arc<str>>,
    /// What the agent hears before a call begins, without its ending; `None`: nothing, the caller
    /// is heard at once. Default `beep`.
    pub beep: Option<Arc<str>>,
}

impl Default for ConnectedRules {
    fn default() -> Self {
        Self {
            has_music: true,
            music: None,
            beep: Some("beep".into()),
        }
    }
}
