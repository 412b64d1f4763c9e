//! All that the engine says, carried out in its order: orders to the calls and the host, events
//! into history. What comes up meanwhile is told to the engine next.

use std::sync::Arc;

use crate::engine::{
    AgentId, CallId, Departure, DeviceState, Event, EventKind, Input, Millis, Output, QueueId,
};

use super::floor_facts::warn_of_end;
use super::history_record::HistoryRecord;
use super::journaling::Journal;
use super::mailbox::Mail;
use super::order::Order;
use super::worker::Worker;

/// A fact that arises while the engine's orders are carried out.
#[derive(Debug)]
pub(super) enum Afterthought {
    /// The present state of a device that is watched from now on.
    Device(AgentId, DeviceState),
    /// A call's thread does not read its orders.
    Unread(CallId),
}

impl Worker {
    /// Carries out all that the engine has to say.
    pub(super) fn drain(&mut self) {
        loop {
            let deadline = self.drain_router();
            match self.book.next_due() {
                Some(Ok(due)) => self.tag_by_rule(&due),
                Some(Err(due)) => self.stop_rules(&due),
                None => {
                    self.deadline = deadline.into_iter().chain(self.book.deadline()).min();
                    break;
                }
            }
        }
        self.end_contacts();
        self.desk.sweep();
    }

    fn drain_router(&mut self) -> Option<Millis> {
        loop {
            match self.router.poll() {
                Output::Idle(deadline) => {
                    let Some(afterthought) = self.afterthoughts.pop_front() else {
                        return deadline;
                    };
                    self.add(afterthought);
                }
                output => self.obey(output),
            }
        }
    }

    fn add(&mut self, afterthought: Afterthought) {
        let input = match afterthought {
            Afterthought::Device(agent, device) => Input::DeviceChanged { agent, device },
            Afterthought::Unread(call) => Input::CallLeft {
                call,
                departure: Departure::Failed,
            },
        };
        let _ = self.handle(input);
    }

    fn obey(&mut self, output: Output) {
        match output {
            Output::OfferCall(offer) => {
                let order = Order::Offer {
                    offer: offer.offer,
                    agent: self.desk.agent_name(offer.agent),
                    interface: offer.interface,
                    ring_timeout_ms: offer.ring_timeout_ms,
                    terms: offer.terms,
                };
                self.deliver(offer.call, Mail::Order(order));
            }
            Output::RescindOffer {
                call,
                offer,
                reason,
            } => {
                self.deliver(call, Mail::Order(Order::Rescind { offer, reason }));
            }
            Output::Announce { call, announcement } => {
                self.deliver(call, Mail::Order(Order::Announce(announcement)));
            }
            Output::ConnectCall { call, offer } => {
                self.deliver(call, Mail::Order(Order::Connect { offer }));
            }
            Output::MoveCall { call, queue } => self.move_call(call, queue),
            Output::ReleaseCall {
                call,
                exit,
                was_in_line,
            } => {
                let order = Order::Release { exit, was_in_line };
                self.deliver(call, Mail::Order(order));
            }
            Output::WatchDevice { agent, device } => {
                // From the first answer on nothing more is said of the former device, so what was
                // noted until then is forgotten; the second answer is as new as anything that was
                // forgotten with it.
                self.host.watch_device(agent, device.as_ref());
                self.lobby.forget_device(agent);
                let state = self.host.watch_device(agent, device.as_ref());
                self.desk.standing.watch(agent, device, state);
                let thought = state.map(|state| Afterthought::Device(agent, state));
                self.afterthoughts.extend(thought);
            }
            Output::Record(event) => self.record(&event),
            Output::Idle(_) => {}
        }
    }

    fn move_call(&mut self, call: CallId, queue: QueueId) {
        let plan = self.router.plan().queues.entry(queue).cloned();
        let plan = plan.expect("a call moves to a queue of the plan");
        self.desk.move_call(call, &plan);
        let order = Order::Move {
            queue: Arc::clone(&plan.name),
            waiting: plan.waiting.clone(),
            until: plan.announce.until,
            exit: plan.exit.clone(),
        };
        self.deliver(call, Mail::Order(order));
    }

    pub(super) fn deliver(&mut self, call: CallId, mail: Mail) {
        let Some(entry) = self.desk.call(call) else {
            tracing::debug!(call = call.0, ?mail, "nobody is left to read this");
            return;
        };
        if entry.mailbox.push(mail).is_err() {
            tracing::warn!(
                call = call.0,
                host_call = %entry.card.host_call,
                "the call's thread has not read its orders for long: the call leaves its queue"
            );
            self.afterthoughts.push_back(Afterthought::Unread(call));
        }
    }

    fn record(&mut self, event: &Event) {
        let plan = Arc::clone(self.router.plan());
        let line = self.journal.write(event, &self.desk, &plan);
        self.desk.note(event);
        self.book.note(&event.kind, event.at);
        if let EventKind::NotReadyLimitPassed {
            agent,
            reason,
            limit_ms,
        } = &event.kind
        {
            let agent = self.desk.agent_name(*agent);
            let limit_s = limit_ms / 1_000;
            tracing::warn!("agent {agent} is not ready ({reason}) for longer than {limit_s} s");
        }
        warn_of_end(&line.fact);
        self.host.record(&line);
        self.watch.note(&line, event.at);
        self.tell_queue_log(&line);
        self.keep(&line);
        self.keep_standing(event, &line);
    }

    /// Writes down something that the driver did by itself.
    pub(super) fn record_own(&mut self, line: impl FnOnce(&mut Journal, Millis) -> HistoryRecord) {
        let now = self.clock.now();
        let line = line(&mut self.journal, now);
        self.host.record(&line);
        self.watch.note(&line, now);
        self.tell_queue_log(&line);
        self.keep(&line);
    }
}
