//! What is asked of a call's recording.

use std::ffi::CStr;

use super::asker;
use super::lists::numbered;
use crate::asterisk::action::{Action, ActionError, Answer, Permission, Request};
use crate::asterisk::changes::recording;

/// `AcdRecord`: what `acd call ID record` does.
#[derive(Debug)]
pub(super) struct AcdRecord;

impl Action for AcdRecord {
    const NAME: &'static CStr = c"AcdRecord";
    const PERMISSION: Permission = Permission::Call;

    fn run(request: &Request<'_>) -> Result<Answer, ActionError> {
        let call = numbered(request)?
            .ok_or_else(|| ActionError::Field("Call is missing: expected its number".to_owned()))?;
        let verb = request.required(c"Verb", "start, stop, pause or resume")?;
        let rule = request.field(c"Rule");
        let told = recording::make(call, &verb, rule.as_deref(), &asker(request))?;
        Ok(Answer::Done(told))
    }
}
