//! What is changed of a queue while the floor is open.

use std::ffi::CStr;

use super::{asker, changed, running};
use crate::asterisk::action::{Action, ActionError, Answer, Permission, Request};
use crate::asterisk::changes::queue::QueueChange;

/// `AcdQueueChange`: what `acd queue` does.
#[derive(Debug)]
pub(super) struct AcdQueueChange;

impl Action for AcdQueueChange {
    const NAME: &'static CStr = c"AcdQueueChange";
    const PERMISSION: Permission = Permission::Agent;

    fn run(request: &Request<'_>) -> Result<Answer, ActionError> {
        let queue = request.required(c"Queue", "the name of a queue")?;
        let word = request.required(c"Change", "strategy, ring-at-once, open, close or auto")?;
        let text = request.field(c"Value").unwrap_or_default();
        let (entrance, asker) = (running()?, asker(request));
        let read = QueueChange::read(&word, &text);
        let told = read.and_then(|change| change.make(&entrance, &queue, &asker));
        Ok(Answer::Done(changed("Queue", told)?))
    }
}
