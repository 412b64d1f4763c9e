//! Agents who have called and stay on the line: the phone such an agent is signed in on is that
//! very call, under a name that no operator can give.
//!
//! Rule kept: whose line it is, the engine says and nobody else; whoever holds a line asks. That a
//! line has ended is a fact that is never refused, and signs the agent out who is still on it.

use std::fmt;
use std::sync::Arc;

use crate::config::LINE_TECHNOLOGY;
use crate::engine::{AgentId, Input};

use super::arrival::find_agent;
use super::entrance::Entrance;
use super::inbox::Letter;
use super::refusal::Refusal;

/// An agent's open line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgentLine {
    agent: AgentId,
    name: Arc<str>,
    interface: Arc<str>,
}

/// Where the agent of a line is signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhereSignedIn {
    /// On this line.
    Here,
    /// On another phone.
    Elsewhere,
    /// Nowhere.
    Nowhere,
}

/// Whether an interface is the line of an agent who has called.
#[must_use]
pub fn is_line(interface: &str) -> bool {
    let technology = interface.split_once('/').map(|(technology, _)| technology);
    technology == Some(LINE_TECHNOLOGY)
}

/// What stands for the line of an agent who has called, in the call that the host calls
/// `host_call`, where a dial string stands for a phone.
#[must_use]
pub fn line_interface(host_call: &str) -> String {
    format!("{LINE_TECHNOLOGY}/{host_call}")
}

impl AgentLine {
    /// The line of this agent in the call that the host calls `host_call`.
    ///
    /// # Errors
    /// When the agent is unknown.
    pub fn new(entrance: &Entrance, agent: &str, host_call: &str) -> Result<Self, Refusal> {
        let plan = entrance.plan();
        let found = find_agent(&plan, agent)?;
        Ok(Self {
            agent: found.id,
            name: Arc::clone(&found.name),
            interface: line_interface(host_call).into(),
        })
    }

    /// Whose line it is.
    #[must_use]
    pub fn agent(&self) -> AgentId {
        self.agent
    }

    /// The agent's name.
    #[must_use]
    pub fn agent_name(&self) -> &Arc<str> {
        &self.name
    }

    /// What stands for the line where a dial string stands for a phone.
    #[must_use]
    pub fn interface(&self) -> &Arc<str> {
        &self.interface
    }
}

impl fmt::Display for AgentLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "agent {} on {}", self.name, self.interface)
    }
}

impl Entrance {
    /// Signs the agent in on the open line, once the call in hand on another phone is over.
    ///
    /// # Errors
    /// When the agent is unknown by now or the engine does not answer.
    pub fn connect(&self, line: &AgentLine) -> Result<(), Refusal> {
        let interface = Some(Arc::clone(line.interface()));
        self.ask_of_agent(&line.name, |agent| Input::AgentSignedIn {
            agent,
            interface,
        })
    }

    /// Where the agent of this line is signed in, or will be when the call in hand is over.
    ///
    /// # Errors
    /// When the engine does not answer.
    pub fn where_signed_in(&self, line: &AgentLine) -> Result<WhereSignedIn, Refusal> {
        let line = line.clone();
        self.read(move |glance| {
            let router = glance.router;
            if router.uses_phone(line.agent, &line.interface) {
                WhereSignedIn::Here
            } else if router.has_phone(line.agent) {
                WhereSignedIn::Elsewhere
            } else {
                WhereSignedIn::Nowhere
            }
        })
    }

    /// The line is down or has gone elsewhere. Never blocks.
    pub fn line_ended(&self, line: &AgentLine) {
        self.lobby().report(Letter::LineEnded {
            agent: line.agent,
            interface: Arc::clone(&line.interface),
        });
    }
}
