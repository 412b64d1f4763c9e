//! A queue holds as many calls as it may; the next is sent away at once and counted.

use acd::engine::{CallExit, EventKind};

use crate::floor::Floor;

#[test]
fn the_call_beyond_the_last_place_leaves_at_once() {
    let mut floor = Floor::open(|plan| {
        plan.queue("support").capacity(2);
        plan.queue("sales").capacity(1);
        plan.agent("alice", "", "support");
    });
    let ringing = floor.call("support");
    let waiting = floor.call("support");
    let refused = floor.call("support");
    assert_eq!(floor.exit(refused), Some(CallExit::Full));
    assert_eq!((floor.exit(ringing), floor.exit(waiting)), (None, None));
    let arrived = floor.count(|kind| matches!(kind, EventKind::CallArrived { .. }));
    let released = floor.count(|kind| matches!(kind, EventKind::CallReleased { .. }));
    assert_eq!(
        (arrived, released),
        (3, 1),
        "whoever is sent away is counted too"
    );
    let elsewhere = floor.call("sales");
    assert_eq!(floor.exit(elsewhere), None, "each queue has its own places");
}

#[test]
fn a_conversation_takes_no_place() {
    let mut floor = Floor::open(|plan| {
        plan.queue("support").capacity(1);
        plan.agent("alice", "", "support");
    });
    floor.call("support");
    floor.answers("alice");
    let next = floor.call("support");
    assert_eq!(floor.exit(next), None);
    floor.hangs_up(next);
    let another = floor.call("support");
    assert_eq!(
        floor.exit(another),
        None,
        "a place that is left is free again"
    );
}

#[test]
fn a_reload_that_shrinks_the_queue_sends_nobody_away() {
    let mut floor = Floor::open(|plan| {
        plan.queue("support").capacity(3);
    });
    let calls: Vec<_> = (0..3).map(|_| floor.call("support")).collect();
    floor.reload(|plan| {
        plan.queue("support").capacity(1);
    });
    assert!(calls.iter().all(|&call| floor.exit(call).is_none()));
    floor.hangs_up(calls[0]);
    let late = floor.call("support");
    assert_eq!(floor.exit(late), Some(CallExit::Full));
}
