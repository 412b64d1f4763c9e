//! `ACD_QUEUE(queue,field)`: a queue now.

use std::ffi::CStr;

use super::found::{field, required, running};
use crate::asterisk::apps::arguments;
use crate::asterisk::channel::Channel;
use crate::asterisk::function::{Function, FunctionError, Slot};

/// The function.
#[derive(Debug)]
pub(super) struct AcdQueue;

impl Function for AcdQueue {
    const NAME: &'static CStr = c"ACD_QUEUE";

    fn slot() -> &'static Slot {
        static SLOT: Slot = Slot::new();
        &SLOT
    }

    fn read(_channel: Option<&Channel>, arguments: &str) -> Result<String, FunctionError> {
        let [queue, wanted] = arguments::split::<2>(arguments)?;
        let queue = required(&queue, "the first argument, the queue's name,")?;
        field(&running()?.queue(queue)?, &wanted)
    }
}
