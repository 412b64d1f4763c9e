//! The tape on its channel: whoever holds the channel finds it, and the end of the channel ends it.
//!
//! Asterisk moves what is attached along with the caller. It counts us as in use for as long as a
//! tape is attached, so that the module stays while a callback of ours may still come.

use std::ffi::c_void;
use std::ptr::{self, NonNull};
use std::sync::Arc;

use super::calls;
use super::tape::Tape;
use crate::asterisk::channel::Channel;
use crate::asterisk::handle::module_handle;
use crate::asterisk::locked_channel::LockedChannel;
use crate::asterisk::macros::{FILE, FUNCTION};
use crate::asterisk::sys;
use crate::ffi::guard::guard;

struct Kind(sys::ast_datastore_info);

// SAFETY: never written; the pointers in it are literals and functions.
unsafe impl Sync for Kind {}

static KIND: Kind = Kind(sys::ast_datastore_info {
    type_: c"acd-recording".as_ptr(),
    duplicate: None,
    destroy: Some(destroyed),
    chan_fixup: None,
    chan_breakdown: None,
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
    calls::add(&tape);
    Some(tape)
}

/// The channel is being destroyed, or this tape was one too many.
unsafe extern "C" fn destroyed(kept: *mut c_void) {
    guard("end of a recorded channel", (), || {
        // SAFETY: the box from `tape_or`, given back once.
        let tape = unsafe { Box::from_raw(kept.cast::<Arc<Tape>>()) };
        calls::remove(&tape);
        tape.channel_gone();
    });
}
