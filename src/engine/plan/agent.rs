//! An agent as configured.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::phone::AgentPhoneRules;
use super::pin::Pin;
use super::recording::RecordingPlan;
use super::roll::Listed;
use crate::engine::id::{AgentId, QueueId};
use crate::engine::skill::SkillSet;

/// An agent as configured.
#[derive(Debug, Clone)]
pub struct AgentPlan {
    /// The agent's id.
    pub id: AgentId,
    /// The name that dialplan and console use, such as `1001`.
    pub name: Arc<str>,
    /// The person's name for displays.
    pub full_name: Option<Arc<str>>,
    /// Dial string of the agent's phone; `None`: given at sign-in.
    pub interface: Option<Arc<str>>,
    /// Whose state stands for the phone behind the configured interface.
    pub state_interface: StateInterface,
    /// Signed in from the start, without `AcdLogin`. Needs an interface.
    pub is_signed_in_at_start: bool,
    /// Skills with levels.
    pub skills: SkillSet,
    /// Queues served, each with the agent's rank in it (1 is first).
    pub queues: BTreeMap<QueueId, u8>,
    /// The agent's number in the explicit order of `ordered` queues, 1 first, at most
    /// [`ORDER_MAX`](crate::engine::limits::ORDER_MAX); `None`: after all who have one.
    pub order: Option<u32>,
    /// The agent's place in the configuration, from 0: the order of equal numbers.
    pub place: u32,
    /// Overrides the queue's after-call time.
    pub wrap_up_ms: Option<u64>,
    /// Overrides the queue's ring timeout.
    pub ring_timeout_ms: Option<u64>,
    /// What `AcdLogin` asks for; `None`: nothing.
    pub pin: Option<Pin>,
    /// Takes one call at a time: not ready after each until asked to be ready again.
    pub is_on_demand: bool,
    /// Overrides the queue's number of missed offers that sign an agent out; 0: never.
    pub auto_logout: Option<u32>,
    /// What holds for this agent's phone in all queues.
    pub phone: AgentPhoneRules,
    /// Overrides how the queue's conversations are recorded.
    pub recording: Option<Arc<RecordingPlan>>,
}

/// Whose state stands for an agent's phone.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum StateInterface {
    /// That of the device behind the interface, if the host can tell one.
    #[default]
    OfInterface,
    /// That of this device.
    Device(Arc<str>),
    /// Nobody's: the phone counts as free unless a call of ours is in hand. For phones behind a
    /// trunk that others use too.
    Unwatched,
}

impl AgentPlan {
    /// An agent of whom nothing is said but the name.
    #[must_use]
    pub fn new(id: AgentId, name: impl Into<Arc<str>>) -> Self {
        Self {
            id,
            name: name.into(),
            full_name: None,
            interface: None,
            state_interface: StateInterface::default(),
            is_signed_in_at_start: false,
            order: None,
            place: 0,
            skills: SkillSet::new(),
            queues: BTreeMap::new(),
            wrap_up_ms: None,
            ring_timeout_ms: None,
            pin: None,
            is_on_demand: false,
            auto_logout: None,
            phone: AgentPhoneRules::default(),
            recording: None,
        }
    }
}

impl Listed for AgentPlan {
    type Id = AgentId;
    fn index(id: AgentId) -> usize {
        id.index()
    }
    fn id(&self) -> AgentId {
        self.id
    }
    fn name(&self) -> &Arc<str> {
        &self.name
    }
}
