//! What is asked of agents: sign in, sign out, ready, not ready, wrap-up.

use std::ffi::CStr;

use super::{about, running};
use crate::asterisk::action::{Action, ActionError, Answer, Permission, Request};
use crate::asterisk::apps::agent::REASON_DEFAULT;
use crate::asterisk::apps::wrap_up_options;
use crate::driver::{Entrance, Refusal};

/// `AcdAgentLogin`: signs an agent in, with `Interface` on that phone.
#[derive(Debug)]
pub(super) struct AcdAgentLogin;

/// `AcdAgentLogout`: signs an agent out.
#[derive(Debug)]
pub(super) struct AcdAgentLogout;

/// `AcdAgentReady`: makes an agent ready.
#[derive(Debug)]
pub(super) struct AcdAgentReady;

/// `AcdAgentNotReady`: makes an agent not ready, with `Reason`.
#[derive(Debug)]
pub(super) struct AcdAgentNotReady;

/// `AcdAgentWrapUp`: says what became of a call with `Disposition`, finishes or extends after-call
/// time with `Options`.
#[derive(Debug)]
pub(super) struct AcdAgentWrapUp;

impl Action for AcdAgentLogin {
    const NAME: &'static CStr = c"AcdAgentLogin";
    const PERMISSION: Permission = Permission::Agent;

    fn run(request: &Request<'_>) -> Result<Answer, ActionError> {
        let interface = request.field(c"Interface");
        ask(request, |entrance, agent| {
            entrance.sign_in(agent, interface.as_deref())
        })
    }
}

impl Action for AcdAgentLogout {
    const NAME: &'static CStr = c"AcdAgentLogout";
    const PERMISSION: Permission = Permission::Agent;

    fn run(request: &Request<'_>) -> Result<Answer, ActionError> {
        ask(request, |entrance, agent| entrance.sign_out(agent))
    }
}

impl Action for AcdAgentReady {
    const NAME: &'static CStr = c"AcdAgentReady";
    const PERMISSION: Permission = Permission::Agent;

    fn run(request: &Request<'_>) -> Result<Answer, ActionError> {
        ask(request, |entrance, agent| entrance.ready(agent))
    }
}

impl Action for AcdAgentNotReady {
    const NAME: &'static CStr = c"AcdAgentNotReady";
    const PERMISSION: Permission = Permission::Agent;

    fn run(request: &Request<'_>) -> Result<Answer, ActionError> {
        let reason = request.field(c"Reason");
        ask(request, |entrance, agent| {
            entrance.not_ready(agent, reason.as_deref().unwrap_or(REASON_DEFAULT))
        })
    }
}

impl Action for AcdAgentWrapUp {
    const NAME: &'static CStr = c"AcdAgentWrapUp";
    const PERMISSION: Permission = Permission::Agent;

    fn run(request: &Request<'_>) -> Result<Answer, ActionError> {
        let disposition = request.field(c"Disposition");
        let options = request.field(c"Options").unwrap_or_default();
        let options = wrap_up_options::parse(&options)
            .map_err(|error| ActionError::Field(format!("Options: {error}")))?;
        ask(request, |entrance, agent| {
            let disposition = disposition.as_deref();
            entrance.wrap_up(agent, disposition, options.extend_ms, options.finish)
        })
    }
}

/// Asks something of the agent that the field `Agent` names, and answers with what the agent does
/// then.
fn ask(
    request: &Request<'_>,
    what: impl FnOnce(&Entrance, &str) -> Result<(), Refusal>,
) -> Result<Answer, ActionError> {
    let agent = request.required(c"Agent", "the name of an agent")?;
    let entrance = running()?;
    about("Agent", what(&entrance, &agent))?;
    let now = entrance.agent(&agent)?;
    let mut told = format!("{} is {}", now.agent, now.doing.state.replace('_', " "));
    if let Some(pending) = now.pending {
        told.push_str(&format!(", then {pending}"));
    }
    Ok(Answer::Done(told))
}
