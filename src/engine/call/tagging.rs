//! Tags of a call in hand, as far as rules of the floor look at them: requirements, priority, and
//! what must be known before after-call time ends.
//!
//! The tags themselves are kept with the contact, outside of the queues too; here is a copy of
//! them. What a waiting call needs is bound anew with them at once; where that cannot be, nothing
//! changes and whoever wanted it is told.

use std::sync::Arc;

use super::state::CallState;
use crate::engine::event::EventKind;
use crate::engine::id::{AgentId, CallId};
use crate::engine::plan::WhenMissing;
use crate::engine::rejection::Rejection;
use crate::engine::router::Router;
use crate::engine::tag::Tags;

impl Router {
    /// See [`Input::CallTagged`](crate::engine::Input::CallTagged).
    pub(in crate::engine) fn call_tagged(
        &mut self,
        id: CallId,
        agent: Option<AgentId>,
        tags: Tags,
    ) -> Result<(), Rejection> {
        match self.calls.get(&id).map(|call| call.state()) {
            None => self.tag_after_call(id, agent, tags),
            Some(CallState::Talking) => {
                self.call_mut(id).tags = tags;
                Ok(())
            }
            Some(_) => self.tag_in_line(id, tags),
        }
    }

    fn tag_after_call(
        &mut self,
        id: CallId,
        agent: Option<AgentId>,
        tags: Tags,
    ) -> Result<(), Rejection> {
        let agent = agent.and_then(|agent| self.agents.get_mut(agent.index())?.as_mut());
        let said = agent.map(|agent| &mut agent.after_call);
        let said = said.filter(|said| said.call == Some(id));
        said.ok_or(Rejection::UnknownCall(id))?.tags = tags;
        Ok(())
    }

    fn tag_in_line(&mut self, id: CallId, tags: Tags) -> Result<(), Rejection> {
        let former = std::mem::replace(&mut self.call_mut(id).tags, tags);
        let steps = match self.bind(&self.calls[&id], self.calls[&id].queue) {
            Ok(steps) => steps,
            Err(error) => {
                self.call_mut(id).tags = former;
                return Err(error.into());
            }
        };
        self.rank_anew(id, |_| ());
        let call = self.call_mut(id);
        let before = call.requirement().cloned();
        call.steps = steps;
        let is_same = before == call.requirement().cloned();
        self.classify(id);
        if !is_same {
            self.record_step(id);
        }
        self.match_call(id);
        Ok(())
    }

    /// A mandatory tag that is missing keeps an agent in after-call time.
    pub(in crate::engine) fn check_tags(&self, id: AgentId) -> Result<(), Rejection> {
        let missing = self.agent(id).tags_missing().into_iter().next();
        missing.map_or(Ok(()), |key| Err(Rejection::TagMissing(id, key)))
    }

    /// The same for a call that the agent still talks in.
    pub(in crate::engine) fn check_tags_for(
        &self,
        id: AgentId,
        call: CallId,
    ) -> Result<(), Rejection> {
        let Some(call) = self.calls.get(&call) else {
            return self.check_tags(id);
        };
        let queue = self.plan.queues.entry(call.queue);
        let missing = queue.and_then(|queue| queue.tag.missing(&call.tags).next());
        missing.map_or(Ok(()), |key| Err(Rejection::TagMissing(id, key.clone())))
    }

    /// After-call time is over. True: it begins anew, because a mandatory tag is missing.
    pub(in crate::engine) fn extend_for_tags(&mut self, id: AgentId) -> bool {
        if self.check_tags(id).is_ok() {
            return false;
        }
        let said = &self.agent(id).after_call;
        let (Some(queue), Some(call)) = (said.rules.clone(), said.call) else {
            return false;
        };
        if queue.tag.when_missing == WhenMissing::Default {
            return false;
        }
        let left_ms = queue
            .wrap_up
            .extension_ms_max
            .saturating_sub(said.extended_ms);
        // The agent's own time, where there is one; without any there is nothing to begin anew.
        let own_ms = self.agent(id).plan.wrap_up_ms;
        let extend_ms = own_ms.unwrap_or(queue.wrap_up.time_ms).min(left_ms);
        if extend_ms == 0 {
            return false;
        }
        self.begin_wrap_up_anew(id, call, extend_ms);
        true
    }

    /// Writes down which mandatory tags of the call are missing for good.
    pub(in crate::engine) fn record_missing_tags(&mut self, agent: AgentId) {
        let said = &self.agent(agent).after_call;
        let (Some(queue), Some(call)) = (said.rules.clone(), said.call) else {
            return;
        };
        let missing: Arc<[_]> = queue.tag.missing(&said.tags).cloned().collect();
        if missing.is_empty() {
            return;
        }
        let defaults = queue.tag.defaults.iter();
        let defaults = defaults
            .filter(|(key, _)| missing.contains(key))
            .cloned()
            .collect();
        self.record(EventKind::TagsMissing {
            agent,
            call,
            missing,
            defaults,
        });
    }
}
