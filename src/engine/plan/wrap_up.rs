//! What follows a conversation.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::engine::id::DispositionId;

/// The rules of after-call time.
#[derive(Debug, Clone)]
pub struct WrapUpRules {
    /// After-call time of an agent; 0: none. Default: none.
    pub time_ms: u64,
    /// By how much agents may extend the after-call time of one call in all. Default 300,000.
    pub extension_ms_max: u64,
    /// Whether agents say what became of a call. Default: no.
    pub disposition: DispositionUse,
    /// What they may say; empty: any disposition of the plan. Default: any.
    pub dispositions: BTreeSet<DispositionId>,
    /// What counts when the agent has said nothing by the end. Default: nothing.
    pub disposition_default: Option<DispositionId>,
    /// Digits of a telephone by which an agent gives a disposition in the conversation; at most
    /// `DISPOSITION_KEYS_MAX`. Default: none.
    pub disposition_keys: Arc<[(Arc<str>, DispositionId)]>,
}

/// Whether the agents of a queue say what became of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum DispositionUse {
    /// They cannot.
    #[default]
    None,
    /// They may.
    Optional,
    /// They must, before they finish after-call time.
    Mandatory,
}

impl Default for WrapUpRules {
    fn default() -> Self {
        Self {
            time_ms: 0,
            extension_ms_max: 300_000,
            disposition: DispositionUse::None,
            dispositions: BTreeSet::new(),
            disposition_default: None,
            disposition_keys: Arc::default(),
        }
    }
}

impl WrapUpRules {
    /// Whether this may be said of a call.
    #[must_use]
    pub fn takes(&self, disposition: DispositionId) -> bool {
        self.disposition != DispositionUse::None
            && (self.dispositions.is_empty() || self.dispositions.contains(&disposition))
    }
}
