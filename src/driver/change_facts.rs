//! Live changes of calls, and their moves to other queues, as facts of history.

use std::sync::Arc;

use crate::engine::{CallChanged, EventKind, MoveCause, SkillNames};

use super::desk::Desk;
use super::history::HistoryFact as Fact;
use super::journaling::About;

pub(super) fn of_change(
    kind: &EventKind,
    desk: &Desk,
    skills: &SkillNames,
) -> Option<(About, Fact)> {
    let (call, fact) = match kind {
        EventKind::CallChanged { call, change, by } => (call, changed(change, by, skills)),
        EventKind::CallMoved {
            call,
            from,
            to,
            cause,
            wait_ms,
        } => {
            let (cause, by) = cause_words(cause);
            let fact = Fact::CallMoved {
                from: desk.queue_name(*from),
                to: desk.queue_name(*to),
                cause,
                by,
                wait_ms: *wait_ms,
            };
            (call, fact)
        }
        EventKind::CallNotMoved { call, to, cause } => {
            let (cause, _) = cause_words(cause);
            let to = desk.queue_name(*to);
            (call, Fact::CallNotMoved { to, cause })
        }
        _ => return None,
    };
    Some(((Some(*call), None), fact))
}

fn changed(change: &CallChanged, by: &Arc<str>, skills: &SkillNames) -> Fact {
    let (what, before, after) = match change {
        CallChanged::Priority { before, after } => (
            "priority".to_owned(),
            Some(before.to_string()),
            Some(after.to_string()),
        ),
        CallChanged::Requirement { before, after } => (
            "requirement".to_owned(),
            Some(before.display(skills).to_string()),
            Some(after.display(skills).to_string()),
        ),
        CallChanged::Attribute {
            name,
            before,
            after,
        } => {
            let text = |value: &Option<Box<str>>| value.as_deref().map(str::to_owned);
            (format!("${name}"), text(before), text(after))
        }
    };
    Fact::CallChanged {
        what,
        before,
        after,
        by: Arc::clone(by),
    }
}

fn cause_words(cause: &MoveCause) -> (&'static str, Option<Arc<str>>) {
    match cause {
        MoveCause::Waited { .. } => ("overflow", None),
        MoveCause::Estimate { .. } => ("overflow-estimate", None),
        MoveCause::Length { .. } => ("overflow-length", None),
        MoveCause::Asked { by, is_forced } => {
            let cause = if *is_forced { "forced" } else { "asked" };
            (cause, Some(Arc::clone(by)))
        }
    }
}
