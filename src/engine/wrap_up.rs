//! Wrap-up: after-call time, in which the agent finishes what the call was about.
//!
//! It ends by itself, or at once when the agent becomes ready, not ready or signs out.

use super::agent::Activity;
use super::agent_state::AgentMove;
use super::event::EventKind;
use super::id::{AgentId, CallId, QueueId};
use super::router::Router;
use super::timer::Timer;

impl Router {
    /// The agent's after-call time for calls of this queue; 0: none.
    pub(super) fn wrap_up_ms(&self, agent: AgentId, queue: QueueId) -> u64 {
        let of_queue = || {
            self.plan
                .queues
                .entry(queue)
                .map(|queue| queue.wrap_up.time_ms)
        };
        self.agent(agent)
            .plan
            .wrap_up_ms
            .or_else(of_queue)
            .unwrap_or(0)
    }

    pub(super) fn begin_wrap_up(&mut self, id: AgentId, call: CallId, wrap_up_ms: u64) {
        let (now, until) = (self.now, self.now + wrap_up_ms);
        self.agent_mut(id)
            .go(AgentMove::BeginWrapUp, Activity::WrapUp { until }, now);
        self.timers.set(until, Timer::AgentWrapUp(id));
        self.record(EventKind::WrapUpStarted {
            agent: id,
            call,
            wrap_up_ms,
        });
    }

    pub(super) fn wrap_up_timed_out(&mut self, id: AgentId) {
        self.finish_wrap_up(id);
        self.settle(id);
    }

    /// Ends after-call time before its time, if the agent is in it.
    pub(super) fn end_wrap_up(&mut self, id: AgentId) {
        if let Activity::WrapUp { until } = self.agent(id).activity {
            self.timers.stop(until, Timer::AgentWrapUp(id));
            self.finish_wrap_up(id);
        }
    }

    fn finish_wrap_up(&mut self, id: AgentId) {
        let now = self.now;
        let agent = self.agent_mut(id);
        agent.go(AgentMove::EndWrapUp, Activity::Ready, now);
        agent.idle_since = now;
        self.record(EventKind::WrapUpEnded { agent: id });
    }
}
