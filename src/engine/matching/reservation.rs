//! Reservation: one agent held for one call, from the offer to its one end.
//!
//! A call may have several offers at once, each to another agent; the first answer wins.
//! An offer ends with exactly one `CallConnected` or `OfferFailed`. It rings for the ring timeout;
//! then it is rescinded, and the host has the lease to confirm that the leg is down. An answer
//! that comes while the rescind is under way wins. An offer whose call has been released, or won
//! by another agent, holds its agent until the host says that the leg is down, or until the lease
//! is over. An offer goes
//! on under the terms it was made with, whatever a new plan or a relaxation says meanwhile.

use std::sync::Arc;

use crate::engine::agent::record::{Activity, Rest};
use crate::engine::agent::rona::{Consequence, consequence, signs_out};
use crate::engine::agent::state::AgentMove;
use crate::engine::call::record::{Call, CallOffer};
use crate::engine::cause::ChangeCause;
use crate::engine::event::EventKind;
use crate::engine::id::{AgentId, CallId, OfferId};
use crate::engine::input::OfferFailure;
use crate::engine::limits::LEASE_MS;
use crate::engine::output::{OfferOrder, OfferTerms, Output, RescindReason};
use crate::engine::plan::{AgentPlan, QueuePlan, RONA_REASON};
use crate::engine::rejection::Rejection;
use crate::engine::requirement::Requirement;
use crate::engine::router::Router;
use crate::engine::time::Millis;
use crate::engine::timer::Timer;

/// How far an offer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::engine) enum OfferPhase {
    /// The phone is rung.
    Ringing,
    /// The agent has picked up and hears what comes before the conversation.
    Briefing,
    /// It rang long enough; the host takes the leg down.
    Rescinded,
    /// The agent was taken away from it; the host takes the leg down.
    Withdrawn,
    /// The call has been released or won by another agent; the host takes the leg down.
    Orphaned,
}

/// One offer with its terms.
#[derive(Debug)]
pub(in crate::engine) struct Offer {
    pub(in crate::engine) id: OfferId,
    pub(in crate::engine) call: CallId,
    pub(in crate::engine) agent: AgentId,
    pub(in crate::engine) phase: OfferPhase,
    pub(in crate::engine) offered_at: Millis,
    pub(in crate::engine) rang_at: Option<Millis>,
    /// When it has rung long enough, or when its lease is over.
    pub(in crate::engine) ends_at: Millis,
    /// Missed offers in a row that make the agent not ready; 0: none do.
    pub(in crate::engine) rona_limit: u32,
    pub(in crate::engine) requirement: Arc<Requirement>,
    pub(in crate::engine) agent_plan: Arc<AgentPlan>,
    pub(in crate::engine) queue_plan: Arc<QueuePlan>,
}

impl Offer {
    /// The deadline that is set for it.
    pub(in crate::engine) const fn timer(&self) -> Timer {
        match self.phase {
            OfferPhase::Ringing | OfferPhase::Briefing => Timer::OfferRing(self.id),
            OfferPhase::Rescinded | OfferPhase::Withdrawn | OfferPhase::Orphaned => {
                Timer::OfferLease(self.id)
            }
        }
    }
}

impl Router {
    /// Offers a call in line to a free agent.
    pub(in crate::engine) fn offer(&mut self, call_id: CallId, agent_id: AgentId) {
        let (id, now) = (self.next_offer, self.now);
        self.next_offer = OfferId(id.0 + 1);
        self.idle.remove(agent_id);
        self.mark_freedom(agent_id);
        let added = CallOffer {
            offer: id,
            agent: agent_id,
        };
        self.change_offers(call_id, |call| call.add_offer(added, now));
        self.watch_conditions(call_id);
        let call = &self.calls[&call_id];
        let wait_ms = now.since(call.arrived_at);
        let queue = self.queues[call.queue.index()].as_mut();
        let queue = queue.expect("a call in line has a queue of the plan");
        queue.last_offered = Some(agent_id);
        let queue_plan = &queue.plan;
        let agent = self.agents[agent_id.index()]
            .as_mut()
            .expect("a free agent is on the floor");
        agent.go(
            AgentMove::TakeOffer,
            Activity::Offered {
                offer: id,
                call: call_id,
            },
            now,
        );
        let interface = agent.interface.clone().expect("a free agent has a phone");
        let ring_timeout_ms = agent
            .plan
            .ring_timeout_ms
            .unwrap_or(queue_plan.offer.ring_timeout_ms);
        let terms = OfferTerms {
            queue: Arc::clone(queue_plan),
            agent: Arc::clone(&agent.plan),
            wait_ms,
        };
        let offer = Offer {
            id,
            call: call_id,
            agent: agent_id,
            phase: OfferPhase::Ringing,
            offered_at: now,
            rang_at: None,
            ends_at: now + ring_timeout_ms,
            rona_limit: queue_plan.offer.rona_limit_of(call.ring_at_once),
            requirement: Arc::clone(call.requirement().expect("a call in line has one")),
            agent_plan: Arc::clone(&agent.plan),
            queue_plan: Arc::clone(queue_plan),
        };
        self.timers.set(offer.ends_at, offer.timer());
        self.offers.insert(id, offer);
        self.order(Output::OfferCall(OfferOrder {
            call: call_id,
            offer: id,
            agent: agent_id,
            interface,
            ring_timeout_ms,
            terms,
        }));
        let (call, agent) = (call_id, agent_id);
        self.record(EventKind::CallOffered {
            call,
            offer: id,
            agent,
            wait_ms,
        });
    }

    /// See [`Input::OfferRang`](crate::engine::Input::OfferRang). Only the first word of it counts.
    pub(in crate::engine) fn offer_rang(&mut self, id: OfferId) -> Result<(), Rejection> {
        let offer = self
            .offers
            .get_mut(&id)
            .ok_or(Rejection::UnknownOffer(id))?;
        if offer.rang_at.is_none() {
            offer.rang_at = Some(self.now);
            let (call, agent) = (offer.call, offer.agent);
            self.record(EventKind::OfferRang {
                call,
                offer: id,
                agent,
            });
        }
        Ok(())
    }

    /// See [`Input::OfferFailed`](crate::engine::Input::OfferFailed).
    pub(in crate::engine) fn offer_failed(
        &mut self,
        id: OfferId,
        failure: OfferFailure,
    ) -> Result<(), Rejection> {
        if !self.offers.contains_key(&id) {
            return Err(Rejection::UnknownOffer(id));
        }
        let offer = self.take_offer(id);
        let failure = judged(offer.phase, failure);
        self.lose(&offer, failure, false);
        Ok(())
    }

    /// The phone has rung long enough, or its agent has listened long enough.
    pub(in crate::engine) fn ring_timed_out(&mut self, id: OfferId) {
        let offer = self
            .offers
            .get_mut(&id)
            .expect("a ring deadline stops with its offer");
        let reason = match offer.phase {
            OfferPhase::Briefing => RescindReason::BriefingTimeout,
            _ => RescindReason::RingTimeout,
        };
        offer.phase = OfferPhase::Rescinded;
        offer.ends_at = self.now + LEASE_MS;
        self.timers.set(offer.ends_at, offer.timer());
        let call = offer.call;
        self.order(Output::RescindOffer {
            call,
            offer: id,
            reason,
        });
    }

    /// Takes an offer back because somebody else decided what its agent does.
    pub(in crate::engine) fn withdraw_offer(&mut self, id: OfferId) {
        let offer = self
            .offers
            .get_mut(&id)
            .expect("an offered agent has an offer");
        if offer.phase != OfferPhase::Ringing {
            return;
        }
        self.timers.stop(offer.ends_at, offer.timer());
        offer.phase = OfferPhase::Withdrawn;
        offer.ends_at = self.now + LEASE_MS;
        self.timers.set(offer.ends_at, offer.timer());
        let (call, reason) = (offer.call, RescindReason::AgentGone);
        self.order(Output::RescindOffer {
            call,
            offer: id,
            reason,
        });
    }

    /// The host stayed silent; the agent is set free without it. Nothing is held against the
    /// agent but a rest: nobody knows what the phone did.
    pub(in crate::engine) fn lease_expired(&mut self, id: OfferId) {
        let offer = self
            .offers
            .remove(&id)
            .expect("a lease stops with its offer");
        let failure = judged(offer.phase, OfferFailure::Rescinded);
        self.lose(&offer, failure, true);
    }

    /// Changes what rings for a call and keeps its place in line true.
    pub(in crate::engine) fn change_offers(&mut self, id: CallId, change: impl FnOnce(&mut Call)) {
        let call = self
            .calls
            .get_mut(&id)
            .expect("calls stay while a record names them");
        let former = call.line_key();
        change(call);
        let key = call.line_key();
        if key == former {
            return;
        }
        let class = call.class.expect("a call in line has a class");
        if let Some(former) = former {
            self.classes.leave_line(class, former);
        }
        if let Some(key) = key {
            self.classes.enter_line(class, key);
        }
    }

    /// Another agent has won the call.
    ///
    /// Ordered also if the offer is being taken back already: a host that has heard of an answer
    /// meanwhile waits for a word on that.
    pub(in crate::engine) fn rescind_loser(&mut self, call: CallId, id: OfferId) {
        self.orphan(id);
        self.order(Output::RescindOffer {
            call,
            offer: id,
            reason: RescindReason::AnsweredElsewhere,
        });
    }

    /// The call is gone or won: the offer holds only its agent from now on.
    pub(in crate::engine) fn orphan(&mut self, id: OfferId) {
        let offer = self
            .offers
            .get_mut(&id)
            .expect("a ringing call has an offer");
        self.timers.stop(offer.ends_at, offer.timer());
        offer.phase = OfferPhase::Orphaned;
        offer.ends_at = self.now + LEASE_MS;
        self.timers.set(offer.ends_at, offer.timer());
    }

    /// Takes an offer that is over out of the books.
    pub(in crate::engine) fn take_offer(&mut self, id: OfferId) -> Offer {
        let offer = self
            .offers
            .remove(&id)
            .expect("the offer was just looked up");
        self.timers.stop(offer.ends_at, offer.timer());
        offer
    }

    /// An offer came to nothing: the agent bears the consequence, the call goes back to its place
    /// in line and is offered to the next agent at once.
    fn lose(&mut self, offer: &Offer, failure: OfferFailure, is_lease_expired: bool) {
        let now = self.now;
        self.record_loss(offer, failure, is_lease_expired);
        let waits_on = offer.phase != OfferPhase::Orphaned;
        if waits_on {
            self.change_offers(offer.call, |call| call.lose_offer(offer.id, now));
            self.watch_conditions(offer.call);
        }
        self.agent_mut(offer.agent)
            .go(AgentMove::LoseOffer, Activity::Ready, now);
        if self.catch_up(offer.agent) {
            self.bear(offer, failure, is_lease_expired);
        }
        if waits_on && !self.leaves_overdue(offer.call) && !self.leaves_closed(offer.call) {
            self.end_hold(offer.call);
            self.overflow_after_ring(offer.call);
            self.match_call(offer.call);
        }
        if self.agents[offer.agent.index()].is_some() {
            self.settle(offer.agent);
        }
    }

    /// Writes down that an offer came to nothing.
    pub(in crate::engine) fn record_loss(
        &mut self,
        offer: &Offer,
        failure: OfferFailure,
        is_lease_expired: bool,
    ) {
        self.record(EventKind::OfferFailed {
            call: offer.call,
            offer: offer.id,
            agent: offer.agent,
            failure,
            ring_ms: self.now.since(offer.offered_at),
            is_lease_expired,
        });
    }

    fn bear(&mut self, offer: &Offer, failure: OfferFailure, is_lease_expired: bool) {
        let is_orphaned = matches!(offer.phase, OfferPhase::Orphaned | OfferPhase::Withdrawn);
        let now = self.now;
        let agent = self.agent_mut(offer.agent);
        // Nobody knows what the phone of a silent host did: that is no miss, and no reason to
        // weigh former ones.
        let missed = if is_lease_expired {
            0
        } else {
            agent.missed += u32::from(failure == OfferFailure::NoAnswer);
            agent.duty.missed_in_all += u32::from(failure == OfferFailure::NoAnswer);
            agent.missed
        };
        let missed_in_all = agent.duty.missed_in_all;
        // Only a miss weighs former ones, which may be those of a queue that bears more.
        let is_miss = failure == OfferFailure::NoAnswer && !is_lease_expired;
        if is_miss && signs_out(&offer.queue_plan, &offer.agent_plan, missed_in_all) {
            let leads = agent.state().after(AgentMove::SignOut);
            let cause = ChangeCause::MissedOffers {
                missed: missed_in_all,
            };
            return self.sign_out_by(offer.agent, leads, cause);
        }
        let missed = (missed, offer.rona_limit);
        match consequence(&offer.queue_plan, failure, missed, is_orphaned) {
            Consequence::Nothing => {}
            Consequence::Rest { rest_ms } => {
                let until = now + rest_ms;
                agent.rest = Some(Rest {
                    until,
                    cause: failure,
                });
                self.timers.set(until, Timer::AgentRest(offer.agent));
            }
            Consequence::NotReady => {
                agent.missed = 0;
                self.stop_work(offer.agent, RONA_REASON.into());
                if let Some(return_ms) = offer.queue_plan.offer.rona_return_ms {
                    self.return_after(offer.agent, return_ms);
                }
            }
        }
        self.refresh(offer.agent);
    }

    /// The agent's rest after a failed offer is over.
    pub(in crate::engine) fn rest_over(&mut self, id: AgentId) {
        self.agent_mut(id).rest = None;
        self.settle(id);
    }
}

/// What a failure reported by the host really was.
///
/// A phone that was rung for as long as it may was not answered, however the host calls the end
/// of it. A ring that was cut short because the call left was not a miss.
const fn judged(phase: OfferPhase, reported: OfferFailure) -> OfferFailure {
    match (phase, reported) {
        (OfferPhase::Rescinded, OfferFailure::Rescinded) => OfferFailure::NoAnswer,
        (OfferPhase::Orphaned | OfferPhase::Withdrawn, OfferFailure::NoAnswer) => {
            OfferFailure::Rescinded
        }
        (_, reported) => reported,
    }
}
