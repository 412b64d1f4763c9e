//! Why a call waits: what it needs, what comes next, and for every agent of its queue exactly one
//! reason.
//!
//! What lasts longest is named first: an agent who does not meet the requirement is `Unfit`,
//! whatever else the agent does, because being free would not help.

use std::sync::Arc;

use super::coming_step::ComingStep;
use super::reserve::ReserveStanding;
use super::snapshot::condition;
use super::views::{AgentCondition, CallView};
use crate::engine::call::record::Call;
use crate::engine::id::{AgentId, CallId, QueueId};
use crate::engine::plan::{AgentPlan, OverflowEstimate, PriorityRule, QueuePlan};
use crate::engine::queue::class::{ClassNeed, is_qualified};
use crate::engine::queue::record::Queue;
use crate::engine::queue::staffing::Staff;
use crate::engine::requirement::Requirement;
use crate::engine::router::Router;
use crate::engine::time::Millis;
use crate::engine::waiting::wait_over::rules_ahead;

/// Why a call waits.
#[derive(Debug, Clone)]
pub struct Explanation {
    /// The call: requirement, step, deadlines and place in line.
    pub call: CallView,
    /// The rules that raise its priority by its tags and what it brings along.
    pub raised_by: Vec<PriorityRule>,
    /// How many agents may be rung for it at once.
    pub ring_at_once: u8,
    /// Where it goes at its next overflow step.
    pub next_overflow: Option<QueueId>,
    /// Where it goes if it comes to be estimated to wait longer than this.
    pub estimate_overflow: Option<OverflowEstimate>,
    /// What it will need from the next relaxation step on.
    pub next_requirement: Option<Arc<Requirement>>,
    /// The agents of the queue who meet the requirement, and how far they have come.
    pub staff: Staff,
    /// What is to come, soonest first.
    pub coming: Vec<ComingStep>,
    /// For whom alone it waits, and until when.
    pub held_for: Option<(Arc<AgentPlan>, Millis)>,
    /// How the reserve of the queue stands; `None`: it has none.
    pub reserve: Option<ReserveStanding>,
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
    /// The agent meets it but is of a later rank than may take the call now.
    RankLater {
        /// The agent's rank in the queue.
        rank: u8,
        /// When agents of this rank join; `None`: never.
        joins_at: Option<Millis>,
    },
    /// The agent meets it but is in reserve, and the reserve is out.
    Reserve {
        /// The agent's rank in the queue.
        rank: u8,
    },
    /// The agent meets it, but the call waits for somebody else alone.
    HeldForOther,
    /// The agent meets it and does this. [`AgentCondition::Free`] can only be seen while as
    /// many phones as may be are rung for the call: the agent may be next.
    Condition(AgentCondition),
}

impl Router {
    /// Why the call waits; `None` if it is not known.
    #[must_use]
    pub fn explain(&self, now: Millis, id: CallId) -> Option<Explanation> {
        let call = self.calls.get(&id)?;
        if call.requirement().is_none() {
            return Some(Explanation {
                call: self.view_of_call(call, None, now),
                raised_by: Vec::new(),
                ring_at_once: call.ring_at_once,
                next_overflow: None,
                estimate_overflow: None,
                next_requirement: None,
                staff: Staff::default(),
                coming: Vec::new(),
                held_for: None,
                reserve: None,
                agents: Vec::new(),
            });
        }
        let place = self.place(call);
        let queue = self.queues[call.queue.index()].as_ref()?;
        let need = self.need_of(call, queue)?;
        let reasons = queue.agents.iter().map(|(agent, rank)| AgentReason {
            plan: Arc::clone(&self.agent(agent).plan),
            reason: self.why_not(call, queue, &need, (agent, rank)),
        });
        let agents: Vec<AgentReason> = reasons.collect();
        let class = call.class.expect("a call in line has a class");
        let raising = queue.plan.order.priority_if.iter();
        let raising = raising.filter(|rule| rule.holds(call.named()));
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
            ring_at_once: call.ring_at_once,
            next_overflow: home.and_then(|home| next_step(home)).map(|step| step.queue),
            estimate_overflow: rules_ahead(call, &queue.plan)
                .map(|(_, rule)| rule)
                .min_by_key(|rule| rule.over_ms),
            next_requirement: next.map(|step| Arc::clone(&step.requirement)),
            held_for: call
                .hold
                .map(|hold| (Arc::clone(&self.agent(hold.agent).plan), hold.until)),
            staff: self.staff(&self.classes.class(class).qualified),
            coming: self.coming_steps(call, queue),
            reserve: self.reserve_standing(call.queue),
            agents,
        })
    }

    /// The one reason why the call is not offered to this agent of its queue, who has that rank.
    fn why_not(
        &self,
        call: &Call,
        queue: &Queue,
        need: &ClassNeed,
        (agent, rank): (AgentId, u8),
    ) -> Reason {
        let agent = self.agent(agent);
        if !need.requirement.is_met_by(&agent.plan.skills) {
            Reason::Unfit
        } else if need.only.is_some_and(|only| only != agent.plan.id) {
            Reason::HeldForOther
        } else if need.only.is_none() && queue.holds_back(rank) {
            Reason::Reserve { rank }
        } else if is_qualified(&agent.plan, call.queue, need) {
            Reason::Condition(condition(agent))
        } else {
            let mut windows = queue.plan.choice.rank_windows.iter();
            let window = windows.find(|window| rank <= window.rank_max);
            Reason::RankLater {
                rank,
                joins_at: window.map(|window| call.arrived_at + window.after_ms),
            }
        }
    }
}
