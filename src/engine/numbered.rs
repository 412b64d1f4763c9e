//! A fact of history with its number and its moment.

use super::event::EventKind;
use super::time::Millis;

/// One fact of history.
#[derive(Debug, Clone)]
pub struct Event {
    /// Number, starting at 1, without gaps for the life of the router.
    pub sequence: u64,
    /// When, on the driver's monotonic clock.
    pub at: Millis,
    /// What.
    pub kind: EventKind,
}
