//! What a caller was told while waiting, as history.

use super::history::HistoryFact as Fact;
use super::journaling::About;
use crate::engine::{EventKind, PositionTold};

/// The fact, and the call it is about.
pub(super) fn described(kind: &EventKind) -> Option<(About, Fact)> {
    let EventKind::CallAnnounced {
        call,
        position,
        wait_ms,
        files,
    } = kind
    else {
        return None;
    };
    let (position, more_than) = match *position {
        Some(PositionTold::At(place)) => (Some(place), None),
        Some(PositionTold::MoreThan(limit)) => (None, Some(limit)),
        None => (None, None),
    };
    let fact = Fact::CallAnnounced {
        position,
        more_than,
        announced_wait_ms: *wait_ms,
        files: files.clone(),
    };
    Some(((Some(*call), None), fact))
}
