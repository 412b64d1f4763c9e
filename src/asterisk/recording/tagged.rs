//! Tags that change act at once on what is recorded, on a thread of its own: the worker that tells
//! of them must not wait for a channel, and the keeper may be busy with files.
//!
//! Rule kept: no change is lost. What waits is kept by contact, so that it is bounded by them; the
//! thread looks at the tags as they are by then.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::mem;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};

use crossbeam::channel::{Receiver, Sender, bounded};

use super::{afterwards, calls, keeper};
use crate::asterisk::entrance::entrance;
use crate::asterisk::thread::{discharge, enlist};
use crate::driver::{HistoryFact, HistoryRecord};
use crate::engine::ContactId;
use crate::engine::limits::TAGS_MAX;
use crate::ffi::guard::caught;
use crate::ffi::thread::with_host_signals_blocked;

static NEWS: Mutex<Option<News>> = Mutex::new(None);

/// Contacts whose tags have changed, with the keys that did.
#[derive(Debug)]
struct News {
    waiting: Waiting,
    bell: Sender<()>,
}

type Waiting = BTreeMap<ContactId, BTreeSet<String>>;

/// The thread; it is joined when dropped.
#[derive(Debug)]
pub(in crate::asterisk) struct TagWatch(Option<JoinHandle<()>>);

impl TagWatch {
    /// Starts it.
    ///
    /// # Errors
    /// When the operating system gives no thread.
    pub(in crate::asterisk) fn start() -> io::Result<Self> {
        let (bell, rings) = bounded(1);
        let builder = thread::Builder::new().name("acd-rec-tags".to_owned());
        let thread = with_host_signals_blocked(|| builder.spawn(move || watch(&rings)))?;
        let waiting = Waiting::new();
        *news() = Some(News { waiting, bell });
        Ok(Self(Some(thread)))
    }
}

impl Drop for TagWatch {
    fn drop(&mut self) {
        *news() = None;
        let thread = self.0.take();
        if thread.is_some_and(|thread| thread.join().is_err()) {
            tracing::error!("the thread that looks at tags of recordings ended by a panic");
        }
    }
}

/// Something has happened; on the worker.
pub(in crate::asterisk) fn note(record: &HistoryRecord) {
    if let HistoryFact::TagSet { contact, tag, .. } | HistoryFact::TagRemoved { contact, tag, .. } =
        &record.fact
    {
        changed(*contact, Some(tag.as_str()));
        afterwards::tagged(*contact);
    }
}

/// A contact's tags may be others now.
pub(super) fn changed(contact: ContactId, key: Option<&str>) {
    if !calls::is_recorded(contact) {
        return;
    }
    let mut news = news();
    let Some(news) = news.as_mut() else { return };
    let keys = news.waiting.entry(contact).or_default();
    if keys.len() < TAGS_MAX {
        keys.extend(key.map(str::to_owned));
    }
    // A ring that waits already is enough.
    let _ = news.bell.try_send(());
}

fn watch(rings: &Receiver<()>) {
    enlist(c"acd recorded tags");
    while rings.recv().is_ok() {
        let waiting = news().as_mut().map(|news| mem::take(&mut news.waiting));
        for (contact, keys) in waiting.unwrap_or_default() {
            caught("tags of a recorded call", || look_at(contact, &keys));
        }
    }
    discharge();
}

fn look_at(contact: ContactId, keys: &BTreeSet<String>) {
    let (Some(entrance), Some(tape)) = (entrance(), calls::tape_of_contact(contact)) else {
        return;
    };
    if let Some(channel) = keeper::channel_of(&tape) {
        tape.review(&channel, &entrance.plan().recordings, keys);
    }
}

fn news() -> MutexGuard<'static, Option<News>> {
    NEWS.lock().unwrap_or_else(PoisonError::into_inner)
}
