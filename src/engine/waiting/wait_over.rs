//! Rules on the estimated wait of a call: a relaxation step that begins, or an overflow rule that
//! sends it to another queue, once the call would wait longer than so long.
//!
//! The estimate is that of the agents who may take the call as it is: what it will need at later
//! steps is left out, and with nobody at work it has no end. It is looked at once after each fact,
//! because nearly every fact changes some estimate and none of them changes with time alone. Of
//! calls that need the same the last in line waits longest: so calls are looked at from the end of
//! each line, until one is found that need not wait so long. What a rule did is never taken back,
//! and a call goes along each rule of overflow once, so that nothing swings to and fro.
//!
//! As with the other conditions only a call for which no phone rings is looked at, and none that
//! waits for one agent in person. Overflow is that of the queue that the call entered, while it is
//! there.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::moving::MoveCause;
use crate::engine::call::record::Call;
use crate::engine::call::state::CallState;
use crate::engine::id::{CallId, QueueId};
use crate::engine::plan::{OverflowEstimate, QueuePlan, StepCondition};
use crate::engine::queue::class_table::ClassPlace;
use crate::engine::queue::order::OrderKey;
use crate::engine::router::Router;
use crate::engine::time::Millis;

/// The estimated wait of a call for which nobody is at work.
const ENDLESS: u64 = u64::MAX;

/// Calls in line with a rule on their estimate, by queue, class and the shortest wait over which a
/// rule holds.
#[derive(Debug, Default)]
pub(in crate::engine) struct EstimateWatches(
    BTreeMap<(QueueId, ClassPlace, u64), BTreeSet<OrderKey>>,
);

/// Where a call is among them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::engine) struct EstimateWatch {
    class: ClassPlace,
    over_ms: u64,
    key: OrderKey,
}

impl EstimateWatches {
    fn of_queue(
        &self,
        queue: QueueId,
    ) -> impl Iterator<Item = (ClassPlace, u64, &BTreeSet<OrderKey>)> {
        let from_first = self.0.range((queue, 0, 0)..);
        let of_queue = from_first.take_while(move |((of, ..), _)| *of == queue);
        of_queue.map(|((_, class, over_ms), calls)| (*class, *over_ms, calls))
    }

    fn insert(&mut self, queue: QueueId, watch: EstimateWatch) {
        let key = (queue, watch.class, watch.over_ms);
        self.0.entry(key).or_default().insert(watch.key);
    }

    fn remove(&mut self, queue: QueueId, watch: EstimateWatch) {
        let key = (queue, watch.class, watch.over_ms);
        if let Some(calls) = self.0.get_mut(&key) {
            calls.remove(&watch.key);
            if calls.is_empty() {
                self.0.remove(&key);
            }
        }
    }

    /// How many calls are watched, for the invariants.
    pub(in crate::engine) fn count(&self) -> usize {
        self.0.values().map(BTreeSet::len).sum()
    }
}

/// Whether a rule of the queue looks at the estimated wait of its calls.
pub(in crate::engine) fn looks_at_estimates(plan: &QueuePlan) -> bool {
    let is_on_estimate = |when: &StepCondition| matches!(when, StepCondition::WaitOver(_));
    let mut conditions = plan.need.relax.iter().filter_map(|step| step.when.as_ref());
    conditions.any(is_on_estimate) || !plan.overflow.by_estimate.is_empty()
}

/// Where the call belongs among the watched ones, by a plain look at its steps and rules.
pub(in crate::engine) fn estimate_watch_of(
    call: &Call,
    plan: &QueuePlan,
    now: Millis,
) -> Option<EstimateWatch> {
    if call.state() != CallState::Waiting || call.hold.is_some() {
        return None;
    }
    let wait_ms = now.since(call.arrived_at);
    let ahead = call.steps.iter().skip(usize::from(call.step) + 1);
    let armed = ahead.filter(|step| step.after_ms <= wait_ms);
    let steps = armed.filter_map(|step| match step.when {
        Some(StepCondition::WaitOver(over_ms)) => Some(over_ms),
        _ => None,
    });
    let rules = rules_ahead(call, plan).map(|(_, rule)| rule.over_ms);
    Some(EstimateWatch {
        over_ms: steps.chain(rules).min()?,
        class: call.class?,
        key: call.key,
    })
}

/// The rules of overflow by estimate that the call has not gone along, with their places.
pub(in crate::engine) fn rules_ahead(
    call: &Call,
    plan: &QueuePlan,
) -> impl Iterator<Item = (usize, OverflowEstimate)> {
    let is_at_home = call.queue == call.home;
    let tried = call.rules_tried;
    let rules = plan.overflow.by_estimate.iter().copied().enumerate();
    rules.filter(move |(place, _)| is_at_home && tried & (1 << *place) == 0)
}

/// The last step that has begun after this wait for a call that would wait so long.
fn step_begun(call: &Call, wait_ms: u64, estimate_ms: u64) -> usize {
    let has_begun = |place: &usize| {
        let step = &call.steps[*place];
        let is_met = match step.when {
            None => true,
            Some(StepCondition::WaitOver(over_ms)) => estimate_ms > over_ms,
            Some(StepCondition::Lacking(_)) => false,
        };
        is_met && step.after_ms <= wait_ms
    };
    let ahead = usize::from(call.step) + 1..call.steps.len();
    ahead.rev().find(has_begun).unwrap_or(call.step.into())
}

impl Router {
    /// Keeps where the call is among the watched ones true, after its class, its step, its place
    /// in line or what rings for it changed.
    pub(in crate::engine) fn watch_estimate(&mut self, id: CallId) {
        let call = &self.calls[&id];
        let queue = self.queues[call.queue.index()].as_ref();
        let queue = queue.filter(|queue| queue.looks_at_estimates);
        let watch = queue.and_then(|queue| estimate_watch_of(call, &queue.plan, self.now));
        if watch.as_ref() == call.estimate_watch.as_deref() {
            return;
        }
        self.unwatch_estimate(id);
        let Some(watch) = watch else { return };
        let call = self.call_mut(id);
        call.estimate_watch = Some(Box::new(watch));
        let queue = call.queue;
        self.estimate_watches.insert(queue, watch);
        self.mark(queue);
    }

    /// The call is watched no longer.
    pub(in crate::engine) fn unwatch_estimate(&mut self, id: CallId) {
        let call = self.call_mut(id);
        let (queue, watch) = (call.queue, call.estimate_watch.take());
        if let Some(watch) = watch {
            self.estimate_watches.remove(queue, *watch);
        }
    }

    /// Applies the rules of the queue's calls that would wait too long.
    pub(in crate::engine) fn review_estimates(&mut self, id: QueueId) {
        let due = self.waits_over(id);
        if due.is_empty() {
            return;
        }
        // All of them first, so that an agent goes to the first call in the common order.
        self.gather();
        for (key, estimate_ms) in due {
            self.act_on_estimate(key.call, estimate_ms);
        }
        self.match_gathered();
    }

    /// The calls of the queue that would wait longer than a rule allows, the last in line first,
    /// with their estimates.
    fn waits_over(&self, id: QueueId) -> Vec<(OrderKey, u64)> {
        let plan = self.plan.queues.entry(id);
        let ageing = plan.and_then(|plan| plan.order.ageing);
        let mut due = Vec::new();
        for (class, over_ms, calls) in self.estimate_watches.of_queue(id) {
            let mut forecast = self.forecast(Some(class), self.classes.class(class));
            let last_first = calls.iter().rev();
            let estimates = last_first.map(|key| {
                let turn = key.turn(ageing, self.now);
                let ahead_in = |place| self.classes.ahead_of(place, &turn, self.now);
                let wait_ms = forecast.outlook(&self.at_work, ahead_in).wait_ms;
                (*key, wait_ms.unwrap_or(ENDLESS))
            });
            due.extend(estimates.take_while(|(_, wait_ms)| *wait_ms > over_ms));
        }
        due.sort_unstable_by_key(|(key, _)| Reverse(*key));
        due
    }

    fn act_on_estimate(&mut self, id: CallId, estimate_ms: u64) {
        let call = &self.calls[&id];
        let step = step_begun(call, self.now.since(call.arrived_at), estimate_ms);
        if step > usize::from(call.step) {
            self.come_to_step(id, step);
            return;
        }
        let queue = self.queues[call.queue.index()].as_ref();
        let plan = &queue.expect("a call in line has a queue of the plan").plan;
        let rules: Vec<_> = rules_ahead(call, plan)
            .filter(|(_, rule)| estimate_ms > rule.over_ms)
            .collect();
        for (place, rule) in rules {
            self.call_mut(id).rules_tried |= 1 << place;
            let over_ms = rule.over_ms;
            if self.overflow_to(id, rule.queue, MoveCause::Estimate { over_ms }) {
                return;
            }
        }
        self.watch_estimate(id);
    }
}
