//! Tags, what became of the call, and verbs of the recording, by keys that the agent presses in the
//! conversation, each with a sound to the agent alone.
//!
//! The keys are hooks on the agent's side of the bridge: what matches is not heard by the caller,
//! everything else goes through. A hook runs on the leg's own thread.

use std::ffi::{CString, c_char, c_int, c_void};
use std::sync::Arc;

use super::entrance::entrance;
use super::recording::{Target, record};
use super::sys;
use crate::driver::{Refusal, Tagged};
use crate::engine::{CallId, DispositionId, QueuePlan, RecordingVerb, WrapUpFinish};
use crate::ffi::guard::guard;
use crate::ffi::text;

/// What the agent hears when it is refused.
const REFUSED: &str = "beeperr";

/// The keys of one conversation.
#[derive(Debug)]
pub(super) struct AgentKeys {
    call: CallId,
    agent: Arc<str>,
    queue: Arc<QueuePlan>,
}

/// One key, until its hook is gone.
struct Hook {
    call: CallId,
    agent: Arc<str>,
    deed: Deed,
    sound: Option<CString>,
}

/// What a key does.
enum Deed {
    /// Sets these tags.
    Tag(String),
    /// Says what became of the call.
    Dispose(DispositionId),
    /// Asks this of the recording.
    Record(RecordingVerb),
}

impl AgentKeys {
    /// The keys of a queue; `None`: it has none.
    pub(super) fn new(call: CallId, agent: &Arc<str>, queue: &Arc<QueuePlan>) -> Option<Self> {
        let is_wanted = !(queue.tag.keys.keys.is_empty()
            && queue.wrap_up.disposition_keys.is_empty()
            && queue.recording.keys.is_empty());
        is_wanted.then(|| Self {
            call,
            agent: Arc::clone(agent),
            queue: Arc::clone(queue),
        })
    }

    /// Hangs the hooks on the agent's side of a bridge that is about to be.
    fn hang(&self, features: *mut sys::ast_bridge_features) {
        let (tagging, recording) = (&self.queue.tag.keys, &self.queue.recording);
        for (keys, tags) in &*tagging.keys {
            let tags = tags.iter().map(|(key, value)| format!("{key}={value}"));
            let deed = Deed::Tag(tags.collect::<Vec<_>>().join("&"));
            self.hang_one(features, keys, deed, tagging.sound.as_deref());
        }
        for (keys, id) in &*self.queue.wrap_up.disposition_keys {
            let deed = Deed::Dispose(*id);
            self.hang_one(features, keys, deed, tagging.sound.as_deref());
        }
        for (keys, verb) in &*recording.keys {
            let deed = Deed::Record(*verb);
            self.hang_one(features, keys, deed, recording.sound.as_deref());
        }
    }

    fn hang_one(
        &self,
        features: *mut sys::ast_bridge_features,
        keys: &str,
        deed: Deed,
        sound: Option<&str>,
    ) {
        let hook = Box::new(Hook {
            call: self.call,
            agent: Arc::clone(&self.agent),
            deed,
            sound: sound.map(text::c_string),
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

impl Hook {
    /// Does what the key is for; or says why not.
    fn carry_out(&self) -> Result<(), String> {
        let by = format!("agent {}", self.agent);
        let entrance = || entrance().ok_or_else(|| Refusal::Stopped.to_string());
        match &self.deed {
            Deed::Tag(tags) => {
                let done = entrance()?.tag(Tagged::Call(self.call), tags, &by);
                done.map_err(|refusal| format!("no tag of call {} is set: {refusal}", self.call))
            }
            Deed::Dispose(id) => {
                let entrance = entrance()?;
                let plan = entrance.plan();
                let known = plan.dispositions.entry(*id);
                // Gone by a reload since the conversation began: nothing is left to say.
                let name = known.map_or("", |known| &*known.name);
                let done = entrance.wrap_up(&self.agent, Some(name), 0, WrapUpFinish::No);
                done.map_err(|refusal| {
                    format!(
                        "the disposition of call {} is not noted: {refusal}",
                        self.call
                    )
                })
            }
            Deed::Record(verb) => {
                let done = record(&Target::Call(self.call), *verb, None, &by);
                done.map(drop).map_err(|refusal| {
                    let verb = verb.name();
                    format!(
                        "the recording of call {} does not {verb}: {refusal}",
                        self.call
                    )
                })
            }
        }
    }
}

/// The agent's side of a bridge is about to be: the keys get their hooks.
///
/// # Safety
/// `keys` are [`AgentKeys`], and nobody has joined the bridge on that side.
pub(super) unsafe extern "C" fn hang(features: *mut sys::ast_bridge_features, keys: *const c_void) {
    guard("keys of an agent", (), || {
        // SAFETY: the caller's promise.
        unsafe { &*keys.cast::<AgentKeys>() }.hang(features);
    });
}

/// The agent has pressed the keys.
unsafe extern "C" fn pressed(side: *mut sys::ast_bridge_channel, kept: *mut c_void) -> c_int {
    guard("keys of an agent", 0, || {
        // SAFETY: the box from `hang`, which lives until `forgotten`.
        let hook = unsafe { &*kept.cast::<Hook>() };
        let refused = text::c_string(REFUSED);
        let sound = match hook.carry_out() {
            Ok(()) => hook.sound.as_ref(),
            Err(refusal) => {
                tracing::warn!("agent {}: keys without effect: {refusal}", hook.agent);
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
