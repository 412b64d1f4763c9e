//! What an agent's phone shows, hears and may do before the conversation.
//!
//! The host obeys these rules, the engine does not look at them.

use std::fmt::{self, Display as Show, Formatter};
use std::sync::Arc;

use super::connected::ConnectedRules;
use super::display::Display;
use crate::engine::tag::TagKey;

/// The rules of the agent's phone.
#[derive(Debug, Clone, Default)]
pub struct PhoneRules {
    /// The caller's name as the phone shows it; `None`: the name that the caller brings along.
    pub display: Option<Display>,
    /// What the agent hears after picking up, in order; nothing by default.
    pub announcement: Arc<[Announced]>,
    /// The key by which an agent takes the call after picking up; `None`: picking up takes it.
    pub confirm_key: Option<char>,
    /// The key by which an agent declines after picking up; `None`: only by hanging up.
    pub reject_key: Option<char>,
    /// Dialplan that runs on the agent's leg before it is dialled, as
    /// `context,extension,priority(arguments)`.
    pub agent_subroutine: Option<Arc<str>>,
    /// The same on the caller's side, before the caller enters the queue.
    pub caller_subroutine: Option<Arc<str>>,
    /// What becomes of a phone that sends the call elsewhere.
    pub forwarding: Forwarding,
}

/// What holds for one agent's phone, whichever queue the call comes from.
#[derive(Debug, Clone, Default)]
pub struct AgentPhoneRules {
    /// Headers by which the phone is asked to answer by itself; none by default.
    pub auto_answer: Arc<[PhoneHeader]>,
    /// Overrides what the queue does when the phone sends the call elsewhere.
    pub forwarding: Option<Forwarding>,
    /// Overrides the queue's key that takes a call; `Some(None)`: picking up takes it.
    pub confirm_key: Option<Option<char>>,
    /// What the agent hears who stays on the line.
    pub connected: ConnectedRules,
}

/// What becomes of a call that the agent's phone sends elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Forwarding {
    /// The call follows.
    #[default]
    Follow,
    /// The phone counts as unreachable.
    Refuse,
}

/// One piece of an announcement to the agent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Announced {
    /// A sound file, without its ending.
    File(Box<str>),
    /// `{wait}`: how long the caller has waited, spoken.
    Wait,
    /// `{tag:KEY}`: the value of the call's tag of this key, spoken; nothing without the tag.
    Tag(TagKey),
}

/// The header by which a phone is asked to answer by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhoneHeader {
    /// Its name.
    pub name: Box<str>,
    /// Its value.
    pub value: Box<str>,
}

impl Show for Announced {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(name) => f.write_str(name),
            Self::Wait => f.write_str("{wait}"),
            Self::Tag(key) => write!(f, "{{tag:{key}}}"),
        }
    }
}

impl Show for PhoneHeader {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.name, self.value)
    }
}
