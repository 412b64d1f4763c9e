//! Tags by keys that the agent presses in the conversation, each with a sound to the agent alone.
//!
//! The keys are hooks on the agent's side of the bridge: what matches is not heard by the caller,
//! everything else goes through. A hook runs on the leg's own thread.

use std::ffi::{CString, c_char, c_int, c_void};
use std::sync::Arc;

use super::entrance::entrance;
use super::sys;
use crate::driver::Tagged;
use crate::engine::{CallId, TagKeyMap};
use crate::ffi::guard::guard;
use crate::ffi::text;

/// What the agent hears when a tag is refused.
const REFUSED: &str = "beeperr";

/// The keys of one conversation.
#[derive(Debug)]
pub(super) struct TagKeys {
    call: CallId,
    agent: Arc<str>,
    map: TagKeyMap,
}

/// One key, until its hook is gone.
struct Hook {
    call: CallId,
    by: String,
    tags: String,
    sound: Option<CString>,
}

impl TagKeys {
    /// The keys of a queue; `None`: it has none.
    pub(super) fn new(call: CallId, agent: &Arc<str>, map: &TagKeyMap) -> Option<Self> {
        let is_wanted = !map.keys.is_empty();
        is_wanted.then(|| Self {
            call,
            agent: Arc::clone(agent),
            map: map.clone(),
        })
    }

    /// Hangs the hooks on the agent's side of a bridge that is about to be.
    fn hang(&self, features: *mut sys::ast_bridge_features) {
        for (keys, tags) in &*self.map.keys {
            let tags = tags.iter().map(|(key, value)| format!("{key}={value}"));
            let hook = Box::new(Hook {
                call: self.call,
                by: format!("agent {}", self.agent),
                tags: tags.collect::<Vec<_>>().join("&"),
                sound: self.map.sound.as_deref().map(text::c_string),
            });
            let (keys, kept) = (text::c_string(keys), Box::into_raw(hook));
            // SAFETY: features of a bridge that nobody has joined; the text is copied.
            let refused = unsafe {
                sys::ast_bridge_dtmf_hook(
                    features,
                    keys.as_ptr(),
                    Some(pressed),
                    kept.cast(),
                    Some(forgotten),
                    0,
                )
            } != 0;
            if refused {
                tracing::warn!("no memory for the keys {keys:?} of agent {}", self.agent);
                // SAFETY: the host did not take it.
                drop(unsafe { Box::from_raw(kept) });
            }
        }
    }
}

/// The agent's side of a bridge is about to be: the keys get their hooks.
///
/// # Safety
/// `keys` are [`TagKeys`], and nobody has joined the bridge on that side.
pub(super) unsafe extern "C" fn hang(features: *mut sys::ast_bridge_features, keys: *const c_void) {
    guard("keys of an agent", (), || {
        // SAFETY: the caller's promise.
        unsafe { &*keys.cast::<TagKeys>() }.hang(features);
    });
}

/// The agent has pressed the keys.
unsafe extern "C" fn pressed(side: *mut sys::ast_bridge_channel, kept: *mut c_void) -> c_int {
    guard("keys of an agent", 0, || {
        // SAFETY: the box from `hang`, which lives until `forgotten`.
        let hook = unsafe { &*kept.cast::<Hook>() };
        let done = entrance().map(|entrance| {
            let call = Tagged::Call(hook.call);
            entrance.tag(call, &hook.tags, &hook.by)
        });
        let refused = text::c_string(REFUSED);
        let sound = match done {
            Some(Ok(())) => hook.sound.as_ref(),
            Some(Err(refusal)) => {
                tracing::warn!(
                    "{}: keys set no tag of call {}: {refusal}",
                    hook.by,
                    hook.call
                );
                Some(&refused)
            }
            None => Some(&refused),
        };
        if let Some(sound) = sound {
            let nothing: *const c_char = std::ptr::null();
            // SAFETY: called by the bridge on this side's own thread; the texts outlive the call.
            unsafe { sys::ast_bridge_channel_playfile(side, None, sound.as_ptr(), nothing) };
        }
        0
    })
}

/// The hook is gone.
unsafe extern "C" fn forgotten(kept: *mut c_void) {
    guard("end of an agent's keys", (), || {
        // SAFETY: the box from `hang`, given back once.
        drop(unsafe { Box::from_raw(kept.cast::<Hook>()) });
    });
}
