//! The agents' legs of one caller: those that ring, and those that were answered and wait for the
//! order to connect. Between the two an agent may hear something, or have to accept the call.
//!
//! Rule kept: a leg is down before anybody hears that its offer is over, so that the phone of an
//! agent who is free again is free. Left out on purpose: who of several wins; that is an order.

use std::os::fd::BorrowedFd;
use std::sync::Arc;
use std::time::Duration;

use smallvec::SmallVec;

use super::apps::options::QueueOptions;
use super::briefing::{Briefing, Pressed};
use super::connected::leg::ConnectedLeg;
use super::dressing::Dressing;
use super::frame::Frame;
use super::leg::{Leg, LegNews};
use super::phone::Phone;
use super::serviced::Serviced;
use crate::driver::{Ticket, is_line};
use crate::engine::{
    Forwarding, OfferFailure, OfferId, OfferTerms, QueuePlan, RescindReason, Tags,
};

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
    pub(super) phone: Phone,
    /// Under what the offer was made.
    pub(super) terms: OfferTerms,
    /// The caller's tags, as far as the agent is told of them.
    tags: Tags,
    /// What the agent hears after picking up.
    briefing: Option<Briefing>,
    is_answered: bool,
    /// The leg died after the answer: it would be ready for ever, so it is waited for no more.
    is_dead: bool,
}

impl OfferedLeg {
    /// Whose keys the agent may press.
    pub(super) fn queue(&self) -> Arc<QueuePlan> {
        Arc::clone(&self.terms.queue)
    }
}

/// An agent to ring.
#[derive(Debug)]
pub(super) struct Asked {
    /// This offer.
    pub(super) offer: OfferId,
    /// The agent's name.
    pub(super) agent: Arc<str>,
    /// The dial string of the phone.
    pub(super) interface: Arc<str>,
    /// Under what it is made.
    pub(super) terms: OfferTerms,
}

impl Legs {
    /// Dials the agent, or asks for the line of one who has called; a phone that cannot be called
    /// is a failed offer.
    pub(super) fn ring(
        &mut self,
        caller: &Serviced,
        ticket: &Ticket,
        options: &QueueOptions,
        asked: Asked,
    ) {
        let Asked {
            offer,
            agent,
            interface,
            terms,
        } = asked;
        let tags = Briefing::tags_for(caller, &terms);
        let dialled = if is_line(&interface) {
            ConnectedLeg::ask(&interface, offer).map(Phone::Connected)
        } else {
            let dressing = Dressing::new(caller, &terms, options);
            let mut meanwhile: SmallVec<[&Serviced; 2]> = SmallVec::new();
            meanwhile.push(caller);
            meanwhile.extend(self.lines());
            Leg::dial(caller, &interface, &dressing, &meanwhile).map(Phone::Dialled)
        };
        match dialled {
            Ok(phone) => {
                tracing::debug!("{}: rings agent {agent} on {interface}", caller.name());
                self.0.push(OfferedLeg {
                    offer,
                    agent,
                    phone,
                    terms,
                    tags,
                    briefing: None,
                    is_answered: false,
                    is_dead: false,
                });
            }
            // Gone while a subroutine ran: the end of the call ends the offer too.
            Err(_) if caller.is_hung_up() => {}
            Err(failure) => {
                tracing::info!(
                    "{}: agent {agent} cannot be rung on {interface}: {failure:?}",
                    caller.name()
                );
                ticket.failed(offer, failure);
            }
        }
    }

    /// Whether nobody is rung.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The legs as things to wait on, in the order that [`hear`](Self::hear) counts.
    pub(super) fn lines(&self) -> impl Iterator<Item = &Serviced> {
        let living = self.0.iter().filter(|offered| !offered.is_dead);
        living.filter_map(|offered| offered.phone.line())
    }

    /// What wakes this thread for [`take_lines`](Self::take_lines).
    pub(super) fn bells(&self) -> impl Iterator<Item = BorrowedFd<'_>> {
        self.0.iter().filter_map(|offered| offered.phone.bell())
    }

    /// Takes the open lines that are lent by now: their agents have picked up.
    pub(super) fn take_lines(
        &mut self,
        caller: &Serviced,
        ticket: &Ticket,
        options: &QueueOptions,
    ) {
        let mut place = 0;
        while let Some(offered) = self.0.get_mut(place) {
            let Phone::Connected(leg) = &mut offered.phone else {
                place += 1;
                continue;
            };
            let offer = offered.offer;
            match leg.take() {
                Ok(false) => {}
                Ok(true) => {
                    ticket.rang(offer);
                    if let Err(failure) = self.dress_line(place, caller, options) {
                        self.end(offer, failure, ticket);
                        continue;
                    }
                    self.0[place].pick_up(ticket);
                }
                Err(failure) => {
                    self.end(offer, failure, ticket);
                    continue;
                }
            }
            place += 1;
        }
    }

    fn dress_line(
        &self,
        place: usize,
        caller: &Serviced,
        options: &QueueOptions,
    ) -> Result<(), OfferFailure> {
        let offered = &self.0[place];
        let Phone::Connected(leg) = &offered.phone else {
            return Ok(());
        };
        let dressing = Dressing::new(caller, &offered.terms, options);
        let mut meanwhile: SmallVec<[&Serviced; 2]> = SmallVec::new();
        meanwhile.push(caller);
        let others = self.0.iter().filter(|other| other.offer != offered.offer);
        meanwhile.extend(others.filter_map(|other| other.phone.line()));
        leg.dress(caller, &dressing, &meanwhile)
    }

    /// Hears the leg at this place of [`lines`](Self::lines) and tells what it did.
    pub(super) fn hear(
        &mut self,
        place: usize,
        caller: &mut Serviced,
        ticket: &Ticket,
        options: &QueueOptions,
    ) {
        let is_alone = self.0.len() == 1;
        let living = self.0.iter_mut().filter(|offered| !offered.is_dead);
        let mut waited_for = living.filter(|offered| offered.phone.line().is_some());
        let Some(offered) = waited_for.nth(place) else {
            return;
        };
        let offer = offered.offer;
        let follows = offered.follows_forwards(options);
        match offered.phone.hear(caller, follows, is_alone) {
            LegNews::Nothing => {}
            LegNews::Key(key) => self.press(offer, key, ticket),
            LegNews::Ringing => ticket.rang(offer),
            LegNews::Answered => offered.pick_up(ticket),
            // After the answer the order decides; connecting a dead leg ends at once.
            LegNews::Failed(_) if offered.is_answered => offered.is_dead = true,
            LegNews::Failed(failure) => {
                let failure = offered.hung_up_as(failure);
                self.end(offer, failure, ticket);
            }
        }
    }

    /// An agent who has picked up pressed a key.
    fn press(&mut self, offer: OfferId, key: char, ticket: &Ticket) {
        let Some(offered) = self.0.iter_mut().find(|offered| offered.offer == offer) else {
            return;
        };
        let pressed = offered.briefing.as_ref().map(|known| known.pressed(key));
        match pressed.unwrap_or(Pressed::Nothing) {
            Pressed::Nothing => {}
            Pressed::Accept => offered.answer(ticket),
            Pressed::Reject => self.end(offer, OfferFailure::Rejected, ticket),
        }
    }

    /// Goes on with what agents hear who have picked up.
    pub(super) fn play_on(&mut self, ticket: &Ticket) {
        for offered in &mut self.0 {
            let (Some(line), Some(briefing)) = (offered.phone.line(), &mut offered.briefing) else {
                continue;
            };
            if briefing.play_on(line) && !briefing.needs_key() {
                offered.answer(ticket);
            }
        }
    }

    /// When a sound needs this thread again.
    pub(super) fn next_turn(&self) -> Option<Duration> {
        let briefed = self
            .0
            .iter()
            .filter_map(|offered| Some((offered.briefing.as_ref()?, offered.phone.line()?)));
        briefed
            .filter_map(|(briefing, line)| briefing.next_turn(line))
            .min()
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
            offered.phone.mark_answered_elsewhere();
        }
        let failure = match reason {
            // Silence is not a missed call: nobody's phone rang.
            RescindReason::RingTimeout if !offered.phone.has_rung() => OfferFailure::Unreachable,
            RescindReason::RingTimeout => OfferFailure::NoAnswer,
            RescindReason::BriefingTimeout
            | RescindReason::AgentGone
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
        for OfferedLeg { mut phone, .. } in self.0.drain(..) {
            phone.end(OfferFailure::Rescinded);
        }
    }

    /// Passes to every phone what the caller's side says about who is calling.
    pub(super) fn tell_of_caller(&mut self, caller: &Serviced, frame: &Frame) {
        for offered in &mut self.0 {
            offered.phone.tell_of_caller(caller, frame);
        }
    }

    /// Takes the leg down first and tells then, so that a freed agent's phone is free.
    fn end(&mut self, offer: OfferId, failure: OfferFailure, ticket: &Ticket) {
        if let Some(OfferedLeg { mut phone, .. }) = self.take(offer) {
            phone.end(failure);
            drop(phone);
            ticket.failed(offer, failure);
        }
    }
}

impl OfferedLeg {
    /// The agent picked up: takes the call, unless something comes first.
    fn pick_up(&mut self, ticket: &Ticket) {
        if self.is_answered || self.briefing.is_some() {
            return;
        }
        let beep = self.phone.beep(&self.terms);
        let line = self.phone.line();
        let briefing =
            line.and_then(|line| Briefing::new(line, (&self.terms, &self.tags), beep.as_deref()));
        let Some(briefing) = briefing else {
            self.answer(ticket);
            return;
        };
        // Whoever must press a key may yet be a mailbox: the others ring on.
        if !briefing.needs_key() {
            ticket.picked_up(self.offer);
        }
        self.briefing = Some(briefing);
    }

    fn answer(&mut self, ticket: &Ticket) {
        if let (Some(mut briefing), Some(line)) = (self.briefing.take(), self.phone.line()) {
            briefing.stop(line);
        }
        if !self.is_answered {
            self.is_answered = true;
            if let Some(line) = self.phone.line() {
                ticket.leg_is(self.offer, &line.unique_id());
            }
            ticket.answered(self.offer);
        }
    }

    /// What it means that the leg went down before the answer counted. Who never accepted has not
    /// answered; who heard what it is about and hung up has declined.
    fn hung_up_as(&self, failure: OfferFailure) -> OfferFailure {
        match &self.briefing {
            Some(briefing) if briefing.needs_key() => OfferFailure::NoAnswer,
            Some(_) => OfferFailure::Rejected,
            None => failure,
        }
    }

    fn follows_forwards(&self, options: &QueueOptions) -> bool {
        let of_queue = self.terms.queue.phone.forwarding;
        let rule = self.terms.agent.phone.forwarding.unwrap_or(of_queue);
        rule == Forwarding::Follow && !options.ignores_forwards
    }
}
