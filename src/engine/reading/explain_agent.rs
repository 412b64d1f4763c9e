//! Why an agent gets no call now, and which of the waiting calls the agent would get.
//!
//! Calls are named in the order in which they are served, as many as people can read; the rest is
//! counted.

use std::sync::Arc;

use super::views::AgentView;
use crate::engine::call::record::Call;
use crate::engine::call::state::CallState;
use crate::engine::id::{AgentId, CallId, QueueId};
use crate::engine::limits::EXPLAINED_CALLS_MAX;
use crate::engine::plan::AgentPlan;
use crate::engine::queue::class::is_qualified;
use crate::engine::queue::order::Turn;
use crate::engine::queue::record::Queue;
use crate::engine::requirement::Requirement;
use crate::engine::router::Router;
use crate::engine::time::Millis;

/// Why an agent gets no call now.
#[derive(Debug, Clone)]
pub struct AgentExplanation {
    /// What the agent does: the one rule that holds.
    pub agent: AgentView,
    /// The queues of the agent by id.
    pub queues: Vec<QueueChance>,
    /// The first calls in line of these queues, in the order in which they are served.
    pub calls: Vec<CallChance>,
    /// Of all calls in line, also those that are not named, the chance of the one that is nearest
    /// to the agent; `None`: no call is in line.
    pub nearest: Option<Chance>,
}

/// What waits for an agent in one queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QueueChance {
    /// Which queue.
    pub queue: QueueId,
    /// The agent's rank in it.
    pub rank: u8,
    /// Calls in line.
    pub in_line: u32,
    /// Of these, how many the agent may take.
    pub fitting: u32,
    /// The agent is in reserve there; true: the reserve is in.
    pub reserve: Option<bool>,
}

/// Whether an agent would get one call.
#[derive(Debug, Clone)]
pub struct CallChance {
    /// Which call.
    pub call: CallId,
    /// In which queue.
    pub queue: QueueId,
    /// How long it has waited.
    pub wait_ms: u64,
    /// What it needs now.
    pub requirement: Arc<Requirement>,
    /// Whether the agent would get it.
    pub chance: Chance,
}

/// Whether an agent would get a call, were the agent free now; the later, the nearer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Chance {
    /// The agent does not meet what it needs now.
    Unfit,
    /// The agent meets it but is in reserve in that queue, and the reserve is out.
    Reserve,
    /// The agent meets it, but the call waits for somebody else alone.
    HeldForOther,
    /// The agent meets it but is of a later rank than may take it now.
    RankLater,
    /// It rings at the phones of as many others as it may.
    Rung,
    /// The agent may take it, after this one.
    After(CallId),
    /// It is the first that the agent may take.
    First,
}

impl Router {
    /// Why this agent gets no call now; `None` if the floor has no such agent.
    #[must_use]
    pub fn explain_agent(&self, now: Millis, id: AgentId) -> Option<AgentExplanation> {
        let agent = self.agent_view(id)?;
        let served = &agent.plan.queues;
        let mut in_line: Vec<Turn> = Vec::new();
        let mut queues: Vec<QueueChance> = Vec::new();
        let mut nearest: Option<Chance> = None;
        for (&queue, &rank) in served {
            let (in_line, fitting) = (0, 0);
            queues.push(QueueChance {
                queue,
                rank,
                in_line,
                fitting,
                reserve: self.reserve_side(queue, rank),
            });
        }
        for call in self.calls.values() {
            let place = queues.binary_search_by_key(&call.queue, |chance| chance.queue);
            let (Ok(place), true) = (place, call.state() != CallState::Talking) else {
                continue;
            };
            queues[place].in_line += 1;
            let Some(rules) = self.queues[call.queue.index()].as_ref() else {
                continue;
            };
            let chance = self.chance(&agent.plan, call, rules);
            queues[place].fitting += u32::from(matches!(chance, Chance::First | Chance::Rung));
            nearest = nearest.max(Some(chance));
            let ageing = rules.plan.order.ageing;
            in_line.push(call.line_key().unwrap_or(call.key).turn(ageing, self.now));
        }
        in_line.sort_unstable();
        in_line.truncate(EXPLAINED_CALLS_MAX);
        let mut former = None;
        let calls = in_line.into_iter().filter_map(|turn| {
            let id = turn.key.call;
            let call = &self.calls[&id];
            let requirement = call.requirement()?;
            let rules = self.queues[call.queue.index()].as_ref()?;
            let chance = match self.chance(&agent.plan, call, rules) {
                Chance::First => former.replace(id).map_or(Chance::First, Chance::After),
                chance => chance,
            };
            Some(CallChance {
                call: id,
                queue: call.queue,
                wait_ms: now.since(call.arrived_at),
                requirement: Arc::clone(requirement),
                chance,
            })
        });
        let calls = calls.collect();
        Some(AgentExplanation {
            agent,
            queues,
            calls,
            nearest,
        })
    }

    /// Whether the agent would get this call of a queue of the agent, whatever else is in line.
    fn chance(&self, agent: &AgentPlan, call: &Call, queue: &Queue) -> Chance {
        let Some(need) = self.need_of(call, queue) else {
            return Chance::Unfit;
        };
        let rank = agent.queues.get(&call.queue);
        let is_held_back = rank.is_some_and(|rank| queue.holds_back(*rank));
        if !need.requirement.is_met_by(&agent.skills) {
            Chance::Unfit
        } else if need.only.is_some_and(|only| only != agent.id) {
            Chance::HeldForOther
        } else if need.only.is_none() && is_held_back {
            Chance::Reserve
        } else if !is_qualified(agent, call.queue, &need) {
            Chance::RankLater
        } else if call.line_key().is_none() {
            Chance::Rung
        } else {
            Chance::First
        }
    }
}
