//! The driver: the one place with a clock, a thread and a lock.
//!
//! ```text
//! PBX threads ── Entrance, Ticket ──► inbox ──► worker: engine.handle, then all it says ──► Host
//!      ▲ bell (eventfd)                              │
//!      └────────────── orders in the call's mailbox ◄┘
//! ```
//!
//! Hosts start a [`Driver`], give [`Entrance`]s to their threads and implement [`Host`]. Nothing
//! here knows a PBX, and nothing here decides about calls: that is the engine's.
//!
//! Rule kept: the worker waits for nobody, and nobody waits for the worker longer than two
//! seconds. Deliberately absent: polling, and anything that survives [`Driver::stop`].
#![forbid(unsafe_code)]

mod admission;
mod announced;
mod archive;
mod arrival;
mod card;
mod change;
mod change_facts;
mod clock;
mod contact;
mod conversation;
mod desk;
mod entrance;
mod fallback;
mod filing;
mod floor_facts;
mod glance;
mod history;
mod history_record;
mod host;
mod inbox;
mod journaling;
mod keeping;
mod line;
mod lobby;
mod mailbox;
mod note;
mod obeying;
mod order;
mod pins;
mod priority;
mod questions;
mod queue_lines;
mod recovery;
mod refusal;
mod reload;
mod reserve;
mod standing;
mod supervision;
mod tagging;
#[cfg(test)]
mod tests;
mod ticket;
mod views;
mod worker;
mod wrap_up_facts;

use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::{fmt, io, thread};

use thiserror::Error;

pub use crate::config::{
    Change, ConfigError, ConfigErrorKind, ConfigWarning, Difference, Entry, Section, Settings,
    check_sound, check_subroutine, duration_ms, parse,
};
pub use crate::reports::queue_log::Line as QueueLogLine;
pub use crate::store::{CALLS_SHOWN_MAX, CallFilter};
pub use archive::{FinishedCallView, FinishedOfferView, StoreView, WholeCallView};
pub use arrival::{CallRequest, TimeWanted};
pub use card::{CallName, Caller};
pub use change::Destination;
pub use clock::{Countdown, Stopwatch, wall_us};
pub use contact::{forget_contact, open_contact, tags_of_contact};
pub use conversation::Conversation;
pub use entrance::Entrance;
pub use history::HistoryFact;
pub use history_record::HistoryRecord;
pub use host::Host;
pub use keeping::StorePlace;
pub use line::{AgentLine, WhereSignedIn, is_line, line_interface};
pub use note::Note;
pub use order::Order;
pub use refusal::Refusal;
pub use reload::{ReloadError, ReloadSummary};
pub use tagging::Tagged;
pub use ticket::Ticket;
pub use views::{
    AgentExplanationView, AgentView, AwayView, CallChanceView, CallView, ComingStepView, Doing,
    ExplanationView, ProspectView, QueueChanceView, QueueView, ReasonView,
};

use crate::config;
use crate::store::Keeper;
use inbox::Letter;
use lobby::{Condition, Lobby, Published};
use reload::counted;
use worker::Worker;

/// Why the driver did not start.
#[derive(Debug, Error)]
pub enum StartError {
    /// The configuration has errors; here are all of them, by file and line.
    #[error("{} in the configuration", counted(.0.len(), "error", "errors"))]
    Config(Vec<ConfigError>),
    /// The operating system gives no thread.
    #[error("cannot start the thread of call distribution: {0}")]
    Thread(io::Error),
}

/// A running contact centre. Dropping it stops it.
pub struct Driver {
    lobby: Arc<Lobby>,
    warnings: Vec<ConfigWarning>,
    thread: Mutex<Option<JoinHandle<()>>>,
    // Stops after the worker, which has the store's feed.
    keeper: Mutex<Option<Keeper>>,
}

impl Driver {
    /// Checks the configuration and starts the worker thread. The driver serves when this
    /// returns, and may be started anew after a stop as often as one likes.
    ///
    /// # Errors
    /// When the configuration has errors or no thread can be had.
    pub fn start(host: impl Host, sections: &[Section]) -> Result<Self, StartError> {
        let loaded = config::load(sections, None).map_err(StartError::Config)?;
        let published = Published {
            plan: Arc::new(loaded.plan),
            settings: Arc::new(loaded.settings),
        };
        let (lobby, letters) = Lobby::new(published);
        let shared = Arc::clone(&lobby);
        let (heritage, keeper) = recovery::open(host.store_place(), &lobby);
        let host = Box::new(host);
        let thread = thread::Builder::new()
            .name("acd-worker".to_owned())
            .spawn(move || Worker::run(shared, letters, host, heritage))
            .map_err(StartError::Thread)?;
        Ok(Self {
            lobby,
            warnings: loaded.warnings,
            thread: Mutex::new(Some(thread)),
            keeper: Mutex::new(keeper),
        })
    }

    /// A handle for the PBX's threads; stays valid, and refuses politely, after a stop.
    #[must_use]
    pub fn entrance(&self) -> Entrance {
        Entrance::new(Arc::clone(&self.lobby))
    }

    /// What was odd in the configuration at the start, each printable as a line.
    #[must_use]
    pub fn warnings(&self) -> &[ConfigWarning] {
        &self.warnings
    }

    /// Stops the worker and waits until its thread is gone. Calls that wait are released with
    /// [`CallExit::EngineFailed`](crate::engine::CallExit::EngineFailed), requests that wait are
    /// refused; unload a module only when [`Entrance::calls_in_hand`] is 0. Does nothing the
    /// second time. Must not be called from a method of [`Host`].
    pub fn stop(&self) {
        self.lobby.close(Condition::Stopped);
        self.lobby.report(Letter::Stop);
        let thread = self
            .thread
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        if thread.is_some_and(|thread| thread.join().is_err()) {
            tracing::error!("the thread of call distribution ended by a panic");
        }
        // The last lines are written before this returns.
        let keeper = self.keeper.lock();
        drop(keeper.unwrap_or_else(PoisonError::into_inner).take());
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        self.stop();
    }
}

impl fmt::Debug for Driver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lobby = &self.lobby;
        f.debug_struct("Driver")
            .field("calls_in_hand", &lobby.calls_in_hand())
            .finish()
    }
}
