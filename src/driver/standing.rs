//! What agents do when no call is in hand: enough to restore them after a failure of the engine.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::engine::{
    AgentId, CallId, DeviceState, EventKind, FloorPlan, Input, QueueId, Strategy, WatchedDevice,
};

/// All agents that have ever done something, and what was set of queues while the floor was open.
#[derive(Debug, Clone, Default)]
pub(super) struct Standing {
    agents: BTreeMap<AgentId, AgentStanding>,
    strategies: BTreeMap<QueueId, Strategy>,
}

#[derive(Debug, Clone, Default)]
struct AgentStanding {
    // The phone the agent is signed in on.
    interface: Option<Arc<str>>,
    // Why the agent is not ready.
    not_ready: Option<Arc<str>>,
    // What happens when the call in hand is over.
    pending: Option<Pending>,
    // The device that is watched, and its last known state.
    watched: Option<(WatchedDevice, Option<DeviceState>)>,
}

#[derive(Debug, Clone)]
enum Pending {
    NotReady(Arc<str>),
    SignOut,
}

impl Standing {
    /// Follows the engine.
    pub(super) fn note(&mut self, event: &EventKind) {
        match event {
            EventKind::AgentSignedIn { agent, interface } => {
                self.entry(*agent).interface = Some(Arc::clone(interface));
            }
            EventKind::AgentSignedOut { agent } => {
                let entry = self.entry(*agent);
                entry.interface = None;
                entry.not_ready = None;
                entry.pending = None;
            }
            EventKind::AgentReady { agent } => {
                let entry = self.entry(*agent);
                entry.not_ready = None;
                entry.pending = None;
            }
            EventKind::AgentNotReady { agent, reason } => {
                let entry = self.entry(*agent);
                entry.not_ready = Some(Arc::clone(reason));
                entry.pending = None;
            }
            EventKind::AgentChangePending { agent, reason } => {
                let pending = reason.clone().map_or(Pending::SignOut, Pending::NotReady);
                self.entry(*agent).pending = Some(pending);
            }
            EventKind::StrategyChanged {
                queue,
                strategy,
                is_planned,
            } => {
                self.strategies.remove(queue);
                if !is_planned {
                    self.strategies.insert(*queue, *strategy);
                }
            }
            EventKind::AgentChangeCancelled { agent } => self.entry(*agent).pending = None,
            _ => {}
        }
    }

    /// The device whose state is followed from now on, and its state if that is known. Asked again
    /// for the same device, what was known of it holds.
    pub(super) fn watch(
        &mut self,
        agent: AgentId,
        device: Option<WatchedDevice>,
        state: Option<DeviceState>,
    ) {
        let entry = self.entry(agent);
        let former = entry.watched.take();
        entry.watched = device.map(|device| {
            let known = former
                .filter(|(former, _)| *former == device)
                .and_then(|(_, state)| state);
            (device, state.or(known))
        });
    }

    /// A device's state.
    pub(super) fn note_device(&mut self, agent: AgentId, state: DeviceState) {
        if let Some((_, known)) = &mut self.entry(agent).watched {
            *known = Some(state);
        }
    }

    /// What to tell a new router so that the agents stand as they do here, devices aside.
    ///
    /// The plan's own sign-ins have happened by then; signing out comes last, so that an agent who
    /// talks leaves only after the call.
    pub(super) fn restoration(
        &self,
        plan: &FloorPlan,
        conversations: impl Iterator<Item = (CallId, QueueId, AgentId)>,
    ) -> Vec<Input> {
        let known = |agent: &AgentId| plan.agents.entry(*agent).is_some();
        let mut inputs = Vec::new();
        for (&queue, &strategy) in &self.strategies {
            let strategy = Some(strategy);
            inputs.push(Input::StrategyChanged { queue, strategy });
        }
        for (&agent, standing) in self.agents.iter().filter(|(agent, _)| known(agent)) {
            if let Some(interface) = &standing.interface {
                inputs.push(Input::AgentSignedIn {
                    agent,
                    interface: Some(interface.clone()),
                });
            }
        }
        for (call, queue, agent) in conversations {
            inputs.push(Input::ConversationResumed { call, queue, agent });
        }
        for agent in plan.agents.iter() {
            let Some(standing) = self.agents.get(&agent.id) else {
                continue;
            };
            standing.restore(agent.id, agent.is_signed_in_at_start, &mut inputs);
        }
        inputs
    }

    /// The devices whose state is known.
    pub(super) fn devices(&self) -> impl Iterator<Item = (AgentId, DeviceState)> {
        self.agents
            .iter()
            .filter_map(|(agent, standing)| match standing.watched {
                Some((_, Some(state))) => Some((*agent, state)),
                _ => None,
            })
    }

    fn entry(&mut self, agent: AgentId) -> &mut AgentStanding {
        self.agents.entry(agent).or_default()
    }
}

impl AgentStanding {
    fn restore(&self, agent: AgentId, is_signed_in_at_start: bool, inputs: &mut Vec<Input>) {
        if self.interface.is_none() {
            if is_signed_in_at_start {
                inputs.push(Input::AgentSignedOut { agent });
            }
            return;
        }
        if let Some(reason) = &self.not_ready {
            inputs.push(Input::AgentNotReady {
                agent,
                reason: reason.clone(),
            });
        }
        match &self.pending {
            Some(Pending::NotReady(reason)) => {
                inputs.push(Input::AgentNotReady {
                    agent,
                    reason: reason.clone(),
                });
            }
            Some(Pending::SignOut) => inputs.push(Input::AgentSignedOut { agent }),
            None => {}
        }
    }
}
