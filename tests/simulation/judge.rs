//! What the router says, judged by the ledger: every order when it is given, and the whole floor
//! after every step.

use acd::engine::limits::OFFERS_MAX;
use acd::engine::{
    AgentCondition, Announcement, CallExit, CallId, EventKind, Level, Millis, OfferFailure,
    OfferOrder, Output, RescindReason,
};

use crate::choice::Place;
use crate::ledger::{Hand, Stay};
use crate::need::{LANGUAGE, SKILLS};
use crate::stage::blueprint::template;
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
            Output::WatchDevice { .. } | Output::MoveCall { .. } | Output::Idle(_) => {}
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
        let stay = self.ledger.calls[&call].stay;
        assert_eq!(stay, Stay::Waits, "call {call}: {announcement:?}");
        assert!(announcement.wait_ms != Some(0) && announcement.position.is_some());
        self.tally.announced += 1;
    }

    fn offer(&mut self, order: &OfferOrder) {
        let (now, ledger) = (self.now, &self.ledger);
        let agent = order.agent.index();
        let call = &ledger.calls[&order.call];
        assert!(ledger.may_ring_one_more(order.call), "{order:?}: {call:?}");
        assert!(
            ledger.agents[agent].is_free(),
            "{order:?}: {:?}",
            ledger.agents[agent]
        );
        assert!(
            ledger.fits(agent, call, now),
            "{order:?}: {:?}",
            ledger.wish(call, now)
        );
        let turn = ledger.turn(order.call, now);
        for (other, waiting) in ledger.waiting() {
            assert!(
                ledger.turn(other, now) >= turn || !ledger.fits(agent, waiting, now),
                "at {now}: {order:?} overtakes {other:?}"
            );
        }
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
            _ => {}
        }
    }

    /// The agent's place among those who could take the call.
    fn merit(&self, agent: usize, call: CallId) -> Place {
        let call = &self.ledger.calls[&call];
        let wish = template(&self.ledger.wish(call, self.now).text());
        let (names, language) = (self.skill_names(), SKILLS[call.language]);
        let needed = wish.bind(names, &|name| (name == LANGUAGE).then_some(language));
        let levels = SKILLS.iter().zip(self.ledger.town.levels(agent));
        let skills = levels
            .filter_map(|(name, level)| Some((names.id(name)?, Level::new(level)?)))
            .collect();
        let needed = needed.expect("a call that waits has a need");
        self.ledger.place(agent, call.queue, &needed, &skills)
    }

    /// What must hold whenever the router has nothing more to say.
    pub(crate) fn assert_books(&self) {
        let (now, ledger) = (self.now, &self.ledger);
        for (place, agent) in ledger
            .agents
            .iter()
            .enumerate()
            .filter(|(_, a)| a.is_free())
        {
            for (id, call) in ledger.waiting() {
                assert!(
                    !ledger.fits(place, call, now),
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
