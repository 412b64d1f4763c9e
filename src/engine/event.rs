//! History: what happened on the floor, numbered without a gap.
//!
//! Names are left out on purpose: ids are resolved against the floor plan by whoever writes the
//! history down, at the moment of writing, so that the engine stays integer.

use std::sync::Arc;

use super::agent::change::Changed;
use super::call::change::CallChanged;
use super::cause::{ChangeCause, WrapUpEnd};
use super::id::{AgentId, CallId, OfferId, QueueId};
use super::input::{Departure, DeviceState, EndedBy, Forced, OfferFailure};
use super::output::CallExit;
use super::plan::{DispositionPlan, ReserveSign, Strategy};
use super::queue::door::Door;
use super::requirement::Requirement;
use super::skill::SkillSet;
use super::tag::{TagKey, TagValue};
use super::waiting::announce::PositionTold;
use super::waiting::moving::MoveCause;

/// What happened.
#[derive(Debug, Clone)]
pub enum EventKind {
    /// A floor plan came into force.
    FloorPlanned,
    /// An agent signed in, or moved to another phone.
    AgentSignedIn {
        /// Who.
        agent: AgentId,
        /// On which phone.
        interface: Arc<str>,
    },
    /// An agent signed out.
    AgentSignedOut {
        /// Who.
        agent: AgentId,
    },
    /// An agent became ready.
    AgentReady {
        /// Who.
        agent: AgentId,
    },
    /// An agent became not ready.
    AgentNotReady {
        /// Who.
        agent: AgentId,
        /// Why.
        reason: Arc<str>,
    },
    /// A not-ready or sign-out request was noted and takes effect when the call in hand is over.
    AgentChangePending {
        /// Who.
        agent: AgentId,
        /// The not-ready reason; `None`: sign-out.
        reason: Option<Arc<str>>,
    },
    /// What follows about the agent is not the agent's own wish.
    AgentChangeCaused {
        /// Who.
        agent: AgentId,
        /// What was brought about, now or as soon as the call in hand is over.
        change: Forced,
        /// By whom or what.
        cause: ChangeCause,
    },
    /// Something of an agent was changed while the floor was open.
    AgentChanged {
        /// Who.
        agent: AgentId,
        /// What, from what to what.
        changed: Changed,
        /// Who changed it.
        by: Arc<str>,
    },
    /// An agent has been away for as long as the not-ready reason allows.
    NotReadyLimitPassed {
        /// Who.
        agent: AgentId,
        /// The reason.
        reason: Arc<str>,
        /// How long it allows.
        limit_ms: u64,
    },
    /// A noted request was taken back before it took effect.
    AgentChangeCancelled {
        /// Who.
        agent: AgentId,
    },
    /// The state of an agent's phone changed in a way that matters to routing.
    DeviceChanged {
        /// Whose phone.
        agent: AgentId,
        /// Its state now.
        device: DeviceState,
    },
    /// A queue was opened or closed by hand, or given back to its opening hours.
    DoorSet {
        /// Which queue.
        queue: QueueId,
        /// Who decided before.
        before: Door,
        /// Who decides from now on.
        door: Door,
        /// Who wanted it so.
        by: Arc<str>,
    },
    /// The reserve of a queue joined: its agents take calls of the queue from now on.
    ReserveJoined {
        /// Which queue.
        queue: QueueId,
        /// What brought it in.
        sign: ReserveSign,
        /// What that had come to; `None`: no regular agent is at work, so that nobody knows how
        /// long calls would wait.
        value: Option<u64>,
        /// Its agents, whatever they do.
        agents: u32,
        /// Of these, how many are free.
        free: u32,
    },
    /// The reserve of a queue left: its agents take no more calls of the queue.
    ReserveLeft {
        /// Which queue.
        queue: QueueId,
        /// What had held it to the last; `None`: a new floor plan has no reserve there.
        sign: Option<ReserveSign>,
        /// What that has come to; `None`: that cannot be said.
        value: Option<u64>,
        /// How long it was in.
        stayed_ms: u64,
    },
    /// A call entered a queue.
    CallArrived {
        /// Which call.
        call: CallId,
        /// Which queue.
        queue: QueueId,
        /// Its priority.
        priority: i32,
        /// What it needs at first.
        requirement: Arc<Requirement>,
    },
    /// A caller who hung up and called again in time has the former place in line.
    PlaceRegained {
        /// Which call.
        call: CallId,
        /// How long ago the call counts as arrived.
        former_wait_ms: u64,
    },
    /// A call waits for one agent alone at first.
    CallHeld {
        /// Which call.
        call: CallId,
        /// For whom.
        agent: AgentId,
        /// How long at most.
        hold_ms: u64,
    },
    /// A call that waited for one agent alone waits for everyone from now on.
    HoldEnded {
        /// Which call.
        call: CallId,
        /// For whom it waited.
        agent: AgentId,
    },
    /// A call's requirement was replaced, by a relaxation step or a new floor plan.
    CallRelaxed {
        /// Which call.
        call: CallId,
        /// The step, counted from 1; 0: the first requirement.
        step: u8,
        /// What it needs now.
        requirement: Arc<Requirement>,
        /// Agents of the queue who meet it, whatever they do.
        qualified: u32,
        /// Of these, how many are free.
        free: u32,
    },
    /// Agents of a later rank take the call from now on.
    RanksWidened {
        /// Which call.
        call: CallId,
        /// The last rank that takes it.
        rank_max: u8,
        /// Agents of the queue who qualify now, whatever they do.
        qualified: u32,
        /// Of these, how many are free.
        free: u32,
    },
    /// The way of choosing a queue's next agent was changed while the floor was open, or such a
    /// change was taken back.
    StrategyChanged {
        /// Which queue.
        queue: QueueId,
        /// How they were chosen before.
        before: Strategy,
        /// How agents are chosen now.
        strategy: Strategy,
        /// It is what the plan says.
        is_planned: bool,
        /// Who wanted it so; `None`: a new plan has another strategy.
        by: Option<Arc<str>>,
    },
    /// How many agents a queue rings at once was changed while the floor was open, or such a
    /// change was taken back.
    RingAtOnceChanged {
        /// Which queue.
        queue: QueueId,
        /// How many before.
        before: u8,
        /// How many now.
        ring_at_once: u8,
        /// It is what the plan says.
        is_planned: bool,
        /// Who wanted it so; `None`: a new plan has another number.
        by: Option<Arc<str>>,
    },
    /// Somebody changed a call that waits or rings.
    CallChanged {
        /// Which call.
        call: CallId,
        /// What.
        change: CallChanged,
        /// Who wanted it so.
        by: Arc<str>,
    },
    /// A call moved to another queue.
    CallMoved {
        /// Which call.
        call: CallId,
        /// Where it was.
        from: QueueId,
        /// Where it is now.
        to: QueueId,
        /// Why.
        cause: MoveCause,
        /// How long the call has waited.
        wait_ms: u64,
    },
    /// A call was to move by rule, but that queue is full, lets nobody in, or cannot bind its need.
    CallNotMoved {
        /// Which call.
        call: CallId,
        /// Where it was to go.
        to: QueueId,
        /// By which rule.
        cause: MoveCause,
    },
    /// A caller who waits was told something.
    CallAnnounced {
        /// Which call.
        call: CallId,
        /// The place in line that was told.
        position: Option<PositionTold>,
        /// The estimated wait that was told, rounded.
        wait_ms: Option<u64>,
        /// Prompts that were played.
        files: Vec<Arc<str>>,
    },
    /// A call was offered to an agent.
    CallOffered {
        /// Which call.
        call: CallId,
        /// Which offer.
        offer: OfferId,
        /// To whom.
        agent: AgentId,
        /// How long the call has waited.
        wait_ms: u64,
    },
    /// The agent's phone rings.
    OfferRang {
        /// Which call.
        call: CallId,
        /// Which offer.
        offer: OfferId,
        /// Whose phone.
        agent: AgentId,
    },
    /// The agent has picked up and hears what comes before the conversation.
    OfferPickedUp {
        /// Which call.
        call: CallId,
        /// Which offer.
        offer: OfferId,
        /// Who.
        agent: AgentId,
    },
    /// An offer came to nothing. Every offer ends with exactly one `CallConnected` or
    /// `OfferFailed`; a ring cut short because the call left ends as `Rescinded`.
    OfferFailed {
        /// Which call.
        call: CallId,
        /// Which offer.
        offer: OfferId,
        /// Who was rung.
        agent: AgentId,
        /// Why.
        failure: OfferFailure,
        /// How long the offer lasted.
        ring_ms: u64,
        /// The host did not confirm the end in time.
        is_lease_expired: bool,
    },
    /// Caller and agent were connected.
    CallConnected {
        /// Which call.
        call: CallId,
        /// Which offer was answered.
        offer: OfferId,
        /// Which queue.
        queue: QueueId,
        /// With whom.
        agent: AgentId,
        /// How long the caller waited, ringing included.
        wait_ms: u64,
        /// How long the phone rang.
        ring_ms: u64,
        /// What the call needed when it was offered.
        requirement: Arc<Requirement>,
        /// The agent's skills when the call was offered.
        skills: SkillSet,
    },
    /// A conversation ended.
    ConversationEnded {
        /// Which call.
        call: CallId,
        /// Which queue.
        queue: QueueId,
        /// With whom.
        agent: AgentId,
        /// How long they talked.
        talk_ms: u64,
        /// Who ended it.
        ended_by: EndedBy,
    },
    /// After a restart of the engine a conversation was taken over.
    ConversationResumed {
        /// Which call.
        call: CallId,
        /// With whom.
        agent: AgentId,
    },
    /// An agent's after-call time began.
    WrapUpStarted {
        /// Who.
        agent: AgentId,
        /// After which call.
        call: CallId,
        /// How long it may last.
        wrap_up_ms: u64,
    },
    /// An agent said what became of the call in hand or of the last one; the last word counts.
    CallDisposed {
        /// Who.
        agent: AgentId,
        /// Of which call.
        call: CallId,
        /// What.
        disposition: Arc<DispositionPlan>,
    },
    /// An agent's after-call time was made longer, before its begin or during it.
    WrapUpExtended {
        /// Who.
        agent: AgentId,
        /// After which call.
        call: CallId,
        /// By how much.
        extend_ms: u64,
    },
    /// Mandatory tags were missing when after-call time ended; these are set instead.
    TagsMissing {
        /// Who.
        agent: AgentId,
        /// Which call.
        call: CallId,
        /// Which tags.
        missing: Arc<[TagKey]>,
        /// What is set of them.
        defaults: Arc<[(TagKey, TagValue)]>,
    },
    /// An agent's after-call time ended, and with it all that can be said of the call.
    WrapUpEnded {
        /// Who.
        agent: AgentId,
        /// After which call.
        call: CallId,
        /// How it ended.
        ended_by: WrapUpEnd,
        /// What became of the call.
        disposition: Option<Arc<DispositionPlan>>,
        /// The agent did not say so: it is the queue's default.
        is_default: bool,
    },
    /// A call left by the caller's side before an agent answered.
    CallLeft {
        /// Which call.
        call: CallId,
        /// Which queue.
        queue: QueueId,
        /// How.
        departure: Departure,
        /// The caller hung up after so short a wait that it counts as a mistake.
        is_short: bool,
        /// After which wait.
        wait_ms: u64,
    },
    /// A call left by rule before an agent answered, or was not let in.
    CallReleased {
        /// Which call.
        call: CallId,
        /// Which queue.
        queue: QueueId,
        /// Why.
        exit: CallExit,
        /// It was in line; otherwise it was not let in.
        was_in_line: bool,
        /// After which wait.
        wait_ms: u64,
    },
}
