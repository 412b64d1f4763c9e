//! After-call time: by queue or by agent, to the millisecond, and ended early by the agent.

use acd::engine::{CallId, EventKind};

use crate::floor::Floor;

fn floor() -> Floor {
    Floor::open(|plan| {
        plan.queue("support").wrap_up(10_000);
        plan.agent("alice", "", "support");
    })
}

// A conversation of two seconds that has just ended, and a second caller who waits.
fn after_a_call(floor: &mut Floor) -> CallId {
    let call = floor.call("support");
    floor.answers("alice");
    floor.pass(2_000);
    let next = floor.call("support");
    floor.ends(call);
    next
}

fn wrap_ups(floor: &Floor) -> (usize, usize) {
    (
        floor.count(|kind| matches!(kind, EventKind::WrapUpStarted { .. })),
        floor.count(|kind| matches!(kind, EventKind::WrapUpEnded { .. })),
    )
}

#[test]
fn the_next_call_rings_when_it_is_over() {
    let mut floor = floor();
    let next = after_a_call(&mut floor);
    floor.pass(9_999);
    assert_eq!((floor.rung_for(next), wrap_ups(&floor)), ("nobody", (1, 0)));
    floor.pass(1);
    assert_eq!((floor.rung_for(next), wrap_ups(&floor)), ("alice", (1, 1)));
}

#[test]
fn the_agent_may_have_more_or_less_than_the_queue_gives() {
    for wrap_up_ms in [0, 3_000, 40_000] {
        let mut floor = floor();
        floor.reload(|plan| {
            plan.agent("alice", "", "support").wrap_up(wrap_up_ms);
        });
        let next = after_a_call(&mut floor);
        if wrap_up_ms > 0 {
            floor.pass(wrap_up_ms - 1);
            assert_eq!(floor.rung_for(next), "nobody");
            floor.pass(1);
        }
        assert_eq!(floor.rung_for(next), "alice", "{wrap_up_ms}");
    }
}

#[test]
fn without_after_call_time_the_next_call_rings_at_once() {
    let mut floor = floor();
    floor.reload(|plan| {
        plan.queue("support").wrap_up(0);
    });
    let next = after_a_call(&mut floor);
    assert_eq!((floor.rung_for(next), wrap_ups(&floor)), ("alice", (0, 0)));
}

#[test]
fn ready_ends_it_early() {
    let mut floor = floor();
    let next = after_a_call(&mut floor);
    floor.pass(1_000);
    floor.ready("alice");
    assert_eq!((floor.rung_for(next), wrap_ups(&floor)), ("alice", (1, 1)));
    floor.hangs_up(next);
    floor.pass(60_000);
    assert_eq!(wrap_ups(&floor), (1, 1), "its timer is gone");
}

#[test]
fn not_ready_and_sign_out_end_it_at_once() {
    let mut floor = floor();
    let next = after_a_call(&mut floor);
    floor.not_ready("alice", "lunch");
    assert_eq!(wrap_ups(&floor), (1, 1));
    floor.pass(60_000);
    assert_eq!(floor.rung_for(next), "nobody");

    let mut floor = self::floor();
    let next = after_a_call(&mut floor);
    floor.signs_out("alice");
    assert_eq!(wrap_ups(&floor), (1, 1));
    floor.pass(60_000);
    assert_eq!(floor.rung_for(next), "nobody");
}
