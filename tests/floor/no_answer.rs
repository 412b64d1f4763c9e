//! A phone that is not answered is taken back at its exact moment; the next agent is rung.

use acd::engine::{EventKind, OfferFailure, RescindReason};

use crate::floor::Floor;

#[test]
fn the_next_phone_rings_when_the_first_has_rung_long_enough() {
    let mut floor = Floor::open(|plan| {
        plan.queue("support").rings_for(15_000);
        plan.agent("alice", "", "support");
        plan.agent("bob", "", "support").rings_for(7_000);
    });
    let call = floor.call("support");
    floor.pass(14_999);
    assert_eq!(floor.rung_for(call), "alice");
    floor.pass(1);
    assert_eq!(floor.rung_for(call), "bob");
    assert_eq!(floor.host.rescinded.len(), 1);
    assert_eq!(floor.host.rescinded[0].1, RescindReason::RingTimeout);
    let failed = floor.last(|kind| match kind {
        EventKind::OfferFailed {
            failure, ring_ms, ..
        } => Some((*failure, *ring_ms)),
        _ => None,
    });
    assert_eq!(failed, Some((15_000, (OfferFailure::NoAnswer, 15_000))));
    floor.pass(7_000);
    assert_eq!(
        floor.host.rescinded.len(),
        2,
        "bob's phone rings for seven seconds only"
    );
}

#[test]
fn a_host_that_gives_up_by_itself_is_believed() {
    let mut floor = Floor::open(|plan| {
        plan.queue("support");
        plan.agent("alice", "", "support");
        plan.agent("bob", "", "support");
    });
    let call = floor.call("support");
    floor.pass(9_000);
    floor.fails("alice", OfferFailure::NoAnswer);
    assert_eq!(floor.rung_for(call), "bob");
    assert!(floor.host.rescinded.is_empty());
}
