//! What calls of a queue need of an agent, and how that relaxes while they wait.

use std::sync::Arc;

use crate::engine::requirement::Template;

/// What calls need.
#[derive(Debug, Clone)]
pub struct NeedRules {
    /// What a call needs that brings no requirement of its own. Default: anybody.
    pub requirement: Template,
    /// How the requirement is replaced while the call waits; ascending `after_ms`. Default: never.
    pub relax: Arc<[RelaxStep]>,
}

impl Default for NeedRules {
    fn default() -> Self {
        Self {
            requirement: Template::any(),
            relax: Arc::new([]),
        }
    }
}

/// One relaxation step: from `after_ms` of waiting on, the call needs this instead.
#[derive(Debug, Clone)]
pub struct RelaxStep {
    /// Wait after which the step holds, from the call's arrival.
    pub after_ms: u64,
    /// What the call needs from then on.
    pub requirement: Template,
}
