//! After-call time that the agent skips, finishes or extends, within the bounds of the queue.

use acd::engine::{CallId, EventKind, Rejection, WrapUpFinish};

use crate::floor::Floor;

fn floor() -> Floor {
    Floor::open(|plan| {
        let queue = plan.queue("support").wrap_up(10_000);
        queue.0.wrap_up.extension_ms_max = 30_000;
        plan.agent("alice", "", "support");
    })
}

// The agent talks, and a second caller waits.
fn in_a_call(floor: &mut Floor) -> (CallId, CallId) {
    let call = floor.call("support");
    floor.answers("alice");
    (call, floor.call("support"))
}

#[test]
fn finishing_it_brings_the_next_call_at_once() {
    let mut floor = floor();
    let (call, next) = in_a_call(&mut floor);
    floor.ends(call);
    floor.pass(1_000);
    floor
        .wraps_up("alice", "", 0, WrapUpFinish::Now)
        .expect("nothing is missing");
    assert_eq!(floor.rung_for(next), "alice");
}

#[test]
fn skipping_it_during_the_conversation_brings_the_next_call_at_its_end() {
    let mut floor = floor();
    let (call, next) = in_a_call(&mut floor);
    floor
        .wraps_up("alice", "", 0, WrapUpFinish::Skip)
        .expect("nothing is missing");
    assert_eq!(floor.talking_to(call), "alice", "the conversation goes on");
    floor.ends(call);
    assert_eq!(floor.rung_for(next), "alice");
    let started = floor.count(|kind| matches!(kind, EventKind::WrapUpStarted { .. }));
    assert_eq!(started, 0);
}

#[test]
fn to_finish_during_the_conversation_is_nothing_yet() {
    let mut floor = floor();
    let (call, next) = in_a_call(&mut floor);
    floor
        .wraps_up("alice", "", 0, WrapUpFinish::Now)
        .expect("there is a call");
    floor.ends(call);
    assert_eq!(floor.rung_for(next), "nobody");
}

#[test]
fn it_is_extended_to_the_millisecond() {
    let mut floor = floor();
    let (call, next) = in_a_call(&mut floor);
    floor.ends(call);
    floor.pass(4_000);
    for _ in 0..2 {
        floor
            .wraps_up("alice", "", 5_000, WrapUpFinish::No)
            .expect("within the bounds");
    }
    floor.pass(15_999);
    assert_eq!(floor.rung_for(next), "nobody");
    floor.pass(1);
    assert_eq!(floor.rung_for(next), "alice");
}

#[test]
fn time_asked_for_during_the_conversation_follows_it_even_where_none_would() {
    let mut floor = floor();
    floor.reload(|plan| {
        plan.queue("support").wrap_up(0);
    });
    let (call, next) = in_a_call(&mut floor);
    floor
        .wraps_up("alice", "", 7_000, WrapUpFinish::No)
        .expect("within the bounds");
    floor.ends(call);
    floor.pass(6_999);
    assert_eq!(floor.rung_for(next), "nobody");
    floor.pass(1);
    assert_eq!(floor.rung_for(next), "alice");
}

#[test]
fn more_than_the_queue_allows_is_refused_and_changes_nothing() {
    let mut floor = floor();
    let (call, next) = in_a_call(&mut floor);
    floor.ends(call);
    floor
        .wraps_up("alice", "", 25_000, WrapUpFinish::No)
        .expect("within the bounds");
    let before = floor.snapshot();
    let refused = floor.wraps_up("alice", "", 5_001, WrapUpFinish::No);
    assert_eq!(refused, Err(Rejection::ExtensionTooLong { left_ms: 5_000 }));
    floor.assert_unchanged_since(&before);
    floor.pass(35_000);
    assert_eq!(floor.rung_for(next), "alice");
}

#[test]
fn whoever_has_no_call_has_nothing_to_wrap_up() {
    let mut floor = floor();
    let agent = floor.agent("alice");
    let nothing = Err(Rejection::NothingToWrapUp(agent));
    assert_eq!(floor.wraps_up("alice", "", 0, WrapUpFinish::Now), nothing);
    floor.call("support");
    assert_eq!(floor.wraps_up("alice", "", 0, WrapUpFinish::Now), nothing);
    floor.rejects("alice");
    floor.signs_out("alice");
    let signed_out = Err(Rejection::AgentSignedOut(agent));
    assert_eq!(
        floor.wraps_up("alice", "", 0, WrapUpFinish::Now),
        signed_out
    );
}
