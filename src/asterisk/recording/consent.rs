//! What a caller hears before the queue, and the key by which a caller agrees to be recorded.
//!
//! It happens before the call is in line, on the caller's own thread, so that no agent waits for
//! it. The answer is a variable, which the dialplan may set instead.

use std::ffi::c_int;

use crate::asterisk::channel::Channel;
use crate::asterisk::serviced::Serviced;
use crate::asterisk::sys;
use crate::engine::{RecordingPlan, RecordingShare};
use crate::ffi::text;

/// The variable with the caller's answer.
const CONSENT_VARIABLE: &str = "ACDCONSENT";
const YES: &str = "yes";
const NO: &str = "no";

/// Whether the caller has agreed.
pub(super) fn is_given(channel: &Channel) -> bool {
    let answer = channel.variable(CONSENT_VARIABLE).ok().flatten();
    answer.is_some_and(|answer| answer.eq_ignore_ascii_case(YES))
}

/// Plays the announcement and asks, as the rule says; not twice in one call.
pub(super) fn ask(caller: &mut Serviced, rule: &RecordingPlan) {
    if rule.share == RecordingShare::Never
        || rule.announcement.is_none() && rule.consent_key.is_none()
    {
        return;
    }
    let answer = caller.variable(CONSENT_VARIABLE).ok().flatten();
    if answer.is_some_and(|answer| !answer.is_empty()) || !caller.answer() {
        return;
    }
    let mut pressed = 0;
    if let Some(file) = &rule.announcement {
        let digits = rule.consent_key.map(String::from).unwrap_or_default();
        let (file, digits) = (text::c_string(file), text::c_string(&digits));
        // SAFETY: a channel that this thread services; texts that outlive the call.
        pressed =
            unsafe { sys::ast_stream_and_wait(caller.as_ptr(), file.as_ptr(), digits.as_ptr()) };
    }
    let Some(key) = rule.consent_key else {
        return;
    };
    let is_key = |digit: c_int| u32::try_from(digit).ok().and_then(char::from_u32) == Some(key);
    let wait_ms = c_int::try_from(rule.consent_wait_ms).unwrap_or(c_int::MAX);
    if pressed == 0 {
        // SAFETY: as above.
        pressed = unsafe { sys::ast_waitfordigit(caller.as_ptr(), wait_ms) };
    }
    let told = if is_key(pressed) { YES } else { NO };
    if let Err(error) = caller.set_variable(CONSENT_VARIABLE, told) {
        tracing::error!("{error}");
    }
}
