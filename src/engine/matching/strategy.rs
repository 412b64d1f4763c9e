//! The strategy of a queue at work: changed while the floor is open, and what it remembers.
//!
//! For how long a change holds says `queue/by_hand.rs`. What a strategy remembers (who was rung
//! last, how many calls each agent answered) outlives a reload; counts begin at nothing when a
//! queue begins to level its calls.

use std::sync::Arc;

use super::answer_counts::AnswerCounts;
use crate::engine::agent::abilities::Abilities;
use crate::engine::agent::workload::is_at_work;
use crate::engine::event::EventKind;
use crate::engine::id::{AgentId, QueueId};
use crate::engine::plan::Strategy;
use crate::engine::queue::record::Queue;
use crate::engine::router::Router;

impl Queue {
    /// Goes on with what the queue of the former plan remembers.
    pub(in crate::engine) fn inherit(&mut self, former: Self) {
        self.last_offered = former.last_offered;
        self.answered = former.answered;
        self.door = former.door;
        self.abandoned = former.abandoned;
        self.abandoned_shortly = former.abandoned_shortly;
        if let (Some(reserve), Some(former)) = (&mut self.reserve, &former.reserve) {
            reserve.joined_at = former.joined_at;
            reserve.held_by = former.held_by;
            reserve.recent = former.recent;
        }
        let is_same = self.plan.choice.strategy == former.plan.choice.strategy;
        self.live_strategy = former.live_strategy.after_plan(is_same);
        let is_same = self.plan.offer.ring_at_once == former.plan.offer.ring_at_once;
        self.live_ring_at_once = former.live_ring_at_once.after_plan(is_same);
    }
}

impl Router {
    /// The queue chooses its agents another way, or as planned again.
    pub(in crate::engine) fn change_strategy(
        &mut self,
        id: QueueId,
        strategy: Option<Strategy>,
        by: Arc<str>,
    ) {
        let queue = self.queues[id.index()].as_mut();
        let queue = queue.expect("the queue was just looked up");
        let before = queue.strategy();
        if !queue.live_strategy.set(strategy) {
            return;
        }
        if queue.strategy() != before {
            let abilities = Abilities::of(&self.plan, &self.levels);
            self.classes.rank(queue, abilities);
            self.begin_to_level(id, None);
        }
        self.record_strategy(id, before, Some(by));
    }

    /// A queue of a new plan, which has inherited, begins.
    pub(in crate::engine) fn replan_strategy(&mut self, id: QueueId) {
        let queue = self.queues[id.index()].as_mut();
        let queue = queue.expect("the plan has the queue");
        let answered = queue.answered.take();
        if let Some(before) = queue.live_strategy.take_ended() {
            self.record_strategy(id, before, None);
        }
        self.begin_to_level(id, answered.as_ref());
    }

    /// Counts the calls of a queue that levels them, from these counts on, and of no other.
    pub(in crate::engine) fn begin_to_level(&mut self, id: QueueId, former: Option<&AnswerCounts>) {
        let agents = self.agents.len();
        let Some(Some(queue)) = self.queues.get_mut(id.index()) else {
            return;
        };
        if queue.strategy() != Strategy::FewestCalls {
            queue.answered = None;
            return;
        }
        let mut counts = AnswerCounts::new(agents);
        let staff = || queue.agents.iter().map(|(agent, _)| agent);
        for agent in staff() {
            let count = former.map_or(0, |former| former.of(agent.index()));
            // Who was at work keeps the count as it was; whoever is new is level with the lowest.
            match former.is_some_and(|former| former.is_at_work(agent)) {
                true => counts.restore(agent, count),
                false => counts.remember(agent, count),
            }
        }
        for agent in staff() {
            let is_here = self.agents[agent.index()]
                .as_ref()
                .is_some_and(|agent| is_at_work(agent.state()));
            if is_here {
                counts.came(agent);
            } else {
                counts.went(agent);
            }
        }
        queue.answered = Some(counts);
    }

    /// The agent came to work or went: queues that level their calls take note.
    pub(in crate::engine) fn level_answers(&mut self, id: AgentId) {
        let agent = self.agents[id.index()]
            .as_ref()
            .expect("agents stay while a record names them");
        let is_here = is_at_work(agent.state());
        for queue in agent.plan.queues.keys() {
            let Some(Some(queue)) = self.queues.get_mut(queue.index()) else {
                continue;
            };
            match (&mut queue.answered, is_here) {
                (Some(counts), true) => counts.came(id),
                (Some(counts), false) => counts.went(id),
                (None, _) => {}
            }
        }
    }

    /// The agent serves the queue from now on, or no more: who comes is level with the lowest.
    pub(in crate::engine) fn level_newcomer(&mut self, id: AgentId, queue: QueueId) {
        let is_here = is_at_work(self.agent(id).state());
        let queue = self.queues.get_mut(queue.index()).and_then(Option::as_mut);
        let Some(queue) = queue else {
            return;
        };
        let serves = queue.agents.contains(id);
        match &mut queue.answered {
            Some(counts) if !serves => counts.forget(id),
            Some(counts) if is_here => counts.came(id),
            _ => {}
        }
    }

    /// The agent answered a call of the queue; who no longer serves it is not counted.
    pub(in crate::engine) fn count_answer(&mut self, agent: AgentId, id: QueueId) {
        let queue = self.queues.get_mut(id.index()).and_then(Option::as_mut);
        let Some(counts) = queue.and_then(|queue| queue.answered.as_mut()) else {
            return;
        };
        let plan = self.plan.agents.entry(agent);
        if plan.is_some_and(|plan| plan.queues.contains_key(&id)) {
            counts.answered(agent);
        }
    }

    /// The agent signed out: what was answered counts no longer.
    pub(in crate::engine) fn forget_answers(&mut self, id: AgentId) {
        for queue in self.agent(id).plan.clone().queues.keys() {
            let queue = self.queues.get_mut(queue.index()).and_then(Option::as_mut);
            if let Some(counts) = queue.and_then(|queue| queue.answered.as_mut()) {
                counts.forget(id);
            }
        }
    }

    fn record_strategy(&mut self, id: QueueId, before: Strategy, by: Option<Arc<str>>) {
        let queue = self.queues[id.index()].as_ref();
        let queue = queue.expect("the queue was just looked up");
        self.record(EventKind::StrategyChanged {
            queue: id,
            before,
            strategy: queue.strategy(),
            is_planned: !queue.live_strategy.is_set(),
            by,
        });
    }
}
