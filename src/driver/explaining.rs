//! Why a call waits, with names: what it needs now and next, where it goes by rule, and for every
//! agent of its queue the one reason.

use std::sync::Arc;

use serde::Serialize;

use crate::engine::{
    AgentReason, CallId, ComingStep, Explanation, Millis, PlaceGiven, Reason, StepCondition,
};

use super::glance::{Glance, rank};
use super::priority;
use super::reserve::ReserveWords;
use super::views::{CallView, Doing};

/// Why a call waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ExplanationView {
    /// The call.
    pub call: CallView,
    /// What makes up its effective priority, in words; empty once it talks.
    pub priority_in_words: String,
    /// How many agents may be rung for it at once.
    pub ring_at_once: u8,
    /// The queue to which it goes on next.
    pub overflows_to: Option<Arc<str>>,
    /// The queue to which it goes if it comes to be estimated to wait too long.
    pub estimate_overflows_to: Option<Arc<str>>,
    /// How long that is.
    pub estimate_overflows_over_ms: Option<u64>,
    /// What it will need from the next step on.
    pub next_requirement: Option<String>,
    /// What is to come, soonest first.
    pub coming: Vec<ComingStepView>,
    /// Agents of the queue who may take the call now, whatever they do.
    pub qualified: u32,
    /// Of these, how many are signed in.
    pub staffed: u32,
    /// Of these, how many are not in a not-ready state.
    pub working: u32,
    /// Of these, how many are free.
    pub free: u32,
    /// For whom alone it waits at first.
    pub held_for: Option<Arc<str>>,
    /// How long it still does.
    pub held_for_ms: Option<u64>,
    /// It leaves when for a while nobody who could take it is `working`, `staffed` or `qualified`.
    pub leaves_if_not: Option<&'static str>,
    /// How long that while is.
    pub leaves_after_ms: Option<u64>,
    /// How long nobody has been; not there if somebody is.
    pub lacking_for_ms: Option<u64>,
    /// When it leaves if nobody comes; not while a phone rings for it.
    pub leaves_in_ms: Option<u64>,
    /// The wait of the former call whose place it regained, as it was on its arrival.
    pub regained_wait_ms: Option<u64>,
    /// The place at which it entered the line by option `p`.
    pub entered_at_place: Option<u32>,
    /// Every agent of the queue, with one reason each; empty once the call talks.
    pub agents: Vec<ReasonView>,
}

/// A step that is to come for a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ComingStepView {
    /// When, at the earliest.
    pub in_ms: u64,
    /// Only when no agent who could take the call is `free`, `working`, `staffed` or `qualified`
    /// any more.
    pub when_none: Option<&'static str>,
    /// Only when the call would wait longer than this, by estimate.
    pub when_wait_over_ms: Option<u64>,
    /// What the call will need then.
    pub requirement: String,
    /// The last rank that will take it then; `None`: every rank.
    pub rank_max: Option<u8>,
    /// Agents who will qualify then and do not now.
    pub gained: u32,
    /// Of these, how many are free now.
    pub gained_free: u32,
}

/// Why a call is not offered to one agent now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReasonView {
    /// Who.
    pub agent: Arc<str>,
    /// Whether the agent may take the call now, if not for the reason.
    pub is_qualified: bool,
    /// Why not, in words.
    pub reason: String,
}

impl Glance<'_> {
    /// Why a call waits.
    pub(super) fn explain(&self, call: CallId) -> Option<ExplanationView> {
        let explanation = self.router.explain(self.now, call)?;
        let priority_in_words = self.priority(&explanation);
        let reserve = explanation.reserve.as_ref();
        let reserve = reserve.map(|reserve| ReserveWords::new(reserve, self.now));
        let reserve = reserve.as_ref().map_or("", |reserve| &*reserve.when);
        let (regained_wait_ms, entered_at_place) = match explanation.place_given {
            Some(PlaceGiven::Regained { former_wait_ms }) => (Some(former_wait_ms), None),
            Some(PlaceGiven::Position(place)) => (None, Some(place)),
            None => (None, None),
        };
        let (leaving, estimate) = (explanation.leaving, explanation.estimate_overflow);
        let queue_name = |queue| self.desk.queue_name(queue);
        let next = explanation.next_requirement.as_deref();
        let held = explanation.held_for.as_ref();
        let lacking_since = leaving.and_then(|leaving| leaving.lacking_since);
        let leaves_at = leaving.and_then(|leaving| leaving.leaves_at);
        let coming = explanation.coming.iter();
        let agents = explanation.agents.iter();
        Some(ExplanationView {
            priority_in_words,
            ring_at_once: explanation.ring_at_once,
            overflows_to: explanation.next_overflow.map(queue_name),
            estimate_overflows_to: estimate.map(|rule| queue_name(rule.queue)),
            estimate_overflows_over_ms: estimate.map(|rule| rule.over_ms),
            next_requirement: next.map(|next| self.text(next)),
            held_for_ms: held.map(|(_, until)| until.since(self.now)),
            held_for: held.map(|(plan, _)| plan.name.clone()),
            leaves_if_not: leaving.map(|leaving| leaving.unless.name()),
            leaves_after_ms: leaving.map(|leaving| leaving.after_ms),
            lacking_for_ms: lacking_since.map(|since| self.now.since(since)),
            leaves_in_ms: leaves_at.map(|at| at.since(self.now)),
            regained_wait_ms,
            entered_at_place,
            qualified: explanation.staff.qualified,
            staffed: explanation.staff.staffed,
            working: explanation.staff.working,
            free: explanation.staff.free,
            coming: coming.map(|step| self.coming(step)).collect(),
            agents: agents.map(|agent| self.reason(agent, reserve)).collect(),
            call: self.call(explanation.call),
        })
    }

    fn coming(&self, step: &ComingStep) -> ComingStepView {
        let (when_none, when_wait_over_ms) = match step.when {
            Some(StepCondition::Lacking(level)) => (Some(level.name()), None),
            Some(StepCondition::WaitOver(over_ms)) => (None, Some(over_ms)),
            None => (None, None),
        };
        ComingStepView {
            in_ms: step.at.since(self.now),
            when_none,
            when_wait_over_ms,
            requirement: self.text(&step.requirement),
            rank_max: rank(step.rank_max),
            gained: step.gained,
            gained_free: step.gained_free,
        }
    }

    /// `reserve` says when the reserve of the queue joins.
    fn reason(&self, agent: &AgentReason, reserve: &str) -> ReasonView {
        let (is_qualified, reason) = match &agent.reason {
            Reason::Unfit => (false, "does not meet the requirement".to_owned()),
            Reason::RankLater { rank, joins_at } => (false, self.joins(*rank, *joins_at)),
            Reason::Reserve { rank } => (false, format!("in reserve (rank {rank}), {reserve}")),
            Reason::HeldForOther => (true, "the call waits for somebody else".to_owned()),
            Reason::Condition(condition) => (true, Doing::new(condition, self.now).reason()),
        };
        ReasonView {
            agent: agent.plan.name.clone(),
            is_qualified,
            reason,
        }
    }

    fn priority(&self, explanation: &Explanation) -> String {
        let queue = self.router.plan().queues.entry(explanation.call.queue);
        queue.map_or_else(String::new, |queue| {
            priority::in_words(explanation, &queue.order)
        })
    }

    fn joins(&self, rank: u8, joins_at: Option<Millis>) -> String {
        match joins_at {
            Some(at) => {
                let seconds = at.since(self.now).div_ceil(1_000);
                format!("of rank {rank}, joins in {seconds} s")
            }
            None => format!("of rank {rank}, joins in no rank window"),
        }
    }
}
