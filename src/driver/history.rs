//! Lines of history as hosts, reports and files see them: numbered, dated, with names.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

use crate::engine::{
    CallExit, CallId, ContactId, Departure, DeviceState, Door, EndedBy, OfferFailure, OfferId,
    TagKey, TagValue, Tags, WrapUpEnd,
};

use super::card::Caller;

/// What happened. Durations are in milliseconds.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "event", rename_all = "snake_case")]
#[non_exhaustive]
pub enum HistoryFact {
    /// A configuration came into force.
    FloorPlanned,
    /// The agent signed in.
    AgentSignedIn {
        /// On which phone.
        interface: Arc<str>,
    },
    /// The agent signed out.
    AgentSignedOut,
    /// The agent became ready.
    AgentReady,
    /// The agent became not ready.
    AgentNotReady {
        /// Why.
        reason: Arc<str>,
    },
    /// A request was noted that takes effect when the call in hand is over.
    AgentChangePending {
        /// The not-ready reason; `None`: sign-out.
        reason: Option<Arc<str>>,
    },
    /// What follows about the agent is not the agent's own wish.
    AgentChangeCaused {
        /// `ready`, `not_ready` or `signed_out`.
        change: &'static str,
        /// The not-ready reason.
        #[serde(skip_serializing_if = "Option::is_none")]
        reason: Option<Arc<str>>,
        /// `forced`, `missed_offers`, `phone_taken` or `time_over`.
        cause: &'static str,
        /// Who: the source of a forced change, or the agent who took the phone.
        #[serde(skip_serializing_if = "Option::is_none")]
        by: Option<Arc<str>>,
        /// How many offers were missed.
        #[serde(skip_serializing_if = "Option::is_none")]
        missed: Option<u32>,
    },
    /// Something of the agent was changed.
    AgentChanged {
        /// `skill`, `queue` or `interface`.
        changed: &'static str,
        /// Which skill or queue.
        #[serde(skip_serializing_if = "Option::is_none")]
        name: Option<String>,
        /// The former level, rank or phone; `None`: did not serve the queue.
        from: Option<String>,
        /// What it is now.
        to: Option<String>,
        /// Who changed it.
        by: Arc<str>,
    },
    /// The agent has been away for as long as the not-ready reason allows.
    NotReadyLimitPassed {
        /// The reason.
        reason: Arc<str>,
        /// How long it allows.
        limit_ms: u64,
    },
    /// The agent wants to be not ready after the next call, or no longer wants that.
    AgentOneCall {
        /// Whether so it is now.
        is_on: bool,
    },
    /// A noted request was taken back before it took effect.
    AgentChangeCancelled,
    /// The agent's phone changed its state in a way that matters to routing.
    DeviceChanged {
        /// Its state now.
        device: DeviceState,
    },
    /// The queue was opened or closed by hand, or given back to its opening hours.
    DoorSet {
        /// Which queue.
        queue: Arc<str>,
        /// Who decided before.
        before: Door,
        /// Who decides from now on.
        door: Door,
        /// Who wanted it so.
        by: Arc<str>,
    },
    /// The queue's agents in reserve take its calls from now on.
    ReserveJoined {
        /// Which queue.
        queue: Arc<str>,
        /// What brought them in: `line` (calls), `wait` or `estimate` (milliseconds) or
        /// `service-level` (percent).
        sign: &'static str,
        /// What it had come to; absent: no regular agent is at work.
        #[serde(skip_serializing_if = "Option::is_none")]
        value: Option<u64>,
        /// Agents in reserve, whatever they do.
        agents: u32,
        /// Of these, how many are free.
        free: u32,
    },
    /// The queue's agents in reserve take no more of its calls.
    ReserveLeft {
        /// Which queue.
        queue: Arc<str>,
        /// What had held them to the last; absent: a reload took the reserve away.
        #[serde(skip_serializing_if = "Option::is_none")]
        sign: Option<&'static str>,
        /// What it has come to; absent: that cannot be said.
        #[serde(skip_serializing_if = "Option::is_none")]
        value: Option<u64>,
        /// How long they were in.
        stayed_ms: u64,
    },
    /// The call entered its queue.
    CallArrived {
        /// Who calls.
        caller: Caller,
        /// The call that the same caller was in before, from which a transfer, a redirect or the
        /// dialplan brought the caller here.
        #[serde(skip_serializing_if = "Option::is_none")]
        follows: Option<CallId>,
        /// Its priority.
        priority: i32,
        /// What it needs at first.
        requirement: String,
    },
    /// Another caller has taken the place of the one who made the call: an agent asked around in
    /// this call and then handed over a caller of before.
    CallerReplaced {
        /// Who it is now.
        caller: Caller,
        /// The call in which this caller was before.
        follows: CallId,
    },
    /// The caller hung up and called again in time: the call has the former place in line.
    PlaceRegained {
        /// How long ago the call counts as arrived.
        former_wait_ms: u64,
    },
    /// The call waits for the agent alone at first.
    CallHeld {
        /// How long at most.
        hold_ms: u64,
    },
    /// The call that waited for the agent alone waits for everyone from now on.
    HoldEnded,
    /// The call's requirement was replaced.
    CallRelaxed {
        /// The step, from 1; 0: the first requirement.
        step: u8,
        /// What the call needs now.
        requirement: String,
        /// Agents of the queue who meet it, whatever they do.
        qualified: u32,
        /// Of these, how many are free.
        free: u32,
    },
    /// Agents of a later rank take the call from now on.
    RanksWidened {
        /// The last rank that takes it; absent: every rank does.
        #[serde(skip_serializing_if = "Option::is_none")]
        rank_max: Option<u8>,
        /// Agents of the queue who qualify now, whatever they do.
        qualified: u32,
        /// Of these, how many are free.
        free: u32,
    },
    /// The queue's strategy was changed while the floor was open, or such a change taken back.
    StrategyChanged {
        /// Which queue.
        queue: Arc<str>,
        /// How they were chosen before.
        before: &'static str,
        /// How agents are chosen now.
        strategy: &'static str,
        /// It is what the configuration says.
        is_planned: bool,
        /// Who wanted it so; absent: a reload changed the key.
        #[serde(skip_serializing_if = "Option::is_none")]
        by: Option<Arc<str>>,
    },
    /// How many agents the queue rings at once was changed while the floor was open, or such a
    /// change taken back.
    RingAtOnceChanged {
        /// Which queue.
        queue: Arc<str>,
        /// How many before.
        before: u8,
        /// How many now.
        ring_at_once: u8,
        /// It is what the configuration says.
        is_planned: bool,
        /// Who wanted it so; absent: a reload changed the key.
        #[serde(skip_serializing_if = "Option::is_none")]
        by: Option<Arc<str>>,
    },
    /// Somebody changed the call.
    CallChanged {
        /// What: `priority`, `requirement`, or the name of an attribute with `$` before it.
        what: String,
        /// What it was; `None`: unset.
        before: Option<String>,
        /// What it is; `None`: unset.
        after: Option<String>,
        /// Who wanted it so.
        by: Arc<str>,
    },
    /// The call moved to another queue.
    CallMoved {
        /// Where it was.
        from: Arc<str>,
        /// Where it is now.
        to: Arc<str>,
        /// `overflow`, `overflow-length`, `overflow-estimate`, `asked` or `forced`.
        cause: &'static str,
        /// Who asked for it.
        by: Option<Arc<str>>,
        /// How long the call has waited.
        wait_ms: u64,
    },
    /// The call was to move by rule, but that queue does not take it now.
    CallNotMoved {
        /// Where it was to go.
        to: Arc<str>,
        /// `overflow`, `overflow-length` or `overflow-estimate`.
        cause: &'static str,
    },
    /// The caller was told something while waiting.
    CallAnnounced {
        /// The place in line.
        position: Option<u32>,
        /// Instead of the place: more than so many wait.
        more_than: Option<u32>,
        /// The estimated wait, rounded.
        announced_wait_ms: Option<u64>,
        /// Prompts that were played.
        files: Vec<Arc<str>>,
    },
    /// The call was offered to the agent.
    CallOffered {
        /// Which offer.
        offer: OfferId,
        /// How long the call has waited.
        wait_ms: u64,
    },
    /// The agent's phone rings.
    OfferRang {
        /// Which offer.
        offer: OfferId,
    },
    /// The agent has picked up and hears what comes before the conversation.
    OfferPickedUp {
        /// Which offer.
        offer: OfferId,
    },
    /// The offer came to nothing.
    OfferFailed {
        /// Which offer.
        offer: OfferId,
        /// Why.
        failure: OfferFailure,
        /// How long it lasted.
        ring_ms: u64,
        /// The host did not confirm the end in time.
        is_lease_expired: bool,
    },
    /// Caller and agent were connected.
    CallConnected {
        /// Which offer was answered.
        offer: OfferId,
        /// How long the caller waited, ringing included.
        wait_ms: u64,
        /// How long the phone rang.
        ring_ms: u64,
        /// What the call needed at that moment.
        requirement: String,
        /// The agent's skills and levels at that moment.
        skills: BTreeMap<String, u8>,
    },
    /// The conversation ended.
    ConversationEnded {
        /// How long they talked, holds included.
        talk_ms: u64,
        /// For how long of that the agent had the caller on hold.
        hold_ms: u64,
        /// Who ended it.
        ended_by: EndedBy,
    },
    /// A tag was set, or set to another value.
    TagSet {
        /// Whose: the caller's whole visit.
        contact: ContactId,
        /// The PBX's name of the contact's call; empty if it is long gone.
        contact_host_call: Arc<str>,
        /// Its key.
        tag: TagKey,
        /// What it is.
        value: TagValue,
        /// What it was; absent: it was not there.
        #[serde(skip_serializing_if = "Option::is_none")]
        before: Option<TagValue>,
        /// Who set it: a person or module, `rule` and its name, or `default tags`.
        by: Arc<str>,
    },
    /// A tag was taken away.
    TagRemoved {
        /// Whose: the caller's whole visit.
        contact: ContactId,
        /// The PBX's name of the contact's call; empty if it is long gone.
        contact_host_call: Arc<str>,
        /// Its key.
        tag: TagKey,
        /// What it was.
        #[serde(skip_serializing_if = "Option::is_none")]
        before: Option<TagValue>,
        /// Who took it away.
        by: Arc<str>,
    },
    /// After-call time ended although mandatory tags were missing.
    TagsMissing {
        /// Which ones.
        missing: Vec<TagKey>,
    },
    /// The caller of a contact that had tags is gone, and nothing more will be said of it.
    ContactEnded {
        /// Which contact.
        contact: ContactId,
        /// The PBX's name of the contact's call.
        contact_host_call: Arc<str>,
        /// The tags that it had in the end.
        tags: Tags,
    },
    /// After a failure of the engine the conversation was taken over.
    ConversationResumed,
    /// The agent's after-call time began.
    WrapUpStarted {
        /// How long it may last.
        wrap_up_ms: u64,
    },
    /// After a restart of the PBX the agent's after-call time goes on.
    WrapUpResumed {
        /// How long it still may last.
        wrap_up_ms: u64,
    },
    /// The agent said what became of the call; the last word counts.
    CallDisposed {
        /// The disposition's code.
        disposition: Arc<str>,
    },
    /// The agent's after-call time was made longer, before its begin or during it.
    WrapUpExtended {
        /// By how much.
        extend_ms: u64,
    },
    /// The agent's after-call time ended, and with it all that can be said of the call.
    WrapUpEnded {
        /// How.
        ended_by: WrapUpEnd,
        /// What became of the call: the disposition's code.
        #[serde(skip_serializing_if = "Option::is_none")]
        disposition: Option<Arc<str>>,
        /// The agent did not say so: it is the queue's default.
        is_default: bool,
    },
    /// The call left by the caller's side before an agent answered.
    CallLeft {
        /// How.
        departure: Departure,
        /// The caller hung up after so short a wait that it counts as a mistake.
        is_short: bool,
        /// After which wait.
        wait_ms: u64,
    },
    /// The call left by rule before an agent answered, or was not let in.
    CallReleased {
        /// Why.
        exit: CallExit,
        /// It was in line; otherwise it was not let in.
        was_in_line: bool,
        /// After which wait.
        wait_ms: u64,
    },
    /// The recording of the call began, ended, was paused or goes on.
    RecordingChanged {
        /// `off`, `recording` or `paused`.
        state: &'static str,
        /// What was asked for: `start`, `stop`, `pause` or `resume`.
        verb: &'static str,
        /// Who asked.
        by: Arc<str>,
        /// What holds the pause: `word`, `hold`, `tag`; empty: nothing.
        held_by: String,
        /// The rule.
        rule: Arc<str>,
        /// The sound file.
        file: String,
    },
    /// The call is not recorded although it should be.
    RecordingFailed {
        /// What went wrong.
        cause: String,
        /// The rule.
        rule: Arc<str>,
        /// The sound file; empty: there is none.
        file: String,
        /// It is tried again until the call ends.
        is_retried: bool,
    },
    /// A recording is complete, with its sidecar beside it.
    RecordingFinished {
        /// The rule.
        rule: Arc<str>,
        /// The sidecar file.
        sidecar: String,
        /// How long it lasted.
        length_ms: u64,
        /// The PBX died while it ran.
        is_interrupted: bool,
    },
    /// A recording was kept for as long as its rule says, and is gone from its place.
    RecordingExpired {
        /// The rule.
        rule: Arc<str>,
        /// The sidecar file, where it was.
        sidecar: String,
        /// Where it is now; empty: it was deleted.
        archive: String,
        /// Who wanted it so: `retention` or `console`.
        by: Arc<str>,
    },
    /// The call was alive when the PBX ended without a word, as by a crash or a power failure.
    CallInterrupted {
        /// Who talked to the caller is told as the agent; else the call was waiting.
        is_answered: bool,
    },
    /// The store cannot write; calls go on, what is to be kept waits.
    StoreBehind {
        /// Why.
        cause: String,
        /// What to do about it.
        advice: String,
        /// Entries that wait.
        waiting: usize,
    },
    /// The store writes again, and all that waited is written.
    StoreCaughtUp {
        /// Entries that could not be kept since the module was loaded.
        lost: u64,
    },
    /// Something is wrong; `acd show health` lists all of it.
    AlarmRaised {
        /// `engine`, `slow`, `store`, `recorder`, `queue` or `agent`.
        alarm: &'static str,
        /// Which queue or agent.
        about: Option<Arc<str>>,
        /// `critical` or `warning`.
        severity: &'static str,
        /// What is wrong.
        cause: String,
        /// What to do about it.
        advice: String,
    },
    /// It is right again.
    AlarmCleared {
        /// Which alarm.
        alarm: &'static str,
        /// Which queue or agent.
        about: Option<Arc<str>>,
        /// How long it was raised.
        lasted_ms: u64,
    },
    /// The engine failed and was started anew; what follows about agents restores their states.
    EngineFailed {
        /// What it was doing.
        topic: &'static str,
        /// What the failure said.
        cause: String,
        /// Waiting calls that went on in the dialplan.
        calls_released: usize,
        /// Conversations that go on.
        conversations_kept: usize,
    },
}
