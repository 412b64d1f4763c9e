//! `AcdConnect(agent[,options])`: an agent signs in and stays on the line.

use std::ffi::CStr;

use super::agent::{self, NotDone, named};
use super::connect_options;
use super::login::prove;
use super::outcome::{Asked, report, tell};
use super::status::{AgentStatus, ConnectStatus};
use crate::asterisk::application::{AfterApplication, Application};
use crate::asterisk::channel::Channel;
use crate::asterisk::connected::stay::AgentStay;
use crate::asterisk::entrance::entrance;
use crate::asterisk::serviced::Serviced;
use crate::driver::{AgentLine, Refusal};

/// `AcdConnect(agent[,options])`.
#[derive(Debug)]
pub struct AcdConnect;

impl Application for AcdConnect {
    const NAME: &'static CStr = c"AcdConnect";

    fn run(caller: &mut Serviced, arguments: &str) -> AfterApplication {
        tell(caller, ConnectStatus::VARIABLE, "");
        let asked = Asked {
            application: "AcdConnect",
            // The options may hold a PIN: no log repeats them.
            arguments: arguments.split(',').next().unwrap_or_default(),
            variable: ConnectStatus::VARIABLE,
        };
        let done = connect(caller, arguments);
        match report(caller, asked, done, status_of) {
            ConnectStatus::HungUp => AfterApplication::HangUp,
            _ => AfterApplication::Continue,
        }
    }

    fn failed(caller: &Channel) {
        tell(
            caller,
            ConnectStatus::VARIABLE,
            ConnectStatus::Error.as_str(),
        );
    }
}

fn connect(caller: &mut Serviced, arguments: &str) -> Result<ConnectStatus, NotDone> {
    let [agent, options] = named(arguments)?;
    let options =
        connect_options::parse(&options).map_err(|error| NotDone::Options(error.to_string()))?;
    let entrance = entrance().ok_or(NotDone::Refused(Refusal::Stopped))?;
    let line = AgentLine::new(&entrance, &agent, &caller.name())?;
    prove(caller, &entrance, &agent, &options.pin)?;
    if !caller.answer() || caller.is_hung_up() {
        return Ok(ConnectStatus::HungUp);
    }
    Ok(AgentStay::begin(caller, entrance, &options, line)?.run())
}

fn status_of(refusal: &NotDone) -> ConnectStatus {
    match agent::status_of(refusal) {
        AgentStatus::NoAgent => ConnectStatus::NoAgent,
        AgentStatus::WrongPin => ConnectStatus::WrongPin,
        AgentStatus::Invalid => ConnectStatus::Invalid,
        _ => ConnectStatus::Error,
    }
}
