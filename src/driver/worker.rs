//! The one thread in which the engine runs: take a letter or a deadline, tell the engine, carry
//! out all it says, wait for the next.
//!
//! Rule kept: the worker waits for nothing but letters and deadlines. Everything it does is one
//! step behind one panic wall (`fallback.rs` has what follows a panic).

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use crossbeam::channel::{Receiver, RecvTimeoutError};

use crate::engine::{
    AgentId, CallId, Departure, DeviceState, EndedBy, Input, Millis, Rejection, Router, TagBook,
};

use crate::reports::queue_log::QueueLog;

use super::alarms::Watch;
use super::clock::Clock;
use super::desk::Desk;
use super::fallback::Failures;
use super::glance::Glance;
use super::history::HistoryFact;
use super::host::Host;
use super::inbox::{Letter, OfferFact, Parting, Topic};
use super::journaling::Journal;
use super::keeping::Shelf;
use super::lobby::{Condition, Lobby, Published};
use super::mailbox::Mail;
use super::obeying::Afterthought;
use super::recovery::{Heritage, PAST};

/// The worker's belongings.
pub(super) struct Worker {
    pub(super) lobby: Arc<Lobby>,
    letters: Receiver<Letter>,
    pub(super) host: Box<dyn Host>,
    pub(super) clock: Clock,
    pub(super) router: Router,
    // When the engine wants to be called if nothing happens before.
    pub(super) deadline: Option<Millis>,
    pub(super) desk: Desk,
    /// The tags of all contacts, and the rules that set them.
    pub(super) book: TagBook,
    pub(super) journal: Journal,
    pub(super) shelf: Shelf,
    pub(super) queue_log: QueueLog,
    /// What came up while orders were carried out, to be told next.
    pub(super) afterthoughts: VecDeque<Afterthought>,
    pub(super) failures: Failures,
    /// What is wrong.
    pub(super) watch: Watch,
}

impl Worker {
    /// Runs until it is told to stop or has to give up.
    pub(super) fn run(
        lobby: Arc<Lobby>,
        letters: Receiver<Letter>,
        host: Box<dyn Host>,
        heritage: Heritage,
    ) {
        let Heritage { shelf, recovered } = heritage;
        let published = lobby.published();
        let mut worker = Self {
            lobby,
            letters,
            host,
            clock: Clock::start(PAST),
            // Without agents and queues; `begin` puts the real one in its place, behind the wall.
            router: Router::new(Arc::default()),
            deadline: None,
            desk: Desk::default(),
            book: TagBook::default(),
            journal: Journal::after(recovered.last_sequence, PAST),
            shelf,
            queue_log: QueueLog::default(),
            afterthoughts: VecDeque::new(),
            failures: Failures::default(),
            watch: Watch::default(),
        };
        worker.desk.learn(&published.plan);
        let is_well = worker.guarded(Topic("the start"), |worker| {
            worker.host.worker_started();
            worker.come_back(&recovered);
        });
        if is_well {
            worker.serve();
        }
        worker.finish();
    }

    /// One step behind the panic wall. False: the engine has failed too often.
    fn guarded(&mut self, topic: Topic, step: impl FnOnce(&mut Self)) -> bool {
        // After a panic nothing of the router is used again but what is checked to be whole, and
        // the desk changes only in steps that cannot panic halfway.
        match catch_unwind(AssertUnwindSafe(|| step(self))) {
            Ok(()) => true,
            Err(payload) => self.recover(topic, &*payload),
        }
    }

    fn serve(&mut self) {
        loop {
            let is_well = match self.next_letter() {
                Some(Letter::Stop) => return,
                Some(letter) => self.guarded(letter.topic(), |worker| {
                    // Letters may come so thick that the inbox never runs empty: the deadline
                    // must not wait for that.
                    worker.keep_time();
                    let began = worker.clock.now();
                    worker.take(letter);
                    worker.note_step(began, worker.letters.len());
                    worker.look_at_health();
                }),
                None => self.guarded(Topic("a deadline"), |worker| {
                    worker.keep_time();
                    worker.look_at_health();
                }),
            };
            if !is_well {
                return;
            }
        }
    }

    /// The next letter; `None`: the deadline has come.
    fn next_letter(&self) -> Option<Letter> {
        let received = match self
            .deadline
            .and_then(|deadline| self.clock.instant(deadline))
        {
            Some(instant) => self.letters.recv_deadline(instant),
            None => self
                .letters
                .recv()
                .map_err(|_| RecvTimeoutError::Disconnected),
        };
        match received {
            Ok(letter) => Some(letter),
            Err(RecvTimeoutError::Timeout) => None,
            // The worker itself holds the lobby and with it a sender.
            Err(RecvTimeoutError::Disconnected) => Some(Letter::Stop),
        }
    }

    fn keep_time(&mut self) {
        let now = self.clock.now();
        if self.deadline.is_some_and(|deadline| deadline <= now) {
            self.router.handle_deadline(now);
            self.book.keep(now);
            self.drain();
        }
    }

    fn take(&mut self, letter: Letter) {
        match letter {
            Letter::Arrived(letter) => self.admit(*letter),
            Letter::Told { call, fact } => self.hear(call, fact),
            Letter::Left { call, departure } => self.see_off(call, departure),
            Letter::Ended {
                call,
                ended_by,
                parting,
            } => self.part(call, ended_by, parting),
            Letter::Detail { call, detail } => self.desk.note_detail(call, detail),
            Letter::Asked { input, reply } => {
                let outcome = self.handle(*input);
                // Whoever asked may have stopped waiting; here and below.
                let _ = reply.send(outcome);
                self.drain();
            }
            Letter::Tag(letter) => self.tag(*letter),
            Letter::ContactsJoined { former, present } => self.join_contacts(former, present),
            Letter::ContactGone(contact) => {
                self.book.leave(contact);
                self.drain();
            }
            Letter::Planned { published, reply } => {
                let _ = reply.send(self.take_over(published));
                self.drain();
            }
            Letter::Joined {
                call,
                former,
                caller,
            } => {
                if let Some(name) = self.desk.join(call, former, &caller) {
                    let follows = former;
                    let fact = HistoryFact::CallerReplaced { caller, follows };
                    self.record_own(|journal, now| journal.number(now, Some(name), None, fact));
                }
            }
            Letter::DevicesChanged => {
                for (agent, device) in self.lobby.take_devices() {
                    self.tell_device(agent, device);
                }
            }
            Letter::LineEnded { agent, interface } => {
                if self.router.uses_phone(agent, &interface) {
                    self.tell(Input::AgentSignedOut { agent });
                }
            }
            Letter::Read(look) => {
                let now = self.clock.now();
                look(&Glance {
                    router: &self.router,
                    desk: &self.desk,
                    now,
                });
            }
            Letter::Noted(note) => {
                self.record_own(|journal, at| journal.number(at, note.call, note.agent, note.fact));
            }
            Letter::StoreNews => self.look_at_store(),
            Letter::StoreFlush(written) => {
                if let Some(feed) = &self.shelf.feed {
                    feed.flush(written);
                }
            }
            Letter::Stop => {}
            #[cfg(any(test, feature = "fault-injection"))]
            Letter::Panic => panic!("provoked on request"),
        }
    }

    fn part(&mut self, call: CallId, ended_by: EndedBy, parting: Parting) {
        self.desk.note_parting(call, parting);
        self.tell(Input::ConversationEnded { call, ended_by });
    }

    fn hear(&mut self, call: CallId, fact: OfferFact) {
        let outcome = self.handle(fact.into_input());
        if let (OfferFact::Answered(offer), Err(_)) = (fact, outcome) {
            self.deliver(call, Mail::AnswerRefused(offer));
        }
        self.drain();
    }

    fn see_off(&mut self, call: CallId, departure: Departure) {
        // Also in the instant of the answer, before the call's thread knows of it: the engine
        // then ends a conversation that nobody heard, without after-call time.
        self.tell(Input::CallLeft { call, departure });
    }

    fn take_over(&mut self, published: Arc<Published>) -> Result<(), Rejection> {
        self.handle(Input::FloorPlanned(Arc::clone(&published.plan)))?;
        self.desk.learn(&published.plan);
        self.book.plan(&published.plan.tag_rules);
        // Before the first order under the new plan reaches anyone.
        self.lobby.publish(published);
        Ok(())
    }

    fn tell_device(&mut self, agent: AgentId, device: DeviceState) {
        self.desk.standing.note_device(agent, device);
        self.tell(Input::DeviceChanged { agent, device });
    }

    /// Tells the engine and carries out what it says.
    pub(super) fn tell(&mut self, input: Input) {
        let _ = self.handle(input);
        self.drain();
    }

    /// Tells the engine. A rejection is no error of anyone: facts may be late.
    pub(super) fn handle(&mut self, input: Input) -> Result<(), Rejection> {
        let outcome = self.router.handle(self.clock.now(), input);
        if let Err(rejection) = &outcome {
            tracing::debug!(%rejection, "not believed");
        }
        outcome
    }

    /// The last things, in order: nobody waits for an answer, calls go on in the dialplan.
    fn finish(mut self) {
        self.lobby.close(Condition::Stopped);
        let _ = catch_unwind(AssertUnwindSafe(|| self.release_waiting()));
        let _ = catch_unwind(AssertUnwindSafe(|| self.host.worker_stopping()));
    }
}
