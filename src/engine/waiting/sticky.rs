//! Sticky agent: a call waits at first for one agent alone, who served this caller last or whom
//! the dialplan names, then for everyone.
//!
//! It does not wait for somebody who would not come: the agent must serve the queue, meet what the
//! call needs, be signed in, not be not ready, and have a phone that can be reached. The wait for
//! one agent ends at its exact time, or at once when the agent or the phone goes, when an offer to
//! the agent comes to nothing, or when the agent no longer fits.

use std::sync::Arc;

use super::relaxation::Step;
use crate::engine::event::EventKind;
use crate::engine::id::{AgentId, CallId};
use crate::engine::input::{Arrival, DeviceState};
use crate::engine::plan::{QueuePlan, RANK_ANY};
use crate::engine::queue::class::{ClassNeed, is_qualified};
use crate::engine::router::Router;
use crate::engine::time::Millis;
use crate::engine::timer::Timer;

/// One agent for whom alone a call waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::engine) struct Hold {
    pub(in crate::engine) agent: AgentId,
    pub(in crate::engine) until: Millis,
}

impl Router {
    /// For whom alone the arriving call waits at first.
    pub(in crate::engine) fn hold_on_arrival(
        &self,
        arrival: &Arrival,
        plan: &QueuePlan,
        first: &Step,
    ) -> Option<Hold> {
        let last = || {
            let rules = &plan.caller;
            let caller = arrival.caller.as_ref().filter(|_| rules.is_sticky)?;
            let key = (plan.id, Arc::clone(caller));
            self.memory
                .last_agent(&key, self.now, rules.sticky_window_ms)
        };
        let agent = arrival.wanted_agent.or_else(last)?;
        let record = self.planned_agent(agent).ok()?;
        let need = ClassNeed {
            requirement: Arc::clone(&first.requirement),
            rank_max: RANK_ANY,
            only: Some(agent),
        };
        let comes = self.comes(agent) && is_qualified(&record.plan, plan.id, &need);
        comes.then(|| Hold {
            agent,
            until: self.now + plan.caller.sticky_wait_ms,
        })
    }

    /// Whether the agent is at work with a phone that can be reached, now or after a call.
    fn comes(&self, id: AgentId) -> bool {
        let agent = self.agents.get(id.index()).and_then(Option::as_ref);
        let has_phone = agent.is_some_and(|agent| agent.device != DeviceState::Unreachable);
        has_phone && self.staffing.is_working(id)
    }

    /// Sets the deadline of a hold that the call has.
    pub(in crate::engine) fn begin_hold(&mut self, id: CallId) {
        if let Some(hold) = self.calls[&id].hold {
            self.timers.set(hold.until, Timer::CallHold(id));
            self.holds.insert((hold.agent, id));
        }
    }

    /// The call has waited long enough for one agent alone.
    pub(in crate::engine) fn hold_over(&mut self, id: CallId) {
        let hold = self.call_mut(id).hold.take();
        let hold = hold.expect("a hold's deadline stops with it");
        self.holds.remove(&(hold.agent, id));
        self.open_to_everyone(id, hold.agent);
        self.match_call(id);
    }

    /// The call waits for everyone from now on, if it waited for one alone. The caller of this
    /// lets it look for a match.
    pub(in crate::engine) fn end_hold(&mut self, id: CallId) {
        if let Some(agent) = self.drop_hold(id) {
            self.open_to_everyone(id, agent);
        }
    }

    /// Takes the call out of the books of holds.
    pub(in crate::engine) fn drop_hold(&mut self, id: CallId) -> Option<AgentId> {
        let hold = self.call_mut(id).hold.take()?;
        self.timers.stop(hold.until, Timer::CallHold(id));
        self.holds.remove(&(hold.agent, id));
        Some(hold.agent)
    }

    /// Calls that waited for one of those who went wait for everyone.
    pub(in crate::engine) fn open_holds_of_absent(&mut self) {
        while let Some(agent) = self.absent.pop() {
            if self.comes(agent) {
                continue;
            }
            let held = self
                .holds
                .range((agent, CallId(0))..=(agent, CallId(u64::MAX)));
            let held: Vec<CallId> = held.map(|(_, call)| *call).collect();
            for call in held {
                self.end_hold(call);
                self.match_call(call);
            }
        }
    }

    /// Calls that waited for this agent, who no longer may take them, wait for everyone.
    pub(in crate::engine) fn open_holds_unmet(&mut self, agent: AgentId) {
        let held = (agent, CallId(0))..=(agent, CallId(u64::MAX));
        let held: Vec<CallId> = self.holds.range(held).map(|(_, call)| *call).collect();
        for call in held {
            let class = self.calls[&call].class;
            let is_met = |place| self.classes.class(place).qualified_count > 0;
            if !class.is_some_and(is_met) {
                self.end_hold(call);
                self.match_call(call);
            }
        }
    }

    fn open_to_everyone(&mut self, call: CallId, agent: AgentId) {
        self.record(EventKind::HoldEnded { call, agent });
        self.classify(call);
    }
}
