//! The floor as a value: what consoles, reports and tests read.
//!
//! Moments stay moments; whoever shows them counts from `now`. Each read walks what it shows and
//! is meant for people, not for decisions.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::agent::{Activity, Agent, PendingChange};
use super::agent_state::AgentState;
use super::call::Call;
use super::call_state::CallState;
use super::call_view::CallView;
use super::id::{AgentId, CallId, OfferId, QueueId};
use super::input::{DeviceState, OfferFailure};
use super::order::OrderKey;
use super::plan::{AgentPlan, QueuePlan};
use super::router::Router;
use super::time::Millis;

/// What an agent does now, or why no call is offered to the agent now: exactly one answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AgentCondition {
    /// Not at work.
    SignedOut,
    /// Takes no calls.
    NotReady {
        /// Why.
        reason: Arc<str>,
    },
    /// The phone is rung.
    Offered {
        /// For which call (which may have left while the ring is being taken down).
        call: CallId,
        /// Under which offer.
        offer: OfferId,
    },
    /// In conversation.
    Talking {
        /// With which call.
        call: CallId,
    },
    /// In after-call time.
    WrapUp {
        /// Until then at most.
        until: Millis,
    },
    /// The phone cannot be reached.
    Unreachable,
    /// The phone is in use by something that is not ours (or still going down).
    BusyElsewhere,
    /// Left alone after an offer that came to nothing.
    Resting {
        /// Until then.
        until: Millis,
        /// What came in the way.
        cause: OfferFailure,
    },
    /// Takes the next call that fits.
    Free,
}

/// An agent now.
#[derive(Debug, Clone)]
pub struct AgentView {
    /// As planned; of an agent who is removed, as planned last.
    pub plan: Arc<AgentPlan>,
    /// The plan no longer has the agent, who leaves when the call in hand is over.
    pub is_removed: bool,
    /// The phone in use; `None` while signed out.
    pub interface: Option<Arc<str>>,
    /// What the phone does.
    pub device: DeviceState,
    /// What the agent does.
    pub condition: AgentCondition,
    /// Since when the agent is signed out, ready, not ready, offered, talking or in wrap-up.
    pub since: Millis,
    /// What happens when the call in hand is over.
    pub pending: Option<PendingChange>,
    /// What the agent has said became of the call in hand, or of the last one during wrap-up.
    pub disposition: Option<Arc<str>>,
    /// Wrap-up cannot be finished because a disposition is missing.
    pub is_disposition_missing: bool,
    /// Missed offers in a row.
    pub missed: u32,
    /// Since when the idle clock runs; `None` unless free.
    pub idle_since: Option<Millis>,
}

/// A queue now.
#[derive(Debug, Clone)]
pub struct QueueView {
    /// As planned.
    pub plan: Arc<QueuePlan>,
    /// Calls in line that no phone rings for.
    pub waiting: u32,
    /// Calls in line for which phones are rung.
    pub ringing: u32,
    /// Conversations.
    pub talking: u32,
    /// The longest wait of the calls in line; 0 if there is none.
    pub longest_wait_ms: u64,
    /// Agents who serve the queue.
    pub agents: u32,
    /// Of these, how many are signed in.
    pub signed_in: u32,
    /// Of these, how many are free.
    pub free: u32,
    /// How long a call that arrives now would wait, by estimate; `None` if nobody at work
    /// qualifies or its need depends on the call.
    pub estimated_wait_ms: Option<u64>,
}

/// What an agent goes back to when no call is in hand: enough to make the agent stand in a new
/// router as in this one. See [`Router::roster`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgentStanding {
    /// Who.
    pub agent: AgentId,
    /// The phone in use, or the one to move to; `None`: signed out, now or after the call in hand.
    pub interface: Option<Arc<str>>,
    /// Why the agent takes no calls, now or after the call in hand.
    pub not_ready: Option<Arc<str>>,
    /// What the phone does.
    pub device: DeviceState,
}

impl Router {
    /// All queues of the plan by id.
    #[must_use]
    pub fn queue_views(&self, now: Millis) -> Vec<QueueView> {
        let views = self.queues.iter().enumerate();
        let mut views: Vec<Option<QueueView>> =
            views.map(|(index, _)| self.empty_view(index)).collect();
        for call in self.calls.values() {
            if let Some(Some(view)) = views.get_mut(call.queue.index()) {
                view.count(call, now);
            }
        }
        views.into_iter().flatten().collect()
    }

    /// One queue; `None` if the plan does not have it.
    #[must_use]
    pub fn queue_view(&self, now: Millis, queue: QueueId) -> Option<QueueView> {
        let mut view = self.empty_view(queue.index())?;
        let calls = self.calls.values().filter(|call| call.queue == queue);
        calls.for_each(|call| view.count(call, now));
        Some(view)
    }

    /// A queue without its calls.
    fn empty_view(&self, index: usize) -> Option<QueueView> {
        let queue = self.queues.get(index)?.as_ref()?;
        let agents = || queue.agents.iter().map(|(agent, _)| self.agent(*agent));
        let signed_in = agents().filter(|agent| agent.state() != AgentState::SignedOut);
        Some(QueueView {
            plan: Arc::clone(&queue.plan),
            waiting: 0,
            ringing: 0,
            talking: 0,
            longest_wait_ms: 0,
            agents: counted(agents()),
            signed_in: counted(signed_in),
            free: counted(agents().filter(|agent| agent.is_free())),
            estimated_wait_ms: self.estimated_wait_in(queue.plan.id),
        })
    }

    /// All agents on the floor by id.
    #[must_use]
    pub fn agent_views(&self, _now: Millis) -> Vec<AgentView> {
        self.agents.iter().flatten().map(agent_view).collect()
    }

    /// One agent; `None` if the floor does not have the agent.
    #[must_use]
    pub fn agent_view(&self, agent: AgentId) -> Option<AgentView> {
        self.agents.get(agent.index())?.as_ref().map(agent_view)
    }

    /// All calls by id.
    #[must_use]
    pub fn call_views(&self, now: Millis) -> Vec<CallView> {
        let mut lines: BTreeMap<QueueId, Vec<OrderKey>> = BTreeMap::new();
        for call in self
            .calls
            .values()
            .filter(|call| call.state() != CallState::Talking)
        {
            lines.entry(call.queue).or_default().push(call.key);
        }
        for line in lines.values_mut() {
            line.sort_unstable();
        }
        let waits = self.estimated_waits();
        let views = self.calls.values().map(|call| {
            let line = lines.get(&call.queue);
            let place = line.and_then(|line| line.binary_search(&call.key).ok());
            let place = place.map(|place| u32::try_from(place + 1).expect("CALLS_MAX fits"));
            let estimated_wait_ms = match call.state() {
                CallState::Ringing => Some(0),
                _ => waits.get(&call.id).copied(),
            };
            CallView {
                estimated_wait_ms,
                ..self.view_of_call(call, place, now)
            }
        });
        views.collect()
    }

    /// One call; `None` if it is not known.
    #[must_use]
    pub fn call_view(&self, now: Millis, call: CallId) -> Option<CallView> {
        let call = self.calls.get(&call)?;
        Some(CallView {
            estimated_wait_ms: self.estimated_wait_ms(call.id),
            ..self.view_of_call(call, self.place(call), now)
        })
    }

    /// A call's place among the calls in line of its queue; `None` once it talks.
    pub(super) fn place(&self, call: &Call) -> Option<u32> {
        let is_in_line = |other: &Call| other.state() != CallState::Talking;
        if !is_in_line(call) {
            return None;
        }
        let others = self.calls.values();
        let ahead = others.filter(|other| other.queue == call.queue && is_in_line(other));
        let ahead = ahead.filter(|other| other.key < call.key);
        Some(u32::try_from(ahead.count() + 1).expect("CALLS_MAX fits"))
    }

    /// How every agent of the plan stands, by id: for a new router that takes the place of this
    /// one.
    ///
    /// Tell [`succeeding`](Self::succeeding) for each agent, in this order: `AgentSignedIn` on the
    /// interface, or `AgentSignedOut` if there is none and the plan signs the agent in at start;
    /// `AgentNotReady` if there is a reason; `DeviceChanged`. Then `ConversationResumed` for every
    /// conversation: the agent's standing takes effect again when it is over. After-call time
    /// and rests are not carried over.
    #[must_use]
    pub fn roster(&self) -> Vec<AgentStanding> {
        let agents = self
            .agents
            .iter()
            .flatten()
            .filter(|agent| !agent.is_removed);
        let standing = |agent: &Agent| {
            let is_leaving = agent.pending == Some(PendingChange::SignOut);
            let interface = agent
                .next_interface
                .clone()
                .or_else(|| agent.interface.clone());
            let not_ready = match (&agent.activity, &agent.pending) {
                (Activity::NotReady { reason }, _)
                | (_, Some(PendingChange::NotReady { reason })) => Some(Arc::clone(reason)),
                _ => None,
            };
            AgentStanding {
                agent: agent.plan.id,
                interface: interface.filter(|_| !is_leaving),
                not_ready,
                device: agent.device,
            }
        };
        agents.map(standing).collect()
    }
}

impl QueueView {
    fn count(&mut self, call: &Call, now: Millis) {
        match call.state() {
            CallState::Waiting => self.waiting += 1,
            CallState::Ringing => self.ringing += 1,
            CallState::Talking => self.talking += 1,
        }
        if call.state() != CallState::Talking {
            self.longest_wait_ms = self.longest_wait_ms.max(now.since(call.arrived_at));
        }
    }
}

fn agent_view(agent: &Agent) -> AgentView {
    AgentView {
        plan: Arc::clone(&agent.plan),
        is_removed: agent.is_removed,
        interface: agent.interface.clone(),
        device: agent.device,
        condition: condition(agent),
        since: agent.since,
        pending: agent.pending.clone(),
        disposition: agent
            .after_call
            .disposition
            .as_ref()
            .map(|said| Arc::clone(&said.name)),
        is_disposition_missing: agent.is_disposition_missing(),
        missed: agent.missed,
        idle_since: agent.is_free().then_some(agent.idle_since),
    }
}

/// The one answer to what an agent does.
pub(super) fn condition(agent: &Agent) -> AgentCondition {
    match &agent.activity {
        Activity::SignedOut => AgentCondition::SignedOut,
        Activity::NotReady { reason } => AgentCondition::NotReady {
            reason: Arc::clone(reason),
        },
        Activity::Offered { offer, call } => AgentCondition::Offered {
            call: *call,
            offer: *offer,
        },
        Activity::Talking { call } => AgentCondition::Talking { call: *call },
        Activity::WrapUp { until } => AgentCondition::WrapUp { until: *until },
        Activity::Ready => match (agent.device, agent.rest) {
            (DeviceState::Unreachable, _) => AgentCondition::Unreachable,
            (DeviceState::InUse, _) => AgentCondition::BusyElsewhere,
            (_, Some(rest)) => AgentCondition::Resting {
                until: rest.until,
                cause: rest.cause,
            },
            (_, None) => AgentCondition::Free,
        },
    }
}

fn counted(things: impl Iterator) -> u32 {
    u32::try_from(things.count()).expect("AGENTS_MAX fits")
}
