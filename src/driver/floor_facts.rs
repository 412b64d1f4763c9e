//! Events of queues and of callers as facts of history; those of agents, offers and conversations
//! are in `journaling.rs`.

use crate::engine::{EventKind, ReserveSign};

use super::desk::Desk;
use super::history::HistoryFact as Fact;
use super::journaling::About;

pub(super) fn of_queue(kind: &EventKind, desk: &Desk) -> Option<(About, Fact)> {
    let fact = match *kind {
        EventKind::StrategyChanged {
            queue,
            strategy,
            is_planned,
        } => Fact::StrategyChanged {
            queue: desk.queue_name(queue),
            strategy: strategy.name(),
            is_planned,
        },
        EventKind::DoorSet { queue, door } => Fact::DoorSet {
            queue: desk.queue_name(queue),
            door,
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
