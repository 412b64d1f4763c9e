//! `ACD_MATCH(queue,requirement,field)`: whom a call with this requirement would find now.

use std::ffi::CStr;

use super::found::{field, required, running};
use crate::asterisk::apps::arguments;
use crate::asterisk::apps::queue::attributes;
use crate::asterisk::channel::Channel;
use crate::asterisk::contact::tags_of;
use crate::asterisk::function::{Function, FunctionError, Slot};
use crate::engine::Tags;

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
        // As for a call that enters: what its contact is known by comes before variables.
        let (attributes, tags) = match channel {
            Some(channel) => (
                attributes(channel, &entrance, queue, requirement)?,
                tags_of(channel),
            ),
            None => (Vec::new(), Tags::default()),
        };
        field(
            &entrance.prospect(queue, requirement, &attributes, tags)?,
            &wanted,
        )
    }
}
