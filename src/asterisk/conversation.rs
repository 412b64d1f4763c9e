//! Caller and agent talk: the bridge, and the end of the conversation.
//!
//! The bridge takes the agent's leg; the caller's thread stays inside until the caller leaves.
//! That is not the end for the agent: the leg may leave earlier, or later after a transfer. So the
//! conversation ends when the leg has left bridging for good, which the host tells exactly once,
//! on the leg's own thread. A `Local` leg steps aside when the phone behind it is answered; then
//! it is that phone whose end counts.

use std::ffi::{CString, c_void};
use std::ptr::{self, NonNull};

use super::apps::options::{Features, QueueOptions};
use super::channel::Channel;
use super::joining;
use super::leg::Leg;
use super::leg_tags::LegTags;
use super::recording::Connected;
use super::serviced::Serviced;
use super::sys;
use super::tag_keys::{TagKeys, hang};
use crate::driver::Conversation;
use crate::engine::EndedBy;
use crate::ffi::guard::guard;

/// How the conversation left the caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallerAfter {
    /// The caller hung up.
    HungUp,
    /// The agent's side is gone, the caller is still there.
    Left,
    /// The caller was sent elsewhere in the dialplan.
    Redirected,
    /// The two could not be connected: no common format, or no resources.
    NotConnected,
}

/// Bridges caller and leg and returns when the caller leaves the bridge. With keys, those of the
/// agent set tags meanwhile.
pub(super) fn converse(
    caller: &mut Serviced,
    mut leg: Leg,
    conversation: &Conversation,
    (options, keys, recording): (&QueueOptions, Option<&TagKeys>, Option<&Connected>),
) -> CallerAfter {
    leg.show_answer(caller);
    // SAFETY: two live channels that this thread services, none locked.
    let incompatible =
        unsafe { sys::ast_channel_make_compatible(caller.as_ptr(), leg.line().as_ptr()) } != 0;
    if incompatible {
        tracing::warn!(
            "{} and {} have no audio format in common: allow one codec on both phones, or load \
             the codec modules between them",
            caller.name(),
            leg.line().name(),
        );
        drop(leg);
        conversation.ended(EndedBy::Unknown);
        return CallerAfter::NotConnected;
    }
    let tags = leg.take_tags();
    let followed = Followed::new(conversation, caller, recording, tags);
    follow(leg.line(), followed);
    // No reference: the structure would stay, and with it the phone in use, while the caller
    // talks to somebody else.
    let leg_name = leg.line().name();
    let line = leg.hand_over();
    // SAFETY: this thread services both; the bridge takes the leg and its reference in every case.
    let left = unsafe {
        sys::acd_shim_leg_bridge(
            caller.as_ptr(),
            line,
            bits(options.caller),
            bits(options.agent),
            keys.map(|_| hang as _),
            keys.map_or(ptr::null(), |keys| ptr::from_ref(keys).cast()),
        )
    };
    if left == 0 {
        return CallerAfter::Redirected;
    }
    // Whoever was replaced in the bridge may not be hung up yet.
    if !conversation.has_ended() {
        joining::look_beside(&leg_name, conversation.call());
    }
    if caller.is_hung_up() {
        CallerAfter::HungUp
    } else {
        CallerAfter::Left
    }
}

/// Features as the host shim takes them.
pub(super) fn bits(features: Features) -> u32 {
    [
        (features.may_transfer, sys::ACD_FEATURE_TRANSFER),
        (features.may_hang_up, sys::ACD_FEATURE_HANG_UP),
        (features.may_park, sys::ACD_FEATURE_PARK),
        (features.may_record, sys::ACD_FEATURE_RECORD),
    ]
    .into_iter()
    .filter(|(is_wanted, _)| *is_wanted)
    .fold(0, |bits, (_, bit)| bits | bit)
}

/// A conversation that lasts until a leg leaves.
pub(super) struct Followed {
    conversation: Conversation,
    /// The caller's unique id; a reference would keep the caller's structure alive for nothing.
    caller: CString,
    /// What is recorded of it.
    recording: Option<Connected>,
    /// Keeps the leg told of the caller's tags.
    _tags: Option<LegTags>,
}

impl Followed {
    /// The conversation with this caller.
    pub(super) fn new(
        conversation: &Conversation,
        caller: &Channel,
        recording: Option<&Connected>,
        tags: Option<LegTags>,
    ) -> Box<Self> {
        Box::new(Self {
            conversation: conversation.clone(),
            caller: caller.lock().unique_id().to_owned(),
            recording: recording.cloned(),
            _tags: tags,
        })
    }
}

/// Asks the host to tell when the leg has left bridging.
pub(super) fn follow(leg: &Channel, followed: Box<Followed>) {
    let kept = Box::into_raw(followed);
    // SAFETY: a live channel; one of the two functions gets the box back, once.
    let refused = unsafe {
        sys::ast_bridge_set_after_callback(
            leg.as_ptr(),
            Some(left_bridging),
            Some(never_left_bridging),
            kept.cast(),
        )
    } != 0;
    if refused {
        // Out of memory. The conversation then ends when the caller's side drops its own handle.
        // SAFETY: the host did not take it.
        drop(unsafe { Box::from_raw(kept) });
    }
}

/// The phone that talks to the caller in the place of a `Local` leg that has stepped aside.
fn successor(leg: *mut sys::ast_channel, followed: &Followed) -> Option<Channel> {
    // SAFETY: the leg is live, the text outlives the call, no channel is locked here.
    let next = unsafe { sys::acd_shim_leg_successor(leg, followed.caller.as_ptr()) };
    // SAFETY: the reference is new and ours.
    NonNull::new(next).map(|next| unsafe { Channel::owned(next) })
}

/// Who ended the conversation, as the agent's leg shows it. The host writes a variable on both
/// sides of a transfer, whoever made it.
fn ended_by(leg: &Channel) -> EndedBy {
    let is_set = |name| matches!(leg.variable(name), Ok(Some(value)) if !value.is_empty());
    if is_set("BLINDTRANSFER") || is_set("ATTENDEDTRANSFER") || leg.lock().is_redirected() {
        EndedBy::Transfer
    } else if leg.is_hung_up() {
        EndedBy::Agent
    } else {
        EndedBy::Caller
    }
}

/// The leg has left bridging; it is hung up or goes on in the dialplan next.
unsafe extern "C" fn left_bridging(leg: *mut sys::ast_channel, kept: *mut c_void) {
    guard("end of a conversation", (), || {
        // SAFETY: the box from `follow`, given back once.
        let followed = unsafe { Box::from_raw(kept.cast::<Followed>()) };
        if let Some(phone) = successor(leg, &followed) {
            follow(&phone, followed);
            return;
        }
        let Some(leg) = NonNull::new(leg) else { return };
        // SAFETY: the leg is live during this call.
        let leg = unsafe { Channel::referenced(leg) };
        let ended_by = ended_by(&leg);
        if let Some(recording) = &followed.recording {
            recording.agent_left(ended_by == EndedBy::Transfer);
        }
        followed.conversation.ended(ended_by);
    });
}

/// The leg was hung up without joining, or became another call by a masquerade.
unsafe extern "C" fn never_left_bridging(
    reason: sys::ast_bridge_after_cb_reason,
    kept: *mut c_void,
) {
    guard("end of a conversation", (), || {
        // SAFETY: the box from `follow`, given back once.
        let followed = unsafe { Box::from_raw(kept.cast::<Followed>()) };
        let ended_by = match reason {
            sys::AST_BRIDGE_AFTER_CB_REASON_MASQUERADE => EndedBy::Transfer,
            _ => EndedBy::Unknown,
        };
        if let Some(recording) = &followed.recording {
            recording.agent_left(ended_by == EndedBy::Transfer);
        }
        followed.conversation.ended(ended_by);
    });
}
