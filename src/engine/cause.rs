//! Why something about an agent came about that the agent did not ask for at that moment.

use std::sync::Arc;

use serde::Serialize;

use super::id::AgentId;

/// How after-call time ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum WrapUpEnd {
    /// The agent finished it, or became ready.
    Agent,
    /// The time was over.
    Timeout,
    /// The agent became not ready, signed out or is no longer in the plan.
    Departure,
}

/// What brought about a change of an agent that the agent did not ask for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChangeCause {
    /// Somebody decided it.
    Forced {
        /// Who.
        by: Arc<str>,
    },
    /// Too many offers in a row were missed.
    MissedOffers {
        /// How many.
        missed: u32,
    },
    /// Another agent signed in on the phone.
    PhoneTaken {
        /// Who.
        by: AgentId,
    },
    /// The time for it was over.
    TimeOver,
}
