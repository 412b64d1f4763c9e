//! Why the driver did not do what a host thread asked.
//!
//! Rule kept: a refusal has changed nothing, and its text tells an administrator or a dialplan
//! author what to do. Foreign text in it is cut and made printable, fit for a log.

use thiserror::Error;

use crate::engine::rejection::Rejection;
use crate::engine::{AttributeError, CallId, RequirementError, TagError, TagKey};

/// Characters of a foreign text that a message repeats.
const QUOTED_CHARS_MAX: usize = 64;

/// Why a request was refused.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Refusal {
    /// No queue has this name.
    #[error("there is no queue `{0}`; `acd show queues` lists them, acd.conf defines them")]
    UnknownQueue(String),
    /// The queue takes no more calls.
    #[error("queue `{0}` is full")]
    QueueFull(String),
    /// The queue is closed, by hand or by its hours.
    #[error("queue `{0}` is closed")]
    QueueClosed(String),
    /// The queue lets a call in only if somebody is there for it.
    #[error("queue `{0}` does not let the call in: {1}")]
    NobodyThere(String, &'static str),
    /// No agent has this name.
    #[error("there is no agent `{0}`; `acd show agents` lists them, acd.conf defines them")]
    UnknownAgent(String),
    /// No disposition has this name.
    #[error("there is no disposition `{0}`; acd.conf defines them with `type = disposition`")]
    UnknownDisposition(String),
    /// The requirement is not understood or names an unknown skill or attribute; print
    /// [`RequirementError::render`] to show the place.
    #[error("requirement refused: {0}")]
    Requirement(RequirementError),
    /// The call's attributes pass a limit.
    #[error("attributes refused: {0}")]
    Attributes(AttributeError),
    /// A tag is malformed or not allowed.
    #[error("{0}")]
    Tag(TagError),
    /// The caller is gone, or there are more callers than can have tags.
    #[error("the caller is gone, or there are more callers than can have tags")]
    NoContact,
    /// No call has this number.
    #[error("there is no call {0}; `acd show calls` lists those that wait, ring or talk")]
    UnknownCall(CallId),
    /// A report has no time to count in.
    #[error(
        "a report needs a time with an end after its begin, and at most {} intervals: take a \
         shorter time or longer intervals",
        crate::reports::buckets::BUCKETS_MAX
    )]
    ReportTime,
    /// A report would be too long.
    #[error(
        "that is more than {rows_max} calls or {lines_max} lines: name one, take a shorter time or \
         longer intervals"
    )]
    ReportSize {
        /// Rows that may be counted.
        rows_max: usize,
        /// Lines that may come of it.
        lines_max: usize,
    },
    /// The agent neither talks nor is in after-call time.
    #[error("agent `{0}` neither talks nor is in after-call time: there is no call to tag")]
    NothingToTag(String),
    /// A text given along is too long or holds control characters.
    #[error("{what} must be at most {bytes_max} bytes of printable text")]
    Text {
        /// Which text.
        what: &'static str,
        /// How long it may be.
        bytes_max: usize,
    },
    /// The interface given at sign-in is no dial string of one phone.
    #[error("interface `{interface}`: {expected}")]
    Interface {
        /// What was given.
        interface: String,
        /// What was expected.
        expected: String,
    },
    /// The agent has no interface in the configuration and none was given.
    #[error("agent `{0}` has no interface in acd.conf: name one at sign-in")]
    InterfaceMissing(String),
    /// A mandatory tag keeps the agent in after-call time.
    #[error("agent `{0}` must first set tag `{1}` of the call: it is mandatory")]
    TagMissing(String, TagKey),
    /// The agent is signed out.
    #[error("agent `{0}` is signed out (AcdLogin signs in)")]
    AgentSignedOut(String),
    /// No skill has this name.
    #[error("there is no skill `{0}`; acd.conf defines them")]
    UnknownSkill(String),
    /// A level or a rank is out of range.
    #[error("a {0} is a number from {1} to 100")]
    Grade(&'static str, u8),
    /// The not-ready reason is not declared, or not for the one who gave it.
    #[error("there is no not-ready reason `{reason}` to give; known are {known}")]
    UnknownReason {
        /// What was given.
        reason: String,
        /// What may be given.
        known: String,
    },
    /// The digits are not the agent's PIN.
    #[error("that is not the PIN of agent `{0}`")]
    WrongPin(String),
    /// The agent has no PIN to compare with.
    #[error("agent `{0}` has no pin in acd.conf")]
    NoPin(String),
    /// Too many wrong PINs were given; nobody looked at this one.
    #[error("too many wrong PINs for agent `{agent}`: none is looked at for {pause_s} s")]
    PinClosed {
        /// Whose PIN.
        agent: String,
        /// For how many seconds.
        pause_s: u64,
    },
    /// The agent cannot do that now.
    #[error("agent `{agent}` is {state} and cannot {attempt}")]
    IllegalAgentMove {
        /// Who.
        agent: String,
        /// What the agent does now.
        state: &'static str,
        /// What was asked.
        attempt: &'static str,
    },
    /// Nothing is kept.
    #[error("nothing is kept: acd.conf says `store = no`")]
    NoStore,
    /// The store cannot be read.
    #[error("the store cannot be read: {0}")]
    Store(String),
    /// The engine refused for another reason.
    #[error(transparent)]
    Rejected(Rejection),
    /// More requests wait than may; nothing is wrong with this one.
    #[error("call distribution is overloaded and takes no new requests at this moment: try again")]
    Overloaded,
    /// The engine did not answer in time.
    #[error(
        "call distribution did not answer in time; if this lasts, look for the last messages of \
         acd in the log and unload and load the module"
    )]
    NotAnswering,
    /// The engine failed while it worked on this request and has been started anew.
    #[error(
        "call distribution failed while it worked on this request and was restarted; the log \
         says why"
    )]
    EngineFailed,
    /// The engine failed too often and is switched off.
    #[error(
        "call distribution has failed repeatedly and is switched off; calls in conversation go \
         on; unload and load the module to start it again, and report what the log says"
    )]
    GivenUp,
    /// The driver was stopped.
    #[error("call distribution is stopped")]
    Stopped,
    /// The operating system has no file descriptor left for the call.
    #[error(
        "no file descriptor is left for the call ({0}): raise the limit of open files of the PBX"
    )]
    NoDescriptor(rustix::io::Errno),
}

/// Foreign text as a message may repeat it.
pub(super) fn quoted(text: &str) -> String {
    let mut shown = String::new();
    for (count, character) in text.chars().enumerate() {
        if count == QUOTED_CHARS_MAX {
            shown.push('…');
            break;
        }
        let is_shown = !character.is_control() && character != '`';
        shown.push(if is_shown { character } else { '?' });
    }
    shown
}

/// Refuses a text that is too long or not printable.
pub(super) fn check_text(what: &'static str, text: &str, bytes_max: usize) -> Result<(), Refusal> {
    if text.len() > bytes_max || text.chars().any(char::is_control) {
        return Err(Refusal::Text { what, bytes_max });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn foreign_text_cannot_forge_log_lines() {
        let refusal = Refusal::UnknownQueue(quoted("a\n[Jan 1] ERROR\u{1b}[2J`"));
        let shown = refusal.to_string();
        assert!(shown.contains("`a?[Jan 1] ERROR?[2J?`"), "{shown}");
        assert_eq!(quoted(&"é".repeat(100)), format!("{}…", "é".repeat(64)));
        assert_eq!(quoted(&"é".repeat(64)), "é".repeat(64));
    }

    #[test]
    fn texts_are_bounded_and_printable() {
        assert_eq!(check_text("the reason", "lunch", 5), Ok(()));
        let refused = Err(Refusal::Text {
            what: "the reason",
            bytes_max: 5,
        });
        assert_eq!(check_text("the reason", "lunch!", 5), refused);
        assert_eq!(check_text("the reason", "a\nb", 5), refused);
    }
}
