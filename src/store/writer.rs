//! The thread that writes: what has come in within a tenth of a second is one batch, and a batch
//! is kept whole or not at all.
//!
//! Rule kept: nothing that was taken is given up while the thread lives. A batch that cannot be
//! written is tried again each second; meanwhile what comes in waits.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use crossbeam::channel::{Receiver, Sender, after, never, select};
use rusqlite::Connection;

use super::entry::{Entry, Fileable};
use super::error::StoreError;
use super::feed::{Failure, Letter, Progress};
use super::{filing, retention};

/// How long a batch is gathered: with the time of one write this is what a crash can take along.
pub const GATHER_MS: u64 = 100;
/// Entries of one batch.
const BATCH_MAX: usize = 4_096;
/// Time before a batch is tried again.
const RETRY: Duration = Duration::from_secs(1);
/// Old rows are looked for this often, by the time of day of what is written.
const FORGET_EVERY_US: u64 = 600_000_000;

const ORDER: Ordering = Ordering::SeqCst;

/// The thread's belongings.
pub(super) struct Writer<F> {
    pub(super) store: Connection,
    pub(super) letters: Receiver<Letter<F>>,
    pub(super) progress: Arc<Progress>,
    /// Called when writing has failed or works again, or facts are missing.
    pub(super) news: Box<dyn Fn() + Send>,
    /// The number of the last fact that was kept.
    pub(super) last_sequence: u64,
    /// The highest number of a call.
    pub(super) last_call: u64,
    /// The latest time of day that was written.
    pub(super) wall_us: u64,
    pub(super) forgot_us: u64,
}

impl<F: Fileable> Writer<F> {
    /// Writes until nobody hands anything over any more.
    pub(super) fn run(mut self) {
        let mut batch = Vec::new();
        let mut flushes = Vec::new();
        while self.gather(&mut batch, &mut flushes) {
            while let Err(error) = self.write(&batch) {
                self.fail(&error);
                if self.progress.is_stopping.load(ORDER) {
                    self.give_up(batch.len(), &error);
                    return;
                }
                let _ = never::<()>().recv_timeout(RETRY);
            }
            self.succeed(batch.len());
            batch.clear();
            for reply in flushes.drain(..) {
                // Whoever asked may have stopped waiting.
                let _ = reply.send(());
            }
            self.forget();
        }
        let _ = self.store.execute("UPDATE run SET is_closed = 1", []);
    }

    /// Takes in what comes within a moment. False: nothing will come any more.
    fn gather(&self, batch: &mut Vec<Entry<F>>, flushes: &mut Vec<Sender<()>>) -> bool {
        self.progress.oldest_ms.store(0, ORDER);
        let Ok(first) = self.letters.recv() else {
            return false;
        };
        let mut is_urgent = self.take(first, batch, flushes);
        let moment = after(Duration::from_millis(GATHER_MS));
        while batch.len() < BATCH_MAX {
            let letter = if is_urgent {
                self.letters.try_recv().ok()
            } else {
                select! {
                    recv(self.letters) -> letter => letter.ok(),
                    recv(moment) -> _ => None,
                }
            };
            let Some(letter) = letter else {
                break;
            };
            is_urgent |= self.take(letter, batch, flushes);
        }
        true
    }

    /// True: somebody waits for the end of the batch.
    fn take(
        &self,
        letter: Letter<F>,
        batch: &mut Vec<Entry<F>>,
        flushes: &mut Vec<Sender<()>>,
    ) -> bool {
        match letter {
            Letter::Keep(entry, at_ms) => {
                if batch.is_empty() {
                    self.progress.oldest_ms.store(at_ms.max(1), ORDER);
                }
                batch.push(entry);
                false
            }
            Letter::Flush(reply) => {
                flushes.push(reply);
                true
            }
        }
    }

    fn write(&mut self, batch: &[Entry<F>]) -> Result<(), StoreError> {
        let (mut last_sequence, mut last_call) = (self.last_sequence, self.last_call);
        let mut wall_us = self.wall_us;
        let mut is_gap = false;
        let whole = self.store.transaction()?;
        for entry in batch {
            match entry {
                Entry::Fact(line) => {
                    let fact = line.entry();
                    wall_us = wall_us.max(fact.wall_us);
                    if fact.sequence > last_sequence + 1 {
                        filing::gap(&whole, last_sequence + 1, fact.sequence - 1, fact.wall_us)?;
                        is_gap = true;
                    }
                    last_sequence = last_sequence.max(fact.sequence);
                    last_call = last_call.max(fact.call.unwrap_or(0));
                    filing::fact(&whole, &fact)?;
                }
                Entry::Agent(agent) => filing::agent(&whole, agent, wall_us)?,
                Entry::Queues(queues) => filing::queues(&whole, queues)?,
                Entry::Caller(caller) => filing::caller(&whole, caller)?,
                Entry::Tags(tags) => filing::tags(&whole, tags)?,
                Entry::Alive(calls) => filing::alive(&whole, calls, wall_us)?,
            }
        }
        whole
            .prepare_cached("UPDATE run SET last_sequence = ?, last_call = ?")?
            .execute([last_sequence, last_call])?;
        whole.commit()?;
        (self.last_sequence, self.last_call) = (last_sequence, last_call);
        self.wall_us = wall_us;
        if is_gap {
            self.progress.wants_alive.store(true, ORDER);
            (self.news)();
        }
        Ok(())
    }

    fn fail(&self, error: &StoreError) {
        let failure = Failure {
            cause: error.to_string(),
            advice: error.advice(),
        };
        if self.progress.set_failure(Some(failure)) {
            (self.news)();
        }
    }

    fn succeed(&self, count: usize) {
        self.progress.waiting.fetch_sub(count, ORDER);
        self.progress.written.fetch_add(count as u64, ORDER);
        self.progress.oldest_ms.store(0, ORDER);
        if self.progress.set_failure(None) {
            (self.news)();
        }
    }

    fn give_up(&self, count: usize, error: &StoreError) {
        let left = count + self.letters.len();
        self.progress.lost.fetch_add(left as u64, ORDER);
        tracing::error!("the store ends without {left} entries that it could not write: {error}");
    }

    /// Lets old rows go, a few at a time, while nothing else is to be done.
    fn forget(&mut self) {
        let keep_us = self.progress.keep_ms.load(ORDER).saturating_mul(1_000);
        if keep_us == 0 || self.wall_us < self.forgot_us.saturating_add(FORGET_EVERY_US) {
            return;
        }
        let before_us = self.wall_us.saturating_sub(keep_us);
        match retention::forget(&mut self.store, before_us) {
            Ok(true) => {}
            Ok(false) => self.forgot_us = self.wall_us,
            // What cannot be deleted now can be next time; writing has its own alarm.
            Err(error) => {
                tracing::debug!(%error, "old rows stay for now");
                self.forgot_us = self.wall_us;
            }
        }
    }
}
