//! What is remembered of callers from one call to the next.

/// The rules about callers who have called before.
#[derive(Debug, Clone)]
pub struct CallerRules {
    /// A call waits at first for the agent who served this caller last, alone. Default: no.
    pub is_sticky: bool,
    /// How long after that conversation began, in milliseconds. Default: seven days.
    pub sticky_window_ms: u64,
    /// How long a call waits for one agent alone, the last or a named one. Default 30,000.
    pub sticky_wait_ms: u64,
    /// A caller who hung up and calls again within this time has the former place in line; 0:
    /// never. Default: never.
    pub regain_ms: u64,
    /// Who hangs up within this wait has abandoned shortly; 0: nobody. Default 5,000.
    pub short_abandon_ms: u64,
}

impl Default for CallerRules {
    fn default() -> Self {
        Self {
            is_sticky: false,
            sticky_window_ms: 7 * 24 * 3_600_000,
            sticky_wait_ms: 30_000,
            regain_ms: 0,
            short_abandon_ms: 5_000,
        }
    }
}
