//! The floor as values: what consoles, reports and tests read. `snapshot.rs` takes them.

use std::sync::Arc;

use super::reserve::ReserveStanding;
use crate::engine::agent::record::PendingChange;
use crate::engine::call::record::CallActivity;
use crate::engine::cause::ChangeCause;
use crate::engine::id::{AgentId, CallId, OfferId, QueueId};
use crate::engine::input::{DeviceState, OfferFailure};
use crate::engine::plan::{AgentPlan, QueuePlan, ReasonPlan, Strategy};
use crate::engine::queue::door::Door;
use crate::engine::requirement::Requirement;
use crate::engine::tag::{TagKey, Tags};
use crate::engine::time::Millis;

/// What an agent does now, or why no call is offered to the agent now: exactly one answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AgentCondition {
    /// Not at work.
    SignedOut,
    /// Takes no calls.
    NotReady {
        /// Why.
        reason: Arc<str>,
    },
    /// The phone is rung.
    Offered {
        /// For which call (which may have left while the ring is being taken down).
        call: CallId,
        /// Under which offer.
        offer: OfferId,
    },
    /// In conversation.
    Talking {
        /// With which call.
        call: CallId,
    },
    /// In after-call time.
    WrapUp {
        /// Until then at most.
        until: Millis,
    },
    /// The phone cannot be reached.
    Unreachable,
    /// The phone is in use by something that is not ours (or still going down).
    BusyElsewhere,
    /// Left alone after an offer that came to nothing.
    Resting {
        /// Until then.
        until: Millis,
        /// What came in the way.
        cause: OfferFailure,
    },
    /// Takes the next call that fits.
    Free,
}

/// An agent now.
#[derive(Debug, Clone)]
pub struct AgentView {
    /// As planned; of an agent who is removed, as planned last.
    pub plan: Arc<AgentPlan>,
    /// As the operator wrote it, where something was changed since.
    pub configured: Option<Arc<AgentPlan>>,
    /// The plan no longer has the agent, who leaves when the call in hand is over.
    pub is_removed: bool,
    /// The phone in use; `None` while signed out.
    pub interface: Option<Arc<str>>,
    /// What the phone does.
    pub device: DeviceState,
    /// What the agent does.
    pub condition: AgentCondition,
    /// Since when the agent is signed out, ready, not ready, offered, talking or in wrap-up.
    pub since: Millis,
    /// What happens when the call in hand is over.
    pub pending: Option<PendingChange>,
    /// What the agent has said became of the call in hand, or of the last one during wrap-up.
    pub disposition: Option<Arc<str>>,
    /// Wrap-up cannot be finished because a disposition is missing.
    pub is_disposition_missing: bool,
    /// Mandatory tags that are missing, while in wrap-up.
    pub tags_missing: Vec<TagKey>,
    /// Missed offers in a row.
    pub missed: u32,
    /// Since when the idle clock runs; `None` unless free.
    pub idle_since: Option<Millis>,
    /// What brought about the present state, if it was not the agent.
    pub cause: Option<ChangeCause>,
    /// What is known of the reason; `None` unless not ready.
    pub not_ready: Option<NotReadyView>,
    /// Goes not ready after the next call, or the one in hand.
    pub is_for_one_call: bool,
}

/// What is known of the reason for which an agent is away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotReadyView {
    /// What is declared of it; `None`: nothing is.
    pub plan: Option<Arc<ReasonPlan>>,
    /// Longer away than it allows.
    pub is_over_limit: bool,
    /// When the limit is reached or the agent comes back by itself.
    pub ends_at: Option<Millis>,
    /// Whether the agent is ready again then.
    pub returns: bool,
}

/// A queue now.
#[derive(Debug, Clone)]
pub struct QueueView {
    /// As planned.
    pub plan: Arc<QueuePlan>,
    /// Who decides whether calls are let in.
    pub door: Door,
    /// Callers who hung up in its line since the start.
    pub abandoned: u64,
    /// Of these, how many after a short wait.
    pub abandoned_shortly: u64,
    /// How its next agent is chosen now.
    pub strategy: Strategy,
    /// Nobody set that while the floor was open.
    pub is_strategy_planned: bool,
    /// How many agents it rings at once for one call now.
    pub ring_at_once: u8,
    /// Nobody set that while the floor was open.
    pub is_ring_at_once_planned: bool,
    /// How its reserve stands; `None`: it has none.
    pub reserve: Option<ReserveStanding>,
    /// Calls in line that no phone rings for.
    pub waiting: u32,
    /// Calls in line for which phones are rung.
    pub ringing: u32,
    /// Conversations.
    pub talking: u32,
    /// The longest wait of the calls in line; 0 if there is none.
    pub longest_wait_ms: u64,
    /// Agents who serve the queue.
    pub agents: u32,
    /// Of these, how many are signed in.
    pub signed_in: u32,
    /// Of these, how many are free.
    pub free: u32,
    /// How long a call that arrives now would wait, by estimate; `None` if nobody at work
    /// qualifies or its need depends on the call.
    pub estimated_wait_ms: Option<u64>,
}

/// A call now.
#[derive(Debug, Clone)]
pub struct CallView {
    /// Which call.
    pub call: CallId,
    /// In which queue, or through which it came.
    pub queue: QueueId,
    /// What it does.
    pub activity: CallActivity,
    /// Since when it does that.
    pub since: Millis,
    /// When it arrived.
    pub arrived_at: Millis,
    /// How long it has waited, or did wait before it was connected.
    pub wait_ms: u64,
    /// Its own priority.
    pub priority: i32,
    /// Its tags.
    pub tags: Tags,
    /// What its tags and attributes add to that.
    pub raise: i32,
    /// What it counts now in the order of calls, weight and ageing included, in hundredths;
    /// `None` once it talks.
    pub score_hundredths: Option<i64>,
    /// What it needs; `None` once it talks.
    pub requirement: Option<Arc<Requirement>>,
    /// The relaxation step that holds; 0: the first requirement.
    pub step: u8,
    /// Since when that step holds.
    pub step_since: Millis,
    /// When the next step begins.
    pub relaxes_at: Option<Millis>,
    /// The last rank that takes it; `None` once it talks.
    pub rank_max: Option<u8>,
    /// When agents of a later rank join.
    pub widens_at: Option<Millis>,
    /// The queue it entered, or was last moved to by word, whose timeout and overflow hold.
    pub home: QueueId,
    /// When its next overflow step is due.
    pub overflows_at: Option<Millis>,
    /// When the caller is told something next; `None`: never.
    pub announces_at: Option<Millis>,
    /// When the opening hours end within which it came, if it leaves then or may leave.
    pub closes_at: Option<Millis>,
    /// When it leaves with a timeout.
    pub times_out_at: Option<Millis>,
    /// Its place among the calls in line of its queue, counted from 1 by the order of service;
    /// `None` once it talks.
    pub place: Option<u32>,
    /// How long it will still wait until a phone rings for it, by estimate; `None` once it talks
    /// and while nobody at work qualifies.
    pub estimated_wait_ms: Option<u64>,
}

/// What an agent goes back to when no call is in hand: enough to make the agent stand in a new
/// router as in this one. See [`Router::roster`](crate::engine::Router::roster).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgentStanding {
    /// Who.
    pub agent: AgentId,
    /// The phone in use, or the one to move to; `None`: signed out, now or after the call in hand.
    pub interface: Option<Arc<str>>,
    /// Why the agent takes no calls, now or after the call in hand.
    pub not_ready: Option<Arc<str>>,
    /// What the phone does.
    pub device: DeviceState,
}
