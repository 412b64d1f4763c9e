//! What the applications tell the dialplan: closed sets of values, each with one meaning.

use std::fmt;

/// `ACDSTATUS`: how the call's stay in the queue ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum QueueStatus {
    /// The caller talked to an agent.
    Answered,
    /// The caller hung up before an agent answered.
    Abandoned,
    /// The call was redirected elsewhere before an agent answered.
    Redirected,
    /// The caller left by a key.
    ExitKey,
    /// The caller waited as long as the call may.
    Timeout,
    /// The queue was full.
    Full,
    /// The queue is closed, by hand or by its opening hours.
    Closed,
    /// No agent of the queue has the skills for the call, now or at a later step.
    NoneQualified,
    /// Agents have the skills, but none of them is signed in.
    NoneStaffed,
    /// Agents with the skills are signed in, but each of them is not ready.
    NoneWorking,
    /// Agents with the skills work, but none of them is free.
    NoneFree,
    /// Its calls must be recorded, and that is not possible now.
    NoRecording,
    /// There is no queue of that name.
    NoQueue,
    /// The arguments cannot be used; the log says which and why.
    Invalid,
    /// The queue was removed, or its rules no longer fit the call, by a reload during the wait.
    Removed,
    /// The module could not serve the call; the log says why.
    Error,
}

impl QueueStatus {
    /// The variable that carries it.
    pub const VARIABLE: &'static str = "ACDSTATUS";

    /// Every value.
    pub const ALL: [Self; 16] = [
        Self::Answered,
        Self::Abandoned,
        Self::Redirected,
        Self::ExitKey,
        Self::Timeout,
        Self::Full,
        Self::Closed,
        Self::NoneQualified,
        Self::NoneStaffed,
        Self::NoneWorking,
        Self::NoneFree,
        Self::NoRecording,
        Self::NoQueue,
        Self::Invalid,
        Self::Removed,
        Self::Error,
    ];

    /// The value as the dialplan sees it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Answered => "ANSWERED",
            Self::Abandoned => "ABANDONED",
            Self::Redirected => "REDIRECTED",
            Self::ExitKey => "EXITKEY",
            Self::Timeout => "TIMEOUT",
            Self::Full => "FULL",
            Self::Closed => "CLOSED",
            Self::NoneQualified => "NONEQUALIFIED",
            Self::NoneStaffed => "NONESTAFFED",
            Self::NoneWorking => "NONEWORKING",
            Self::NoneFree => "NONEFREE",
            Self::NoRecording => "NORECORDING",
            Self::NoQueue => "NOQUEUE",
            Self::Invalid => "INVALID",
            Self::Removed => "REMOVED",
            Self::Error => "ERROR",
        }
    }
}

impl fmt::Display for QueueStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What came of a request about an agent; each application has a variable of its own for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum AgentStatus {
    /// Done, or noted and done when the call in hand is over.
    Ok,
    /// There is no agent of that name.
    NoAgent,
    /// The agent has no phone in `acd.conf` and none was named.
    NoInterface,
    /// The agent is signed out.
    SignedOut,
    /// Wrap-up goes on until the agent has given a disposition.
    Missing,
    /// The PIN is wrong, missing, or not looked at after too many wrong ones.
    WrongPin,
    /// The not-ready reason is not declared, or not for agents.
    NoReason,
    /// The arguments cannot be used; the log says which and why.
    Invalid,
    /// The module could not do it; the log says why.
    Error,
}

impl AgentStatus {
    /// Every value.
    pub const ALL: [Self; 9] = [
        Self::Ok,
        Self::NoAgent,
        Self::NoInterface,
        Self::SignedOut,
        Self::Missing,
        Self::WrongPin,
        Self::NoReason,
        Self::Invalid,
        Self::Error,
    ];

    /// The value as the dialplan sees it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "OK",
            Self::NoAgent => "NOAGENT",
            Self::NoInterface => "NOINTERFACE",
            Self::SignedOut => "SIGNEDOUT",
            Self::Missing => "MISSING",
            Self::WrongPin => "WRONGPIN",
            Self::NoReason => "NOREASON",
            Self::Invalid => "INVALID",
            Self::Error => "ERROR",
        }
    }
}

impl fmt::Display for AgentStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// `ACDCONNECTSTATUS`: how an agent's stay on the line ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ConnectStatus {
    /// The agent hung up, and is signed out.
    HungUp,
    /// The agent's call was sent elsewhere, and the agent is signed out.
    Redirected,
    /// The agent was signed out, by whomever.
    SignedOut,
    /// The agent has signed in on another phone.
    Moved,
    /// There is no agent of that name.
    NoAgent,
    /// The PIN is wrong, missing, or not looked at after too many wrong ones.
    WrongPin,
    /// The arguments cannot be used; the log says which and why.
    Invalid,
    /// The module could not do it; the log says why.
    Error,
}

impl ConnectStatus {
    /// The variable that carries it.
    pub const VARIABLE: &'static str = "ACDCONNECTSTATUS";

    /// Every value.
    pub const ALL: [Self; 8] = [
        Self::HungUp,
        Self::Redirected,
        Self::SignedOut,
        Self::Moved,
        Self::NoAgent,
        Self::WrongPin,
        Self::Invalid,
        Self::Error,
    ];

    /// The value as the dialplan sees it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::HungUp => "HUNGUP",
            Self::Redirected => "REDIRECTED",
            Self::SignedOut => "SIGNEDOUT",
            Self::Moved => "MOVED",
            Self::NoAgent => "NOAGENT",
            Self::WrongPin => "WRONGPIN",
            Self::Invalid => "INVALID",
            Self::Error => "ERROR",
        }
    }
}

impl fmt::Display for ConnectStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What came of `AcdTag` and `AcdUntag`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TagStatus {
    /// Done.
    Ok,
    /// A tag is not declared, and only declared ones may be set.
    Undeclared,
    /// The call would have too many tags.
    Limit,
    /// There is no agent of that name.
    NoAgent,
    /// The agent neither talks nor is in wrap-up.
    NoCall,
    /// The arguments cannot be used, or what the call needs cannot be found with them; the log says
    /// which and why.
    Invalid,
    /// The module could not do it; the log says why.
    Error,
}

impl TagStatus {
    /// Every value.
    pub const ALL: [Self; 7] = [
        Self::Ok,
        Self::Undeclared,
        Self::Limit,
        Self::NoAgent,
        Self::NoCall,
        Self::Invalid,
        Self::Error,
    ];

    /// The value as the dialplan sees it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "OK",
            Self::Undeclared => "UNDECLARED",
            Self::Limit => "LIMIT",
            Self::NoAgent => "NOAGENT",
            Self::NoCall => "NOCALL",
            Self::Invalid => "INVALID",
            Self::Error => "ERROR",
        }
    }
}

impl fmt::Display for TagStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What came of `AcdWrapUp`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum WrapUpStatus {
    /// Done, or noted for the end of the conversation.
    Ok,
    /// There is no agent of that name.
    NoAgent,
    /// The agent is signed out.
    SignedOut,
    /// The agent neither talks nor is in wrap-up.
    NoCall,
    /// There is no such disposition, or the queue's calls do not take it.
    NoDisposition,
    /// Wrap-up goes on until the agent has given a disposition.
    Missing,
    /// Wrap-up may not be extended by so much.
    Limit,
    /// The arguments cannot be used; the log says which and why.
    Invalid,
    /// The module could not do it; the log says why.
    Error,
}

impl WrapUpStatus {
    /// Every value.
    pub const ALL: [Self; 9] = [
        Self::Ok,
        Self::NoAgent,
        Self::SignedOut,
        Self::NoCall,
        Self::NoDisposition,
        Self::Missing,
        Self::Limit,
        Self::Invalid,
        Self::Error,
    ];

    /// The value as the dialplan sees it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "OK",
            Self::NoAgent => "NOAGENT",
            Self::SignedOut => "SIGNEDOUT",
            Self::NoCall => "NOCALL",
            Self::NoDisposition => "NODISPOSITION",
            Self::Missing => "MISSING",
            Self::Limit => "LIMIT",
            Self::Invalid => "INVALID",
            Self::Error => "ERROR",
        }
    }
}

impl fmt::Display for WrapUpStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What came of `AcdRecord`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RecordStatus {
    /// The call is recorded now.
    Recording,
    /// The recording takes in silence now.
    Paused,
    /// The call is not recorded now.
    Off,
    /// The verb was refused: the rule forbids it, nothing is recorded, or something else holds the
    /// pause.
    Refused,
    /// The recording could not begin; the log says why.
    Failed,
    /// The arguments cannot be used; the log says which and why.
    Invalid,
    /// The module could not do it; the log says why.
    Error,
}

impl RecordStatus {
    /// Every value.
    pub const ALL: [Self; 7] = [
        Self::Recording,
        Self::Paused,
        Self::Off,
        Self::Refused,
        Self::Failed,
        Self::Invalid,
        Self::Error,
    ];

    /// The value as the dialplan sees it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Recording => "RECORDING",
            Self::Paused => "PAUSED",
            Self::Off => "OFF",
            Self::Refused => "REFUSED",
            Self::Failed => "FAILED",
            Self::Invalid => "INVALID",
            Self::Error => "ERROR",
        }
    }
}

impl fmt::Display for RecordStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn differ<const N: usize>(names: [&str; N]) {
        let set: std::collections::BTreeSet<_> = names.into_iter().collect();
        assert_eq!(set.len(), N, "{names:?}");
    }

    #[test]
    fn no_two_values_look_the_same() {
        differ(QueueStatus::ALL.map(QueueStatus::as_str));
        differ(AgentStatus::ALL.map(AgentStatus::as_str));
        differ(ConnectStatus::ALL.map(ConnectStatus::as_str));
        differ(TagStatus::ALL.map(TagStatus::as_str));
        differ(WrapUpStatus::ALL.map(WrapUpStatus::as_str));
        differ(RecordStatus::ALL.map(RecordStatus::as_str));
    }
}
