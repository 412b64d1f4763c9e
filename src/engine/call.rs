//! A call in a queue, from its arrival until it leaves or its conversation is over.
//!
//! Kept small, because many wait: what is the same for all calls of a queue is shared, and what
//! only a waiting call needs is let go when it is connected.

use std::sync::Arc;

use super::attribute::Attributes;
use super::call_state::{CallMove, CallState, Leads};
use super::class_table::ClassPlace;
use super::id::{AgentId, CallId, OfferId, QueueId};
use super::queue::OrderKey;
use super::relaxation::Steps;
use super::requirement::{Requirement, Template};
use super::time::Millis;

/// What a call does, with the particulars.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CallActivity {
    /// In line for an agent.
    Waiting,
    /// Offered to an agent.
    Ringing {
        /// Which offer.
        offer: OfferId,
        /// To whom.
        agent: AgentId,
    },
    /// In conversation.
    Talking {
        /// With whom.
        agent: AgentId,
    },
}

impl CallActivity {
    /// Without the particulars.
    #[must_use]
    pub const fn state(self) -> CallState {
        match self {
            Self::Waiting => CallState::Waiting,
            Self::Ringing { .. } => CallState::Ringing,
            Self::Talking { .. } => CallState::Talking,
        }
    }
}

/// One call.
#[derive(Debug)]
pub(super) struct Call {
    pub(super) id: CallId,
    pub(super) queue: QueueId,
    pub(super) activity: CallActivity,
    /// Since when it does that.
    pub(super) since: Millis,
    pub(super) arrived_at: Millis,
    pub(super) priority: i32,
    /// Its own first requirement, for the next plan.
    pub(super) own: Option<Box<Template>>,
    pub(super) attributes: Attributes,
    /// Empty once it talks.
    pub(super) steps: Steps,
    pub(super) step: u8,
    pub(super) step_since: Millis,
    /// Held while it waits or rings.
    pub(super) class: Option<ClassPlace>,
    /// Its own longest wait.
    pub(super) timeout_ms: Option<u64>,
    /// Deadlines that are set.
    pub(super) times_out_at: Option<Millis>,
    pub(super) relaxes_at: Option<Millis>,
}

impl Call {
    /// A conversation taken over after a restart.
    pub(super) fn resumed(id: CallId, queue: QueueId, agent: AgentId, now: Millis) -> Self {
        Self {
            id,
            queue,
            activity: CallActivity::Talking { agent },
            since: now,
            arrived_at: now,
            priority: 0,
            own: None,
            attributes: Attributes::default(),
            steps: Arc::default(),
            step: 0,
            step_since: now,
            class: None,
            timeout_ms: None,
            times_out_at: None,
            relaxes_at: None,
        }
    }

    pub(super) const fn state(&self) -> CallState {
        self.activity.state()
    }

    /// Its place in line.
    pub(super) const fn order_key(&self) -> OrderKey {
        OrderKey::new(self.priority, self.arrived_at, self.id)
    }

    /// What it needs now; `None` once it talks.
    pub(super) fn requirement(&self) -> Option<&Arc<Requirement>> {
        self.steps
            .get(usize::from(self.step))
            .map(|step| &step.requirement)
    }

    /// Makes a move that is known to be legal.
    pub(super) fn go(&mut self, by: CallMove, to: CallActivity, now: Millis) {
        let from = self.state();
        assert_eq!(
            from.after(by),
            Leads::To(to.state()),
            "a {from} call cannot {}",
            by.name()
        );
        self.activity = to;
        self.since = now;
    }
}
