//! The agents' legs of one caller: those that ring, and those that were answered and wait for the
//! order to connect.
//!
//! Rule kept: a leg is down before anybody hears that its offer is over, so that the phone of an
//! agent who is free again is free. Left out on purpose: who of several wins; that is an order.

use std::sync::Arc;

use smallvec::SmallVec;

use super::frame::Frame;
use super::leg::{Leg, LegNews};
use super::serviced::Serviced;
use crate::driver::Ticket;
use crate::engine::{OfferFailure, OfferId, RescindReason};

/// The legs of one caller, in the order in which they were dialled.
#[derive(Debug, Default)]
pub(super) struct Legs(SmallVec<[OfferedLeg; 1]>);

/// One agent's phone that rings, or was answered and waits for the order to connect.
#[derive(Debug)]
pub(super) struct OfferedLeg {
    offer: OfferId,
    /// The agent's name.
    pub(super) agent: Arc<str>,
    /// The phone.
    pub(super) leg: Leg,
    is_answered: bool,
    /// The leg died after the answer: it would be ready for ever, so it is waited for no more.
    is_dead: bool,
}

impl Legs {
    /// Dials the agent; a phone that cannot be called is a failed offer.
    pub(super) fn ring(
        &mut self,
        caller: &Serviced,
        ticket: &Ticket,
        (offer, agent, interface): (OfferId, Arc<str>, &str),
    ) {
        match Leg::dial(caller, interface) {
            Ok(leg) => {
                tracing::debug!("{}: rings agent {agent} on {interface}", caller.name());
                self.0.push(OfferedLeg {
                    offer,
                    agent,
                    leg,
                    is_answered: false,
                    is_dead: false,
                });
            }
            Err(failure) => {
                tracing::info!(
                    "{}: agent {agent} cannot be rung on {interface}: {failure:?}",
                    caller.name()
                );
                ticket.failed(offer, failure);
            }
        }
    }

    /// The legs as things to wait on, in the order that [`hear`](Self::hear) counts.
    pub(super) fn lines(&self) -> impl Iterator<Item = &Serviced> {
        self.waited_for().map(|offered| offered.leg.line())
    }

    fn waited_for(&self) -> impl Iterator<Item = &OfferedLeg> {
        self.0.iter().filter(|offered| !offered.is_dead)
    }

    /// Hears the leg at this place of [`lines`](Self::lines) and tells what it did.
    pub(super) fn hear(
        &mut self,
        place: usize,
        caller: &mut Serviced,
        ticket: &Ticket,
        follows_forwards: bool,
    ) {
        let is_alone = self.0.len() == 1;
        let mut waited_for = self.0.iter_mut().filter(|offered| !offered.is_dead);
        let Some(offered) = waited_for.nth(place) else {
            return;
        };
        let offer = offered.offer;
        match offered.leg.hear(caller, follows_forwards, is_alone) {
            LegNews::Nothing => {}
            LegNews::Ringing => ticket.rang(offer),
            LegNews::Answered => {
                if !offered.is_answered {
                    offered.is_answered = true;
                    ticket.answered(offer);
                }
            }
            // After the answer the order decides; connecting a dead leg ends at once.
            LegNews::Failed(_) if offered.is_answered => offered.is_dead = true,
            LegNews::Failed(failure) => self.end(offer, failure, ticket),
        }
    }

    /// Takes a leg down by order.
    pub(super) fn rescind(&mut self, offer: OfferId, reason: RescindReason, ticket: &Ticket) {
        let Some(offered) = self.0.iter().find(|offered| offered.offer == offer) else {
            return;
        };
        // Nobody is to show a missed call that others take care of.
        if matches!(
            reason,
            RescindReason::AnsweredElsewhere | RescindReason::CallMoved
        ) {
            offered.leg.mark_answered_elsewhere();
        }
        let failure = match reason {
            // Silence is not a missed call: nobody's phone rang.
            RescindReason::RingTimeout if !offered.leg.has_rung() => OfferFailure::Unreachable,
            RescindReason::RingTimeout => OfferFailure::NoAnswer,
            RescindReason::AgentGone
            | RescindReason::AnsweredElsewhere
            | RescindReason::CallMoved => OfferFailure::Rescinded,
        };
        self.end(offer, failure, ticket);
    }

    /// The answered leg that has won.
    pub(super) fn take(&mut self, offer: OfferId) -> Option<OfferedLeg> {
        let place = self.0.iter().position(|offered| offered.offer == offer)?;
        Some(self.0.remove(place))
    }

    /// Takes every leg down and tells that its offer is over.
    pub(super) fn end_all(&mut self, ticket: &Ticket) {
        while let Some(OfferedLeg { offer, .. }) = self.0.first() {
            self.end(*offer, OfferFailure::Rescinded, ticket);
        }
    }

    /// Takes every leg down and leaves the telling to the caller of this function: offers that
    /// end because the call left are told by telling that, and cost the agents nothing.
    pub(super) fn take_down_all(&mut self) {
        for OfferedLeg { mut leg, .. } in self.0.drain(..) {
            leg.end(OfferFailure::Rescinded);
        }
    }

    /// Passes to every phone what the caller's side says about who is calling.
    pub(super) fn tell_of_caller(&mut self, caller: &Serviced, frame: &Frame) {
        for offered in &mut self.0 {
            offered.leg.tell_of_caller(caller, frame);
        }
    }

    /// Takes the leg down first and tells then, so that a freed agent's phone is free.
    fn end(&mut self, offer: OfferId, failure: OfferFailure, ticket: &Ticket) {
        if let Some(OfferedLeg { mut leg, .. }) = self.take(offer) {
            leg.end(failure);
            drop(leg);
            ticket.failed(offer, failure);
        }
    }
}
