//! Relaxation on a condition: a step begins once no agent who could take the call is free, works
//! or is signed in.
//!
//! Who "could take the call" is who qualifies by what it needs now, its open ranks included. A
//! step with a time as well waits for both: from that time on the condition is looked at. What has
//! begun stays begun. Only a call for which no phone rings is looked at, because the agent who is
//! rung is not free and yet there for the call; and none that waits for one agent in person, until
//! it waits for everyone.
//!
//! Calls of one class that wait for the same lack are kept together, so that a change among agents
//! is looked at once for all of them.

use std::collections::{BTreeMap, BTreeSet};

use crate::engine::call::record::Call;
use crate::engine::call::state::CallState;
use crate::engine::id::{CallId, QueueId};
use crate::engine::plan::{NeedRules, StaffLevel, StepCondition};
use crate::engine::queue::class_table::ClassPlace;
use crate::engine::router::Router;
use crate::engine::time::Millis;

/// Calls that wait for a lack of agents, by queue, class and what is lacking.
#[derive(Debug, Default)]
pub(in crate::engine) struct Watches(BTreeMap<(QueueId, ClassPlace, StaffLevel), BTreeSet<CallId>>);

/// What a call waits for: its class, and a bit for each level whose lack begins a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::engine) struct Watch {
    class: ClassPlace,
    levels: u8,
}

impl Watch {
    fn levels(self) -> impl Iterator<Item = StaffLevel> {
        let is_set = move |level: &StaffLevel| self.levels & (1 << *level as u8) != 0;
        StaffLevel::ALL.into_iter().filter(is_set)
    }
}

impl Watches {
    fn of_queue(&self, queue: QueueId) -> impl Iterator<Item = (ClassPlace, StaffLevel)> {
        let from_first = self.0.range((queue, 0, StaffLevel::Qualified)..);
        let of_queue = from_first.take_while(move |((of, ..), _)| *of == queue);
        of_queue.map(|((_, class, level), _)| (*class, *level))
    }

    fn insert(&mut self, queue: QueueId, watch: Watch, call: CallId) {
        for level in watch.levels() {
            let key = (queue, watch.class, level);
            self.0.entry(key).or_default().insert(call);
        }
    }

    fn remove(&mut self, queue: QueueId, watch: Watch, call: CallId) {
        for level in watch.levels() {
            let key = (queue, watch.class, level);
            if let Some(calls) = self.0.get_mut(&key) {
                calls.remove(&call);
                if calls.is_empty() {
                    self.0.remove(&key);
                }
            }
        }
    }

    /// How many calls wait for what, for the invariants.
    pub(in crate::engine) fn count(&self) -> usize {
        self.0.values().map(BTreeSet::len).sum()
    }
}

/// Whether some step of these rules begins when no agent has come this far.
pub(in crate::engine) fn has_condition(
    rules: &NeedRules,
    is_meant: impl Fn(StaffLevel) -> bool,
) -> bool {
    rules
        .relax
        .iter()
        .any(|step| lacking(step.when).is_some_and(&is_meant))
}

/// The level of which the condition is the lack.
const fn lacking(when: Option<StepCondition>) -> Option<StaffLevel> {
    match when {
        Some(StepCondition::Lacking(level)) => Some(level),
        _ => None,
    }
}

/// What the call waits for in its class, by a plain look at its steps.
pub(in crate::engine) fn watch_of(call: &Call, now: Millis) -> Option<Watch> {
    if call.state() != CallState::Waiting || call.hold.is_some() {
        return None;
    }
    let wait_ms = now.since(call.arrived_at);
    let ahead = call.steps.iter().skip(usize::from(call.step) + 1);
    let armed = ahead.filter(|step| step.after_ms <= wait_ms);
    let levels = armed.filter_map(|step| lacking(step.when));
    let levels = levels.fold(0, |bits, level| bits | (1 << level as u8));
    let class = call.class.filter(|_| levels != 0)?;
    Some(Watch { class, levels })
}

/// The last step that has begun after this wait, where agents have come so far.
fn step_begun(call: &Call, wait_ms: u64, level: Option<StaffLevel>) -> usize {
    let has_begun = |place: &usize| {
        let step = &call.steps[*place];
        let is_met = match step.when {
            None => true,
            Some(StepCondition::Lacking(wanted)) => level < Some(wanted),
            Some(StepCondition::WaitOver(_)) => false,
        };
        is_met && step.after_ms <= wait_ms
    };
    let ahead = usize::from(call.step) + 1..call.steps.len();
    ahead.rev().find(has_begun).unwrap_or(call.step.into())
}

impl Router {
    /// Keeps what the call waits for true, after its class, its step or what rings for it changed.
    pub(in crate::engine) fn watch_conditions(&mut self, id: CallId) {
        let call = &self.calls[&id];
        let queue = self.queues[call.queue.index()].as_ref();
        let on_estimate = queue.is_some_and(|queue| queue.looks_at_estimates);
        if on_estimate || call.estimate_watch.is_some() {
            self.watch_estimate(id);
        }
        let call = &self.calls[&id];
        let queue = self.queues[call.queue.index()].as_ref();
        let has_conditions = queue.is_some_and(|queue| queue.has_conditions);
        if !has_conditions && call.watch.is_none() {
            return;
        }
        let watch = watch_of(call, self.now);
        if watch == call.watch {
            return;
        }
        self.unwatch(id);
        let call = self
            .calls
            .get_mut(&id)
            .expect("calls stay while a record names them");
        call.watch = watch;
        if let Some(watch) = watch {
            self.watches.insert(call.queue, watch, id);
            let queue = call.queue;
            self.mark(queue);
        }
    }

    /// The call waits for no lack any longer.
    pub(in crate::engine) fn unwatch(&mut self, id: CallId) {
        let call = self
            .calls
            .get_mut(&id)
            .expect("calls stay while a record names them");
        if let Some(watch) = call.watch.take() {
            self.watches.remove(call.queue, watch, id);
        }
    }

    /// Begins the steps of the queue's calls whose lack has come.
    pub(in crate::engine) fn review_relaxation(&mut self, queue: QueueId) {
        let lacks: Vec<_> = self
            .watches
            .of_queue(queue)
            .filter(|(class, level)| {
                let qualified = &self.classes.class(*class).qualified;
                !self.has_come(qualified, *level)
            })
            .collect();
        if lacks.is_empty() {
            return;
        }
        let due = lacks.into_iter().filter_map(|(class, level)| {
            let calls = self.watches.0.get(&(queue, class, level));
            calls.map(|calls| calls.iter().copied())
        });
        let due: BTreeSet<CallId> = due.flatten().collect();
        // All of them first, so that an agent goes to the first call in the common order.
        self.gather();
        for call in due {
            self.relax_for_lack(call);
        }
        self.match_gathered();
    }

    fn relax_for_lack(&mut self, id: CallId) {
        let call = &self.calls[&id];
        let class = call.class.expect("a call in line has a class");
        let level = self.staff_level(&self.classes.class(class).qualified);
        let step = step_begun(call, self.now.since(call.arrived_at), level);
        self.come_to_step(id, step);
    }
}
