//! The tags of all contacts, and the rules at work on them.
//!
//! A contact is a caller's whole visit: before, in, between and after queues. It has its tags for
//! as long as the caller is there or an agent has something to do about it. This follows the
//! history of the floor; whoever keeps it asks for what is due by rule, carries that out like any
//! other change, and asks again.
//!
//! Rules kept: a moment is exact; a rule that fires in answer to another one counts against the
//! same bound, so that rules which undo one another stop; nothing here knows a clock, and a change
//! is first looked at ([`TagBook::after`]) and then made ([`TagBook::commit`]), so that whoever
//! has a say may refuse it in between.

mod contact;
mod ruling;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

use smallvec::SmallVec;

use contact::{Contact, Stage, Stay};

use super::error::TagError;
use super::key::TagKey;
use super::rule::{TagRule, TagTrigger};
use super::set::Tags;
use super::value::TagValue;
use crate::engine::call::attribute::Attributes;
use crate::engine::id::{AgentId, CallId, ContactId, QueueId};
use crate::engine::limits::CONTACTS_MAX;
use crate::engine::time::Millis;

/// Who sets what an agent has left out; no rule can have this name.
const DEFAULTS: &str = "default tags";

/// A change that is to be made: a key, and its value or nothing.
pub type TagChange = (TagKey, Option<TagValue>);

/// One tag that has changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedTag {
    /// Which.
    pub key: TagKey,
    /// What it was; `None`: it was not there.
    pub before: Option<TagValue>,
    /// What it is; `None`: it is gone.
    pub after: Option<TagValue>,
}

/// What a rule wants.
#[derive(Debug, Clone)]
pub struct DueTags {
    /// Of which contact.
    pub contact: ContactId,
    /// Which rule.
    pub rule: Arc<TagRule>,
}

impl DueTags {
    /// Who sets the tags, for history: `rule long-wait` or `default tags`.
    #[must_use]
    pub fn by(&self) -> Arc<str> {
        match &*self.rule.name {
            DEFAULTS => DEFAULTS.into(),
            name => format!("rule {name}").into(),
        }
    }

    /// What is to be changed.
    #[must_use]
    pub fn changes(&self) -> Vec<TagChange> {
        let set = self.rule.set.iter();
        let set = set.map(|(key, value)| (key.clone(), Some(value.clone())));
        let unset = self.rule.unset.iter().map(|key| (key.clone(), None));
        set.chain(unset).collect()
    }
}

/// All contacts with tags or calls.
#[derive(Debug, Default)]
pub struct TagBook {
    rules: Arc<[Arc<TagRule>]>,
    contacts: BTreeMap<ContactId, Contact>,
    by_call: BTreeMap<CallId, ContactId>,
    timers: BTreeSet<(Millis, CallId)>,
    due: VecDeque<DueTags>,
    // When callers entered a queue last, and who did so in which order.
    callers: BTreeMap<Arc<str>, Millis>,
    by_arrival: BTreeSet<(Millis, Arc<str>)>,
    // Contacts that may be forgotten.
    over: Vec<ContactId>,
    // Contacts that are forgotten because their callers are gone.
    ended: Vec<(ContactId, Tags)>,
    // The call that an agent talks in or is in after-call time of.
    by_agent: BTreeMap<AgentId, CallId>,
}

impl TagBook {
    /// These rules hold from now on. What has fired for a call does not fire again for it.
    pub fn plan(&mut self, rules: &Arc<[Arc<TagRule>]>) {
        self.rules = Arc::clone(rules);
        let ids: Vec<ContactId> = self.contacts.keys().copied().collect();
        for id in ids {
            self.note_holding(id, false);
            let calls: Vec<CallId> = self.contacts[&id].stays.iter().map(|s| s.call).collect();
            for call in calls {
                self.set_timers(call);
            }
        }
    }

    /// The tags of a contact.
    #[must_use]
    pub fn tags(&self, id: ContactId) -> Tags {
        self.contacts
            .get(&id)
            .map(|contact| contact.tags.clone())
            .unwrap_or_default()
    }

    /// The contact of a call that is in a queue, talks or is in after-call time.
    #[must_use]
    pub fn contact_of(&self, call: CallId) -> Option<ContactId> {
        self.by_call.get(&call).copied()
    }

    /// The calls of a contact, and the agents who talk in them or are in after-call time of them.
    pub fn calls(&self, id: ContactId) -> impl Iterator<Item = (CallId, QueueId, Option<AgentId>)> {
        let stays = self
            .contacts
            .get(&id)
            .map(|contact| contact.stays.as_slice());
        stays
            .unwrap_or_default()
            .iter()
            .filter(|stay| stay.stage != Stage::Over(None))
            .map(|stay| (stay.call, stay.queue, stay.stage.agent()))
    }

    /// The newest call of a contact, and the agent who talks in it or is in after-call time of it.
    /// Also a call that has ended a moment ago: what rules make of its end is still said of it.
    #[must_use]
    pub fn newest_call(&self, id: ContactId) -> Option<(CallId, Option<AgentId>)> {
        let stay = self.contacts.get(&id)?.stays.last()?;
        Some((stay.call, stay.stage.agent()))
    }

    /// The tags that a contact would have.
    ///
    /// # Errors
    /// When there would be too many.
    pub fn after(&self, id: ContactId, changes: &[TagChange]) -> Result<Tags, TagError> {
        let tags = self.tags(id);
        changes
            .iter()
            .try_fold(tags, |tags, (key, value)| tags.with(key, value.as_ref()))
    }

    /// A contact has these tags from now on; `is_by_rule`: a rule of ours wanted it so. Gives what
    /// has changed by key. `None`: there are too many contacts.
    pub fn commit(
        &mut self,
        id: ContactId,
        tags: Tags,
        is_by_rule: bool,
    ) -> Option<Vec<ChangedTag>> {
        if self.contacts.len() >= CONTACTS_MAX && !self.contacts.contains_key(&id) {
            return None;
        }
        let contact = self.contacts.entry(id).or_default();
        if !is_by_rule {
            contact.firings = 0;
        }
        let former = std::mem::replace(&mut contact.tags, tags);
        let changed = changes_between(&former, &contact.tags);
        if !changed.is_empty() {
            self.note_holding(id, true);
        }
        self.settle(id);
        Some(changed)
    }

    /// A call of a contact is about to enter a queue; history says what becomes of it.
    pub fn admit(
        &mut self,
        id: ContactId,
        call: CallId,
        queue: QueueId,
        attributes: Attributes,
        caller: Option<&Arc<str>>,
        now: Millis,
    ) {
        let contact = self.contacts.entry(id).or_default();
        contact.attributes = attributes;
        contact.firings = 0;
        contact.stays.push(Stay {
            call,
            queue,
            stage: Stage::Line,
            arrived_at: now,
            talks_since: now,
            fired: SmallVec::new(),
            due: SmallVec::new(),
        });
        self.by_call.insert(call, id);
        self.note_holding(id, true);
        let former = caller.and_then(|caller| self.note_caller(caller, now));
        self.fire(call, |on| match on {
            TagTrigger::Queued => true,
            TagTrigger::Repeated { within_ms } => {
                former.is_some_and(|former| now.since(former) <= *within_ms)
            }
            _ => false,
        });
        self.set_timers(call);
    }

    /// Of all calls only these are still there: the floor was set up anew.
    pub fn keep_calls(&mut self, kept: BTreeSet<CallId>) {
        let gone: Vec<CallId> = self.by_call.keys().copied().collect();
        for call in gone.into_iter().filter(|call| !kept.contains(call)) {
            self.end_stay(call);
        }
    }

    /// The caller of a contact is gone for good.
    pub fn leave(&mut self, id: ContactId) {
        match self.contacts.get_mut(&id) {
            Some(contact) => {
                contact.is_gone = true;
                self.settle(id);
            }
            None => self.ended.push((id, Tags::default())),
        }
    }

    /// A contact that is not known had these tags before.
    pub fn restore(&mut self, id: ContactId, tags: Tags) {
        let is_news = !tags.is_empty() && !self.contacts.contains_key(&id);
        if is_news && self.contacts.len() < CONTACTS_MAX {
            self.contacts.entry(id).or_default().tags = tags;
            self.note_holding(id, false);
        }
    }

    /// The calls of a former contact are the present one's from now on, and it is forgotten.
    pub fn join(&mut self, former: ContactId, present: ContactId) {
        if former == present {
            return;
        }
        let Some(gone) = self.contacts.remove(&former) else {
            return;
        };
        for stay in &gone.stays {
            self.by_call.insert(stay.call, present);
        }
        self.due.retain(|due| due.contact != former);
        let contact = self.contacts.entry(present).or_default();
        if contact.stays.is_empty() {
            contact.attributes = gone.attributes;
        }
        contact.stays.extend(gone.stays);
        self.settle(present);
    }

    /// The call was not let in after all, and the contact's tags are again as they were.
    pub fn take_back(&mut self, call: CallId, tags: Tags) {
        let Some(id) = self.contact_of(call) else {
            return;
        };
        self.due.retain(|due| due.contact != id);
        if let Some(contact) = self.contacts.get_mut(&id) {
            contact.tags = tags;
        }
        self.drop_stay(call);
        self.note_holding(id, false);
        self.settle(id);
    }

    /// The call that an agent talks in or is in after-call time of.
    #[must_use]
    pub fn call_of_agent(&self, agent: AgentId) -> Option<CallId> {
        self.by_agent.get(&agent).copied()
    }

    /// Contacts whose caller is gone and whose calls are over, with the tags they had in the end.
    pub fn take_ended(&mut self) -> Vec<(ContactId, Tags)> {
        std::mem::take(&mut self.ended)
    }

    /// Forgets what is over, once rules have had their way.
    fn sweep(&mut self) {
        for id in std::mem::take(&mut self.over) {
            let Some(contact) = self.contacts.get_mut(&id) else {
                continue;
            };
            let is_over = |stay: &Stay| matches!(stay.stage, Stage::Over(_));
            let ended: Vec<CallId> = contact
                .stays
                .iter()
                .filter(|stay| is_over(stay))
                .map(|stay| stay.call)
                .collect();
            for call in ended {
                self.drop_stay(call);
            }
            self.settle(id);
        }
    }

    /// Forgets a contact without tags and calls, or whose caller is gone and whose calls are over.
    fn settle(&mut self, id: ContactId) {
        let is_done = self.contacts.get(&id).is_some_and(|contact| {
            contact.stays.is_empty() && (contact.is_gone || contact.tags.is_empty())
        });
        let is_wanted = self.due.iter().any(|due| due.contact == id);
        if is_done && !is_wanted {
            let contact = self.contacts.remove(&id);
            let gone = contact.filter(|contact| contact.is_gone);
            self.ended.extend(gone.map(|contact| (id, contact.tags)));
        } else if is_done {
            self.over.push(id);
        }
    }

    fn stay_mut(&mut self, call: CallId) -> Option<&mut Stay> {
        let id = self.by_call.get(&call)?;
        let stays = &mut self.contacts.get_mut(id)?.stays;
        stays.iter_mut().find(|stay| stay.call == call)
    }

    // What rules want of it is still to be carried out, so the contact stays until the sweep.
    fn end_stay(&mut self, call: CallId) {
        let Some(id) = self.contact_of(call) else {
            return;
        };
        let former = self.stay_mut(call).map(|stay| {
            let former = stay.stage.agent();
            stay.stage = Stage::Over(None);
            former
        });
        if let Some(agent) = former.flatten()
            && self.by_agent.get(&agent) == Some(&call)
        {
            self.by_agent.remove(&agent);
        }
        self.stop_timers(call);
        self.over.push(id);
    }

    fn drop_stay(&mut self, call: CallId) {
        self.stop_timers(call);
        let agent = self.stay_mut(call).and_then(|stay| stay.stage.agent());
        if let Some(agent) = agent.filter(|agent| self.by_agent.get(agent) == Some(&call)) {
            self.by_agent.remove(&agent);
        }
        if let Some(id) = self.by_call.remove(&call)
            && let Some(contact) = self.contacts.get_mut(&id)
        {
            contact.stays.retain(|stay| stay.call != call);
        }
    }
}

/// What differs between two sets, by key.
fn changes_between(former: &Tags, tags: &Tags) -> Vec<ChangedTag> {
    let keys: BTreeSet<&TagKey> = former
        .iter()
        .chain(tags.iter())
        .map(|(key, _)| key)
        .collect();
    let changed = keys.into_iter().map(|key| ChangedTag {
        key: key.clone(),
        before: former.value(key.as_str()).cloned(),
        after: tags.value(key.as_str()).cloned(),
    });
    changed.filter(|tag| tag.before != tag.after).collect()
}
