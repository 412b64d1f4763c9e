//! What a tape keeps under its lock: the state of the recording, its log, and the orders that wait.

use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;

use super::reel::{About, Log, Reel};
use crate::engine::{
    AgentPlan, ContactId, Millis, QueuePlan, RecorderOrder, RecorderOrders, RecordingControl,
    RecordingPermits, RecordingPlan, RecordingVerb, Tags,
};

const PAUSE: &str = RecordingVerb::WORDS[2];

#[derive(Debug)]
pub(super) struct Shelf {
    pub(super) control: RecordingControl,
    pub(super) rule: Arc<RecordingPlan>,
    /// The rule that somebody has named since the last agent came.
    pub(super) named: Option<Arc<RecordingPlan>>,
    pub(super) about: About,
    pub(super) scene: Scene,
    /// Whose tags are the call's.
    pub(super) contact: Option<ContactId>,
    pub(super) log: Log,
    /// What the recorder writes now.
    pub(super) reel: Option<Reel>,
    pub(super) work: VecDeque<Work>,
    pub(super) is_busy: bool,
    /// A rule began it, so the end of the conversation ends it.
    pub(super) is_by_rule: bool,
    /// The channel is gone.
    pub(super) is_over: bool,
    /// Another call has taken the channel, with a tape of its own.
    pub(super) is_replaced: bool,
    /// It has been told that recording does not work, and it has not worked since.
    pub(super) is_failing: bool,
    /// Why it did not work the last time.
    pub(super) failure: String,
    /// Who is on hold, by the ids of their channels.
    pub(super) held: BTreeSet<String>,
    /// The call's tags, as last seen.
    pub(super) tags: Tags,
    /// Who asked for a pause last.
    paused_by: Arc<str>,
}

/// What the choice of a rule looks at beside the tags.
#[derive(Debug, Clone, Default)]
pub(super) struct Scene {
    pub(super) queue: Option<Arc<QueuePlan>>,
    /// Who talks, or talked last.
    pub(super) agent: Option<Arc<AgentPlan>>,
    /// An agent talks now.
    pub(super) is_talking: bool,
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
            named: None,
            about,
            scene: Scene::default(),
            contact: None,
            log: Log::default(),
            reel: None,
            work: VecDeque::new(),
            is_busy: false,
            is_by_rule: false,
            is_over: false,
            is_replaced: false,
            is_failing: false,
            failure: String::new(),
            held: BTreeSet::new(),
            tags: Tags::default(),
            paused_by: "".into(),
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
        let is_begun = orders.contains(&RecorderOrder::Begin);
        for order in orders {
            if order == RecorderOrder::Begin {
                self.log = Log::begun(now, &self.log);
            }
            // What begins in a pause is one verb of who begins, and one of who holds the pause.
            let (verb, by) = match order {
                RecorderOrder::Silence if is_begun => (PAUSE, &*self.paused_by),
                _ => (verb, by),
            };
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

    /// Notes who wants a pause that lasts, for recordings that begin in it.
    pub(super) fn note_pause(&mut self, verb: RecordingVerb, by: &str) {
        if matches!(verb, RecordingVerb::Pause(_)) {
            self.paused_by = by.into();
        }
    }

    pub(super) fn log_agent(&mut self, now: Millis) {
        let (queue, agent) = (self.about.queue.clone(), self.about.agent.clone());
        self.log.open_segment(now, &queue, &agent);
    }
}
