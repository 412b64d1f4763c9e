//! A locked channel, and what may be read from it.
//!
//! The texts of a channel change as soon as its lock is gone, so they are lent by the guard and
//! nothing borrowed from it outlives it. Copy what you need and let go: while the lock is held,
//! call nothing that takes another lock.

use std::ffi::{CStr, c_char, c_int};
use std::marker::PhantomData;
use std::ops::Deref;

use super::channel::{Channel, to_int};
use super::macros;
use super::sys;
use crate::ffi::text;
use crate::redact::Redacted;

/// A locked channel; unlocks when dropped, on the thread that locked it.
#[derive(Debug)]
pub struct LockedChannel<'a> {
    channel: &'a Channel,
    _one_thread: PhantomData<*const ()>,
}

impl<'a> LockedChannel<'a> {
    /// Waits for the lock.
    pub(super) fn lock(channel: &'a Channel) -> Self {
        // SAFETY: a live ao2 object with a mutex.
        unsafe { macros::ao2_lock(channel.as_ptr().cast()) };
        Self {
            channel,
            _one_thread: PhantomData,
        }
    }

    /// Locks two channels without ever waiting for one while holding the other: whoever locks
    /// them the other way round would wait for ever.
    pub fn lock_both(first: &'a Channel, second: &'a Channel) -> (Self, Self) {
        loop {
            let locked = Self::lock(first);
            // SAFETY: a live ao2 object with a mutex.
            if unsafe { macros::ao2_trylock(second.as_ptr().cast()) } {
                return (
                    locked,
                    Self {
                        channel: second,
                        _one_thread: PhantomData,
                    },
                );
            }
            drop(locked);
            std::thread::yield_now();
        }
    }
}

impl LockedChannel<'_> {
    /// The name, such as `PJSIP/1001-0000002a`.
    pub fn name(&self) -> &CStr {
        // SAFETY: locked.
        self.lent(unsafe { sys::ast_channel_name(self.as_ptr()) })
    }

    /// The id, such as `1700000000.42`.
    pub fn unique_id(&self) -> &CStr {
        // SAFETY: locked.
        self.lent(unsafe { sys::ast_channel_uniqueid(self.as_ptr()) })
    }

    /// Where the channel is in the dialplan: the extension.
    pub fn extension(&self) -> &CStr {
        // SAFETY: locked.
        self.lent(unsafe { sys::ast_channel_exten(self.as_ptr()) })
    }

    /// Where the channel is in the dialplan: the context.
    pub fn context(&self) -> &CStr {
        // SAFETY: locked.
        self.lent(unsafe { sys::ast_channel_context(self.as_ptr()) })
    }

    /// Where the channel is in the dialplan: the priority.
    pub fn priority(&self) -> c_int {
        // SAFETY: locked.
        unsafe { sys::ast_channel_priority(self.as_ptr()) }
    }

    /// The language for prompts, such as `en`.
    pub fn language(&self) -> &CStr {
        // SAFETY: locked.
        self.lent(unsafe { sys::ast_channel_language(self.as_ptr()) })
    }

    /// The caller's number; empty if withheld or unknown.
    pub fn caller_number(&self) -> Redacted<String> {
        // SAFETY: locked; never NULL for a live channel.
        let caller = unsafe { sys::ast_channel_caller(self.as_ptr()) };
        // SAFETY: as above.
        let number = unsafe { (*caller).id.number };
        self.party(number.valid, number.str_)
    }

    /// The caller's name; empty if withheld or unknown.
    pub fn caller_name(&self) -> Redacted<String> {
        // SAFETY: locked; never NULL for a live channel.
        let caller = unsafe { sys::ast_channel_caller(self.as_ptr()) };
        // SAFETY: as above.
        let name = unsafe { (*caller).id.name };
        self.party(name.valid, name.str_)
    }

    fn party(&self, is_valid: u8, value: *const c_char) -> Redacted<String> {
        if is_valid == 0 {
            return Redacted::default();
        }
        Redacted::new(text::lossy(self.lent(value)).into_owned())
    }

    /// Whether the channel has been answered.
    pub fn is_up(&self) -> bool {
        // SAFETY: locked.
        let state = unsafe { sys::ast_channel_state(self.as_ptr()) };
        state == sys::AST_STATE_UP
    }

    /// Why the channel was hung up, a Q.850 cause; 0 if it was not or nobody said.
    pub fn hangup_cause(&self) -> c_int {
        // SAFETY: locked.
        unsafe { sys::ast_channel_hangupcause(self.as_ptr()) }
    }

    /// Sets the cause with which the channel will be hung up.
    pub fn set_hangup_cause(&self, cause: c_int) {
        // SAFETY: locked.
        unsafe { sys::ast_channel_hangupcause_set(self.as_ptr(), cause) };
    }

    /// Whether somebody sent the channel elsewhere in the dialplan. It looks hung up then and is
    /// not: return to the PBX at once, which clears the mark and goes on there.
    pub fn is_redirected(&self) -> bool {
        // SAFETY: locked.
        let flags = unsafe { sys::ast_channel_softhangup_internal_flag(self.as_ptr()) };
        flags & to_int(sys::AST_SOFTHANGUP_ASYNCGOTO) != 0
    }

    /// A text of the channel, for as long as the lock is held.
    fn lent(&self, value: *const c_char) -> &CStr {
        // SAFETY: Asterisk changes these texts only under the lock, which outlives the result.
        unsafe { text::borrow(value) }
    }
}

impl Deref for LockedChannel<'_> {
    type Target = Channel;

    fn deref(&self) -> &Channel {
        self.channel
    }
}

impl Drop for LockedChannel<'_> {
    fn drop(&mut self) {
        // SAFETY: locked by this very thread, as the guard cannot leave it.
        unsafe { macros::ao2_unlock(self.channel.as_ptr().cast()) };
    }
}
