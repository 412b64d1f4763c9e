//! Phones whose state is that of an extension's hint, `state-interface = hint:1001@internal`.
//!
//! One watcher for all hints tells of changes and of hints that a dialplan reload brings (back).
//! It does not tell of hints that go, so each hint that matters has a watcher of its own for that.
//! Both run inside Asterisk's dialplan locks: they look up, note and return. Looking at a hint
//! takes these locks, so it is done by a task processor of Asterisk, never by the worker.

use std::collections::BTreeMap;
use std::ffi::{CString, c_char, c_int, c_void};
use std::ptr::{self, NonNull};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use super::device_state::WatchTable;
use super::sys;
use crate::engine::DeviceState;
use crate::ffi::guard::guard;
use crate::ffi::text;

/// How a hint is marked among devices.
const PREFIX: &str = "hint:";

/// Whether a device is a hint.
pub(super) fn is_hint(device: &str) -> bool {
    device
        .get(..PREFIX.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(PREFIX))
}

/// The part of the watch table that is about hints.
#[derive(Debug, Default)]
pub(super) struct Hints {
    tasks: RwLock<Option<Tasks>>,
    // By lower-case device name: the watchers that tell when a hint goes.
    watchers: Mutex<BTreeMap<Box<str>, c_int>>,
}

/// Asterisk's thread that looks at hints.
#[derive(Debug)]
struct Tasks(NonNull<sys::ast_taskprocessor>);

// SAFETY: a counted object of Asterisk with a lock of its own.
unsafe impl Send for Tasks {}
// SAFETY: as above.
unsafe impl Sync for Tasks {}

/// One hint to look at.
type Look = (Arc<WatchTable>, Box<str>);

impl Hints {
    /// Begins to watch; without memory for it, phones behind hints count as free.
    pub(super) fn open(table: &Arc<WatchTable>) {
        // SAFETY: a literal name.
        let tasks =
            unsafe { sys::ast_taskprocessor_get(c"app_acd/hints".as_ptr(), sys::TPS_REF_DEFAULT) };
        *table
            .hints
            .tasks
            .write()
            .unwrap_or_else(PoisonError::into_inner) = NonNull::new(tasks).map(Tasks);
        let lent = Arc::into_raw(Arc::clone(table)).cast_mut();
        // SAFETY: the table is given back by `table_returned`, which Asterisk calls once when the
        // watcher is over.
        let refused = unsafe {
            sys::ast_extension_state_add_destroy(
                ptr::null(),
                ptr::null(),
                Some(hint_changed),
                Some(table_returned),
                lent.cast(),
            )
        } < 0;
        if refused {
            // SAFETY: Asterisk has not kept it.
            drop(unsafe { Arc::from_raw(lent) });
            tracing::error!("Asterisk takes no watcher of hints: they will not be followed");
        }
    }

    /// Ends it. A callback under way may still run; it finds nobody to tell.
    pub(super) fn close(&self) {
        // SAFETY: the watcher of all hints, by its function.
        unsafe { sys::ast_extension_state_del(0, Some(hint_changed)) };
        // Waits for the task under way, which may add a watcher.
        let tasks = self
            .tasks
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        if let Some(tasks) = tasks {
            // SAFETY: the reference that `open` got.
            unsafe { sys::ast_taskprocessor_unreference(tasks.0.as_ptr()) };
        }
        let watchers = std::mem::take(&mut *self.watchers());
        for id in watchers.into_values() {
            // SAFETY: an id of ours; one whose hint is gone is not found.
            unsafe { sys::ast_extension_state_del(id, None) };
        }
    }

    fn watchers(&self) -> std::sync::MutexGuard<'_, BTreeMap<Box<str>, c_int>> {
        self.watchers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl WatchTable {
    /// Has a hint looked at; what it says comes as a change.
    pub(super) fn ask_hint(self: &Arc<Self>, device: &str) {
        self.push_look(device, look_at_hint);
    }

    fn push_look(self: &Arc<Self>, device: &str, task: unsafe extern "C" fn(*mut c_void) -> c_int) {
        let tasks = self
            .hints
            .tasks
            .read()
            .unwrap_or_else(PoisonError::into_inner);
        let Some(tasks) = tasks.as_ref() else {
            return;
        };
        let look: Box<Look> = Box::new((Arc::clone(self), device.into()));
        let look = Box::into_raw(look);
        // SAFETY: a live task processor; the task takes the box.
        let refused =
            unsafe { sys::acd_shim_push_task(tasks.0.as_ptr(), Some(task), look.cast()) } != 0;
        if refused {
            // SAFETY: Asterisk has not kept it.
            drop(unsafe { Box::from_raw(look) });
        }
    }

    fn look(self: &Arc<Self>, device: &str) {
        let Some((context, extension)) = place_of(device) else {
            return;
        };
        self.watch_end(device, &context, &extension);
        let mut told = None;
        // A change may be told between the look and the word; then the next look sees it.
        loop {
            // SAFETY: no channel is needed; texts that outlive the call.
            let found = unsafe {
                sys::ast_extension_state(ptr::null_mut(), context.as_ptr(), extension.as_ptr())
            };
            if told == Some(found) {
                break;
            }
            if found < 0 {
                tracing::warn!(
                    "the dialplan has no hint for `{}`, which a state-interface in acd.conf \
                     names: the phone counts as free",
                    &device[PREFIX.len()..]
                );
            }
            self.tell(device, meaning(found));
            told = Some(found);
        }
    }

    /// Has the end of a hint told, once for each.
    fn watch_end(self: &Arc<Self>, device: &str, context: &CString, extension: &CString) {
        let key: Box<str> = device.to_ascii_lowercase().into();
        if self.hints.watchers().contains_key(&key) {
            return;
        }
        let lent: Box<Look> = Box::new((Arc::clone(self), device.into()));
        let lent = Box::into_raw(lent);
        // SAFETY: texts that outlive the call; the box is given back by `look_returned`.
        let id = unsafe {
            sys::ast_extension_state_add_destroy(
                context.as_ptr(),
                extension.as_ptr(),
                Some(hint_ended),
                Some(look_returned),
                lent.cast(),
            )
        };
        if id < 0 {
            // SAFETY: Asterisk has not kept it.
            drop(unsafe { Box::from_raw(lent) });
        } else {
            self.hints.watchers().insert(key, id);
        }
    }
}

/// Context and extension of `hint:extension@context`.
fn place_of(device: &str) -> Option<(CString, CString)> {
    let (extension, context) = device.get(PREFIX.len()..)?.split_once('@')?;
    Some((text::c_string(context), text::c_string(extension)))
}

fn meaning(state: c_int) -> DeviceState {
    if state < 0 {
        DeviceState::Unknown
    } else if state == sys::AST_EXTENSION_NOT_INUSE {
        DeviceState::Free
    } else if state == sys::AST_EXTENSION_UNAVAILABLE {
        DeviceState::Unreachable
    } else {
        DeviceState::InUse
    }
}

unsafe extern "C" fn look_at_hint(look: *mut c_void) -> c_int {
    guard("a look at a hint", 0, || {
        // SAFETY: the box that was pushed, taken once.
        let (table, device) = *unsafe { Box::from_raw(look.cast::<Look>()) };
        table.look(&device);
        0
    })
}

unsafe extern "C" fn watch_for_its_end(look: *mut c_void) -> c_int {
    guard("a new hint", 0, || {
        // SAFETY: the box that was pushed, taken once.
        let (table, device) = *unsafe { Box::from_raw(look.cast::<Look>()) };
        if let Some((context, extension)) = place_of(&device) {
            // Refused while a reload has not brought the hint into the dialplan yet; then the
            // next change asks again.
            table.watch_end(&device, &context, &extension);
        }
        0
    })
}

unsafe extern "C" fn hint_changed(
    context: *const c_char,
    extension: *const c_char,
    change: *mut sys::ast_state_cb_info,
    table: *mut c_void,
) -> c_int {
    guard("a hint", 0, || {
        // SAFETY: lives for this call.
        let change = unsafe { &*change };
        if change.reason != sys::AST_HINT_UPDATE_DEVICE {
            return 0;
        }
        // SAFETY: texts that live for this call.
        let extension = text::lossy(unsafe { text::borrow(extension) });
        // SAFETY: as above.
        let context = text::lossy(unsafe { text::borrow(context) });
        let device = format!("{PREFIX}{extension}@{context}");
        // SAFETY: lent until `table_returned`; counted once more for this call.
        unsafe { Arc::increment_strong_count(table.cast::<WatchTable>()) };
        // SAFETY: the count just added.
        let table = unsafe { Arc::from_raw(table.cast::<WatchTable>()) };
        if table.tell(&device, meaning(change.exten_state)) {
            let key = device.to_ascii_lowercase();
            let is_watched = table.hints.watchers().contains_key(key.as_str());
            if !is_watched {
                // The hint is new, or back after a reload. Its state is told; a look would find
                // the dialplan before the reload and say that there is none.
                table.push_look(&device, watch_for_its_end);
            }
        }
        0
    })
}

unsafe extern "C" fn hint_ended(
    _context: *const c_char,
    _extension: *const c_char,
    change: *mut sys::ast_state_cb_info,
    look: *mut c_void,
) -> c_int {
    guard("the end of a hint", 0, || {
        // SAFETY: lives for this call.
        if unsafe { &*change }.exten_state < 0 {
            // SAFETY: lent until `look_returned`.
            let (table, device) = unsafe { &*look.cast::<Look>() };
            if table.tell(device, DeviceState::Unknown) {
                tracing::warn!(
                    "the hint for `{}` is gone from the dialplan: the phone counts as free",
                    &device[PREFIX.len()..]
                );
            }
        }
        0
    })
}

unsafe extern "C" fn table_returned(_id: c_int, table: *mut c_void) {
    guard("the end of a watcher", (), || {
        // SAFETY: lent by `open`, given back once.
        drop(unsafe { Arc::from_raw(table.cast::<WatchTable>()) });
    });
}

unsafe extern "C" fn look_returned(_id: c_int, look: *mut c_void) {
    guard("the end of a watcher", (), || {
        // SAFETY: lent by `watch_end`, given back once.
        let (table, device) = *unsafe { Box::from_raw(look.cast::<Look>()) };
        let key = device.to_ascii_lowercase();
        table.hints.watchers().remove(key.as_str());
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hint_is_an_extension_in_a_context() {
        assert!(is_hint("hint:1001@internal") && is_hint("HINT:1@x"));
        assert!(!is_hint("PJSIP/1001") && !is_hint("hin") && !is_hint("hínt:"));
        let (context, extension) = place_of("hint:1001@internal").unwrap();
        assert_eq!(context.to_str().unwrap(), "internal");
        assert_eq!(extension.to_str().unwrap(), "1001");
        assert!(place_of("hint:1001").is_none());
    }

    #[test]
    fn every_state_of_an_extension_has_a_meaning() {
        for (state, expected) in [
            (sys::AST_EXTENSION_REMOVED, DeviceState::Unknown),
            (sys::AST_EXTENSION_DEACTIVATED, DeviceState::Unknown),
            (sys::AST_EXTENSION_NOT_INUSE, DeviceState::Free),
            (sys::AST_EXTENSION_INUSE, DeviceState::InUse),
            (sys::AST_EXTENSION_BUSY, DeviceState::InUse),
            (sys::AST_EXTENSION_UNAVAILABLE, DeviceState::Unreachable),
            (sys::AST_EXTENSION_RINGING, DeviceState::InUse),
            (
                sys::AST_EXTENSION_INUSE | sys::AST_EXTENSION_RINGING,
                DeviceState::InUse,
            ),
            (sys::AST_EXTENSION_ONHOLD, DeviceState::InUse),
        ] {
            assert_eq!(meaning(state), expected, "{state}");
        }
    }
}
