//! Agents who come back after a restart of the engine or of the PBX: since when they do what they
//! do, after-call time that was under way, what they said of a call, a pause after the next call.
//!
//! Their states are told as facts first, as after a restart of the engine; what cannot be told as a
//! fact is set here, before anybody calls. Moments may lie before the router's first one heard of.

use std::sync::Arc;

use super::record::Activity;
use super::state::{AgentMove, AgentState};
use crate::engine::id::{AgentId, CallId, DispositionId, QueueId};
use crate::engine::plan::DispositionPlan;
use crate::engine::router::Router;
use crate::engine::time::Millis;
use crate::engine::timer::Timer;

/// What an agent had said of a call when the router ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Said {
    /// What became of it.
    pub disposition: Option<DispositionId>,
    /// By how much its after-call time is extended.
    pub extended_ms: u64,
}

impl Router {
    /// The agent has been doing this since then; limits of not-ready reasons and the order of
    /// idle agents follow. Nothing happens to an agent who has a call in hand or is unknown.
    pub fn date_back(&mut self, id: AgentId, since: Millis) {
        let known = self.planned_agent(id);
        if known.map_or(true, |agent| agent.has_call()) {
            return;
        }
        let since = since.min(self.now);
        let agent = self.agent_mut(id);
        agent.since = since;
        if agent.state() == AgentState::Ready {
            agent.idle_since = since;
        }
        self.replan_limit(id);
        self.refresh(id);
        self.review();
    }

    /// An agent who talks had said this of the call. Nothing happens to an agent who does not.
    pub fn resume_said(&mut self, id: AgentId, said: Said) {
        let known = self.planned_agent(id);
        if known.is_ok_and(|agent| agent.state() == AgentState::Talking) {
            let disposition = self.disposition_said(said);
            let after_call = &mut self.agent_mut(id).after_call;
            after_call.disposition = disposition;
            after_call.extended_ms = said.extended_ms;
        }
    }

    /// The agent is not ready after the next call, or after the one in hand. Nothing happens to an
    /// agent who is signed out.
    pub fn resume_one_call(&mut self, id: AgentId) {
        let known = self.planned_agent(id);
        if known.is_ok_and(|agent| agent.state() != AgentState::SignedOut) {
            self.take_one_call(id, true);
        }
    }

    fn disposition_said(&self, said: Said) -> Option<Arc<DispositionPlan>> {
        let planned = self.plan.dispositions.entry(said.disposition?);
        planned.cloned()
    }

    /// After-call time of this call of this queue goes on until that moment, which may be past:
    /// then it ends as soon as time is told. Answers how long it still may last; `None`: the agent
    /// is not ready for calls, and nothing happens.
    pub fn resume_wrap_up(
        &mut self,
        id: AgentId,
        (call, queue): (CallId, QueueId),
        until: Millis,
        said: Said,
    ) -> Option<u64> {
        let known = self.planned_agent(id);
        if known.map_or(true, |agent| agent.state() != AgentState::Ready) {
            return None;
        }
        let now = self.now;
        // Its end is kept like any other deadline.
        let until = until.max(now + 1);
        let rules = self.plan.queues.entry(queue).cloned();
        let disposition = self.disposition_said(said);
        self.stop_rest(id);
        let agent = self.agent_mut(id);
        agent.go(AgentMove::Resume, Activity::Talking { call }, now);
        agent.go(AgentMove::BeginWrapUp, Activity::WrapUp { until }, now);
        agent.after_call.resume(call, rules, disposition);
        agent.after_call.extended_ms = said.extended_ms;
        self.timers.set(until, Timer::AgentWrapUp(id));
        self.refresh(id);
        self.review();
        Some(until.since(now))
    }
}
