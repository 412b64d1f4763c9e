//! How long a queue's line may be, and how long a call may stay in it.

use crate::engine::limits::CALLS_MAX;

/// The rules of the line.
#[derive(Debug, Clone)]
pub struct LineRules {
    /// The call leaves with a timeout after this wait; `None`: never. Default: never.
    pub timeout_ms: Option<u64>,
    /// Calls that may wait (ringing ones included) before the next is refused as full. Default:
    /// as many as the floor may hold.
    pub capacity: u32,
}

impl Default for LineRules {
    fn default() -> Self {
        Self {
            timeout_ms: None,
            capacity: u32::try_from(CALLS_MAX).expect("CALLS_MAX fits"),
        }
    }
}
