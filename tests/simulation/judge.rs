//! What the router says, judged by the ledger: every order when it is given, and the whole floor
//! after every step.

use acd::engine::limits::OFFERS_MAX;
use acd::engine::{
    AgentCondition, Announcement, CallChanged, CallExit, CallId, Door, EventKind, Level, Millis,
    MoveCause, OfferFailure, OfferOrder, Output, RescindReason, TalkUntil, TellPosition, TellWait,
};

use crate::choice::Place;
use crate::ledger::{Hand, Stay};
use crate::need::{LANGUAGE, SKILLS};
use crate::stage::blueprint::template;
use crate::town::phone_name;
use crate::world::World;

impl World {
    /// One order or fact.
    pub(crate) fn hears(&mut self, output: Output) {
        match output {
            Output::OfferCall(order) => self.offer(&order),
            Output::RescindOffer {
                call,
                offer,
                reason,
            } => {
                let open = self.ledger.offers.get_mut(&offer).expect("an open offer");
                assert_eq!(open.call, call);
                open.is_rescinded = true;
                let failure = match reason {
                    RescindReason::RingTimeout => OfferFailure::NoAnswer,
                    RescindReason::AnsweredElsewhere => {
                        self.tally.beaten += 1;
                        open.is_orphan = true;
                        OfferFailure::Rescinded
                    }
                    RescindReason::AgentGone => {
                        self.tally.withdrawn += 1;
                        open.is_withdrawn = true;
                        OfferFailure::Rescinded
                    }
                    RescindReason::CallMoved => {
                        self.tally.moved_away += 1;
                        open.is_orphan = true;
                        OfferFailure::Rescinded
                    }
                    RescindReason::BriefingTimeout => {
                        unreachable!("nobody listens for ever")
                    }
                };
                self.leg_is_to_come_down(offer, failure);
            }
            Output::ConnectCall { call, offer } => {
                let agent = self.ledger.connected(offer);
                self.tally.connected += 1;
                self.talk_begins(call, agent);
            }
            Output::ReleaseCall { call, exit, .. } => self.release(call, exit),
            Output::Announce { call, announcement } => self.is_told(call, &announcement),
            Output::MoveCall { call, queue } => {
                let (to, now) = (queue.index(), self.now);
                self.ledger.is_moved(call, to, now);
            }
            Output::WatchDevice { .. } | Output::Idle(_) => {}
            Output::Record(event) => {
                assert_eq!(event.sequence, self.last_sequence + 1, "history has a gap");
                assert_eq!(event.at, Millis(self.now));
                self.last_sequence = event.sequence;
                self.remember(event.kind);
            }
        }
    }

    /// Only who waits is told something, and never what is cut off at once.
    fn is_told(&mut self, call: CallId, announcement: &Announcement) {
        let told = &self.ledger.calls[&call];
        let rules = &self.ledger.town.queues[told.queue].announce;
        let may_be_told = match told.stay {
            Stay::Waits => true,
            Stay::Rings => rules.until == TalkUntil::Answered,
            Stay::Talks(_) | Stay::Over => false,
        };
        assert!(may_be_told, "call {call}: {told:?}: {announcement:?}");
        let status = announcement.position.is_some() || announcement.wait_ms.is_some();
        assert!(
            status || !announcement.files.is_empty(),
            "call {call} is told nothing"
        );
        assert_ne!(announcement.wait_ms, Some(0));
        assert!(announcement.position.is_none() || rules.position != TellPosition::No);
        assert!(announcement.wait_ms.is_none() || rules.wait != TellWait::No);
        assert!(announcement.files.is_empty() || !rules.prompts.is_empty());
        self.tally.announced += u64::from(status);
        self.tally.prompted += u64::from(!announcement.files.is_empty());
    }

    fn offer(&mut self, order: &OfferOrder) {
        let (now, ledger) = (self.now, &self.ledger);
        let agent = order.agent.index();
        let call = &ledger.calls[&order.call];
        assert!(
            ledger.may_ring_one_more(order.call, now),
            "{order:?}: {call:?}"
        );
        assert!(
            ledger.agents[agent].is_free(),
            "{order:?}: {:?}",
            ledger.agents[agent]
        );
        assert!(
            ledger.fits(agent, call, now),
            "{order:?}: {:?}",
            ledger.wish(call)
        );
        let turn = ledger.turn(order.call, now);
        for (other, waiting) in ledger.waiting(now) {
            assert!(
                ledger.turn(other, now) >= turn || !ledger.fits(agent, waiting, now),
                "at {now}: {order:?} overtakes {other:?}"
            );
        }
        let own_ms = ledger.town.agents[agent].ring_ms;
        let ring_ms = own_ms.unwrap_or(ledger.town.queues[call.queue].ring_ms);
        let phone = phone_name(ledger.agents[agent].phone);
        assert_eq!(
            (order.ring_timeout_ms, &*order.interface),
            (ring_ms, &*phone)
        );
        self.tally.rung_by_own_time += u64::from(own_ms.is_some());
        let ledger = &self.ledger;
        let merit = |agent: usize| self.merit(agent, order.call);
        for other in 0..ledger.agents.len() {
            let is_choice = ledger.agents[other].is_free() && ledger.fits(other, call, now);
            assert!(
                !is_choice || merit(other) >= merit(agent),
                "at {now}: {order:?}, but agent {other} comes first: {:?} and {:?}",
                merit(other),
                merit(agent),
            );
        }
        if call.hold.is_some() {
            self.tally.offered_alone += 1;
        }
        self.ledger.offered(order.offer, order.call, agent);
        self.phone_is_rung(order.offer);
    }

    fn release(&mut self, call: CallId, exit: CallExit) {
        let is_right = self
            .ledger
            .may_release(call, exit, self.now, self.is_replanned);
        assert!(
            is_right,
            "at {}: {exit:?} of {:?}",
            self.now, self.ledger.calls[&call]
        );
        *self.tally.exits.entry(exit).or_default() += 1;
        let left = &self.ledger.calls[&call];
        if exit == CallExit::Closed && left.arrived < self.now {
            match self.ledger.doors[left.queue] {
                Door::Closed => self.tally.closed_by_hand += 1,
                _ => self.tally.closed_by_hours += 1,
            }
        }
        let rung: Vec<_> = self.ledger.rung_for(call).collect();
        self.ledger.released(call);
        for offer in rung {
            self.leg_is_to_come_down(offer, OfferFailure::Rescinded);
        }
    }

    fn remember(&mut self, kind: EventKind) {
        match kind {
            EventKind::OfferFailed {
                offer,
                failure,
                is_lease_expired: true,
                ..
            } => {
                self.tally.leases_expired += 1;
                self.ledger.offer_failed(offer, failure, true, self.now);
            }
            EventKind::CallConnected {
                requirement,
                skills,
                ..
            } => assert!(requirement.is_met_by(&skills)),
            EventKind::RanksWidened { .. } => self.tally.widened += 1,
            EventKind::CallChanged {
                call,
                change: CallChanged::Requirement { .. },
                ..
            } => {
                let call = self.ledger.call_mut(call);
                call.own_step = call.step;
            }
            EventKind::CallRelaxed { call, step, .. } => {
                let (step, now) = (usize::from(step), self.now);
                self.ledger.comes_to_step(call, step, now, &mut self.tally);
            }
            EventKind::CallLeft { call, .. }
            | EventKind::CallReleased { call, .. }
            | EventKind::ConversationEnded { call, .. } => {
                let call = self.ledger.calls.get_mut(&call).expect("it arrived");
                call.ends += 1;
                assert_eq!(
                    (call.ends, call.stay),
                    (1, Stay::Over),
                    "one end, and it is the end"
                );
            }
            kind => self.remember_way(kind),
        }
    }

    /// What history says of a call's way through queues, and of what callers are owed.
    fn remember_way(&mut self, kind: EventKind) {
        match kind {
            EventKind::CallMoved {
                call,
                from,
                to,
                cause,
                ..
            } => {
                match cause {
                    MoveCause::Waited { .. } => self.tally.moved_by_wait += 1,
                    MoveCause::Length { .. } => self.tally.moved_by_length += 1,
                    MoveCause::Asked { .. } => self.tally.moved_by_word += 1,
                    MoveCause::Estimate { .. } => self.tally.moved_by_estimate += 1,
                }
                let way = (from.index(), to.index());
                self.ledger.has_moved(call, way, &cause, self.now);
            }
            EventKind::CallNotMoved { call, to, cause } => {
                self.tally.not_moved += 1;
                self.ledger
                    .has_not_moved(call, to.index(), &cause, self.now);
            }
            EventKind::ReserveJoined { queue, sign, .. } => {
                *self.tally.reserves_joined.entry(sign).or_default() += 1;
                self.ledger.reserve_joins(queue.index(), sign, self.now);
            }
            EventKind::ReserveLeft { queue, sign, .. } => {
                self.tally.reserves_left += 1;
                self.ledger
                    .reserve_leaves(queue.index(), sign.is_none(), self.now);
            }
            EventKind::PlaceRegained {
                call,
                former_wait_ms,
            } => self.regains_place(call, former_wait_ms),
            EventKind::CallHeld {
                call,
                agent,
                hold_ms,
            } => self.waits_alone(call, agent.index(), hold_ms),
            EventKind::HoldEnded { call, agent } => {
                self.tally.holds_ended += 1;
                let hold = self.ledger.call_mut(call).hold.take();
                assert_eq!(hold.map(|(held, _)| held), Some(agent.index()));
            }
            kind => self.remember_duty(kind),
        }
    }

    /// A caller who calls again has the former place in line.
    fn regains_place(&mut self, call: CallId, former_wait_ms: u64) {
        let (now, former) = (self.now, self.ledger.regains(call, self.now));
        let former = former.expect("only who had a place has it again");
        assert_eq!(now as i64 - former, former_wait_ms as i64);
        let call = self.ledger.call_mut(call);
        call.seniority = former.min(call.seniority);
        call.was_let_in = true;
        self.tally.regained += 1;
    }

    /// A call waits for one agent alone.
    fn waits_alone(&mut self, id: CallId, agent: usize, hold_ms: u64) {
        let call = &self.ledger.calls[&id];
        let wait_ms = self.ledger.town.queues[call.queue].caller.sticky_wait_ms;
        let favourite = self.ledger.favourite(call);
        assert_eq!(
            (favourite, wait_ms),
            (Some(agent), hold_ms),
            "at {}: {id:?}: {call:?}",
            self.now
        );
        match call.wanted {
            Some(_) => self.tally.named += 1,
            None => self.tally.stuck += 1,
        }
        let until = self.now + hold_ms;
        let call = self.ledger.call_mut(id);
        call.hold = Some((agent, until));
        call.was_held = true;
        call.was_let_in = true;
    }

    /// Whoever was let in has what callers are owed who have called before.
    pub(crate) fn judge_arrival(&mut self, id: CallId, favourite: Option<usize>) {
        let call = &self.ledger.calls[&id];
        if call.stay == Stay::Over && !call.was_let_in {
            return;
        }
        assert!(
            favourite.is_none() || call.was_held,
            "at {}: {id:?} should wait for agent {favourite:?}: {call:?}",
            self.now
        );
        self.ledger.assert_place(id);
        let now = self.now;
        // A place that was given back is owed no more.
        let owed = self.ledger.regains(id, now);
        assert_eq!(owed, None, "at {now}: {id:?} had a place in line");
    }

    /// The agent's place among those who could take the call.
    fn merit(&self, agent: usize, call: CallId) -> Place {
        let call = &self.ledger.calls[&call];
        let wish = template(&self.ledger.wish(call).text());
        let (names, language) = (self.skill_names(), SKILLS[call.spoken()]);
        let needed = wish.bind(names, &|name| (name == LANGUAGE).then_some(language));
        let levels = SKILLS.iter().zip(self.ledger.town.levels(agent));
        let skills = levels
            .filter_map(|(name, level)| Some((names.id(name)?, Level::new(level)?)))
            .collect();
        let needed = needed.expect("a call that waits has a need");
        self.ledger.place(agent, call.queue, &needed, &skills)
    }

    /// What must hold whenever the router has nothing more to say.
    pub(crate) fn assert_books(&self, is_settled: bool) {
        let (now, ledger) = (self.now, &self.ledger);
        for (place, agent) in ledger
            .agents
            .iter()
            .enumerate()
            .filter(|(_, a)| a.is_free())
        {
            for (id, call) in ledger.waiting(now) {
                // What a new plan leaves for this very moment may be why no further phone rings.
                let is_judged = is_settled || call.stay == Stay::Waits;
                assert!(
                    !is_judged || !ledger.fits(place, call, now),
                    "at {now}: agent {place} idles while {id:?} waits: {agent:?} {call:?}"
                );
            }
        }
        for id in &ledger.live {
            let call = &ledger.calls[id];
            let holders = ledger.agents.iter().filter(|agent| match agent.hand {
                Hand::Empty => false,
                Hand::Offer(offer) => {
                    let open = &ledger.offers[&offer];
                    open.call == *id && !open.is_orphan
                }
                Hand::Talk(talk) => talk == *id,
            });
            let expected = match call.stay {
                Stay::Waits | Stay::Over => 0..=0,
                Stay::Rings => 1..=OFFERS_MAX,
                Stay::Talks(_) => 1..=1,
            };
            assert!(expected.contains(&holders.count()), "{id:?} {call:?}");
            let wait_ms = ledger.timeout_ms(call).unwrap_or(u64::MAX);
            let is_over = now - call.arrived >= wait_ms && !matches!(call.stay, Stay::Talks(_));
            assert!(!is_over, "at {now}: {id:?} waits beyond its time: {call:?}");
        }
        self.assert_views();
    }

    /// The router shows of each agent what the ledger says.
    fn assert_views(&self) {
        let views = self.router.agent_views(Millis(self.now));
        for view in &views {
            let standing = &self.ledger.agents[view.plan.id.index()];
            assert!(standing.is_on_floor, "{view:?} is not on the floor");
            let is_so = match &view.condition {
                AgentCondition::SignedOut => !standing.is_signed_in,
                AgentCondition::NotReady { .. } => standing.is_not_ready,
                AgentCondition::Offered { offer, .. } => standing.hand == Hand::Offer(*offer),
                AgentCondition::Talking { call } => standing.hand == Hand::Talk(*call),
                AgentCondition::WrapUp { until } => standing.wrap_up_until == Some(until.0),
                AgentCondition::Resting { until, .. } => standing.rest_until == Some(until.0),
                AgentCondition::Unreachable | AgentCondition::BusyElsewhere => {
                    !standing.device.is_free()
                }
                AgentCondition::Free => standing.is_free(),
            };
            assert!(is_so, "at {}: {view:?} but {standing:?}", self.now);
        }
        let on_floor = self.ledger.agents.iter().filter(|agent| agent.is_on_floor);
        assert_eq!(views.len(), on_floor.count());
    }
}
