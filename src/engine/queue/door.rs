//! The door of a queue: open or closed by hand, or as the opening hours say.
//!
//! The engine has no clock on the wall: a call says on arrival whether it comes within the hours.
//! Rule kept: calls that are in line when the door closes are served, because they came in time.

use crate::engine::event::EventKind;
use crate::engine::id::QueueId;
use crate::engine::rejection::Rejection;
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
    /// See [`Input::DoorSet`](crate::engine::Input::DoorSet).
    pub(in crate::engine) fn door_set(&mut self, id: QueueId, door: Door) -> Result<(), Rejection> {
        let queue = self.queues.get_mut(id.index()).and_then(Option::as_mut);
        let queue = queue.ok_or(Rejection::UnknownQueue(id))?;
        if queue.door != door {
            queue.door = door;
            self.record(EventKind::DoorSet { queue: id, door });
        }
        Ok(())
    }
}
