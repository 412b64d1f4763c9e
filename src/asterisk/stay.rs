//! A caller's stay in a queue, on the caller's own thread: one wait for the caller, the ringing
//! legs and the engine's orders.
//!
//! Nothing here decides who is rung or for how long; it obeys orders and tells what came of them.
//! There is no polling: the thread sleeps until a channel has a frame or the bell rings.

use std::io;
use std::sync::Arc;

use smallvec::SmallVec;

use super::application::AfterApplication;
use super::apps::options::QueueOptions;
use super::apps::status::QueueStatus;
use super::channel::Channel;
use super::conversation::{self, CallerAfter};
use super::frame::{Control, Happening};
use super::legs::{Asked, Legs, OfferedLeg};
use super::serviced::{Indication, Read, Serviced};
use super::wait::{self, Ready};
use crate::driver::{Order, Ticket};
use crate::engine::{CallExit, Departure, EndedBy, OfferId};

/// Variable that names the agent, on both sides of the conversation.
pub(super) const AGENT_VARIABLE: &str = "ACDAGENT";
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
    /// The queue's music class; the options may name another.
    music: Option<Arc<str>>,
    is_entertained: bool,
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
        music: Option<Arc<str>>,
    ) -> Self {
        Self {
            caller,
            legs: Legs::default(),
            ticket,
            options,
            music,
            is_entertained: false,
        }
    }

    /// Waits, rings agents and talks until the stay is over.
    pub fn run(mut self) -> Ending {
        if self.options.answers_first && !self.caller.answer() {
            return self.caller_gone();
        }
        self.entertain();
        let ending = self.serve();
        self.legs.end_all(&self.ticket);
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
            self.legs.play_on(&self.ticket);
            match self.wait() {
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
        wait::wait(&channels, self.ticket.bell(), self.legs.next_turn())
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
            Order::Connect { offer } => Some(self.connect(offer)),
            Order::Move { queue, music } => {
                self.moved(&queue, music);
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

    /// The call is in another queue: its variable follows, and its music unless the dialplan chose
    /// one.
    fn moved(&mut self, queue: &str, music: Option<Arc<str>>) {
        if let Err(error) = self.caller.set_variable(QUEUE_VARIABLE, queue) {
            tracing::error!("{error}");
        }
        let is_other = self.music != music;
        self.music = music;
        let plays = self.is_entertained && !self.options.rings_caller;
        if is_other && plays && self.options.music.is_none() {
            self.stop_entertaining();
            self.entertain();
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
            _ => {}
        }
        None
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
        self.stop_entertaining();
        let (Some(OfferedLeg { agent, leg, .. }), Some(conversation)) =
            (self.legs.take(offer), self.ticket.conversation())
        else {
            // Never ordered without an answered leg; the ticket tells the end when it is dropped.
            tracing::error!("{}: told to connect without a leg", self.caller.name());
            return Ending::go_on(QueueStatus::Error);
        };
        for side in [&**self.caller, &**leg.line()] {
            set(side, AGENT_VARIABLE, &agent);
        }
        let after = conversation::converse(self.caller, leg, &conversation, self.options);
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

    /// What the caller hears while waiting. A call that is not answered hears it as early media.
    fn entertain(&mut self) {
        self.is_entertained = true;
        if self.options.rings_caller {
            self.caller.indicate(Indication::Ringing);
            return;
        }
        if !self.caller.lock().is_up() {
            self.caller.indicate(Indication::Progress);
        }
        let class = self.options.music.as_deref().or(self.music.as_deref());
        if !self.caller.start_music(class) {
            tracing::info!(
                "{}: waits without music: music class {} cannot be played; look at `moh show \
                 classes`",
                self.caller.name(),
                class.unwrap_or("of the call"),
            );
        }
    }

    fn stop_entertaining(&mut self) {
        if !std::mem::take(&mut self.is_entertained) {
            return;
        }
        if self.options.rings_caller {
            self.caller.indicate(Indication::Nothing);
        } else {
            self.caller.stop_music();
        }
    }
}

impl Drop for Stay<'_> {
    /// Also when a fault of ours ends the stay: the call goes on in the dialplan, in silence.
    fn drop(&mut self) {
        self.stop_entertaining();
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
