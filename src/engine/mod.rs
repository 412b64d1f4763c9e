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
mod arrival;
pub mod attribute;
mod call;
mod call_state;
mod class;
mod class_table;
mod conversation;
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
pub mod limits;
mod matching;
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
mod ranking;
mod reach;
pub mod rejection;
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
#[cfg(test)]
mod tests;
pub mod time;
mod timer;
mod wrap_up;

pub use agent::PendingChange;
pub use agent_state::AgentState;
pub use attribute::{AttributeError, Attributes};
pub use call::{CallActivity, CallOffer};
pub use call_state::CallState;
pub use event::{ChangeCause, Changed, Event, EventKind, WrapUpEnd};
pub use explain::{AgentReason, Explanation, Reason};
pub use explain_agent::{AgentExplanation, CallChance, Chance, QueueChance};
pub use id::{AgentId, CallId, DispositionId, OfferId, QueueId, SkillId};
pub use input::{
    AgentChange, Arrival, Departure, DeviceState, EndedBy, Forced, Input, OfferFailure,
    WrapUpFinish,
};
pub use output::{CallExit, OfferOrder, Output, RescindReason, WatchedDevice};
pub use plan::{
    Ageing, AgentPlan, AtLimit, AttributeTest, BackOff, CallOrder, ChoiceRules, DispositionPlan,
    DispositionUse, EntryRules, FloorPlan, LineRules, Listed, NeedRules, ONE_CALL_REASON,
    OfferRules, OrderRules, PIN_DIGITS_MAX, PIN_DIGITS_MIN, Pin, PriorityRule, QueuePlan,
    RONA_REASON, ReasonList, ReasonPlan, RelaxStep, Roll, SYSTEM_REASONS, Selectable, ServiceLevel,
    StaffLevel, StateInterface, Strategy, UNDECLARED_REASON, WaitingRules, WrapUpRules,
};
pub use prospect::Prospect;
pub use rejection::Rejection;
pub use requirement::{Requirement, RequirementError, RequirementErrorKind, Template};
pub use router::Router;
pub use skill::{Level, SkillNameError, SkillNames, SkillSet};
pub use snapshot::{AgentCondition, AgentStanding, AgentView, CallView, NotReadyView, QueueView};
pub use staffing::Staff;
pub use time::Millis;
