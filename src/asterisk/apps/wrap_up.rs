//! `AcdWrapUp(agent[,disposition[,options]])`: what became of a call, and whether after-call time
//! is over, from feature codes or any other dialplan.

use std::ffi::CStr;

use super::arguments::{self, ArgumentsError};
use super::outcome::{Asked, report, tell};
use super::status::WrapUpStatus;
use super::wrap_up_options::{self, WrapUpOptionsError};
use crate::asterisk::application::{AfterApplication, Application};
use crate::asterisk::channel::Channel;
use crate::asterisk::entrance::entrance;
use crate::asterisk::serviced::Serviced;
use crate::driver::Refusal;
use crate::engine::Rejection;

/// `AcdWrapUp(agent[,disposition[,options]])`.
#[derive(Debug)]
pub struct AcdWrapUp;

impl Application for AcdWrapUp {
    const NAME: &'static CStr = c"AcdWrapUp";

    fn run(caller: &mut Serviced, arguments: &str) -> AfterApplication {
        let asked = Asked {
            application: "AcdWrapUp",
            arguments,
            variable: Self::VARIABLE,
        };
        let done = carry_out(arguments).map(|()| WrapUpStatus::Ok);
        report(caller, asked, done, status_of);
        AfterApplication::Continue
    }

    fn failed(caller: &Channel) {
        tell(caller, Self::VARIABLE, WrapUpStatus::Error.as_str());
    }
}

impl AcdWrapUp {
    /// The variable that carries the outcome.
    pub const VARIABLE: &'static str = "ACDWRAPUPSTATUS";
}

/// Why nothing was done.
#[derive(Debug, thiserror::Error)]
enum NotDone {
    #[error("{0}")]
    Arguments(#[from] ArgumentsError),
    #[error("the first argument, the agent's name, is missing")]
    AgentMissing,
    #[error("{0}")]
    Options(#[from] WrapUpOptionsError),
    #[error("{0}")]
    Refused(#[from] Refusal),
}

fn carry_out(arguments: &str) -> Result<(), NotDone> {
    let [agent, disposition, options] = arguments::split::<3>(arguments)?;
    if agent.is_empty() {
        return Err(NotDone::AgentMissing);
    }
    let options = wrap_up_options::parse(&options)?;
    let disposition = Some(disposition.as_str()).filter(|code| !code.is_empty());
    let entrance = entrance().ok_or(NotDone::Refused(Refusal::Stopped))?;
    Ok(entrance.wrap_up(&agent, disposition, options.extend_ms, options.finish)?)
}

fn status_of(refusal: &NotDone) -> WrapUpStatus {
    match refusal {
        NotDone::Arguments(_) | NotDone::AgentMissing | NotDone::Options(_) => {
            WrapUpStatus::Invalid
        }
        NotDone::Refused(Refusal::UnknownAgent(_)) => WrapUpStatus::NoAgent,
        NotDone::Refused(Refusal::AgentSignedOut(_)) => WrapUpStatus::SignedOut,
        NotDone::Refused(Refusal::TagMissing(..)) => WrapUpStatus::Missing,
        NotDone::Refused(Refusal::UnknownDisposition(_)) => WrapUpStatus::NoDisposition,
        NotDone::Refused(Refusal::Rejected(rejection)) => match rejection {
            Rejection::NothingToWrapUp(_) => WrapUpStatus::NoCall,
            Rejection::DispositionNotTaken(_) => WrapUpStatus::NoDisposition,
            Rejection::DispositionMissing(_) | Rejection::TagMissing(..) => WrapUpStatus::Missing,
            Rejection::ExtensionTooLong { .. } => WrapUpStatus::Limit,
            _ => WrapUpStatus::Error,
        },
        NotDone::Refused(_) => WrapUpStatus::Error,
    }
}
