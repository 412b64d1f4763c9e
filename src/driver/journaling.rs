//! The engine's events written down as history: names for ids, a number, the time of day.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::engine::{
    AgentId, CallId, ChangeCause, Changed, Event, EventKind, FloorPlan, Forced, Level, Millis,
    RANK_ANY, SkillId, SkillNames, SkillSet,
};

use super::announced;
use super::card::CallName;
use super::change_facts::of_change;
use super::clock::Clock;
use super::desk::Desk;
use super::floor_facts::{of_caller, of_queue};
use super::history::HistoryFact as Fact;
use super::history_record::HistoryRecord;
use super::wrap_up_facts::of_wrap_up;

/// Numbers and dates records.
#[derive(Debug, Default)]
pub(super) struct Journal {
    sequence: u64,
    // What the driver's clock showed at the start.
    start: Millis,
}

/// Whom a fact is about.
pub(super) type About = (Option<CallId>, Option<AgentId>);

impl Journal {
    /// A journal that goes on after that number, of a driver that starts at `start`.
    pub(super) const fn after(sequence: u64, start: Millis) -> Self {
        Self { sequence, start }
    }

    /// A record of an event.
    pub(super) fn write(&mut self, event: &Event, desk: &Desk, plan: &FloorPlan) -> HistoryRecord {
        let ((call, agent), fact) = described(&event.kind, desk, plan);
        let call = call.map(|call| desk.call_name(call));
        let agent = agent.map(|agent| desk.agent_name(agent));
        self.number(event.at, call, agent, fact)
    }

    /// A record of something that the driver itself did.
    pub(super) fn number(
        &mut self,
        at: Millis,
        call: Option<CallName>,
        agent: Option<Arc<str>>,
        fact: Fact,
    ) -> HistoryRecord {
        self.sequence += 1;
        let wall_us = Clock::wall_us();
        HistoryRecord {
            sequence: self.sequence,
            at_ms: at.since(self.start),
            wall_us,
            call,
            agent,
            fact,
        }
    }
}

/// A fact, and the call and agent it is about.
fn described(kind: &EventKind, desk: &Desk, plan: &FloorPlan) -> (About, Fact) {
    let skills = &plan.skills;
    of_agent(kind, desk, plan)
        .or_else(|| of_offer(kind))
        .or_else(|| of_waiting(kind, desk, skills))
        .or_else(|| of_step(kind, skills))
        .or_else(|| of_change(kind, desk, skills))
        .or_else(|| announced::described(kind))
        .or_else(|| of_conversation(kind, desk, skills))
        .or_else(|| of_wrap_up(kind))
        .or_else(|| of_queue(kind, desk))
        .or_else(|| of_caller(kind))
        .unwrap_or(((None, None), Fact::FloorPlanned))
}

fn of_agent(kind: &EventKind, desk: &Desk, plan: &FloorPlan) -> Option<(About, Fact)> {
    let (agent, fact) = match kind {
        EventKind::AgentSignedIn { agent, interface } => (
            agent,
            Fact::AgentSignedIn {
                interface: Arc::clone(interface),
            },
        ),
        EventKind::AgentSignedOut { agent } => (agent, Fact::AgentSignedOut),
        EventKind::AgentReady { agent } => (agent, Fact::AgentReady),
        EventKind::AgentNotReady { agent, reason } => (
            agent,
            Fact::AgentNotReady {
                reason: Arc::clone(reason),
            },
        ),
        EventKind::AgentChangePending { agent, reason } => (
            agent,
            Fact::AgentChangePending {
                reason: reason.clone(),
            },
        ),
        EventKind::AgentChangeCaused {
            agent,
            change,
            cause,
        } => (agent, caused(change, cause, desk)),
        EventKind::AgentChanged { agent, changed, by } => (agent, changed_fact(changed, by, plan)),
        EventKind::NotReadyLimitPassed {
            agent,
            reason,
            limit_ms,
        } => (
            agent,
            Fact::NotReadyLimitPassed {
                reason: Arc::clone(reason),
                limit_ms: *limit_ms,
            },
        ),
        EventKind::AgentOneCall { agent, is_on } => (agent, Fact::AgentOneCall { is_on: *is_on }),
        EventKind::AgentChangeCancelled { agent } => (agent, Fact::AgentChangeCancelled),
        EventKind::DeviceChanged { agent, device } => {
            (agent, Fact::DeviceChanged { device: *device })
        }
        _ => return None,
    };
    Some(((None, Some(*agent)), fact))
}

fn changed_fact(changed: &Changed, by: &Arc<str>, plan: &FloorPlan) -> Fact {
    let (changed, name, from, to) = match changed {
        Changed::Skill { skill, from, to } => {
            let name = plan.skills.name(*skill).unwrap_or_default().to_owned();
            let level = |level: &Level| Some(level.to_string());
            ("skill", Some(name), level(from), level(to))
        }
        Changed::Queue { queue, from, to } => {
            let name = plan
                .queues
                .entry(*queue)
                .map(|queue| queue.name.to_string());
            let rank = |rank: &Option<u8>| rank.map(|rank| rank.to_string());
            ("queue", name, rank(from), rank(to))
        }
        Changed::Interface { from, to } => {
            let phone = |phone: &Option<Arc<str>>| phone.as_ref().map(|phone| phone.to_string());
            ("interface", None, phone(from), phone(to))
        }
    };
    let by = Arc::clone(by);
    Fact::AgentChanged {
        changed,
        name,
        from,
        to,
        by,
    }
}

fn caused(change: &Forced, cause: &ChangeCause, desk: &Desk) -> Fact {
    let (change, reason) = match change {
        Forced::Ready => ("ready", None),
        Forced::NotReady { reason } => ("not_ready", Some(Arc::clone(reason))),
        Forced::SignedOut => ("signed_out", None),
        Forced::SignedIn { .. } => ("signed_in", None),
    };
    let (cause, by, missed) = match cause {
        ChangeCause::Forced { by } => ("forced", Some(Arc::clone(by)), None),
        ChangeCause::MissedOffers { missed } => ("missed_offers", None, Some(*missed)),
        ChangeCause::PhoneTaken { by } => ("phone_taken", Some(desk.agent_name(*by)), None),
        ChangeCause::TimeOver => ("time_over", None, None),
    };
    Fact::AgentChangeCaused {
        change,
        reason,
        cause,
        by,
        missed,
    }
}

fn of_offer(kind: &EventKind) -> Option<(About, Fact)> {
    let (call, agent, fact) = match *kind {
        EventKind::CallOffered {
            call,
            offer,
            agent,
            wait_ms,
        } => (call, agent, Fact::CallOffered { offer, wait_ms }),
        EventKind::OfferRang { call, offer, agent } => (call, agent, Fact::OfferRang { offer }),
        EventKind::OfferPickedUp { call, offer, agent } => {
            (call, agent, Fact::OfferPickedUp { offer })
        }
        EventKind::OfferFailed {
            call,
            offer,
            agent,
            failure,
            ring_ms,
            is_lease_expired,
        } => (
            call,
            agent,
            Fact::OfferFailed {
                offer,
                failure,
                ring_ms,
                is_lease_expired,
            },
        ),
        _ => return None,
    };
    Some(((Some(call), Some(agent)), fact))
}

fn of_waiting(kind: &EventKind, desk: &Desk, skills: &SkillNames) -> Option<(About, Fact)> {
    let (call, fact) = match kind {
        EventKind::CallArrived {
            call,
            priority,
            requirement,
            ..
        } => {
            let card = desk.call(*call).map(|call| &call.card);
            let caller = card.map(|card| card.caller.clone()).unwrap_or_default();
            let follows = card.and_then(|card| card.follows);
            let requirement = requirement.display(skills).to_string();
            (
                call,
                Fact::CallArrived {
                    caller,
                    follows,
                    priority: *priority,
                    requirement,
                },
            )
        }
        EventKind::CallReleased {
            call,
            exit,
            was_in_line,
            wait_ms,
            queue: _,
        } => (
            call,
            Fact::CallReleased {
                exit: *exit,
                was_in_line: *was_in_line,
                wait_ms: *wait_ms,
            },
        ),
        _ => return None,
    };
    Some(((Some(*call), None), fact))
}

fn of_step(kind: &EventKind, skills: &SkillNames) -> Option<(About, Fact)> {
    let (call, fact) = match kind {
        EventKind::CallRelaxed {
            call,
            step,
            requirement,
            qualified,
            free,
        } => {
            let requirement = requirement.display(skills).to_string();
            let (step, qualified, free) = (*step, *qualified, *free);
            (
                call,
                Fact::CallRelaxed {
                    step,
                    requirement,
                    qualified,
                    free,
                },
            )
        }
        EventKind::RanksWidened {
            call,
            rank_max,
            qualified,
            free,
        } => {
            let rank_max = Some(*rank_max).filter(|rank| *rank != RANK_ANY);
            let (qualified, free) = (*qualified, *free);
            (
                call,
                Fact::RanksWidened {
                    rank_max,
                    qualified,
                    free,
                },
            )
        }
        _ => return None,
    };
    Some(((Some(*call), None), fact))
}

fn of_conversation(kind: &EventKind, desk: &Desk, names: &SkillNames) -> Option<(About, Fact)> {
    let (call, agent, fact) = match kind {
        EventKind::CallConnected {
            call,
            offer,
            agent,
            wait_ms,
            ring_ms,
            requirement,
            skills,
            ..
        } => {
            let fact = Fact::CallConnected {
                offer: *offer,
                wait_ms: *wait_ms,
                ring_ms: *ring_ms,
                requirement: requirement.display(names).to_string(),
                skills: by_name(skills, names),
            };
            (call, agent, fact)
        }
        EventKind::ConversationEnded {
            call,
            agent,
            talk_ms,
            ended_by,
            ..
        } => (
            call,
            agent,
            Fact::ConversationEnded {
                talk_ms: *talk_ms,
                hold_ms: desk.call(*call).map_or(0, |call| call.parting.hold_ms),
                ended_by: *ended_by,
            },
        ),
        EventKind::ConversationResumed { call, agent } => (call, agent, Fact::ConversationResumed),
        _ => return None,
    };
    Some(((Some(*call), Some(*agent)), fact))
}

/// Skills and levels with names.
pub(super) fn by_name(skills: &SkillSet, names: &SkillNames) -> BTreeMap<String, u8> {
    let named = |(id, level): (SkillId, Level)| Some((names.name(id)?.to_owned(), level.number()));
    skills.iter().filter_map(named).collect()
}
