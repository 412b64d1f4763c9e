//! What the driver remembers beside the engine: each call's mailbox and names, and enough of the
//! agents to put a new router where a failed one stood.
//!
//! Rule kept: it follows the engine's events and nothing else, so it cannot disagree with what the
//! engine has said; a failure loses at most what the engine had not said yet.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::engine::{
    AgentId, CallId, Event, EventKind, FloorPlan, Millis, OfferId, QueueId, QueuePlan,
};

use super::card::{CallCard, CallName, Caller};
use super::inbox::{Detail, Parting};
use super::mailbox::Mailbox;
use super::standing::Standing;

/// A call that waits, rings or talks, or of which an offer is not over.
pub(super) struct DeskCall {
    /// Its names.
    pub(super) card: Arc<CallCard>,
    /// Where its orders go.
    pub(super) mailbox: Arc<Mailbox>,
    /// Since when it is here.
    pub(super) arrived_at: Millis,
    /// What it does.
    pub(super) stage: CallStage,
    /// How the conversation ended, once it is over.
    pub(super) parting: Parting,
    /// The keys by which the caller left.
    pub(super) keys: Option<Arc<str>>,
    // The lasting ids of legs to agents who answered.
    legs: Vec<(OfferId, Arc<str>)>,
    // Offers that are not over: facts about them may follow the end of the call.
    offers: u32,
}

impl DeskCall {
    /// The lasting id of the leg that an offer was answered on.
    pub(super) fn leg(&self, offer: OfferId) -> Option<&Arc<str>> {
        let found = self.legs.iter().find(|(known, _)| *known == offer);
        found.map(|(_, id)| id)
    }

    // An event about a call that was taken in again may tell of an offer from before.
    fn lose_offer(&mut self) {
        self.offers = self.offers.saturating_sub(1);
    }
}

/// What a call does, as far as the driver must know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CallStage {
    /// Waits or rings.
    Waiting,
    /// Talks to this agent.
    Talking(AgentId),
    /// Has left.
    Over,
}

/// The driver's memory of calls and agents.
#[derive(Default)]
pub(super) struct Desk {
    calls: BTreeMap<CallId, DeskCall>,
    // Names by id, those of removed agents too: their last call may still be under way.
    agent_names: Vec<Option<Arc<str>>>,
    // Likewise.
    queue_names: Vec<Option<Arc<str>>>,
    /// The agents' standing.
    pub(super) standing: Standing,
    // Calls that may be forgotten once the engine has said all it has to say.
    over: Vec<CallId>,
}

impl Desk {
    /// Learns the names of a floor plan.
    pub(super) fn learn(&mut self, plan: &FloorPlan) {
        self.standing.queues.keep_those_of(plan);
        let capacity = plan.agents.capacity().max(self.agent_names.len());
        self.agent_names.resize(capacity, None);
        for agent in plan.agents.iter() {
            self.agent_names[agent.id.index()] = Some(Arc::clone(&agent.name));
        }
        let capacity = plan.queues.capacity().max(self.queue_names.len());
        self.queue_names.resize(capacity, None);
        for queue in plan.queues.iter() {
            self.queue_names[queue.id.index()] = Some(Arc::clone(&queue.name));
        }
    }

    /// Takes in a call that the engine has let in.
    pub(super) fn admit(&mut self, card: Arc<CallCard>, mailbox: Arc<Mailbox>, now: Millis) {
        let call = card.call;
        let stage = CallStage::Waiting;
        let entry = DeskCall {
            card,
            mailbox,
            arrived_at: now,
            stage,
            parting: Parting::default(),
            keys: None,
            legs: Vec::new(),
            offers: 0,
        };
        self.calls.insert(call, entry);
    }

    /// A call is in another queue from now on.
    pub(super) fn move_call(&mut self, call: CallId, queue: &QueuePlan) {
        if let Some(entry) = self.calls.get_mut(&call) {
            entry.card = Arc::new(entry.card.in_queue(queue));
        }
    }

    /// Another caller has taken the place of the one who made the call. Gives back the call's
    /// names; `None`: it is over or was known to be so.
    pub(super) fn join(
        &mut self,
        call: CallId,
        former: CallId,
        caller: &Caller,
    ) -> Option<CallName> {
        let entry = self.calls.get_mut(&call)?;
        let is_news = entry.card.follows != Some(former) && call != former;
        if !is_news || entry.stage == CallStage::Over {
            return None;
        }
        entry.card = Arc::new(entry.card.of_caller(former, caller));
        Some(entry.card.name())
    }

    /// A call that has not been forgotten.
    pub(super) fn call(&self, call: CallId) -> Option<&DeskCall> {
        self.calls.get(&call)
    }

    /// Follows the engine.
    pub(super) fn note(&mut self, event: &Event) {
        self.standing.note(&event.kind);
        match event.kind {
            EventKind::CallOffered { call, .. } => self.change(call, |call| call.offers += 1),
            EventKind::OfferFailed { call, .. } => self.change(call, DeskCall::lose_offer),
            EventKind::CallConnected { call, agent, .. } => self.change(call, |call| {
                call.lose_offer();
                call.stage = CallStage::Talking(agent);
            }),
            // Offers of the failed router are never heard of again.
            EventKind::ConversationResumed { call, agent } => self.change(call, |call| {
                call.offers = 0;
                call.stage = CallStage::Talking(agent);
            }),
            EventKind::CallLeft { call, .. } | EventKind::ConversationEnded { call, .. } => {
                self.change(call, |call| call.stage = CallStage::Over);
            }
            EventKind::CallReleased { call, .. } => {
                self.change(call, |call| call.stage = CallStage::Over);
            }
            _ => {}
        }
    }

    /// A conversation is about to end.
    pub(super) fn note_parting(&mut self, call: CallId, parting: Parting) {
        if let Some(call) = self.calls.get_mut(&call) {
            call.parting = parting;
        }
    }

    /// Something of a call that logs tell.
    pub(super) fn note_detail(&mut self, call: CallId, detail: Detail) {
        let Some(call) = self.calls.get_mut(&call) else {
            return;
        };
        match detail {
            Detail::Leg(offer, id) => call.legs.push((offer, id)),
            Detail::Keys(keys) => call.keys = Some(keys),
        }
    }

    fn change(&mut self, id: CallId, change: impl FnOnce(&mut DeskCall)) {
        let Some(call) = self.calls.get_mut(&id) else {
            return;
        };
        change(call);
        if call.stage == CallStage::Over {
            self.over.push(id);
        }
    }

    /// Forgets the calls that are over, once the engine has nothing more to say of them.
    pub(super) fn sweep(&mut self) {
        for call in self.over.drain(..) {
            if self.calls.get(&call).is_some_and(|call| call.offers == 0) {
                self.calls.remove(&call);
            }
        }
    }

    /// Takes out all calls that wait or ring, and forgets those that are over.
    pub(super) fn take_waiting(&mut self) -> Vec<DeskCall> {
        self.over.clear();
        let (kept, taken): (BTreeMap<_, _>, BTreeMap<_, _>) = std::mem::take(&mut self.calls)
            .into_iter()
            .partition(|(_, call)| matches!(call.stage, CallStage::Talking(_)));
        self.calls = kept;
        taken
            .into_values()
            .filter(|call| call.stage == CallStage::Waiting)
            .collect()
    }

    /// Calls that wait, ring or talk.
    pub(super) fn alive(&self) -> impl Iterator<Item = CallId> {
        let alive = self
            .calls
            .iter()
            .filter(|(_, call)| call.stage != CallStage::Over);
        alive.map(|(call, _)| *call)
    }

    /// Conversations that are up: call, queue, agent.
    pub(super) fn conversations(&self) -> impl Iterator<Item = (CallId, QueueId, AgentId)> {
        self.calls.values().filter_map(|call| match call.stage {
            CallStage::Talking(agent) => Some((call.card.call, call.card.queue, agent)),
            CallStage::Waiting | CallStage::Over => None,
        })
    }

    /// Forgets a conversation that a new router does not take over.
    pub(super) fn forget(&mut self, call: CallId) {
        self.calls.remove(&call);
    }

    /// A call by its names.
    pub(super) fn call_name(&self, call: CallId) -> CallName {
        let Some(known) = self.calls.get(&call) else {
            return CallName {
                call,
                host_call: "".into(),
                queue: "".into(),
            };
        };
        known.card.name()
    }

    /// A queue's name.
    pub(super) fn queue_name(&self, queue: QueueId) -> Arc<str> {
        let name = self.queue_names.get(queue.index()).cloned().flatten();
        name.unwrap_or_else(|| queue.to_string().into())
    }

    /// An agent's name.
    pub(super) fn agent_name(&self, agent: AgentId) -> Arc<str> {
        let name = self.agent_names.get(agent.index()).cloned().flatten();
        name.unwrap_or_else(|| agent.to_string().into())
    }
}
