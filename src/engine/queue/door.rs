//! The door of a queue: open or closed by hand, or as the opening hours say.
//!
//! The engine has no clock on the wall: a call says on arrival whether it comes within the hours,
//! and after how long these end. Calls that are in line when the queue closes are served, because
//! they came in time, or leave at that moment, as the queue says (`at-close`). A phone that rings
//! has its time first. The end of the hours concerns a call in the queue where it arrived, as the
//! hours themselves do; by hand a queue is closed to every call in it.

use std::sync::Arc;

use crate::engine::call::record::Call;
use crate::engine::call::state::CallState;
use crate::engine::event::EventKind;
use crate::engine::id::{CallId, QueueId};
use crate::engine::output::CallExit;
use crate::engine::plan::AtClose;
use crate::engine::router::Router;

use serde::Serialize;

/// Who decides whether calls are let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Door {
    /// The opening hours.
    #[default]
    Auto,
    /// Open, whatever the hours say.
    Open,
    /// Closed, whatever the hours say.
    Closed,
}

impl Door {
    /// Whether a call may come in.
    #[must_use]
    pub const fn lets_in(self, is_within_hours: bool) -> bool {
        match self {
            Self::Auto => is_within_hours,
            Self::Open => true,
            Self::Closed => false,
        }
    }

    /// In a word, as on the console.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Open => "open",
            Self::Closed => "closed",
        }
    }
}

impl Router {
    /// Somebody opens or closes the queue, or gives it back to its hours.
    pub(in crate::engine) fn change_door(&mut self, id: QueueId, door: Door, by: Arc<str>) {
        let queue = self.queues[id.index()].as_mut();
        let queue = queue.expect("the queue was just looked up");
        let before = std::mem::replace(&mut queue.door, door);
        if before != door {
            self.record(EventKind::DoorSet {
                queue: id,
                before,
                door,
                by,
            });
            self.close_line(id);
        }
    }

    /// Calls leave a queue that is closed for them by now, if its rules say so.
    fn close_line(&mut self, id: QueueId) {
        let is_in_line = |call: &Call| call.queue == id && call.state() != CallState::Talking;
        let calls = self.calls.values().filter(|call| is_in_line(call));
        let closed = calls.filter(|call| self.is_closed_for(call));
        let closed: Vec<CallId> = closed.map(|call| call.id).collect();
        for call in closed {
            self.close_on(call);
        }
    }

    /// The opening hours have ended within which the call came.
    pub(in crate::engine) fn hours_over(&mut self, id: CallId) {
        let call = self.call_mut(id);
        call.closes_at = None;
        call.is_past_hours = true;
        if self.is_closed_for(&self.calls[&id]) {
            self.close_on(id);
        }
    }

    /// A call for which a phone rang when its queue closed leaves now that this has come to
    /// nothing. True: so it is.
    pub(in crate::engine) fn leaves_closed(&mut self, id: CallId) -> bool {
        let call = &self.calls[&id];
        let leaves =
            call.is_past_door && call.state() == CallState::Waiting && self.is_closed_for(call);
        if leaves {
            self.release(id, CallExit::Closed);
        }
        leaves
    }

    fn is_closed_for(&self, call: &Call) -> bool {
        let queue = self.queues.get(call.queue.index()).and_then(Option::as_ref);
        queue.is_some_and(|queue| {
            let releases = queue.plan.entry.at_close == AtClose::Release;
            releases && !queue.door.lets_in(!call.is_past_hours)
        })
    }

    fn close_on(&mut self, id: CallId) {
        let call = self.call_mut(id);
        if call.state() == CallState::Waiting {
            self.release(id, CallExit::Closed);
        } else {
            call.is_past_door = true;
        }
    }
}
