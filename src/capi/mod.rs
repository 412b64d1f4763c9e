//! What other modules of the PBX may ask, in C: the functions of `include/acd.h`.
//!
//! Each is one call of the panic wall, checks its pointers, and answers with a number that is never
//! used for anything else. Outputs are written only here and always end with a NUL. What a channel
//! means is the host adapter's to know.

mod recording;
mod tag;

use std::ffi::{CStr, c_char, c_int};

use crate::ffi::guard::guard;
use crate::ffi::text;

pub use recording::{
    acd_recording_pause, acd_recording_resume, acd_recording_start, acd_recording_state,
    acd_recording_stop,
};
pub use tag::{acd_tag_get, acd_tag_list, acd_tag_set};

/// `ACD_API_VERSION` of the header.
pub const API_VERSION: c_int = 2;

/// See `include/acd.h`.
#[unsafe(no_mangle)]
pub extern "C" fn acd_api_version() -> c_int {
    guard("acd_api_version", API_VERSION, || API_VERSION)
}

/// A text that is there.
///
/// # Safety
/// It is NULL, or ends with a NUL and stays as it is for `'a`.
unsafe fn given<'a>(text: *const c_char) -> Option<&'a CStr> {
    // SAFETY: the caller's promise.
    (!text.is_null()).then(|| unsafe { text::borrow(text) })
}
