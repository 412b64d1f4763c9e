//! Matching: a call looks for an agent, an agent looks for a call, and after a new plan everyone
//! looks at once.
//!
//! Rule kept: after each fact no free agent and no call in line are left that fit; a call that
//! rings fewer agents than it may is still in line, behind those that ring none. Since a fact
//! frees one agent or brings one call into line, one look from that side is enough. Several
//! deadlines may fall due at once, and a call that leaves may free several agents; then all of
//! that happens first and everyone concerned is matched afterwards, in the common order of calls,
//! so that chance does not decide who is first.

use std::collections::BTreeSet;
use std::mem;
use std::sync::Arc;

use crate::engine::agent::abilities::Abilities;
use crate::engine::call::record::Call;
use crate::engine::id::{AgentId, CallId};
use crate::engine::queue::order::Turn;
use crate::engine::router::Router;

/// Who looks for a match once every deadline of this moment is kept.
#[derive(Debug, Default)]
pub(in crate::engine) struct Gathering {
    calls: BTreeSet<Turn>,
    agents: Vec<AgentId>,
}

impl Router {
    /// Puts the call into the class of what it needs now, and in line there if it waits.
    pub(in crate::engine) fn classify(&mut self, id: CallId) {
        let call = &self.calls[&id];
        let queue = self.queues[call.queue.index()].as_ref();
        let queue = queue.expect("a call in line has a queue of the plan");
        let need = self.need_of(call, queue);
        let need = need.expect("a call in line has a requirement");
        let is_held = call.hold.is_some();
        let abilities = Abilities::of(&self.plan, &self.levels);
        let place = self.classes.hold_ranked(queue, need, abilities);
        let call = self.call_mut(id);
        let former = call.class.replace(place);
        let key = call.line_key();
        if let Some(former) = former {
            if let Some(key) = key {
                self.classes.leave_line(former, key);
            }
            self.classes.let_go(former);
        }
        if let Some(key) = key {
            self.classes.enter_line(place, key);
        }
        self.follow_reach(id);
        self.watch_ranks(id);
        self.watch_conditions(id);
        if is_held && self.classes.class(place).qualified_count == 0 {
            self.end_hold(id);
        }
    }

    /// Changes something on which the call's place in line depends, and keeps that true.
    pub(in crate::engine) fn rank_anew(&mut self, id: CallId, change: impl FnOnce(&mut Call)) {
        let queue = self.calls[&id].queue;
        let queue = self.queues[queue.index()].as_ref();
        let plan = Arc::clone(&queue.expect("a call in line has a queue of the plan").plan);
        self.change_offers(id, |call| {
            change(call);
            call.rank(&plan.order);
        });
        self.watch_conditions(id);
    }

    /// The call's place among all for one more agent, at this moment; `None` if it is in no line.
    fn line_turn(&self, call: &Call) -> Option<Turn> {
        let queue = self.queues[call.queue.index()].as_ref();
        let ageing = queue.and_then(|queue| queue.plan.order.ageing);
        Some(call.line_key()?.turn(ageing, self.now))
    }

    /// Offers a call in line to the best free agents who fit, as many as it may ring.
    pub(in crate::engine) fn match_call(&mut self, id: CallId) {
        if self.gathering.is_none() {
            while self.match_once(id) {}
            return;
        }
        let turn = self.line_turn(&self.calls[&id]);
        if let Some(gathering) = &mut self.gathering {
            gathering.calls.extend(turn);
        }
    }

    /// Offers a call in line to the best free agent who fits, if there is one.
    fn match_once(&mut self, id: CallId) -> bool {
        let call = &self.calls[&id];
        if call.line_key().is_none() {
            return false;
        }
        let found = self.best_agent(id);
        if let Some(agent) = found {
            self.offer(id, agent);
        }
        found.is_some()
    }

    /// Keeps the table of free agents true and, if the agent is free, offers the agent the first
    /// call in line that fits.
    pub(in crate::engine) fn settle(&mut self, id: AgentId) {
        self.refresh(id);
        if !self.idle.contains(id) {
            return;
        }
        if let Some(gathering) = &mut self.gathering {
            gathering.agents.push(id);
        } else if let Some(key) = self.classes.first_for(id, self.now) {
            self.offer(key.call, id);
        }
    }

    /// From now on whoever looks for a match waits for [`match_gathered`](Self::match_gathered).
    pub(in crate::engine) fn gather(&mut self) {
        self.gathering = Some(Gathering::default());
    }

    /// Matches those who were gathered, the first call in the common order first.
    pub(in crate::engine) fn match_gathered(&mut self) {
        let Gathering { mut calls, agents } = mem::take(&mut self.gathering).unwrap_or_default();
        let first_for = |router: &Self, agent: AgentId| {
            let is_free = router.idle.contains(agent);
            let key = router.classes.first_for(agent, router.now);
            let call = key.filter(|_| is_free)?.call;
            Some((router.line_turn(&router.calls[&call])?, agent))
        };
        let mut wanted: BTreeSet<_> = agents
            .iter()
            .filter_map(|agent| first_for(self, *agent))
            .collect();
        loop {
            let call_first = match (calls.first(), wanted.first()) {
                (None, None) => break,
                (Some(turn), Some((first, _))) => turn <= first,
                (turn, _) => turn.is_some(),
            };
            if call_first {
                let turn = calls.pop_first().expect("a call is first");
                calls.extend(self.match_gathered_call(turn));
            } else if let Some((turn, agent)) = wanted.pop_first() {
                // Others may have taken the call or the agent meanwhile.
                match first_for(self, agent) {
                    Some((now_first, _)) if now_first == turn => {
                        self.match_once(turn.key.call);
                        wanted.extend(first_for(self, agent));
                    }
                    later => wanted.extend(later),
                }
            }
        }
    }

    /// Matches a gathered call once; its turn if it is to be looked at again.
    fn match_gathered_call(&mut self, turn: Turn) -> Option<Turn> {
        let call = turn.key.call;
        let later = |router: &Self| router.line_turn(router.calls.get(&call)?);
        let now = later(self)?;
        if now != turn {
            // Rung meanwhile from an agent's side.
            return Some(now);
        }
        // Whoever finds nobody now finds nobody later: agents only get fewer.
        self.match_once(call).then(|| later(self)).flatten()
    }

    /// Offers calls in their common order until nothing more fits.
    pub(in crate::engine) fn match_everyone(&mut self) {
        let mut heads: BTreeSet<_> = self.classes.heads(self.now).collect();
        while let Some((turn, place)) = heads.pop_first() {
            // A class that finds nobody now finds nobody later: agents only get fewer.
            if self.match_once(turn.key.call)
                && let Some(next) = self.classes.head(place, self.now)
            {
                heads.insert((next, place));
            }
        }
    }
}
