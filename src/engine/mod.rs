//! The rules of the contact-centre floor: pure, deterministic, without clock, thread or I/O.
//!
//! One mutation, then drain: `Router::handle(now, Input)`, then `Router::poll()` until
//! `Output::Idle`; `Router::handle_deadline(now)` when the moment named by `Idle` has come. The
//! same inputs give the same outputs, byte for byte.
#![forbid(unsafe_code)]

mod abandon;
mod agent;
mod agent_state;
mod arrival;
pub mod attribute;
mod call;
mod call_state;
mod call_view;
mod change;
mod class;
mod class_table;
mod conversation;
mod entry;
mod estimate;
pub mod event;
mod explain;
mod forecast;
mod handling;
pub mod id;
mod idle;
pub mod input;
mod invariant;
mod invariant_reach;
mod invariant_timers;
pub mod limits;
mod matching;
mod moving;
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
pub use call_view::CallView;
pub use event::{CallChanged, Event, EventKind, MoveCause, WrapUpEnd};
pub use explain::{AgentReason, Explanation, Reason};
pub use id::{AgentId, CallId, DispositionId, OfferId, QueueId, SkillId};
pub use input::{
    Arrival, CallChange, Departure, DeviceState, EndedBy, Input, OfferFailure, WrapUpFinish,
};
pub use output::{CallExit, OfferOrder, Output, RescindReason, WatchedDevice};
pub use plan::{
    Ageing, AgentPlan, AttributeTest, BackOff, CallOrder, ChoiceRules, DispositionPlan,
    DispositionUse, EntryRules, FloorPlan, LineRules, Listed, NeedRules, OfferRules, OrderRules,
    OverflowLength, OverflowRules, OverflowStep, PriorityRule, QueuePlan, RelaxStep, Roll,
    ServiceLevel, StaffLevel, StateInterface, Strategy, WaitingRules, WrapUpRules,
};
pub use prospect::Prospect;
pub use rejection::Rejection;
pub use requirement::{Requirement, RequirementError, RequirementErrorKind, Template};
pub use rona::RONA_REASON;
pub use router::Router;
pub use skill::{Level, SkillNameError, SkillNames, SkillSet};
pub use snapshot::{AgentCondition, AgentStanding, AgentView, QueueView};
pub use staffing::Staff;
pub use time::Millis;
