//! The rules of the contact-centre floor: pure, deterministic, without clock, thread or I/O.
//!
//! One mutation, then drain: `Router::handle(now, Input)`, then `Router::poll()` until
//! `Output::Idle`; `Router::handle_deadline(now)` when the moment named by `Idle` has come. The
//! same inputs give the same outputs, byte for byte.
#![forbid(unsafe_code)]

mod abandon;
mod agent;
mod agent_change;
mod agent_state;
mod announce;
mod answer_counts;
mod arrival;
pub mod attribute;
mod briefing;
mod call;
mod call_state;
mod cause;
mod change;
mod choice;
mod class;
mod class_table;
mod coming_step;
mod conversation;
mod door;
mod duty;
mod entry;
mod estimate;
pub mod event;
mod explain;
mod explain_agent;
mod force;
mod forecast;
mod handling;
pub mod id;
mod idle;
pub mod input;
mod invariant;
mod invariant_reach;
mod invariant_timers;
pub mod limits;
mod lot;
mod matching;
pub mod memory;
mod moving;
mod not_ready;
mod order;
mod ordered_line;
pub mod output;
mod overflow;
pub mod plan;
mod position;
mod presence;
mod prospect;
mod queue;
mod rank_window;
mod ranking;
mod reach;
pub mod rejection;
mod relax_condition;
mod relaxation;
mod replan;
pub mod requirement;
mod reservation;
mod review;
mod rona;
mod router;
pub mod skill;
mod snapshot;
pub mod spelling;
mod staffing;
mod sticky;
mod strategy;
#[cfg(test)]
mod tests;
pub mod time;
mod timer;
mod views;
mod workload;
mod wrap_up;

pub use agent::PendingChange;
pub use agent_change::Changed;
pub use agent_state::AgentState;
pub use announce::{Announcement, PositionTold};
pub use attribute::{AttributeError, Attributes};
pub use call::{CallActivity, CallOffer};
pub use call_state::CallState;
pub use cause::{ChangeCause, WrapUpEnd};
pub use change::CallChanged;
pub use coming_step::ComingStep;
pub use door::Door;
pub use event::{Event, EventKind};
pub use explain::{AgentReason, Explanation, Reason};
pub use explain_agent::{AgentExplanation, CallChance, Chance, QueueChance};
pub use id::{AgentId, CallId, DispositionId, OfferId, QueueId, SkillId};
pub use input::{
    AgentChange, Arrival, CallChange, Departure, DeviceState, EndedBy, Forced, Input, OfferFailure,
    WrapUpFinish,
};
pub use memory::CallerTrace;
pub use moving::MoveCause;
pub use output::{CallExit, OfferOrder, OfferTerms, Output, RescindReason, WatchedDevice};
pub use plan::{
    Ageing, AgentPhoneRules, AgentPlan, AnnounceRules, Announced, AtLimit, AttributeTest, BackOff,
    CallOrder, CallerRules, ChoiceRules, Display, DisplayFacts, DispositionPlan, DispositionUse,
    EntryRules, ExitRules, FloorPlan, Forwarding, Hours, LineRules, Listed, LocalTime, NeedRules,
    ONE_CALL_REASON, OfferRules, OrderRules, OverflowLength, OverflowRules, OverflowStep,
    PIN_DIGITS_MAX, PIN_DIGITS_MIN, PhoneHeader, PhoneRules, Pin, PriorityRule, Prompt, QueuePlan,
    RANK_ANY, RONA_REASON, RankWindow, ReasonList, ReasonPlan, RelaxStep, Roll, SYSTEM_REASONS,
    Selectable, ServiceLevel, Shown, Sounds, StaffLevel, StateInterface, Strategy, TalkUntil,
    TellPosition, TellWait, TimeSpan, UNDECLARED_REASON, WaitingRules, WaitingSound, WrapUpRules,
};
pub use prospect::Prospect;
pub use rejection::Rejection;
pub use requirement::{Requirement, RequirementError, RequirementErrorKind, Template};
pub use router::Router;
pub use skill::{Level, SkillNameError, SkillNames, SkillSet};
pub use staffing::Staff;
pub use time::Millis;
pub use views::{AgentCondition, AgentStanding, AgentView, CallView, NotReadyView, QueueView};
