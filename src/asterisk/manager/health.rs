//! `AcdHealth`: what `acd show health` tells.

use std::ffi::CStr;

use super::running;
use crate::asterisk::action::{Action, ActionError, Answer, Permission, Request};
use crate::asterisk::fields::Fields;

/// `AcdHealth`.
#[derive(Debug)]
pub(super) struct AcdHealth;

impl Action for AcdHealth {
    const NAME: &'static CStr = c"AcdHealth";
    const PERMISSION: Permission = Permission::Read;

    fn run(_request: &Request<'_>) -> Result<Answer, ActionError> {
        let alarms = running()?.health();
        let items = alarms.iter().map(|alarm| ("AcdAlarm", Fields::of(alarm)));
        Ok(Answer::List {
            items: items.collect(),
            complete: c"AcdHealthComplete",
        })
    }
}
