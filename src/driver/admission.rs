//! A call is let in, with the tags of its contact and those that rules give it on entry.
//!
//! Rules have their way before the engine hears of the call, so that what they set counts when an
//! agent is looked for; a call that is refused leaves no trace of them.

use std::sync::Arc;

use crate::engine::{CallId, ChangedTag, ContactId, Input, Tags};

use super::contact;
use super::inbox::ArrivalLetter;
use super::worker::Worker;

impl Worker {
    pub(super) fn admit(&mut self, mut letter: ArrivalLetter) {
        let tags = self.tag_arrival(&mut letter);
        let ArrivalLetter {
            arrival,
            mailbox,
            card,
            contact,
            is_contact_own,
            reply,
        } = letter;
        let call = arrival.call;
        let outcome = self.handle(Input::CallArrived(arrival));
        if outcome.is_ok() {
            self.desk.admit(card, mailbox, self.clock.now());
        }
        self.settle_arrival((contact, call), tags, outcome.is_ok());
        if is_contact_own {
            self.book.leave(contact);
        }
        let _ = reply.send(outcome);
        self.drain();
    }

    /// A call is about to arrive: it has the tags of its contact, and those that rules give it for
    /// entering the queue. Give the answer to [`settle_arrival`](Self::settle_arrival).
    fn tag_arrival(&mut self, letter: &mut ArrivalLetter) -> ArrivalTags {
        let (id, arrival) = (letter.contact, &mut letter.arrival);
        self.recall(id);
        let before = self.book.tags(id);
        let now = self.clock.now();
        let caller = arrival.caller.as_ref();
        let attributes = arrival.attributes.clone();
        self.book
            .admit(id, arrival.call, arrival.queue, attributes, caller, now);
        let mut made = Vec::new();
        while let Some(due) = self.book.next_due() {
            let due = match due {
                Ok(due) => due,
                Err(due) => {
                    self.stop_rules(&due);
                    continue;
                }
            };
            let tags = self.admitted(id, &due.changes());
            let tags = tags.and_then(|changes| self.book.after(id, &changes));
            match tags {
                Ok(tags) => {
                    let changed = self.book.commit(id, tags, true);
                    made.push((due.by(), changed.unwrap_or_default()));
                }
                Err(error) => tracing::warn!("{} sets no tags: {error}", due.by()),
            }
        }
        arrival.tags = self.book.tags(id);
        ArrivalTags { before, made }
    }

    /// The engine has let the call in, or not.
    fn settle_arrival(
        &mut self,
        (id, call): (ContactId, CallId),
        tags: ArrivalTags,
        is_let_in: bool,
    ) {
        if !is_let_in {
            self.book.take_back(call, tags.before);
            return;
        }
        contact::note_tags(id, self.book.tags(id));
        for (by, changed) in tags.made {
            self.write_down(id, changed, &by);
        }
    }
}

/// What rules made of a contact whose call arrives.
struct ArrivalTags {
    before: Tags,
    made: Vec<(Arc<str>, Vec<ChangedTag>)>,
}
