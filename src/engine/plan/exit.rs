//! How a caller may leave the queue by a key.

use std::sync::Arc;

/// The rules of leaving by key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExitRules {
    /// Keys, or several in a row, by which a caller leaves. Default: none.
    pub keys: Arc<[Arc<str>]>,
    /// Dialplan context in which the keys are an extension to go to; `None`: the dialplan goes on
    /// behind the queue. Default: none.
    pub context: Option<Arc<str>>,
    /// How long after a key the next one may come, where it may be one of several. Default 2,000.
    pub key_gap_ms: u64,
}

impl Default for ExitRules {
    fn default() -> Self {
        Self {
            keys: Arc::new([]),
            context: None,
            key_gap_ms: 2_000,
        }
    }
}
