//! Rules at work: what happens to a call makes rules due, a deadline does, and a change does.
//!
//! Who asks for what is due carries it out as a change like any other. A rule on a moment or a step
//! fires once for a call; one on a change when its condition begins to hold.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::contact::Stage;
use super::{DEFAULTS, DueTags, TagBook};
use crate::engine::call::change::CallChanged;
use crate::engine::event::EventKind;
use crate::engine::id::{CallId, ContactId};
use crate::engine::input::{Departure, EndedBy};
use crate::engine::limits::{CALLER_TRACES_MAX, TAG_FIRINGS_MAX};
use crate::engine::tag::{TagKey, TagRule, TagTrigger, TagValue};
use crate::engine::time::Millis;

impl TagBook {
    /// Follows the history of the floor.
    pub fn note(&mut self, kind: &EventKind, now: Millis) {
        match kind {
            EventKind::CallMoved { call, to, .. } => {
                if let Some(stay) = self.stay_mut(*call) {
                    stay.queue = *to;
                }
                self.fire(*call, |on| matches!(on, TagTrigger::Queued));
                self.set_timers(*call);
            }
            EventKind::CallChanged {
                call,
                change: CallChanged::Attribute { name, after, .. },
                ..
            } => self.note_attribute(*call, name, after.as_deref()),
            EventKind::CallRelaxed { call, step, .. } => {
                let step = *step;
                self.fire(*call, |on| match on {
                    TagTrigger::Relaxed { step: None } => step > 0,
                    TagTrigger::Relaxed { step: Some(wanted) } => *wanted == step,
                    _ => false,
                });
            }
            EventKind::CallConnected { call, agent, .. } => {
                self.enter(*call, Stage::Talk(*agent), now);
                self.fire(*call, |on| matches!(on, TagTrigger::Answered));
            }
            EventKind::ConversationResumed { call, agent } => {
                self.enter(*call, Stage::Talk(*agent), now);
            }
            EventKind::CallLeft {
                call, departure, ..
            } => {
                if *departure == Departure::Abandoned {
                    self.fire(*call, |on| matches!(on, TagTrigger::Abandoned));
                }
                self.end_stay(*call);
            }
            EventKind::CallReleased {
                call, was_in_line, ..
            } => {
                if !was_in_line {
                    self.forget_entry(*call);
                }
                self.end_stay(*call);
            }
            EventKind::TagsMissing { call, defaults, .. } => self.fill_in(*call, defaults),
            _ => self.note_conversation(kind, now),
        }
    }

    fn note_conversation(&mut self, kind: &EventKind, now: Millis) {
        match kind {
            EventKind::ConversationEnded {
                call,
                agent,
                ended_by,
                ..
            } => {
                if *ended_by == EndedBy::Transfer {
                    self.fire(*call, |on| matches!(on, TagTrigger::Transferred));
                }
                self.enter(*call, Stage::Over(Some(*agent)), now);
                self.over.extend(self.contact_of(*call));
            }
            EventKind::WrapUpStarted { agent, call, .. } => {
                self.enter(*call, Stage::WrapUp(*agent), now);
            }
            EventKind::CallDisposed {
                call, disposition, ..
            } => {
                let said = disposition.id;
                self.fire(*call, |on| match on {
                    TagTrigger::Disposed { disposition } => disposition.is_none_or(|it| it == said),
                    _ => false,
                });
            }
            EventKind::WrapUpEnded { call, .. } => self.end_stay(*call),
            _ => {}
        }
    }

    /// The next moment at which a rule looks at a call.
    #[must_use]
    pub fn deadline(&self) -> Option<Millis> {
        self.timers.first().map(|(at, _)| *at)
    }

    /// Keeps the deadlines that are due by `now`.
    pub fn keep(&mut self, now: Millis) {
        while let Some((at, call)) = self.timers.first().copied().filter(|(at, _)| *at <= now) {
            self.timers.remove(&(at, call));
            let Some(id) = self.contact_of(call) else {
                continue;
            };
            let Some(stay) = self.stay_mut(call) else {
                continue;
            };
            stay.due.retain(|due| *due != at);
            let (stage, arrived_at, talks_since) = (stay.stage, stay.arrived_at, stay.talks_since);
            if let Some(contact) = self.contacts.get_mut(&id) {
                contact.firings = 0;
            }
            self.fire(call, |on| match (on, stage) {
                (TagTrigger::Waited { after_ms }, Stage::Line) => arrived_at + *after_ms <= at,
                (TagTrigger::Talked { after_ms }, Stage::Talk(_)) => talks_since + *after_ms <= at,
                _ => false,
            });
        }
    }

    /// The next thing that a rule wants whose condition holds now. `Err`: the rule would have its
    /// way, but rules have answered one another too often.
    pub fn next_due(&mut self) -> Option<Result<DueTags, DueTags>> {
        while let Some(due) = self.due.pop_front() {
            let Some(contact) = self.contacts.get_mut(&due.contact) else {
                continue;
            };
            let condition = due.rule.condition.as_ref();
            if !condition.is_none_or(|condition| condition.holds(contact)) {
                continue;
            }
            contact.firings += 1;
            if contact.firings == TAG_FIRINGS_MAX + 1 {
                return Some(Err(due));
            }
            if contact.firings <= TAG_FIRINGS_MAX {
                return Some(Ok(due));
            }
        }
        self.sweep();
        None
    }

    fn note_attribute(&mut self, call: CallId, name: &str, value: Option<&str>) {
        let Some(id) = self.contact_of(call) else {
            return;
        };
        if let Some(contact) = self.contacts.get_mut(&id)
            && let Ok(attributes) = contact.attributes.with(name, value)
        {
            contact.attributes = attributes;
            contact.firings = 0;
        }
        self.note_holding(id, true);
    }

    fn enter(&mut self, call: CallId, stage: Stage, now: Millis) {
        if let Some(stay) = self.stay_mut(call) {
            stay.stage = stage;
            if let Stage::Talk(_) = stage {
                stay.talks_since = now;
            }
            if let Some(agent) = stage.agent() {
                self.by_agent.insert(agent, call);
            }
            self.set_timers(call);
        }
    }

    // The call did not enter the queue after all: what its entry would have set is not set.
    fn forget_entry(&mut self, call: CallId) {
        let id = self.contact_of(call);
        self.due.retain(|due| {
            let on = &due.rule.on;
            let is_entry = matches!(on, TagTrigger::Queued | TagTrigger::Repeated { .. });
            Some(due.contact) != id || !is_entry
        });
    }

    fn fill_in(&mut self, call: CallId, defaults: &Arc<[(TagKey, TagValue)]>) {
        let Some(contact) = self.contact_of(call).filter(|_| !defaults.is_empty()) else {
            return;
        };
        let rule = Arc::new(TagRule {
            name: DEFAULTS.into(),
            queues: BTreeSet::new(),
            on: TagTrigger::Disposed { disposition: None },
            condition: None,
            set: Arc::clone(defaults),
            unset: Arc::default(),
        });
        self.due.push_back(DueTags { contact, rule });
    }

    pub(super) fn stop_timers(&mut self, call: CallId) {
        let due = self
            .stay_mut(call)
            .map(|stay| std::mem::take(&mut stay.due));
        for at in due.unwrap_or_default() {
            self.timers.remove(&(at, call));
        }
    }

    /// Sets the deadlines of a call anew; a rule that has fired for it has none.
    pub(super) fn set_timers(&mut self, call: CallId) {
        self.stop_timers(call);
        if self.rules.is_empty() {
            return;
        }
        let rules = Arc::clone(&self.rules);
        let Some(stay) = self.stay_mut(call) else {
            return;
        };
        for rule in rules.iter().filter(|rule| rule.is_for(Some(stay.queue))) {
            let at = match (rule.on, stay.stage) {
                (TagTrigger::Waited { after_ms }, Stage::Line) => stay.arrived_at + after_ms,
                (TagTrigger::Talked { after_ms }, Stage::Talk(_)) => stay.talks_since + after_ms,
                _ => continue,
            };
            if !stay.fired.contains(&rule.name) && !stay.due.contains(&at) {
                stay.due.push(at);
            }
        }
        let due = stay.due.clone();
        self.timers.extend(due.into_iter().map(|at| (at, call)));
    }

    /// Something happened to a call: rules on it are due.
    pub(super) fn fire(&mut self, call: CallId, is_meant: impl Fn(&TagTrigger) -> bool) {
        if self.rules.is_empty() {
            return;
        }
        let rules = Arc::clone(&self.rules);
        let Some(contact) = self.contact_of(call) else {
            return;
        };
        for rule in rules.iter().filter(|rule| is_meant(&rule.on)) {
            let Some(stay) = self.stay_mut(call) else {
                return;
            };
            let is_once = matches!(
                rule.on,
                TagTrigger::Waited { .. } | TagTrigger::Talked { .. } | TagTrigger::Relaxed { .. }
            );
            if !rule.is_for(Some(stay.queue)) || (is_once && stay.fired.contains(&rule.name)) {
                continue;
            }
            if is_once {
                stay.fired.push(Arc::clone(&rule.name));
            }
            let rule = Arc::clone(rule);
            self.due.push_back(DueTags { contact, rule });
        }
    }

    /// Looks which conditions of rules on a change hold now; those that did not before are due.
    pub(super) fn note_holding(&mut self, id: ContactId, is_due: bool) {
        let Some(contact) = self.contacts.get_mut(&id) else {
            return;
        };
        let mut holding = BTreeSet::new();
        for rule in self
            .rules
            .iter()
            .filter(|rule| rule.on == TagTrigger::Changed)
        {
            let queue = contact.stays.last().map(|stay| stay.queue);
            let Some(condition) = &rule.condition else {
                continue;
            };
            if rule.is_for(queue) && condition.holds(contact) {
                let is_new = !contact.holding.contains(&rule.name);
                holding.insert(Arc::clone(&rule.name));
                if is_new && is_due {
                    let rule = Arc::clone(rule);
                    self.due.push_back(DueTags { contact: id, rule });
                }
            }
        }
        contact.holding = holding;
    }

    /// When the caller entered a queue the last time; now is the last time from now on.
    pub(super) fn note_caller(&mut self, caller: &Arc<str>, now: Millis) -> Option<Millis> {
        let is_ruled = |rule: &Arc<TagRule>| matches!(rule.on, TagTrigger::Repeated { .. });
        if !self.rules.iter().any(is_ruled) {
            return None;
        }
        let former = self.callers.insert(Arc::clone(caller), now);
        if let Some(former) = former {
            self.by_arrival.remove(&(former, Arc::clone(caller)));
        }
        self.by_arrival.insert((now, Arc::clone(caller)));
        if self.callers.len() > CALLER_TRACES_MAX
            && let Some((_, oldest)) = self.by_arrival.pop_first()
        {
            self.callers.remove(&oldest);
        }
        former
    }
}
