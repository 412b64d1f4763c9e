//! Contacts: callers' whole visits, in queues or not, each with its tags.
//!
//! A host opens a contact when somebody first wants to know or say something about a caller, keeps
//! its id with the caller, and tells when the caller is gone. The worker changes tags; here is a
//! copy for whoever reads, which costs no question to the worker and outlives a driver that is
//! stopped and started anew.
//!
//! Rule kept: the lock is held for a few instructions, never while anything else is called.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::engine::limits::CONTACTS_MAX;
use crate::engine::{ContactId, Tags};

use super::card::clipped;
use super::entrance::Entrance;
use super::inbox::Letter;

/// Bytes kept of the host's name of a contact.
const HOST_CALL_BYTES_MAX: usize = 192;

/// The last id that was given out; no id means two contacts in one run of the PBX.
static CONTACT_LAST: AtomicU64 = AtomicU64::new(0);

static CONTACTS: Mutex<BTreeMap<ContactId, Known>> = Mutex::new(BTreeMap::new());

#[derive(Debug, Clone)]
struct Known {
    host_call: Arc<str>,
    tags: Tags,
}

/// A new contact of a caller whom the host calls so; `None`: there are as many as may be.
#[must_use]
pub fn open_contact(host_call: &str) -> Option<ContactId> {
    let known = Known {
        host_call: clipped(host_call, HOST_CALL_BYTES_MAX).into(),
        tags: Tags::default(),
    };
    let mut contacts = contacts();
    if contacts.len() >= CONTACTS_MAX {
        return None;
    }
    let id = ContactId(CONTACT_LAST.fetch_add(1, Ordering::Relaxed) + 1);
    contacts.insert(id, known);
    Some(id)
}

/// The tags of a contact; `None`: there is none of this id, or its caller is gone.
#[must_use]
pub fn tags_of_contact(id: ContactId) -> Option<Tags> {
    contacts().get(&id).map(|known| known.tags.clone())
}

/// Forgets a contact whose caller is gone, where no driver is there to tell.
pub fn forget_contact(id: ContactId) {
    contacts().remove(&id);
}

/// The host's name of a contact; empty if it is long gone.
pub(super) fn host_call_of(id: ContactId) -> Arc<str> {
    let contacts = contacts();
    contacts
        .get(&id)
        .map_or_else(|| "".into(), |known| Arc::clone(&known.host_call))
}

/// A contact has these tags from now on.
pub(super) fn note_tags(id: ContactId, tags: Tags) {
    if let Some(known) = contacts().get_mut(&id) {
        known.tags = tags;
    }
}

impl Entrance {
    /// A caller has taken the place of another one, as after an attended transfer: the calls of
    /// the former contact are the present one's, and so are tags that this one lacks.
    pub fn join_contacts(&self, former: ContactId, present: ContactId) {
        self.lobby()
            .report(Letter::ContactsJoined { former, present });
    }

    /// The caller of a contact is gone. What agents still have to do about it goes on.
    pub fn contact_gone(&self, id: ContactId) {
        if self.check_serving().is_err() {
            forget_contact(id);
        } else {
            self.lobby().report(Letter::ContactGone(id));
        }
    }
}

// Nothing panics while the lock is held, so a poisoned one still holds whole values.
fn contacts() -> MutexGuard<'static, BTreeMap<ContactId, Known>> {
    CONTACTS.lock().unwrap_or_else(PoisonError::into_inner)
}
