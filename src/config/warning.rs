//! What is odd in an operator's text although it means something: said, and taken as it is.

use std::fmt::{self, Display, Formatter};

use super::error::Place;

/// One thing odd; the text is taken nevertheless.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigWarning {
    /// Where it stands.
    pub place: Place,
    /// What is odd.
    pub kind: ConfigWarningKind,
}

/// What is odd.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigWarningKind {
    /// No agent serves the queue.
    #[error("no agent serves this queue: callers wait until they give up or time out")]
    QueueWithoutAgents,
    /// No agent of the queue meets its requirement, now or after any step.
    #[error(
        "no agent of this queue ever meets its requirement: callers wait until they give up or \
         time out"
    )]
    QueueOutOfReach,
    /// No agent has the skill.
    #[error("no agent has this skill")]
    SkillWithoutAgents,
    /// The agent serves no queue.
    #[error("this agent serves no queue and gets no calls")]
    AgentWithoutQueues,
    /// The agent has no after-call time in which to do what a queue asks for.
    #[error(
        "leaves this agent no after-call time for what queue `{queue}` makes mandatory ({duty}): \
         it is not asked for after this agent's calls"
    )]
    DutyWithoutTime {
        /// The first such queue of the agent.
        queue: String,
        /// The key of the queue.
        duty: &'static str,
    },
    /// Two agents are signed in on the same phone from the start.
    #[error("agent {other} signs in automatically on the same phone")]
    InterfaceShared {
        /// The agent defined first.
        other: String,
    },
    /// Thresholds of a reserve in which nobody is.
    #[error("without a `reserve-rank` nobody is in reserve: this changes nothing")]
    ReserveOfNobody,
    /// A key stands twice below the same header.
    #[error("stands at {former} already; this one counts")]
    SetTwice {
        /// Where it stands first, as `file:line`.
        former: String,
    },
}

impl Display for ConfigWarning {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.kind)
    }
}
