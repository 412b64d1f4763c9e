//! What people may change of a call that waits or rings; see `engine/call/change.rs` for the rules.
//!
//! Rule kept: `by` says who wants it so, for history: a console, an AMI user, the call's own
//! dialplan.

use std::sync::Arc;

use crate::engine::limits::{SOURCE_BYTES_MAX, VALUE_BYTES_MAX};
use crate::engine::{CallChange, CallId, Input, LocalTime, Rejection};

use super::arrival::{find_queue, read_requirement};
use super::entrance::Entrance;
use super::inbox::Letter;
use super::refusal::{Refusal, check_text};

/// The queue into which somebody sends a call.
#[derive(Debug, Clone, Default)]
pub struct Destination {
    /// Its name.
    pub queue: String,
    /// The time of day where it is, if [`time_wanted`](Entrance::time_wanted) asks for it; `None`:
    /// it counts as within its hours.
    pub local_time: Option<LocalTime>,
    /// The call is let in although the queue is closed or full, or nobody is there for it.
    pub is_forced: bool,
}

impl Entrance {
    /// Gives a call another priority of its own.
    ///
    /// # Errors
    /// When the call is not known or talks, the priority is out of range, or the engine does not
    /// answer.
    pub fn set_priority(&self, call: CallId, priority: i32, by: &str) -> Result<(), Refusal> {
        self.change(call, CallChange::Priority(priority), by)
    }

    /// Lets a call need this from now until the next relaxation step; `None`: what its queue says.
    ///
    /// # Errors
    /// When the call is not known or talks, the requirement is not understood or names an
    /// attribute that the call lacks, or the engine does not answer.
    pub fn set_requirement(
        &self,
        call: CallId,
        requirement: Option<&str>,
        by: &str,
    ) -> Result<(), Refusal> {
        let plan = self.plan();
        let own = read_requirement(&plan, requirement)?;
        self.change(call, CallChange::Requirement(own), by)
    }

    /// Moves a call to another queue; it keeps its age, and phones that ring for it stop.
    ///
    /// # Errors
    /// When the call is not known or talks, there is no such queue, it asks for an attribute that
    /// the call lacks, or the engine does not answer; unless it is forced, also when the queue is
    /// closed or full, or nobody is there for the call.
    pub fn move_to_queue(&self, call: CallId, to: &Destination, by: &str) -> Result<(), Refusal> {
        let plan = self.plan();
        let queue = find_queue(&plan, &to.queue)?;
        let name = &queue.name;
        let hours = &queue.entry.hours;
        let change = CallChange::Queue {
            queue: queue.id,
            is_after_hours: to.local_time.is_some_and(|time| !hours.is_open(time)),
            is_forced: to.is_forced,
        };
        let outcome = self.change(call, change, by);
        outcome.map_err(|refusal| match refusal {
            Refusal::Rejected(Rejection::QueueFull(_)) => Refusal::QueueFull(name.to_string()),
            Refusal::Rejected(Rejection::QueueClosed(_)) => Refusal::QueueClosed(name.to_string()),
            Refusal::Rejected(Rejection::NobodyThere { lack, .. }) => {
                Refusal::NobodyThere(name.to_string(), lack.in_words())
            }
            Refusal::Rejected(Rejection::UnknownQueue(_)) => {
                Refusal::UnknownQueue(name.to_string())
            }
            other => other,
        })
    }

    /// Sets an attribute of a call, or takes it away; what refers to it as `$name` is bound anew.
    ///
    /// # Errors
    /// When the call is not known or talks, a limit is passed, something that the call needs
    /// cannot be bound with it, or the engine does not answer.
    pub fn set_attribute(
        &self,
        call: CallId,
        name: &str,
        value: Option<&str>,
        by: &str,
    ) -> Result<(), Refusal> {
        check_text(
            "the attribute's value",
            value.unwrap_or_default(),
            VALUE_BYTES_MAX,
        )?;
        let change = CallChange::Attribute {
            name: name.to_ascii_lowercase().into(),
            value: value.map(Box::from),
        };
        self.change(call, change, by)
    }

    fn change(&self, call: CallId, change: CallChange, by: &str) -> Result<(), Refusal> {
        check_text("the name of who asks", by, SOURCE_BYTES_MAX)?;
        let by = Arc::from(by);
        let input = Box::new(Input::CallChanged { call, change, by });
        let outcome = self.lobby().ask(|reply| Letter::Asked { input, reply })?;
        outcome.map_err(|rejection| match rejection {
            Rejection::Requirement(error) => Refusal::Requirement(error),
            Rejection::Attributes(error) => Refusal::Attributes(error),
            other => Refusal::Rejected(other),
        })
    }
}
