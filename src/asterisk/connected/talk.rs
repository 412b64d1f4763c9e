//! Caller and agent talk: each joins the bridge on its own thread, and each goes its own way
//! afterwards.

use std::ptr::{self, NonNull};

use super::leg::ConnectedLeg;
use crate::asterisk::apps::options::QueueOptions;
use crate::asterisk::conversation::{CallerAfter, Followed, bits, follow};
use crate::asterisk::recording::Connected;
use crate::asterisk::serviced::Serviced;
use crate::asterisk::sys;
use crate::asterisk::tag_keys::{TagKeys, hang};
use crate::driver::Conversation;
use crate::engine::EndedBy;

/// A place in a bridge, for one side. Dropped without being taken, it ends the bridge, so that the
/// other side is not left alone.
#[derive(Debug)]
pub(in crate::asterisk) struct Seat {
    bridge: NonNull<sys::ast_bridge>,
    /// By which this side sets tags meanwhile.
    keys: Option<TagKeys>,
}

// SAFETY: a counted reference; what is called with it locks by itself.
unsafe impl Send for Seat {}

impl Seat {
    /// Two places in one bridge: the caller's, and that of the agent with these keys.
    ///
    /// # Safety
    /// The caller owns a reference on the bridge and gives it up.
    unsafe fn pair(bridge: NonNull<sys::ast_bridge>, keys: Option<TagKeys>) -> (Self, Self) {
        // SAFETY: the caller's promise; each place has a reference of its own.
        unsafe { sys::acd_shim_line_bridge_share(bridge.as_ptr()) };
        (Self { bridge, keys: None }, Self { bridge, keys })
    }

    /// Sits there until the side leaves.
    pub(super) fn take(mut self, side: &mut Serviced) {
        let (bridge, keys) = (self.bridge.as_ptr(), self.keys.take());
        std::mem::forget(self);
        let keys = keys.as_ref();
        // SAFETY: a live channel that this thread services, not locked; the reference is given up,
        // and the keys outlive the call.
        unsafe {
            sys::acd_shim_line_join(
                side.as_ptr(),
                bridge,
                keys.map(|_| hang as _),
                keys.map_or(ptr::null(), |keys| ptr::from_ref(keys).cast()),
            );
        }
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        // SAFETY: our own reference, given up once.
        unsafe { sys::acd_shim_line_bridge_end(self.bridge.as_ptr()) };
    }
}

/// Bridges caller and agent and returns when the caller leaves the bridge. With keys, those of the
/// agent set tags meanwhile.
pub(in crate::asterisk) fn converse(
    caller: &mut Serviced,
    mut leg: ConnectedLeg,
    conversation: &Conversation,
    (options, keys, recording): (&QueueOptions, Option<TagKeys>, Option<&Connected>),
) -> CallerAfter {
    let Some((here, there)) = seats(caller, &leg, options, keys) else {
        drop(leg);
        conversation.ended(EndedBy::Unknown);
        return if caller.is_hung_up() {
            CallerAfter::HungUp
        } else {
            CallerAfter::NotConnected
        };
    };
    let tags = leg.take_tags();
    if let Some(line) = leg.line() {
        let followed = Followed::new(conversation, caller, recording, tags);
        follow(line, followed);
    }
    leg.invite(there);
    here.take(caller);
    if caller.lock().is_redirected() {
        CallerAfter::Redirected
    } else if caller.is_hung_up() {
        CallerAfter::HungUp
    } else {
        CallerAfter::Left
    }
}

fn seats(
    caller: &Serviced,
    leg: &ConnectedLeg,
    options: &QueueOptions,
    keys: Option<TagKeys>,
) -> Option<(Seat, Seat)> {
    let line = leg.line()?;
    // SAFETY: two live channels of this thread, none locked.
    unsafe { sys::acd_shim_leg_show_answer(caller.as_ptr(), line.as_ptr()) };
    // SAFETY: as above.
    let incompatible =
        unsafe { sys::ast_channel_make_compatible(caller.as_ptr(), line.as_ptr()) } != 0;
    if incompatible {
        tracing::warn!(
            "{} and {} have no audio format in common: allow one codec on both phones, or load \
             the codec modules between them",
            caller.name(),
            line.name(),
        );
        return None;
    }
    // SAFETY: as above.
    let bridge = unsafe {
        sys::acd_shim_line_bridge(
            caller.as_ptr(),
            line.as_ptr(),
            bits(options.caller),
            bits(options.agent),
        )
    };
    // SAFETY: the reference is new and ours.
    NonNull::new(bridge).map(|bridge| unsafe { Seat::pair(bridge, keys) })
}
