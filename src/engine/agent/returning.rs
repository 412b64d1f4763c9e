//! Agents who come back after a restart of the PBX: since when they do what they do, and
//! after-call time that was under way.
//!
//! Their states are told as facts first, as after a restart of the engine; what cannot be told as a
//! fact is set here, before anybody calls. Moments may lie before the router's first one heard of.

use super::record::Activity;
use super::state::{AgentMove, AgentState};
use crate::engine::id::{AgentId, CallId, DispositionId, QueueId};
use crate::engine::router::Router;
use crate::engine::time::Millis;
use crate::engine::timer::Timer;

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

    /// After-call time of this call of this queue goes on until that moment, which may be past:
    /// then it ends as soon as time is told. Answers how long it still may last; `None`: the agent
    /// is not ready for calls, and nothing happens.
    pub fn resume_wrap_up(
        &mut self,
        id: AgentId,
        (call, queue): (CallId, QueueId),
        until: Millis,
        disposition: Option<DispositionId>,
    ) -> Option<u64> {
        let known = self.planned_agent(id);
        if known.map_or(true, |agent| agent.state() != AgentState::Ready) {
            return None;
        }
        let now = self.now;
        // Its end is kept like any other deadline.
        let until = until.max(now + 1);
        let rules = self.plan.queues.entry(queue).cloned();
        let disposition = disposition.and_then(|id| self.plan.dispositions.entry(id).cloned());
        self.stop_rest(id);
        let agent = self.agent_mut(id);
        agent.go(AgentMove::Resume, Activity::Talking { call }, now);
        agent.go(AgentMove::BeginWrapUp, Activity::WrapUp { until }, now);
        agent.after_call.resume(call, rules, disposition);
        self.timers.set(until, Timer::AgentWrapUp(id));
        self.refresh(id);
        self.review();
        Some(until.since(now))
    }
}
