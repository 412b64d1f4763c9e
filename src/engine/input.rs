//! Facts coming in. Each is something that has happened; the engine may refuse to believe it
//! (see [`Rejection`](super::Rejection)) but never to hear it.

use std::sync::Arc;

use serde::Serialize;

use super::call::attribute::Attributes;
use super::id::{AgentId, CallId, DispositionId, OfferId, QueueId, SkillId};
use super::plan::{FloorPlan, Strategy};
use super::queue::door::Door;
use super::requirement::Template;
use super::skill::Level;
use super::tag::Tags;

/// One fact.
#[derive(Debug, Clone)]
pub enum Input {
    /// A new floor plan holds from now on. Waiting calls keep age, priority and place; agents
    /// keep their states; what the plan no longer knows leaves: calls of a removed queue with
    /// [`CallExit::QueueRemoved`](super::CallExit::QueueRemoved), a removed agent as soon as the
    /// call in hand is over.
    FloorPlanned(Arc<FloorPlan>),
    /// An agent signed in; with an interface, on that phone. Signing in again moves the agent to
    /// the new interface once no call is in hand.
    AgentSignedIn {
        /// Who.
        agent: AgentId,
        /// Dial string; `None`: the configured one.
        interface: Option<Arc<str>>,
    },
    /// An agent signed out; pending while a call is in hand.
    AgentSignedOut {
        /// Who.
        agent: AgentId,
    },
    /// An agent is ready for calls; ends not-ready and wrap-up.
    AgentReady {
        /// Who.
        agent: AgentId,
    },
    /// An agent takes no calls; pending while a call is in hand.
    AgentNotReady {
        /// Who.
        agent: AgentId,
        /// Why: a declared reason, or any text as long as none is declared.
        reason: Arc<str>,
    },
    /// An agent is ready for one call: not ready with reason `one-call` after it, or after the
    /// one in hand.
    AgentReadyOnce {
        /// Who.
        agent: AgentId,
    },
    /// Somebody else decided what an agent does. Holds at once, also while a phone rings: the
    /// offer is taken back. Only a conversation is never cut short.
    AgentForced {
        /// Who.
        agent: AgentId,
        /// What the agent does from now on.
        to: Forced,
        /// Who decided.
        by: Arc<str>,
    },
    /// Something of an agent was changed; it holds until it is changed again, taken back, or a
    /// floor plan changes that very value.
    AgentChanged {
        /// Who.
        agent: AgentId,
        /// What.
        change: AgentChange,
        /// Who changed it.
        by: Arc<str>,
    },
    /// The agent's phone changed its state, as the PBX sees it.
    DeviceChanged {
        /// Whose phone.
        agent: AgentId,
        /// What it does now.
        device: DeviceState,
    },
    /// Somebody set something of a queue by hand; it holds until it is set anew or taken back, or
    /// a floor plan changes that very key.
    QueueChanged {
        /// Which queue.
        queue: QueueId,
        /// What.
        change: QueueChange,
        /// Who wants it so, for history; 1 to 64 bytes.
        by: Arc<str>,
    },
    /// A caller entered a queue.
    CallArrived(Arrival),
    /// Somebody changed a call that waits or rings; it is matched again at once. Refused for a
    /// call that talks.
    CallChanged {
        /// Which call.
        call: CallId,
        /// What is to hold.
        change: CallChange,
        /// Who wants it so, for history; 1 to 64 bytes.
        by: Arc<str>,
    },
    /// The contact of a call has these tags now. A call that waits or rings is matched again at
    /// once; refused where what it needs cannot be bound with them.
    CallTagged {
        /// Which call: it waits, rings or talks, or is in after-call time.
        call: CallId,
        /// The agent who talks in it or is in after-call time of it.
        agent: Option<AgentId>,
        /// All its tags.
        tags: Tags,
    },
    /// The caller hung up or left by other means while waiting or ringing; any ringing leg is
    /// already down.
    CallLeft {
        /// Which call.
        call: CallId,
        /// How it left.
        departure: Departure,
    },
    /// The agent's phone began to ring.
    OfferRang {
        /// Which offer.
        offer: OfferId,
    },
    /// The agent has picked up and hears what comes before the conversation: the call is this
    /// agent's from now on, and other phones that ring for it are taken back. `OfferAnswered` or
    /// `OfferFailed` follows. Not told where an agent must first accept.
    OfferPickedUp {
        /// Which offer.
        offer: OfferId,
    },
    /// The agent's phone was answered. The host waits for
    /// [`ConnectCall`](super::Output::ConnectCall) before it bridges.
    OfferAnswered {
        /// Which offer.
        offer: OfferId,
    },
    /// The offer is over without a conversation and the leg is down.
    OfferFailed {
        /// Which offer.
        offer: OfferId,
        /// Why.
        failure: OfferFailure,
    },
    /// The conversation is over: the agent's leg is down or has left for good.
    ConversationEnded {
        /// Which call.
        call: CallId,
        /// Who ended it.
        ended_by: EndedBy,
    },
    /// An agent, or somebody for the agent, said something about the call in hand or about the
    /// after-call time of the last one.
    WrapUpChanged {
        /// Who.
        agent: AgentId,
        /// What became of the call; `None`: nothing is said of that.
        disposition: Option<DispositionId>,
        /// How much more time the agent needs; 0: none.
        extend_ms: u64,
        /// Whether after-call time is over.
        finish: WrapUpFinish,
    },
    /// After a restart of the engine: this agent is in conversation with this call.
    ConversationResumed {
        /// Which call.
        call: CallId,
        /// Which queue it came through.
        queue: QueueId,
        /// With whom.
        agent: AgentId,
    },
}

/// What is changed of an agent while the floor is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AgentChange {
    /// The level of a skill; [`Level::ABSENT`] takes it away.
    Skill {
        /// Which skill.
        skill: SkillId,
        /// The level from now on.
        level: Level,
    },
    /// The rank in a queue.
    Queue {
        /// Which queue.
        queue: QueueId,
        /// The rank from now on; `None`: the agent does not serve it.
        rank: Option<u8>,
    },
    /// The phone of an agent who is signed in, once no call is in hand.
    Interface(Arc<str>),
    /// Skills and queues are again as the plan has them.
    AsConfigured,
}

/// What somebody else makes an agent do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Forced {
    /// Take calls.
    Ready,
    /// Take no calls.
    NotReady {
        /// Why; reasons that only supervisors may give are allowed.
        reason: Arc<str>,
    },
    /// Sign out.
    SignedOut,
    /// Sign in, or move to another phone.
    SignedIn {
        /// The phone; `None`: the one of the plan.
        interface: Option<Arc<str>>,
    },
}

/// A call that enters a queue.
#[derive(Debug, Clone)]
pub struct Arrival {
    /// The call's id, never used before.
    pub call: CallId,
    /// The queue.
    pub queue: QueueId,
    /// What the call needs, instead of what the queue says.
    pub requirement: Option<Template>,
    /// What `$name` in requirements stands for.
    pub attributes: Attributes,
    /// The tags of its contact; they come before attributes of the same name.
    pub tags: Tags,
    /// Higher is served first. Default 0.
    pub priority: i32,
    /// It enters the line at this place, counted from 1, or behind the calls of higher priority
    /// that stand there; `None`: behind all of its priority.
    pub position: Option<u32>,
    /// The call leaves with a timeout after this wait, instead of the queue's.
    pub timeout_ms: Option<u64>,
    /// It comes at a time at which the queue is closed by its opening hours.
    pub is_after_hours: bool,
    /// After how long the opening hours end within which it comes, in milliseconds, if the queue
    /// has a rule about that; `None`: they do not end, or there is no rule.
    pub closes_in_ms: Option<u64>,
    /// The caller's number, by which the caller is known again; `None`: withheld.
    pub caller: Option<Arc<str>>,
    /// The agent for whom alone the call waits at first, instead of the last one.
    pub wanted_agent: Option<AgentId>,
}

/// What is set of a queue while the floor is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QueueChange {
    /// How its next agent is chosen; `None`: as planned again.
    Strategy(Option<Strategy>),
    /// How many agents it rings at once for one call, at most `OFFERS_MAX`; `None`: as planned
    /// again. What rings already goes on.
    RingAtOnce(Option<u8>),
    /// Who decides whether calls are let in. No plan takes that back.
    Door(Door),
}

/// A change of a call that waits or rings.
#[derive(Debug, Clone)]
pub enum CallChange {
    /// Its own priority.
    Priority(i32),
    /// What it needs from now until the next relaxation step; `None`: what the queue says.
    Requirement(Option<Template>),
    /// Its queue. It keeps its age; phones that ring for it stop.
    Queue(QueueId),
    /// One of its attributes; requirements and `priority-if` are bound anew.
    Attribute {
        /// Its name.
        name: Box<str>,
        /// Its value; `None`: it is taken away.
        value: Option<Box<str>>,
    },
}

/// What a phone does, reduced to what routing needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DeviceState {
    /// Nothing is known or the device has no state; counts as free.
    #[default]
    Unknown,
    /// Reachable and idle.
    Free,
    /// In a call, ringing or on hold.
    InUse,
    /// Not registered, not reachable or not existing.
    Unreachable,
}

impl DeviceState {
    /// Whether a call may be offered to the phone.
    #[must_use]
    pub const fn is_free(self) -> bool {
        matches!(self, Self::Unknown | Self::Free)
    }
}

/// What an agent wants to become of after-call time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WrapUpFinish {
    /// It goes on, or will follow.
    No,
    /// It is over, if it has begun.
    Now,
    /// It is over, or will not follow the conversation under way.
    Skip,
}

/// How a call left the queue by the caller's side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Departure {
    /// The caller hung up.
    Abandoned,
    /// The call was redirected elsewhere (transfer, AMI Redirect).
    Redirected,
    /// The caller left by a key that the queue names.
    ExitKey,
    /// The host failed to serve the call any further.
    Failed,
}

/// Why an offer came to nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum OfferFailure {
    /// The phone rang and was not answered in time.
    NoAnswer,
    /// The phone was busy.
    Busy,
    /// The agent declined the call.
    Rejected,
    /// The phone could not be reached.
    Unreachable,
    /// The network had no circuit or the host no resources.
    Congestion,
    /// The offer was taken back by order of the engine.
    Rescinded,
}

/// Who ended a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum EndedBy {
    /// The caller hung up.
    Caller,
    /// The agent hung up.
    Agent,
    /// The call moved on: transferred, parked, redirected.
    Transfer,
    /// Neither can be named.
    Unknown,
}
