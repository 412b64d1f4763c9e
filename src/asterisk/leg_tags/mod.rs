//! What an agent's leg knows of the tags of its call, from the moment it is dialled until the
//! conversation is over: each as a variable, and what the phone shows of them.
//!
//! Rule kept: a change is told at once, by a thread of its own (`teller`), because the worker calls
//! nothing that may wait for a channel. Whoever makes a leg tells it first and enters it on the
//! `board` then; from then on only the teller does. Left out on purpose: the phone of an agent who
//! talks to somebody else by now is not told a new name for that person.

mod board;
mod teller;

use std::ffi::{CStr, CString};
use std::sync::Arc;

use board::{Told, board};

use super::channel::Channel;
use super::serviced::Serviced;
use crate::driver::{HistoryFact, HistoryRecord, tags_of_contact};
use crate::engine::{ContactId, Display, DisplayFacts, OfferTerms, Tags};
use crate::ffi::text;
use crate::redact::Redacted;

pub(super) use teller::Teller;

/// What the variables begin with that tell a tag.
const BEGINNING: &CStr = c"ACDTAG_";

/// A leg that is told of changes while this lives.
#[derive(Debug)]
pub(super) struct LegTags(u64);

/// What a phone shows as the caller's name.
#[derive(Debug, Clone)]
pub(super) struct Screen {
    display: Display,
    queue: Arc<str>,
    name: Redacted<String>,
    number: Redacted<String>,
    wait_ms: u64,
    /// As it is now.
    shown: CString,
}

impl Screen {
    /// What the phones of this offer show, if not the caller's own name.
    pub(super) fn new(caller: &Serviced, terms: &OfferTerms, tags: &Tags) -> Option<Self> {
        let display = terms.queue.phone.display.clone()?;
        let (name, number) = {
            let locked = caller.lock();
            (locked.caller_name(), locked.caller_number())
        };
        let mut screen = Self {
            display,
            queue: Arc::clone(&terms.queue.name),
            name,
            number,
            wait_ms: terms.wait_ms,
            shown: CString::default(),
        };
        screen.shown = screen.text(tags);
        Some(screen)
    }

    /// As it is now.
    pub(super) fn shown(&self) -> &CStr {
        &self.shown
    }

    fn text(&self, tags: &Tags) -> CString {
        text::c_string(&self.display.text(&DisplayFacts {
            queue: &self.queue,
            name: self.name.reveal(),
            number: self.number.reveal(),
            wait_ms: self.wait_ms,
            tags,
        }))
    }
}

impl LegTags {
    /// Follows the tags of this contact for a leg that has been told these, and shows that.
    pub(super) fn follow(
        leg: &Channel,
        contact: ContactId,
        tags: &Tags,
        screen: Option<Screen>,
    ) -> Self {
        Self::enter(Told {
            contact,
            leg: leg.unique_id().into(),
            tags: tags.clone(),
            screen,
        })
    }

    fn enter(told: Told) -> Self {
        let (contact, tags) = (told.contact, told.tags.clone());
        let entered = Self(board().enter(told));
        // A change of a moment ago found nobody to tell.
        if tags_of_contact(contact).is_some_and(|now| now != tags) {
            board().doubt(contact);
        }
        entered
    }

    /// What the phone shows now, if not the caller's own name.
    pub(super) fn shown(&self) -> Option<CString> {
        Some(board().told(self.0)?.screen?.shown)
    }

    /// Another leg takes the place of this one; its phone shows the same already.
    pub(super) fn moved_to(self, leg: &Channel) -> Option<Self> {
        let told = board().told(self.0)?;
        Some(Self::enter(Told {
            leg: leg.unique_id().into(),
            tags: Tags::default(),
            ..told
        }))
    }
}

impl Drop for LegTags {
    /// The leg keeps what it was told last.
    fn drop(&mut self) {
        board().leave(self.0);
    }
}

/// Tells a leg tags, each as a variable, and which of the former ones are gone.
pub(super) fn tell(leg: &Channel, former: &Tags, tags: &Tags) {
    let gone = former
        .iter()
        .filter(|(key, _)| tags.value(key.as_str()).is_none());
    let changed = tags
        .iter()
        .filter(|(key, value)| former.value(key.as_str()) != Some(value));
    let all = gone
        .map(|(key, _)| (key, ""))
        .chain(changed.map(|(key, value)| (key, value.as_str())));
    for (key, value) in all {
        // A variable's name has no hyphen.
        let name = key.as_str().replace('-', "_");
        let name = format!("{}{name}", text::lossy(BEGINNING));
        if let Err(error) = leg.set_variable(&name, value) {
            tracing::debug!("{error}");
        }
    }
}

/// Forgets on an agent's line what the last call was about.
pub(super) fn forget(line: &Channel) {
    // SAFETY: a live channel that is not locked; a literal.
    unsafe { super::sys::acd_shim_line_forget_variables(line.as_ptr(), BEGINNING.as_ptr()) };
}

/// Something has happened on the floor.
pub(super) fn note(line: &HistoryRecord) {
    if let HistoryFact::TagSet { contact, .. } | HistoryFact::TagRemoved { contact, .. } = line.fact
    {
        board().doubt(contact);
    }
}

/// Two visits are one: legs of the former one follow the present one.
pub(super) fn joined(former: ContactId, present: ContactId) {
    board().join(former, present);
}
