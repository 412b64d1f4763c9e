//! Rules by which calls get tags of their own accord: when something happens, and an expression
//! holds, tags are set and taken away.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::expression::Expression;
use super::key::TagKey;
use super::value::TagValue;
use crate::engine::id::{DispositionId, QueueId};

/// One rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagRule {
    /// Its name, by which history says who set a tag.
    pub name: Arc<str>,
    /// For calls of these queues; empty: of any, and for [`TagTrigger::Changed`] also for calls in
    /// none.
    pub queues: BTreeSet<QueueId>,
    /// When.
    pub on: TagTrigger,
    /// What must hold then. Default: nothing.
    pub condition: Option<Expression>,
    /// What is set.
    pub set: Arc<[(TagKey, TagValue)]>,
    /// What is taken away.
    pub unset: Arc<[TagKey]>,
}

/// When a rule looks at a call. Spans are in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TagTrigger {
    /// The call entered a queue, by arrival or by a move.
    Queued,
    /// The call has waited so long, counted from its arrival.
    Waited {
        /// How long.
        after_ms: u64,
    },
    /// The caller hung up in line.
    Abandoned,
    /// An agent answered.
    Answered,
    /// Caller and agent have talked so long.
    Talked {
        /// How long.
        after_ms: u64,
    },
    /// The conversation ended by a transfer.
    Transferred,
    /// The call came to a relaxation step.
    Relaxed {
        /// Which one, from 1; `None`: any.
        step: Option<u8>,
    },
    /// The call entered a queue, and its caller had entered one within this time before.
    Repeated {
        /// Within which time.
        within_ms: u64,
    },
    /// The agent said what became of the call.
    Disposed {
        /// What; `None`: anything.
        disposition: Option<DispositionId>,
    },
    /// The condition holds since a tag changed, and did not before.
    Changed,
}

impl TagRule {
    /// Whether it is for calls of this queue.
    #[must_use]
    pub fn is_for(&self, queue: Option<QueueId>) -> bool {
        self.queues.is_empty() || queue.is_some_and(|queue| self.queues.contains(&queue))
    }
}
