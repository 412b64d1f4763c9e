//! `AcdExplainCall`: why a call waits, agent by agent.

use std::ffi::CStr;

use super::lists::{numbered, unknown};
use super::running;
use crate::asterisk::action::{Action, ActionError, Answer, Permission, Request};
use crate::asterisk::fields::Fields;

/// The action.
#[derive(Debug)]
pub(super) struct AcdExplainCall;

impl Action for AcdExplainCall {
    const NAME: &'static CStr = c"AcdExplainCall";
    const PERMISSION: Permission = Permission::Read;

    fn run(request: &Request<'_>) -> Result<Answer, ActionError> {
        let call = numbered(request)?
            .ok_or_else(|| ActionError::Field("Call is missing: expected its number".to_owned()))?;
        let explained = running()?.explain(call)?.ok_or_else(|| unknown(call))?;
        let whole = Fields::of(&explained).without(&["call", "coming", "agents"]);
        let whole = Fields::of(&explained.call).with(whole);
        let agents = explained.agents.iter();
        let agents = agents.map(|agent| ("AcdExplanationAgent", Fields::of(agent)));
        Ok(Answer::List {
            items: std::iter::once(("AcdExplanation", whole))
                .chain(agents)
                .collect(),
            complete: c"AcdExplainCallComplete",
        })
    }
}
