//! Who of the recorded is on hold.
//!
//! Asterisk tells every hold of every channel; a look-up by the channel's id finds ours.

use std::collections::BTreeMap;
use std::ffi::c_void;
use std::ptr::{self, NonNull};
use std::sync::{Arc, PoisonError, RwLock, RwLockWriteGuard};

use super::keeper;
use super::tape::Tape;
use crate::asterisk::channel::Channel;
use crate::asterisk::hold_time;
use crate::asterisk::macros::{FILE, FUNCTION};
use crate::asterisk::sys;
use crate::engine::CallId;
use crate::ffi::guard::guard;
use crate::ffi::text;

static FOLLOWED: RwLock<Followed> = RwLock::new(Followed::new());

/// The tapes and calls of channels, by their ids.
type Followed = BTreeMap<String, (Arc<Tape>, CallId)>;

/// The subscription; closes when dropped.
#[derive(Debug)]
pub(in crate::asterisk) struct HoldWatch(NonNull<sys::stasis_subscription>);

// SAFETY: the subscription is only ever closed, by whoever drops the value.
unsafe impl Send for HoldWatch {}

impl HoldWatch {
    /// Opens it; `None` if there is no memory.
    pub(in crate::asterisk) fn open() -> Option<Self> {
        // SAFETY: a static object of the host.
        let topic = unsafe { sys::ast_channel_topic_all() };
        // SAFETY: the callback needs nothing of ours; `drop` waits for it.
        let subscription = unsafe {
            sys::__stasis_subscribe(
                topic,
                Some(told),
                ptr::null_mut(),
                FILE.as_ptr(),
                0,
                FUNCTION.as_ptr(),
            )
        };
        let subscription = NonNull::new(subscription)?;
        for kind in [hold_type(), unhold_type()] {
            // SAFETY: a live subscription; a type, or null where it was declined.
            unsafe { sys::stasis_subscription_accept_message_type(subscription.as_ptr(), kind) };
        }
        // SAFETY: as above.
        unsafe {
            sys::stasis_subscription_set_filter(
                subscription.as_ptr(),
                sys::STASIS_SUBSCRIPTION_FILTER_SELECTIVE,
            );
        }
        Some(Self(subscription))
    }
}

impl Drop for HoldWatch {
    fn drop(&mut self) {
        // SAFETY: a live subscription; waits until no callback runs any more.
        unsafe { sys::stasis_unsubscribe_and_join(self.0.as_ptr()) };
        followed().clear();
    }
}

/// Holds of these channels are of this tape from now on.
pub(super) fn follow(channels: &[&Channel], tape: &Arc<Tape>, call: CallId) {
    let ids: Vec<String> = channels.iter().map(|channel| channel.unique_id()).collect();
    let mut followed = followed();
    for id in ids {
        followed.insert(id, (Arc::clone(tape), call));
    }
}

/// Nobody's hold in this call is of this tape any more.
pub(super) fn forget(tape: &Arc<Tape>, call: CallId) {
    followed().retain(|_, (known, of_call)| !Arc::ptr_eq(known, tape) || *of_call != call);
}

fn followed() -> RwLockWriteGuard<'static, Followed> {
    FOLLOWED.write().unwrap_or_else(PoisonError::into_inner)
}

fn hold_type() -> *mut sys::stasis_message_type {
    // SAFETY: no preconditions.
    unsafe { sys::ast_channel_hold_type() }
}

fn unhold_type() -> *mut sys::stasis_message_type {
    // SAFETY: no preconditions.
    unsafe { sys::ast_channel_unhold_type() }
}

unsafe extern "C" fn told(
    _ours: *mut c_void,
    _subscription: *mut sys::stasis_subscription,
    message: *mut sys::stasis_message,
) {
    guard("a hold", (), || {
        // SAFETY: a live message.
        let kind = unsafe { sys::stasis_message_type(message) };
        let is_held = kind == hold_type();
        if kind.is_null() || !is_held && kind != unhold_type() {
            return;
        }
        // SAFETY: a live message of a type that carries a channel.
        let blob = unsafe { sys::stasis_message_data(message) };
        // SAFETY: as above; the id is copied while the message lives.
        let id = unsafe { sys::acd_shim_recording_held(blob) };
        // SAFETY: a text of the message, or null.
        let id = text::lossy(unsafe { text::borrow(id) }).into_owned();
        hold_time::note(&id, is_held);
        let tape = {
            let known = FOLLOWED.read().unwrap_or_else(PoisonError::into_inner);
            known.get(&id).map(|(tape, _)| Arc::clone(tape))
        };
        let Some(tape) = tape else { return };
        if let Some(channel) = keeper::channel_of(&tape) {
            tape.hold(&channel, &id, is_held);
        }
    });
}
