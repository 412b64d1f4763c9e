//! What is told of after-call time and of what became of calls.

use std::sync::Arc;

use super::history::HistoryFact as Fact;
use super::journaling::About;
use crate::engine::{DispositionPlan, EventKind};

/// A fact about after-call time, and whom it is about.
pub(super) fn of_wrap_up(kind: &EventKind) -> Option<(About, Fact)> {
    let code = |disposition: &Arc<DispositionPlan>| Arc::clone(&disposition.name);
    let (call, agent, fact) = match kind {
        EventKind::WrapUpStarted {
            agent,
            call,
            wrap_up_ms,
        } => (
            call,
            agent,
            Fact::WrapUpStarted {
                wrap_up_ms: *wrap_up_ms,
            },
        ),
        EventKind::CallDisposed {
            agent,
            call,
            disposition,
        } => (
            call,
            agent,
            Fact::CallDisposed {
                disposition: code(disposition),
            },
        ),
        EventKind::TagsMissing {
            agent,
            call,
            missing,
            defaults: _,
        } => {
            let missing = missing.to_vec();
            (call, agent, Fact::TagsMissing { missing })
        }
        EventKind::WrapUpExtended {
            agent,
            call,
            extend_ms,
        } => (
            call,
            agent,
            Fact::WrapUpExtended {
                extend_ms: *extend_ms,
            },
        ),
        EventKind::WrapUpEnded {
            agent,
            call,
            ended_by,
            disposition,
            is_default,
        } => (
            call,
            agent,
            Fact::WrapUpEnded {
                ended_by: *ended_by,
                disposition: disposition.as_ref().map(code),
                is_default: *is_default,
            },
        ),
        _ => return None,
    };
    Some(((Some(*call), Some(*agent)), fact))
}
