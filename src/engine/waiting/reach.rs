//! Reach: the agents who could take a call now or at a later step of its wait, and the calls that
//! share these agents.
//!
//! Kept only for queues whose calls leave when nobody is there. Calls of one queue with the same
//! steps ahead of them share one reach, so that an agent who comes or goes is looked at once for
//! all of them. Steps that begin only after the call's own time is over do not count; steps that
//! are behind it do not either, because the call no longer takes whom they let in.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use fixedbitset::FixedBitSet;

use super::rank_window::widest;
use super::relaxation::Step;
use crate::engine::agent::abilities::Abilities;
use crate::engine::call::record::Call;
use crate::engine::id::{CallId, QueueId};
use crate::engine::plan::{AgentPlan, QueuePlan};
use crate::engine::queue::class::{ClassNeed, is_qualified};
use crate::engine::router::Router;
use crate::engine::time::Millis;

/// What calls that share a reach have in common: the queue, and what they need now and later.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::engine) struct ReachKey {
    pub(in crate::engine) queue: QueueId,
    needs: Box<[ClassNeed]>,
}

impl ReachKey {
    /// What the calls need now and later.
    pub(in crate::engine) fn needs(&self) -> impl Iterator<Item = &ClassNeed> {
        self.needs.iter()
    }
}

/// One reach.
#[derive(Debug)]
pub(in crate::engine) struct Reach {
    /// The agents.
    pub(in crate::engine) agents: FixedBitSet,
    /// The calls, each from the moment on that lack of agents counts for it.
    pub(in crate::engine) calls: BTreeSet<(Millis, CallId)>,
    /// Since when nobody is there; the beginning of time if nobody was from the start.
    pub(in crate::engine) lacking_since: Option<Millis>,
}

impl Reach {
    /// The call that leaves first if nobody comes, and since when it lacks agents.
    pub(in crate::engine) fn first_to_leave(&self) -> Option<(Millis, CallId)> {
        let lacking_since = self.lacking_since?;
        let (since, call) = *self.calls.first()?;
        Some((since.max(lacking_since), call))
    }
}

/// All reaches.
#[derive(Debug, Default)]
pub(in crate::engine) struct Reaches(BTreeMap<Arc<ReachKey>, Reach>);

impl Reaches {
    /// The reaches of a queue.
    pub(in crate::engine) fn of_queue(
        &mut self,
        queue: QueueId,
    ) -> impl Iterator<Item = (&Arc<ReachKey>, &mut Reach)> {
        let first = ReachKey {
            queue,
            needs: Box::default(),
        };
        let from_first = self.0.range_mut(first..);
        from_first.take_while(move |(key, _)| key.queue == queue)
    }

    /// Brings the queue's reaches up to date with what this agent can do now.
    pub(in crate::engine) fn reconsider(&mut self, queue: QueueId, agent: &AgentPlan) {
        for (key, reach) in self.of_queue(queue) {
            let is_within = key.needs().any(|need| is_qualified(agent, queue, need));
            reach.agents.set(agent.id.index(), is_within);
        }
    }

    /// A reach that a call is in.
    pub(in crate::engine) fn reach(&self, key: &ReachKey) -> &Reach {
        self.0
            .get(key)
            .expect("a reach stays while a call is in it")
    }

    /// Every reach, for the invariants.
    pub(in crate::engine) fn iter(&self) -> impl Iterator<Item = (&Arc<ReachKey>, &Reach)> {
        self.0.iter()
    }
}

/// The steps that the call is at or may come to.
pub(in crate::engine) fn steps_ahead(
    steps: &[Step],
    step: u8,
    timeout_ms: Option<u64>,
) -> impl Iterator<Item = &Step> {
    let ahead = steps.iter().skip(usize::from(step)).enumerate();
    let comes = move |(place, step): &(usize, &Step)| {
        *place == 0 || timeout_ms.is_none_or(|timeout_ms| step.after_ms < timeout_ms)
    };
    ahead.filter(comes).map(|(_, step)| step)
}

/// The reach of the call by what it needs.
pub(in crate::engine) fn reach_key(
    call: &Call,
    plan: &QueuePlan,
    timeout_ms: Option<u64>,
) -> ReachKey {
    let ahead = steps_ahead(&call.steps, call.step, timeout_ms);
    let rank_max = widest(&plan.choice.rank_windows, timeout_ms);
    let need = |step: &Step, rank_max| ClassNeed {
        requirement: Arc::clone(&step.requirement),
        rank_max,
        only: None,
    };
    ReachKey {
        queue: call.queue,
        needs: ahead.map(|step| need(step, rank_max)).collect(),
    }
}

impl Router {
    /// Puts a call in line into the reach of what it needs now and later, if its queue has a rule
    /// that looks at that. A lack that has begun goes on.
    pub(in crate::engine) fn follow_reach(&mut self, id: CallId) {
        let call = &self.calls[&id];
        let queue = self.queues[call.queue.index()].as_ref();
        let plan = &queue.expect("a call in line has a queue of the plan").plan;
        if plan.entry.leave_if_not.is_none() {
            return;
        }
        let key = reach_key(call, plan, self.longest_wait_ms(call));
        if call.reach.as_deref() == Some(&key) {
            return;
        }
        let lacking_since = self.leave_reach(id);
        let call = self.call_mut(id);
        let since = lacking_since.or(call.lacking_since.take());
        let since = since.unwrap_or(self.now);
        let queue = key.queue;
        let (key, is_lacking) = self.enter_reach(key, since, id);
        let call = self.call_mut(id);
        call.reach = Some(key);
        call.reach_since = since;
        if is_lacking {
            self.mark(queue);
        }
    }

    /// Takes a call out of its reach, if it has one; tells since when it lacks agents.
    pub(in crate::engine) fn leave_reach(&mut self, id: CallId) -> Option<Millis> {
        let call = self
            .calls
            .get_mut(&id)
            .expect("calls stay while a record names them");
        let key = call.reach.take()?;
        let since = call.reach_since;
        let reach = self.reaches.0.get_mut(&key);
        let reach = reach.expect("a reach stays while a call is in it");
        reach.calls.remove(&(since, id));
        let lacking_since = reach.lacking_since.map(|lacking| lacking.max(since));
        if reach.calls.is_empty() {
            self.reaches.0.remove(&key);
        }
        lacking_since
    }

    /// The lack of agents counts from now on only, because a phone rings for the call.
    pub(in crate::engine) fn forgive_lack(&mut self, id: CallId) {
        let now = self.now;
        let call = self.calls.get_mut(&id).expect("a call in a reach is there");
        let key = call.reach.as_ref().expect("the call was found in a reach");
        let reach = self.reaches.0.get_mut(key);
        let reach = reach.expect("a reach stays while a call is in it");
        reach.calls.remove(&(call.reach_since, id));
        reach.calls.insert((now, id));
        call.reach_since = now;
    }

    fn enter_reach(&mut self, key: ReachKey, since: Millis, id: CallId) -> (Arc<ReachKey>, bool) {
        let known = self.reaches.0.get_key_value(&key);
        let key = match known {
            Some((key, _)) => Arc::clone(key),
            None => {
                let key = Arc::new(key);
                let agents = self.agents_within(&key);
                let is_there = self.is_anybody_there(key.queue, &agents);
                let reach = Reach {
                    agents,
                    calls: BTreeSet::new(),
                    lacking_since: (!is_there).then_some(Millis::ZERO),
                };
                self.reaches.0.insert(Arc::clone(&key), reach);
                key
            }
        };
        let reach = self.reaches.0.get_mut(&key).expect("it is there by now");
        reach.calls.insert((since, id));
        (key, reach.lacking_since.is_some())
    }

    // The classes know who meets what and keep it for the next call with the same need.
    fn agents_within(&mut self, key: &ReachKey) -> FixedBitSet {
        let queue = self.queues[key.queue.index()].as_ref();
        let queue = queue.expect("a call in line has a queue of the plan");
        let abilities = Abilities::of(&self.plan, &self.levels);
        let mut agents = FixedBitSet::with_capacity(self.plan.agents.capacity());
        for need in &key.needs {
            let place = self.classes.hold(queue, need.clone(), abilities);
            agents.union_with(self.classes.class(place).everyone());
            self.classes.let_go(place);
        }
        agents
    }
}
