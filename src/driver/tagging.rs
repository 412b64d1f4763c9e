//! Tags are set and taken away: by people, dialplan and other modules through an entrance, and by
//! rules of the configuration.
//!
//! Rule kept: what is asked for holds as a whole or not at all. The engine is asked first, because
//! what a waiting call needs may hang on its tags; then the change is made and written down, one
//! line of history for each tag.

use std::sync::Arc;

use crossbeam::channel::Sender;

use crate::engine::limits::SOURCE_BYTES_MAX;
use crate::engine::{
    AgentId, CallId, ChangedTag, ContactId, DueTags, Input, Rejection, TagChange, TagError, TagKey,
    TagValue, assignments,
};

use super::arrival::find_agent;
use super::contact;
use super::entrance::Entrance;
use super::history::HistoryFact;
use super::inbox::Letter;
use super::refusal::{Refusal, check_text};
use super::worker::Worker;

/// Who joins the tags of two callers of whom one takes the place of the other.
const TRANSFER: &str = "transfer";

/// Whose tags are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tagged {
    /// Those of a contact.
    Contact(ContactId),
    /// Those of the contact of a call that waits, rings, talks or is in after-call time.
    Call(CallId),
    /// Those of the call that an agent talks in or is in after-call time of.
    Agent(AgentId),
}

/// A change of tags.
pub(super) struct TagLetter {
    whose: Tagged,
    changes: Vec<TagChange>,
    by: Arc<str>,
    reply: Sender<Result<(), Refusal>>,
}

impl Entrance {
    /// Sets tags, written as `key[=value]&key[=value]`; all of them or none.
    ///
    /// # Errors
    /// When a tag is malformed, not allowed or one too many, there is no such contact or call,
    /// something that the call needs cannot be bound with them, or the engine does not answer.
    pub fn tag(&self, whose: Tagged, tags: &str, by: &str) -> Result<(), Refusal> {
        self.change_tags(whose, written(tags)?, by)
    }

    /// Sets one tag to a value, whatever is in that.
    ///
    /// # Errors
    /// As for [`tag`](Self::tag).
    pub fn tag_set(&self, whose: Tagged, key: &str, value: &str, by: &str) -> Result<(), Refusal> {
        let key = TagKey::new(key).map_err(Refusal::Tag)?;
        let value = TagValue::new(&key, value).map_err(Refusal::Tag)?;
        self.change_tags(whose, vec![(key, Some(value))], by)
    }

    /// Takes tags away; one that is not there is no error.
    ///
    /// # Errors
    /// As for [`tag`](Self::tag).
    pub fn untag(&self, whose: Tagged, keys: &[&str], by: &str) -> Result<(), Refusal> {
        let keys = keys
            .iter()
            .map(|key| TagKey::new(key).map(|key| (key, None)));
        let changes: Result<Vec<TagChange>, TagError> = keys.collect();
        let changes = changes.map_err(Refusal::Tag)?;
        self.change_tags(whose, changes, by)
    }

    /// Sets tags of the call that an agent talks in or is in after-call time of.
    ///
    /// # Errors
    /// When the agent is unknown or has no such call, and as for [`tag`](Self::tag).
    pub fn tag_of_agent(&self, agent: &str, tags: &str, by: &str) -> Result<(), Refusal> {
        let plan = self.plan();
        let agent = find_agent(&plan, agent)?;
        self.change_tags(Tagged::Agent(agent.id), written(tags)?, by)
    }

    fn change_tags(&self, whose: Tagged, changes: Vec<TagChange>, by: &str) -> Result<(), Refusal> {
        check_text("the name of who asks", by, SOURCE_BYTES_MAX)?;
        let by = by.into();
        self.lobby().ask(|reply| {
            Letter::Tag(Box::new(TagLetter {
                whose,
                changes,
                by,
                reply,
            }))
        })?
    }
}

fn written(tags: &str) -> Result<Vec<TagChange>, Refusal> {
    let tags = assignments(tags).map_err(Refusal::Tag)?;
    Ok(tags
        .into_iter()
        .map(|(key, value)| (key, Some(value)))
        .collect())
}

impl Worker {
    pub(super) fn tag(&mut self, letter: TagLetter) {
        let TagLetter {
            whose,
            changes,
            by,
            reply,
        } = letter;
        let contact = self.contact_meant(whose);
        let outcome = contact.and_then(|id| self.change_tags(id, &changes, &by, false));
        // Whoever asked may have stopped waiting.
        let _ = reply.send(outcome);
        self.drain();
    }

    fn contact_meant(&self, whose: Tagged) -> Result<ContactId, Refusal> {
        match whose {
            Tagged::Contact(id) => {
                let is_known = contact::tags_of_contact(id).is_some();
                is_known.then_some(id).ok_or(Refusal::NoContact)
            }
            Tagged::Call(call) => self.book.contact_of(call).ok_or(Refusal::UnknownCall(call)),
            Tagged::Agent(agent) => {
                let call = self.book.call_of_agent(agent);
                let contact = call.and_then(|call| self.book.contact_of(call));
                let name = || self.desk.agent_name(agent).to_string();
                contact.ok_or_else(|| Refusal::NothingToTag(name()))
            }
        }
    }

    fn change_tags(
        &mut self,
        id: ContactId,
        changes: &[TagChange],
        by: &Arc<str>,
        is_by_rule: bool,
    ) -> Result<(), Refusal> {
        self.recall(id);
        let changes = self.admitted(id, changes).map_err(Refusal::Tag)?;
        let tags = self.book.after(id, &changes).map_err(Refusal::Tag)?;
        let mut calls: Vec<_> = self.book.calls(id).collect();
        // The one in line first: only that may be refused.
        calls.sort_by_key(|(call, _, agent)| (agent.is_some(), *call));
        for (call, _, agent) in calls {
            let tags = tags.clone();
            let told = self.handle(Input::CallTagged { call, agent, tags });
            // Others are over since a moment ago, or being over.
            if let Err(Rejection::Requirement(error)) = told {
                return Err(Refusal::Requirement(error));
            }
        }
        let changed = self.book.commit(id, tags.clone(), is_by_rule);
        let changed = changed.ok_or(Refusal::NoContact)?;
        contact::note_tags(id, tags);
        self.write_down(id, changed, by);
        Ok(())
    }

    /// What the contact had before this driver or before it was forgotten.
    pub(super) fn recall(&mut self, id: ContactId) {
        if let Some(tags) = contact::tags_of_contact(id) {
            self.book.restore(id, tags);
        }
    }

    /// The changes as they are to be made.
    pub(super) fn admitted(
        &self,
        id: ContactId,
        changes: &[TagChange],
    ) -> Result<Vec<TagChange>, TagError> {
        let plan = self.router.plan();
        let declared = &plan.tags;
        let queues = self
            .book
            .calls(id)
            .filter_map(|(_, queue, _)| plan.queues.entry(queue));
        let says: Vec<bool> = queues.filter_map(|queue| queue.tag.takes_others).collect();
        // Where queues disagree, one that takes only declared tags counts.
        let takes_others = match says.is_empty() {
            true => declared.takes_others,
            false => says.iter().all(|takes| *takes),
        };
        let admit = |(key, value): &TagChange| {
            let value = match (value, declared.find(key)) {
                (None, _) => None,
                (Some(value), Some(plan)) => Some(plan.admit(value.clone())?),
                (Some(value), None) if takes_others => Some(value.clone()),
                (Some(_), None) => return Err(declared.undeclared(key)),
            };
            Ok((key.clone(), value))
        };
        changes.iter().map(admit).collect()
    }

    pub(super) fn write_down(&mut self, id: ContactId, changed: Vec<ChangedTag>, by: &Arc<str>) {
        let newest = self.book.calls(id).last();
        let call = newest.map(|(call, _, _)| self.desk.call_name(call));
        let agent = newest.and_then(|(_, _, agent)| agent);
        let agent = agent.map(|agent| self.desk.agent_name(agent));
        for ChangedTag { key, before, after } in changed {
            let (contact_host_call, by) = (contact::host_call_of(id), Arc::clone(by));
            let fact = match after {
                Some(value) => HistoryFact::TagSet {
                    contact: id,
                    contact_host_call,
                    tag: key,
                    value,
                    before,
                    by,
                },
                None => HistoryFact::TagRemoved {
                    contact: id,
                    contact_host_call,
                    tag: key,
                    before,
                    by,
                },
            };
            let (call, agent) = (call.clone(), agent.clone());
            self.record_own(|journal, now| journal.number(now, call, agent, fact));
        }
    }

    /// A rule has its way.
    pub(super) fn tag_by_rule(&mut self, due: &DueTags) {
        let outcome = self.change_tags(due.contact, &due.changes(), &due.by(), true);
        if let Err(refusal) = outcome {
            tracing::warn!("{} sets no tags: {refusal}", due.by());
        }
    }

    /// Rules have answered one another too often.
    pub(super) fn stop_rules(&self, due: &DueTags) {
        tracing::warn!(
            "{} and others set tags of contact {} in answer to one another and are stopped: look \
             for rules that undo each other",
            due.by(),
            due.contact
        );
    }

    /// Two visits are one.
    pub(super) fn join_contacts(&mut self, former: ContactId, present: ContactId) {
        self.recall(former);
        self.recall(present);
        let tags = self.book.tags(present);
        let lacking = self.book.tags(former);
        let lacking = lacking
            .iter()
            .filter(|(key, _)| tags.value(key.as_str()).is_none());
        let lacking: Vec<TagChange> = lacking
            .map(|(key, value)| (key.clone(), Some(value.clone())))
            .collect();
        self.book.join(former, present);
        // Also where nothing is lacking: the calls that came along have other tags now.
        let by = Arc::from(TRANSFER);
        if let Err(refusal) = self.change_tags(present, &lacking, &by, false) {
            tracing::warn!("tags of a transferred call are left out: {refusal}");
        }
        self.drain();
    }

    /// A conversation that a new engine has taken over has its tags.
    pub(super) fn tag_resumed(&mut self, call: Option<CallId>) {
        let Some(id) = call.and_then(|call| self.book.contact_of(call)) else {
            return;
        };
        let tags = self.book.tags(id);
        let calls: Vec<_> = self.book.calls(id).collect();
        for (call, _, agent) in calls {
            let tags = tags.clone();
            let _ = self.handle(Input::CallTagged { call, agent, tags });
        }
    }

    /// Contacts that are over.
    pub(super) fn end_contacts(&mut self) {
        for (id, tags) in self.book.take_ended() {
            if !tags.is_empty() {
                let fact = HistoryFact::ContactEnded {
                    contact: id,
                    contact_host_call: contact::host_call_of(id),
                    tags,
                };
                self.record_own(|journal, now| journal.number(now, None, None, fact));
            }
            contact::forget_contact(id);
        }
    }
}
