//! Threads of the module inside Asterisk.
//!
//! A thread of ours is listed by `core show threads`, takes none of the host's signals and runs at
//! normal priority even when Asterisk runs with real-time priority (`-p`): a busy worker must
//! never starve the audio. Every one is joined before unload ends; none is detached.

use std::ffi::CStr;

use super::macros;
use super::sys;

/// Lists the calling thread under this name and gives up any real-time priority it inherited.
pub fn enlist(name: &CStr) {
    // SAFETY: no preconditions; lowers this thread only.
    unsafe { sys::ast_set_priority(0) };
    // SAFETY: Asterisk takes over its own allocation; NULL is shown as such.
    unsafe { sys::ast_register_thread(macros::strdup(name)) };
}

/// Takes the calling thread off the list; the last thing it does.
pub fn discharge() {
    // SAFETY: no preconditions.
    let this = unsafe { libc::pthread_self() };
    // SAFETY: only looked up; the number goes in place of a pointer.
    unsafe { sys::ast_unregister_thread(std::ptr::without_provenance_mut(this as usize)) };
}
