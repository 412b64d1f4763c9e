//! `AcdQueues`, `AcdAgents`, `AcdCalls`: what `acd show` shows, as lists.

use std::ffi::CStr;

use super::{about, running};
use crate::asterisk::action::{Action, ActionError, Answer, Permission, Request};
use crate::asterisk::fields::Fields;
use crate::engine::CallId;

/// `AcdQueues`, with `Queue` only that one.
#[derive(Debug)]
pub(super) struct AcdQueues;

impl Action for AcdQueues {
    const NAME: &'static CStr = c"AcdQueues";
    const PERMISSION: Permission = Permission::Read;

    fn run(request: &Request<'_>) -> Result<Answer, ActionError> {
        let entrance = running()?;
        let queues = match request.field(c"Queue") {
            Some(queue) => vec![about("Queue", entrance.queue(&queue))?],
            None => entrance.queues()?,
        };
        let items = queues.iter().map(|queue| ("AcdQueue", Fields::of(queue)));
        Ok(Answer::List {
            items: items.collect(),
            complete: c"AcdQueuesComplete",
        })
    }
}

/// `AcdAgents`, with `Agent` only that one, with `Queue` those who serve it.
#[derive(Debug)]
pub(super) struct AcdAgents;

impl Action for AcdAgents {
    const NAME: &'static CStr = c"AcdAgents";
    const PERMISSION: Permission = Permission::Read;

    fn run(request: &Request<'_>) -> Result<Answer, ActionError> {
        let entrance = running()?;
        let mut agents = match request.field(c"Agent") {
            Some(agent) => vec![about("Agent", entrance.agent(&agent))?],
            None => entrance.agents()?,
        };
        if let Some(queue) = request.field(c"Queue") {
            let queue = about("Queue", entrance.queue(&queue))?.queue;
            agents.retain(|agent| agent.queues.contains_key(&*queue));
        }
        let items = agents.iter().map(|agent| ("AcdAgent", Fields::of(agent)));
        Ok(Answer::List {
            items: items.collect(),
            complete: c"AcdAgentsComplete",
        })
    }
}

/// `AcdCalls`, with `Queue` those of that queue, with `Call` only that one.
#[derive(Debug)]
pub(super) struct AcdCalls;

impl Action for AcdCalls {
    const NAME: &'static CStr = c"AcdCalls";
    const PERMISSION: Permission = Permission::Read;

    fn run(request: &Request<'_>) -> Result<Answer, ActionError> {
        let entrance = running()?;
        let mut calls = match numbered(request)? {
            Some(call) => vec![entrance.call(call)?.ok_or_else(|| unknown(call))?],
            None => entrance.calls()?,
        };
        if let Some(queue) = request.field(c"Queue") {
            let queue = about("Queue", entrance.queue(&queue))?.queue;
            calls.retain(|call| call.queue == queue);
        }
        let items = calls.iter().map(|call| ("AcdCall", Fields::of(call)));
        Ok(Answer::List {
            items: items.collect(),
            complete: c"AcdCallsComplete",
        })
    }
}

/// The call that the field `Call` names; `None` if the field is missing.
pub(super) fn numbered(request: &Request<'_>) -> Result<Option<CallId>, ActionError> {
    let Some(named) = request.field(c"Call") else {
        return Ok(None);
    };
    let number = named.parse().map_err(|_| {
        ActionError::Field(format!(
            "Call: `{named}` is no number: expected one as AcdCalls lists them"
        ))
    })?;
    Ok(Some(CallId(number)))
}

/// There is no such call.
pub(super) fn unknown(call: CallId) -> ActionError {
    ActionError::Field(format!(
        "Call: {call} is in no queue and in no conversation; AcdCalls lists those that are"
    ))
}
