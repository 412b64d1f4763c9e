//! Which call has which tape, and how anybody asks something of a call's recording.
//!
//! A leaf lock: nothing of Asterisk is called while it is held.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::attached;
use super::conversation;
use super::keeper;
use super::reel::About;
use super::tape::Tape;
use crate::asterisk::channel::Channel;
use crate::asterisk::entrance::entrance;
use crate::driver::Refusal;
use crate::engine::{
    CallId, RecordingPermits, RecordingPlan, RecordingRefusal, RecordingState, RecordingVerb,
};

static TAPES: Mutex<BTreeMap<CallId, Arc<Tape>>> = Mutex::new(BTreeMap::new());

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
        tape.use_rule(rule, conversation::permits(channel, rule));
    }
    let state = tape.ask(channel, verb, by)?;
    if verb == RecordingVerb::Start && state == RecordingState::Off {
        return Err(RecordError::Failed);
    }
    Ok(state)
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
    let of_queue = || {
        let plan = entrance.plan();
        plan.queues.find(&about.queue)?.recording.rule.clone()
    };
    let rule = rule.cloned().or_else(of_queue);
    let permits = rule
        .as_ref()
        .map_or_else(RecordingPermits::default, |rule| {
            conversation::permits(channel, rule)
        });
    let rule = rule.unwrap_or_else(|| Arc::new(RecordingPlan::new("none")));
    let made = attached::tape_or(channel, || Tape::new(about, rule, permits));
    made.ok_or(RecordError::Failed)
}

fn channel_of(call: CallId) -> Result<Channel, RecordError> {
    let known = tapes().get(&call).cloned();
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

pub(super) fn add(tape: &Arc<Tape>) {
    let call = tape.call();
    tapes().insert(call, Arc::clone(tape));
}

/// The tape's call has another number now.
pub(super) fn rename(tape: &Arc<Tape>, before: CallId) {
    remove_if(before, tape);
    add(tape);
}

pub(super) fn remove(tape: &Arc<Tape>) {
    remove_if(tape.call(), tape);
}

fn remove_if(call: CallId, tape: &Arc<Tape>) {
    let mut tapes = tapes();
    if tapes
        .get(&call)
        .is_some_and(|known| Arc::ptr_eq(known, tape))
    {
        tapes.remove(&call);
    }
}

fn tapes() -> MutexGuard<'static, BTreeMap<CallId, Arc<Tape>>> {
    TAPES.lock().unwrap_or_else(PoisonError::into_inner)
}
