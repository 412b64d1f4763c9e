//! Which call and which contact has which tape, and how anybody asks something of a recording.
//!
//! A leaf lock: nothing of Asterisk is called while it is held.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::attached;
use super::conversation;
use super::facts::Facts;
use super::keeper;
use super::reel::About;
use super::review::no_rule;
use super::shelf::Scene;
use super::tagged;
use super::tape::Tape;
use crate::asterisk::channel::Channel;
use crate::asterisk::contact::contact_of;
use crate::asterisk::entrance::entrance;
use crate::driver::Refusal;
use crate::engine::{
    CallId, ContactId, RecordingCase, RecordingPermits, RecordingPlan, RecordingRefusal,
    RecordingState, RecordingVerb, recording_rule,
};

static TAPES: Mutex<Tapes> = Mutex::new(Tapes {
    by_call: BTreeMap::new(),
    by_contact: BTreeMap::new(),
});

#[derive(Debug)]
struct Tapes {
    by_call: BTreeMap<CallId, Arc<Tape>>,
    by_contact: BTreeMap<ContactId, Arc<Tape>>,
}

/// Whose recording is meant.
#[derive(Debug)]
pub enum Target<'a> {
    /// That of this channel.
    Channel(&'a Channel),
    /// That of a call in a queue, or of one that is recorded already.
    Call(CallId),
}

/// Why nothing was done.
#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    /// The verb makes no sense now.
    #[error("{0}")]
    Refused(#[from] RecordingRefusal),
    /// It was tried and did not work; the log says why.
    #[error("the recording could not begin; the log says why")]
    Failed,
    /// There is no such call, or no such rule.
    #[error("{0}")]
    Unknown(String),
    /// The driver refused.
    #[error("{0}")]
    Driver(#[from] Refusal),
}

/// Asks something of a recording, by a rule if one is named.
///
/// # Errors
/// [`RecordError`]; nothing has changed then, except after a failure.
pub fn record(
    target: &Target<'_>,
    verb: RecordingVerb,
    rule: Option<&str>,
    by: &str,
) -> Result<RecordingState, RecordError> {
    let found;
    let channel = match target {
        Target::Channel(channel) => *channel,
        Target::Call(call) => {
            found = channel_of(*call)?;
            &found
        }
    };
    let plan = entrance().ok_or(Refusal::Stopped)?.plan();
    let named = match rule {
        None => None,
        Some(name) => {
            let mut rules = plan.recordings.iter();
            let found = rules.find(|rule| rule.name.eq_ignore_ascii_case(name));
            let found = found.ok_or_else(|| {
                let names: Vec<&str> = plan.recordings.iter().map(|rule| &*rule.name).collect();
                RecordError::Unknown(format!(
                    "there is no recording rule `{}`: expected one of {}",
                    crate::ffi::text::visible(name),
                    names.join(", ")
                ))
            })?;
            Some(Arc::clone(found))
        }
    };
    let tape = match (attached::tape_of(channel), verb) {
        (Some(tape), _) => tape,
        (None, RecordingVerb::Start) => fresh(channel, named.as_ref(), target)?,
        (None, _) => return Err(RecordingRefusal::NotRecorded.into()),
    };
    if let Some(rule) = &named {
        tape.name_rule(rule, conversation::permits(channel, rule));
    }
    if verb == RecordingVerb::Start {
        let facts = Facts::of(channel, &plan.recordings);
        tape.pause_by_tag(channel, &facts, &BTreeSet::new());
    }
    let state = tape.ask(channel, verb, by)?;
    if verb == RecordingVerb::Start && state == RecordingState::Off {
        return Err(RecordError::Failed);
    }
    Ok(state)
}

/// What the recording of a channel does.
pub fn state_of(channel: &Channel) -> RecordingState {
    attached::tape_of(channel).map_or(RecordingState::Off, |tape| tape.state())
}

/// A tape for a call that has none.
fn fresh(
    channel: &Channel,
    rule: Option<&Arc<RecordingPlan>>,
    target: &Target<'_>,
) -> Result<Arc<Tape>, RecordError> {
    let entrance = entrance().ok_or(Refusal::Stopped)?;
    let queued = match target {
        Target::Call(call) => Some(*call),
        Target::Channel(channel) => channel.lock().attached_call().map(CallId),
    };
    let view = match queued {
        Some(call) => entrance.call(call)?,
        None => None,
    };
    let queue = view.as_ref().map_or("", |view| &view.queue).to_owned();
    let agents = view.as_ref().map_or(&[][..], |view| &view.agents);
    let about = About {
        call: queued.unwrap_or_else(|| entrance.number_call()),
        agent: agents.first().map_or(String::new(), ToString::to_string),
        host_call: channel.name(),
        host_id: channel.unique_id(),
        queue,
    };
    let plan = entrance.plan();
    let scene = Scene {
        queue: plan.queues.find(&about.queue).cloned(),
        agent: plan.agents.find(&about.agent).cloned(),
        is_talking: view.as_ref().is_some_and(|view| view.state == "talking"),
    };
    let facts = Facts::of(channel, &plan.recordings);
    let case = RecordingCase {
        queue: scene.queue.as_deref(),
        agent: scene.agent.as_deref(),
        facts: &facts,
    };
    let chosen = recording_rule(&plan.recordings, &case).map(|(rule, _)| rule);
    let rule = rule.or(chosen);
    let permits = rule.map_or_else(RecordingPermits::default, |rule| {
        conversation::permits(channel, rule)
    });
    let rule = rule.cloned().unwrap_or_else(no_rule);
    let made = attached::tape_or(channel, || Tape::new(about, rule, permits));
    let made = made.ok_or(RecordError::Failed)?;
    made.set_scene(scene);
    Ok(made)
}

fn channel_of(call: CallId) -> Result<Channel, RecordError> {
    let known = tapes().by_call.get(&call).cloned();
    if let Some(channel) = known.and_then(|tape| keeper::channel_of(&tape)) {
        return Ok(channel);
    }
    let view = entrance().ok_or(Refusal::Stopped)?.call(call)?;
    let channel = view.and_then(|view| Channel::by_name(&view.host_call));
    channel.ok_or_else(|| {
        RecordError::Unknown(format!(
            "there is no call {call}; `acd show calls` lists those in the queues"
        ))
    })
}

/// A channel has a tape from now on.
pub(super) fn add(channel: &Channel, tape: &Arc<Tape>) {
    // Outside of the lock: a channel that means no contact gets one.
    let contact = contact_of(channel);
    tape.set_contact(contact);
    let mut tapes = tapes();
    tapes.by_call.insert(tape.call(), Arc::clone(tape));
    if let Some(contact) = contact {
        tapes.by_contact.insert(contact, Arc::clone(tape));
    }
}

/// The tape's call has another number now.
pub(super) fn rename(tape: &Arc<Tape>, before: CallId) {
    let mut tapes = tapes();
    remove_if(&mut tapes.by_call, before, tape);
    tapes.by_call.insert(tape.call(), Arc::clone(tape));
}

/// The channel is gone.
pub(super) fn remove(tape: &Arc<Tape>) {
    let (call, contact) = (tape.call(), tape.contact());
    let mut tapes = tapes();
    remove_if(&mut tapes.by_call, call, tape);
    if let Some(contact) = contact {
        remove_if(&mut tapes.by_contact, contact, tape);
    }
}

/// Two visits are one: the tape of either is that of the present one.
pub(in crate::asterisk) fn join(former: ContactId, present: ContactId) {
    let moved = {
        let mut tapes = tapes();
        let moved = tapes.by_contact.remove(&former);
        let moved = moved.filter(|_| !tapes.by_contact.contains_key(&present));
        if let Some(tape) = &moved {
            tapes.by_contact.insert(present, Arc::clone(tape));
        }
        moved
    };
    if let Some(tape) = moved {
        tape.set_contact(Some(present));
    }
    tagged::changed(present, None);
}

/// The tape of a contact's caller.
pub(super) fn tape_of_contact(contact: ContactId) -> Option<Arc<Tape>> {
    tapes().by_contact.get(&contact).cloned()
}

/// Whether the caller of a contact has a tape.
pub(super) fn is_recorded(contact: ContactId) -> bool {
    tapes().by_contact.contains_key(&contact)
}

fn remove_if<Id: Ord>(tapes: &mut BTreeMap<Id, Arc<Tape>>, id: Id, tape: &Arc<Tape>) {
    if tapes.get(&id).is_some_and(|known| Arc::ptr_eq(known, tape)) {
        tapes.remove(&id);
    }
}

fn tapes() -> MutexGuard<'static, Tapes> {
    TAPES.lock().unwrap_or_else(PoisonError::into_inner)
}
