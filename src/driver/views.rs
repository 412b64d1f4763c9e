//! The floor as people see it: names for ids, spans of time for moments, ready to print or to
//! serialize.
//!
//! All spans are in milliseconds and counted from the moment the view was taken. A view has all its
//! fields at all times, so that one without a value can be told from one that does not exist.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

use crate::engine::{AgentCondition, CallId, DeviceState, Millis, OfferFailure, TagKey, Tags};

use super::card::Caller;

/// A queue now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct QueueView {
    /// Its name.
    pub queue: Arc<str>,
    /// Who decides whether calls are let in: `auto` (the opening hours), `open` or `closed`.
    pub door: &'static str,
    /// Whether its agents in reserve take its calls, `in` or `out`; `None`: it has no reserve.
    pub reserve: Option<&'static str>,
    /// For how long they have.
    pub reserve_in_ms: Option<u64>,
    /// How many agents are in reserve.
    pub reserve_agents: Option<u32>,
    /// What would bring them in, or what must come about before they leave, in words.
    pub reserve_when: Option<String>,
    /// Callers who hung up in its line since the module was loaded.
    pub abandoned: u64,
    /// Of these, how many after a short wait.
    pub abandoned_shortly: u64,
    /// Its strategy, as in the configuration.
    pub strategy: &'static str,
    /// It is what the configuration says; else it was set while the floor was open.
    pub is_strategy_planned: bool,
    /// How many agents it rings at once for one call, at most.
    pub ring_at_once: u8,
    /// It is what the configuration says; else it was set while the floor was open.
    pub is_ring_at_once_planned: bool,
    /// Calls in line that no phone rings for.
    pub waiting: u32,
    /// Calls in line for which a phone is rung.
    pub ringing: u32,
    /// Conversations.
    pub talking: u32,
    /// Calls that may be in line at once.
    pub capacity: u32,
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

/// An agent now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AgentView {
    /// The agent's name, as the dialplan writes it.
    pub agent: Arc<str>,
    /// The person's name.
    pub full_name: Option<Arc<str>>,
    /// The phone in use; `None` while signed out.
    pub interface: Option<Arc<str>>,
    /// What the phone does.
    pub device: DeviceState,
    /// What the agent does.
    #[serde(flatten)]
    pub doing: Doing,
    /// How long the agent has been signed out, ready, not ready, offered, talking or in wrap-up.
    pub since_ms: u64,
    /// What happens when the call in hand is over: `signed out` or the not-ready reason.
    pub pending: Option<Arc<str>>,
    /// What the agent has said became of the call in hand, or of the last one during wrap-up.
    pub disposition: Option<Arc<str>>,
    /// Wrap-up cannot be finished because a disposition is missing.
    pub is_disposition_missing: bool,
    /// Mandatory tags that are missing before wrap-up can be finished.
    pub tags_missing: Vec<TagKey>,
    /// Missed offers in a row.
    pub missed: u32,
    /// How long the agent has been idle; `None` unless free.
    pub idle_ms: Option<u64>,
    /// What is known of the not-ready reason; nothing unless not ready.
    #[serde(flatten)]
    pub away: AwayView,
    /// What brought the state about, if it was not the agent, such as `forced by console`.
    pub caused_by: Option<String>,
    /// What was changed since the configuration, such as `skill french 3 (was 5)`.
    pub changed: Vec<String>,
    /// Goes not ready after the next call, or the one in hand.
    pub is_for_one_call: bool,
    /// The plan no longer has the agent, who leaves when the call in hand is over.
    pub is_removed: bool,
    /// Queues served, each with the agent's rank in it.
    pub queues: BTreeMap<String, u8>,
    /// Skills with their levels.
    pub skills: BTreeMap<String, u8>,
}

/// What is known of the reason for which an agent is away.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct AwayView {
    /// What people read instead of the reason.
    pub label: Option<Arc<str>>,
    /// Whether the time is paid; `None`: nothing is declared of the reason.
    pub is_paid: Option<bool>,
    /// How long the reason allows.
    pub limit_ms: Option<u64>,
    /// Longer away than that.
    pub is_over_limit: bool,
    /// When the agent comes back by itself.
    pub returns_in_ms: Option<u64>,
}

/// What an agent does, or why no call is offered to the agent: one answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Doing {
    /// `signed_out`, `not_ready`, `offered`, `talking`, `wrap_up`, `unreachable`, `in_use`,
    /// `resting` or `free`.
    pub state: &'static str,
    /// Why not ready, or what failed before the rest.
    pub reason: Option<Arc<str>>,
    /// The call in hand.
    pub in_call: Option<CallId>,
    /// How long wrap-up or rest still last.
    pub remaining_ms: Option<u64>,
}

/// A call that waits, rings or talks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CallView {
    /// The driver's id.
    pub call: CallId,
    /// The PBX's name of the call.
    pub host_call: Arc<str>,
    /// Who calls.
    pub caller: Caller,
    /// The call that the same caller was in before; `None`: none.
    pub follows: Option<CallId>,
    /// In which queue, or through which it came.
    pub queue: Arc<str>,
    /// `waiting`, `ringing` or `talking`.
    pub state: &'static str,
    /// Who is rung, the first one rung first, or talked to.
    pub agents: Vec<Arc<str>>,
    /// For how long it has been in this state.
    pub since_ms: u64,
    /// How long it has waited, or did wait before it was connected.
    pub wait_ms: u64,
    /// Its own priority.
    pub priority: i32,
    /// Its tags.
    pub tags: Tags,
    /// What it counts now in the order of calls, in hundredths: its priority, what its attributes
    /// add, the weight of its queue and ageing; `None` once it talks.
    pub effective_priority_hundredths: Option<i64>,
    /// What it needs; `None` once it talks.
    pub requirement: Option<String>,
    /// The relaxation step that holds; 0: the first requirement.
    pub step: u8,
    /// For how long that step has held.
    pub step_since_ms: u64,
    /// When the next step begins.
    pub relaxes_in_ms: Option<u64>,
    /// The last rank that takes it; `None`: every rank does.
    pub rank_max: Option<u8>,
    /// When agents of a later rank join.
    pub widens_in_ms: Option<u64>,
    /// The queue it entered; it differs from `queue` after an overflow.
    pub entered: Arc<str>,
    /// When it goes on to another queue.
    pub overflows_in_ms: Option<u64>,
    /// When the caller is told something next; left out while a phone rings, as the queue says.
    pub announces_in_ms: Option<u64>,
    /// When the opening hours of its queue end, where callers do not wait on then.
    pub closes_in_ms: Option<u64>,
    /// When it leaves with a timeout.
    pub times_out_in_ms: Option<u64>,
    /// Its place in the line of its queue, from 1; `None` once it talks.
    pub place: Option<u32>,
    /// How long it will still wait until a phone rings for it, by estimate; `None` once it talks
    /// and while nobody at work qualifies.
    pub estimated_wait_ms: Option<u64>,
}

/// Why a call waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ExplanationView {
    /// The call.
    pub call: CallView,
    /// What makes up its effective priority, in words; empty once it talks.
    pub priority_in_words: String,
    /// How many agents may be rung for it at once.
    pub ring_at_once: u8,
    /// The queue to which it goes on next.
    pub overflows_to: Option<Arc<str>>,
    /// The queue to which it goes if it comes to be estimated to wait too long.
    pub estimate_overflows_to: Option<Arc<str>>,
    /// How long that is.
    pub estimate_overflows_over_ms: Option<u64>,
    /// What it will need from the next step on.
    pub next_requirement: Option<String>,
    /// What is to come, soonest first.
    pub coming: Vec<ComingStepView>,
    /// Agents of the queue who may take the call now, whatever they do.
    pub qualified: u32,
    /// Of these, how many are signed in.
    pub staffed: u32,
    /// Of these, how many are not in a not-ready state.
    pub working: u32,
    /// Of these, how many are free.
    pub free: u32,
    /// For whom alone it waits at first.
    pub held_for: Option<Arc<str>>,
    /// How long it still does.
    pub held_for_ms: Option<u64>,
    /// Every agent of the queue, with one reason each; empty once the call talks.
    pub agents: Vec<ReasonView>,
}

/// A step that is to come for a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ComingStepView {
    /// When, at the earliest.
    pub in_ms: u64,
    /// Only when no agent who could take the call is `free`, `working`, `staffed` or `qualified`
    /// any more.
    pub when_none: Option<&'static str>,
    /// Only when the call would wait longer than this, by estimate.
    pub when_wait_over_ms: Option<u64>,
    /// What the call will need then.
    pub requirement: String,
    /// The last rank that will take it then; `None`: every rank.
    pub rank_max: Option<u8>,
    /// Agents who will qualify then and do not now.
    pub gained: u32,
    /// Of these, how many are free now.
    pub gained_free: u32,
}

/// Why a call is not offered to one agent now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReasonView {
    /// Who.
    pub agent: Arc<str>,
    /// Whether the agent may take the call now, if not for the reason.
    pub is_qualified: bool,
    /// Why not, in words.
    pub reason: String,
}

/// Whom a call would find if it came to a queue now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ProspectView {
    /// The queue's name.
    pub queue: Arc<str>,
    /// What the call would need at first.
    pub requirement: String,
    /// Agents who serve the queue.
    pub agents: u32,
    /// Of these, how many meet the requirement, whatever they do.
    pub qualified: u32,
    /// Of these, how many are signed in.
    pub staffed: u32,
    /// Of these, how many are not in a not-ready state.
    pub working: u32,
    /// Of these, how many are free.
    pub free: u32,
}

/// Why an agent gets no call now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AgentExplanationView {
    /// The agent.
    pub agent: AgentView,
    /// Why no call is offered now, in words.
    pub reason: String,
    /// The agent's queues.
    pub queues: Vec<QueueChanceView>,
    /// The first calls in line of these queues, in the order in which they are served.
    pub calls: Vec<CallChanceView>,
    /// Calls in line that are not named.
    pub more_calls: u32,
}

/// What waits for an agent in one queue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct QueueChanceView {
    /// The queue.
    pub queue: Arc<str>,
    /// The agent's rank in it.
    pub rank: u8,
    /// Calls in line.
    pub in_line: u32,
    /// Of these, how many the agent may take.
    pub fitting: u32,
    /// Whether the reserve of the queue is `in` or `out`; `None`: the agent is not in it.
    pub reserve: Option<&'static str>,
}

/// Whether an agent would get one call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CallChanceView {
    /// Which call.
    pub call: CallId,
    /// In which queue.
    pub queue: Arc<str>,
    /// How long it has waited.
    pub wait_ms: u64,
    /// What it needs now.
    pub requirement: String,
    /// Whether the agent would get it, in words.
    pub chance: String,
}

impl Doing {
    pub(super) fn new(condition: &AgentCondition, now: Millis) -> Self {
        let mut doing = Self {
            state: "free",
            reason: None,
            in_call: None,
            remaining_ms: None,
        };
        doing.state = match condition {
            AgentCondition::SignedOut => "signed_out",
            AgentCondition::NotReady { reason } => {
                doing.reason = Some(Arc::clone(reason));
                "not_ready"
            }
            AgentCondition::Offered { call, .. } => {
                doing.in_call = Some(*call);
                "offered"
            }
            AgentCondition::Talking { call } => {
                doing.in_call = Some(*call);
                "talking"
            }
            AgentCondition::WrapUp { until } => {
                doing.remaining_ms = Some(until.since(now));
                "wrap_up"
            }
            AgentCondition::Unreachable => "unreachable",
            AgentCondition::BusyElsewhere => "in_use",
            AgentCondition::Resting { until, cause } => {
                doing.reason = Some(failure_word(*cause).into());
                doing.remaining_ms = Some(until.since(now));
                "resting"
            }
            AgentCondition::Free => "free",
        };
        doing
    }

    /// Why an agent who meets a requirement is not offered the call, in words.
    pub(super) fn reason(&self) -> String {
        let reason = self.reason.as_deref().unwrap_or_default();
        let call = self.in_call.unwrap_or(CallId(0));
        let seconds = self.remaining_ms.unwrap_or_default().div_ceil(1_000);
        match self.state {
            "signed_out" => "signed out".to_owned(),
            "not_ready" => format!("not ready ({reason})"),
            "offered" => format!("phone rings for call {call}"),
            "talking" => format!("talks in call {call}"),
            "wrap_up" => format!("in wrap-up for {seconds} s more"),
            "unreachable" => "phone unreachable".to_owned(),
            "in_use" => "phone in use".to_owned(),
            "resting" => format!("rests for {seconds} s more after: {reason}"),
            _ => "free, would be next".to_owned(),
        }
    }
}

const fn failure_word(failure: OfferFailure) -> &'static str {
    match failure {
        OfferFailure::NoAnswer => "no answer",
        OfferFailure::Busy => "busy",
        OfferFailure::Rejected => "rejected",
        OfferFailure::Unreachable => "unreachable",
        OfferFailure::Congestion => "congestion",
        OfferFailure::Rescinded => "rescinded",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_condition_has_its_words() {
        let call = CallId(7);
        let until = Millis(3_500);
        let cause = OfferFailure::Busy;
        let table = [
            (AgentCondition::SignedOut, "signed_out", "signed out"),
            (
                AgentCondition::NotReady {
                    reason: "lunch".into(),
                },
                "not_ready",
                "not ready (lunch)",
            ),
            (
                AgentCondition::Offered {
                    call,
                    offer: crate::engine::OfferId(1),
                },
                "offered",
                "phone rings for call 7",
            ),
            (
                AgentCondition::Talking { call },
                "talking",
                "talks in call 7",
            ),
            (
                AgentCondition::WrapUp { until },
                "wrap_up",
                "in wrap-up for 3 s more",
            ),
            (
                AgentCondition::Unreachable,
                "unreachable",
                "phone unreachable",
            ),
            (AgentCondition::BusyElsewhere, "in_use", "phone in use"),
            (
                AgentCondition::Resting { until, cause },
                "resting",
                "rests for 3 s more after: busy",
            ),
            (AgentCondition::Free, "free", "free, would be next"),
        ];
        for (condition, state, words) in table {
            let doing = Doing::new(&condition, Millis(1_000));
            assert_eq!((doing.state, &*doing.reason()), (state, words));
        }
    }
}
