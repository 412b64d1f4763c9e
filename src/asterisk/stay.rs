//! A caller's stay in a queue, on the caller's own thread: one wait for the caller, the ringing
//! legs and the engine's orders.
//!
//! Nothing here decides who is rung or for how long; it obeys orders and tells what came of them.
//! There is no polling: the thread sleeps until a channel has a frame or the bell rings.

use std::io;
use std::os::fd::BorrowedFd;

use smallvec::SmallVec;

use super::agent_keys::AgentKeys;
use super::application::AfterApplication;
use super::apps::options::QueueOptions;
use super::apps::status::QueueStatus;
use super::call_record::CallRecord;
use super::channel::Channel;
use super::connected::talk;
use super::contact::{join_after_transfer, known_contact_of};
use super::conversation::{self, CallerAfter};
use super::exit_keys::ExitKeys;
use super::frame::{Control, Happening};
use super::legs::{Asked, Legs, OfferedLeg};
use super::phone::Phone;
use super::recording;
use super::serviced::{Read, Serviced};
use super::wait::{self, Ready};
use super::waiting_room::WaitingRoom;
use crate::driver::{Conversation, Order, Ticket};
use crate::engine::{CallExit, Departure, EndedBy, OfferId, QueuePlan};

/// Variable that names the agent, on both sides of the conversation.
pub(super) const AGENT_VARIABLE: &str = "ACDAGENT";
/// Variable that tells the keys by which the caller left.
pub(super) const EXIT_KEY_VARIABLE: &str = "ACDEXITKEY";
/// The variable that tells whether the call was let into the queue.
pub(super) const JOINED_VARIABLE: &str = "ACDJOINED";

/// Variable by which the call's legs and the dialplan know the queue.
pub(super) const QUEUE_VARIABLE: &str = "__ACDQUEUE";

/// Place of the caller in the wait; the legs follow.
const CALLER: usize = 0;
/// Channels one wait usually has: the caller and one leg.
const USUAL_CHANNELS: usize = 2;

/// A caller's stay.
pub struct Stay<'a> {
    caller: &'a mut Serviced,
    /// Before the ticket: whatever happens, the legs are down before the engine hears of the end.
    legs: Legs,
    ticket: Ticket,
    options: &'a QueueOptions,
    room: WaitingRoom,
    exit_keys: ExitKeys,
    record: Option<CallRecord>,
}

/// How a stay ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ending {
    /// For the dialplan.
    pub status: QueueStatus,
    /// What the dialplan does next.
    pub after: AfterApplication,
}

impl Ending {
    const fn go_on(status: QueueStatus) -> Self {
        Self {
            status,
            after: AfterApplication::Continue,
        }
    }

    /// The caller hung up, or was sent elsewhere by a redirect, which looks the same at first.
    pub fn without_caller(caller: &Channel) -> Self {
        if caller.lock().is_redirected() {
            return Self::go_on(QueueStatus::Redirected);
        }
        Self {
            status: QueueStatus::Abandoned,
            after: AfterApplication::HangUp,
        }
    }
}

impl<'a> Stay<'a> {
    /// A stay that begins.
    pub fn new(
        caller: &'a mut Serviced,
        ticket: Ticket,
        options: &'a QueueOptions,
        plan: &QueuePlan,
        record: Option<CallRecord>,
    ) -> Self {
        Self {
            caller,
            legs: Legs::default(),
            ticket,
            options,
            room: WaitingRoom::new(options, &plan.waiting, plan.announce.until),
            exit_keys: ExitKeys::new(plan.exit.clone()),
            record,
        }
    }

    /// Waits, rings agents and talks until the stay is over.
    pub fn run(mut self) -> Ending {
        let ending = if self.options.answers_first && !self.caller.answer() {
            self.caller_gone()
        } else {
            self.room.enter(self.caller);
            self.serve()
        };
        self.legs.end_all(&self.ticket);
        if let Some(record) = self.record.take() {
            record.ended(ending.status);
        }
        ending
    }

    fn serve(&mut self) -> Ending {
        loop {
            // A hang-up is not always followed by a frame: whoever had the caller before may have
            // read it.
            if self.caller.is_hung_up() {
                return self.caller_gone();
            }
            while let Some(order) = self.ticket.next_order() {
                if let Some(ending) = self.obey(order) {
                    return ending;
                }
            }
            self.legs
                .take_lines(self.caller, &self.ticket, self.options);
            self.legs.play_on(&self.ticket);
            self.room.rung(self.caller, !self.legs.is_empty());
            if let Some(code) = self.exit_keys.settled() {
                return self.leave_by_key(&code);
            }
            let ready = self.wait();
            self.room.go_on(self.caller);
            match ready {
                Ok(Ready::Channel(CALLER)) => {
                    if let Some(ending) = self.hear_caller() {
                        return ending;
                    }
                }
                Ok(Ready::Channel(place)) => {
                    self.legs
                        .hear(place - 1, self.caller, &self.ticket, self.options);
                }
                Ok(Ready::Woken | Ready::TimedOut | Ready::Interrupted) => {}
                Err(error) => {
                    tracing::error!(
                        "{}: cannot wait for the caller ({error}); the call goes on in the \
                         dialplan with {}=ERROR",
                        self.caller.name(),
                        QueueStatus::VARIABLE,
                    );
                    self.legs.take_down_all();
                    self.ticket.left(Departure::Failed);
                    return Ending::go_on(QueueStatus::Error);
                }
            }
        }
    }

    /// Sleeps until the caller, a leg or the bell has something.
    fn wait(&self) -> io::Result<Ready> {
        let mut channels: SmallVec<[&Serviced; USUAL_CHANNELS]> = SmallVec::new();
        channels.push(self.caller);
        channels.extend(self.legs.lines());
        let waits = [
            self.legs.next_turn(),
            self.room.next_wait(),
            self.exit_keys.next_wait(),
        ];
        let soonest = waits.into_iter().flatten().min();
        let mut bells: SmallVec<[BorrowedFd<'_>; USUAL_CHANNELS]> = SmallVec::new();
        bells.push(self.ticket.bell());
        bells.extend(self.legs.bells());
        wait::wait(&channels, &bells, soonest)
    }

    fn obey(&mut self, order: Order) -> Option<Ending> {
        match order {
            Order::Offer {
                offer,
                agent,
                interface,
                terms,
                ..
            } => {
                // Silence first: the agent waits for no sentence to end.
                self.room.rung(self.caller, true);
                let asked = Asked {
                    offer,
                    agent,
                    interface,
                    terms,
                };
                self.legs
                    .ring(self.caller, &self.ticket, self.options, asked);
                None
            }
            Order::Rescind { offer, reason } => {
                self.legs.rescind(offer, reason, &self.ticket);
                None
            }
            Order::Announce(announcement) => {
                self.room.announce(self.caller, &announcement);
                None
            }
            Order::Connect { offer } => Some(self.connect(offer)),
            Order::Move {
                queue,
                waiting,
                until,
                exit,
            } => {
                set(self.caller, QUEUE_VARIABLE, &queue);
                if let Some(record) = &mut self.record {
                    record.moved(&queue);
                }
                self.room
                    .refurnish(self.caller, self.options, &waiting, until);
                self.exit_keys = ExitKeys::new(exit);
                None
            }
            Order::Release { exit, was_in_line } => {
                if !was_in_line {
                    set(self.caller, JOINED_VARIABLE, "no");
                }
                self.legs.end_all(&self.ticket);
                Some(Ending::go_on(status_of(exit)))
            }
        }
    }

    fn hear_caller(&mut self) -> Option<Ending> {
        let Read::Frame(frame) = self.caller.read() else {
            return Some(self.caller_gone());
        };
        match frame.happening() {
            Happening::Control(Control::Hangup) => return Some(self.caller_gone()),
            Happening::Control(Control::ConnectedLine | Control::Redirecting) => {
                self.legs.tell_of_caller(self.caller, &frame);
            }
            Happening::Key(key) => {
                let code = self.exit_keys.press(key)?;
                return Some(self.leave_by_key(&code));
            }
            _ => {}
        }
        None
    }

    /// The caller has pressed the keys by which one leaves.
    fn leave_by_key(&mut self, code: &str) -> Ending {
        self.legs.take_down_all();
        self.room.leave(self.caller);
        self.ticket.keys_are(code);
        self.ticket.left(Departure::ExitKey);
        if let Err(error) = self.caller.set_variable(EXIT_KEY_VARIABLE, code) {
            tracing::error!("{error}");
        }
        if let Some(context) = self.exit_keys.context()
            && !self.caller.go_to(context, code)
        {
            tracing::warn!(
                "{}: left by key, but there is no extension {code} in context {context}; the call \
                 goes on behind AcdQueue",
                self.caller.name(),
            );
        }
        Ending::go_on(QueueStatus::ExitKey)
    }

    /// The legs go down before the engine hears that the call has left.
    fn caller_gone(&mut self) -> Ending {
        self.legs.take_down_all();
        let ending = Ending::without_caller(self.caller);
        self.ticket.left(match ending.status {
            QueueStatus::Redirected => Departure::Redirected,
            _ => Departure::Abandoned,
        });
        ending
    }

    fn connect(&mut self, offer: OfferId) -> Ending {
        self.room.leave(self.caller);
        let (Some(offered), Some(conversation)) =
            (self.legs.take(offer), self.ticket.conversation())
        else {
            // Never ordered without an answered leg; the ticket tells the end when it is dropped.
            tracing::error!("{}: told to connect without a leg", self.caller.name());
            return Ending::go_on(QueueStatus::Error);
        };
        let (call, terms) = (self.ticket.call(), &offered.terms);
        let recording = recording::connected(self.caller, offered.phone.line(), call, terms);
        let recording = match recording {
            Ok(recording) => recording,
            Err(cause) => {
                drop(offered);
                return self.not_recorded(&conversation, &cause);
            }
        };
        let (queue, OfferedLeg { agent, phone, .. }) = (offered.queue(), offered);
        set(self.caller, AGENT_VARIABLE, &agent);
        if let Some(line) = phone.line() {
            set(line, AGENT_VARIABLE, &agent);
        }
        if let Some(record) = &mut self.record {
            record.connected(&agent);
        }
        let contact = known_contact_of(self.caller);
        // Its name and no reference: a leg that is kept would keep the agent's phone in use, while
        // the caller talks to somebody else.
        let side = phone.line().map(|line| line.name());
        let (caller, options) = (&mut *self.caller, self.options);
        let keys = AgentKeys::new(self.ticket.call(), &agent, &queue);
        let after = match phone {
            Phone::Dialled(leg) => {
                let parts = (options, keys.as_ref(), recording.as_ref());
                conversation::converse(caller, leg, &conversation, parts)
            }
            Phone::Connected(leg) => {
                let parts = (options, keys, recording.as_ref());
                talk::converse(caller, leg, &conversation, parts)
            }
        };
        if let Some(recording) = recording {
            recording.caller_left(self.caller, after == CallerAfter::Redirected);
        }
        let side = side.filter(|_| !conversation.has_ended());
        if let Some(side) = side.and_then(|name| Channel::by_name(&name)) {
            join_after_transfer(contact, &side);
        }
        match after {
            CallerAfter::HungUp => Ending {
                status: QueueStatus::Answered,
                after: AfterApplication::HangUp,
            },
            CallerAfter::Left if self.options.continues_after_agent => {
                Ending::go_on(QueueStatus::Answered)
            }
            CallerAfter::Left => Ending {
                status: QueueStatus::Answered,
                after: AfterApplication::HangUp,
            },
            CallerAfter::Redirected => {
                conversation.ended(EndedBy::Transfer);
                Ending::go_on(QueueStatus::Answered)
            }
            CallerAfter::NotConnected => Ending::go_on(QueueStatus::Error),
        }
    }
}

impl Stay<'_> {
    /// The two must be recorded, which is not possible; the leg is down already.
    fn not_recorded(&self, conversation: &Conversation, cause: &str) -> Ending {
        tracing::warn!(
            "{}: not connected, as its calls must be recorded and that is not possible: {cause}",
            self.caller.name(),
        );
        conversation.ended(EndedBy::Unknown);
        Ending::go_on(QueueStatus::NoRecording)
    }
}

impl Drop for Stay<'_> {
    /// Also when a fault of ours ends the stay: the call goes on in the dialplan, in silence.
    fn drop(&mut self) {
        self.room.leave(self.caller);
    }
}

fn set(side: &Channel, name: &str, value: &str) {
    if let Err(error) = side.set_variable(name, value) {
        tracing::error!("{error}");
    }
}

const fn status_of(exit: CallExit) -> QueueStatus {
    match exit {
        CallExit::Timeout => QueueStatus::Timeout,
        CallExit::Full => QueueStatus::Full,
        CallExit::Closed => QueueStatus::Closed,
        CallExit::NoneQualified => QueueStatus::NoneQualified,
        CallExit::NoneStaffed => QueueStatus::NoneStaffed,
        CallExit::NoneWorking => QueueStatus::NoneWorking,
        CallExit::NoneFree => QueueStatus::NoneFree,
        CallExit::QueueRemoved | CallExit::RequirementInvalid => QueueStatus::Removed,
        CallExit::EngineFailed => QueueStatus::Error,
    }
}
