//! Orders going out. The host obeys each one and reports what came of it as an input.

use std::sync::Arc;

use serde::Serialize;

use super::id::{AgentId, CallId, OfferId, QueueId};
use super::numbered::Event;
use super::plan::{AgentPlan, QueuePlan};
use super::time::Millis;
use super::waiting::announce::Announcement;

/// One order, or a fact for history, or the word that there is nothing more.
#[derive(Debug, Clone)]
pub enum Output {
    /// Dial the agent for the call, under the terms of this moment whatever a new plan or a
    /// relaxation says meanwhile. Comes to an end with exactly one of `OfferAnswered`,
    /// `OfferFailed` or `CallLeft`.
    OfferCall(OfferOrder),
    /// Take the leg down and confirm with `OfferFailed`. If the phone was answered meanwhile and
    /// `OfferAnswered` is already reported, wait for the answer to that instead.
    RescindOffer {
        /// The waiting call, whose thread rings the agent.
        call: CallId,
        /// Which offer.
        offer: OfferId,
        /// Why, for the phone's display and the log.
        reason: RescindReason,
    },
    /// The answered agent has won the call: bridge.
    ConnectCall {
        /// The call.
        call: CallId,
        /// The answered offer.
        offer: OfferId,
    },
    /// The call is in another queue from now on: names and music of that queue hold.
    MoveCall {
        /// The call.
        call: CallId,
        /// Its queue.
        queue: QueueId,
    },
    /// Tell the caller this, beside what the caller hears anyway. Cut it short as the queue says:
    /// when an agent is about to be rung, or when one has answered. Nothing is reported back.
    Announce {
        /// The waiting call.
        call: CallId,
        /// What to tell.
        announcement: Announcement,
    },
    /// The call leaves the queue: take down any leg (confirm a ringing one with `OfferFailed`)
    /// and go on in the dialplan with this status. The engine has forgotten the call.
    ReleaseCall {
        /// The call.
        call: CallId,
        /// Why it leaves.
        exit: CallExit,
        /// It was in line; otherwise it was not let in.
        was_in_line: bool,
    },
    /// Follow the state of the agent's phone from now on and report it with `DeviceChanged`,
    /// beginning with the present state where there is one.
    WatchDevice {
        /// Whose phone.
        agent: AgentId,
        /// Dial string or configured state device; `None`: stop watching.
        device: Option<WatchedDevice>,
    },
    /// A fact for history.
    Record(Event),
    /// Nothing more to say; call `handle_deadline` at the moment named, if any.
    Idle(Option<Millis>),
}

/// Dial one agent for one call.
#[derive(Debug, Clone)]
pub struct OfferOrder {
    /// The waiting call.
    pub call: CallId,
    /// This offer.
    pub offer: OfferId,
    /// Whom to ring.
    pub agent: AgentId,
    /// Dial string of the agent's phone.
    pub interface: Arc<str>,
    /// How long the engine lets it ring; it rescinds the offer then.
    pub ring_timeout_ms: u64,
    /// Under what it is made.
    pub terms: OfferTerms,
}

/// Under what an offer is made, as of its moment.
#[derive(Debug, Clone)]
pub struct OfferTerms {
    /// The queue's rules.
    pub queue: Arc<QueuePlan>,
    /// The agent's.
    pub agent: Arc<AgentPlan>,
    /// How long the call has waited, in milliseconds.
    pub wait_ms: u64,
}

impl PartialEq for OfferTerms {
    /// Whether both are of the same plan and moment.
    fn eq(&self, other: &Self) -> bool {
        let is_same_plan =
            Arc::ptr_eq(&self.queue, &other.queue) && Arc::ptr_eq(&self.agent, &other.agent);
        is_same_plan && self.wait_ms == other.wait_ms
    }
}

impl Eq for OfferTerms {}

/// Where the state of an agent's phone is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WatchedDevice {
    /// The device named in the configuration.
    Named(Arc<str>),
    /// The device behind this dial string, if the host can tell it.
    Behind(Arc<str>),
}

/// Why an offer is taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RescindReason {
    /// It rang for as long as it may.
    RingTimeout,
    /// The agent signed out, went not ready by force, or is no longer in the plan.
    AgentGone,
    /// The agent listened for longer than any briefing may take.
    BriefingTimeout,
    /// The call has moved to another queue.
    CallMoved,
    /// Another agent was faster.
    AnsweredElsewhere,
}

/// Why a call leaves its queue without having talked to an agent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CallExit {
    /// It waited as long as it may.
    Timeout,
    /// As many calls wait already as may.
    Full,
    /// The queue is closed, by hand or by its opening hours.
    Closed,
    /// No agent of the queue has the skills for it, now or at a later step of its wait.
    NoneQualified,
    /// Agents have the skills for it, but none of them is signed in.
    NoneStaffed,
    /// Agents with the skills for it are signed in, but each of them is not ready.
    NoneWorking,
    /// Agents with the skills for it work, but none of them could be rung at once.
    NoneFree,
    /// The queue is gone since the last reload.
    QueueRemoved,
    /// A requirement cannot be met by the words used: see the log.
    RequirementInvalid,
    /// The engine failed; the driver says this, not the engine.
    EngineFailed,
}

impl CallExit {
    /// Why a call is not let in, or leaves, as a person says it.
    #[must_use]
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::Timeout => "it has waited as long as it may",
            Self::Full => "as many calls wait as may",
            Self::Closed => "the queue is closed",
            Self::NoneQualified => "no agent has the skills for the call",
            Self::NoneStaffed => "no agent with the skills for the call is signed in",
            Self::NoneWorking => "every agent with the skills for the call is not ready",
            Self::NoneFree => "no agent with the skills for the call is free",
            Self::QueueRemoved => "the queue is gone",
            Self::RequirementInvalid => "what it needs is not understood",
            Self::EngineFailed => "call distribution has failed",
        }
    }
}
