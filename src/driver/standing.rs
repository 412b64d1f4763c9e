//! What agents do when no call is in hand, and what was set of queues: enough to restore them after
//! a failure of the engine.

mod kept;
mod queues;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::engine::{
    AgentChange, AgentId, AgentPlan, CallId, ChangeCause, Changed, DeviceState, EventKind,
    FloorPlan, Forced, Input, Level, QueueId, ReasonList, Selectable, SkillId, UNDECLARED_REASON,
    WatchedDevice,
};

use kept::Kept;
pub(super) use kept::Returning;
use queues::QueueStandings;
pub(super) use queues::is_about_queues;

/// Who asks for what a new router is told.
const RESTART: &str = "restart of call distribution";

/// All agents that have ever done something, and what was set of queues while the floor was open.
#[derive(Debug, Clone, Default)]
pub(super) struct Standing {
    agents: BTreeMap<AgentId, AgentStanding>,
    /// What was set of queues.
    pub(super) queues: QueueStandings,
}

#[derive(Debug, Clone, Default)]
struct AgentStanding {
    // The phone the agent is signed in on.
    interface: Option<Arc<str>>,
    // Why the agent is not ready.
    not_ready: Option<Arc<str>>,
    // Who decided that, if it was not the agent.
    forced_by: Option<Arc<str>>,
    // Who decided what the next event tells.
    next_forced_by: Option<Arc<str>>,
    // What happens when the call in hand is over.
    pending: Option<Pending>,
    // What was changed of the agent, as it is now.
    skills: BTreeMap<SkillId, Level>,
    queues: BTreeMap<QueueId, Option<u8>>,
    // The device that is watched, and its last known state.
    watched: Option<(WatchedDevice, Option<DeviceState>)>,
    // What a store keeps beside this.
    kept: Kept,
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
                entry.next_forced_by = None;
            }
            EventKind::AgentReady { agent } => {
                let entry = self.entry(*agent);
                entry.not_ready = None;
                entry.pending = None;
            }
            EventKind::AgentNotReady { agent, reason } => {
                let entry = self.entry(*agent);
                entry.not_ready = Some(Arc::clone(reason));
                let next = entry.next_forced_by.take();
                // What was pending was decided when it was noted.
                if entry.pending.take().is_none() {
                    entry.forced_by = next;
                }
            }
            EventKind::AgentChangeCaused {
                agent,
                change: Forced::NotReady { .. } | Forced::SignedOut,
                cause: ChangeCause::Forced { by },
            } => self.entry(*agent).next_forced_by = Some(Arc::clone(by)),
            EventKind::AgentChangePending { agent, reason } => {
                let pending = reason.clone().map_or(Pending::SignOut, Pending::NotReady);
                let entry = self.entry(*agent);
                entry.pending = Some(pending);
                entry.forced_by = entry.next_forced_by.take();
            }
            EventKind::AgentChanged { agent, changed, .. } => match changed {
                Changed::Skill { skill, to, .. } => {
                    self.entry(*agent).skills.insert(*skill, *to);
                }
                Changed::Queue { queue, to, .. } => {
                    self.entry(*agent).queues.insert(*queue, *to);
                }
                // The sign-in on the other phone is what counts.
                Changed::Interface { .. } => {}
            },
            EventKind::AgentChangeCancelled { agent } => self.entry(*agent).pending = None,
            _ => self.queues.note(event),
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
        let mut inputs = self.queues.restoration();
        for (&agent, standing) in self.agents.iter().filter(|(agent, _)| known(agent)) {
            standing.change(agent, &mut inputs);
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
            standing.restore(agent, &plan.reasons, &mut inputs);
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
    // What is so by configuration already is no change.
    fn change(&self, agent: AgentId, inputs: &mut Vec<Input>) {
        let skills = self.skills.iter();
        let skills = skills.map(|(&skill, &level)| AgentChange::Skill { skill, level });
        let queues = self.queues.iter();
        let queues = queues.map(|(&queue, &rank)| AgentChange::Queue { queue, rank });
        for change in skills.chain(queues) {
            let by = RESTART.into();
            inputs.push(Input::AgentChanged { agent, change, by });
        }
    }

    fn restore(&self, plan: &AgentPlan, reasons: &ReasonList, inputs: &mut Vec<Input>) {
        let agent = plan.id;
        if self.interface.is_none() {
            if plan.is_signed_in_at_start {
                inputs.push(Input::AgentSignedOut { agent });
            }
            return;
        }
        if let Some(reason) = &self.not_ready {
            inputs.push(self.away(agent, reason, reasons));
        }
        match &self.pending {
            Some(Pending::NotReady(reason)) => {
                inputs.push(self.away(agent, reason, reasons));
            }
            Some(Pending::SignOut) => inputs.push(Input::AgentSignedOut { agent }),
            None => {}
        }
    }

    // Who is away stays away, also when the plan no longer has the reason.
    fn away(&self, agent: AgentId, reason: &Arc<str>, reasons: &ReasonList) -> Input {
        let may_be_given_by = |by| reasons.allowed(reason, by).is_some();
        let by_agent = self.forced_by.is_none() && may_be_given_by(Selectable::Agent);
        if !by_agent && may_be_given_by(Selectable::Supervisor) {
            let by = self.forced_by.clone();
            let by = by.unwrap_or_else(|| RESTART.into());
            let reason = Arc::clone(reason);
            let to = Forced::NotReady { reason };
            return Input::AgentForced { agent, to, by };
        }
        let reason = match by_agent {
            true => Arc::clone(reason),
            false => UNDECLARED_REASON.into(),
        };
        Input::AgentNotReady { agent, reason }
    }
}
