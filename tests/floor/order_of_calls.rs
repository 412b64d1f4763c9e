//! Who is served first: the higher priority, then who came earlier, then the lower id.

use crate::caller::Caller;
use crate::floor::Floor;

fn floor() -> Floor {
    Floor::open(|plan| {
        plan.skills("french");
        plan.queue("support");
        plan.agent("alice", "french", "support").signs_in_later();
    })
}

#[test]
fn first_come_first_served() {
    let mut floor = floor();
    for _ in 0..4 {
        floor.call("support");
        floor.pass(1);
    }
    assert_eq!(floor.serves("alice", 4), [1, 2, 3, 4]);
}

#[test]
fn priority_goes_before_age() {
    let mut floor = floor();
    for priority in [0, -3, 5, 0, 5] {
        floor.enters(Caller::of("support").priority(priority));
        floor.pass(1);
    }
    assert_eq!(floor.serves("alice", 5), [3, 5, 1, 4, 2]);
}

#[test]
fn of_calls_that_come_together_the_lower_id_is_served_first() {
    let mut floor = floor();
    for _ in 0..3 {
        floor.call("support");
    }
    assert_eq!(floor.serves("alice", 3), [1, 2, 3]);
}

#[test]
fn calls_with_different_needs_stand_in_one_line() {
    let mut floor = floor();
    for requirement in ["french", "any", "french >= 1 | french = 0", "any", "french"] {
        floor.enters(Caller::of("support").needs(requirement));
        floor.pass(1);
    }
    assert_eq!(floor.serves("alice", 5), [1, 2, 3, 4, 5]);
}

#[test]
fn a_call_that_nobody_can_take_holds_up_nobody() {
    let mut floor = floor();
    floor.enters(Caller::of("support").needs("french >= 50").priority(9));
    let second = floor.call("support");
    floor.signs_in("alice");
    assert_eq!(floor.rung_for(second), "alice");
}
