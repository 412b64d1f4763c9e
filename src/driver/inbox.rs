//! Letters from host threads to the worker, in one strict order.
//!
//! Two kinds of senders share it. Requests may be refused: when [`REQUESTS_MAX`] letters wait,
//! the next request is turned away at once. Facts about calls in hand must not be lost and are
//! always taken in. They need no limit of their own: a ticket reports each thing once, so there
//! are never more than a few for each call in hand.

use std::fmt;
use std::sync::Arc;

use crossbeam::channel::{Receiver, Sender, unbounded};

use crate::engine::input::{Arrival, Departure, EndedBy, Input, OfferFailure};
use crate::engine::rejection::Rejection;
use crate::engine::{AgentId, CallId, ContactId, OfferId};

use super::card::{CallCard, Caller};
use super::glance::Glance;
use super::lobby::Published;
use super::mailbox::Mailbox;
use super::note::Note;
use super::refusal::Refusal;
use super::tagging::TagLetter;

/// Letters that may wait before the next request is refused as overload.
pub(super) const REQUESTS_MAX: usize = 65_536;

/// One message to the worker.
pub(super) enum Letter {
    /// A call asks to be let in.
    Arrived(Box<ArrivalLetter>),
    /// Something happened to a call that waits or rings.
    Told {
        /// Which call.
        call: CallId,
        /// What.
        fact: OfferFact,
    },
    /// The caller's side is over, in whatever state the call is.
    Left {
        /// Which call.
        call: CallId,
        /// How.
        departure: Departure,
    },
    /// A conversation is over.
    Ended {
        /// Which call.
        call: CallId,
        /// Who ended it.
        ended_by: EndedBy,
        /// What history and logs tell of it besides.
        parting: Parting,
    },
    /// A detail of a call that logs tell and rules do not need.
    Detail {
        /// Which call.
        call: CallId,
        /// What.
        detail: Detail,
    },
    /// Something about an agent, by someone who waits for the answer.
    Asked {
        /// What.
        input: Box<Input>,
        /// Where the answer goes.
        reply: Sender<Result<(), Rejection>>,
    },
    /// Somebody sets tags or takes them away.
    Tag(Box<TagLetter>),
    /// A caller has taken the place of another one: both visits are one.
    ContactsJoined {
        /// The visit that ends.
        former: ContactId,
        /// The one that goes on.
        present: ContactId,
    },
    /// The caller of a contact is gone.
    ContactGone(ContactId),
    /// A new configuration.
    Planned {
        /// What holds from now on.
        published: Arc<Published>,
        /// Where the answer goes.
        reply: Sender<Result<(), Rejection>>,
    },
    /// Devices changed; the states wait in the lobby.
    DevicesChanged,
    /// A caller has taken the place of the one who made the call.
    Joined {
        /// Which call.
        call: CallId,
        /// The call in which that caller was before.
        former: CallId,
        /// Who it is.
        caller: Caller,
    },
    /// The line of an agent who had called has ended.
    LineEnded {
        /// Whose line it was.
        agent: AgentId,
        /// Its name.
        interface: Arc<str>,
    },
    /// Someone wants to read the floor.
    Read(Box<dyn FnOnce(&Glance<'_>) + Send>),
    /// Something that the host did and that belongs into history.
    Noted(Box<Note>),
    /// Something about the store is new.
    StoreNews,
    /// Somebody wants to know when all that was told is kept.
    StoreFlush(Sender<()>),
    /// The driver stops.
    Stop,
    /// A test wants to see what a bug does.
    #[cfg(any(test, feature = "fault-injection"))]
    Panic,
}

/// A call that asks to be let in.
pub(super) struct ArrivalLetter {
    /// For the engine.
    pub(super) arrival: Arrival,
    /// For orders.
    pub(super) mailbox: Arc<Mailbox>,
    /// For history and displays.
    pub(super) card: Arc<CallCard>,
    /// Whose tags the call has.
    pub(super) contact: ContactId,
    /// The contact is over with the call.
    pub(super) is_contact_own: bool,
    /// Where the answer goes.
    pub(super) reply: Sender<Result<(), Rejection>>,
}

/// What history and logs tell of the end of a conversation, and rules do not need.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Parting {
    /// For how long the agent had the caller on hold.
    pub(super) hold_ms: u64,
    /// The agent had asked whom the caller was transferred to.
    pub(super) is_attended: bool,
}

/// What only logs tell of a call.
#[derive(Debug, Clone)]
pub(super) enum Detail {
    /// The lasting id, in the PBX, of the leg to the agent of this offer.
    Leg(OfferId, Arc<str>),
    /// The keys by which the caller is about to leave.
    Keys(Arc<str>),
}

/// What a call's thread says of an offer.
#[derive(Debug, Clone, Copy)]
pub(super) enum OfferFact {
    /// The phone rings.
    Rang(OfferId),
    /// The agent has picked up and is told about the call.
    PickedUp(OfferId),
    /// The phone was answered.
    Answered(OfferId),
    /// The offer came to nothing.
    Failed(OfferId, OfferFailure),
}

impl OfferFact {
    pub(super) fn into_input(self) -> Input {
        match self {
            Self::Rang(offer) => Input::OfferRang { offer },
            Self::PickedUp(offer) => Input::OfferPickedUp { offer },
            Self::Answered(offer) => Input::OfferAnswered { offer },
            Self::Failed(offer, failure) => Input::OfferFailed { offer, failure },
        }
    }
}

impl Letter {
    /// What the letter is about, for the log: never what a caller wrote.
    pub(super) fn topic(&self) -> Topic {
        Topic(match self {
            Self::Arrived(_) => "an arriving call",
            Self::Told {
                fact: OfferFact::Rang(_),
                ..
            } => "a ringing phone",
            Self::Told {
                fact: OfferFact::PickedUp(_) | OfferFact::Answered(_),
                ..
            } => "an answered phone",
            Self::Told {
                fact: OfferFact::Failed(..),
                ..
            } => "a failed offer",
            Self::Left { .. } => "a call that left",
            Self::Ended { .. } => "the end of a conversation",
            Self::Detail { .. } => "a detail of a call",
            Self::Asked { .. } => "an agent's request",
            Self::Tag(_) => "a change of tags",
            Self::ContactsJoined { .. } => "a caller in the place of another",
            Self::ContactGone(_) => "a caller who is gone",
            Self::Planned { .. } => "a reload",
            Self::Joined { .. } => "a transferred caller",
            Self::DevicesChanged => "changed devices",
            Self::LineEnded { .. } => "the end of an agent's line",
            Self::Read(_) => "a view of the floor",
            Self::Noted(_) => "a note for history",
            Self::StoreNews | Self::StoreFlush(_) => "the store",
            Self::Stop => "the end",
            #[cfg(any(test, feature = "fault-injection"))]
            Self::Panic => "a provoked failure",
        })
    }
}

/// What the worker was doing, in words for the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Topic(pub(super) &'static str);

impl fmt::Display for Topic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// The senders' end.
pub(super) struct Inbox {
    letters: Sender<Letter>,
}

impl Inbox {
    /// An empty inbox and the worker's end of it.
    pub(super) fn new() -> (Self, Receiver<Letter>) {
        let (letters, inbox) = unbounded();
        (Self { letters }, inbox)
    }

    /// Sends a request.
    ///
    /// # Errors
    /// [`Refusal::Overloaded`] when too many letters wait; [`Refusal::Stopped`] when nobody reads
    /// them any more.
    pub(super) fn request(&self, letter: Letter) -> Result<(), Refusal> {
        // Threads that look at the same time may pass the limit by their number; that is bounded.
        if self.letters.len() >= REQUESTS_MAX {
            return Err(Refusal::Overloaded);
        }
        self.letters.send(letter).map_err(|_| Refusal::Stopped)
    }

    /// How many letters wait.
    #[cfg(test)]
    pub(super) fn waiting(&self) -> usize {
        self.letters.len()
    }

    /// Sends a fact; it arrives if the worker lives, and does not matter if not.
    pub(super) fn report(&self, letter: Letter) {
        let _ = self.letters.send(letter);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn left(number: usize) -> Letter {
        Letter::Left {
            call: CallId(number as u64),
            departure: Departure::Abandoned,
        }
    }

    #[test]
    fn requests_are_refused_at_the_limit_and_facts_never() {
        let (inbox, letters) = Inbox::new();
        for number in 0..REQUESTS_MAX {
            inbox.request(left(number)).unwrap();
        }
        assert_eq!(inbox.request(left(0)), Err(Refusal::Overloaded));
        inbox.report(left(REQUESTS_MAX));
        for number in 0..=REQUESTS_MAX {
            let Ok(Letter::Left { call, .. }) = letters.try_recv() else {
                panic!("letter {number} is missing");
            };
            assert_eq!(call.index(), number, "letters keep their order");
        }
        assert!(letters.is_empty());
        inbox.request(left(0)).unwrap();
    }

    #[test]
    fn nobody_to_read_is_a_refusal() {
        let (inbox, letters) = Inbox::new();
        drop(letters);
        assert_eq!(inbox.request(left(0)), Err(Refusal::Stopped));
        inbox.report(left(0));
    }

    #[test]
    fn letters_stay_small() {
        assert!(size_of::<Letter>() <= 64, "{} bytes", size_of::<Letter>());
    }
}
