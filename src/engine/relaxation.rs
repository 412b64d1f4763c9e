//! Relaxation: what a call needs changes while it waits, at exact moments.
//!
//! The steps of a call are bound to skills and attributes when it arrives, so that nothing can
//! fail later. What does not depend on the call is bound once for the queue and shared: calls
//! that bring nothing of their own share the whole list.

use std::sync::Arc;

use super::attribute::Attributes;
use super::call_state::{CallMove, Leads};
use super::event::EventKind;
use super::id::CallId;
use super::plan::QueuePlan;
use super::requirement::{Requirement, RequirementError, Template};
use super::router::Router;
use super::skill::SkillNames;
use super::time::Millis;
use super::timer::Timer;

/// What a call needs from one moment of its wait on.
#[derive(Debug, Clone)]
pub(super) struct Step {
    /// From this wait on; 0 for the first step.
    pub(super) after_ms: u64,
    /// What it needs.
    pub(super) requirement: Arc<Requirement>,
}

/// The steps of a call: the first requirement, then the queue's relaxations.
pub(super) type Steps = Arc<[Step]>;

/// A queue's steps as far as they are the same for every call.
#[derive(Debug)]
pub(super) struct SharedSteps {
    // `None`: depends on the call's attributes (or on a skill that the plan lacks, which a
    // checked plan never does; then every call that needs it is refused with the reason).
    steps: Vec<Option<Arc<Requirement>>>,
    whole: Option<Steps>,
}

impl SharedSteps {
    /// Binds what can be bound.
    pub(super) fn new(queue: &QueuePlan, skills: &SkillNames) -> Self {
        let bound = |template: &Template| match template.needs_attributes() {
            true => None,
            false => template.bind(skills, &|_| None).ok().map(Arc::new),
        };
        let steps: Vec<_> = templates(queue)
            .map(|(_, template)| bound(template))
            .collect();
        let whole = steps
            .iter()
            .zip(templates(queue))
            .map(|(requirement, (after_ms, _))| {
                requirement.clone().map(|requirement| Step {
                    after_ms,
                    requirement,
                })
            });
        let whole = whole.collect();
        Self { steps, whole }
    }

    /// What a call needs first that brings nothing of its own; `None`: depends on the call.
    pub(super) fn first(&self) -> Option<&Arc<Requirement>> {
        self.steps[0].as_ref()
    }

    /// The steps of one call.
    ///
    /// `own` is a requirement of the call's own and the wait until which begun steps are replaced
    /// by it. `shared` may give back an equal requirement that is already in memory.
    ///
    /// # Errors
    /// The first step that cannot be bound.
    pub(super) fn bind(
        &self,
        queue: &QueuePlan,
        skills: &SkillNames,
        own: Option<(&Template, u64)>,
        attributes: &Attributes,
        shared: impl Fn(Arc<Requirement>) -> Arc<Requirement>,
    ) -> Result<Steps, RequirementError> {
        if let (None, Some(whole)) = (own, &self.whole) {
            return Ok(Arc::clone(whole));
        }
        let all = templates(queue).enumerate();
        all.map(|(place, (after_ms, template))| {
            let own = own.filter(|(_, until_ms)| after_ms <= *until_ms);
            let requirement = match &self.steps[place] {
                Some(requirement) if own.is_none() => Arc::clone(requirement),
                _ => {
                    let template = own.map_or(template, |(own, _)| own);
                    let bound = template.bind(skills, &|name| attributes.value(name))?;
                    shared(Arc::new(bound))
                }
            };
            Ok(Step {
                after_ms,
                requirement,
            })
        })
        .collect()
    }
}

fn templates(queue: &QueuePlan) -> impl Iterator<Item = (u64, &Template)> {
    let first = (0, &queue.need.requirement);
    std::iter::once(first).chain(
        queue
            .need
            .relax
            .iter()
            .map(|step| (step.after_ms, &step.requirement)),
    )
}

/// The step that holds after this wait.
pub(super) fn step_after(steps: &[Step], wait_ms: u64) -> u8 {
    let begun = steps
        .iter()
        .skip(1)
        .take_while(|step| step.after_ms <= wait_ms)
        .count();
    u8::try_from(begun).expect("RELAX_STEPS_MAX fits in u8")
}

/// The moment at which the step after this one begins.
pub(super) fn relaxes_at(steps: &[Step], step: u8, arrived_at: Millis) -> Option<Millis> {
    steps
        .get(usize::from(step) + 1)
        .map(|next| arrived_at + next.after_ms)
}

impl Router {
    /// The call's next step begins.
    pub(super) fn relax(&mut self, id: CallId) {
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
        call.step = step_after(&call.steps, now.since(call.arrived_at));
        call.step_since = now;
        call.relaxes_at = relaxes_at(&call.steps, call.step, call.arrived_at);
        if let Some(at) = call.relaxes_at {
            self.timers.set(at, Timer::CallRelaxation(id));
        }
        self.classify(id);
        self.record_step(id);
        self.match_call(id);
    }

    /// Writes down what the call needs now.
    pub(super) fn record_step(&mut self, id: CallId) {
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

    fn steps(after: &[u64]) -> Vec<Step> {
        let requirement = Arc::new(Requirement::any());
        let step = |&after_ms| Step {
            after_ms,
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
        assert_eq!(relaxes_at(&steps, 0, Millis(100)), Some(Millis(120)));
        assert_eq!(relaxes_at(&steps, 1, Millis(100)), Some(Millis(145)));
        assert_eq!(relaxes_at(&steps, 2, Millis(100)), None);
    }
}
