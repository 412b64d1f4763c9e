//! A call leaves at the exact end of its wait, even while a phone rings.

use acd::engine::{CallExit, EventKind, OfferFailure};

use crate::caller::Caller;
use crate::floor::Floor;
use crate::host::Phone;

fn floor() -> Floor {
    Floor::open(|plan| {
        plan.queue("support").timeout(30_000).rings_for(60_000);
        plan.agent("alice", "", "support");
    })
}

fn released(floor: &Floor) -> Option<(u64, (CallExit, u64))> {
    floor.last(|kind| match kind {
        EventKind::CallReleased { exit, wait_ms, .. } => Some((*exit, *wait_ms)),
        _ => None,
    })
}

#[test]
fn while_waiting() {
    let mut floor = floor();
    floor.not_ready("alice", "lunch");
    let call = floor.call("support");
    floor.pass(29_999);
    assert_eq!(floor.exit(call), None);
    floor.pass(1);
    assert_eq!(floor.exit(call), Some(CallExit::Timeout));
    assert_eq!(
        released(&floor),
        Some((30_000, (CallExit::Timeout, 30_000)))
    );
    assert_eq!(floor.deadline(), None);
}

#[test]
fn while_it_rings_and_the_agent_is_free_when_the_leg_is_down() {
    let mut floor = floor();
    floor.phone("alice", Phone::Silent);
    let call = floor.call("support");
    floor.pass(10_000);
    let next = floor.call("support");
    floor.pass(20_000);
    assert_eq!(floor.exit(call), Some(CallExit::Timeout));
    assert_eq!(
        floor.rung_for(next),
        "nobody",
        "the leg of the first is still up"
    );
    floor.pass(2_000);
    floor.fails("alice", OfferFailure::Rescinded);
    assert_eq!(floor.rung_for(next), "alice");
}

#[test]
fn the_agent_is_not_to_blame() {
    let mut floor = floor();
    floor.call("support");
    floor.pass(30_000);
    let next = floor.call("support");
    assert_eq!(
        floor.rung_for(next),
        "alice",
        "neither resting nor not ready"
    );
}

#[test]
fn the_call_says_itself_how_long_it_waits() {
    let mut floor = floor();
    floor.not_ready("alice", "lunch");
    let hasty = floor.enters(Caller::of("support").timeout(1));
    let patient = floor.enters(Caller::of("support").timeout(90_000));
    floor.pass(1);
    assert_eq!(floor.exit(hasty), Some(CallExit::Timeout));
    floor.pass(89_998);
    assert_eq!(floor.exit(patient), None);
    floor.pass(1);
    assert_eq!(floor.exit(patient), Some(CallExit::Timeout));
}

#[test]
fn a_call_that_talks_does_not_time_out() {
    let mut floor = floor();
    let call = floor.call("support");
    floor.answers("alice");
    floor.pass(3_600_000);
    assert_eq!(floor.talking_to(call), "alice");
    assert_eq!(floor.exit(call), None);
}

#[test]
fn an_agent_who_comes_in_the_same_millisecond_comes_too_late() {
    let mut floor = floor();
    floor.not_ready("alice", "lunch");
    let call = floor.call("support");
    floor.pass_up_to_deadline();
    floor.ready("alice");
    assert_eq!(floor.exit(call), Some(CallExit::Timeout));
    assert!(floor.host.offered.is_empty(), "no phone rings in vain");
}
