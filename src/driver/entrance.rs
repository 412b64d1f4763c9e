//! The handle through which host threads speak to the engine.
//!
//! Rule kept: names come in, ids stay inside. Requests wait for the engine's word, two seconds at
//! most; facts never wait.

use std::sync::Arc;

use crate::config::{self, Settings};
use crate::engine::limits::{REASON_BYTES_MAX, SOURCE_BYTES_MAX};
use crate::engine::{
    AgentId, AgentPlan, CallId, DeviceState, FloorPlan, Input, QueueChange, QueueId, Rejection,
    Selectable, WrapUpFinish,
};

use super::arrival::{find_agent, find_queue};
use super::card::Caller;
use super::glance::Glance;
use super::inbox::Letter;
use super::lobby::Lobby;
use super::refusal::{Refusal, check_text, quoted};
use super::views::{AgentExplanationView, AgentView, CallView, ExplanationView, QueueView};

/// The way into the contact centre; cheap to clone, usable from any thread.
#[derive(Clone)]
pub struct Entrance {
    lobby: Arc<Lobby>,
}

impl Entrance {
    pub(super) fn new(lobby: Arc<Lobby>) -> Self {
        Self { lobby }
    }

    pub(super) fn lobby(&self) -> &Arc<Lobby> {
        &self.lobby
    }

    /// Signs an agent in, on this interface or else on the configured one.
    ///
    /// # Errors
    /// When the agent is unknown, no interface is known, or the engine does not answer.
    pub fn sign_in(&self, agent: &str, interface: Option<&str>) -> Result<(), Refusal> {
        if let Some(interface) = interface {
            check_interface(interface)?;
        }
        let interface = interface.map(Arc::from);
        self.ask_of_agent(agent, |agent| Input::AgentSignedIn { agent, interface })
    }

    /// Signs an agent out, once the call in hand is over.
    ///
    /// # Errors
    /// When the agent is unknown or signed out, or the engine does not answer.
    pub fn sign_out(&self, agent: &str) -> Result<(), Refusal> {
        self.ask_of_agent(agent, |agent| Input::AgentSignedOut { agent })
    }

    /// Makes an agent ready for calls.
    ///
    /// # Errors
    /// When the agent is unknown or signed out, or the engine does not answer.
    pub fn ready(&self, agent: &str) -> Result<(), Refusal> {
        self.ask_of_agent(agent, |agent| Input::AgentReady { agent })
    }

    /// Makes an agent take no more calls, once the call in hand is over.
    ///
    /// # Errors
    /// When the agent is unknown or signed out, the reason is too long or not declared, or the
    /// engine does not answer.
    pub fn not_ready(&self, agent: &str, reason: &str) -> Result<(), Refusal> {
        check_text("the not-ready reason", reason, REASON_BYTES_MAX)?;
        let reason = Arc::from(reason);
        let outcome = self.ask_of_agent(agent, |agent| Input::AgentNotReady { agent, reason });
        self.naming_reasons(outcome, Selectable::Agent)
    }

    /// Makes an agent ready for one call, or until the one in hand is over.
    ///
    /// # Errors
    /// When the agent is unknown or signed out, or the engine does not answer.
    pub fn ready_once(&self, agent: &str) -> Result<(), Refusal> {
        self.ask_of_agent(agent, |agent| Input::AgentReadyOnce { agent })
    }

    /// Says something about the call that an agent talks in or has just finished: what became of
    /// it, how much more after-call time it needs, whether that is over.
    ///
    /// # Errors
    /// When the agent or the disposition is unknown, there is no such call, the queue does not
    /// take the disposition or so much time, a disposition is missing, or the engine does not
    /// answer.
    pub fn wrap_up(
        &self,
        agent: &str,
        disposition: Option<&str>,
        extend_ms: u64,
        finish: WrapUpFinish,
    ) -> Result<(), Refusal> {
        let plan = self.plan();
        let id_of = |name: &str| {
            let id = plan.dispositions.id(name);
            id.ok_or_else(|| Refusal::UnknownDisposition(quoted(name)))
        };
        let disposition = disposition.map(id_of).transpose()?;
        self.ask_of_agent(agent, |agent| Input::WrapUpChanged {
            agent,
            disposition,
            extend_ms,
            finish,
        })
    }

    /// Sets something of a queue by hand on behalf of `by`: how it chooses agents and how many it
    /// rings at once until a reload changes that key, its door until it is set anew.
    ///
    /// # Errors
    /// When the queue is unknown, so many agents cannot be rung, or the engine does not answer.
    pub fn set_of_queue(&self, queue: &str, change: QueueChange, by: &str) -> Result<(), Refusal> {
        check_text("the name of who asks", by, SOURCE_BYTES_MAX)?;
        let by = Arc::from(by);
        self.ask_of_queue(queue, |queue| Input::QueueChanged { queue, change, by })
    }

    /// A caller who was in another call before has taken the place of whoever made this call: an
    /// agent asked around and then handed the caller over. Never blocks.
    pub fn caller_joined(&self, call: CallId, former: CallId, caller: Caller) {
        self.lobby.report(Letter::Joined {
            call,
            former,
            caller,
        });
    }

    /// The state of an agent's device, as the PBX sees it. Never blocks; when several states of
    /// one agent wait to be heard, the latest counts.
    pub fn device_changed(&self, agent: AgentId, device: DeviceState) {
        self.lobby.post_device(agent, device);
    }

    /// The floor plan in force.
    #[must_use]
    pub fn plan(&self) -> Arc<FloorPlan> {
        Arc::clone(&self.lobby.published().plan)
    }

    /// The settings in force.
    #[must_use]
    pub fn settings(&self) -> Arc<Settings> {
        Arc::clone(&self.lobby.published().settings)
    }

    /// Calls whose threads or conversations still hold something of this module: while there is
    /// one, the module must stay loaded.
    #[must_use]
    pub fn calls_in_hand(&self) -> usize {
        self.lobby.calls_in_hand()
    }

    /// Whether the engine serves; tells why not.
    ///
    /// # Errors
    /// [`Refusal::Stopped`] or [`Refusal::GivenUp`].
    pub fn check_serving(&self) -> Result<(), Refusal> {
        self.lobby.check()
    }

    /// All queues by id, as they are now.
    ///
    /// # Errors
    /// When the engine does not answer.
    pub fn queues(&self) -> Result<Vec<QueueView>, Refusal> {
        self.read(|glance| glance.queues())
    }

    /// All agents by id, as they are now.
    ///
    /// # Errors
    /// When the engine does not answer.
    pub fn agents(&self) -> Result<Vec<AgentView>, Refusal> {
        self.read(|glance| glance.agents())
    }

    /// All calls that wait, ring or talk, by id.
    ///
    /// # Errors
    /// When the engine does not answer.
    pub fn calls(&self) -> Result<Vec<CallView>, Refusal> {
        self.read(|glance| glance.calls())
    }

    /// Why a call waits; `None` if it does not, or is not known.
    ///
    /// # Errors
    /// When the engine does not answer.
    pub fn explain(&self, call: CallId) -> Result<Option<ExplanationView>, Refusal> {
        self.read(move |glance| glance.explain(call))
    }

    /// Why an agent gets no call now, and which calls the agent would get.
    ///
    /// # Errors
    /// When the agent is unknown or the engine does not answer.
    pub fn explain_agent(&self, agent: &str) -> Result<AgentExplanationView, Refusal> {
        let id = find_agent(&self.plan(), agent)?.id;
        let explained = self.read(move |glance| glance.explain_agent(id))?;
        // Removed by a reload since the name was looked up.
        explained.ok_or_else(|| Refusal::UnknownAgent(quoted(agent)))
    }

    /// Makes the worker fail as a bug would, for tests.
    #[cfg(any(test, feature = "fault-injection"))]
    pub fn provoke_panic(&self) {
        self.lobby.report(Letter::Panic);
    }

    pub(super) fn read<T: Send + 'static>(
        &self,
        look: impl FnOnce(&Glance<'_>) -> T + Send + 'static,
    ) -> Result<T, Refusal> {
        self.lobby.ask(|reply| {
            Letter::Read(Box::new(move |glance| {
                // Whoever asked may have stopped waiting.
                let _ = reply.send(look(glance));
            }))
        })
    }

    pub(super) fn ask_of_agent(
        &self,
        name: &str,
        input: impl FnOnce(AgentId) -> Input,
    ) -> Result<(), Refusal> {
        let published = self.lobby.published();
        let agent = find_agent(&published.plan, name)?;
        let input = Box::new(input(agent.id));
        self.lobby
            .ask(|reply| Letter::Asked { input, reply })?
            .map_err(|rejection| refused(rejection, agent))
    }

    fn ask_of_queue(
        &self,
        name: &str,
        input: impl FnOnce(QueueId) -> Input,
    ) -> Result<(), Refusal> {
        let queue = find_queue(&self.plan(), name)?.id;
        let input = Box::new(input(queue));
        self.lobby
            .ask(|reply| Letter::Asked { input, reply })?
            .map_err(Refusal::Rejected)
    }
}

/// Refuses what is no dial string of one phone.
pub(super) fn check_interface(interface: &str) -> Result<(), Refusal> {
    config::check_interface(interface).map_err(|expected| Refusal::Interface {
        interface: quoted(interface),
        expected: expected.to_string(),
    })
}

fn refused(rejection: Rejection, agent: &AgentPlan) -> Refusal {
    let name = agent.name.to_string();
    match rejection {
        Rejection::UnknownAgent(_) => Refusal::UnknownAgent(name),
        Rejection::InterfaceMissing(_) => Refusal::InterfaceMissing(name),
        Rejection::AgentSignedOut(_) => Refusal::AgentSignedOut(name),
        Rejection::IllegalAgentMove { state, attempt, .. } => Refusal::IllegalAgentMove {
            agent: name,
            state,
            attempt,
        },
        Rejection::TagMissing(_, key) => Refusal::TagMissing(name, key),
        other => Refusal::Rejected(other),
    }
}
