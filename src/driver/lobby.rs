//! What host threads and the worker share.
//!
//! Rule kept: each lock is held for a few instructions, never while anything else is called.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU8, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, RwLock};
use std::time::Duration;

use crossbeam::channel::{Receiver, RecvTimeoutError, Sender, bounded};

use crate::config::{Settings, Surroundings};
use crate::engine::limits::AGENTS_MAX;
use crate::engine::{AgentId, CallId, DeviceState, FloorPlan};
use crate::redact;
use crate::store::Archive;

use super::alarms::AlarmView;
use super::inbox::{Inbox, Letter};
use super::pins::PinGuard;
use super::refusal::Refusal;

/// How long a host thread waits for the worker's answer.
const ANSWER_WAIT: Duration = Duration::from_secs(2);

/// The last call id that was given out. Kept over stop and start, so that no id means two calls
/// in one run of the PBX.
static CALL_LAST: AtomicU64 = AtomicU64::new(0);

/// After a run that ended without a word, calls are numbered from the next multiple of this.
const ROUND: u64 = 1_000;

/// The configuration in force.
#[derive(Debug, Clone)]
pub(super) struct Published {
    /// For names and requirements.
    pub(super) plan: Arc<FloorPlan>,
    /// For adapters.
    pub(super) settings: Arc<Settings>,
}

/// What became of the store.
#[derive(Debug)]
pub(super) enum StoreState {
    /// It is written to.
    Open(Archive),
    /// It could not be opened.
    Failed {
        /// Which file.
        file: PathBuf,
        /// Why.
        cause: String,
    },
}

/// Whether anybody works behind the door.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Condition {
    /// The worker serves.
    Serving,
    /// The driver was stopped.
    Stopped,
    /// The engine failed too often.
    GivenUp,
}

/// The shared state of one driver.
pub(super) struct Lobby {
    inbox: Inbox,
    // Latest state of devices that changed since the worker last looked, at most one an agent.
    devices: Mutex<BTreeMap<AgentId, DeviceState>>,
    published: RwLock<Arc<Published>>,
    condition: AtomicU8,
    calls_in_hand: AtomicUsize,
    // Empty: there is none.
    store: OnceLock<StoreState>,
    /// What configurations are checked against.
    pub(super) surroundings: Surroundings,
    // What is wrong now.
    alarms: Mutex<Arc<[AlarmView]>>,
    /// Looks at PINs.
    pub(super) pins: PinGuard,
    /// Held while a reload is under way: one at a time.
    pub(super) reloading: Mutex<()>,
}

impl Lobby {
    /// A lobby with this configuration in force, and the worker's end of its inbox.
    pub(super) fn new(
        published: Published,
        surroundings: Surroundings,
    ) -> (Arc<Self>, Receiver<Letter>) {
        let (inbox, letters) = Inbox::new();
        redact::hide_callers(published.settings.redact_caller);
        let lobby = Self {
            inbox,
            devices: Mutex::default(),
            published: RwLock::new(Arc::new(published)),
            condition: AtomicU8::new(Condition::Serving as u8),
            calls_in_hand: AtomicUsize::new(0),
            store: OnceLock::new(),
            surroundings,
            alarms: Mutex::default(),
            pins: PinGuard::new(),
            reloading: Mutex::new(()),
        };
        (Arc::new(lobby), letters)
    }

    /// Sends a request and waits for the answer, at most two seconds.
    ///
    /// # Errors
    /// Whatever keeps the worker from answering.
    pub(super) fn ask<T>(&self, letter: impl FnOnce(Sender<T>) -> Letter) -> Result<T, Refusal> {
        self.check()?;
        let (reply, answer) = bounded(1);
        self.inbox
            .request(letter(reply))
            .map_err(|refusal| self.check().err().unwrap_or(refusal))?;
        answer
            .recv_timeout(ANSWER_WAIT)
            .map_err(|error| match error {
                RecvTimeoutError::Timeout => Refusal::NotAnswering,
                // The letter was dropped unanswered: by the end of the worker, or by a panic.
                RecvTimeoutError::Disconnected => {
                    self.check().err().unwrap_or(Refusal::EngineFailed)
                }
            })
    }

    /// Sends a fact that must not be lost.
    pub(super) fn report(&self, letter: Letter) {
        self.inbox.report(letter);
    }

    /// How many letters wait for the worker.
    #[cfg(test)]
    pub(super) fn letters_waiting(&self) -> usize {
        self.inbox.waiting()
    }

    /// Notes a device's state for the worker and wakes it if nobody has yet.
    pub(super) fn post_device(&self, agent: AgentId, device: DeviceState) {
        let is_first = {
            let mut devices = unpoisoned(self.devices.lock());
            if devices.len() >= AGENTS_MAX && !devices.contains_key(&agent) {
                return;
            }
            let is_first = devices.is_empty();
            devices.insert(agent, device);
            is_first
        };
        if is_first {
            self.inbox.report(Letter::DevicesChanged);
        }
    }

    /// Takes all noted device states.
    pub(super) fn take_devices(&self) -> BTreeMap<AgentId, DeviceState> {
        std::mem::take(&mut *unpoisoned(self.devices.lock()))
    }

    /// Forgets what was noted of an agent whose device is about to be another.
    pub(super) fn forget_device(&self, agent: AgentId) {
        unpoisoned(self.devices.lock()).remove(&agent);
    }

    /// The configuration in force.
    pub(super) fn published(&self) -> Arc<Published> {
        let published = self
            .published
            .read()
            .unwrap_or_else(PoisonError::into_inner);
        Arc::clone(&published)
    }

    /// Puts a configuration in force.
    pub(super) fn publish(&self, published: Arc<Published>) {
        redact::hide_callers(published.settings.redact_caller);
        if let Some(StoreState::Open(archive)) = self.store.get() {
            archive.keep(published.settings.store.keep_ms);
        }
        *self
            .published
            .write()
            .unwrap_or_else(PoisonError::into_inner) = published;
    }

    /// Says that nobody works any more. The first word holds.
    pub(super) fn close(&self, condition: Condition) {
        let serving = Condition::Serving as u8;
        let order = Ordering::SeqCst;
        let _ = self
            .condition
            .compare_exchange(serving, condition as u8, order, order);
    }

    /// Refuses when nobody works any more.
    pub(super) fn check(&self) -> Result<(), Refusal> {
        match self.condition.load(Ordering::SeqCst) {
            code if code == Condition::Stopped as u8 => Err(Refusal::Stopped),
            code if code == Condition::GivenUp as u8 => Err(Refusal::GivenUp),
            _ => Ok(()),
        }
    }

    /// What is wrong now.
    pub(super) fn alarms(&self) -> Arc<[AlarmView]> {
        Arc::clone(&self.alarms.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Publishes what is wrong now.
    pub(super) fn set_alarms(&self, alarms: Vec<AlarmView>) {
        *self.alarms.lock().unwrap_or_else(PoisonError::into_inner) = alarms.into();
    }

    /// Says what became of the store; once, before anybody asks.
    pub(super) fn set_store(&self, state: StoreState) {
        let _ = self.store.set(state);
    }

    /// What became of the store; `None`: there is none.
    pub(super) fn store(&self) -> Option<&StoreState> {
        self.store.get()
    }

    /// Calls are numbered after that one. If the last run did not say good-bye, numbers may have
    /// been given out that nobody knows: the next round number is behind them.
    pub(super) fn number_after(&self, last: CallId, is_closed: bool) {
        let unknown = if is_closed || last.0 == 0 {
            0
        } else {
            ROUND - last.0 % ROUND
        };
        CALL_LAST.fetch_max(last.0 + unknown, Ordering::Relaxed);
    }

    /// A call id that was never used before.
    pub(super) fn next_call(&self) -> CallId {
        CallId(CALL_LAST.fetch_add(1, Ordering::Relaxed) + 1)
    }

    /// Calls whose threads hold a ticket or a conversation.
    pub(super) fn calls_in_hand(&self) -> usize {
        self.calls_in_hand.load(Ordering::SeqCst)
    }
}

/// Counts one call as in hand for as long as it lives.
pub(super) struct InHand {
    lobby: Arc<Lobby>,
}

impl InHand {
    pub(super) fn new(lobby: Arc<Lobby>) -> Self {
        lobby.calls_in_hand.fetch_add(1, Ordering::SeqCst);
        Self { lobby }
    }

    pub(super) fn lobby(&self) -> &Lobby {
        &self.lobby
    }
}

impl Drop for InHand {
    fn drop(&mut self) {
        self.lobby.calls_in_hand.fetch_sub(1, Ordering::SeqCst);
    }
}

// Nothing panics while one of these locks is held, so a poisoned one still holds whole values.
fn unpoisoned<'a, T>(
    lock: Result<MutexGuard<'a, T>, PoisonError<MutexGuard<'a, T>>>,
) -> MutexGuard<'a, T> {
    lock.unwrap_or_else(PoisonError::into_inner)
}
