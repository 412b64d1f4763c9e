//! Estimated wait: how long a call will wait until a phone rings for it.
//!
//! The model of one class is in `forecast.rs`, what calls take of an agent in `handling.rs`. A
//! later relaxation step or rank window counts as soon as the floor knows its class: the call is
//! served there at its place in that line, but not before the step begins.
//!
//! What it does not foresee, and so where it errs: callers who give up before their turn (too
//! long), calls of higher priority that are still to come and agents who are about to leave (too
//! short), and chance: one wait for one agent is spread as widely as it is long.
//!
//! Integers only, the same floor gives the same figure, and bounded work: no call is counted by
//! itself, and a bounded number of classes is looked at.

use std::collections::BTreeMap;
use std::sync::Arc;

use fixedbitset::FixedBitSet;

use super::forecast::{Forecast, Outlook, RIVALS_MAX, Rival, counted_among};
use crate::engine::call::record::Call;
use crate::engine::call::state::CallState;
use crate::engine::id::{CallId, QueueId};
use crate::engine::queue::class::{Class, ClassNeed};
use crate::engine::queue::class_table::ClassPlace;
use crate::engine::queue::order::{OrderKey, Turn, signed};
use crate::engine::queue::reserve::ENDLESS;
use crate::engine::requirement::Requirement;
use crate::engine::router::Router;
use crate::engine::time::Millis;
use crate::engine::waiting::rank_window::rank_max;
use crate::engine::waiting::relaxation::step_after;

/// What a caller was told, and how things stood.
#[derive(Debug, Clone, Copy)]
pub(in crate::engine) struct Told {
    wait_ms: u64,
    standing: Standing,
}

/// What makes a wait longer or shorter.
#[derive(Debug, Clone, Copy)]
struct Standing {
    class: ClassPlace,
    step: u8,
    /// The last rank that takes the call.
    rank_max: u8,
    /// Whether it waits for one agent alone.
    is_held: bool,
    /// Calls that come first and may take the same agents.
    ahead: u64,
    /// Agents at work who qualify.
    agents: u32,
}

impl Router {
    /// How long the call will wait until a phone rings for it, in milliseconds; 0 while one does,
    /// `None` once it talks and while nobody at work qualifies. Never more than the caller was
    /// told, unless calls were put ahead, agents left or rules changed meanwhile.
    #[must_use]
    pub fn estimated_wait_ms(&self, call: CallId) -> Option<u64> {
        let call = self.calls.get(&call)?;
        match call.state() {
            CallState::Talking => None,
            CallState::Ringing => Some(0),
            CallState::Waiting => self.wait_now(call).0,
        }
    }

    /// How long a call that arrives now would wait that brings nothing of its own, in
    /// milliseconds; `None` if nobody at work qualifies or its need depends on the call.
    #[must_use]
    pub fn estimated_wait_in(&self, queue: QueueId) -> Option<u64> {
        let requirement = self.queues.get(queue.index())?.as_ref()?.steps.first()?;
        self.estimated_wait_of_arrival(queue, requirement, 0)
    }

    /// How long such a call would wait if the reserve of the queue were out;
    /// [`ENDLESS`] if no regular agent at work qualifies and calls wait, `None` if that cannot be
    /// said.
    pub(in crate::engine) fn estimated_wait_of_regulars(&self, id: QueueId) -> Option<u64> {
        let queue = self.queues.get(id.index())?.as_ref()?;
        let requirement = queue.steps.first()?;
        let wait_ms = self.wait_of_arrival(id, requirement, 0, Class::regulars);
        wait_ms.or((queue.in_line > 0).then_some(ENDLESS))
    }

    /// How long a call that arrives now with this need and priority would wait.
    pub(in crate::engine) fn estimated_wait_of_arrival(
        &self,
        queue: QueueId,
        requirement: &Arc<Requirement>,
        priority: i32,
    ) -> Option<u64> {
        self.wait_of_arrival(queue, requirement, priority, |class| &class.qualified)
    }

    /// The same with these agents of the queue's classes.
    fn wait_of_arrival(
        &self,
        queue: QueueId,
        requirement: &Arc<Requirement>,
        priority: i32,
        agents_of: impl Fn(&Class) -> &FixedBitSet,
    ) -> Option<u64> {
        let of_plan = self.queues.get(queue.index())?.as_ref()?;
        let windows = &of_plan.plan.choice.rank_windows;
        let need = ClassNeed {
            requirement: Arc::clone(requirement),
            rank_max: rank_max(windows, 0),
            only: None,
        };
        self.classes
            .look(of_plan, &need, self.abilities(), |place, class| {
                if self.idle.has_among(agents_of(class)) {
                    return Some(0);
                }
                let mut forecast = self.forecast_with(place, class, agents_of);
                let rules = &self.plan.queues.entry(queue)?.order;
                let key = OrderKey::new(rules, priority, signed(self.now.0), CallId(u64::MAX));
                let turn = key.turn(rules.ageing, self.now);
                let ahead_in = |place| self.classes.ahead_of(place, &turn, self.now);
                forecast.outlook(&self.at_work, ahead_in).wait_ms
            })
    }

    /// The estimate as it is told to the caller of a call that waits; see
    /// [`estimated_wait_ms`](Self::estimated_wait_ms).
    pub(in crate::engine) fn tell_wait(&mut self, id: CallId) -> Option<u64> {
        let call = self.calls.get(&id)?;
        if call.state() != CallState::Waiting {
            return None;
        }
        let (wait_ms, standing) = self.wait_now(call);
        let wait_ms = wait_ms?;
        self.call_mut(id).told = Some(Told { wait_ms, standing });
        Some(wait_ms)
    }

    /// The estimates of all calls that wait, in less time than one by one.
    pub(in crate::engine) fn estimated_waits(&self) -> BTreeMap<CallId, u64> {
        let waiting = self.calls.values();
        let waiting = waiting.filter(|call| call.state() == CallState::Waiting);
        let mut line: Vec<&Call> = waiting.map(|call| &**call).collect();
        line.sort_unstable_by_key(|call| self.turn(call));
        let mut ahead: BTreeMap<ClassPlace, u32> = BTreeMap::new();
        let mut forecasts: BTreeMap<ClassPlace, Forecast> = BTreeMap::new();
        let mut waits = BTreeMap::new();
        for call in line {
            let outlook_in = |place| {
                let forecast = forecasts
                    .entry(place)
                    .or_insert_with(|| self.forecast(Some(place), self.classes.class(place)));
                forecast.outlook(&self.at_work, |place| {
                    ahead.get(&place).copied().unwrap_or(0)
                })
            };
            if let (Some(wait_ms), _) = self.wait_and_standing(call, outlook_in) {
                waits.insert(call.id, wait_ms);
            }
            *ahead
                .entry(call.class.expect("a call in line has a class"))
                .or_default() += 1;
        }
        waits
    }

    fn turn(&self, call: &Call) -> Turn {
        let plan = self.plan.queues.entry(call.queue);
        let plan = plan.expect("a call in line has a queue of the plan");
        call.key.turn(plan.order.ageing, self.now)
    }

    fn wait_now(&self, call: &Call) -> (Option<u64>, Standing) {
        let turn = self.turn(call);
        self.wait_and_standing(call, |place| {
            let mut forecast = self.forecast(Some(place), self.classes.class(place));
            let ahead_in = |place| self.classes.ahead_of(place, &turn, self.now);
            forecast.outlook(&self.at_work, ahead_in)
        })
    }

    /// The wait of a call in line, held against what was told, and what it rests on.
    fn wait_and_standing(
        &self,
        call: &Call,
        mut outlook_in: impl FnMut(ClassPlace) -> Outlook,
    ) -> (Option<u64>, Standing) {
        let class = call.class.expect("a call in line has a class");
        let present = outlook_in(class);
        let later = self.moments_ahead(call).filter_map(|(begins_at, need)| {
            let place = self.classes.place_of(call.queue, need)?;
            let begins_in_ms = begins_at.since(self.now);
            Some(outlook_in(place).wait_ms?.max(begins_in_ms))
        });
        let wait_ms = present.wait_ms.into_iter().chain(later).min();
        let standing = Standing {
            class,
            step: call.step,
            rank_max: self.classes.class(class).rank_max,
            is_held: call.hold.is_some(),
            ahead: present.ahead,
            agents: present.agents,
        };
        let wait_ms = wait_ms.map(|wait_ms| match call.told {
            Some(told) if !standing.is_worse_than(told.standing) => wait_ms.min(told.wait_ms),
            _ => wait_ms,
        });
        (wait_ms, standing)
    }

    /// What the call will need from which moment on: relaxation steps, rank windows, and the end of
    /// the wait for one agent alone, before which nobody else comes.
    fn moments_ahead(&self, call: &Call) -> impl Iterator<Item = (Millis, ClassNeed)> {
        let queue = self.queues[call.queue.index()].as_ref();
        let queue = queue.expect("a call in line has a queue of the plan");
        let windows = &queue.plan.choice.rank_windows;
        let steps = call.steps.iter().skip(usize::from(call.step) + 1);
        // Nobody knows when a condition will be met.
        let steps = steps.filter(|step| step.when.is_none());
        let steps = steps.map(|step| step.after_ms);
        let opening = windows.iter().map(|window| window.after_ms);
        let waited_ms = self.now.since(call.arrived_at);
        let held_ms = call.hold.map(|hold| hold.until.since(call.arrived_at));
        let moments = steps.chain(opening).chain(held_ms);
        let to_come = moments.filter(move |after_ms| *after_ms > waited_ms);
        to_come.map(move |after_ms| {
            let after_ms = after_ms.max(held_ms.unwrap_or(0));
            let step = step_after(&call.steps, after_ms).max(call.step);
            let need = ClassNeed {
                requirement: Arc::clone(&call.steps[usize::from(step)].requirement),
                rank_max: rank_max(windows, after_ms),
                only: None,
            };
            (call.arrived_at + after_ms, need)
        })
    }

    /// The outlook of calls in a class.
    pub(in crate::engine) fn forecast(
        &self,
        place: Option<ClassPlace>,
        class: &Class,
    ) -> Forecast<'_> {
        self.forecast_with(place, class, |class| &class.qualified)
    }

    /// A forecast in which these agents of the classes of this queue count.
    fn forecast_with<'a>(
        &'a self,
        place: Option<ClassPlace>,
        class: &Class,
        agents_of: impl Fn(&Class) -> &FixedBitSet,
    ) -> Forecast<'a> {
        let waiting = self.classes.places_waiting();
        let stride = waiting.count_ones(..).div_ceil(RIVALS_MAX).max(1);
        let rivals = waiting.ones().step_by(stride).filter_map(|rival| {
            let rival = u32::try_from(rival).expect("places are 32 bits");
            let other = self.classes.class(rival);
            let qualified = match other.queue == class.queue {
                true => agents_of(other),
                false => &other.qualified,
            };
            let agents = counted_among(&self.at_work, qualified);
            (place != Some(rival) && agents > 0).then(|| Rival {
                place: rival,
                handling_ms: self.handling_ms(other.queue, other.handling),
                qualified,
                agents,
                weight: stride as u64,
            })
        });
        let handling_ms = self.handling_ms(class.queue, class.handling);
        Forecast::new(place, handling_ms, agents_of(class), &self.at_work, rivals)
    }
}

impl Standing {
    /// Whether a wait may have become longer since.
    const fn is_worse_than(self, former: Self) -> bool {
        if self.is_held && !former.is_held || self.agents < former.agents {
            return true;
        }
        if self.class == former.class {
            return self.ahead > former.ahead;
        }
        // A relaxation helps, and so do more ranks and the end of a wait for one agent alone,
        // however long the line is that the call joins; any other change of class is a change of
        // rules.
        let is_wider = self.step > former.step || self.rank_max > former.rank_max;
        !is_wider && self.is_held == former.is_held
    }
}
