//! Agents sign out, become ready and not ready, from feature codes or any other dialplan.

use std::ffi::CStr;

use super::arguments::{self, ArgumentsError};
use super::force_options::{self, Decided};
use super::outcome::{self, Asked, tell};
use super::status::AgentStatus;
use crate::asterisk::application::{AfterApplication, Application};
use crate::asterisk::channel::Channel;
use crate::asterisk::channel_name::device_of;
use crate::asterisk::entrance::entrance;
use crate::asterisk::serviced::Serviced;
use crate::driver::{Entrance, Refusal};
use crate::engine::Rejection;
use crate::ffi::text;

/// The word for one call only.
pub const ONCE: &str = "once";

/// Reason of a not-ready request that names none.
pub const REASON_DEFAULT: &str = "not ready";

/// `AcdLogout(agent[,options])`.
#[derive(Debug)]
pub struct AcdLogout;

/// `AcdReady(agent[,once[,options]])`.
#[derive(Debug)]
pub struct AcdReady;

/// `AcdNotReady(agent[,reason[,options]])`.
#[derive(Debug)]
pub struct AcdNotReady;

impl Application for AcdLogout {
    const NAME: &'static CStr = c"AcdLogout";

    fn run(caller: &mut Serviced, arguments: &str) -> AfterApplication {
        request(caller, "AcdLogout", Self::VARIABLE, arguments, |entrance| {
            let [agent, options] = named(arguments)?;
            match decided(caller, &options)? {
                None => Ok(entrance.sign_out(&agent)?),
                Some(by) => Ok(entrance.force_sign_out(&agent, &by)?),
            }
        })
    }

    fn failed(caller: &Channel) {
        tell(caller, Self::VARIABLE, AgentStatus::Error.as_str());
    }
}

impl AcdLogout {
    /// The variable that carries the outcome.
    pub const VARIABLE: &'static str = "ACDLOGOUTSTATUS";
}

impl Application for AcdReady {
    const NAME: &'static CStr = c"AcdReady";

    fn run(caller: &mut Serviced, arguments: &str) -> AfterApplication {
        request(caller, "AcdReady", Self::VARIABLE, arguments, |entrance| {
            let [agent, how, options] = named(arguments)?;
            match (how.as_str(), decided(caller, &options)?) {
                ("", None) => Ok(entrance.ready(&agent)?),
                ("", Some(by)) => Ok(entrance.force_ready(&agent, &by)?),
                (ONCE, None) => Ok(entrance.ready_once(&agent)?),
                _ => Err(NotDone::Option(text::visible(&how).into_owned())),
            }
        })
    }

    fn failed(caller: &Channel) {
        tell(caller, Self::VARIABLE, AgentStatus::Error.as_str());
    }
}

impl AcdReady {
    /// The variable that carries the outcome.
    pub const VARIABLE: &'static str = "ACDREADYSTATUS";
}

impl Application for AcdNotReady {
    const NAME: &'static CStr = c"AcdNotReady";

    fn run(caller: &mut Serviced, arguments: &str) -> AfterApplication {
        request(
            caller,
            "AcdNotReady",
            Self::VARIABLE,
            arguments,
            |entrance| {
                let [agent, reason, options] = named(arguments)?;
                let reason = if reason.is_empty() {
                    REASON_DEFAULT
                } else {
                    &reason
                };
                match decided(caller, &options)? {
                    None => Ok(entrance.not_ready(&agent, reason)?),
                    Some(by) => Ok(entrance.force_not_ready(&agent, reason, &by)?),
                }
            },
        )
    }

    fn failed(caller: &Channel) {
        tell(caller, Self::VARIABLE, AgentStatus::Error.as_str());
    }
}

impl AcdNotReady {
    /// The variable that carries the outcome.
    pub const VARIABLE: &'static str = "ACDNOTREADYSTATUS";
}

/// Why a request about an agent was not carried out.
#[derive(Debug, thiserror::Error)]
pub(super) enum NotDone {
    #[error("{0}")]
    Arguments(#[from] ArgumentsError),
    #[error("the first argument, the agent's name, is missing")]
    AgentMissing,
    #[error("`{0}` is not understood here; `core show application` has what is")]
    Option(String),
    #[error("{0}")]
    Options(String),
    #[error("the caller hung up before a PIN was keyed in")]
    HungUp,
    #[error("{0}")]
    Refused(#[from] Refusal),
}

/// Who decides, if it is not the agent.
fn decided(caller: &Channel, options: &str) -> Result<Option<String>, NotDone> {
    Ok(
        match force_options::parse(options).map_err(NotDone::Option)? {
            Decided::ByAgent => None,
            Decided::By(name) => Some(name),
            Decided::ByCaller => {
                let name = caller.name();
                Some(device_of(&name).unwrap_or(name))
            }
        },
    )
}

/// Arguments of which the first names the agent.
pub(super) fn named<const N: usize>(text: &str) -> Result<[String; N], NotDone> {
    let arguments = arguments::split::<N>(text)?;
    if arguments.first().is_none_or(String::is_empty) {
        return Err(NotDone::AgentMissing);
    }
    Ok(arguments)
}

fn request(
    caller: &Channel,
    name: &'static str,
    variable: &'static str,
    arguments: &str,
    ask: impl FnOnce(&Entrance) -> Result<(), NotDone>,
) -> AfterApplication {
    let done = entrance()
        .ok_or(NotDone::Refused(Refusal::Stopped))
        .and_then(|e| ask(&e));
    report(caller, name, variable, arguments, done)
}

/// Tells the dialplan and the log what came of a request.
pub(super) fn report(
    caller: &Channel,
    application: &'static str,
    variable: &'static str,
    arguments: &str,
    done: Result<(), NotDone>,
) -> AfterApplication {
    let asked = Asked {
        application,
        arguments,
        variable,
    };
    outcome::report(caller, asked, done.map(|()| AgentStatus::Ok), status_of);
    AfterApplication::Continue
}

pub(super) fn status_of(refusal: &NotDone) -> AgentStatus {
    match refusal {
        NotDone::Arguments(_)
        | NotDone::AgentMissing
        | NotDone::Option(_)
        | NotDone::Options(_) => AgentStatus::Invalid,
        NotDone::HungUp => AgentStatus::WrongPin,
        NotDone::Refused(Refusal::UnknownAgent(_)) => AgentStatus::NoAgent,
        NotDone::Refused(Refusal::InterfaceMissing(_)) => AgentStatus::NoInterface,
        NotDone::Refused(Refusal::AgentSignedOut(_)) => AgentStatus::SignedOut,
        NotDone::Refused(
            Refusal::Rejected(Rejection::DispositionMissing(_)) | Refusal::TagMissing(..),
        ) => AgentStatus::Missing,
        NotDone::Refused(Refusal::UnknownReason { .. }) => AgentStatus::NoReason,
        NotDone::Refused(Refusal::WrongPin(_) | Refusal::NoPin(_) | Refusal::PinClosed { .. }) => {
            AgentStatus::WrongPin
        }
        NotDone::Refused(
            Refusal::Text { .. }
            | Refusal::Interface { .. }
            | Refusal::IllegalAgentMove { .. }
            | Refusal::Rejected(_),
        ) => AgentStatus::Invalid,
        NotDone::Refused(_) => AgentStatus::Error,
    }
}
