//! Questions about one queue, one agent, one call, or a call that has not come yet.
//!
//! They go to the worker like every reading, so the answer is of one moment; they are cheap there,
//! because only what was asked for is looked at.

use crate::engine::{Attributes, CallId, Named, Tags};

use super::arrival::{find_agent, find_queue, read_requirement, refused};
use super::entrance::Entrance;
use super::refusal::{Refusal, quoted};
use super::views::{AgentView, CallView, ProspectView, QueueView};

impl Entrance {
    /// One queue, as it is now.
    ///
    /// # Errors
    /// When there is no such queue or the engine does not answer.
    pub fn queue(&self, name: &str) -> Result<QueueView, Refusal> {
        let queue = find_queue(&self.plan(), name)?.id;
        let view = self.read(move |glance| {
            let view = glance.router.queue_view(glance.now, queue);
            view.map(|view| glance.queue(view))
        })?;
        // Removed by a reload since its name was looked up.
        view.ok_or_else(|| Refusal::UnknownQueue(quoted(name)))
    }

    /// One agent, as the agent is now.
    ///
    /// # Errors
    /// When there is no such agent or the engine does not answer.
    pub fn agent(&self, name: &str) -> Result<AgentView, Refusal> {
        let agent = find_agent(&self.plan(), name)?.id;
        let view = self.read(move |glance| {
            let view = glance.router.agent_view(agent);
            view.map(|view| glance.agent(view))
        })?;
        view.ok_or_else(|| Refusal::UnknownAgent(quoted(name)))
    }

    /// One call that waits, rings or talks; `None` if it does none of these.
    ///
    /// # Errors
    /// When the engine does not answer.
    pub fn call(&self, call: CallId) -> Result<Option<CallView>, Refusal> {
        self.read(move |glance| {
            let view = glance.router.call_view(glance.now, call);
            view.map(|view| glance.call(view))
        })
    }

    /// Whom a call with this requirement, or else the queue's own, would find now. `$name` stands
    /// for the tag of that key, or else the attribute, as for [`arrive`](Self::arrive).
    ///
    /// # Errors
    /// When the queue is unknown, the requirement or the attributes are not allowed, or the engine
    /// does not answer.
    pub fn prospect(
        &self,
        queue: &str,
        requirement: Option<&str>,
        attributes: &[(String, String)],
        tags: Tags,
    ) -> Result<ProspectView, Refusal> {
        let plan = self.plan();
        let queue = find_queue(&plan, queue)?;
        let requirement = read_requirement(&plan, requirement)?;
        let attributes = attributes.iter().map(|(name, value)| (&**name, &**value));
        let attributes = Attributes::new(attributes).map_err(Refusal::Attributes)?;
        let (id, name) = (queue.id, queue.name.clone());
        let counted = self.read(move |glance| {
            let named = Named::new(&tags, &attributes);
            let prospect = glance.router.prospect(id, requirement.as_ref(), named);
            prospect.map(|prospect| ProspectView {
                queue: name,
                requirement: glance.text(&prospect.requirement),
                agents: prospect.agents,
                qualified: prospect.staff.qualified,
                staffed: prospect.staff.staffed,
                working: prospect.staff.working,
                free: prospect.staff.free,
            })
        })?;
        counted.map_err(|rejection| refused(rejection, queue))
    }
}
