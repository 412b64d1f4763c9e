//! Agents at work by the books: on which phone, ready or why not and until when, for one call or
//! for all, and what is made of their misses.

use acd::engine::limits::REST_MS_MIN;
use acd::engine::{AtLimit, DeviceState, EventKind, OfferFailure, WrapUpEnd};

use crate::ledger::{Hand, Ledger, Offer, Pending, Standing};
use crate::town::{AGENTS, phone_name};
use crate::world::World;

/// Not-ready reasons: how long each allows, and what happens then.
pub(crate) const REASONS: [(&str, Option<u64>, AtLimit); 4] = [
    ("break", Some(20_000), AtLimit::Alarm),
    ("lunch", Some(15_000), AtLimit::Ready),
    ("errand", None, AtLimit::Alarm),
    ("coaching", Some(10_000), AtLimit::Ready),
];
/// How many of them agents may give themselves.
pub(crate) const OWN_REASONS: u64 = 3;

/// The end of being away.
#[derive(Clone, Copy, Debug)]
pub(crate) struct AwayEnd {
    at: u64,
    is_ready: bool,
    /// A limit is passed, and history tells so.
    is_limit: bool,
}

impl Ledger {
    /// Rests, after-call times and times away that are over by now are over.
    pub(crate) fn time_is(&mut self, now: u64) {
        self.count_work(now);
        for place in 0..AGENTS {
            let over = self.agents[place].wrap_up_until;
            let over = over.filter(|&until| until <= now);
            let Some(until) = over.filter(|until| !self.begins_anew(place, *until)) else {
                continue;
            };
            self.agents[place].idle_since = until;
            self.ends_wrap_up(place, WrapUpEnd::Timeout);
            self.pauses(place, now);
        }
        for place in 0..AGENTS {
            let agent = &mut self.agents[place];
            if agent.rest_until.is_some_and(|until| until <= now) {
                agent.rest_until = None;
            }
        }
        for place in 0..AGENTS {
            let agent = &mut self.agents[place];
            let Some(end) = agent.away_end.filter(|end| end.at <= now) else {
                continue;
            };
            agent.away_end = None;
            if end.is_limit {
                self.limits_passed.push((place, agent.reason));
            }
            if end.is_ready {
                self.returned += 1;
                self.ready(place, now);
            }
        }
    }

    /// The agent signs in, or is signed in by somebody, on this phone.
    pub(crate) fn signed_in(&mut self, agent: usize, phone: usize, now: u64) {
        let standing = &mut self.agents[agent];
        if standing.is_signed_in && standing.pending == Pending::SignOut {
            standing.pending = Pending::Nothing;
        }
        if standing.is_signed_in {
            return self.moves(agent, phone);
        }
        self.clears_desk(agent, phone);
        self.agents[agent] = Standing::arriving(phone, now);
        self.begins_day(agent);
        self.comes(agent);
    }

    /// The agent uses another phone, from the end of the call in hand on.
    pub(crate) fn moves(&mut self, agent: usize, phone: usize) {
        let standing = &mut self.agents[agent];
        let is_moving = standing.phone != phone;
        if standing.hand != Hand::Empty {
            standing.next_phone = is_moving.then_some(phone);
        } else if is_moving {
            self.sits_down(agent, phone);
        }
    }

    fn sits_down(&mut self, agent: usize, phone: usize) {
        self.clears_desk(agent, phone);
        self.moved_desk += 1;
        self.agents[agent].phone = phone;
        self.agents[agent].device = DeviceState::Unknown;
    }

    /// Whoever is on that phone goes.
    fn clears_desk(&mut self, agent: usize, phone: usize) {
        for other in (0..AGENTS).filter(|other| *other != agent) {
            let standing = &self.agents[other];
            if standing.is_signed_in && standing.phone == phone {
                self.desks_cleared += 1;
                self.signed_out(other);
            }
        }
    }

    /// The agent has spoken: what was missed is forgotten.
    pub(crate) fn hears_from(&mut self, agent: usize, is_for_one_call: bool) {
        self.agents[agent].missed_in_all = 0;
        self.agents[agent].is_for_one_call = is_for_one_call;
    }

    pub(crate) fn signed_out(&mut self, agent: usize) {
        if self.agents[agent].hand == Hand::Empty {
            self.ends_wrap_up(agent, WrapUpEnd::Departure);
            self.agents[agent] = Standing {
                is_on_floor: true,
                ..Standing::absent()
            };
        } else {
            self.agents[agent].pending = Pending::SignOut;
        }
    }

    pub(crate) fn ready(&mut self, agent: usize, now: u64) {
        let standing = &mut self.agents[agent];
        standing.pending = Pending::Nothing;
        if standing.hand != Hand::Empty {
            return;
        }
        if standing.is_not_ready {
            standing.missed = 0;
        }
        if standing.is_not_ready || standing.wrap_up_until.is_some() {
            standing.idle_since = now;
        }
        let comes_back = standing.is_not_ready;
        standing.is_not_ready = false;
        standing.away_end = None;
        standing.rest_until = None;
        self.ends_wrap_up(agent, WrapUpEnd::Agent);
        if comes_back {
            self.comes(agent);
        }
    }

    pub(crate) fn not_ready(&mut self, agent: usize, reason: &'static str, now: u64) {
        if self.agents[agent].hand != Hand::Empty {
            self.agents[agent].pending = Pending::NotReady(reason);
            return;
        }
        self.ends_wrap_up(agent, WrapUpEnd::Departure);
        let standing = &mut self.agents[agent];
        standing.rest_until = None;
        // The time away for one reason does not begin anew with another word of it.
        if standing.is_not_ready && standing.reason == reason {
            return;
        }
        standing.is_not_ready = true;
        standing.reason = reason;
        let declared = REASONS.into_iter().find(|(name, ..)| *name == reason);
        standing.away_end = declared.and_then(|(_, limit_ms, then)| {
            Some(AwayEnd {
                at: now + limit_ms?,
                is_ready: then == AtLimit::Ready,
                is_limit: true,
            })
        });
    }

    /// A call and what follows it are over: who takes one call at a time is away now.
    pub(crate) fn pauses(&mut self, agent: usize, now: u64) {
        let is_on_demand = self.town.agents[agent].is_on_demand;
        let standing = &mut self.agents[agent];
        if is_on_demand || standing.is_for_one_call {
            self.paused[usize::from(is_on_demand)] += 1;
            standing.is_for_one_call = false;
            self.not_ready(agent, "one-call", now);
        }
    }

    pub(crate) fn device(&mut self, agent: usize, device: DeviceState) {
        let standing = &mut self.agents[agent];
        if standing.is_signed_in {
            standing.device = device;
        }
    }

    /// The hand is empty again: what was pending happens. False if the agent takes no calls now.
    pub(crate) fn hand_emptied(&mut self, agent: usize, now: u64) -> bool {
        let is_employed = self.town.agents[agent].is_employed;
        let standing = &mut self.agents[agent];
        standing.hand = Hand::Empty;
        let pending = std::mem::replace(&mut standing.pending, Pending::Nothing);
        let next_phone = standing.next_phone.take();
        if !is_employed {
            *standing = Standing::absent();
            return false;
        }
        if pending == Pending::SignOut {
            self.signed_out(agent);
            return false;
        }
        if let Some(phone) = next_phone {
            self.sits_down(agent, phone);
        }
        if let Pending::NotReady(reason) = pending {
            self.not_ready(agent, reason, now);
            return false;
        }
        true
    }

    /// What an agent bears whose offer came to nothing.
    pub(crate) fn bears(
        &mut self,
        lost: &Offer,
        failure: OfferFailure,
        is_lease_expired: bool,
        now: u64,
    ) {
        let (rules, back_off) = (&lost.rules, &lost.rules.back_off);
        let agent = &mut self.agents[lost.agent];
        let rest_ms = match failure {
            OfferFailure::Rescinded | OfferFailure::NoAnswer
                if lost.is_orphan || lost.is_withdrawn =>
            {
                return;
            }
            OfferFailure::Rescinded | OfferFailure::NoAnswer if is_lease_expired => {
                back_off.no_answer_ms
            }
            OfferFailure::Rescinded | OfferFailure::NoAnswer => {
                agent.missed += 1;
                agent.missed_in_all += 1;
                if lost.auto_logout > 0 && agent.missed_in_all >= lost.auto_logout {
                    self.logged_out += 1;
                    return self.signed_out(lost.agent);
                }
                if rules.rona_limit > 0 && agent.missed >= rules.rona_limit {
                    agent.missed = 0;
                    self.went_rona += 1;
                    self.not_ready(lost.agent, "rona", now);
                    let returns = rules.rona_return_ms;
                    self.agents[lost.agent].away_end = returns.map(|return_ms| AwayEnd {
                        at: now + return_ms,
                        is_ready: true,
                        is_limit: false,
                    });
                    return;
                }
                back_off.no_answer_ms
            }
            OfferFailure::Busy => back_off.busy_ms,
            OfferFailure::Rejected => back_off.rejected_ms,
            OfferFailure::Unreachable => back_off.unreachable_ms,
            OfferFailure::Congestion => back_off.congestion_ms,
        };
        agent.rest_until = Some(now + rest_ms.max(REST_MS_MIN));
    }
}

impl World {
    /// What history says of agents.
    pub(crate) fn remember_duty(&mut self, kind: EventKind) {
        match kind {
            EventKind::NotReadyLimitPassed { agent, reason, .. } => {
                self.tally.limits_passed += 1;
                let told = (agent.index(), &*reason);
                let passed = &mut self.ledger.limits_passed;
                let place = passed.iter().position(|passed| *passed == told);
                let place = place.unwrap_or_else(|| panic!("at {}: {told:?}", self.now));
                passed.remove(place);
            }
            EventKind::AgentSignedIn { agent, interface } => {
                let standing = &self.ledger.agents[agent.index()];
                let is_so = standing.is_signed_in && phone_name(standing.phone) == *interface;
                let is_short = !standing.is_signed_in || standing.next_phone.is_some();
                assert!(
                    is_so || is_short,
                    "at {}: {interface}: {standing:?}",
                    self.now
                );
            }
            kind => self.remember_after_call(kind),
        }
    }
}
