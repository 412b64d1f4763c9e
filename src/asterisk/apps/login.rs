//! `AcdLogin`: who signs in, on which phone, and how that is proven.
//!
//! An agent with a PIN is never signed in without it. Here it is asked for, or taken from an
//! argument if the dialplan has asked; how often it may be guessed is the driver's to say.

use std::ffi::CStr;

use super::agent::{NotDone, named, report};
use super::login_options::{self, Proof};
use super::outcome::tell;
use super::status::AgentStatus;
use crate::asterisk::application::{AfterApplication, Application};
use crate::asterisk::channel::Channel;
use crate::asterisk::channel_name::device_of;
use crate::asterisk::entrance::entrance;
use crate::asterisk::serviced::Serviced;
use crate::driver::{Entrance, Refusal};
use crate::engine::PIN_DIGITS_MAX;
use crate::ffi::text;

/// How often a PIN is asked for.
const ATTEMPTS: u32 = 3;
/// Sounds of Asterisk's own set.
const ASK: &str = "agent-pass";
const ASK_AGAIN: &str = "auth-incorrect";

/// `AcdLogin(agent[,interface[,options]])`.
#[derive(Debug)]
pub struct AcdLogin;

impl AcdLogin {
    /// The variable that carries the outcome.
    pub const VARIABLE: &'static str = "ACDLOGINSTATUS";
}

impl Application for AcdLogin {
    const NAME: &'static CStr = c"AcdLogin";

    fn run(caller: &mut Serviced, arguments: &str) -> AfterApplication {
        let outcome = sign_in(caller, arguments);
        // The options may hold a PIN: no log repeats them.
        let shown = arguments.split(',').next().unwrap_or_default();
        report(caller, "AcdLogin", Self::VARIABLE, shown, outcome)
    }

    fn failed(caller: &Channel) {
        tell(caller, Self::VARIABLE, AgentStatus::Error.as_str());
    }
}

fn sign_in(caller: &mut Serviced, arguments: &str) -> Result<(), NotDone> {
    let [agent, interface, options] = named(arguments)?;
    let options = login_options::parse(&options).map_err(NotDone::Option)?;
    let entrance = entrance().ok_or(NotDone::Refused(Refusal::Stopped))?;
    prove(caller, &entrance, &agent, &options.pin)?;
    let plan = entrance.plan();
    let has_phone = plan
        .agents
        .find(&agent)
        .is_some_and(|agent| agent.interface.is_some());
    let interface = if options.is_here || (interface.is_empty() && !has_phone) {
        device_of(&caller.name())
    } else {
        Some(interface).filter(|interface| !interface.is_empty())
    };
    Ok(entrance.sign_in(&agent, interface.as_deref())?)
}

/// Has the caller prove to be the agent.
pub(super) fn prove(
    caller: &mut Serviced,
    entrance: &Entrance,
    agent: &str,
    proof: &Proof,
) -> Result<(), NotDone> {
    let has_pin = entrance.has_pin(agent)?;
    match proof {
        Proof::Given(digits) => return Ok(entrance.check_pin(agent, digits)?),
        Proof::InVariable(name) => {
            let digits = caller.variable(name);
            let digits = digits.map_err(|_| NotDone::Option(text::visible(name).into_owned()))?;
            // A variable that is not set is a wrong PIN, not none.
            let digits = digits.unwrap_or_default();
            return Ok(entrance.check_pin(agent, digits.trim())?);
        }
        Proof::AsConfigured if !has_pin => return Ok(()),
        // Nobody is asked for what cannot be right.
        Proof::Asked if !has_pin => return Ok(entrance.check_pin(agent, "")?),
        Proof::AsConfigured | Proof::Asked => {}
    }
    let mut sound = ASK;
    let mut attempt = 1;
    loop {
        let digits = caller.ask_digits(sound, PIN_DIGITS_MAX);
        let digits = digits.ok_or(NotDone::HungUp)?;
        match entrance.check_pin(agent, &digits) {
            Err(Refusal::WrongPin(_)) if attempt < ATTEMPTS => {}
            outcome => return Ok(outcome?),
        }
        sound = ASK_AGAIN;
        attempt += 1;
    }
}
