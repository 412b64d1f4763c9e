//! What is changed of a call that waits or rings.

use std::ffi::CStr;

use super::lists::numbered;
use super::{asker, changed, running, text};
use crate::asterisk::action::{Action, ActionError, Answer, Permission, Request};
use crate::asterisk::changes::call::{CallChange, told};

/// `AcdCallChange`: what `acd call` does.
#[derive(Debug)]
pub(super) struct AcdCallChange;

impl Action for AcdCallChange {
    const NAME: &'static CStr = c"AcdCallChange";
    const PERMISSION: Permission = Permission::Call;

    fn run(request: &Request<'_>) -> Result<Answer, ActionError> {
        let call = numbered(request)?
            .ok_or_else(|| ActionError::Field("Call is missing: expected its number".to_owned()))?;
        let word = request.required(
            c"Change",
            "priority, requirement, queue, attribute, tag or untag",
        )?;
        let (entrance, asker) = (running()?, asker(request));
        let read = CallChange::read(&word, &text(request));
        let now = read.and_then(|change| change.make(&entrance, call, &asker));
        Ok(Answer::Done(told(call, changed("Call", now)?.as_ref())))
    }
}
