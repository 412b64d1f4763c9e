//! What the agent's phone shows: whoever is talked to, and between calls what it showed at first.

use std::ptr::NonNull;

use crate::asterisk::channel::Channel;
use crate::asterisk::serviced::Serviced;
use crate::asterisk::sys;
use std::ffi::CStr;

/// What the phone showed when the agent called.
#[derive(Debug)]
pub(super) struct Shown(Option<NonNull<sys::ast_party_connected_line>>);

impl Shown {
    /// Notes it.
    pub(super) fn note(line: &Serviced) -> Self {
        // SAFETY: a live channel that is not locked.
        Self(NonNull::new(unsafe {
            sys::acd_shim_line_shown(line.as_ptr())
        }))
    }

    /// Shows it again.
    pub(super) fn restore(&self, line: &Serviced) {
        if let Some(shown) = self.0 {
            // SAFETY: a live channel of this thread, not locked; our own copy.
            unsafe { sys::acd_shim_line_show(line.as_ptr(), shown.as_ptr()) };
        }
    }
}

impl Drop for Shown {
    fn drop(&mut self) {
        if let Some(shown) = self.0 {
            // SAFETY: our own copy, forgotten once.
            unsafe { sys::acd_shim_line_forget(shown.as_ptr()) };
        }
    }
}

/// Shows the caller, under this name if there is one.
pub(super) fn show_caller(line: &Serviced, caller: &Channel, name: Option<&CStr>) {
    let name = name.map_or(std::ptr::null(), CStr::as_ptr);
    // SAFETY: two live channels, none locked; the text outlives the call.
    unsafe { sys::acd_shim_line_show_caller(line.as_ptr(), caller.as_ptr(), name) };
}
