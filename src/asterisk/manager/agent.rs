//! What is asked of agents: sign in, sign out, ready, not ready, wrap up; and every verb by its
//! word.

use std::ffi::CStr;

use super::{asker, changed, running, text};
use crate::asterisk::action::{Action, ActionError, Answer, Permission, Request};
use crate::asterisk::changes::agent::{AgentChange, told};

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

/// `AcdAgentWrapUp`: says what became of a call, finishes or extends after-call time.
#[derive(Debug)]
pub(super) struct AcdAgentWrapUp;

impl Action for AcdAgentLogin {
    const NAME: &'static CStr = c"AcdAgentLogin";
    const PERMISSION: Permission = Permission::Agent;

    fn run(request: &Request<'_>) -> Result<Answer, ActionError> {
        let interface = request.field(c"Interface").unwrap_or_default();
        change(request, "sign-in", &interface)
    }
}

impl Action for AcdAgentLogout {
    const NAME: &'static CStr = c"AcdAgentLogout";
    const PERMISSION: Permission = Permission::Agent;

    fn run(request: &Request<'_>) -> Result<Answer, ActionError> {
        change(request, "sign-out", "")
    }
}

impl Action for AcdAgentReady {
    const NAME: &'static CStr = c"AcdAgentReady";
    const PERMISSION: Permission = Permission::Agent;

    fn run(request: &Request<'_>) -> Result<Answer, ActionError> {
        change(request, "ready", "")
    }
}

impl Action for AcdAgentNotReady {
    const NAME: &'static CStr = c"AcdAgentNotReady";
    const PERMISSION: Permission = Permission::Agent;

    fn run(request: &Request<'_>) -> Result<Answer, ActionError> {
        let reason = request.field(c"Reason").unwrap_or_default();
        change(request, "not-ready", &reason)
    }
}

impl Action for AcdAgentWrapUp {
    const NAME: &'static CStr = c"AcdAgentWrapUp";
    const PERMISSION: Permission = Permission::Agent;

    fn run(request: &Request<'_>) -> Result<Answer, ActionError> {
        let disposition = request.field(c"Disposition").unwrap_or_default();
        let options = request.field(c"Options").unwrap_or_default();
        change(request, "wrap-up", &format!("{disposition},{options}"))
    }
}

/// `AcdAgentChange`: what `acd agent` does.
#[derive(Debug)]
pub(super) struct AcdAgentChange;

impl Action for AcdAgentChange {
    const NAME: &'static CStr = c"AcdAgentChange";
    const PERMISSION: Permission = Permission::Agent;

    fn run(request: &Request<'_>) -> Result<Answer, ActionError> {
        let word = request.required(c"Change", "a verb of `acd agent`")?;
        change(request, &word, &text(request))
    }
}

/// Changes the agent that the field `Agent` names; answers with what the agent does then.
fn change(request: &Request<'_>, word: &str, text: &str) -> Result<Answer, ActionError> {
    let agent = request.required(c"Agent", "the name of an agent")?;
    let (entrance, asker) = (running()?, asker(request));
    let now =
        AgentChange::read(word, text).and_then(|change| change.make(&entrance, &agent, &asker));
    Ok(Answer::Done(told(&changed("Agent", now)?)))
}
