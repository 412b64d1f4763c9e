//! Changes of a call that waits or rings, by somebody's word: its priority, what it needs, its
//! queue, what it brings along. It is matched again at once.
//!
//! A phone that rings goes on ringing under the terms of its offer, unless the call moves: then
//! it is no longer a call of that queue. What is refused changes nothing.

use std::sync::Arc;

use super::attribute::Attributes;
use super::state::CallState;
use crate::engine::event::EventKind;
use crate::engine::id::CallId;
use crate::engine::input::CallChange;
use crate::engine::limits::{PRIORITY_MAX, PRIORITY_MIN, SOURCE_BYTES_MAX};
use crate::engine::rejection::Rejection;
use crate::engine::requirement::{Requirement, Template};
use crate::engine::router::Router;
use crate::engine::waiting::moving::MoveCause;

/// What was changed of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CallChanged {
    /// Its own priority.
    Priority {
        /// What it was.
        before: i32,
        /// What it is.
        after: i32,
    },
    /// What it needs.
    Requirement {
        /// What it needed.
        before: Arc<Requirement>,
        /// What it needs now.
        after: Arc<Requirement>,
    },
    /// An attribute.
    Attribute {
        /// Its name.
        name: Box<str>,
        /// Its value before; `None`: it had none.
        before: Option<Box<str>>,
        /// Its value now; `None`: it has none.
        after: Option<Box<str>>,
    },
}

impl Router {
    /// See [`Input::CallChanged`](crate::engine::Input::CallChanged).
    pub(in crate::engine) fn call_changed(
        &mut self,
        id: CallId,
        change: CallChange,
        by: Arc<str>,
    ) -> Result<(), Rejection> {
        let call = self.calls.get(&id).ok_or(Rejection::UnknownCall(id))?;
        if call.state() == CallState::Talking {
            return Err(Rejection::IllegalCallMove {
                call: id,
                state: call.state().name(),
                attempt: "be changed",
            });
        }
        if !(1..=SOURCE_BYTES_MAX).contains(&by.len()) {
            return Err(Rejection::TextLength {
                what: "name of who asks",
                bytes: by.len(),
                bytes_max: SOURCE_BYTES_MAX,
            });
        }
        match change {
            CallChange::Priority(priority) => self.change_priority(id, priority, by),
            CallChange::Requirement(own) => self.change_requirement(id, own, by),
            CallChange::Attribute { name, value } => self.change_attribute(id, name, value, by),
            CallChange::Queue {
                queue,
                is_after_hours,
                is_forced,
            } => {
                let is_within_hours = !is_after_hours;
                let steps = match is_forced {
                    true => self.steps_there(&self.calls[&id], queue)?,
                    false => self.steps_if_let_in(id, queue, is_within_hours)?,
                };
                self.move_by_word(id, queue, steps, MoveCause::Asked { by, is_forced });
                Ok(())
            }
        }
    }

    /// Nobody who is free fits a call in line, so a new priority matches nothing by itself.
    fn change_priority(
        &mut self,
        id: CallId,
        priority: i32,
        by: Arc<str>,
    ) -> Result<(), Rejection> {
        if !(PRIORITY_MIN..=PRIORITY_MAX).contains(&priority) {
            return Err(Rejection::PriorityOutOfRange(priority));
        }
        let before = self.calls[&id].priority;
        self.rank_anew(id, |call| call.priority = priority);
        let change = CallChanged::Priority {
            before,
            after: priority,
        };
        self.record(EventKind::CallChanged {
            call: id,
            change,
            by,
        });
        Ok(())
    }

    fn change_requirement(
        &mut self,
        id: CallId,
        own: Option<Template>,
        by: Arc<str>,
    ) -> Result<(), Rejection> {
        let call = &self.calls[&id];
        let bound = own.as_ref().map(|own| (own, call.step));
        let steps = self.bind_own(call, call.queue, bound)?;
        let wait_ms = self.now.since(call.arrived_at);
        let call = self.call_mut(id);
        (call.own, call.own_until_ms) = (own.map(Box::new), wait_ms);
        self.need_anew(id, steps, None, by);
        Ok(())
    }

    fn change_attribute(
        &mut self,
        id: CallId,
        name: Box<str>,
        value: Option<Box<str>>,
        by: Arc<str>,
    ) -> Result<(), Rejection> {
        let call = self.call_mut(id);
        let changed = call.attributes.with(&name, value.as_deref())?;
        let former: Attributes = std::mem::replace(&mut call.attributes, changed);
        match self.bind(&self.calls[&id], self.calls[&id].queue) {
            Ok(steps) => {
                self.rank_anew(id, |_| ());
                let change = CallChanged::Attribute {
                    before: former.value(&name).map(Box::from),
                    after: value,
                    name,
                };
                self.need_anew(id, steps, Some(change), by);
                Ok(())
            }
            Err(error) => {
                self.call_mut(id).attributes = former;
                Err(error.into())
            }
        }
    }

    /// What a call needs is bound anew; the moments of its steps stay.
    fn need_anew(
        &mut self,
        id: CallId,
        steps: crate::engine::waiting::relaxation::Steps,
        change: Option<CallChanged>,
        by: Arc<str>,
    ) {
        let call = self.call_mut(id);
        let before = call.requirement().cloned();
        call.steps = steps;
        let after = call.requirement().cloned();
        self.classify(id);
        let before = before.expect("a call in line needs something");
        let after = after.expect("a call in line needs something");
        let is_same = before == after;
        let change = change.unwrap_or(CallChanged::Requirement { before, after });
        self.record(EventKind::CallChanged {
            call: id,
            change,
            by,
        });
        if !is_same {
            self.record_step(id);
        }
        self.match_call(id);
    }
}
