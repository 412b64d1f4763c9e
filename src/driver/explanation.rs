//! Why a call waits, with the names and words of the console.

use crate::engine::{CallId, ComingStep, Explanation, Millis, PlaceGiven, Reason, StepCondition};

use super::glance::{Glance, rank};
use super::priority;
use super::reserve::ReserveWords;
use super::views::{ComingStepView, Doing, ExplanationView, ReasonView};

impl Glance<'_> {
    /// Why a call waits.
    pub(super) fn explain(&self, call: CallId) -> Option<ExplanationView> {
        let explanation = self.router.explain(self.now, call)?;
        let priority_in_words = self.priority(&explanation);
        let reserve = explanation.reserve.as_ref();
        let reserve = reserve.map(|reserve| ReserveWords::new(reserve, self.now));
        let agents = explanation.agents.into_iter().map(|agent| {
            let (is_qualified, reason) = self.why_not(agent.reason, reserve.as_ref());
            ReasonView {
                agent: agent.plan.name.clone(),
                is_qualified,
                reason,
            }
        });
        let leaving = explanation.leaving;
        Some(ExplanationView {
            priority_in_words,
            ring_at_once: explanation.ring_at_once,
            overflows_to: explanation
                .next_overflow
                .map(|queue| self.desk.queue_name(queue)),
            estimate_overflows_to: explanation
                .estimate_overflow
                .map(|rule| self.desk.queue_name(rule.queue)),
            estimate_overflows_over_ms: explanation.estimate_overflow.map(|rule| rule.over_ms),
            next_requirement: explanation
                .next_requirement
                .as_deref()
                .map(|next| self.text(next)),
            held_for_ms: explanation
                .held_for
                .as_ref()
                .map(|(_, until)| until.since(self.now)),
            held_for: explanation.held_for.map(|(plan, _)| plan.name.clone()),
            leaves_if_not: leaving.map(|leaving| leaving.unless.name()),
            leaves_after_ms: leaving.map(|leaving| leaving.after_ms),
            lacking_for_ms: leaving
                .and_then(|leaving| leaving.lacking_since)
                .map(|since| self.now.since(since)),
            leaves_in_ms: leaving
                .and_then(|leaving| leaving.leaves_at)
                .map(|at| at.since(self.now)),
            regained_wait_ms: match explanation.place_given {
                Some(PlaceGiven::Regained { former_wait_ms }) => Some(former_wait_ms),
                _ => None,
            },
            entered_at_place: match explanation.place_given {
                Some(PlaceGiven::Position(place)) => Some(place),
                _ => None,
            },
            qualified: explanation.staff.qualified,
            staffed: explanation.staff.staffed,
            working: explanation.staff.working,
            free: explanation.staff.free,
            coming: explanation
                .coming
                .into_iter()
                .map(|step| self.coming(step))
                .collect(),
            agents: agents.collect(),
            call: self.call(explanation.call),
        })
    }

    fn coming(&self, step: ComingStep) -> ComingStepView {
        ComingStepView {
            in_ms: step.at.since(self.now),
            when_none: match step.when {
                Some(StepCondition::Lacking(level)) => Some(level.name()),
                _ => None,
            },
            when_wait_over_ms: match step.when {
                Some(StepCondition::WaitOver(over_ms)) => Some(over_ms),
                _ => None,
            },
            requirement: self.text(&step.requirement),
            rank_max: rank(step.rank_max),
            gained: step.gained,
            gained_free: step.gained_free,
        }
    }

    /// Whether the agent qualifies for a call, and why it does not ring there.
    fn why_not(&self, reason: Reason, reserve: Option<&ReserveWords>) -> (bool, String) {
        match reason {
            Reason::Unfit => (false, "does not meet the requirement".to_owned()),
            Reason::RankLater { rank, joins_at } => (false, self.joins(rank, joins_at)),
            Reason::Reserve { rank } => {
                let when = reserve.map_or("", |reserve| &*reserve.when);
                (false, format!("in reserve (rank {rank}), {when}"))
            }
            Reason::HeldForOther => (true, "the call waits for somebody else".to_owned()),
            Reason::Condition(condition) => (true, Doing::new(&condition, self.now).reason()),
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
