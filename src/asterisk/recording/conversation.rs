//! What a conversation means for the recording: its rule begins it and ends it.

use std::sync::Arc;

use super::reel::{About, root_of};
use super::tape::Tape;
use super::{attached, calls, consent, holds, keeper};
use crate::asterisk::channel::Channel;
use crate::asterisk::entrance::entrance;
use crate::asterisk::serviced::Serviced;
use crate::engine::{
    CallId, OfferTerms, QueuePlan, RecordingNeed, RecordingPermits, RecordingPlan, RecordingShare,
    recording_rule,
};
use crate::recordings::place;

/// The recording of a conversation that goes on.
#[derive(Debug, Clone)]
pub struct Connected {
    tape: Arc<Tape>,
}

/// Caller and agent are about to be bridged.
pub(in crate::asterisk) fn connected(
    caller: &Channel,
    line: Option<&Serviced>,
    call: CallId,
    terms: &OfferTerms,
) -> Option<Connected> {
    let plan = entrance()?.plan();
    let rule = recording_rule(&plan.recordings, &terms.queue, &terms.agent);
    let rule = rule.map(|(rule, _)| rule);
    let present = attached::tape_of(caller);
    if rule.is_none() && present.is_none() {
        return None;
    }
    let about = About {
        call,
        queue: terms.queue.name.to_string(),
        agent: terms.agent.name.to_string(),
        host_call: caller.name(),
        host_id: caller.unique_id(),
    };
    let permits = rule.map_or_else(RecordingPermits::default, |rule| permits(caller, rule));
    let tape = present.or_else(|| {
        let rule = Arc::clone(rule?);
        attached::tape_or(caller, || Tape::new(about.clone(), rule, permits))
    })?;
    let before = tape.call();
    let line = line.map(|line| &**line);
    let both: Vec<&Channel> = [Some(caller), line].into_iter().flatten().collect();
    holds::follow(&both, &tape);
    tape.agent_came(caller, about, rule, permits);
    calls::rename(&tape, before);
    Some(Connected { tape })
}

impl Connected {
    /// The caller has left the bridge, on the caller's own thread.
    pub(in crate::asterisk) fn caller_left(&self, caller: &Channel, is_transfer: bool) {
        self.tape.agent_left(Some(caller), is_transfer);
        holds::forget(&self.tape);
    }

    /// The agent has left while the caller may go on; on any thread.
    pub(in crate::asterisk) fn agent_left(&self, is_transfer: bool) {
        keeper::agent_left(&self.tape, is_transfer);
    }
}

/// What a rule allows on this channel.
pub(super) fn permits(channel: &Channel, rule: &RecordingPlan) -> RecordingPermits {
    RecordingPermits {
        is_never: !rule.share.may_be_asked_for(),
        is_mandatory: rule.need == RecordingNeed::Mandatory,
        lacks_consent: rule.consent_key.is_some() && !consent::is_given(channel),
    }
}

/// Whether calls of this queue may be let in: not while they must be recorded and cannot be.
pub(in crate::asterisk) fn is_possible(queue: &QueuePlan) -> Result<(), String> {
    let Some(rule) = &queue.recording.rule else {
        return Ok(());
    };
    let is_a_must = rule.need == RecordingNeed::Mandatory && rule.share == RecordingShare::Always;
    if !is_a_must {
        return Ok(());
    }
    let root = root_of(rule);
    let told = |error: std::io::Error| format!("{}: {error}", root.display());
    place::probe(&root).map_err(told)
}
