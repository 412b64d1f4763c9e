//! Why a call waits: what it needs, what comes next, and for every agent of its queue exactly one
//! reason.
//!
//! What lasts longest is named first: an agent who does not meet the requirement is `Unfit`,
//! whatever else the agent does, because being free would not help.

use std::sync::Arc;

use super::call_view::CallView;
use super::class::is_qualified;
use super::id::{CallId, QueueId};
use super::plan::{AgentPlan, PriorityRule, QueuePlan};
use super::requirement::Requirement;
use super::router::Router;
use super::snapshot::{AgentCondition, condition};
use super::staffing::Staff;
use super::time::Millis;

/// Why a call waits.
#[derive(Debug, Clone)]
pub struct Explanation {
    /// The call: requirement, step, deadlines and place in line.
    pub call: CallView,
    /// The rules that raise its priority by what it brings along.
    pub raised_by: Vec<PriorityRule>,
    /// Where it goes at its next overflow step.
    pub next_overflow: Option<QueueId>,
    /// What it will need from the next relaxation step on.
    pub next_requirement: Option<Arc<Requirement>>,
    /// The agents of the queue who meet the requirement, and how far they have come.
    pub staff: Staff,
    /// Every agent of the queue by id, with the one reason; empty once the call talks.
    pub agents: Vec<AgentReason>,
}

/// Why a call is not offered to one agent now.
#[derive(Debug, Clone)]
pub struct AgentReason {
    /// Who.
    pub plan: Arc<AgentPlan>,
    /// Why not.
    pub reason: Reason,
}

/// The one reason why a call is not offered to an agent now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// The agent does not meet the requirement.
    Unfit,
    /// The agent meets it and does this. [`AgentCondition::Free`] can only be seen while as
    /// many phones as may be are rung for the call: the agent may be next.
    Condition(AgentCondition),
}

impl Router {
    /// Why the call waits; `None` if it is not known.
    #[must_use]
    pub fn explain(&self, now: Millis, id: CallId) -> Option<Explanation> {
        let call = self.calls.get(&id)?;
        let Some(requirement) = call.requirement() else {
            return Some(Explanation {
                call: self.view_of_call(call, None, now),
                raised_by: Vec::new(),
                next_overflow: None,
                next_requirement: None,
                staff: Staff::default(),
                agents: Vec::new(),
            });
        };
        let place = self.place(call);
        let queue = self.queues[call.queue.index()].as_ref()?;
        let reasons = queue.agents.iter().map(|(agent, _)| {
            let agent = self.agent(*agent);
            let reason = match is_qualified(&agent.plan, call.queue, requirement) {
                true => Reason::Condition(condition(agent)),
                false => Reason::Unfit,
            };
            AgentReason {
                plan: Arc::clone(&agent.plan),
                reason,
            }
        });
        let agents: Vec<AgentReason> = reasons.collect();
        let class = call.class.expect("a call in line has a class");
        let raising = queue.plan.order.priority_if.iter();
        let raising = raising.filter(|rule| rule.holds(&call.attributes));
        let home = self.plan.queues.entry(call.home);
        let steps_done = usize::from(call.overflows_done);
        let next_step = |home: &QueuePlan| home.overflow.by_wait.get(steps_done).copied();
        let next = call.steps.get(usize::from(call.step) + 1);
        Some(Explanation {
            call: CallView {
                estimated_wait_ms: self.estimated_wait_ms(id),
                ..self.view_of_call(call, place, now)
            },
            raised_by: raising.cloned().collect(),
            next_overflow: home.and_then(|home| next_step(home)).map(|step| step.queue),
            next_requirement: next.map(|step| Arc::clone(&step.requirement)),
            staff: self.staff(&self.classes.class(class).qualified),
            agents,
        })
    }
}
