//! What callers who have called before are owed: the agent who served them last, and the place
//! they had. Kept in plain tables beside the engine.

use std::collections::BTreeMap;

use acd::engine::{CallId, DeviceState, StaffLevel};

use crate::ledger::{Call, Ledger, Stay};

/// What is known of callers, by the queue and the number.
#[derive(Debug, Default)]
pub(crate) struct Callers(BTreeMap<(usize, u64), Known>);

#[derive(Debug, Default)]
struct Known {
    /// The agent who served the caller last.
    served: Option<usize>,
    /// When the caller hung up, and what counted as the arrival then.
    left: Option<(u64, i64)>,
}

impl Ledger {
    /// An agent begins to talk to the caller.
    pub(crate) fn was_served(&mut self, id: CallId, agent: usize) {
        let call = &self.calls[&id];
        let rules = &self.town.queues[call.queue];
        let is_ruled = rules.is_open && (rules.caller.is_sticky || rules.caller.regain_ms > 0);
        if is_ruled {
            let key = (call.queue, call.caller);
            let known = self.callers.0.entry(key).or_default();
            known.served = Some(agent);
            known.left = None;
        }
    }

    /// The caller hangs up in line.
    pub(crate) fn leaves_a_place(&mut self, id: CallId, now: u64) {
        let call = &self.calls[&id];
        let rules = &self.town.queues[call.home];
        if rules.is_open && rules.caller.regain_ms > 0 {
            let key = (call.home, call.caller);
            let known = self.callers.0.entry(key).or_default();
            known.left = Some((now, call.seniority));
        }
    }

    /// The place that the caller of an arriving call has from before: once.
    pub(crate) fn regains(&mut self, id: CallId, now: u64) -> Option<i64> {
        let call = &self.calls[&id];
        let regain_ms = self.town.queues[call.home].caller.regain_ms;
        let known = self.callers.0.get_mut(&(call.home, call.caller))?;
        if regain_ms == 0 {
            return None;
        }
        let (left_at, seniority) = known.left.take()?;
        (now - left_at <= regain_ms).then_some(seniority)
    }

    /// For whom alone an arriving call waits at first.
    pub(crate) fn favourite(&self, call: &Call) -> Option<usize> {
        let rules = &self.town.queues[call.queue];
        let last = || {
            let known = self.callers.0.get(&(call.queue, call.caller))?;
            known.served.filter(|_| rules.caller.is_sticky)
        };
        let agent = call.wanted.or_else(last)?;
        let is_there = self.town.agents[agent].is_employed
            && self.presence(agent) >= StaffLevel::Working
            && self.agents[agent].device != DeviceState::Unreachable;
        (is_there && self.qualifies(agent, call, u8::MAX)).then_some(agent)
    }

    /// Who waits for one agent alone waits for somebody who may come, and not for too long.
    pub(crate) fn assert_holds(&self, now: u64) {
        for id in &self.live {
            let call = &self.calls[id];
            let Some((agent, until)) = call.hold else {
                continue;
            };
            let is_right = matches!(call.stay, Stay::Waits | Stay::Rings)
                && now < until
                && self.presence(agent) >= StaffLevel::Working
                && self.agents[agent].device != DeviceState::Unreachable
                && self.qualifies(agent, call, u8::MAX);
            assert!(
                is_right,
                "at {now}: {id:?} waits for agent {agent} alone: {call:?}"
            );
        }
    }
}
