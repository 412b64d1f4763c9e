//! Caller and agent talk: each joins the bridge on its own thread, and each goes its own way
//! afterwards.

use std::ptr::NonNull;

use super::leg::ConnectedLeg;
use crate::asterisk::apps::options::QueueOptions;
use crate::asterisk::conversation::{CallerAfter, Followed, bits, follow};
use crate::asterisk::recording::Connected;
use crate::asterisk::serviced::Serviced;
use crate::asterisk::sys;
use crate::driver::Conversation;
use crate::engine::EndedBy;

/// A place in a bridge, for one side. Dropped without being taken, it ends the bridge, so that the
/// other side is not left alone.
#[derive(Debug)]
pub(in crate::asterisk) struct Seat(NonNull<sys::ast_bridge>);

// SAFETY: a counted reference; what is called with it locks by itself.
unsafe impl Send for Seat {}

impl Seat {
    /// Two places in one bridge.
    ///
    /// # Safety
    /// The caller owns a reference on the bridge and gives it up.
    unsafe fn pair(bridge: NonNull<sys::ast_bridge>) -> (Self, Self) {
        // SAFETY: the caller's promise; each place has a reference of its own.
        unsafe { sys::acd_shim_line_bridge_share(bridge.as_ptr()) };
        (Self(bridge), Self(bridge))
    }

    /// Sits there until the side leaves.
    pub(super) fn take(self, side: &mut Serviced) {
        let bridge = self.0.as_ptr();
        std::mem::forget(self);
        // SAFETY: a live channel that this thread services, not locked; the reference is given up.
        unsafe { sys::acd_shim_line_join(side.as_ptr(), bridge) };
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        // SAFETY: our own reference, given up once.
        unsafe { sys::acd_shim_line_bridge_end(self.0.as_ptr()) };
    }
}

/// Bridges caller and agent and returns when the caller leaves the bridge.
pub(in crate::asterisk) fn converse(
    caller: &mut Serviced,
    leg: ConnectedLeg,
    conversation: &Conversation,
    options: &QueueOptions,
    recording: Option<&Connected>,
) -> CallerAfter {
    let Some((here, there)) = seats(caller, &leg, options) else {
        drop(leg);
        conversation.ended(EndedBy::Unknown);
        return if caller.is_hung_up() {
            CallerAfter::HungUp
        } else {
            CallerAfter::NotConnected
        };
    };
    if let Some(line) = leg.line() {
        follow(line, Followed::new(conversation, caller, recording));
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

fn seats(caller: &Serviced, leg: &ConnectedLeg, options: &QueueOptions) -> Option<(Seat, Seat)> {
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
    NonNull::new(bridge).map(|bridge| unsafe { Seat::pair(bridge) })
}
