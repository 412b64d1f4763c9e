//! The call path's end of the store: hands entries over and never waits.
//!
//! Rule kept: what waits is bounded. When the bound is reached nothing is taken until half of it
//! has been written; what is not taken is counted, and the writer notes which numbers are missing.

use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use crossbeam::channel::Sender;

use super::entry::Entry;

/// Entries that may wait to be written.
pub(super) const WAITING_MAX: usize = 65_536;
/// Entries that may wait when the store is no longer behind.
const CAUGHT_MAX: usize = 1_000;
/// How old the oldest entry may be before the store counts as behind, in milliseconds.
pub const BEHIND_MS: u64 = 2_000;

const ORDER: Ordering = Ordering::SeqCst;

/// A message to the writer.
#[derive(Debug)]
pub(super) enum Letter<F> {
    /// Something to keep, and when it was handed over.
    Keep(Entry<F>, u64),
    /// Write what there is now, then tell.
    Flush(Sender<()>),
}

/// What the writer and everybody who asks about it share.
#[derive(Debug, Default)]
pub(super) struct Progress {
    // Entries handed over and not written.
    pub(super) waiting: AtomicUsize,
    pub(super) written: AtomicU64,
    pub(super) lost: AtomicU64,
    // When the oldest of what is being written was handed over; 0: nothing is.
    pub(super) oldest_ms: AtomicU64,
    // Facts are missing: the feed should say what is alive.
    pub(super) wants_alive: AtomicBool,
    pub(super) is_stopping: AtomicBool,
    pub(super) keep_ms: AtomicU64,
    // Why nothing can be written now.
    failure: Mutex<Option<Failure>>,
}

/// Why nothing can be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// What the system says.
    pub cause: String,
    /// What to do about it.
    pub advice: &'static str,
}

impl Progress {
    pub(super) fn failure(&self) -> Option<Failure> {
        let failure = self.failure.lock().unwrap_or_else(PoisonError::into_inner);
        failure.clone()
    }

    /// Notes whether writing fails. True: it is news.
    pub(super) fn set_failure(&self, failure: Option<Failure>) -> bool {
        let mut place = self.failure.lock().unwrap_or_else(PoisonError::into_inner);
        let is_news = place.is_some() != failure.is_some();
        *place = failure;
        is_news
    }
}

/// What has changed about the store since it was last asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Alarm {
    /// It is behind: nothing is lost yet, or only what is counted.
    Behind {
        /// Why.
        failure: Failure,
        /// Entries that wait.
        waiting: usize,
    },
    /// Everything is written again that could be kept meanwhile.
    Caught {
        /// Entries that could not be kept since the start.
        lost: u64,
    },
}

/// Where entries are handed over; one thread has it.
#[derive(Debug)]
pub struct Feed<F> {
    letters: Sender<Letter<F>>,
    progress: Arc<Progress>,
    is_full: bool,
    is_behind: bool,
}

impl<F> Feed<F> {
    pub(super) const fn new(letters: Sender<Letter<F>>, progress: Arc<Progress>) -> Self {
        Self {
            letters,
            progress,
            is_full: false,
            is_behind: false,
        }
    }

    /// Hands an entry over at `now_ms`, of a clock that never goes back.
    pub fn keep(&mut self, entry: Entry<F>, now_ms: u64) {
        let waiting = self.progress.waiting.load(ORDER);
        self.is_full = waiting >= WAITING_MAX || (self.is_full && waiting > WAITING_MAX / 2);
        if self.is_full {
            self.progress.lost.fetch_add(1, ORDER);
            return;
        }
        self.progress.waiting.fetch_add(1, ORDER);
        if self.letters.send(Letter::Keep(entry, now_ms)).is_err() {
            self.progress.lost.fetch_add(1, ORDER);
            self.progress.set_failure(Some(Failure {
                cause: "the thread of the store has ended".to_owned(),
                advice: "report it as a bug, unload and load the module",
            }));
        }
    }

    /// Tells when everything handed over so far is written.
    pub fn flush(&self, written: Sender<()>) {
        // Nobody writes any more: whoever waits sees that the sender is gone.
        let _ = self.letters.send(Letter::Flush(written));
    }

    /// Whether the writer misses facts and wants to know which calls are alive; true once.
    #[must_use]
    pub fn takes_wish(&self) -> bool {
        self.progress.wants_alive.swap(false, ORDER)
    }

    /// What has changed since this was last asked.
    #[must_use]
    pub fn alarm(&mut self, now_ms: u64) -> Option<Alarm> {
        let progress = &self.progress;
        let oldest_ms = progress.oldest_ms.load(ORDER);
        let is_slow = oldest_ms != 0 && now_ms.saturating_sub(oldest_ms) > BEHIND_MS;
        let failure = progress.failure();
        // Behind until little waits: a moment of success is no recovery.
        let is_catching_up = self.is_behind && progress.waiting.load(ORDER) > CAUGHT_MAX;
        let is_behind = is_slow || failure.is_some() || is_catching_up;
        if is_behind == self.is_behind {
            return None;
        }
        self.is_behind = is_behind;
        if !is_behind {
            let lost = progress.lost.load(ORDER);
            return Some(Alarm::Caught { lost });
        }
        let failure = failure.unwrap_or(Failure {
            cause: "the disk does not answer".to_owned(),
            advice: "look at that disk and at the system's own log",
        });
        Some(Alarm::Behind {
            failure,
            waiting: progress.waiting.load(ORDER),
        })
    }
}
