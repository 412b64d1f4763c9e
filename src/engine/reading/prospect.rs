//! Prospects: whether a call would find anybody if it came to a queue now.
//!
//! Counted for a dialplan that decides before it lets a caller in. Nothing is reserved: a moment
//! later the answer may be another.

use std::sync::Arc;

use crate::engine::call::attribute::Named;
use crate::engine::id::QueueId;
use crate::engine::queue::class::{Class, ClassNeed};
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
    /// `named` is what `$name` stands for.
    ///
    /// # Errors
    /// When the queue is not in the plan or the requirement needs a name that is missing.
    pub fn prospect<'a>(
        &self,
        queue: QueueId,
        requirement: Option<&Template>,
        named: impl Into<Named<'a>>,
    ) -> Result<Prospect, Rejection> {
        let named = named.into();
        let known = self.queues.get(queue.index()).and_then(Option::as_ref);
        let known = known.ok_or(Rejection::UnknownQueue(queue))?;
        let template = requirement.unwrap_or(&known.plan.need.requirement);
        let requirement = template.bind(&self.plan.skills, &|name| named.value(name))?;
        let need = ClassNeed {
            requirement: Arc::new(requirement),
            rank_max: rank_max(&known.plan.choice.rank_windows, 0),
            only: None,
        };
        let abilities = self.abilities();
        let look = |_, class: &Class| self.staff(&class.qualified);
        let staff = self.classes.look(known, &need, abilities, look);
        Ok(Prospect {
            requirement: need.requirement,
            agents: u32::try_from(known.agents.len()).expect("AGENTS_MAX fits"),
            staff,
        })
    }
}
