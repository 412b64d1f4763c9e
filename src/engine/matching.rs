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

use super::id::{AgentId, CallId};
use super::queue::OrderKey;
use super::ranking::best_agent;
use super::router::Router;

/// Who looks for a match once every deadline of this moment is kept.
#[derive(Debug, Default)]
pub(super) struct Gathering {
    calls: BTreeSet<OrderKey>,
    agents: Vec<AgentId>,
}

impl Router {
    /// Puts the call into the class of what it needs now, and in line there if it waits.
    pub(super) fn classify(&mut self, id: CallId) {
        let call = self
            .calls
            .get_mut(&id)
            .expect("calls stay while a record names them");
        let queue = self.queues[call.queue.index()].as_ref();
        let queue = queue.expect("a call in line has a queue of the plan");
        let requirement = call
            .requirement()
            .expect("a call in line has a requirement");
        let place = self.classes.hold(queue, requirement, &self.plan);
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
    }

    /// Offers a call in line to the best free agents who fit, as many as it may ring.
    pub(super) fn match_call(&mut self, id: CallId) {
        let key = self.calls[&id].line_key();
        match (key, &mut self.gathering) {
            (None, _) => {}
            (Some(key), Some(gathering)) => {
                gathering.calls.insert(key);
            }
            (Some(_), None) => while self.match_once(id) {},
        }
    }

    /// Offers a call in line to the best free agent who fits, if there is one.
    fn match_once(&mut self, id: CallId) -> bool {
        let call = &self.calls[&id];
        if call.line_key().is_none() {
            return false;
        }
        let class = self
            .classes
            .class(call.class.expect("a call in line has a class"));
        let found = best_agent(&self.idle, &class.qualified, class.merits.as_ref());
        if let Some(agent) = found {
            self.offer(id, agent);
        }
        found.is_some()
    }

    /// Keeps the table of free agents true and, if the agent is free, offers the agent the first
    /// call in line that fits.
    pub(super) fn settle(&mut self, id: AgentId) {
        self.refresh(id);
        if !self.idle.contains(id) {
            return;
        }
        if let Some(gathering) = &mut self.gathering {
            gathering.agents.push(id);
        } else if let Some(key) = self.classes.first_for(id) {
            self.offer(key.call, id);
        }
    }

    /// From now on whoever looks for a match waits for [`match_gathered`](Self::match_gathered).
    pub(super) fn gather(&mut self) {
        self.gathering = Some(Gathering::default());
    }

    /// Matches those who were gathered, the first call in the common order first.
    pub(super) fn match_gathered(&mut self) {
        let Gathering { mut calls, agents } = mem::take(&mut self.gathering).unwrap_or_default();
        let first_for = |router: &Self, agent: AgentId| {
            let is_free = router.idle.contains(agent);
            let key = router.classes.first_for(agent).filter(|_| is_free)?;
            Some((key, agent))
        };
        let mut wanted: BTreeSet<_> = agents
            .iter()
            .filter_map(|agent| first_for(self, *agent))
            .collect();
        loop {
            let call_first = match (calls.first(), wanted.first()) {
                (None, None) => break,
                (Some(key), Some((first, _))) => key <= first,
                (key, _) => key.is_some(),
            };
            if call_first {
                let key = calls.pop_first().expect("a call is first");
                calls.extend(self.match_gathered_call(key));
            } else if let Some((key, agent)) = wanted.pop_first() {
                // Others may have taken the call or the agent meanwhile.
                match first_for(self, agent) {
                    Some((now_first, _)) if now_first == key => {
                        self.match_once(key.call);
                        wanted.extend(first_for(self, agent));
                    }
                    later => wanted.extend(later),
                }
            }
        }
    }

    /// Matches a gathered call once; its place in line if it is to be looked at again.
    fn match_gathered_call(&mut self, key: OrderKey) -> Option<OrderKey> {
        let line_key = |router: &Self| router.calls.get(&key.call)?.line_key();
        if line_key(self)? != key {
            // Rung meanwhile from an agent's side.
            return line_key(self);
        }
        // Whoever finds nobody now finds nobody later: agents only get fewer.
        self.match_once(key.call).then(|| line_key(self)).flatten()
    }

    /// Offers calls in their common order until nothing more fits.
    pub(super) fn match_everyone(&mut self) {
        let mut heads: BTreeSet<_> = self.classes.heads().collect();
        while let Some((key, place)) = heads.pop_first() {
            // A class that finds nobody now finds nobody later: agents only get fewer.
            if self.match_once(key.call)
                && let Some(next) = self.classes.head(place)
            {
                heads.insert((next, place));
            }
        }
    }
}
