//! How long an agent may be away: the limit of a reason, the return from missed offers, and the
//! pause after one call.
//!
//! A limit counts from the moment at which the agent went not ready with that reason. Passing it
//! is told once; the agent stays away or is ready again, as the reason says. A new floor plan
//! counts anew from the same moment, and what it makes too long already is told at once.

use std::sync::Arc;

use super::duty::NotReadyEnd;
use super::record::Activity;
use super::state::AgentState;
use crate::engine::cause::ChangeCause;
use crate::engine::event::EventKind;
use crate::engine::id::AgentId;
use crate::engine::input::Forced;
use crate::engine::plan::{AtLimit, ONE_CALL_REASON, ReasonPlan};
use crate::engine::router::Router;
use crate::engine::timer::Timer;

impl Router {
    /// What is declared of the reason for which the agent is away.
    pub(in crate::engine) fn reason_of(&self, id: AgentId) -> Option<&Arc<ReasonPlan>> {
        match &self.agent(id).activity {
            Activity::NotReady { reason } => self.plan.reasons.find(reason),
            _ => None,
        }
    }

    /// The agent has just gone not ready, or the plan has just changed: the reason's limit counts.
    pub(in crate::engine) fn begin_limit(&mut self, id: AgentId) {
        let Some(reason) = self.reason_of(id) else {
            return;
        };
        let (limit_ms, then) = (reason.limit_ms, reason.at_limit);
        let Some(limit_ms) = limit_ms else {
            return;
        };
        let at = (self.agent(id).since + limit_ms).max(self.now);
        self.end_not_ready_at(
            id,
            NotReadyEnd {
                at,
                then,
                is_limit: true,
            },
        );
    }

    /// An agent who has missed too many offers comes back by itself after this time.
    pub(in crate::engine) fn return_after(&mut self, id: AgentId, delay_ms: u64) {
        self.stop_limit(id);
        let end = NotReadyEnd {
            at: self.now + delay_ms,
            then: AtLimit::Ready,
            is_limit: false,
        };
        self.end_not_ready_at(id, end);
    }

    fn end_not_ready_at(&mut self, id: AgentId, end: NotReadyEnd) {
        self.agent_mut(id).duty.ends = Some(end);
        self.timers.set(end.at, Timer::AgentNotReady(id));
    }

    /// The agent is no longer away for that reason.
    pub(in crate::engine) fn stop_limit(&mut self, id: AgentId) {
        let duty = &mut self.agent_mut(id).duty;
        duty.is_over_limit = false;
        if let Some(end) = duty.ends.take() {
            self.timers.stop(end.at, Timer::AgentNotReady(id));
        }
    }

    /// The limits of a new plan hold for those who are away already.
    pub(in crate::engine) fn replan_limit(&mut self, id: AgentId) {
        let duty = &self.agent(id).duty;
        if duty.ends.is_some_and(|end| !end.is_limit) {
            return;
        }
        let was_over = duty.is_over_limit;
        self.stop_limit(id);
        let agent = self.agent(id);
        let is_told = |reason: &Arc<ReasonPlan>| {
            let limit_ms = reason.limit_ms.unwrap_or(u64::MAX);
            was_over && self.now.since(agent.since) >= limit_ms
        };
        if self.reason_of(id).is_some_and(is_told) {
            self.agent_mut(id).duty.is_over_limit = true;
        } else {
            self.begin_limit(id);
        }
    }

    /// The deadline of an agent who is away has come.
    pub(in crate::engine) fn not_ready_long_enough(&mut self, id: AgentId) {
        let agent = self.agent_mut(id);
        let end = agent.duty.ends.take();
        let end = end.expect("a not-ready deadline stops with its agent's return");
        if end.is_limit {
            agent.duty.is_over_limit = true;
            let reason = self.reason_of(id).expect("a limit is that of a reason");
            let (reason, limit_ms) = (Arc::clone(&reason.name), reason.limit_ms.unwrap_or(0));
            self.record(EventKind::NotReadyLimitPassed {
                agent: id,
                reason,
                limit_ms,
            });
        }
        if end.then == AtLimit::Ready {
            let cause = ChangeCause::TimeOver;
            self.record(EventKind::AgentChangeCaused {
                agent: id,
                change: Forced::Ready,
                cause: cause.clone(),
            });
            self.agent_mut(id).duty.cause = Some(cause);
            self.make_ready(id);
        }
    }

    /// A conversation, and what after-call time follows it, is over: who takes one call at a time
    /// goes not ready. True if so.
    pub(in crate::engine) fn pause_after_call(&mut self, id: AgentId) -> bool {
        let agent = self.agent_mut(id);
        let pauses = agent.duty.is_for_one_call || agent.plan.is_on_demand;
        if !pauses || agent.state() != AgentState::Ready {
            return false;
        }
        agent.duty.is_for_one_call = false;
        self.stop_work(id, ONE_CALL_REASON.into());
        true
    }
}
