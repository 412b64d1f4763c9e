//! A new floor plan comes into force: at one moment, for everyone, and nobody is dropped.
//!
//! Waiting and ringing calls keep age, priority and place; what they need is bound anew, at the
//! step of their age. A call leaves only when its queue is gone or its words mean nothing any
//! more. Offers go on under the terms they were made with, conversations go on, agents keep
//! their states; an agent who is gone leaves when the call in hand is over. All classes are made
//! anew and everyone is matched once, in the common order of calls.

use std::sync::Arc;

use super::agent::abilities::columns_of;
use super::agent::state::AgentState;
use super::call::record::Call;
use super::call::state::CallState;
use super::event::EventKind;
use super::id::{AgentId, CallId};
use super::output::CallExit;
use super::plan::{AgentPlan, FloorPlan};
use super::queue::class_table::ClassTable;
use super::queue::record::{paces_of, queues_of};
use super::queue::review::Reviews;
use super::router::Router;
use super::time::Millis;
use super::timer::Timer;
use super::waiting::relaxation::{Step, relaxes_at, step_after};

impl Router {
    /// See [`Input::FloorPlanned`](super::input::Input::FloorPlanned).
    pub(super) fn replan(&mut self, plan: Arc<FloorPlan>) {
        self.record(EventKind::FloorPlanned);
        let plan = self.keep_changes(plan);
        self.close_reviews();
        let former = std::mem::replace(&mut self.queues, queues_of(&plan));
        self.reviews = Reviews::new(&plan);
        self.levels = columns_of(&plan);
        self.plan = plan;
        let agents = self.plan.agents.capacity().max(self.agents.len());
        self.agents.resize_with(agents, || None);
        self.idle.reserve(agents);
        self.staffing.reserve(agents);
        self.at_work.grow(agents);
        let paces = paces_of(&self.plan);
        self.classes = ClassTable::succeeding(&self.classes, agents, paces);
        for index in 0..agents {
            let id = AgentId(u32::try_from(index).expect("indexes come from agent ids"));
            self.replan_agent(id);
        }
        for (index, former) in former.into_iter().enumerate() {
            if let (Some(former), Some(Some(queue))) = (former, self.queues.get_mut(index)) {
                let dissolved = queue.dissolves_reserve(&former, self.now);
                queue.inherit(former);
                dissolved.into_iter().for_each(|kind| self.record(kind));
            }
        }
        for queue in Arc::clone(&self.plan).queues.iter() {
            self.replan_strategy(queue.id);
            self.replan_ring_at_once(queue.id);
        }
        let in_line = self
            .calls
            .values()
            .filter(|call| call.state() != CallState::Talking);
        let in_line: Vec<CallId> = in_line.map(|call| call.id).collect();
        for call in in_line {
            self.replan_call(call);
        }
        self.match_everyone();
    }

    /// Takes calls and queues out of what rules that hold on conditions keep of the former plan.
    fn close_reviews(&mut self) {
        let lacks = self.calls.values().filter(|call| call.reach.is_some());
        let lacks: Vec<CallId> = lacks.map(|call| call.id).collect();
        for call in lacks {
            let lacking_since = self.leave_reach(call);
            self.call_mut(call).lacking_since = lacking_since;
        }
        let is_watched = |call: &Call| call.watch.is_some() || call.estimate_watch.is_some();
        let watching = self.calls.values().filter(|call| is_watched(call));
        let watching: Vec<CallId> = watching.map(|call| call.id).collect();
        for call in watching {
            self.unwatch(call);
            self.unwatch_estimate(call);
        }
        for queue in self
            .plan
            .queues
            .iter()
            .map(|queue| queue.id)
            .collect::<Vec<_>>()
        {
            self.set_review(queue, None);
        }
    }

    fn replan_agent(&mut self, id: AgentId) {
        let planned = self.plan.agents.entry(id).cloned();
        let Some(agent) = &mut self.agents[id.index()] else {
            if let Some(plan) = planned {
                self.add_agent(&plan);
            }
            return;
        };
        let Some(plan) = planned else {
            agent.is_removed = true;
            if !agent.has_call() {
                self.remove_agent(id);
            } else {
                self.refresh(id);
            }
            return;
        };
        agent.is_removed = false;
        let former = std::mem::replace(&mut agent.plan, Arc::clone(&plan));
        if agent.state() != AgentState::SignedOut {
            self.follow_interface(id, &former, &plan);
            self.replan_limit(id);
        }
        self.refresh(id);
    }

    /// An agent on the configured phone moves with the configuration.
    fn follow_interface(&mut self, id: AgentId, former: &AgentPlan, plan: &AgentPlan) {
        let agent = self.agent_mut(id);
        let was_configured = agent.interface.is_some() && agent.interface == former.interface;
        match &plan.interface {
            Some(interface) if was_configured && agent.interface != plan.interface => {
                let interface = Arc::clone(interface);
                if !agent.has_call() {
                    self.move_to(id, interface);
                } else if agent.next_interface.is_none() {
                    agent.next_interface = Some(interface);
                }
            }
            _ => self.watch(id),
        }
    }

    /// What was due by the overflow steps of its home is looked at again, by the new rules.
    fn replan_home(&mut self, id: CallId) {
        let now = self.now;
        let call = self.calls.get_mut(&id).expect("listed a moment ago");
        if self.plan.queues.entry(call.home).is_none() {
            call.home = call.queue;
            call.home_since = now;
        }
        call.overflows_done = 0;
        call.rules_tried = 0;
    }

    /// Puts other moments in the place of the call's timeout, next step and next overflow; nothing
    /// is set for them yet.
    fn replace_deadlines(&mut self, id: CallId, planned: [Option<Millis>; 3]) {
        let [times_out_at, relaxes_at, overflows_at] = planned;
        let call = self.calls.get_mut(&id).expect("listed a moment ago");
        let former = [
            (
                std::mem::replace(&mut call.times_out_at, times_out_at),
                Timer::CallTimeout(id),
            ),
            (
                std::mem::replace(&mut call.relaxes_at, relaxes_at),
                Timer::CallRelaxation(id),
            ),
            (
                std::mem::replace(&mut call.overflows_at, overflows_at),
                Timer::CallOverflow(id),
            ),
        ];
        for (at, timer) in former {
            if let Some(at) = at {
                self.timers.stop(at, timer);
            }
        }
    }

    /// Sets the deadline of the call's timeout by the new rules. True: it has passed and the call
    /// has left. While its agent is briefed it stays, as it would without a new plan; it may have
    /// been overdue by the former rules and not be so by these.
    fn has_timed_out_anew(&mut self, id: CallId, times_out_at: Option<Millis>) -> bool {
        self.call_mut(id).is_overdue = false;
        let Some(at) = times_out_at else { return false };
        let is_out = at <= self.now;
        if is_out && self.outwaits(id) {
            return false;
        }
        self.timers.set(at, Timer::CallTimeout(id));
        if is_out {
            self.release(id, CallExit::Timeout);
        }
        is_out
    }

    fn replan_call(&mut self, id: CallId) {
        let now = self.now;
        let call = self.calls.get_mut(&id).expect("listed a moment ago");
        let wait_so_far_ms = now.since(call.arrived_at);
        // The class is of the former plan and gone with it.
        call.class = None;
        let Some(Some(queue)) = self.queues.get_mut(call.queue.index()) else {
            self.release(id, CallExit::QueueRemoved);
            return;
        };
        queue.count_in_line(id, call.arrived_at, true);
        call.ring_at_once = queue.ring_at_once();
        let plan = Arc::clone(&queue.plan);
        self.replan_home(id);
        let call = &self.calls[&id];
        let wait_ms = self.longest_wait_ms(call);
        let overflows_at = self.next_overflow_at(call);
        let bound = self.bind(call, plan.id);
        let Ok(steps) = bound else {
            self.release(id, CallExit::RequirementInvalid);
            return;
        };
        let call = self.calls.get_mut(&id).expect("listed a moment ago");
        let step = step_of_new_list(call, &steps, wait_so_far_ms);
        let is_same =
            call.step == step && call.requirement() == Some(&steps[usize::from(step)].requirement);
        if call.step != step {
            call.step_since = now;
        }
        call.step = step;
        call.steps = steps;
        call.rank(&plan.order);
        let times_out_at = wait_ms.map(|wait_ms| (call.arrived_at + wait_ms).max(now));
        let relaxes_at = relaxes_at(&call.steps, step, call.arrived_at, wait_so_far_ms);
        let planned = [times_out_at, relaxes_at, overflows_at];
        self.replace_deadlines(id, planned);
        if let Some(at) = overflows_at {
            self.timers.set(at, Timer::CallOverflow(id));
        }
        if let Some(at) = relaxes_at {
            self.timers.set(at, Timer::CallRelaxation(id));
        }
        if self.has_timed_out_anew(id, times_out_at) {
            return;
        }
        self.classify(id);
        self.expect_announcement(id);
        // Taken up by now, if there still is a rule that looks at it.
        self.call_mut(id).lacking_since = None;
        if !is_same {
            self.record_step(id);
        }
    }
}

/// The step of the new list that the call is at. What began on a condition stays begun as long as
/// the steps begin in the same ways; what they need may be worded anew.
fn step_of_new_list(call: &Call, steps: &[Step], wait_ms: u64) -> u8 {
    let begins = |step: &Step| (step.after_ms, step.when);
    let is_same_list = call.steps.iter().map(begins).eq(steps.iter().map(begins));
    let by_time = step_after(steps, wait_ms);
    match is_same_list {
        true => by_time.max(call.step),
        false => by_time,
    }
}
