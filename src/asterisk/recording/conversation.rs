//! What a conversation means for the recording: its rule begins it and ends it.

use std::sync::Arc;

use super::facts::Facts;
use super::reel::{About, root_of};
use super::review::no_rule;
use super::shelf::Scene;
use super::tape::Tape;
use super::{attached, calls, consent, holds, keeper};
use crate::asterisk::channel::Channel;
use crate::asterisk::entrance::entrance;
use crate::asterisk::serviced::Serviced;
use crate::engine::{
    CallId, OfferTerms, QueuePlan, RecordingCase, RecordingNeed, RecordingPermits, RecordingPlan,
    RecordingRefusal, RecordingShare, recording_rule,
};
use crate::recordings::place;

/// The recording of a conversation that goes on.
#[derive(Debug, Clone)]
pub struct Connected {
    tape: Arc<Tape>,
    call: CallId,
}

/// Caller and agent are about to be bridged.
///
/// # Errors
/// Why the two must not talk: they must be recorded and cannot be.
pub(in crate::asterisk) fn connected(
    caller: &Channel,
    line: Option<&Serviced>,
    call: CallId,
    terms: &OfferTerms,
) -> Result<Option<Connected>, String> {
    let Some(entrance) = entrance() else {
        return Ok(None);
    };
    let plan = entrance.plan();
    let facts = Facts::of(caller, &plan.recordings);
    let case = RecordingCase {
        queue: Some(&terms.queue),
        agent: Some(&terms.agent),
        facts: &facts,
    };
    let rule = recording_rule(&plan.recordings, &case).map(|(rule, _)| rule);
    let present = attached::tape_of(caller);
    // A tag that comes later may want it recorded.
    let may_change = plan.recordings.iter().any(|rule| rule.condition.is_some());
    if rule.is_none() && present.is_none() && !may_change {
        return Ok(None);
    }
    let about = About {
        call,
        queue: terms.queue.name.to_string(),
        agent: terms.agent.name.to_string(),
        host_call: caller.name(),
        host_id: caller.unique_id(),
    };
    let scene = Scene {
        queue: Some(Arc::clone(&terms.queue)),
        agent: Some(Arc::clone(&terms.agent)),
        is_talking: true,
    };
    let rule = rule.map(|rule| (rule, permits(caller, rule)));
    let fresh = || {
        let (rule, permits) = rule.map_or_else(
            || (no_rule(), RecordingPermits::default()),
            |(rule, permits)| (Arc::clone(rule), permits),
        );
        attached::tape_or(caller, || Tape::new(about.clone(), rule, permits))
    };
    let Some(tape) = present.or_else(fresh) else {
        return Ok(None);
    };
    let before = tape.call();
    let line = line.map(|line| &**line);
    let both: Vec<&Channel> = [Some(caller), line].into_iter().flatten().collect();
    holds::follow(&both, &tape, call);
    let done = tape.agent_came(caller, (about, scene), rule, &facts);
    calls::rename(&tape, before);
    let connected = Connected { tape, call };
    if let Err(cause) = done {
        connected.caller_left(caller, false);
        return Err(cause);
    }
    Ok(Some(connected))
}

impl Connected {
    /// The caller has left the bridge, on the caller's own thread.
    pub(in crate::asterisk) fn caller_left(&self, caller: &Channel, is_transfer: bool) {
        // A caller who has taken the place of another channel has not left: the end of the agent's
        // leg says what follows, on the channel that carries the tape now.
        if attached::tape_of(caller).is_some_and(|tape| Arc::ptr_eq(&tape, &self.tape)) {
            (self.tape).agent_left(Some(caller), self.call, is_transfer);
        }
        holds::forget(&self.tape, self.call);
    }

    /// The agent has left while the caller may go on; on any thread.
    pub(in crate::asterisk) fn agent_left(&self, is_transfer: bool) {
        keeper::agent_left(&self.tape, self.call, is_transfer);
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

/// The rule that holds for a caller at the door of a queue, as far as it is known there.
fn rule_at_door(caller: &Channel, queue: &QueuePlan) -> Option<Arc<RecordingPlan>> {
    let plan = entrance()?.plan();
    let facts = Facts::of(caller, &plan.recordings);
    let case = RecordingCase {
        queue: Some(queue),
        agent: None,
        facts: &facts,
    };
    recording_rule(&plan.recordings, &case).map(|(rule, _)| Arc::clone(rule))
}

/// Asks the caller for consent where the rule says so.
///
/// # Errors
/// Why the call must not be let in: it must be recorded and cannot be.
pub(in crate::asterisk) fn prepare(caller: &mut Serviced, queue: &QueuePlan) -> Result<(), String> {
    let Some(rule) = rule_at_door(caller, queue) else {
        return Ok(());
    };
    let is_a_must = rule.need == RecordingNeed::Mandatory && rule.share == RecordingShare::Always;
    if is_a_must {
        let root = root_of(&rule);
        let told = |error: std::io::Error| format!("{}: {error}", root.display());
        place::probe(&root).map_err(told)?;
    }
    consent::ask(caller, &rule);
    if is_a_must && !caller.is_hung_up() && permits(caller, &rule).lacks_consent {
        return Err(RecordingRefusal::NoConsent.to_string());
    }
    Ok(())
}
