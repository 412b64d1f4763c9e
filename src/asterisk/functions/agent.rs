//! `ACD_AGENT(agent,field)`: an agent now; written as `ACD_AGENT(agent,verb)`, changes the agent.

use std::ffi::CStr;

use super::found::{field, required, running};
use crate::asterisk::apps::arguments;
use crate::asterisk::changes::agent::AgentChange;
use crate::asterisk::changes::asker::Asker;
use crate::asterisk::changes::written;
use crate::asterisk::channel::Channel;
use crate::asterisk::function::{Function, FunctionError, Slot, Writing};

/// The function.
#[derive(Debug)]
pub(super) struct AcdAgent;

impl Function for AcdAgent {
    const NAME: &'static CStr = c"ACD_AGENT";
    // A phone that is signed in on is dialled later: that is more than setting a variable.
    const WRITING: Writing = Writing::DialplanOnly;

    fn slot() -> &'static Slot {
        static SLOT: Slot = Slot::new();
        &SLOT
    }

    fn read(_channel: Option<&Channel>, arguments: &str) -> Result<String, FunctionError> {
        let [agent, wanted] = arguments::split::<2>(arguments)?;
        let agent = required(&agent, "the first argument, the agent's name,")?;
        field(&running()?.agent(agent)?, &wanted)
    }

    fn write(channel: Option<&Channel>, arguments: &str, value: &str) -> Result<(), FunctionError> {
        let [agent, verb] = arguments::split::<2>(arguments)?;
        let agent = required(&agent, "the first argument, the agent's name,")?;
        let (verb, text) = written(&verb, value);
        let asker = Asker::in_dialplan(channel);
        AgentChange::read(&verb, &text)?.make(&running()?, agent, &asker)?;
        Ok(())
    }
}
