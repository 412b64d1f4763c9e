//! What calls of a queue need of an agent, and how that relaxes while they wait.

use std::sync::Arc;

use super::entry::StaffLevel;
use crate::engine::requirement::Template;

/// What calls need.
#[derive(Debug, Clone)]
pub struct NeedRules {
    /// What a call needs that brings no requirement of its own. Default: anybody.
    pub requirement: Template,
    /// How the requirement is replaced while the call waits; ascending `after_ms` among the steps
    /// without a condition. The last of the list that has begun holds. Default: never.
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

/// One relaxation step: from `after_ms` of waiting on, once its condition holds, the call needs
/// this instead, whatever becomes of the condition later.
#[derive(Debug, Clone)]
pub struct RelaxStep {
    /// Wait after which the step begins, from the call's arrival.
    pub after_ms: u64,
    /// What must hold as well for the step to begin; `None`: by time alone.
    pub when: Option<StepCondition>,
    /// What the call needs from then on.
    pub requirement: Template,
}

/// What makes a step begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum StepCondition {
    /// No agent who could take the call has come this far.
    Lacking(StaffLevel),
    /// The call would wait longer than this for the agents who may take it, by estimate, in
    /// milliseconds.
    WaitOver(u64),
}
