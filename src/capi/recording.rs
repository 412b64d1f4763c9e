//! Recordings, by the name of a channel.

use std::ffi::{c_char, c_int};

use super::given;
use crate::asterisk::recordings_by_channel as recordings;
use crate::engine::{PauseHolder, RecordingState, RecordingVerb};
use crate::ffi::guard::guard;
use crate::ffi::status::Status;
use crate::ffi::text;

/// Who asks if the other module does not say.
const MODULE: &str = "module";

/// See `include/acd.h`.
///
/// # Safety
/// The texts are NULL or end with a NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn acd_recording_start(
    channel: *const c_char,
    rule: *const c_char,
    by: *const c_char,
) -> c_int {
    guard("acd_recording_start", Status::Failed.code(), || {
        // SAFETY: the caller's promise.
        unsafe { ask(RecordingVerb::Start, channel, rule, by) }
    })
}

/// See `include/acd.h`.
///
/// # Safety
/// The texts are NULL or end with a NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn acd_recording_stop(channel: *const c_char, by: *const c_char) -> c_int {
    guard("acd_recording_stop", Status::Failed.code(), || {
        // SAFETY: the caller's promise.
        unsafe { ask(RecordingVerb::Stop, channel, std::ptr::null(), by) }
    })
}

/// See `include/acd.h`.
///
/// # Safety
/// The texts are NULL or end with a NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn acd_recording_pause(channel: *const c_char, by: *const c_char) -> c_int {
    guard("acd_recording_pause", Status::Failed.code(), || {
        let verb = RecordingVerb::Pause(PauseHolder::Word);
        // SAFETY: the caller's promise.
        unsafe { ask(verb, channel, std::ptr::null(), by) }
    })
}

/// See `include/acd.h`.
///
/// # Safety
/// The texts are NULL or end with a NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn acd_recording_resume(channel: *const c_char, by: *const c_char) -> c_int {
    guard("acd_recording_resume", Status::Failed.code(), || {
        let verb = RecordingVerb::Resume(PauseHolder::Word);
        // SAFETY: the caller's promise.
        unsafe { ask(verb, channel, std::ptr::null(), by) }
    })
}

/// See `include/acd.h`.
///
/// # Safety
/// The text is NULL or ends with a NUL, and `state` is NULL or may be written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn acd_recording_state(channel: *const c_char, state: *mut c_int) -> c_int {
    guard("acd_recording_state", Status::Failed.code(), || {
        // SAFETY: the caller's promise.
        let channel = unsafe { given(channel) };
        let (Some(channel), false) = (channel, state.is_null()) else {
            return Status::Null.code();
        };
        match recordings::state(&text::lossy(channel)) {
            Ok(found) => {
                // SAFETY: the caller's promise.
                unsafe { state.write(number_of(found)) };
                Status::Ok.code()
            }
            Err(status) => status.code(),
        }
    })
}

/// # Safety
/// The texts are NULL or end with a NUL.
unsafe fn ask(
    verb: RecordingVerb,
    channel: *const c_char,
    rule: *const c_char,
    by: *const c_char,
) -> c_int {
    // SAFETY: the caller's promise.
    let Some(channel) = (unsafe { given(channel) }) else {
        return Status::Null.code();
    };
    // SAFETY: as above.
    let rule = unsafe { given(rule) }.map(text::lossy);
    // SAFETY: as above.
    let by = unsafe { given(by) }.map(text::lossy);
    let rule = rule.as_deref().filter(|rule| !rule.is_empty());
    let by = by.as_deref().unwrap_or(MODULE);
    let done = recordings::ask(&text::lossy(channel), verb, rule, by);
    done.err().unwrap_or(Status::Ok).code()
}

/// `enum acd_recording` of the header.
const fn number_of(state: RecordingState) -> c_int {
    match state {
        RecordingState::Off => 0,
        RecordingState::Recording => 1,
        RecordingState::Paused => 2,
    }
}

#[cfg(test)]
mod tests {
    use std::ptr;

    use super::*;

    #[test]
    fn null_is_an_answer_and_no_crash() {
        let (no_text, mut state) = (ptr::null(), 7);
        // SAFETY: NULL or live for the call, here and below.
        let codes = [
            unsafe { acd_recording_start(no_text, no_text, no_text) },
            // SAFETY: see above.
            unsafe { acd_recording_stop(no_text, no_text) },
            // SAFETY: see above.
            unsafe { acd_recording_pause(no_text, c"x".as_ptr()) },
            // SAFETY: see above.
            unsafe { acd_recording_resume(no_text, no_text) },
            // SAFETY: see above.
            unsafe { acd_recording_state(no_text, &raw mut state) },
            // SAFETY: see above.
            unsafe { acd_recording_state(c"x".as_ptr(), ptr::null_mut()) },
        ];
        assert_eq!(codes, [Status::Null.code(); 6]);
        assert_eq!(state, 7);
    }

    #[test]
    fn states_are_those_of_the_header() {
        let header = include_str!("../../include/acd.h");
        for (state, line) in [
            (RecordingState::Off, "ACD_RECORDING_OFF = 0,"),
            (RecordingState::Recording, "ACD_RECORDING_ON = 1,"),
            (RecordingState::Paused, "ACD_RECORDING_PAUSED = 2\n"),
        ] {
            assert!(
                line.trim_end_matches([',', '\n'])
                    .ends_with(&number_of(state).to_string())
            );
            assert!(header.contains(line), "{line}");
        }
    }
}
