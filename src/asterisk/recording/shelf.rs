//! What a tape keeps under its lock: the state of the recording, its log, and the orders that wait.

use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;

use super::reel::{About, Log, Reel};
use crate::engine::{
    Millis, RecorderOrder, RecorderOrders, RecordingControl, RecordingPermits, RecordingPlan, Tags,
};

#[derive(Debug)]
pub(super) struct Shelf {
    pub(super) control: RecordingControl,
    pub(super) rule: Arc<RecordingPlan>,
    pub(super) about: About,
    pub(super) log: Log,
    /// What the recorder writes now.
    pub(super) reel: Option<Reel>,
    pub(super) work: VecDeque<Work>,
    pub(super) is_busy: bool,
    /// A rule began it, so the end of the conversation ends it.
    pub(super) is_by_rule: bool,
    /// The channel is gone.
    pub(super) is_over: bool,
    /// It has been told that recording does not work, and it has not worked since.
    pub(super) is_failing: bool,
    /// Who is on hold, by the ids of their channels.
    pub(super) held: BTreeSet<String>,
    /// The call's tags, as last seen.
    pub(super) tags: Tags,
}

/// An order that waits to be carried out.
#[derive(Debug)]
pub(super) struct Work {
    pub(super) order: RecorderOrder,
    pub(super) verb: &'static str,
    pub(super) by: Arc<str>,
    pub(super) state: &'static str,
    pub(super) held_by: String,
    /// For an end: what was known of the recording at that moment.
    pub(super) log: Option<Log>,
}

impl Shelf {
    /// What is known of a call that is not recorded yet.
    pub(super) fn new(about: About, rule: Arc<RecordingPlan>, permits: RecordingPermits) -> Self {
        Self {
            control: RecordingControl::new(permits),
            rule,
            about,
            log: Log::default(),
            reel: None,
            work: VecDeque::new(),
            is_busy: false,
            is_by_rule: false,
            is_over: false,
            is_failing: false,
            held: BTreeSet::new(),
            tags: Tags::default(),
        }
    }

    /// Notes what was asked for, and what has to be done.
    pub(super) fn take(
        &mut self,
        now: Millis,
        orders: RecorderOrders,
        verb: &'static str,
        by: &str,
    ) {
        for order in orders {
            if order == RecorderOrder::Begin {
                self.log = Log::begun(now, &self.log);
            }
            self.log.verb(now, verb, by);
            let spans = self.control.spans().to_vec();
            let log = (order == RecorderOrder::End).then(|| {
                self.log.end(now, &spans);
                self.log.clone()
            });
            self.work.push_back(Work {
                order,
                verb,
                by: by.into(),
                state: self.control.state().name(),
                held_by: self.control.holders().to_string(),
                log,
            });
        }
    }

    pub(super) fn log_agent(&mut self, now: Millis) {
        let (queue, agent) = (self.about.queue.clone(), self.about.agent.clone());
        self.log.open_segment(now, &queue, &agent);
    }
}
