//! `AcdTag(key[=value]&…[,agent])` and `AcdUntag(key&…)`: what is known of a call, in a queue or
//! not.

use std::ffi::CStr;

use super::arguments::{self, ArgumentsError};
use super::outcome::tell;
use super::status::TagStatus;
use crate::asterisk::application::{AfterApplication, Application};
use crate::asterisk::changes::asker::Asker;
use crate::asterisk::channel::Channel;
use crate::asterisk::contact::tagged;
use crate::asterisk::entrance::entrance;
use crate::asterisk::serviced::Serviced;
use crate::driver::Refusal;
use crate::engine::TagError;

/// `AcdTag(key[=value]&…[,agent])`.
#[derive(Debug)]
pub struct AcdTag;

/// `AcdUntag(key&…)`.
#[derive(Debug)]
pub struct AcdUntag;

impl Application for AcdTag {
    const NAME: &'static CStr = c"AcdTag";

    fn run(caller: &mut Serviced, arguments: &str) -> AfterApplication {
        let done = tag(caller, arguments);
        report(caller, "AcdTag", Self::VARIABLE, arguments, done)
    }

    fn failed(caller: &Channel) {
        tell(caller, Self::VARIABLE, TagStatus::Error.as_str());
    }
}

impl AcdTag {
    /// The variable that carries the outcome.
    pub const VARIABLE: &'static str = "ACDTAGSTATUS";
}

impl Application for AcdUntag {
    const NAME: &'static CStr = c"AcdUntag";

    fn run(caller: &mut Serviced, arguments: &str) -> AfterApplication {
        let done = untag(caller, arguments);
        report(caller, "AcdUntag", Self::VARIABLE, arguments, done)
    }

    fn failed(caller: &Channel) {
        tell(caller, Self::VARIABLE, TagStatus::Error.as_str());
    }
}

impl AcdUntag {
    /// The variable that carries the outcome.
    pub const VARIABLE: &'static str = "ACDUNTAGSTATUS";
}

/// Why tags were not changed.
#[derive(Debug, thiserror::Error)]
enum NotDone {
    #[error("{0}")]
    Arguments(#[from] ArgumentsError),
    #[error("{0}")]
    Refused(#[from] Refusal),
}

fn tag(caller: &Channel, arguments: &str) -> Result<(), NotDone> {
    let [tags, agent] = arguments::split::<2>(arguments)?;
    let entrance = entrance().ok_or(Refusal::Stopped)?;
    let by = Asker::in_dialplan(Some(caller));
    if !agent.is_empty() {
        return Ok(entrance.tag_of_agent(&agent, &tags, by.as_str())?);
    }
    Ok(entrance.tag(tagged(caller)?, &tags, by.as_str())?)
}

fn untag(caller: &Channel, arguments: &str) -> Result<(), NotDone> {
    let [keys] = arguments::split::<1>(arguments)?;
    let entrance = entrance().ok_or(Refusal::Stopped)?;
    let keys: Vec<&str> = keys.split('&').map(str::trim).collect();
    let keys: Vec<&str> = keys.into_iter().filter(|key| !key.is_empty()).collect();
    if keys.is_empty() {
        return Err(Refusal::Tag(TagError::NoTags).into());
    }
    let by = Asker::in_dialplan(Some(caller));
    Ok(entrance.untag(tagged(caller)?, &keys, by.as_str())?)
}

fn report(
    caller: &Channel,
    name: &str,
    variable: &str,
    arguments: &str,
    done: Result<(), NotDone>,
) -> AfterApplication {
    let status = match done {
        Ok(()) => TagStatus::Ok,
        Err(refusal) => {
            let status = status_of(&refusal);
            tracing::warn!(
                "{}: {name}({arguments}) changed no tag: {refusal}; the call goes on in the \
                 dialplan with {variable}={status}",
                caller.name(),
            );
            status
        }
    };
    tell(caller, variable, status.as_str());
    AfterApplication::Continue
}

fn status_of(refusal: &NotDone) -> TagStatus {
    match refusal {
        NotDone::Refused(Refusal::Tag(TagError::TooMany(_))) => TagStatus::Limit,
        NotDone::Refused(Refusal::Tag(TagError::Undeclared { .. })) => TagStatus::Undeclared,
        NotDone::Arguments(_) | NotDone::Refused(Refusal::Tag(_) | Refusal::Requirement(_)) => {
            TagStatus::Invalid
        }
        NotDone::Refused(Refusal::UnknownAgent(_)) => TagStatus::NoAgent,
        NotDone::Refused(Refusal::NothingToTag(_)) => TagStatus::NoCall,
        NotDone::Refused(_) => TagStatus::Error,
    }
}
