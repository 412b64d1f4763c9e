//! `ACD_QUEUE(queue,field)`: a queue now; written as `ACD_QUEUE(queue,verb)`, changes the queue.

use std::ffi::CStr;

use super::found::{field, required, running};
use crate::asterisk::apps::arguments;
use crate::asterisk::changes::asker::Asker;
use crate::asterisk::changes::queue::QueueChange;
use crate::asterisk::channel::Channel;
use crate::asterisk::function::{Function, FunctionError, Slot, Writing};

/// The function.
#[derive(Debug)]
pub(super) struct AcdQueue;

impl Function for AcdQueue {
    const NAME: &'static CStr = c"ACD_QUEUE";
    // A queue that closes turns callers away: that is more than setting a variable.
    const WRITING: Writing = Writing::DialplanOnly;

    fn slot() -> &'static Slot {
        static SLOT: Slot = Slot::new();
        &SLOT
    }

    fn read(_channel: Option<&Channel>, arguments: &str) -> Result<String, FunctionError> {
        let [queue, wanted] = arguments::split::<2>(arguments)?;
        let queue = required(&queue, "the first argument, the queue's name,")?;
        field(&running()?.queue(queue)?, &wanted)
    }

    fn write(channel: Option<&Channel>, arguments: &str, value: &str) -> Result<(), FunctionError> {
        let [queue, verb] = arguments::split::<2>(arguments)?;
        let queue = required(&queue, "the first argument, the queue's name,")?;
        let asker = Asker::in_dialplan(channel);
        QueueChange::read(&verb, value)?.make(&running()?, queue, &asker)?;
        Ok(())
    }
}
