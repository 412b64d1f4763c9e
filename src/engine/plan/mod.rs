//! The floor plan: the checked configuration as an immutable value.
//!
//! Whoever makes a plan (the configuration, a test) has checked names, references and limits; the
//! engine relies on it. A queue's rules are grouped by what they rule, a file for each group.

mod agent;
mod announce;
mod caller;
mod choice;
mod connected;
mod display;
mod disposition;
mod entry;
mod exit;
mod hours;
mod line;
mod need;
mod offer;
mod order;
mod overflow;
mod phone;
mod pin;
mod queue;
mod reason;
mod recording;
mod reserve;
mod roll;
mod tag;
mod waiting;
mod wrap_up;

use std::sync::Arc;

pub use agent::{AgentPlan, StateInterface};
pub use announce::{AnnounceRules, Prompt, Sounds, TalkUntil, TellPosition, TellWait};
pub use caller::CallerRules;
pub use choice::{ChoiceRules, RANK_ANY, RankWindow, Strategy};
pub use connected::ConnectedRules;
pub use display::{Display, DisplayFacts, Shown};
pub use disposition::DispositionPlan;
pub use entry::{AtClose, EntryRules, StaffLevel};
pub use exit::ExitRules;
pub use hours::{Hours, LocalTime, TimeSpan};
pub use line::LineRules;
pub use need::{NeedRules, RelaxStep, StepCondition};
pub use offer::{BackOff, OfferRules};
pub use order::{Ageing, AttributeTest, CallOrder, OrderRules, PriorityRule, ServiceLevel};
pub use overflow::{OverflowEstimate, OverflowLength, OverflowRules, OverflowStep};
pub use phone::{AgentPhoneRules, Announced, Forwarding, PhoneHeader, PhoneRules};
pub use pin::{PIN_DIGITS_MAX, PIN_DIGITS_MIN, Pin};
pub use queue::QueuePlan;
pub use reason::{
    AtLimit, ONE_CALL_REASON, RONA_REASON, ReasonList, ReasonPlan, SYSTEM_REASONS, Selectable,
    UNDECLARED_REASON,
};
pub use recording::{RecordingKeys, RecordingLayout, RecordingNeed, RecordingPlan, RecordingRules};
pub use reserve::{ReserveRules, ReserveSign, Threshold};
pub use roll::{Listed, Roll};
pub use tag::{MappedKeys, TagKeyMap, TagUse, WhenMissing};
pub use waiting::{WaitingRules, WaitingSound};
pub use wrap_up::{DispositionUse, WrapUpRules};

use super::id::{AgentId, DispositionId, QueueId};
use super::skill::SkillNames;
use super::tag::{DeclaredTags, TagRule};

/// Everything the engine must know of skills, queues and agents, valid from one moment on.
#[derive(Debug, Clone, Default)]
pub struct FloorPlan {
    /// All skills.
    pub skills: SkillNames,
    /// Queues by id.
    pub queues: Roll<QueueId, QueuePlan>,
    /// Agents by id.
    pub agents: Roll<AgentId, AgentPlan>,
    /// Dispositions by id.
    pub dispositions: Roll<DispositionId, DispositionPlan>,
    /// Why agents may take no calls.
    pub reasons: ReasonList,
    /// Which tags calls may have.
    pub tags: DeclaredTags,
    /// What sets tags by itself, in the order in which it is looked at.
    pub tag_rules: Arc<[Arc<TagRule>]>,
    /// How calls are recorded, in the order of the text.
    pub recordings: Arc<[Arc<RecordingPlan>]>,
}
