//! Presence: who is at work, ready or not, and what the agent's phone does.
//!
//! What an agent asks for while a call is in hand waits until that call is over; the last wish
//! counts. Asking for what is so already is no error.

use std::sync::Arc;

use super::duty::Duty;
use super::record::{Activity, Agent, PendingChange};
use super::state::{AgentMove, AgentState, Leads};
use crate::engine::cause::WrapUpEnd;
use crate::engine::event::EventKind;
use crate::engine::id::AgentId;
use crate::engine::input::DeviceState;
use crate::engine::limits::INTERFACE_BYTES_MAX;
use crate::engine::output::Output;
use crate::engine::plan::{AgentPlan, Selectable};
use crate::engine::rejection::Rejection;
use crate::engine::router::Router;
use crate::engine::timer::Timer;

impl Router {
    /// An agent whom the plan has and the floor has not.
    pub(in crate::engine) fn add_agent(&mut self, plan: &Arc<AgentPlan>) {
        let id = plan.id;
        self.agents[id.index()] = Some(Agent::new(Arc::clone(plan), self.now));
        if let (true, Some(interface)) = (plan.is_signed_in_at_start, &plan.interface) {
            self.arrive_at_work(id, Arc::clone(interface));
        }
    }

    /// See [`Input::AgentSignedIn`](crate::engine::Input::AgentSignedIn).
    pub(in crate::engine) fn sign_in(
        &mut self,
        id: AgentId,
        interface: Option<Arc<str>>,
    ) -> Result<(), Rejection> {
        let interface = self.phone_to_sign_in_on(id, interface)?;
        let agent = self.agent(id);
        let is_moving = agent.interface.as_ref() != Some(&interface);
        if agent.state() == AgentState::SignedOut {
            self.clear_desk(id, &interface);
            self.arrive_at_work(id, interface);
            self.settle(id);
        } else if agent.has_call() {
            let agent = self.agent_mut(id);
            agent.next_interface = is_moving.then_some(interface);
            if agent.pending == Some(PendingChange::SignOut) {
                self.cancel_pending(id);
            }
        } else if is_moving {
            self.clear_desk(id, &interface);
            self.move_to(id, interface);
            self.settle(id);
        }
        Ok(())
    }

    /// The phone on which the agent may sign in: the one named or else that of the plan.
    pub(in crate::engine) fn phone_to_sign_in_on(
        &self,
        id: AgentId,
        named: Option<Arc<str>>,
    ) -> Result<Arc<str>, Rejection> {
        let agent = self.planned_agent(id)?;
        let interface = named.or_else(|| agent.plan.interface.clone());
        let interface = interface.ok_or(Rejection::InterfaceMissing(id))?;
        check_length("interface", &interface, INTERFACE_BYTES_MAX)?;
        Ok(interface)
    }

    /// See [`Input::AgentSignedOut`](crate::engine::Input::AgentSignedOut).
    pub(in crate::engine) fn sign_out(&mut self, id: AgentId) -> Result<(), Rejection> {
        let leads = self.attempt(id, AgentMove::SignOut)?;
        self.hear_from(id, false);
        match leads {
            Leads::Pending => self.note(id, PendingChange::SignOut),
            _ => self.leave_work(id),
        }
        Ok(())
    }

    /// See [`Input::AgentReady`](crate::engine::Input::AgentReady) and
    /// [`Input::AgentReadyOnce`](crate::engine::Input::AgentReadyOnce).
    pub(in crate::engine) fn become_ready(
        &mut self,
        id: AgentId,
        is_for_one_call: bool,
    ) -> Result<(), Rejection> {
        self.attempt(id, AgentMove::BecomeReady)?;
        self.check_said(id)?;
        self.hear_from(id, is_for_one_call);
        self.make_ready(id);
        Ok(())
    }

    /// A mandatory disposition or tag keeps an agent in after-call time.
    pub(in crate::engine) fn check_said(&self, id: AgentId) -> Result<(), Rejection> {
        if self.agent(id).is_disposition_missing() {
            return Err(Rejection::DispositionMissing(id));
        }
        self.check_tags(id)
    }

    /// Makes an agent ready who may be.
    pub(in crate::engine) fn make_ready(&mut self, id: AgentId) {
        let now = self.now;
        match self.agent(id).state() {
            AgentState::WrapUp => self.end_wrap_up(id, WrapUpEnd::Agent),
            AgentState::NotReady => {
                self.stop_limit(id);
                let agent = self.agent_mut(id);
                agent.go(AgentMove::BecomeReady, Activity::Ready, now);
                agent.idle_since = now;
                agent.missed = 0;
                self.record(EventKind::AgentReady { agent: id });
            }
            AgentState::Ready => self.stop_rest(id),
            _ => self.cancel_pending(id),
        }
        self.settle(id);
    }

    /// See [`Input::AgentNotReady`](crate::engine::Input::AgentNotReady).
    pub(in crate::engine) fn become_not_ready(
        &mut self,
        id: AgentId,
        reason: Arc<str>,
    ) -> Result<(), Rejection> {
        let reason = self.checked_reason(&reason, Selectable::Agent)?;
        let leads = self.attempt(id, AgentMove::BecomeNotReady)?;
        self.hear_from(id, false);
        match leads {
            Leads::Pending => self.note(id, PendingChange::NotReady { reason }),
            _ => self.stop_work(id, reason),
        }
        Ok(())
    }

    /// See [`Input::DeviceChanged`](crate::engine::Input::DeviceChanged). A late word about the
    /// phone of somebody who is signed out is nothing to act on.
    pub(in crate::engine) fn device_changed(
        &mut self,
        id: AgentId,
        device: DeviceState,
    ) -> Result<(), Rejection> {
        let agent = self.agents.get_mut(id.index()).and_then(Option::as_mut);
        let agent = agent.ok_or(Rejection::UnknownAgent(id))?;
        if agent.interface.is_none() || agent.device == device {
            return Ok(());
        }
        agent.device = device;
        if device == DeviceState::Unreachable && !self.holds.is_empty() {
            self.absent.push(id);
        }
        let agent = self.agent(id);
        if !agent.has_call() {
            self.record(EventKind::DeviceChanged { agent: id, device });
            self.settle(id);
        }
        Ok(())
    }

    /// Takes calls from now on, on this phone.
    fn arrive_at_work(&mut self, id: AgentId, interface: Arc<str>) {
        let now = self.now;
        let agent = self.agent_mut(id);
        agent.go(AgentMove::SignIn, Activity::Ready, now);
        agent.idle_since = now;
        agent.missed = 0;
        agent.duty = Duty::default();
        self.move_to(id, interface);
        self.record(EventKind::AgentReady { agent: id });
        self.refresh(id);
    }

    /// Uses this phone from now on.
    pub(in crate::engine) fn move_to(&mut self, id: AgentId, interface: Arc<str>) {
        self.agent_mut(id).interface = Some(Arc::clone(&interface));
        self.watch(id);
        self.record(EventKind::AgentSignedIn {
            agent: id,
            interface,
        });
    }

    /// Has the right phone watched; what was known of another one is forgotten.
    pub(in crate::engine) fn watch(&mut self, id: AgentId) {
        let agent = self.agent_mut(id);
        let device = agent.device_to_watch();
        if agent.watched != device {
            agent.watched.clone_from(&device);
            agent.device = DeviceState::Unknown;
            self.order(Output::WatchDevice { agent: id, device });
        }
    }

    /// Signs an agent out who has no call in hand.
    pub(in crate::engine) fn leave_work(&mut self, id: AgentId) {
        self.end_wrap_up(id, WrapUpEnd::Departure);
        self.stop_rest(id);
        self.stop_limit(id);
        let now = self.now;
        let agent = self.agent_mut(id);
        agent.duty = Duty::default();
        agent.go(AgentMove::SignOut, Activity::SignedOut, now);
        self.forget_answers(id);
        let agent = self.agent_mut(id);
        agent.interface = None;
        agent.next_interface = None;
        agent.pending = None;
        self.watch(id);
        self.record(EventKind::AgentSignedOut { agent: id });
        self.refresh(id);
    }

    /// Takes an agent without a call in hand off the line.
    pub(in crate::engine) fn stop_work(&mut self, id: AgentId, reason: Arc<str>) {
        self.end_wrap_up(id, WrapUpEnd::Departure);
        self.stop_rest(id);
        let now = self.now;
        let to = Activity::NotReady {
            reason: Arc::clone(&reason),
        };
        let is_news = self.agent(id).activity != to;
        if is_news {
            self.stop_limit(id);
        }
        self.agent_mut(id).go(AgentMove::BecomeNotReady, to, now);
        if is_news {
            self.begin_limit(id);
        }
        self.record(EventKind::AgentNotReady { agent: id, reason });
        self.refresh(id);
    }

    /// Does what had to wait for the end of the call in hand. False if the agent takes no calls
    /// after that.
    pub(in crate::engine) fn catch_up(&mut self, id: AgentId) -> bool {
        let agent = self.agent_mut(id);
        let pending = agent.pending.take();
        let cause = agent.duty.pending_cause.take();
        let next_interface = agent.next_interface.take();
        if agent.is_removed {
            self.remove_agent(id);
            return false;
        }
        // Of several who were rung for one call, one may have taken the phone of this one already.
        if agent.state() == AgentState::SignedOut {
            return false;
        }
        // A conversation taken over from a failed router may be that of somebody without a phone.
        let has_phone = agent.interface.is_some() || next_interface.is_some();
        if pending == Some(PendingChange::SignOut) || !has_phone {
            self.leave_work(id);
            self.agent_mut(id).duty.cause = cause;
            return false;
        }
        if let Some(interface) = next_interface {
            self.clear_desk(id, &interface);
            self.move_to(id, interface);
        }
        if let Some(PendingChange::NotReady { reason }) = pending {
            self.stop_work(id, reason);
            self.agent_mut(id).duty.cause = cause;
            return false;
        }
        true
    }

    /// Forgets an agent whom the plan no longer has and who has no call in hand.
    pub(in crate::engine) fn remove_agent(&mut self, id: AgentId) {
        if self.agent(id).state() != AgentState::SignedOut {
            self.leave_work(id);
        }
        self.agents[id.index()] = None;
        self.at_work.set(id.index(), false);
    }

    /// Keeps the tables of who is there and who is free true for this agent.
    pub(in crate::engine) fn refresh(&mut self, id: AgentId) {
        let agent = self.agents[id.index()]
            .as_ref()
            .expect("agents stay while a record names them");
        let (is_free, was_free) = (agent.is_free(), self.idle.contains(id));
        if is_free {
            self.idle
                .insert(id, agent.idle_since, agent.workload.load());
        } else {
            self.idle.remove(id);
        }
        self.at_work.set(id.index(), agent.is_at_work());
        let is_news = self.staffing.note(id, agent.state());
        if is_news {
            if !self.holds.is_empty() {
                self.absent.push(id);
            }
            self.mark_presence(id);
            self.level_answers(id);
        }
        if is_free != was_free {
            self.mark_freedom(id);
        }
    }

    /// Ends a rest before its time, if there is one.
    pub(in crate::engine) fn stop_rest(&mut self, id: AgentId) {
        if let Some(rest) = self.agent_mut(id).rest.take() {
            self.timers.stop(rest.until, Timer::AgentRest(id));
        }
    }

    pub(in crate::engine) fn attempt(
        &self,
        id: AgentId,
        attempt: AgentMove,
    ) -> Result<Leads, Rejection> {
        let state = self.planned_agent(id)?.state();
        match state.after(attempt) {
            Leads::Nowhere if state == AgentState::SignedOut => Err(Rejection::AgentSignedOut(id)),
            Leads::Nowhere => Err(Rejection::IllegalAgentMove {
                agent: id,
                state: state.name(),
                attempt: attempt.name(),
            }),
            leads => Ok(leads),
        }
    }

    pub(in crate::engine) fn note(&mut self, id: AgentId, change: PendingChange) {
        let reason = match &change {
            PendingChange::SignOut => None,
            PendingChange::NotReady { reason } => Some(Arc::clone(reason)),
        };
        self.agent_mut(id).pending = Some(change);
        self.refresh(id);
        self.record(EventKind::AgentChangePending { agent: id, reason });
    }

    fn cancel_pending(&mut self, id: AgentId) {
        let agent = self.agent_mut(id);
        agent.duty.pending_cause = None;
        if agent.pending.take().is_some() {
            self.refresh(id);
            self.record(EventKind::AgentChangeCancelled { agent: id });
        }
    }
}

/// Refuses an empty or a too long text.
pub(in crate::engine) fn check_length(
    what: &'static str,
    text: &str,
    bytes_max: usize,
) -> Result<(), Rejection> {
    if text.is_empty() || text.len() > bytes_max {
        return Err(Rejection::TextLength {
            what,
            bytes: text.len(),
            bytes_max,
        });
    }
    Ok(())
}
