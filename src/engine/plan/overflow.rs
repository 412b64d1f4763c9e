//! When a call goes on to another queue.

use std::sync::Arc;

use crate::engine::id::QueueId;

/// The rules of overflow.
#[derive(Debug, Clone, Default)]
pub struct OverflowRules {
    /// Where calls go by the time they have waited; ascending `after_ms`. Default: nowhere.
    pub by_wait: Arc<[OverflowStep]>,
    /// Where calls go that find the line too long; the first rule counts that holds and whose
    /// queue takes the call. Default: nowhere.
    pub by_length: Arc<[OverflowLength]>,
}

impl OverflowRules {
    /// Every queue that is named.
    pub fn queues(&self) -> impl Iterator<Item = QueueId> {
        let by_wait = self.by_wait.iter().map(|step| step.queue);
        by_wait.chain(self.by_length.iter().map(|rule| rule.queue))
    }
}

/// From this wait on a call belongs into another queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OverflowStep {
    /// The wait, in milliseconds.
    pub after_ms: u64,
    /// Where the call goes.
    pub queue: QueueId,
}

/// A call that finds so many in line goes to another queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OverflowLength {
    /// Calls that wait or ring; at least 1.
    pub calls: u32,
    /// Where the call goes.
    pub queue: QueueId,
}
