//! Our call id, carried by the channel itself.
//!
//! A transfer may put another channel's name and unique id on the channel we hold, or send the
//! caller into a channel we have never seen. The host moves what is attached to a channel along
//! with the caller, so the call id is attached. It is stored in the place of a pointer: nothing is
//! allocated, so nothing has to be freed or repaired when channels are exchanged, and no callback
//! of ours is needed to destroy it. One callback looks on when a caller moves into the channel of
//! another call: that call is then the caller's next one.

use std::ffi::c_void;
use std::ptr;

use super::channel::Channel;
use super::joining;
use super::locked_channel::LockedChannel;
use super::macros::{FILE, FUNCTION};
use super::sys;
use crate::engine::CallId;
use crate::ffi::guard::guard;

/// How the attachment is recognised: by the address of this structure.
struct Kind(sys::ast_datastore_info);

// SAFETY: never written; the pointers in it are literals and functions.
unsafe impl Sync for Kind {}

static KIND: Kind = Kind(sys::ast_datastore_info {
    type_: c"acd-call".as_ptr(),
    // Not passed on to legs that the channel creates: those are not the call.
    duplicate: None,
    destroy: None,
    chan_fixup: Some(moved),
    chan_breakdown: None,
});

impl LockedChannel<'_> {
    /// Attaches a call id; replaces the one that is there. `false` if memory ran out.
    pub fn attach_call(&self, call: u64) -> bool {
        let Ok(number) = usize::try_from(call) else {
            return false;
        };
        if let Some(mut present) = self.attached() {
            // SAFETY: the lock keeps the attachment in place.
            unsafe { present.as_mut() }.data = ptr::without_provenance_mut(number);
            return true;
        }
        // No module handle: while it is attached a call of ours is inside, which keeps the module
        // loaded, and its code stays in memory in any case.
        // SAFETY: the structure is static and the texts are literals.
        let made = unsafe {
            sys::__ast_datastore_alloc(
                &raw const KIND.0,
                ptr::null(),
                ptr::null_mut(),
                FILE.as_ptr(),
                0,
                FUNCTION.as_ptr(),
            )
        };
        let Some(mut made) = ptr::NonNull::new(made) else {
            return false;
        };
        // SAFETY: new and ours until it is attached.
        unsafe { made.as_mut() }.data = ptr::without_provenance_mut::<c_void>(number);
        // SAFETY: locked; the channel takes it over.
        unsafe { sys::ast_channel_datastore_add(self.as_ptr(), made.as_ptr()) };
        true
    }

    /// The call id that this channel carries.
    pub fn attached_call(&self) -> Option<u64> {
        let present = self.attached()?;
        // SAFETY: the lock keeps the attachment in place.
        let number = unsafe { present.as_ref() }.data.addr();
        u64::try_from(number).ok()
    }

    /// Takes the call id off the channel.
    pub fn detach_call(&self) {
        if let Some(present) = self.attached() {
            // SAFETY: locked, and attached to this channel.
            unsafe { sys::ast_channel_datastore_remove(self.as_ptr(), present.as_ptr()) };
            // SAFETY: no longer attached, so it is ours.
            unsafe { sys::ast_datastore_free(present.as_ptr()) };
        }
    }

    fn attached(&self) -> Option<ptr::NonNull<sys::ast_datastore>> {
        // SAFETY: locked; the structure is static.
        let found = unsafe {
            sys::ast_channel_datastore_find(self.as_ptr(), &raw const KIND.0, ptr::null())
        };
        ptr::NonNull::new(found)
    }
}

/// What is attached to `old` moves to `new`, which becomes the channel of whoever was on `old`.
unsafe extern "C" fn moved(
    kept: *mut c_void,
    old: *mut sys::ast_channel,
    new: *mut sys::ast_channel,
) {
    guard("a channel that takes the place of another", (), || {
        let (Some(old), Some(new)) = (ptr::NonNull::new(old), ptr::NonNull::new(new)) else {
            return;
        };
        // SAFETY: the host keeps both channels, locked by this thread, during the call.
        let old = unsafe { Channel::referenced(old) };
        // SAFETY: as above.
        let new = unsafe { Channel::referenced(new) };
        let call = new.lock().attached_call();
        let former = u64::try_from(kept.addr()).ok();
        if let (Some(call), Some(former)) = (call, former) {
            // The caller's number and name have not moved yet.
            joining::joined(&old, CallId(call), CallId(former));
        }
    });
}

#[cfg(test)]
mod tests {
    use std::ptr::NonNull;

    use crate::asterisk::channel::Channel;

    #[test]
    fn a_call_is_attached_replaced_and_detached() {
        // The fake host keeps one attachment a thread, whatever the channel's address.
        // SAFETY: see above.
        let channel = unsafe { Channel::referenced(NonNull::dangling()) };
        let locked = channel.lock();
        assert_eq!(locked.attached_call(), None);
        assert!(locked.attach_call(42));
        assert_eq!(locked.attached_call(), Some(42));
        assert!(locked.attach_call(u64::MAX));
        assert_eq!(locked.attached_call(), Some(u64::MAX));
        locked.detach_call();
        assert_eq!(locked.attached_call(), None);
        locked.detach_call();
    }
}
