//! `ACD_AGENT(agent,field)`: an agent now.

use std::ffi::CStr;

use super::found::{field, required, running};
use crate::asterisk::apps::arguments;
use crate::asterisk::channel::Channel;
use crate::asterisk::function::{Function, FunctionError, Slot};

/// The function.
#[derive(Debug)]
pub(super) struct AcdAgent;

impl Function for AcdAgent {
    const NAME: &'static CStr = c"ACD_AGENT";

    fn slot() -> &'static Slot {
        static SLOT: Slot = Slot::new();
        &SLOT
    }

    fn read(_channel: Option<&Channel>, arguments: &str) -> Result<String, FunctionError> {
        let [agent, wanted] = arguments::split::<2>(arguments)?;
        let agent = required(&agent, "the first argument, the agent's name,")?;
        field(&running()?.agent(agent)?, &wanted)
    }
}
