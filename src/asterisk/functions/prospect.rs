//! `ACD_MATCH(queue,requirement,field)`: whom a call with this requirement would find now.

use std::ffi::CStr;

use super::found::{field, required, running};
use crate::asterisk::apps::arguments;
use crate::asterisk::apps::queue::attributes;
use crate::asterisk::channel::Channel;
use crate::asterisk::function::{Function, FunctionError, Slot};

/// The function.
#[derive(Debug)]
pub(super) struct AcdMatch;

impl Function for AcdMatch {
    const NAME: &'static CStr = c"ACD_MATCH";

    fn slot() -> &'static Slot {
        static SLOT: Slot = Slot::new();
        &SLOT
    }

    fn read(channel: Option<&Channel>, arguments: &str) -> Result<String, FunctionError> {
        let [queue, requirement, wanted] = arguments::split::<3>(arguments)?;
        let queue = required(&queue, "the first argument, the queue's name,")?;
        let requirement = Some(&*requirement).filter(|text| !text.is_empty());
        let entrance = running()?;
        let attributes = match channel {
            Some(channel) => attributes(channel, &entrance, queue, requirement)?,
            None => Vec::new(),
        };
        field(
            &entrance.prospect(queue, requirement, &attributes)?,
            &wanted,
        )
    }
}
