//! Tags that come after a recording: in after-call time, or later in the same visit.
//!
//! Rule kept: a sidecar tells the tags that the visit has in the end. Whoever finishes a recording
//! says so here first; the keeper does one after the other, so that a tag never comes before the
//! sidecar it belongs into.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::keeper;
use crate::driver::tags_of_contact;
use crate::engine::{ContactId, Tags};
use crate::recordings::sidecar::{Sidecar, SidecarState};

/// The sidecars of visits that go on.
static FINISHED: Mutex<BTreeMap<ContactId, Vec<PathBuf>>> = Mutex::new(BTreeMap::new());

/// A recording of a visit is being finished.
pub(super) fn add(contact: ContactId, sidecar: PathBuf) {
    let mut finished = finished();
    // Visits that are over have no more tags.
    finished.retain(|known, _| *known == contact || tags_of_contact(*known).is_some());
    finished.entry(contact).or_default().push(sidecar);
}

/// Two visits are one.
pub(super) fn join(former: ContactId, present: ContactId) {
    let mut finished = finished();
    if let Some(sidecars) = finished.remove(&former) {
        finished.entry(present).or_default().extend(sidecars);
    }
}

/// The tags of a visit have changed; on the worker.
pub(super) fn tagged(contact: ContactId) {
    let sidecars = finished().get(&contact).cloned();
    if let (Some(sidecars), Some(tags)) = (sidecars, tags_of_contact(contact)) {
        keeper::retag(sidecars, tags);
    }
}

/// Writes tags into a sidecar; one that is gone has no use for them.
pub(super) fn retag(path: &Path, tags: &Tags) {
    let Ok(mut sidecar) = Sidecar::read(path) else {
        return;
    };
    let tags = told(tags);
    if sidecar.state == SidecarState::Open || sidecar.tags == tags {
        return;
    }
    sidecar.tags = tags;
    if let Err(error) = sidecar.write(path) {
        let path = path.display();
        tracing::error!("{path}: tags of the call cannot be written: {error}");
    }
}

/// Tags as a sidecar tells them.
pub(super) fn told(tags: &Tags) -> BTreeMap<String, String> {
    let pairs = tags.iter();
    pairs
        .map(|(key, value)| (key.to_string(), value.to_string()))
        .collect()
}

fn finished() -> MutexGuard<'static, BTreeMap<ContactId, Vec<PathBuf>>> {
    FINISHED.lock().unwrap_or_else(PoisonError::into_inner)
}
