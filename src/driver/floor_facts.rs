//! Events of queues and of callers as facts of history; those of agents, offers and conversations
//! are in `journaling.rs`.

use std::sync::Arc;

use crate::engine::{EventKind, ReserveSign};

use super::desk::Desk;
use super::history::HistoryFact as Fact;
use super::journaling::About;

pub(super) fn of_queue(kind: &EventKind, desk: &Desk) -> Option<(About, Fact)> {
    let fact = match *kind {
        EventKind::StrategyChanged {
            queue,
            before,
            strategy,
            is_planned,
            ref by,
        } => Fact::StrategyChanged {
            queue: desk.queue_name(queue),
            before: before.name(),
            strategy: strategy.name(),
            is_planned,
            by: by.clone(),
        },
        EventKind::RingAtOnceChanged {
            queue,
            before,
            ring_at_once,
            is_planned,
            ref by,
        } => Fact::RingAtOnceChanged {
            queue: desk.queue_name(queue),
            before,
            ring_at_once,
            is_planned,
            by: by.clone(),
        },
        EventKind::DoorSet {
            queue,
            before,
            door,
            ref by,
        } => Fact::DoorSet {
            queue: desk.queue_name(queue),
            before,
            door,
            by: Arc::clone(by),
        },
        EventKind::ReserveJoined {
            queue,
            sign,
            value,
            agents,
            free,
        } => Fact::ReserveJoined {
            queue: desk.queue_name(queue),
            sign: sign.name(),
            value,
            agents,
            free,
        },
        EventKind::ReserveLeft {
            queue,
            sign,
            value,
            stayed_ms,
        } => Fact::ReserveLeft {
            queue: desk.queue_name(queue),
            sign: sign.map(ReserveSign::name),
            value,
            stayed_ms,
        },
        _ => return None,
    };
    Some(((None, None), fact))
}

/// Says in the log that a reload has ended what was set of a queue by hand.
pub(super) fn warn_of_end(fact: &Fact) {
    let (queue, key, before, now) = match fact {
        Fact::StrategyChanged {
            queue,
            before,
            strategy,
            by: None,
            ..
        } => (
            queue,
            "strategy",
            (*before).to_owned(),
            (*strategy).to_owned(),
        ),
        Fact::RingAtOnceChanged {
            queue,
            before,
            ring_at_once,
            by: None,
            ..
        } => (
            queue,
            "ring-at-once",
            before.to_string(),
            ring_at_once.to_string(),
        ),
        _ => return,
    };
    tracing::warn!(
        "queue {queue}: {key} {before}, set by hand, has ended, because acd.conf has changed the \
         key: it is {now} now"
    );
}

pub(super) fn of_caller(kind: &EventKind) -> Option<(About, Fact)> {
    let (call, agent, fact) = match *kind {
        EventKind::PlaceRegained {
            call,
            former_wait_ms,
        } => (call, None, Fact::PlaceRegained { former_wait_ms }),
        EventKind::CallHeld {
            call,
            agent,
            hold_ms,
        } => (call, Some(agent), Fact::CallHeld { hold_ms }),
        EventKind::HoldEnded { call, agent } => (call, Some(agent), Fact::HoldEnded),
        EventKind::CallLeft {
            call,
            departure,
            is_short,
            wait_ms,
            ..
        } => {
            let fact = Fact::CallLeft {
                departure,
                is_short,
                wait_ms,
            };
            (call, None, fact)
        }
        _ => return None,
    };
    Some(((Some(call), agent), fact))
}
