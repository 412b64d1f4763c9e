//! One contact: its tags, and its calls as far as rules look at them.

use std::collections::BTreeSet;
use std::sync::Arc;

use smallvec::SmallVec;

use crate::engine::call::attribute::Attributes;
use crate::engine::id::{AgentId, CallId, QueueId};
use crate::engine::tag::{TagFacts, TagValue, Tags};
use crate::engine::time::Millis;

/// What a call of a contact does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    Line,
    Talk(AgentId),
    /// The conversation is over, and after-call time may follow; or all is over.
    Over(Option<AgentId>),
    WrapUp(AgentId),
}

impl Stage {
    pub(super) fn agent(self) -> Option<AgentId> {
        match self {
            Self::Line => None,
            Self::Talk(agent) | Self::WrapUp(agent) => Some(agent),
            Self::Over(agent) => agent,
        }
    }
}

/// A call of a contact in a queue.
#[derive(Debug)]
pub(super) struct Stay {
    pub(super) call: CallId,
    pub(super) queue: QueueId,
    pub(super) stage: Stage,
    pub(super) arrived_at: Millis,
    pub(super) talks_since: Millis,
    // Rules that fire once for a call and have.
    pub(super) fired: SmallVec<[Arc<str>; 2]>,
    // Deadlines that are set.
    pub(super) due: SmallVec<[Millis; 2]>,
}

#[derive(Debug, Default)]
pub(super) struct Contact {
    pub(super) tags: Tags,
    pub(super) attributes: Attributes,
    pub(super) stays: SmallVec<[Stay; 1]>,
    // Rules on a change whose condition holds now.
    pub(super) holding: BTreeSet<Arc<str>>,
    // Rules that have fired since somebody or something else did anything.
    pub(super) firings: usize,
    // The caller is gone.
    pub(super) is_gone: bool,
}

impl TagFacts for Contact {
    fn tag(&self, key: &str) -> Option<&str> {
        self.tags.value(key).map(TagValue::as_str)
    }

    fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.value(name)
    }
}
