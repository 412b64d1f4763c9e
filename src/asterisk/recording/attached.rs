//! The tape on its channel: whoever holds the channel finds it, and the end of the channel ends it.
//!
//! Asterisk moves what is attached along with the caller, and the caller's name and id too. Where
//! the caller takes the place of another channel that has a tape, that one ends: a channel has one
//! recording. Asterisk counts us as in use for as long as a
//! tape is attached, so that the module stays while a callback of ours may still come.

use std::ffi::c_void;
use std::ptr::{self, NonNull};
use std::sync::Arc;

use super::calls;
use super::keeper;
use super::tape::Tape;
use crate::asterisk::channel::Channel;
use crate::asterisk::handle::module_handle;
use crate::asterisk::locked_channel::LockedChannel;
use crate::asterisk::macros::{FILE, FUNCTION};
use crate::asterisk::sys;
use crate::ffi::guard::guard;
use crate::ffi::text;

struct Kind(sys::ast_datastore_info);

// SAFETY: never written; the pointers in it are literals and functions.
unsafe impl Sync for Kind {}

static KIND: Kind = Kind(sys::ast_datastore_info {
    type_: c"acd-recording".as_ptr(),
    duplicate: None,
    destroy: Some(destroyed),
    chan_fixup: Some(moved),
    chan_breakdown: Some(stayed),
});

/// The tape of a channel.
pub(super) fn tape_of(channel: &Channel) -> Option<Arc<Tape>> {
    found(&channel.lock())
}

fn found(locked: &LockedChannel<'_>) -> Option<Arc<Tape>> {
    // SAFETY: locked; the structure is static.
    let present =
        unsafe { sys::ast_channel_datastore_find(locked.as_ptr(), &raw const KIND.0, ptr::null()) };
    let present = NonNull::new(present)?;
    // SAFETY: the lock keeps it in place.
    let kept = unsafe { present.as_ref() }.data.cast::<Arc<Tape>>();
    // SAFETY: put there by `attach`, and there until `destroyed`.
    unsafe { kept.as_ref() }.map(Arc::clone)
}

/// The tape of a channel; the one that `make` makes if it has none. `None`: memory ran out.
pub(super) fn tape_or(channel: &Channel, make: impl FnOnce() -> Tape) -> Option<Arc<Tape>> {
    // SAFETY: the structure is static and the texts are literals. The handle is our module's.
    let made = unsafe {
        sys::__ast_datastore_alloc(
            &raw const KIND.0,
            ptr::null(),
            module_handle(),
            FILE.as_ptr(),
            0,
            FUNCTION.as_ptr(),
        )
    };
    let mut made = NonNull::new(made)?;
    let tape = Arc::new(make());
    let kept = Box::into_raw(Box::new(Arc::clone(&tape)));
    // SAFETY: new and ours until it is attached.
    unsafe { made.as_mut() }.data = kept.cast();
    let locked = channel.lock();
    if let Some(present) = found(&locked) {
        drop(locked);
        // SAFETY: not attached, so it is ours; `destroyed` gets the box.
        unsafe { sys::ast_datastore_free(made.as_ptr()) };
        return Some(present);
    }
    // SAFETY: locked; the channel takes it over.
    unsafe { sys::ast_channel_datastore_add(locked.as_ptr(), made.as_ptr()) };
    drop(locked);
    calls::add(channel, &tape);
    Some(tape)
}

/// The channel is being destroyed, or this tape was one too many.
unsafe extern "C" fn destroyed(kept: *mut c_void) {
    guard("end of a recorded channel", (), || {
        // SAFETY: the box from `tape_or`, given back once.
        let tape = unsafe { Box::from_raw(kept.cast::<Arc<Tape>>()) };
        calls::remove(&tape);
        // Of one that was replaced the recorder still runs; the keeper ends it.
        if !tape.is_replaced() {
            tape.channel_gone();
        }
    });
}

/// The caller is about to take the place of another channel; both are locked, and that one has the
/// caller's name and id already.
unsafe extern "C" fn moved(
    kept: *mut c_void,
    _from: *mut sys::ast_channel,
    into: *mut sys::ast_channel,
) {
    guard("move of a recorded channel", (), || {
        // SAFETY: the box from `tape_or`; the host keeps the channel locked.
        let tape = unsafe { &*kept.cast::<Arc<Tape>>() };
        // SAFETY: locked by the host; the structure is static.
        let other =
            unsafe { sys::ast_channel_datastore_find(into, &raw const KIND.0, ptr::null()) };
        if let Some(other) = NonNull::new(other) {
            // SAFETY: attached to a locked channel.
            let data = unsafe { other.as_ref() }.data.cast::<Arc<Tape>>();
            // SAFETY: put there by `attach`.
            let replaced = Arc::clone(unsafe { &*data });
            replaced.replaced();
            // SAFETY: locked, and attached to this channel.
            unsafe { sys::ast_channel_datastore_remove(into, other.as_ptr()) };
            // SAFETY: no longer attached, so it is ours; `destroyed` gets the box.
            unsafe { sys::ast_datastore_free(other.as_ptr()) };
            // SAFETY: locked by the host.
            keeper::replaced(&replaced, unsafe { id_of(into) });
        }
        // SAFETY: as above.
        unsafe { rename(tape, into) };
    });
}

/// Another caller takes the place of this channel, which keeps its tape; both are locked.
unsafe extern "C" fn stayed(
    kept: *mut c_void,
    _from: *mut sys::ast_channel,
    into: *mut sys::ast_channel,
) {
    guard("change of a recorded channel", (), || {
        // SAFETY: the box from `tape_or`; the host keeps the channel locked.
        let tape = unsafe { &*kept.cast::<Arc<Tape>>() };
        // SAFETY: as above.
        unsafe { rename(tape, into) };
    });
}

/// # Safety
/// A live channel that the host has locked.
unsafe fn rename(tape: &Tape, channel: *mut sys::ast_channel) {
    // SAFETY: the caller's promise.
    let name = unsafe { sys::ast_channel_name(channel) };
    // SAFETY: a text of the locked channel.
    let name = text::lossy(unsafe { text::borrow(name) });
    // SAFETY: the caller's promise.
    tape.renamed(&name, &unsafe { id_of(channel) });
}

/// # Safety
/// A live channel that the host has locked.
unsafe fn id_of(channel: *mut sys::ast_channel) -> String {
    // SAFETY: the caller's promise.
    let id = unsafe { sys::ast_channel_uniqueid(channel) };
    // SAFETY: a text of the locked channel.
    text::lossy(unsafe { text::borrow(id) }).into_owned()
}
