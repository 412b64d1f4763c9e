//! What follows a conversation.

/// The rules of after-call time.
#[derive(Debug, Clone, Default)]
pub struct WrapUpRules {
    /// After-call time of an agent; 0: none. Default: none.
    pub time_ms: u64,
}
