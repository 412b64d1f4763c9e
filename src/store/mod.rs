//! The store: what survives a restart, in one SQLite file.
//!
//! ```text
//! worker ── Feed ──► backlog ──► writer: a batch each tenth of a second ──► file ◄── reads
//! ```
//!
//! - `entry`: what is kept
//! - `feed`: the call path's end, which never waits
//! - `writer`: the thread that writes
//! - `filing`: how an entry changes the tables
//! - `schema`: the tables, and files of earlier releases
//! - `recovery`: what comes back when the store is opened
//! - `query`: reads
//! - `agent_time`: how long agents were signed in and away
//! - `count`: reads of everything within a time, for reports
//! - `retention`: old rows go
//! - `error`: what can go wrong
//!
//! Rules kept: the call path never waits for a disk; what waits is bounded; what could not be kept
//! is counted, and its numbers are noted. The store reads no clock: times come with the entries.
#![forbid(unsafe_code)]

mod agent_time;
mod count;
mod entry;
mod error;
mod feed;
mod filing;
mod query;
mod recovery;
mod retention;
mod schema;
#[cfg(test)]
mod tests;
mod writer;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::thread::JoinHandle;
use std::time::Duration;
use std::{io, thread};

use crossbeam::channel::{Receiver, bounded, unbounded};
use rusqlite::Connection;

pub use count::{Conversation, Offering, Presence, ROWS_MAX, Span, Stay, Subject};
pub use entry::{
    AgentRow, Arrived, CallerRow, Ended, Entry, FactEntry, Fileable, PendingRow, QueueRow,
    QueueStandingRow, Recorded, SetRow, SkillRow, Step, TagsRow, WrapUpRow,
};
pub use error::StoreError;
pub use feed::{Alarm, BEHIND_MS, Failure, Feed};
pub use query::{CALLS_SHOWN_MAX, CallFilter, Extent, FinishedCall, FinishedOffer, WholeCall};
pub use recovery::{OpenCall, Recovered};
pub use writer::GATHER_MS;

use feed::Progress;
use writer::Writer;

/// Why a call ended of which the end was never heard, because the PBX died.
pub const ENDED_BY_RESTART: &str = filing::ENDED_BY_RESTART;

/// How long the end of the store waits for its last batch.
const LAST_BATCH_WAIT: Duration = Duration::from_secs(5);

/// A store that is open and not yet written to.
#[derive(Debug)]
pub struct OpenStore {
    store: Connection,
    file: PathBuf,
    last_sequence: u64,
    last_call: u64,
    wall_us: u64,
}

/// What a thread does when it begins and ends, and when something about the store is new.
pub struct Hooks {
    /// The thread has begun.
    pub started: fn(),
    /// The thread is about to end.
    pub stopping: fn(),
    /// Writing fails or works again, or facts are missing: whoever has the feed should look.
    pub news: Box<dyn Fn() + Send>,
}

/// The thread that writes. When dropped, or stopped, it writes what is left and ends.
#[derive(Debug)]
pub struct Keeper {
    thread: Option<JoinHandle<()>>,
    has_ended: Receiver<()>,
    progress: Arc<Progress>,
}

/// A store as everybody may look at it; cheap to clone.
#[derive(Debug, Clone)]
pub struct Archive {
    file: Arc<Path>,
    progress: Arc<Progress>,
}

/// The file as it was at one moment; reads of it belong together.
#[derive(Debug)]
pub struct Reading(Connection);

/// How the store stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Entries that wait to be written.
    pub waiting: usize,
    /// Entries written since the start.
    pub written: u64,
    /// Entries that could not be kept since the start.
    pub lost: u64,
    /// When the oldest of what is being written was handed over; `None`: nothing is.
    pub oldest_ms: Option<u64>,
    /// Why nothing can be written now.
    pub failure: Option<Failure>,
    /// The form of the tables.
    pub form: usize,
}

impl OpenStore {
    /// Opens or makes the store; tells what the last run left. Callers who were served before
    /// `oldest_caller_us` are forgotten.
    ///
    /// # Errors
    /// [`StoreError`], with what to do.
    pub fn open(file: &Path, oldest_caller_us: u64) -> Result<(Self, Recovered), StoreError> {
        let mut store = schema::open(file)?;
        let recovered = recovery::recover(&mut store, oldest_caller_us)?;
        let sql = "SELECT coalesce(max(wall_us), 0) FROM \
                   (SELECT wall_us FROM fact ORDER BY sequence DESC LIMIT 1)";
        let wall_us = store.query_row(sql, [], |row| row.get(0))?;
        let open = Self {
            store,
            file: file.to_owned(),
            last_sequence: recovered.last_sequence,
            last_call: recovered.last_call,
            wall_us,
        };
        Ok((open, recovered))
    }

    /// Starts the thread that writes. Rows older than `keep_ms` go; 0: none does.
    ///
    /// # Errors
    /// When the operating system gives no thread.
    pub fn start<F: Fileable>(
        self,
        keep_ms: u64,
        hooks: Hooks,
    ) -> io::Result<(Feed<F>, Keeper, Archive)> {
        let (letters, inbox) = unbounded();
        let progress = Arc::new(Progress::default());
        progress.keep_ms.store(keep_ms, Ordering::SeqCst);
        let (ended, has_ended) = bounded::<()>(1);
        let writer = Writer {
            store: self.store,
            letters: inbox,
            progress: Arc::clone(&progress),
            news: hooks.news,
            last_sequence: self.last_sequence,
            last_call: self.last_call,
            wall_us: self.wall_us,
            forgot_us: 0,
        };
        let (started, stopping) = (hooks.started, hooks.stopping);
        let thread = thread::Builder::new()
            .name("acd-store".to_owned())
            .spawn(move || {
                // Gone with this thread, however it ends.
                let _ended = ended;
                started();
                writer.run();
                stopping();
            })?;
        let archive = Archive {
            file: self.file.into(),
            progress: Arc::clone(&progress),
        };
        let keeper = Keeper {
            thread: Some(thread),
            has_ended,
            progress: Arc::clone(&progress),
        };
        Ok((Feed::new(letters, progress), keeper, archive))
    }
}

impl Keeper {
    /// Waits, once every feed is gone, until all is written; a disk that does not answer is not
    /// waited for longer than some seconds.
    pub fn stop(&mut self) {
        let Some(thread) = self.thread.take() else {
            return;
        };
        self.progress.is_stopping.store(true, Ordering::SeqCst);
        let wait = self.has_ended.recv_timeout(LAST_BATCH_WAIT);
        if matches!(wait, Err(crossbeam::channel::RecvTimeoutError::Timeout)) {
            // Whoever waits longer keeps the PBX from stopping; the thread ends when the disk
            // answers, and needs nothing of ours.
            tracing::error!("the store's disk does not answer: what it was given last may be lost");
            return;
        }
        if thread.join().is_err() {
            tracing::error!("the thread of the store ended by a panic");
        }
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        self.stop();
    }
}

impl Archive {
    /// The file.
    #[must_use]
    pub fn file(&self) -> &Path {
        &self.file
    }

    /// Rows older than that go from now on; 0: none does.
    pub fn keep(&self, keep_ms: u64) {
        self.progress.keep_ms.store(keep_ms, Ordering::SeqCst);
    }

    /// How the store stands.
    #[must_use]
    pub fn standing(&self) -> Standing {
        let order = Ordering::SeqCst;
        let oldest_ms = self.progress.oldest_ms.load(order);
        Standing {
            waiting: self.progress.waiting.load(order),
            written: self.progress.written.load(order),
            lost: self.progress.lost.load(order),
            oldest_ms: Some(oldest_ms).filter(|oldest_ms| *oldest_ms != 0),
            failure: self.progress.failure(),
            form: schema::form(),
        }
    }

    /// Finished calls, the latest first.
    ///
    /// # Errors
    /// [`StoreError`], with what to do.
    pub fn finished(&self, filter: &CallFilter) -> Result<Vec<FinishedCall>, StoreError> {
        let store = schema::open_to_read(&self.file)?;
        Ok(query::finished(&store, filter)?)
    }

    /// One finished call with all that is kept of it; `None`: it is not kept, or not over.
    ///
    /// # Errors
    /// [`StoreError`], with what to do.
    pub fn whole(&self, call: u64) -> Result<Option<WholeCall>, StoreError> {
        let store = schema::open_to_read(&self.file)?;
        Ok(query::whole(&store, call)?)
    }

    /// How much is kept.
    ///
    /// # Errors
    /// [`StoreError`], with what to do.
    pub fn extent(&self) -> Result<Extent, StoreError> {
        let store = schema::open_to_read(&self.file)?;
        Ok(query::extent(&store)?)
    }

    /// A view of the file that stays as it is now, for reads that belong together.
    ///
    /// # Errors
    /// [`StoreError`], with what to do.
    pub fn read(&self) -> Result<Reading, StoreError> {
        let store = schema::open_to_read(&self.file)?;
        store.execute_batch("BEGIN")?;
        Ok(Reading(store))
    }
}

impl Reading {
    /// Tells of calls in a queue or with a tag, by the moment from which on they count. False:
    /// there were more than [`ROWS_MAX`]; here and below.
    ///
    /// # Errors
    /// [`StoreError`], with what to do; here and below.
    pub fn stays(
        &self,
        subject: Subject<'_>,
        span: Span,
        tell: &mut dyn FnMut(Stay<'_>),
    ) -> Result<bool, StoreError> {
        Ok(count::stays(&self.0, subject, span, tell)?)
    }

    /// Tells of offers that were made within the time, of one agent or all.
    ///
    /// # Errors
    /// As above.
    pub fn offers(
        &self,
        agent: Option<&str>,
        span: Span,
        tell: &mut dyn FnMut(Offering<'_>),
    ) -> Result<bool, StoreError> {
        Ok(count::offers(&self.0, agent, span, tell)?)
    }

    /// Tells of conversations that may reach into the time, of one agent or all.
    ///
    /// # Errors
    /// As above.
    pub fn conversations(
        &self,
        agent: Option<&str>,
        span: Span,
        tell: &mut dyn FnMut(Conversation<'_>),
    ) -> Result<bool, StoreError> {
        Ok(count::conversations(&self.0, agent, span, tell)?)
    }

    /// Tells how long agents were signed in and not ready, as far as it reaches into the time.
    ///
    /// # Errors
    /// As above.
    pub fn times(
        &self,
        agent: Option<&str>,
        span: Span,
        tell: &mut dyn FnMut(Presence<'_>),
    ) -> Result<bool, StoreError> {
        Ok(count::times(&self.0, agent, span, tell)?)
    }
}
