//! Tags, and what became of the call, by keys that the agent presses in the conversation, each with
//! a sound to the agent alone.
//!
//! The keys are hooks on the agent's side of the bridge: what matches is not heard by the caller,
//! everything else goes through. A hook runs on the leg's own thread.

use std::ffi::{CString, c_char, c_int, c_void};
use std::sync::Arc;

use super::entrance::entrance;
use super::sys;
use crate::driver::{Refusal, Tagged};
use crate::engine::{CallId, DispositionId, TagKeyMap, WrapUpFinish};
use crate::ffi::guard::guard;
use crate::ffi::text;

/// What the agent hears when it is refused.
const REFUSED: &str = "beeperr";

/// The keys of one conversation.
#[derive(Debug)]
pub(super) struct TagKeys {
    call: CallId,
    agent: Arc<str>,
    map: TagKeyMap,
    dispositions: DispositionKeys,
}

/// Keys and what they say became of the call.
pub(super) type DispositionKeys = Arc<[(Arc<str>, DispositionId)]>;

/// One key, until its hook is gone.
struct Hook {
    call: CallId,
    agent: Arc<str>,
    says: Says,
    sound: Option<CString>,
}

/// What a key says.
enum Says {
    Tags(String),
    Disposition(DispositionId),
}

impl TagKeys {
    /// The keys of a queue; `None`: it has none.
    pub(super) fn new(
        call: CallId,
        agent: &Arc<str>,
        (map, dispositions): (TagKeyMap, DispositionKeys),
    ) -> Option<Self> {
        let is_wanted = !map.keys.is_empty() || !dispositions.is_empty();
        is_wanted.then(|| Self {
            call,
            agent: Arc::clone(agent),
            map,
            dispositions,
        })
    }

    /// Hangs the hooks on the agent's side of a bridge that is about to be.
    fn hang(&self, features: *mut sys::ast_bridge_features) {
        let tags = self.map.keys.iter().map(|(keys, tags)| {
            let tags = tags.iter().map(|(key, value)| format!("{key}={value}"));
            (keys, Says::Tags(tags.collect::<Vec<_>>().join("&")))
        });
        let dispositions = self.dispositions.iter();
        let dispositions = dispositions.map(|(keys, id)| (keys, Says::Disposition(*id)));
        for (keys, says) in tags.chain(dispositions) {
            let hook = Box::new(Hook {
                call: self.call,
                agent: Arc::clone(&self.agent),
                says,
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

impl Hook {
    fn say(&self) -> Result<(), Refusal> {
        let entrance = entrance().ok_or(Refusal::Stopped)?;
        match &self.says {
            Says::Tags(tags) => {
                let by = format!("agent {}", self.agent);
                entrance.tag(Tagged::Call(self.call), tags, &by)
            }
            Says::Disposition(id) => {
                let plan = entrance.plan();
                let known = plan.dispositions.entry(*id);
                // Gone by a reload since the conversation began: nothing is left to say.
                let name = known.map_or("", |known| &*known.name);
                entrance.wrap_up(&self.agent, Some(name), 0, WrapUpFinish::No)
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
        let refused = text::c_string(REFUSED);
        let sound = match hook.say() {
            Ok(()) => hook.sound.as_ref(),
            Err(refusal) => {
                let (agent, call) = (&hook.agent, hook.call);
                tracing::warn!("keys of agent {agent} say nothing of call {call}: {refusal}");
                Some(&refused)
            }
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
