//! A caller joins a call that an agent made: the agent asked around in it and then handed the
//! caller over (attended transfer).
//!
//! The host does that in two ways. While the other agent's phone still rings, the caller's channel
//! takes the place of the one that waits: the call id that it carries meets another one there
//! (`datastore.rs`). Once the two agents talk, the caller takes the asking agent's place in the
//! bridge: then the caller is found beside the answering agent's leg, when the asking one has left.

use std::ptr::NonNull;

use super::apps::queue::CALL_VARIABLE;
use super::channel::Channel;
use super::entrance::entrance;
use super::sys;
use crate::driver::Caller;
use crate::engine::CallId;

/// The caller on this channel, who was in the call `former`, is now the one of `call`. Never
/// blocks.
pub fn joined(caller: &Channel, call: CallId, former: CallId) {
    let Some(entrance) = entrance() else { return };
    let (number, name) = {
        let locked = caller.lock();
        (locked.caller_number(), locked.caller_name())
    };
    entrance.caller_joined(call, former, Caller { number, name });
}

/// Whoever made the call has left the bridge: who talks to the agent's leg instead, if that is a
/// caller of ours?
pub fn look_beside(leg: &str, call: CallId) {
    let Some(leg) = Channel::by_name(leg) else {
        return;
    };
    // SAFETY: a live channel that this thread has not locked.
    let peer = unsafe { sys::ast_channel_bridge_peer(leg.as_ptr()) };
    let Some(peer) = NonNull::new(peer) else {
        return;
    };
    // SAFETY: the reference is new and ours.
    let peer = unsafe { Channel::owned(peer) };
    let carried = peer.variable(CALL_VARIABLE).ok().flatten();
    let former = carried.and_then(|number| number.parse().ok());
    if let Some(former) = former.map(CallId).filter(|former| *former != call) {
        joined(&peer, call, former);
    }
}
