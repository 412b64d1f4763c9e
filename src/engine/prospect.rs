//! Prospects: whether a call would find anybody if it came to a queue now.
//!
//! Counted for a dialplan that decides before it lets a caller in. Nothing is reserved: a moment
//! later the answer may be another.

use super::agent_state::AgentState;
use super::attribute::Attributes;
use super::class::is_qualified;
use super::id::QueueId;
use super::rejection::Rejection;
use super::requirement::{Requirement, Template};
use super::router::Router;

/// How many agents of a queue a call with some requirement would find now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prospect {
    /// What the call would need at first.
    pub requirement: Requirement,
    /// Agents who serve the queue.
    pub agents: u32,
    /// Of these, how many meet the requirement, whatever they do.
    pub qualified: u32,
    /// Of the qualified, how many are signed in.
    pub signed_in: u32,
    /// Of the qualified, how many are free.
    pub free: u32,
}

impl Router {
    /// How many agents a call with this requirement, or else the queue's own, would find now.
    ///
    /// # Errors
    /// When the queue is not in the plan or the requirement needs an attribute that is missing.
    pub fn prospect(
        &self,
        queue: QueueId,
        requirement: Option<&Template>,
        attributes: &Attributes,
    ) -> Result<Prospect, Rejection> {
        let known = self.queues.get(queue.index()).and_then(Option::as_ref);
        let known = known.ok_or(Rejection::UnknownQueue(queue))?;
        let template = requirement.unwrap_or(&known.plan.need.requirement);
        let requirement = template.bind(&self.plan.skills, &|name| attributes.value(name))?;
        let mut prospect = Prospect {
            requirement,
            agents: 0,
            qualified: 0,
            signed_in: 0,
            free: 0,
        };
        for (agent, _) in &known.agents {
            let agent = self.agent(*agent);
            let is_qualified = is_qualified(&agent.plan, queue, &prospect.requirement);
            let is_signed_in = agent.state() != AgentState::SignedOut;
            prospect.agents += 1;
            prospect.qualified += u32::from(is_qualified);
            prospect.signed_in += u32::from(is_qualified && is_signed_in);
            prospect.free += u32::from(is_qualified && agent.is_free());
        }
        Ok(prospect)
    }
}
