//! What Asterisk's loader sees: the description of the module, and load, reload, unload.
//!
//! The loader calls these three one at a time, holding its lock; while one of them waits for a
//! thread, that thread must not ask the loader anything. The library stays mapped for good (it is
//! linked with `nodelete`), so unload followed by load runs `load` again in the same memory:
//! nothing here may be set only once. What lives between the two is [`Running`].

use std::cell::UnsafeCell;
use std::ffi::{CStr, c_char, c_int};
use std::ptr;
use std::sync::{Mutex, PoisonError};

use super::handle;
use super::in_flight;
use super::log::HostLog;
use super::running::Running;
use super::sys;
use crate::ffi::guard::{caught, guard, install_panic_hook};

/// Name under which Asterisk lists the module.
pub const NAME: &CStr = c"app_acd";

/// Everything between load and unload; the log closes last.
struct Loaded {
    running: Running,
    _log: HostLog,
}

static LOADED: Mutex<Option<Loaded>> = Mutex::new(None);

/// The loader writes the handle into this structure, so it cannot be constant.
struct ModuleInfo(UnsafeCell<sys::ast_module_info>);

// SAFETY: written by the loader only, at registration, before any other thread knows of it.
unsafe impl Sync for ModuleInfo {}

static INFO: ModuleInfo = ModuleInfo(UnsafeCell::new(sys::ast_module_info {
    self_: ptr::null_mut(),
    load: Some(load),
    reload: Some(reload),
    unload: Some(unload),
    name: NAME.as_ptr(),
    description: c"Contact centre: skill-based call distribution".as_ptr(),
    key: (&raw const sys::acd_shim_licence_key).cast(),
    flags: sys::AST_MODFLAG_LOAD_ORDER,
    buildopt_sum: buildopt_sum(),
    // After everything that provides device state, as the classic queue application does.
    load_pri: sys::AST_MODPRI_DEVSTATE_CONSUMER as u8,
    requires: ptr::null(),
    optional_modules: ptr::null(),
    enhances: ptr::null(),
    reserved1: ptr::null_mut(),
    reserved2: ptr::null_mut(),
    reserved3: ptr::null_mut(),
    reserved4: ptr::null_mut(),
    support_level: sys::AST_MODULE_SUPPORT_EXTENDED,
}));

const fn buildopt_sum() -> [c_char; 33] {
    let text = sys::AST_BUILDOPT_SUM.to_bytes_with_nul();
    let mut sum = [0; 33];
    let mut place = 0;
    while place < text.len() {
        sum[place] = text[place] as c_char;
        place += 1;
    }
    sum
}

extern "C" fn register() {
    guard("module registration", (), || {
        // SAFETY: the structure is static and filled in.
        unsafe { sys::ast_module_register(INFO.0.get()) };
    });
}

extern "C" fn unregister() {
    guard("module deregistration", (), || {
        // SAFETY: the structure that was registered.
        unsafe { sys::ast_module_unregister(INFO.0.get()) };
    });
}

// Test programs link this file too, and have no loader.
#[cfg_attr(not(test), used)]
#[cfg_attr(not(test), unsafe(link_section = ".init_array"))]
#[cfg_attr(test, allow(dead_code))]
static REGISTER: extern "C" fn() = register;

#[cfg_attr(not(test), used)]
#[cfg_attr(not(test), unsafe(link_section = ".fini_array"))]
#[cfg_attr(test, allow(dead_code))]
static UNREGISTER: extern "C" fn() = unregister;

/// Never FAILURE: that would end the start of Asterisk itself.
extern "C" fn load() -> sys::ast_module_load_result {
    guard("module load", sys::AST_MODULE_LOAD_DECLINE, || {
        // SAFETY: inside the static; the loader wrote it before it called anything of ours.
        handle::keep(unsafe { (*INFO.0.get()).self_ });
        let mut place = LOADED.lock().unwrap_or_else(PoisonError::into_inner);
        if place.is_some() {
            // `module unload -h` does not care that `unload` refused: everything still runs.
            tracing::warn!("app_acd was never unloaded, as calls were inside it; it goes on");
            return sys::AST_MODULE_LOAD_SUCCESS;
        }
        install_panic_hook();
        let log = HostLog::open();
        let running = match caught("module load", Running::start) {
            Some(Ok(running)) => running,
            Some(Err(failure)) => {
                tracing::error!("app_acd is not loaded: {failure}");
                return sys::AST_MODULE_LOAD_DECLINE;
            }
            None => return sys::AST_MODULE_LOAD_DECLINE,
        };
        *place = Some(Loaded { running, _log: log });
        sys::AST_MODULE_LOAD_SUCCESS
    })
}

extern "C" fn reload() -> c_int {
    guard("module reload", -1, || {
        let mut loaded = LOADED.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(loaded) = loaded.as_mut() else {
            return -1;
        };
        // The log has been told why, if not.
        if loaded.running.reload().is_ok() {
            0
        } else {
            -1
        }
    })
}

/// Refuses, untouched, while a host thread is inside; otherwise takes everything back.
extern "C" fn unload() -> c_int {
    guard("module unload", -1, || {
        let visitors = in_flight::visitors();
        if visitors > 0 {
            tracing::warn!(
                "app_acd stays loaded: {visitors} call(s) or command(s) are inside it; unload it \
                 when they have ended"
            );
            return -1;
        }
        let mut place = LOADED.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(Err(refusal)) = place.as_ref().map(|loaded| loaded.running.may_stop()) {
            tracing::warn!("app_acd stays loaded: {refusal}");
            return -1;
        }
        drop(place.take());
        0
    })
}
