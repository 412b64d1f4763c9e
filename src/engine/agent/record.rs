//! An agent on the floor: one record across all queues.
//!
//! Rule kept: an agent is free exactly when signed in, ready, with a phone that is free or
//! unknown, not resting, and without a call in hand. The idle clock starts at sign-in, at the
//! return from not ready, and at the end of a conversation or of after-call time; an offer that
//! came to nothing does not touch it.

use std::sync::Arc;

use super::change::AgentChanges;
use super::duty::Duty;
use super::state::{AgentMove, AgentState, Leads};
use super::workload::Workload;
use super::wrap_up::AfterCall;
use crate::engine::estimate::handling::Handling;
use crate::engine::id::{CallId, OfferId};
use crate::engine::input::{DeviceState, OfferFailure};
use crate::engine::output::WatchedDevice;
use crate::engine::plan::{AgentPlan, StateInterface};
use crate::engine::time::Millis;

/// What an agent does, with the particulars.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::engine) enum Activity {
    SignedOut,
    Ready,
    NotReady { reason: Arc<str> },
    Offered { offer: OfferId, call: CallId },
    Talking { call: CallId },
    WrapUp { until: Millis },
}

impl Activity {
    pub(in crate::engine) const fn state(&self) -> AgentState {
        match self {
            Self::SignedOut => AgentState::SignedOut,
            Self::Ready => AgentState::Ready,
            Self::NotReady { .. } => AgentState::NotReady,
            Self::Offered { .. } => AgentState::Offered,
            Self::Talking { .. } => AgentState::Talking,
            Self::WrapUp { .. } => AgentState::WrapUp,
        }
    }
}

/// What an agent asked for while a call was in hand; the last wish counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PendingChange {
    /// Sign out.
    SignOut,
    /// Take no calls.
    NotReady {
        /// Why.
        reason: Arc<str>,
    },
}

/// A pause after an offer that came to nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::engine) struct Rest {
    pub(in crate::engine) until: Millis,
    pub(in crate::engine) cause: OfferFailure,
}

/// One agent.
#[derive(Debug)]
pub(in crate::engine) struct Agent {
    /// What the plan says, with what was changed meanwhile; of a removed agent, what the last one
    /// said.
    pub(in crate::engine) plan: Arc<AgentPlan>,
    /// The plan no longer knows the agent, who leaves when the call in hand is over.
    pub(in crate::engine) is_removed: bool,
    pub(in crate::engine) activity: Activity,
    /// Since when the agent does that.
    pub(in crate::engine) since: Millis,
    /// Dial string while signed in (a conversation taken over after a restart may lack it).
    pub(in crate::engine) interface: Option<Arc<str>>,
    /// Dial string to move to when the call in hand is over.
    pub(in crate::engine) next_interface: Option<Arc<str>>,
    pub(in crate::engine) watched: Option<WatchedDevice>,
    pub(in crate::engine) device: DeviceState,
    pub(in crate::engine) pending: Option<PendingChange>,
    pub(in crate::engine) rest: Option<Rest>,
    /// Missed offers in a row.
    pub(in crate::engine) missed: u32,
    pub(in crate::engine) idle_since: Millis,
    pub(in crate::engine) after_call: AfterCall,
    /// The call in hand or in after-call time, for what it teaches.
    pub(in crate::engine) handling: Option<Handling>,
    pub(in crate::engine) workload: Workload,
    /// Who brought the state about, until when it holds, and what was missed.
    pub(in crate::engine) duty: Duty,
    /// What was changed of the plan while the floor was open.
    pub(in crate::engine) changes: Option<Box<AgentChanges>>,
}

impl Agent {
    /// An agent who is signed out.
    pub(in crate::engine) fn new(plan: Arc<AgentPlan>, now: Millis) -> Self {
        Self {
            plan,
            is_removed: false,
            activity: Activity::SignedOut,
            since: now,
            interface: None,
            next_interface: None,
            watched: None,
            device: DeviceState::Unknown,
            pending: None,
            rest: None,
            missed: 0,
            idle_since: now,
            after_call: AfterCall::default(),
            handling: None,
            workload: Workload::default(),
            duty: Duty::default(),
            changes: None,
        }
    }

    pub(in crate::engine) const fn state(&self) -> AgentState {
        self.activity.state()
    }

    /// Whether a call may be offered now.
    pub(in crate::engine) fn is_free(&self) -> bool {
        self.state() == AgentState::Ready && self.device.is_free() && self.rest.is_none()
    }

    /// Whether the agent takes calls, now or when the one in hand is over.
    pub(in crate::engine) fn is_at_work(&self) -> bool {
        match self.state() {
            AgentState::SignedOut | AgentState::NotReady => false,
            AgentState::Ready => self.device != DeviceState::Unreachable,
            _ => self.pending.is_none() && !self.is_removed,
        }
    }

    /// Whether an offer or a conversation is in hand.
    pub(in crate::engine) fn has_call(&self) -> bool {
        matches!(self.state(), AgentState::Offered | AgentState::Talking)
    }

    /// Makes a move that is known to be legal.
    pub(in crate::engine) fn go(&mut self, by: AgentMove, to: Activity, now: Millis) {
        let from = self.state();
        let leads = from.after(by);
        assert_eq!(
            leads,
            Leads::To(to.state()),
            "agent {from} cannot {}",
            by.name()
        );
        self.workload.pass(from, now);
        if self.activity != to {
            self.since = now;
        }
        self.activity = to;
    }

    /// Where the state of the agent's phone is read; `None` while signed out or unwatched.
    pub(in crate::engine) fn device_to_watch(&self) -> Option<WatchedDevice> {
        let interface = self.interface.as_ref()?;
        let is_configured = self.plan.interface.as_ref() == Some(interface);
        match &self.plan.state_interface {
            StateInterface::Device(device) if is_configured => {
                Some(WatchedDevice::Named(Arc::clone(device)))
            }
            StateInterface::Unwatched if is_configured => None,
            _ => Some(WatchedDevice::Behind(Arc::clone(interface))),
        }
    }
}
