//! Events of queues and of callers as facts of history; those of agents, offers and conversations
//! are in `journaling.rs`.

use std::sync::Arc;

use crate::engine::{EventKind, FloorPlan};

use super::desk::Desk;
use super::history::HistoryFact as Fact;
use super::journaling::About;

pub(super) fn of_door(kind: &EventKind, desk: &Desk) -> Option<(About, Fact)> {
    let EventKind::DoorSet { queue, door } = kind else {
        return None;
    };
    let fact = Fact::DoorSet {
        queue: desk.queue_name(*queue),
        door: *door,
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

pub(super) fn of_queue(kind: &EventKind, plan: &FloorPlan) -> Option<(About, Fact)> {
    let name = |queue| {
        plan.queues
            .entry(queue)
            .map(|queue| Arc::clone(&queue.name))
    };
    let fact = match *kind {
        EventKind::StrategyChanged {
            queue,
            strategy,
            is_planned,
        } => Fact::StrategyChanged {
            queue: name(queue).unwrap_or_default(),
            strategy: strategy.name(),
            is_planned,
        },
        _ => return None,
    };
    Some(((None, None), fact))
}
