//! The handle by which Asterisk knows the module, for everything that registers with it.

use std::ptr;
use std::sync::atomic::{AtomicPtr, Ordering};

use super::sys;
use crate::ffi::guard::guard;

static HANDLE: AtomicPtr<sys::ast_module> = AtomicPtr::new(ptr::null_mut());

/// Keeps what the loader gave; the same for as long as Asterisk runs.
pub(super) fn keep(handle: *mut sys::ast_module) {
    HANDLE.store(handle, Ordering::Release);
}

/// The handle; NULL before the first load.
pub(super) fn module_handle() -> *mut sys::ast_module {
    HANDLE.load(Ordering::Acquire)
}

/// The handle, for the macros compiled into the C shim.
#[unsafe(no_mangle)]
pub(super) extern "C" fn acd_module_self() -> *mut sys::ast_module {
    guard("module handle", ptr::null_mut(), module_handle)
}
