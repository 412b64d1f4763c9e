//! The rules of the contact-centre floor: pure, deterministic, without clock, thread or I/O.
//!
//! One mutation, then drain: `Router::handle(now, Input)`, then `Router::poll()` until
//! `Output::Idle`; `Router::handle_deadline(now)` when the moment named by `Idle` has come. The
//! same inputs give the same outputs, byte for byte.
//!
//! `plan` is what the operator wants, `input` and `output` what comes in and goes out, `event` the
//! history. `router` brings each fact to its rule: about an agent, a call or a queue, about calls
//! while they wait, about who gets which. `estimate` and `reading` only look; `invariant` checks.
#![forbid(unsafe_code)]

mod agent;
mod call;
mod cause;
mod estimate;
pub mod event;
pub mod id;
pub mod input;
mod invariant;
pub mod limits;
mod matching;
mod numbered;
pub mod output;
pub mod plan;
mod queue;
mod reading;
pub mod recording;
pub mod rejection;
mod replan;
pub mod requirement;
mod router;
pub mod skill;
mod span;
pub mod spelling;
pub mod tag;
#[cfg(test)]
mod tests;
pub mod time;
mod timer;
mod waiting;

pub use agent::change::Changed;
pub use agent::record::PendingChange;
pub use agent::state::AgentState;
pub use call::attribute::{AttributeError, Attributes, Named};
pub use call::change::CallChanged;
pub use call::memory::CallerTrace;
pub use call::record::{CallActivity, CallOffer};
pub use call::state::CallState;
pub use cause::{ChangeCause, WrapUpEnd};
pub use event::EventKind;
pub use id::{AgentId, CallId, ContactId, DispositionId, OfferId, QueueId, SkillId};
pub use input::{
    AgentChange, Arrival, CallChange, Departure, DeviceState, EndedBy, Forced, Input, OfferFailure,
    QueueChange, WrapUpFinish,
};
pub use numbered::Event;
pub use output::{CallExit, OfferOrder, OfferTerms, Output, RescindReason, WatchedDevice};
pub use plan::{
    Ageing, AgentPhoneRules, AgentPlan, AnnounceRules, Announced, AtClose, AtLimit, AttributeTest,
    BackOff, CallOrder, CallerRules, ChoiceRules, ConnectedRules, Display, DisplayFacts,
    DispositionPlan, DispositionUse, EntryRules, ExitRules, FloorPlan, Forwarding, Hours,
    LineRules, Listed, LocalTime, NeedRules, ONE_CALL_REASON, OfferRules, OrderRules,
    OverflowEstimate, OverflowLength, OverflowRules, OverflowStep, PIN_DIGITS_MAX, PIN_DIGITS_MIN,
    PhoneHeader, PhoneRules, Pin, PriorityRule, Prompt, QueuePlan, RANK_ANY, RONA_REASON,
    RankWindow, ReasonList, ReasonPlan, RecordingLayout, RecordingNeed, RecordingPlan,
    RecordingRules, RelaxStep, ReserveRules, ReserveSign, Roll, SYSTEM_REASONS, Selectable,
    ServiceLevel, Shown, Sounds, StaffLevel, StateInterface, StepCondition, Strategy, TagKeyMap,
    TagUse, TalkUntil, TellPosition, TellWait, Threshold, TimeSpan, UNDECLARED_REASON,
    WaitingRules, WaitingSound, WhenMissing, WrapUpRules,
};
pub use queue::door::Door;
pub use queue::staffing::Staff;
pub use reading::coming_step::ComingStep;
pub use reading::explain_agent::{AgentExplanation, CallChance, Chance, QueueChance};
pub use reading::explain_call::{AgentReason, Explanation, Reason};
pub use reading::prospect::Prospect;
pub use reading::reserve::{ReserveStanding, SignStanding};
pub use reading::views::{
    AgentCondition, AgentStanding, AgentView, CallView, NotReadyView, QueueView,
};
pub use recording::choice::{RecordingOrigin, recording_rule};
pub use recording::control::{
    PauseHolder, PauseHolders, PauseSpan, RecorderOrder, RecorderOrders, RecordingControl,
    RecordingPermits, RecordingRefusal, RecordingState, RecordingVerb,
};
pub use recording::share::RecordingShare;
pub use recording::template::{FileFacts, FileField, FileTemplate, TemplateError};
pub use rejection::Rejection;
pub use requirement::{Requirement, RequirementError, RequirementErrorKind, Template};
pub use router::Router;
pub use skill::{Level, SkillNameError, SkillNames, SkillSet};
pub use tag::{
    ChangedTag, DeclaredTags, DueTags, Expression, ExpressionError, ExpressionErrorKind, TagBook,
    TagChange, TagError, TagFacts, TagKey, TagKind, TagPattern, TagPlan, TagRule, TagTrigger,
    TagValue, Tags, assignments,
};
pub use time::Millis;
pub use waiting::announce::{Announcement, PositionTold};
pub use waiting::moving::MoveCause;
