//! `ACD_CALL(field[,call])`: a call in a queue, by default the one that this channel is, or that
//! this agent's channel talks to; written as `ACD_CALL(verb[,call])`, changes the call.

use std::ffi::CStr;

use super::found::{field, running};
use crate::asterisk::apps::arguments;
use crate::asterisk::apps::queue::CALL_VARIABLE;
use crate::asterisk::changes::asker::Asker;
use crate::asterisk::changes::call::CallChange;
use crate::asterisk::changes::written;
use crate::asterisk::channel::Channel;
use crate::asterisk::function::{Function, FunctionError, Slot, Writing};
use crate::engine::CallId;

/// The function.
#[derive(Debug)]
pub(super) struct AcdCall;

impl Function for AcdCall {
    const NAME: &'static CStr = c"ACD_CALL";
    // It may name anybody's call: that is more than setting a variable of one's own.
    const WRITING: Writing = Writing::DialplanOnly;

    fn slot() -> &'static Slot {
        static SLOT: Slot = Slot::new();
        &SLOT
    }

    /// A call that is in no queue has no values; that is no error.
    fn read(channel: Option<&Channel>, arguments: &str) -> Result<String, FunctionError> {
        let [wanted, call] = arguments::split::<2>(arguments)?;
        let Some(call) = meant(channel, &call)? else {
            return Ok(String::new());
        };
        match running()?.call(call)? {
            Some(view) => field(&view, &wanted),
            None => Ok(String::new()),
        }
    }

    fn write(channel: Option<&Channel>, arguments: &str, value: &str) -> Result<(), FunctionError> {
        let [verb, call] = arguments::split::<2>(arguments)?;
        let call = meant(channel, &call)?.ok_or_else(|| {
            FunctionError::Expected(
                "this channel is in no call: expected the number of one as second argument"
                    .to_owned(),
            )
        })?;
        let (verb, text) = written(&verb, value);
        let asker = Asker::in_dialplan(channel);
        CallChange::read(&verb, &text)?.make(&running()?, call, &asker)?;
        Ok(())
    }
}

/// The call that is meant: the one named, or else the channel's.
fn meant(channel: Option<&Channel>, named: &str) -> Result<Option<CallId>, FunctionError> {
    if !named.is_empty() {
        let number = named.parse().map_err(|_| {
            FunctionError::Expected(format!(
                "call `{named}`: expected a number as in ACDCALL and `acd show calls`"
            ))
        })?;
        return Ok(Some(CallId(number)));
    }
    let Some(channel) = channel else {
        return Ok(None);
    };
    let attached = channel.lock().attached_call();
    let carried = || channel.variable(CALL_VARIABLE).ok().flatten()?.parse().ok();
    Ok(attached.or_else(carried).map(CallId))
}
