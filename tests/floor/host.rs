//! The host double: obeys the engine's orders, lets phones behave as the story says, and fails
//! loudly when an order makes no sense.
//!
//! Rule kept: the double knows only what orders and its own reports tell it; it never looks into
//! the router.

use std::collections::{BTreeMap, VecDeque};

use acd::engine::{
    AgentId, Announcement, CallExit, CallId, Input, OfferFailure, OfferId, OfferOrder, Output,
    QueueId, RescindReason, WatchedDevice,
};

/// How a phone treats an offer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Phone {
    /// Rings until the story picks up, or the engine takes the offer back; then it confirms.
    #[default]
    Rings,
    /// Is picked up at once.
    Answers,
    /// Fails at once, for this cause.
    Fails(OfferFailure),
    /// Rings and never says another word, not even when the offer is taken back.
    Silent,
}

/// An offer under way.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OpenOffer {
    pub(crate) call: CallId,
    pub(crate) agent: AgentId,
    /// As the phone was when it was rung.
    pub(crate) phone: Phone,
    /// The engine has been told; its word decides what becomes of the leg.
    pub(crate) is_answered: bool,
    /// The engine has taken it back or released the call: the leg has to come down.
    pub(crate) is_over: bool,
}

/// What the host knows.
#[derive(Debug, Default)]
pub(crate) struct Host {
    pub(crate) phones: BTreeMap<AgentId, Phone>,
    /// Offers that have not come to their end.
    pub(crate) offers: BTreeMap<OfferId, OpenOffer>,
    /// Every offer ever made, in order.
    pub(crate) offered: Vec<OfferOrder>,
    /// Offers taken back, and why.
    pub(crate) rescinded: Vec<(OfferId, RescindReason)>,
    /// What callers were told.
    pub(crate) announced: Vec<(CallId, Announcement)>,
    /// Conversations under way.
    pub(crate) talking: BTreeMap<CallId, AgentId>,
    /// How calls were released.
    pub(crate) exits: BTreeMap<CallId, CallExit>,
    /// Moves to other queues, in order.
    pub(crate) moved: Vec<(CallId, QueueId)>,
    /// Devices followed.
    pub(crate) watched: BTreeMap<AgentId, WatchedDevice>,
    reactions: VecDeque<Input>,
}

impl Host {
    /// The offer that rings for the call.
    pub(crate) fn ringing(&self, call: CallId) -> Option<(OfferId, AgentId)> {
        let mut offers = self.offers.iter();
        let (id, offer) = offers.find(|(_, offer)| offer.call == call)?;
        Some((*id, offer.agent))
    }

    /// The next thing that phones do by themselves. Whoever was to pick up a phone that is silent
    /// again comes too late.
    pub(crate) fn next_reaction(&mut self) -> Option<Input> {
        loop {
            match self.reactions.pop_front()? {
                Input::OfferAnswered { offer } if self.is_over(offer) => {}
                reaction => return Some(reaction),
            }
        }
    }

    fn is_over(&self, offer: OfferId) -> bool {
        self.offers.get(&offer).is_none_or(|open| open.is_over)
    }

    /// Keeps the books for what is about to be reported to the engine.
    pub(crate) fn note(&mut self, input: &Input) {
        match input {
            Input::OfferAnswered { offer } => {
                if let Some(open) = self.offers.get_mut(offer) {
                    open.is_answered = true;
                }
            }
            Input::OfferFailed { offer, .. } => {
                self.offers.remove(offer);
            }
            Input::CallLeft { call, .. } => self.offers.retain(|_, offer| offer.call != *call),
            Input::ConversationEnded { call, .. } => {
                self.talking.remove(call);
            }
            Input::ConversationResumed { call, agent, .. } => {
                self.talking.insert(*call, *agent);
            }
            _ => {}
        }
    }

    /// Obeys one order.
    pub(crate) fn obey(&mut self, order: Output) {
        match order {
            Output::OfferCall(order) => self.ring(order),
            Output::RescindOffer {
                call,
                offer,
                reason,
            } => {
                let open = self
                    .offers
                    .get_mut(&offer)
                    .expect("only open offers are taken back");
                assert_eq!(open.call, call);
                self.rescinded.push((offer, reason));
                let failure = match reason {
                    RescindReason::RingTimeout | RescindReason::BriefingTimeout => {
                        OfferFailure::NoAnswer
                    }
                    RescindReason::AgentGone
                    | RescindReason::AnsweredElsewhere
                    | RescindReason::CallMoved => OfferFailure::Rescinded,
                };
                if reason != RescindReason::RingTimeout {
                    // An answer of this phone came too late.
                    open.is_answered = false;
                }
                self.confirm(offer, failure);
            }
            Output::Announce { call, announcement } => {
                self.announced.push((call, announcement));
            }
            Output::ConnectCall { call, offer } => {
                let won = self
                    .offers
                    .remove(&offer)
                    .expect("only open offers connect");
                assert_eq!(won.call, call);
                assert!(
                    !self
                        .offers
                        .values()
                        .any(|open| open.call == call && !open.is_over),
                    "the losers are told before the winner"
                );
                assert!(
                    !self.talking.values().any(|agent| *agent == won.agent),
                    "{:?} would talk to two callers",
                    won.agent
                );
                assert!(self.talking.insert(call, won.agent).is_none());
            }
            Output::ReleaseCall { call, exit, .. } => {
                assert!(self.exits.insert(call, exit).is_none(), "released twice");
                assert!(!self.talking.contains_key(&call), "released while talking");
                let rung = self.offers.iter().filter(|(_, open)| open.call == call);
                let rung: Vec<OfferId> = rung.map(|(offer, _)| *offer).collect();
                for offer in rung {
                    self.confirm(offer, OfferFailure::Rescinded);
                }
            }
            Output::MoveCall { call, queue } => {
                self.moved.push((call, queue));
            }
            Output::WatchDevice { agent, device } => {
                match device {
                    Some(device) => self.watched.insert(agent, device),
                    None => self.watched.remove(&agent),
                };
            }
            Output::Record(_) | Output::Idle(_) => unreachable!("these are no orders"),
        }
    }

    fn ring(&mut self, order: OfferOrder) {
        let OfferOrder {
            call, offer, agent, ..
        } = order;
        // Only an offer that was to come down, and was never heard of again, may be overruled.
        self.offers.retain(|_, open| {
            let is_busy = open.call == call || open.agent == agent;
            !(is_busy && open.is_over && open.phone == Phone::Silent)
        });
        let phone = self.phone(agent);
        let is_busy = |open: &OpenOffer| open.agent == agent;
        assert!(
            !self.offers.values().any(is_busy) && !self.talking.contains_key(&call),
            "{order:?} while {:?}",
            self.offers
        );
        assert!(!self.exits.contains_key(&call), "{order:?} after its end");
        self.offers.insert(
            offer,
            OpenOffer {
                call,
                agent,
                phone,
                is_answered: false,
                is_over: false,
            },
        );
        self.offered.push(order);
        let rang = Input::OfferRang { offer };
        match phone {
            Phone::Rings | Phone::Silent => self.reactions.push_back(rang),
            Phone::Answers => {
                self.reactions.push_back(rang);
                self.reactions.push_back(Input::OfferAnswered { offer });
            }
            Phone::Fails(failure) => {
                self.reactions
                    .push_back(Input::OfferFailed { offer, failure });
            }
        }
    }

    fn confirm(&mut self, offer: OfferId, failure: OfferFailure) {
        let open = self.offers.get_mut(&offer).expect("just looked up");
        open.is_over = true;
        if open.phone != Phone::Silent && !open.is_answered {
            self.reactions
                .push_back(Input::OfferFailed { offer, failure });
        }
    }

    fn phone(&self, agent: AgentId) -> Phone {
        self.phones.get(&agent).copied().unwrap_or_default()
    }
}
