//! A call enters the line at a place of its own.

use acd::engine::{Ageing, PlaceGiven};

use crate::caller::Caller;
use crate::floor::Floor;

fn floor() -> Floor {
    Floor::open(|plan| {
        plan.skills("french");
        plan.queue("support");
        plan.agent("alice", "french", "support").signs_in_later();
    })
}

fn three_wait(floor: &mut Floor) {
    for needs in ["any", "french", "any"] {
        floor.enters(Caller::of("support").needs(needs));
        floor.pass(1_000);
    }
}

#[test]
fn at_the_head_in_the_middle_and_behind_all() {
    for (place, expected) in [
        (1, [4, 1, 2, 3]),
        (2, [1, 4, 2, 3]),
        (3, [1, 2, 4, 3]),
        (4, [1, 2, 3, 4]),
        (99, [1, 2, 3, 4]),
    ] {
        let mut floor = floor();
        three_wait(&mut floor);
        let call = floor.enters(Caller::of("support").position(place));
        let shown = floor.explain(call).call;
        assert_eq!(shown.place, Some(place.min(4)));
        assert_eq!(shown.wait_ms, 0, "its age is its own");
        let given = floor.explain(call).place_given;
        assert_eq!(given, Some(PlaceGiven::Position(place)));
        assert_eq!(floor.serves("alice", 4), expected, "at {place}");
    }
}

#[test]
fn the_second_at_the_head_stands_before_the_first() {
    let mut floor = floor();
    three_wait(&mut floor);
    floor.enters(Caller::of("support").position(1));
    floor.enters(Caller::of("support").position(1));
    assert_eq!(floor.serves("alice", 5), [5, 4, 1, 2, 3]);
}

#[test]
fn nobody_of_higher_priority_is_passed() {
    let mut floor = floor();
    floor.enters(Caller::of("support").priority(1));
    floor.call("support");
    floor.enters(Caller::of("support").position(1));
    floor.enters(Caller::of("support").position(3).priority(1));
    assert_eq!(floor.serves("alice", 4), [1, 4, 3, 2]);
}

#[test]
fn a_phone_that_rings_is_a_place() {
    let mut floor = floor();
    floor.signs_in("alice");
    let first = floor.call("support");
    floor.pass(1_000);
    floor.call("support");
    let third = floor.enters(Caller::of("support").position(2));
    assert_eq!(floor.rung_for(first), "alice");
    assert_eq!(floor.explain(third).call.place, Some(2));
}

#[test]
fn ageing_is_counted_in() {
    let mut floor = floor();
    floor.reload(|plan| {
        plan.queue("support").0.order.ageing = Some(Ageing {
            points: 3,
            per_ms: 10_000,
        });
    });
    floor.pass(60_000);
    three_wait(&mut floor);
    let call = floor.enters(Caller::of("support").position(2).priority(1));
    // One point is worth 3.3 s: more than the second is ahead by, so that is where it stands.
    assert_eq!(floor.explain(call).call.place, Some(1));
    let call = floor.enters(Caller::of("support").position(2).priority(-1));
    assert_eq!(floor.explain(call).call.place, Some(5));
    let call = floor.enters(Caller::of("support").position(3));
    assert_eq!(floor.explain(call).call.place, Some(3));
    assert_eq!(floor.serves("alice", 6), [4, 1, 6, 2, 3, 5]);
}
