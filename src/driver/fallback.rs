//! After a failure of the engine: calls go on, the router is built anew.
//!
//! A panic here is a bug in the engine, never the fault of a call. Waiting calls continue in the
//! dialplan; conversations, the agents' standing, what was set of queues and what is remembered of
//! callers move to a new router. Should that fail again and again, the driver switches itself off
//! instead of spinning.

use std::any::Any;
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use crate::engine::{CallExit, Input, Millis, Router};

use super::clock::Clock;
use super::history::HistoryFact;
use super::inbox::Topic;
use super::lobby::Condition;
use super::mailbox::Mail;
use super::order::Order;
use super::worker::Worker;

/// Failures within [`WINDOW_MS`] after which the driver gives up.
pub(super) const FAILURES_MAX: usize = 5;
/// How long a failure counts, in milliseconds.
const WINDOW_MS: u64 = 60_000;

/// The failures that count.
#[derive(Debug, Default)]
pub(super) struct Failures(VecDeque<Millis>);

impl Failures {
    /// Notes a failure. True: there were too many.
    fn note(&mut self, now: Millis) -> bool {
        self.0.retain(|at| now.since(*at) < WINDOW_MS);
        self.0.push_back(now);
        self.0.len() >= FAILURES_MAX
    }
}

impl Worker {
    /// Goes on after a panic. False: the engine has failed too often.
    pub(super) fn recover(&mut self, topic: Topic, payload: &(dyn Any + Send)) -> bool {
        let mut topic = topic;
        let mut cause = cause_of(payload);
        // What is kept must survive an attempt that fails halfway.
        let standing = self.desk.standing.clone();
        loop {
            if self.failures.note(self.clock.now()) {
                tracing::error!(
                    "call distribution failed {FAILURES_MAX} times within a minute, last while \
                     working on {topic}: {cause}; it is switched off now: new calls get status \
                     ERROR, conversations go on. Unload and load the module to start it again \
                     and report these messages as a bug"
                );
                self.lobby.close(Condition::GivenUp);
                return false;
            }
            tracing::error!(
                "call distribution failed while working on {topic}: {cause}; waiting calls go on \
                 in the dialplan with status ERROR, conversations go on, new calls are served. \
                 Report this as a bug"
            );
            self.desk.standing = standing.clone();
            let outcome = catch_unwind(AssertUnwindSafe(|| {
                let released = self.release_waiting();
                self.note_failure(topic, cause.clone(), released);
                let plan = Arc::clone(&self.lobby.published().plan);
                let returning = self.desk.standing.all_returning(&plan);
                self.replace_router();
                let now_us = Clock::wall_us();
                for agent in returning {
                    self.return_agent(agent, now_us);
                }
            }));
            match outcome {
                Ok(()) => return true,
                Err(payload) => {
                    topic = Topic("the restart after a failure");
                    cause = cause_of(&*payload);
                }
            }
        }
    }

    /// Puts a new router in place of the present one and tells it what is known.
    pub(super) fn replace_router(&mut self) {
        let plan = self.lobby.published().plan.clone();
        let restoration = self
            .desk
            .standing
            .restoration(&plan, self.desk.conversations());
        self.afterthoughts.clear();
        // Offers go on counting, so that late facts about old ones are known as such.
        let next_offer = self.router.next_offer();
        self.book.plan(&plan.tag_rules);
        let talking = self.desk.conversations().map(|(call, ..)| call);
        let kept = talking.chain(self.desk.standing.wrapped_up());
        self.book.keep_calls(kept.collect());
        let mut router = Router::succeeding(plan, self.clock.now(), next_offer);
        router.inherit_memory(&mut self.router);
        self.router = router;
        self.drain();
        for input in restoration {
            let resumed = match &input {
                Input::ConversationResumed { call, .. } => Some(*call),
                _ => None,
            };
            if let (Err(_), Some(call)) = (self.handle(input), resumed) {
                // Its agent or queue is gone since a reload; the conversation needs neither.
                self.desk.forget(call);
            }
            self.tag_resumed(resumed);
            self.drain();
        }
        let devices: Vec<_> = self.desk.standing.devices().collect();
        for (agent, device) in devices {
            self.tell(Input::DeviceChanged { agent, device });
        }
    }

    /// Sends all waiting calls back to the dialplan; the engine is not asked.
    pub(super) fn release_waiting(&mut self) -> usize {
        let exit = CallExit::EngineFailed;
        let waiting = self.desk.take_waiting();
        // Everyone is released before anything is written down: writing might fail.
        for call in &waiting {
            // A full mailbox holds a release already.
            let _ = call.mailbox.push(Mail::Order(Order::Release {
                exit,
                was_in_line: true,
            }));
        }
        for call in &waiting {
            let fact = |now: Millis| HistoryFact::CallReleased {
                exit,
                was_in_line: true,
                wait_ms: now.since(call.arrived_at),
            };
            self.record_own(|journal, now| {
                journal.number(now, Some(call.card.name()), None, fact(now))
            });
        }
        waiting.len()
    }

    fn note_failure(&mut self, topic: Topic, cause: String, calls_released: usize) {
        let conversations_kept = self.desk.conversations().count();
        let topic = topic.0;
        let fact = HistoryFact::EngineFailed {
            topic,
            cause,
            calls_released,
            conversations_kept,
        };
        self.record_own(|journal, now| journal.number(now, None, None, fact));
    }
}

/// What a panic said.
fn cause_of(payload: &(dyn Any + Send)) -> String {
    let text = payload
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned());
    text.or_else(|| payload.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "no message".to_owned())
}
