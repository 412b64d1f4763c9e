//! Why an input was refused. A refused input has changed nothing.

use std::sync::Arc;

use thiserror::Error;

use super::call::attribute::AttributeError;
use super::id::{AgentId, CallId, DispositionId, OfferId, QueueId, SkillId};
use super::limits::{OFFERS_MAX, PRIORITY_MAX, PRIORITY_MIN};
use super::requirement::RequirementError;
use super::tag::TagKey;

/// Why an input was refused.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Rejection {
    /// The plan has no such agent.
    #[error("no agent has id {0}: it may have been removed by a reload")]
    UnknownAgent(AgentId),
    /// The plan has no such queue.
    #[error("no queue has id {0}: it may have been removed by a reload")]
    UnknownQueue(QueueId),
    /// No such call waits or talks.
    #[error("call {0} is not known: it has ended or left")]
    UnknownCall(CallId),
    /// The offer is over.
    #[error("offer {0} is over")]
    UnknownOffer(OfferId),
    /// The id was used before.
    #[error("call id {0} was used before")]
    CallIdReused(CallId),
    /// An agent without a configured interface signed in without naming one.
    #[error("agent {0} has no interface in the configuration: name one at sign-in")]
    InterfaceMissing(AgentId),
    /// The agent is signed out.
    #[error("agent {0} is signed out (a sign-in comes first)")]
    AgentSignedOut(AgentId),
    /// The plan has no such skill.
    #[error("no skill has id {0}: it may have been removed by a reload")]
    UnknownSkill(SkillId),
    /// A rank is out of range.
    #[error("rank {0} is outside 1 to 100")]
    RankOutOfRange(u8),
    /// An agent serves as many queues as may be.
    #[error("agent {0} serves as many queues as one agent may")]
    TooManyQueues(AgentId),
    /// The reason is not declared, or is not for the one who gave it.
    #[error("`{0}` is no not-ready reason that may be given")]
    UnknownReason(Arc<str>),
    /// The agent is signed in and doing what was asked already, or the move is not legal.
    #[error("agent {agent} is {state} and cannot {attempt}")]
    IllegalAgentMove {
        /// Who.
        agent: AgentId,
        /// What the agent does now.
        state: &'static str,
        /// What was asked.
        attempt: &'static str,
    },
    /// The call is not in a state in which that can happen.
    #[error("call {call} is {state} and cannot {attempt}")]
    IllegalCallMove {
        /// Which call.
        call: CallId,
        /// What it does now.
        state: &'static str,
        /// What was reported.
        attempt: &'static str,
    },
    /// The priority is out of range.
    #[error("priority {0} is outside {PRIORITY_MIN} to {PRIORITY_MAX}")]
    PriorityOutOfRange(i32),
    /// So many agents cannot be rung at once.
    #[error("{0} agents cannot be rung at once: 1 to {OFFERS_MAX} can")]
    RingAtOnceOutOfRange(usize),
    /// A place in line that is none.
    #[error("position 0 is no place in line: the first is 1")]
    PositionZero,
    /// The queue takes no more calls.
    #[error("queue {0} is full")]
    QueueFull(QueueId),
    /// A delay is out of range.
    #[error("a wait of {0} ms is outside 1 ms to 7 days")]
    DelayOutOfRange(u64),
    /// An interface or a reason is empty or too long.
    #[error("the {what} has {bytes} bytes; 1 to {bytes_max} are allowed")]
    TextLength {
        /// What it is.
        what: &'static str,
        /// Its length.
        bytes: usize,
        /// The greatest length allowed.
        bytes_max: usize,
    },
    /// A conversation cannot be taken over: as many calls as may be are there.
    #[error("as many calls as may be are there already")]
    TooManyCalls,
    /// The agent neither talks nor is in wrap-up.
    #[error("agent {0} neither talks nor is in wrap-up: there is no call to say something about")]
    NothingToWrapUp(AgentId),
    /// The queue's calls do not take this disposition.
    #[error("the queue of the call does not take this disposition (see its key `dispositions`)")]
    DispositionNotTaken(DispositionId),
    /// After-call time cannot be finished without a disposition.
    #[error("agent {0} must first say what became of the call: a disposition is mandatory")]
    DispositionMissing(AgentId),
    /// After-call time cannot be finished without a tag.
    #[error("agent {0} must first set tag `{1}` of the call: it is mandatory")]
    TagMissing(AgentId, TagKey),
    /// The queue does not let after-call time be extended by so much.
    #[error("after-call time may be extended by {left_ms} ms more at most (`wrap-up-extension`)")]
    ExtensionTooLong {
        /// By how much it may still be extended.
        left_ms: u64,
    },
    /// The requirement cannot be bound to the plan's skills and the call's attributes.
    #[error(transparent)]
    Requirement(#[from] RequirementError),
    /// The attributes pass a limit.
    #[error(transparent)]
    Attributes(#[from] AttributeError),
}
