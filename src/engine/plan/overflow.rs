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
    /// Where calls go that would wait too long by estimate; the first rule counts that holds and
    /// whose queue takes the call, and each is tried once for a call. Default: nowhere.
    pub by_estimate: Arc<[OverflowEstimate]>,
}

impl OverflowRules {
    /// Every queue that is named.
    pub fn queues(&self) -> impl Iterator<Item = QueueId> {
        let by_wait = self.by_wait.iter().map(|step| step.queue);
        let by_length = self.by_length.iter().map(|rule| rule.queue);
        let by_estimate = self.by_estimate.iter().map(|rule| rule.queue);
        by_wait.chain(by_length).chain(by_estimate)
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

/// A call that would wait longer than this goes to another queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OverflowEstimate {
    /// The estimated wait, in milliseconds.
    pub over_ms: u64,
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
