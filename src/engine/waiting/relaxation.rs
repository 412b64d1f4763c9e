//! Relaxation: what a call needs changes while it waits, at exact moments.
//!
//! Of the steps that have begun the last in the list holds, and none is ever taken back. A step may
//! also wait for a condition (see `relax_condition.rs` and `wait_over.rs`).
//!
//! The steps of a call are bound to skills and attributes when it arrives, so that nothing can
//! fail later. What does not depend on the call is bound once for the queue and shared: calls
//! that bring nothing of their own share the whole list.

use std::sync::Arc;

use crate::engine::call::attribute::Named;
use crate::engine::call::record::Call;
use crate::engine::call::state::{CallMove, Leads};
use crate::engine::event::EventKind;
use crate::engine::id::CallId;
use crate::engine::plan::{QueuePlan, StepCondition};
use crate::engine::requirement::{Requirement, RequirementError, Template};
use crate::engine::router::Router;
use crate::engine::skill::SkillNames;
use crate::engine::time::Millis;
use crate::engine::timer::Timer;

/// What a call needs from one moment of its wait on.
#[derive(Debug, Clone)]
pub(in crate::engine) struct Step {
    /// From this wait on; 0 for the first step.
    pub(in crate::engine) after_ms: u64,
    /// Once this holds as well.
    pub(in crate::engine) when: Option<StepCondition>,
    /// A requirement of the call's own stands in the place of the queue's.
    pub(in crate::engine) is_own: bool,
    /// What it needs.
    pub(in crate::engine) requirement: Arc<Requirement>,
}

/// The steps of a call: the first requirement, then the queue's relaxations.
pub(in crate::engine) type Steps = Arc<[Step]>;

/// A queue's steps as far as they are the same for every call.
#[derive(Debug)]
pub(in crate::engine) struct SharedSteps {
    // `None`: depends on the call's tags and attributes (or on a skill that the plan lacks, which a
    // checked plan never does; then every call that needs it is refused with the reason).
    steps: Vec<Option<Arc<Requirement>>>,
    whole: Option<Steps>,
}

impl SharedSteps {
    /// Binds what can be bound.
    pub(in crate::engine) fn new(queue: &QueuePlan, skills: &SkillNames) -> Self {
        let bound = |template: &Template| match template.needs_attributes() {
            true => None,
            false => template.bind(skills, &|_| None).ok().map(Arc::new),
        };
        let steps: Vec<_> = templates(queue)
            .map(|(_, _, template)| bound(template))
            .collect();
        let whole = steps
            .iter()
            .zip(templates(queue))
            .map(|(requirement, (after_ms, when, _))| {
                requirement.clone().map(|requirement| Step {
                    after_ms,
                    when,
                    is_own: false,
                    requirement,
                })
            });
        let whole = whole.collect();
        Self { steps, whole }
    }

    /// What a call needs first that brings nothing of its own; `None`: depends on the call.
    pub(in crate::engine) fn first(&self) -> Option<&Arc<Requirement>> {
        self.steps[0].as_ref()
    }

    /// The steps of one call.
    ///
    /// `own` is a requirement of the call's own and the last step that is replaced by it. `shared`
    /// may give back an equal requirement that is already in memory.
    ///
    /// # Errors
    /// The first step that cannot be bound.
    pub(in crate::engine) fn bind(
        &self,
        queue: &QueuePlan,
        skills: &SkillNames,
        own: Option<(&Template, u8)>,
        named: Named<'_>,
        shared: impl Fn(Arc<Requirement>) -> Arc<Requirement>,
    ) -> Result<Steps, RequirementError> {
        if let (None, Some(whole)) = (own, &self.whole) {
            return Ok(Arc::clone(whole));
        }
        let all = templates(queue).enumerate();
        all.map(|(place, (after_ms, when, template))| {
            let own = own.filter(|(_, last)| place <= usize::from(*last));
            let requirement = match &self.steps[place] {
                Some(requirement) if own.is_none() => Arc::clone(requirement),
                _ => {
                    let template = own.map_or(template, |(own, _)| own);
                    let bound = template.bind(skills, &|name| named.value(name))?;
                    shared(Arc::new(bound))
                }
            };
            Ok(Step {
                after_ms,
                when,
                is_own: own.is_some(),
                requirement,
            })
        })
        .collect()
    }
}

fn templates(queue: &QueuePlan) -> impl Iterator<Item = (u64, Option<StepCondition>, &Template)> {
    let first = (0, None, &queue.need.requirement);
    std::iter::once(first).chain(
        queue
            .need
            .relax
            .iter()
            .map(|step| (step.after_ms, step.when, &step.requirement)),
    )
}

/// The last step of the queue's list in whose place the call's own requirement stands.
///
/// What had begun when it was set is replaced: as far as the call had come, so that a step on a
/// condition that has not come yet begins all the same. In a list that the call has not had yet
/// only time tells what would have begun by then.
pub(in crate::engine) fn last_own_step(call: &Call, queue: &QueuePlan) -> u8 {
    let begins = |step: &Step| (step.after_ms, step.when);
    let listed = templates(queue).map(|(after_ms, when, _)| (after_ms, when));
    let is_same_list = call.queue == queue.id && call.steps.iter().map(begins).eq(listed);
    let last = match is_same_list {
        true => call.steps.iter().rposition(|step| step.is_own),
        false if call.own_until_ms == 0 => None,
        false => {
            let begun = templates(queue)
                .map(|(after_ms, when, _)| when.is_none() && after_ms <= call.own_until_ms);
            begun
                .enumerate()
                .filter(|(_, has_begun)| *has_begun)
                .map(|(place, _)| place)
                .last()
        }
    };
    u8::try_from(last.unwrap_or(0)).expect("RELAX_STEPS_MAX fits in u8")
}

/// The last step that has begun by time alone after this wait.
pub(in crate::engine) fn step_after(steps: &[Step], wait_ms: u64) -> u8 {
    let has_begun = |step: &Step| step.when.is_none() && step.after_ms <= wait_ms;
    let last = steps.iter().rposition(has_begun);
    u8::try_from(last.unwrap_or(0)).expect("RELAX_STEPS_MAX fits in u8")
}

/// The next moment after this wait from which on a step after this one may begin.
pub(in crate::engine) fn relaxes_at(
    steps: &[Step],
    step: u8,
    arrived_at: Millis,
    wait_ms: u64,
) -> Option<Millis> {
    let ahead = steps.iter().skip(usize::from(step) + 1);
    let to_come = ahead.map(|step| step.after_ms).filter(|at| *at > wait_ms);
    to_come.min().map(|after_ms| arrived_at + after_ms)
}

impl Router {
    /// A moment has come at which one of the call's steps may begin.
    pub(in crate::engine) fn relax(&mut self, id: CallId) {
        let now = self.now;
        let call = self.call_mut(id);
        call.relaxes_at = None;
        let by_time = step_after(&call.steps, now.since(call.arrived_at));
        let step = by_time.max(call.step);
        self.come_to_step(id, step.into());
    }

    /// The call is at this step from now on, unless it is already.
    pub(in crate::engine) fn come_to_step(&mut self, id: CallId, step: usize) {
        let now = self.now;
        let call = self
            .calls
            .get_mut(&id)
            .expect("a relaxation deadline stops with its call");
        let state = call.state();
        assert_eq!(
            state.after(CallMove::Relax),
            Leads::To(state),
            "a {state} call was relaxed"
        );
        let is_new = step > usize::from(call.step);
        if is_new {
            call.step = u8::try_from(step).expect("RELAX_STEPS_MAX fits in u8");
            call.step_since = now;
        }
        let wait_ms = now.since(call.arrived_at);
        let next = relaxes_at(&call.steps, call.step, call.arrived_at, wait_ms);
        let former = std::mem::replace(&mut call.relaxes_at, next);
        if former != next {
            let timer = Timer::CallRelaxation(id);
            former
                .into_iter()
                .for_each(|at| self.timers.stop(at, timer));
            next.into_iter().for_each(|at| self.timers.set(at, timer));
        }
        if is_new {
            self.classify(id);
            self.record_step(id);
            self.match_call(id);
        } else {
            self.watch_conditions(id);
        }
    }

    /// Writes down what the call needs now.
    pub(in crate::engine) fn record_step(&mut self, id: CallId) {
        let call = &self.calls[&id];
        let class = self
            .classes
            .class(call.class.expect("a call in line has a class"));
        self.record(EventKind::CallRelaxed {
            call: id,
            step: call.step,
            requirement: Arc::clone(&class.requirement),
            qualified: class.qualified_count,
            free: self.idle.count_among(&class.qualified),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::plan::StaffLevel;

    fn steps(after: &[u64]) -> Vec<Step> {
        let requirement = Arc::new(Requirement::any());
        let step = |&after_ms| Step {
            after_ms,
            when: None,
            is_own: false,
            requirement: Arc::clone(&requirement),
        };
        after.iter().map(step).collect()
    }

    #[test]
    fn a_step_begins_in_its_very_millisecond() {
        let steps = steps(&[0, 20, 45]);
        let expected = [(0, 0), (19, 0), (20, 1), (44, 1), (45, 2), (1_000, 2)];
        for (wait_ms, step) in expected {
            assert_eq!(step_after(&steps, wait_ms), step, "after {wait_ms} ms");
        }
        let next = |step, wait_ms| relaxes_at(&steps, step, Millis(100), wait_ms);
        assert_eq!(next(0, 0), Some(Millis(120)));
        assert_eq!(next(1, 20), Some(Millis(145)));
        assert_eq!(next(2, 45), None);
    }

    #[test]
    fn a_step_with_a_condition_does_not_begin_by_time() {
        let mut steps = steps(&[0, 20, 10, 45]);
        steps[2].when = Some(StepCondition::Lacking(StaffLevel::Free));
        assert_eq!(step_after(&steps, 30), 1);
        assert_eq!(step_after(&steps, 45), 3);
        assert_eq!(relaxes_at(&steps, 0, Millis(0), 0), Some(Millis(10)));
        assert_eq!(relaxes_at(&steps, 0, Millis(0), 10), Some(Millis(20)));
        assert_eq!(relaxes_at(&steps, 1, Millis(0), 20), Some(Millis(45)));
    }
}
