//! A queue lets in whoever comes within its hours; by hand it is opened and closed whatever the
//! hours say; calls that are in line are served.

use acd::engine::{CallExit, Door, EventKind, QueueChange, QueueId, Rejection};

use crate::caller::Caller;
use crate::floor::Floor;

fn floor() -> Floor {
    Floor::open(|plan| {
        plan.queue("support").capacity(1);
        plan.agent("alice", "", "support").signs_in_later();
    })
}

fn set(floor: &mut Floor, door: Door) {
    let queue = floor.blueprint.queue_id("support");
    let answer = floor.sets_of_queue(queue, QueueChange::Door(door));
    assert_eq!(answer, Ok(()));
}

#[track_caller]
fn assert_exits(floor: &mut Floor, within: Option<CallExit>, after: Option<CallExit>) {
    for (caller, exit) in [
        (Caller::of("support"), within),
        (Caller::of("support").after_hours(), after),
    ] {
        let call = floor.enters(caller);
        assert_eq!(floor.exit(call), exit);
        if exit.is_none() {
            floor.hangs_up(call);
        }
    }
}

#[test]
fn whoever_comes_after_hours_is_told_so() {
    let mut floor = floor();
    assert_exits(&mut floor, None, Some(CallExit::Closed));
}

#[test]
fn the_door_is_stronger_than_the_hours_until_it_is_given_back() {
    let mut floor = floor();
    set(&mut floor, Door::Open);
    assert_exits(&mut floor, None, None);
    set(&mut floor, Door::Closed);
    floor.reload(|plan| {
        plan.queue("support").timeout(90_000);
    });
    assert_exits(&mut floor, Some(CallExit::Closed), Some(CallExit::Closed));
    set(&mut floor, Door::Auto);
    set(&mut floor, Door::Auto);
    assert_exits(&mut floor, None, Some(CallExit::Closed));
    let changes = floor.count(|kind| matches!(kind, EventKind::DoorSet { .. }));
    assert_eq!(changes, 3, "what is so already is not told again");
}

#[test]
fn a_closed_queue_is_closed_even_if_it_is_full_and_serves_who_is_in_line() {
    let mut floor = floor();
    let first = floor.call("support");
    set(&mut floor, Door::Closed);
    let second = floor.call("support");
    assert_eq!(floor.exit(second), Some(CallExit::Closed));
    floor.signs_in("alice");
    assert_eq!(floor.rung_for(first), "alice");
}

#[test]
fn an_unknown_queue_is_refused() {
    let mut floor = floor();
    let (queue, door) = (QueueId(7), Door::Open);
    let answer = floor.sets_of_queue(queue, QueueChange::Door(door));
    assert_eq!(answer, Err(Rejection::UnknownQueue(queue)));
}
