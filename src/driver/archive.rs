//! What is kept, as people see it: the store itself, and finished calls.
//!
//! Read on the thread that asks, beside the writer: neither the worker nor any call is asked.

use std::collections::BTreeMap;
use std::time::Duration;

use crossbeam::channel::bounded;
use serde::Serialize;
use serde_json::Value;

use super::card::Caller;
use super::clock::Clock;
use super::entrance::Entrance;
use super::inbox::Letter;
use super::lobby::StoreState;
use super::refusal::Refusal;
use crate::engine::CallId;
use crate::store::{Archive, CallFilter, Extent, FinishedCall, FinishedOffer, StoreError};

/// The store now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StoreView {
    /// `well`, `behind` (it cannot write now), `failed` (it could not be opened) or `off`.
    pub state: &'static str,
    /// Its file.
    pub file: Option<String>,
    /// Why it is behind or has failed.
    pub cause: Option<String>,
    /// What to do about it.
    pub advice: Option<&'static str>,
    /// Entries that wait to be written.
    pub waiting: usize,
    /// Entries written since the module was loaded.
    pub written: u64,
    /// Entries that could not be kept since the module was loaded.
    pub lost: u64,
    /// The number of the first fact of history that is kept; 0: none is.
    pub first_sequence: u64,
    /// The number of the last one.
    pub last_sequence: u64,
    /// Facts in between that could not be kept.
    pub missing: u64,
    /// Finished calls that are kept.
    pub calls: u64,
    /// How long they are kept; `None`: for ever.
    pub keep_ms: Option<u64>,
    /// The form of its tables.
    pub form: usize,
}

/// A finished call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FinishedCallView {
    /// Its number.
    pub call: CallId,
    /// The PBX's name of it.
    pub host_call: String,
    /// The queue that it was in last.
    pub queue: String,
    /// The queue that it entered.
    pub entered_queue: String,
    /// Who called.
    pub caller: Caller,
    /// The call that the same caller was in before.
    pub follows: Option<u64>,
    /// When it arrived, in microseconds since 1970.
    pub arrived_us: u64,
    /// When an agent answered.
    pub answered_us: Option<u64>,
    /// When it ended.
    pub ended_us: u64,
    /// How it ended: `answered`, or why it was not, such as `abandoned` or `timeout`; `restart`:
    /// Asterisk ended in the middle of it.
    pub end: String,
    /// Who ended the conversation.
    pub ended_by: Option<String>,
    /// The caller hung up after so short a wait that it counts as a mistake.
    pub is_short: bool,
    /// Who talked to the caller.
    pub agent: Option<String>,
    /// How long the caller waited.
    pub wait_ms: u64,
    /// How long the phone rang that was answered.
    pub ring_ms: Option<u64>,
    /// How long they talked.
    pub talk_ms: Option<u64>,
    /// How long after-call time lasted.
    pub wrap_up_ms: Option<u64>,
    /// What became of it: the disposition's code.
    pub disposition: Option<String>,
    /// Nobody said so: it is the queue's default.
    pub is_default_disposition: bool,
    /// Its last priority.
    pub priority: i64,
    /// What it needed last.
    pub requirement: String,
    /// The relaxation step that it had reached.
    pub step: u8,
    /// Its tags with their last values.
    pub tags: BTreeMap<String, String>,
}

/// An offer of a finished call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FinishedOfferView {
    /// The offer's number.
    pub offer: u64,
    /// Whom.
    pub agent: String,
    /// When, in microseconds since 1970.
    pub offered_us: u64,
    /// How long it lasted.
    pub ring_ms: Option<u64>,
    /// `answered`, or why not.
    pub outcome: Option<String>,
}

/// A finished call with all that is kept of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WholeCallView {
    /// The call.
    #[serde(flatten)]
    pub call: FinishedCallView,
    /// The calls of the same caller's visit, by number.
    pub chain: Vec<u64>,
    /// Its offers in order.
    pub offers: Vec<FinishedOfferView>,
    /// Sidecars of its recordings, which name the files, each with what became of it.
    pub recordings: Vec<String>,
    /// Its history.
    pub facts: Vec<Value>,
}

impl Entrance {
    /// How the store stands.
    ///
    /// # Errors
    /// When its file cannot be read.
    pub fn store(&self) -> Result<StoreView, Refusal> {
        let keep_ms = Some(self.settings().store.keep_ms).filter(|keep_ms| *keep_ms > 0);
        let mut view = StoreView {
            state: "off",
            file: None,
            cause: None,
            advice: None,
            waiting: 0,
            written: 0,
            lost: 0,
            first_sequence: 0,
            last_sequence: 0,
            missing: 0,
            calls: 0,
            keep_ms,
            form: 0,
        };
        match self.lobby().store() {
            None => {}
            Some(StoreState::Failed { file, cause }) => {
                view.state = "failed";
                view.file = Some(file.display().to_string());
                view.cause = Some(cause.clone());
                view.advice = Some("do what the cause says, then unload and load the module");
            }
            Some(StoreState::Open(archive)) => {
                let standing = archive.standing();
                view.state = if standing.failure.is_some() {
                    "behind"
                } else {
                    "well"
                };
                view.file = Some(archive.file().display().to_string());
                view.advice = standing.failure.as_ref().map(|failure| failure.advice);
                view.cause = standing.failure.map(|failure| failure.cause);
                view.waiting = standing.waiting;
                view.written = standing.written;
                view.lost = standing.lost;
                view.form = standing.form;
                let Extent {
                    first_sequence,
                    last_sequence,
                    missing,
                    calls,
                } = archive.extent().map_err(unreadable)?;
                view.first_sequence = first_sequence;
                view.last_sequence = last_sequence;
                view.missing = missing;
                view.calls = calls;
            }
        }
        Ok(view)
    }

    /// Finished calls, the latest first.
    ///
    /// # Errors
    /// When there is no store, or it cannot be read.
    pub fn finished_calls(&self, filter: &CallFilter) -> Result<Vec<FinishedCallView>, Refusal> {
        let calls = self.archive()?.finished(filter).map_err(unreadable)?;
        Ok(calls.into_iter().map(finished).collect())
    }

    /// One finished call with all that is kept of it; `None`: it is not kept, or not over.
    ///
    /// # Errors
    /// When there is no store, or it cannot be read.
    pub fn finished_call(&self, call: CallId) -> Result<Option<WholeCallView>, Refusal> {
        let whole = self.archive()?.whole(call.0).map_err(unreadable)?;
        Ok(whole.map(|whole| WholeCallView {
            call: finished(whole.call),
            chain: whole.chain,
            offers: whole.offers.into_iter().map(offer).collect(),
            recordings: whole.recordings.into_iter().map(recording).collect(),
            facts: whole.facts.iter().filter_map(|line| fact(line)).collect(),
        }))
    }

    /// The time of day, in microseconds since 1970.
    #[must_use]
    pub fn wall_us(&self) -> u64 {
        Clock::wall_us()
    }

    /// Waits until all that was told so far is kept, at most for that long. False: it is not.
    #[must_use]
    pub fn flush_store(&self, patience: Duration) -> bool {
        if !matches!(self.lobby().store(), Some(StoreState::Open(_))) {
            return true;
        }
        let (written, told) = bounded(1);
        self.lobby().report(Letter::StoreFlush(written));
        told.recv_timeout(patience).is_ok()
    }

    pub(super) fn archive(&self) -> Result<&Archive, Refusal> {
        match self.lobby().store() {
            Some(StoreState::Open(archive)) => Ok(archive),
            Some(StoreState::Failed { cause, .. }) => Err(Refusal::Store(cause.clone())),
            None => Err(Refusal::NoStore),
        }
    }
}

pub(super) fn unreadable(error: StoreError) -> Refusal {
    let advice = error.advice();
    Refusal::Store(format!("{error}; {advice}"))
}

fn finished(call: FinishedCall) -> FinishedCallView {
    FinishedCallView {
        call: CallId(call.call),
        host_call: call.host_call,
        queue: call.queue,
        entered_queue: call.entered_queue,
        caller: Caller::new(&call.caller_number, &call.caller_name),
        follows: call.follows,
        arrived_us: call.arrived_us,
        answered_us: call.answered_us,
        ended_us: call.ended_us,
        end: call.end,
        ended_by: call.ended_by,
        is_short: call.is_short,
        agent: call.agent,
        wait_ms: call.wait_ms,
        ring_ms: call.ring_ms,
        talk_ms: call.talk_ms,
        wrap_up_ms: call.wrap_up_ms,
        disposition: call.disposition,
        is_default_disposition: call.is_default_disposition,
        priority: call.priority,
        requirement: call.requirement,
        step: call.step,
        tags: call.tags.into_iter().collect(),
    }
}

// One that is whole, is told by its sidecar alone.
fn recording((file, outcome): (String, Option<String>)) -> String {
    match outcome.as_deref() {
        None | Some("whole") => file,
        Some(outcome) if file.is_empty() => outcome.to_owned(),
        Some(outcome) => format!("{file} ({outcome})"),
    }
}

fn offer(offer: FinishedOffer) -> FinishedOfferView {
    FinishedOfferView {
        offer: offer.offer,
        agent: offer.agent,
        offered_us: offer.offered_us,
        ring_ms: offer.ring_ms,
        outcome: offer.outcome,
    }
}

// The caller is told once, in the way that holds now.
fn fact(line: &str) -> Option<Value> {
    let mut fact: Value = serde_json::from_str(line).ok()?;
    fact.as_object_mut()?.remove("caller");
    Some(fact)
}
