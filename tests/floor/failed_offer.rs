//! After a failed offer the call keeps its place and goes to the next agent at once.

use acd::engine::{EventKind, OfferFailure};

use crate::floor::Floor;

fn floor() -> Floor {
    Floor::open(|plan| {
        plan.queue("support");
        plan.agent("alice", "", "support");
        plan.agent("bob", "", "support");
    })
}

#[test]
fn a_rejected_call_rings_the_next_agent_at_once() {
    let mut floor = floor();
    let call = floor.call("support");
    floor.pass(3_000);
    floor.rejects("alice");
    assert_eq!(floor.rung_for(call), "bob");
    let failed = floor.last(|kind| match kind {
        EventKind::OfferFailed {
            failure,
            ring_ms,
            is_lease_expired,
            ..
        } => Some((*failure, *ring_ms, *is_lease_expired)),
        _ => None,
    });
    assert_eq!(
        failed,
        Some((3_000, (OfferFailure::Rejected, 3_000, false)))
    );
}

#[test]
fn the_call_keeps_its_place_before_those_who_came_later() {
    let mut floor = floor();
    floor.not_ready("bob", "lunch");
    let first = floor.call("support");
    floor.pass(1_000);
    let second = floor.call("support");
    floor.rejects("alice");
    floor.ready("bob");
    assert_eq!(floor.rung_for(first), "bob");
    assert_eq!(floor.rung_for(second), "nobody");
    floor.pass(5_000);
    assert_eq!(floor.rung_for(second), "alice", "rested for five seconds");
}

#[test]
fn its_wait_goes_on() {
    let mut floor = floor();
    let call = floor.call("support");
    floor.pass(2_000);
    floor.rejects("alice");
    floor.pass(3_000);
    floor.answers("bob");
    let connected = floor.last(|kind| match kind {
        EventKind::CallConnected {
            call,
            wait_ms,
            ring_ms,
            ..
        } => Some((*call, *wait_ms, *ring_ms)),
        _ => None,
    });
    assert_eq!(connected, Some((5_000, (call, 5_000, 3_000))));
}

#[test]
fn everybody_rejects_and_the_rested_are_asked_again() {
    let mut floor = floor();
    let call = floor.call("support");
    floor.rejects("alice");
    floor.pass(1_000);
    floor.rejects("bob");
    assert_eq!(floor.rung_for(call), "nobody");
    floor.pass(3_999);
    assert_eq!(floor.rung_for(call), "nobody");
    floor.pass(1);
    assert_eq!(floor.rung_for(call), "alice");
}
