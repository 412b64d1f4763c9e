//! What the worker gives to the store, and what it hears of it.
//!
//! Rule kept: the worker hands over and goes on. Whether the disk keeps up is looked at when
//! something happens anyway, and told once when it changes.

use std::path::PathBuf;

use super::history::HistoryFact;
use super::history_record::HistoryRecord;
use super::standing::is_about_queues;
use super::worker::Worker;
use crate::engine::{AgentId, Event, EventKind};
use crate::store::{Alarm, CallerRow, Entry, Feed, TagsRow};

/// Where a host wants the store to be, and what its thread does there.
#[derive(Debug, Clone)]
pub struct StorePlace {
    /// The file, unless the configuration names another one.
    pub file: PathBuf,
    /// The store's thread has begun; register it with the PBX, set its priority.
    pub started: fn(),
    /// The store's thread is about to end.
    pub stopping: fn(),
}

/// The worker's end of the store, if there is one.
#[derive(Default)]
pub(super) struct Shelf {
    pub(super) feed: Option<Feed<HistoryRecord>>,
    /// Why there is none although there should be; told once.
    pub(super) failure: Option<(String, String)>,
}

impl Worker {
    /// Keeps a line of history.
    pub(super) fn keep(&mut self, line: &HistoryRecord) {
        let now = self.clock.now();
        if let Some(feed) = &mut self.shelf.feed {
            feed.keep(Entry::Fact(line.clone()), now.0);
        }
    }

    /// Keeps what an event means for those who are to be known after a restart.
    pub(super) fn keep_standing(&mut self, event: &Event, line: &HistoryRecord) {
        if self.shelf.feed.is_none() {
            return;
        }
        let queue = line.call.as_ref().map(|call| &call.queue);
        let queue = queue.filter(|queue| !queue.is_empty());
        let standing = &mut self.desk.standing;
        let news = standing.note_kept(&event.kind, line.wall_us, queue);
        let plan = self.router.plan();
        let row = news.and_then(|agent| standing.row(agent, plan));
        let queues = is_about_queues(&event.kind).then(|| standing.queues.rows(plan));
        let caller = self.served(&event.kind, line.wall_us);
        let tags = self.brought(&event.kind, line.wall_us);
        let now = self.clock.now().0;
        let Some(feed) = &mut self.shelf.feed else {
            return;
        };
        if let Some(row) = row {
            feed.keep(Entry::Agent(Box::new(row)), now);
        }
        if let Some(caller) = caller {
            feed.keep(Entry::Caller(caller), now);
        }
        if let Some(queues) = queues {
            feed.keep(Entry::Queues(queues), now);
        }
        if let Some(tags) = tags {
            feed.keep(Entry::Tags(tags), now);
        }
    }

    /// Keeps how an agent stands now.
    pub(super) fn keep_agent(&mut self, agent: AgentId) {
        let row = self.desk.standing.row(agent, self.router.plan());
        let now = self.clock.now().0;
        if let (Some(feed), Some(row)) = (&mut self.shelf.feed, row) {
            feed.keep(Entry::Agent(Box::new(row)), now);
        }
    }

    /// The tags that a caller brings into a queue.
    fn brought(&self, event: &EventKind, wall_us: u64) -> Option<TagsRow> {
        let EventKind::CallArrived { call, .. } = event else {
            return None;
        };
        let tags = self.book.tags(self.book.contact_of(*call)?);
        let pairs = tags.iter();
        let tags: Vec<_> = pairs
            .map(|(key, value)| (key.to_string(), value.to_string()))
            .collect();
        (!tags.is_empty()).then_some(TagsRow {
            call: call.0,
            set_us: wall_us,
            tags,
        })
    }

    /// Whom an agent talks to, if a rule of the queue looks at it.
    fn served(&self, event: &EventKind, wall_us: u64) -> Option<CallerRow> {
        let EventKind::CallConnected {
            call, queue, agent, ..
        } = event
        else {
            return None;
        };
        let planned = self.router.plan().queues.entry(*queue)?;
        let number = self.desk.call(*call)?.card.caller.number.reveal();
        let is_kept = planned.caller.is_sticky && !number.is_empty();
        is_kept.then(|| CallerRow {
            queue: planned.name.to_string(),
            caller: number.clone(),
            agent: self.desk.agent_name(*agent).to_string(),
            served_us: wall_us,
        })
    }

    /// Tells when the store has fallen behind or caught up, and tells it what it has missed.
    pub(super) fn look_at_store(&mut self) {
        if let Some((cause, advice)) = self.shelf.failure.take() {
            let waiting = 0;
            self.tell_of_store(HistoryFact::StoreBehind {
                cause,
                advice,
                waiting,
            });
        }
        let now = self.clock.now().0;
        let Some(feed) = &mut self.shelf.feed else {
            return;
        };
        let alarm = feed.alarm(now);
        if feed.takes_wish() {
            let alive = self.desk.alive().map(|call| call.0).collect();
            feed.keep(Entry::Alive(alive), now);
            let (standing, plan) = (&self.desk.standing, self.router.plan());
            feed.keep(Entry::Queues(standing.queues.rows(plan)), now);
            for row in standing.rows(plan) {
                feed.keep(Entry::Agent(Box::new(row)), now);
            }
        }
        match alarm {
            Some(Alarm::Behind { failure, waiting }) => {
                let (cause, advice) = (failure.cause, failure.advice);
                tracing::error!(
                    "the store cannot write: {cause}; {advice}. Calls go on, {waiting} entries wait"
                );
                self.tell_of_store(HistoryFact::StoreBehind {
                    cause,
                    advice: advice.to_owned(),
                    waiting,
                });
            }
            Some(Alarm::Caught { lost }) => {
                tracing::warn!(
                    "the store writes again; {lost} entries could not be kept since the start"
                );
                self.tell_of_store(HistoryFact::StoreCaughtUp { lost });
            }
            None => {}
        }
    }

    fn tell_of_store(&mut self, fact: HistoryFact) {
        self.record_own(|journal, now| journal.number(now, None, None, fact));
    }
}
