//! What others make an agent do: a supervisor, or whoever signs in on the agent's phone.
//!
//! It holds at once. An offer that rings is taken back, nothing is held against the agent for it,
//! and the call goes to the next one as soon as the phone is silent. A conversation is never cut
//! short: then the change is pending. History names who decided before it tells of the change.

use std::sync::Arc;

use super::presence::check_length;
use super::record::{Activity, PendingChange};
use super::state::{AgentMove, AgentState, Leads};
use crate::engine::cause::ChangeCause;
use crate::engine::event::EventKind;
use crate::engine::id::AgentId;
use crate::engine::input::Forced;
use crate::engine::limits::{REASON_BYTES_MAX, SOURCE_BYTES_MAX};
use crate::engine::plan::Selectable;
use crate::engine::rejection::Rejection;
use crate::engine::router::Router;

impl Router {
    /// See [`Input::AgentForced`](crate::engine::Input::AgentForced).
    pub(in crate::engine) fn force(
        &mut self,
        id: AgentId,
        to: Forced,
        by: Arc<str>,
    ) -> Result<(), Rejection> {
        check_length("source", &by, SOURCE_BYTES_MAX)?;
        let cause = ChangeCause::Forced { by };
        match to {
            Forced::Ready => {
                self.attempt(id, AgentMove::BecomeReady)?;
                self.check_said(id)?;
                self.note_cause(id, Forced::Ready, &cause);
                self.take_one_call(id, false);
                let duty = &mut self.agent_mut(id).duty;
                duty.pending_cause = None;
                duty.cause = Some(cause);
                self.make_ready(id);
            }
            Forced::NotReady { reason } => {
                let reason = self.checked_reason(&reason, Selectable::Supervisor)?;
                let leads = self.attempt(id, AgentMove::BecomeNotReady)?;
                let change = Forced::NotReady {
                    reason: Arc::clone(&reason),
                };
                self.note_cause(id, change, &cause);
                let pending = PendingChange::NotReady { reason };
                self.change_by(id, leads, pending, cause);
            }
            Forced::SignedOut => {
                let leads = self.attempt(id, AgentMove::SignOut)?;
                self.sign_out_by(id, leads, cause);
            }
            Forced::SignedIn { interface } => {
                let interface = self.phone_to_sign_in_on(id, interface)?;
                let to = Some(Arc::clone(&interface));
                self.note_cause(id, Forced::SignedIn { interface: to }, &cause);
                let was_away = self.agent(id).state() == AgentState::SignedOut;
                self.sign_in(id, Some(interface))?;
                if was_away {
                    self.agent_mut(id).duty.cause = Some(cause);
                }
            }
        }
        Ok(())
    }

    /// Signs an agent out who did not ask for it.
    pub(in crate::engine) fn sign_out_by(&mut self, id: AgentId, leads: Leads, cause: ChangeCause) {
        self.note_cause(id, Forced::SignedOut, &cause);
        self.change_by(id, leads, PendingChange::SignOut, cause);
    }

    /// Signs those out who are signed in on a phone on which another agent signs in. A phone that
    /// both have in the plan is shared on purpose.
    pub(in crate::engine) fn clear_desk(&mut self, id: AgentId, interface: &str) {
        let is_it = |phone: &Option<Arc<str>>| {
            phone
                .as_deref()
                .is_some_and(|phone| phone.eq_ignore_ascii_case(interface))
        };
        let may_share = is_it(&self.agent(id).plan.interface);
        let others = self.agents.iter().flatten().filter(|other| {
            let is_shared = may_share && is_it(&other.plan.interface);
            other.plan.id != id && is_it(&other.interface) && !is_shared
        });
        let others: Vec<AgentId> = others.map(|other| other.plan.id).collect();
        for other in others {
            let leads = self.agent(other).state().after(AgentMove::SignOut);
            self.sign_out_by(other, leads, ChangeCause::PhoneTaken { by: id });
        }
    }

    /// The reason as it is called from now on, if it may be given.
    pub(in crate::engine) fn checked_reason(
        &self,
        reason: &Arc<str>,
        by: Selectable,
    ) -> Result<Arc<str>, Rejection> {
        check_length("not-ready reason", reason, REASON_BYTES_MAX)?;
        let allowed = self.plan.reasons.allowed(reason, by);
        allowed.ok_or_else(|| Rejection::UnknownReason(Arc::clone(reason)))
    }

    fn note_cause(&mut self, id: AgentId, change: Forced, cause: &ChangeCause) {
        let cause = cause.clone();
        self.record(EventKind::AgentChangeCaused {
            agent: id,
            change,
            cause,
        });
    }

    fn change_by(&mut self, id: AgentId, leads: Leads, change: PendingChange, cause: ChangeCause) {
        if leads == Leads::Pending {
            self.note(id, change);
            self.agent_mut(id).duty.pending_cause = Some(cause);
            if let Activity::Offered { offer, .. } = self.agent(id).activity {
                self.withdraw_offer(offer);
            }
            return;
        }
        match change {
            PendingChange::SignOut => self.leave_work(id),
            PendingChange::NotReady { reason } => self.stop_work(id, reason),
        }
        self.agent_mut(id).duty.cause = Some(cause);
    }
}
