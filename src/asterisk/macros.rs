//! Asterisk's inline conveniences, by hand.
//!
//! Asterisk wants to know who calls: its macros add file, line and function, for its own leak and
//! deadlock reports. One fixed place is named here; our log lines carry the real one.

use std::ffi::{CStr, c_char, c_void};

use super::sys;

/// What Asterisk's reports name as the source file.
pub(super) const FILE: &CStr = c"app_acd";
/// What Asterisk's reports name as the function.
pub(super) const FUNCTION: &CStr = c"acd";

/// A copy that Asterisk may free; NULL if memory ran out.
pub(super) fn strdup(text: &CStr) -> *mut c_char {
    // SAFETY: all three are NUL-terminated and outlive the call.
    unsafe { sys::__ast_strdup(text.as_ptr(), FILE.as_ptr(), 0, FUNCTION.as_ptr()) }
}

/// Adds to the count of an ao2 object; the last reference runs its destructor here.
///
/// # Safety
/// `object` is a live ao2 object; for -1 the caller owns the reference it gives up.
pub(super) unsafe fn ao2_ref(object: *mut c_void, delta: i32) {
    // SAFETY: the caller's promise; the texts are literals.
    unsafe {
        sys::__ao2_ref(
            object,
            delta,
            c"".as_ptr(),
            FILE.as_ptr(),
            0,
            FUNCTION.as_ptr(),
        );
    }
}

/// Locks an ao2 object with a mutex; recursive.
///
/// # Safety
/// `object` is a live ao2 object that was made with a mutex.
pub(super) unsafe fn ao2_lock(object: *mut c_void) {
    // SAFETY: the caller's promise; the texts are literals.
    unsafe {
        sys::__ao2_lock(
            object,
            sys::AO2_LOCK_REQ_MUTEX,
            FILE.as_ptr(),
            FUNCTION.as_ptr(),
            0,
            c"object".as_ptr(),
        );
    }
}

/// Locks an ao2 object if nobody else holds it; whether it did.
///
/// # Safety
/// As for [`ao2_lock`].
pub(super) unsafe fn ao2_trylock(object: *mut c_void) -> bool {
    // SAFETY: the caller's promise; the texts are literals.
    unsafe {
        sys::__ao2_trylock(
            object,
            sys::AO2_LOCK_REQ_MUTEX,
            FILE.as_ptr(),
            FUNCTION.as_ptr(),
            0,
            c"object".as_ptr(),
        ) == 0
    }
}

/// Unlocks an ao2 object.
///
/// # Safety
/// The calling thread holds the lock once more than it will from now on.
pub(super) unsafe fn ao2_unlock(object: *mut c_void) {
    // SAFETY: the caller's promise; the texts are literals.
    unsafe {
        sys::__ao2_unlock(
            object,
            FILE.as_ptr(),
            FUNCTION.as_ptr(),
            0,
            c"object".as_ptr(),
        );
    }
}
