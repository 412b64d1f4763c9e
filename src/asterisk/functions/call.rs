//! `ACD_CALL(field[,call])`: a call in a queue, by default the one that this channel is, or that
//! this agent's channel talks to.

use std::ffi::CStr;

use super::found::{field, running};
use crate::asterisk::apps::arguments;
use crate::asterisk::apps::queue::CALL_VARIABLE;
use crate::asterisk::channel::Channel;
use crate::asterisk::function::{Function, FunctionError, Slot};
use crate::engine::CallId;

/// The function.
#[derive(Debug)]
pub(super) struct AcdCall;

impl Function for AcdCall {
    const NAME: &'static CStr = c"ACD_CALL";

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
