//! Prospects: whether a call would find anybody if it came to a queue now.
//!
//! Counted for a dialplan that decides before it lets a caller in. Nothing is reserved: a moment
//! later the answer may be another.

use std::sync::Arc;

use fixedbitset::FixedBitSet;

use crate::engine::call::attribute::Attributes;
use crate::engine::id::QueueId;
use crate::engine::queue::class::ClassNeed;
use crate::engine::queue::staffing::Staff;
use crate::engine::rejection::Rejection;
use crate::engine::requirement::{Requirement, Template};
use crate::engine::router::Router;
use crate::engine::waiting::rank_window::rank_max;

/// How many agents of a queue a call with some requirement would find now.
#[derive(Debug, Clone)]
pub struct Prospect {
    /// What the call would need at first.
    pub requirement: Arc<Requirement>,
    /// Agents who serve the queue.
    pub agents: u32,
    /// Those who meet the requirement, and how far they have come.
    pub staff: Staff,
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
        let need = ClassNeed {
            requirement: Arc::new(requirement),
            rank_max: rank_max(&known.plan.choice.rank_windows, 0),
            only: None,
        };
        let mut qualified = FixedBitSet::with_capacity(self.agents.len());
        for (agent, _) in known.agents.iter() {
            let is_qualified = known.lets_take(&self.agent(agent).plan, &need);
            qualified.set(agent.index(), is_qualified);
        }
        Ok(Prospect {
            requirement: need.requirement,
            agents: u32::try_from(known.agents.len()).expect("AGENTS_MAX fits"),
            staff: self.staff(&qualified),
        })
    }
}
