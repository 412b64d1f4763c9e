//! The floor as a value, taken at one moment.
//!
//! Moments stay moments; whoever shows them counts from `now`. Each read walks what it shows and
//! is meant for people, not for decisions.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::views::{AgentCondition, AgentStanding, AgentView, CallView, NotReadyView, QueueView};
use crate::engine::agent::record::{Activity, Agent, PendingChange};
use crate::engine::agent::state::AgentState;
use crate::engine::call::record::Call;
use crate::engine::call::state::CallState;
use crate::engine::id::{AgentId, CallId, QueueId};
use crate::engine::input::DeviceState;
use crate::engine::plan::AtLimit;
use crate::engine::queue::order::OrderKey;
use crate::engine::router::Router;
use crate::engine::time::Millis;
use crate::engine::waiting::rank_window::rank_max;

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
        let agents = || queue.agents.iter().map(|(agent, _)| self.agent(agent));
        let signed_in = agents().filter(|agent| agent.state() != AgentState::SignedOut);
        Some(QueueView {
            plan: Arc::clone(&queue.plan),
            strategy: queue.strategy(),
            is_strategy_planned: !queue.live_strategy.is_set(),
            ring_at_once: queue.ring_at_once(),
            is_ring_at_once_planned: !queue.live_ring_at_once.is_set(),
            door: queue.door,
            reserve: self.reserve_standing(queue.plan.id),
            abandoned: queue.abandoned,
            abandoned_shortly: queue.abandoned_shortly,
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
        let agents = self.agents.iter().flatten();
        agents.map(|agent| self.view_of(agent)).collect()
    }

    /// One agent; `None` if the floor does not have the agent.
    #[must_use]
    pub fn agent_view(&self, agent: AgentId) -> Option<AgentView> {
        let agent = self.agents.get(agent.index())?.as_ref()?;
        Some(self.view_of(agent))
    }

    fn view_of(&self, agent: &Agent) -> AgentView {
        AgentView {
            plan: Arc::clone(&agent.plan),
            configured: agent
                .changes
                .as_ref()
                .map(|changes| Arc::clone(&changes.configured)),
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
            tags_missing: agent.tags_missing(),
            missed: agent.missed,
            idle_since: agent.is_free().then_some(agent.idle_since),
            cause: agent.duty.cause.clone(),
            not_ready: self.not_ready_view(agent),
            is_for_one_call: agent.duty.is_for_one_call || agent.plan.is_on_demand,
        }
    }

    fn not_ready_view(&self, agent: &Agent) -> Option<NotReadyView> {
        let Activity::NotReady { reason } = &agent.activity else {
            return None;
        };
        let ends = agent.duty.ends;
        Some(NotReadyView {
            plan: self.plan.reasons.find(reason).cloned(),
            is_over_limit: agent.duty.is_over_limit,
            ends_at: ends.map(|end| end.at),
            returns: ends.is_some_and(|end| end.then == AtLimit::Ready),
        })
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
    pub(in crate::engine) fn place(&self, call: &Call) -> Option<u32> {
        let is_in_line = |other: &Call| other.state() != CallState::Talking;
        if !is_in_line(call) {
            return None;
        }
        let others = self.calls.values();
        let ahead = others.filter(|other| other.queue == call.queue && is_in_line(other));
        let ahead = ahead.filter(|other| other.key < call.key);
        Some(u32::try_from(ahead.count() + 1).expect("CALLS_MAX fits"))
    }

    /// Whether an agent is signed in on this phone, or will be when the call in hand is over.
    #[must_use]
    pub fn uses_phone(&self, agent: AgentId, interface: &str) -> bool {
        let agent = self.agents.get(agent.index()).and_then(Option::as_ref);
        agent.is_some_and(|agent| {
            let phones = [&agent.interface, &agent.next_interface];
            phones
                .iter()
                .any(|phone| phone.as_deref() == Some(interface))
        })
    }

    /// Whether an agent is signed in on any phone.
    #[must_use]
    pub fn has_phone(&self, agent: AgentId) -> bool {
        let agent = self.agents.get(agent.index()).and_then(Option::as_ref);
        agent.is_some_and(|agent| agent.interface.is_some())
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

    /// A call as it is now, at this place in line, without the estimate.
    pub(in crate::engine) fn view_of_call(
        &self,
        call: &Call,
        place: Option<u32>,
        now: Millis,
    ) -> CallView {
        let is_talking = call.state() == CallState::Talking;
        let waited_until = if is_talking { call.since } else { now };
        let queue = self.queues.get(call.queue.index()).and_then(Option::as_ref);
        let rules = queue.filter(|_| !is_talking).map(|queue| &queue.plan.order);
        CallView {
            call: call.id,
            queue: call.queue,
            activity: call.activity.clone(),
            since: call.since,
            arrived_at: call.arrived_at,
            wait_ms: waited_until.since(call.arrived_at),
            priority: call.priority,
            tags: call.tags.clone(),
            raise: rules.map_or(0, |rules| rules.raise(call.named())),
            score_hundredths: rules
                .map(|rules| call.key.turn(rules.ageing, now).score_hundredths()),
            requirement: call.requirement().cloned(),
            step: call.step,
            step_since: call.step_since,
            relaxes_at: call.relaxes_at,
            rank_max: queue
                .filter(|_| !is_talking)
                .map(|queue| &queue.plan.choice.rank_windows)
                .map(|windows| rank_max(windows, now.since(call.arrived_at))),
            widens_at: call.widens_at,
            home: call.home,
            overflows_at: call.overflows_at,
            announces_at: call.announces_at,
            closes_at: call.closes_at,
            times_out_at: call.times_out_at,
            place,
            estimated_wait_ms: None,
        }
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

/// The one answer to what an agent does.
pub(in crate::engine) fn condition(agent: &Agent) -> AgentCondition {
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
