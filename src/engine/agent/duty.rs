//! What holds of an agent beside the state: who brought it about, until when, and how often the
//! agent has not been heard of.

use crate::engine::cause::ChangeCause;
use crate::engine::event::EventKind;
use crate::engine::id::AgentId;
use crate::engine::plan::AtLimit;
use crate::engine::router::Router;
use crate::engine::time::Millis;

/// The particulars of an agent's presence.
#[derive(Debug, Clone, Default)]
pub(in crate::engine) struct Duty {
    /// What brought about the present state, if it was not the agent.
    pub(in crate::engine) cause: Option<ChangeCause>,
    /// What brought about the change that is pending, if it was not the agent.
    pub(in crate::engine) pending_cause: Option<ChangeCause>,
    /// When not-ready has lasted long enough; the deadline that is set.
    pub(in crate::engine) ends: Option<NotReadyEnd>,
    /// Not ready for longer than the reason allows.
    pub(in crate::engine) is_over_limit: bool,
    /// Ready for one call only.
    pub(in crate::engine) is_for_one_call: bool,
    /// Missed offers since the last answered one and the last word of the agent.
    pub(in crate::engine) missed_in_all: u32,
}

/// The moment at which not-ready has lasted long enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::engine) struct NotReadyEnd {
    pub(in crate::engine) at: Millis,
    pub(in crate::engine) then: AtLimit,
    /// The reason sets it; otherwise it is the return from missed offers.
    pub(in crate::engine) is_limit: bool,
}

impl Duty {
    /// The agent has spoken: nothing of what others decided or of what was missed counts on.
    fn heard_from(&mut self) {
        self.cause = None;
        self.pending_cause = None;
        self.missed_in_all = 0;
    }
}

impl Router {
    /// The agent has spoken, and wants a pause after the next call or not.
    pub(in crate::engine) fn hear_from(&mut self, id: AgentId, is_for_one_call: bool) {
        self.agent_mut(id).duty.heard_from();
        self.take_one_call(id, is_for_one_call);
    }

    /// The agent is ready for one call only, or for all.
    pub(in crate::engine) fn take_one_call(&mut self, id: AgentId, is_on: bool) {
        let duty = &mut self.agent_mut(id).duty;
        if std::mem::replace(&mut duty.is_for_one_call, is_on) != is_on {
            self.record(EventKind::AgentOneCall { agent: id, is_on });
        }
    }
}
