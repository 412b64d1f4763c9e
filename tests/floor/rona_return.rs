//! Who missed too many calls comes back by itself, if the queue says so.

use acd::engine::{ChangeCause, EventKind};

use crate::floor::Floor;

fn floor() -> Floor {
    Floor::open(|plan| {
        plan.queue("support").rings_for(10_000).rona_return(30_000);
        plan.agent("alice", "", "support");
    })
}

#[test]
fn the_agent_is_ready_again_after_that_time() {
    let mut floor = floor();
    let call = floor.call("support");
    floor.pass(10_000);
    assert_eq!(floor.not_ready_reason("alice").as_deref(), Some("rona"));
    let shown = floor.view("alice").not_ready.unwrap();
    assert!(shown.returns && !shown.is_over_limit);
    floor.pass(29_999);
    assert_eq!(floor.rung_for(call), "nobody");
    floor.pass(1);
    assert_eq!(floor.rung_for(call), "alice");
    let cause = floor.last(|kind| match kind {
        EventKind::AgentChangeCaused { cause, .. } => Some(cause.clone()),
        _ => None,
    });
    assert_eq!(cause, Some((40_000, ChangeCause::TimeOver)));
}

#[test]
fn another_reason_takes_the_return_away() {
    let mut floor = floor();
    let call = floor.call("support");
    floor.pass(10_000);
    floor.not_ready("alice", "lunch");
    floor.pass(60_000);
    assert_eq!(floor.rung_for(call), "nobody");
    floor.ready("alice");
    assert_eq!(floor.rung_for(call), "alice");
}

#[test]
fn a_reload_does_not_forget_it() {
    let mut floor = floor();
    let call = floor.call("support");
    floor.pass(20_000);
    floor.reload(|_| ());
    floor.pass(20_000);
    assert_eq!(floor.rung_for(call), "alice");
}
