//! A call's ticket: the only thing through which its thread and the engine speak.
//!
//! Rule kept: whatever the thread does or fails to do, the engine hears of the end exactly once.
//! A ticket or conversation that is dropped without a word says that the call is gone. Facts that
//! come too late are known as such by the worker and do nothing.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::os::fd::BorrowedFd;
use std::sync::Arc;

use once_cell::unsync::OnceCell;
use smallvec::SmallVec;

use crate::engine::input::{Departure, EndedBy, OfferFailure};
use crate::engine::output::RescindReason;
use crate::engine::{CallId, OfferId};

use super::conversation::Conversation;
use super::inbox::{Detail, Letter, OfferFact};
use super::lobby::InHand;
use super::mailbox::{Mail, Mailbox};
use super::order::Order;

/// One call in a queue, held by the thread that serves the caller. None of its methods block.
///
/// Dropping it ends what is not ended yet: a call that still waits leaves as failed, ringing
/// offers fail, a conversation that nobody took over ends with [`EndedBy::Unknown`]. Take the legs
/// down first.
pub struct Ticket {
    in_hand: Arc<InHand>,
    mailbox: Arc<Mailbox>,
    call: CallId,
    stage: Cell<Stage>,
    offers: RefCell<SmallVec<[Progress; 1]>>,
    conversation: OnceCell<Conversation>,
}

/// What this thread knows of its call; the engine may be ahead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// In the queue, with or without an offer.
    Waiting,
    /// The order to connect was read.
    Connected,
    /// The call has left.
    Over,
}

/// What was said about an offer at hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Progress {
    offer: OfferId,
    has_rung: bool,
    is_picked_up: bool,
    is_answered: bool,
}

impl Ticket {
    pub(super) fn new(in_hand: Arc<InHand>, mailbox: Arc<Mailbox>, call: CallId) -> Self {
        Self {
            in_hand,
            mailbox,
            call,
            stage: Cell::new(Stage::Waiting),
            offers: RefCell::default(),
            conversation: OnceCell::new(),
        }
    }

    /// The call was not let in: there is nothing to end.
    pub(super) fn void(self) {
        self.stage.set(Stage::Over);
    }

    /// The call's id, unique until the driver is started anew.
    #[must_use]
    pub fn call(&self) -> CallId {
        self.call
    }

    /// An eventfd to wait on: readable while orders wait, never blocking, not inherited by child
    /// programs. Do not read or write it.
    #[must_use]
    pub fn bell(&self) -> BorrowedFd<'_> {
        self.mailbox.bell()
    }

    /// The next order, if one waits. Take orders until `None`, then wait for the bell.
    pub fn next_order(&self) -> Option<Order> {
        loop {
            let order = match self.mailbox.pop()? {
                Mail::Order(Order::Rescind { offer, reason }) if self.outruns(offer, reason) => {
                    continue;
                }
                Mail::Order(order) => order,
                Mail::AnswerRefused(offer) if self.progress(offer).is_none() => continue,
                Mail::AnswerRefused(offer) => Order::Rescind {
                    offer,
                    reason: RescindReason::AgentGone,
                },
            };
            match order {
                Order::Offer { offer, .. } => self.offers.borrow_mut().push(Progress {
                    offer,
                    has_rung: false,
                    is_picked_up: false,
                    is_answered: false,
                }),
                Order::Rescind { .. } | Order::Move { .. } => {}
                Order::Connect { offer } => {
                    self.forget(offer);
                    self.stage.set(Stage::Connected);
                }
                Order::Announce(_) => {}
                Order::Release { .. } => self.stage.set(Stage::Over),
            }
            return Some(order);
        }
    }

    /// The agent's phone rings.
    pub fn rang(&self, offer: OfferId) {
        match self.progress(offer) {
            Some(progress) if !progress.has_rung && !progress.is_answered => {
                self.note(Progress {
                    has_rung: true,
                    ..progress
                });
                self.tell(OfferFact::Rang(offer));
            }
            _ => self.ignore("rang", offer),
        }
    }

    /// The agent has picked up and hears what comes before the conversation; report
    /// [`answered`](Self::answered) or [`failed`](Self::failed) then. The ring timeout no longer
    /// counts. Left out where the agent must first accept.
    pub fn picked_up(&self, offer: OfferId) {
        match self.progress(offer) {
            Some(progress) if !progress.is_picked_up && !progress.is_answered => {
                self.note(Progress {
                    is_picked_up: true,
                    ..progress
                });
                self.tell(OfferFact::PickedUp(offer));
            }
            _ => self.ignore("picked up", offer),
        }
    }

    /// The lasting id, in the PBX, of the leg that is about to be answered; for logs.
    pub fn leg_is(&self, offer: OfferId, id: &str) {
        self.detail(Detail::Leg(offer, id.into()));
    }

    /// The keys by which the caller is about to leave; for logs.
    pub fn keys_are(&self, keys: &str) {
        self.detail(Detail::Keys(keys.into()));
    }

    fn detail(&self, detail: Detail) {
        let call = self.call;
        self.in_hand.lobby().report(Letter::Detail { call, detail });
    }

    /// The agent's phone was answered. Keep the leg and wait: an order is the answer
    /// ([`Order::Connect`], [`Order::Rescind`] or [`Order::Release`]). If the leg goes down
    /// meanwhile, wait all the same, and end the conversation if the order is to connect.
    pub fn answered(&self, offer: OfferId) {
        match self.progress(offer) {
            Some(progress) if !progress.is_answered => {
                self.note(Progress {
                    is_answered: true,
                    ..progress
                });
                self.tell(OfferFact::Answered(offer));
            }
            _ => self.ignore("answered", offer),
        }
    }

    /// The offer came to nothing and its leg is down.
    pub fn failed(&self, offer: OfferId, failure: OfferFailure) {
        if self.forget(offer) {
            self.tell(OfferFact::Failed(offer, failure));
        } else {
            self.ignore("failed", offer);
        }
    }

    /// The caller's side is over and every leg is down. In conversation it ends that, as far as
    /// nobody else has: by the caller if abandoned, by transfer if redirected. Only the first
    /// word counts, and none after [`Order::Release`].
    pub fn left(&self, departure: Departure) {
        match self.stage.replace(Stage::Over) {
            Stage::Waiting => {
                self.offers.borrow_mut().clear();
                self.in_hand.lobby().report(Letter::Left {
                    call: self.call,
                    departure,
                });
            }
            Stage::Connected => self.open_conversation().ended(ended_by(departure)),
            Stage::Over => {}
        }
    }

    /// The conversation, from [`Order::Connect`] on; `None` before. Every call gives another
    /// handle on the same one.
    #[must_use]
    pub fn conversation(&self) -> Option<Conversation> {
        let is_connected = self.stage.get() == Stage::Connected;
        is_connected.then(|| self.open_conversation().clone())
    }

    #[cfg(test)]
    pub(super) fn mailbox(&self) -> &Mailbox {
        &self.mailbox
    }

    fn open_conversation(&self) -> &Conversation {
        self.conversation
            .get_or_init(|| Conversation::new(Arc::clone(&self.in_hand), self.call))
    }

    fn progress(&self, offer: OfferId) -> Option<Progress> {
        let offers = self.offers.borrow();
        offers.iter().find(|known| known.offer == offer).copied()
    }

    fn note(&self, progress: Progress) {
        let mut offers = self.offers.borrow_mut();
        let known = offers
            .iter_mut()
            .find(|known| known.offer == progress.offer);
        *known.expect("the offer was just looked up") = progress;
    }

    /// False: it was not at hand.
    fn forget(&self, offer: OfferId) -> bool {
        let mut offers = self.offers.borrow_mut();
        let former = offers.len();
        offers.retain(|known| known.offer != offer);
        offers.len() < former
    }

    /// An answer that is reported already outruns the order to take the leg down, unless another
    /// agent has won.
    fn outruns(&self, offer: OfferId, reason: RescindReason) -> bool {
        // The engine refuses an answer when another agent has won or the call has moved.
        self.progress(offer).is_some_and(|known| match reason {
            RescindReason::AnsweredElsewhere | RescindReason::CallMoved => false,
            RescindReason::RingTimeout => known.is_picked_up || known.is_answered,
            RescindReason::BriefingTimeout | RescindReason::AgentGone => known.is_answered,
        })
    }

    fn tell(&self, fact: OfferFact) {
        let letter = Letter::Told {
            call: self.call,
            fact,
        };
        self.in_hand.lobby().report(letter);
    }

    fn ignore(&self, word: &'static str, offer: OfferId) {
        tracing::debug!(
            call = self.call.0,
            offer = offer.0,
            word,
            "a word too late or too many"
        );
    }
}

/// Who ended a conversation from which the caller's side departed like this.
const fn ended_by(departure: Departure) -> EndedBy {
    match departure {
        Departure::Abandoned | Departure::ExitKey => EndedBy::Caller,
        Departure::Redirected => EndedBy::Transfer,
        Departure::Failed => EndedBy::Unknown,
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        match self.stage.get() {
            Stage::Waiting => self.left(Departure::Failed),
            // The last handle on the conversation speaks for it; at the latest the one made here,
            // which goes down with the ticket.
            Stage::Connected => {
                self.open_conversation();
            }
            Stage::Over => {
                for Progress { offer, .. } in self.offers.take() {
                    self.tell(OfferFact::Failed(offer, OfferFailure::Rescinded));
                }
            }
        }
    }
}

impl fmt::Debug for Ticket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ticket")
            .field("call", &self.call)
            .field("stage", &self.stage.get())
            .field("offers", &self.offers)
            .finish_non_exhaustive()
    }
}
