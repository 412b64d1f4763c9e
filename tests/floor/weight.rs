//! A queue's weight counts as priority of its calls where an agent serves several queues.

use crate::caller::Caller;
use crate::floor::Floor;

fn floor() -> Floor {
    Floor::open(|plan| {
        plan.queue("support");
        plan.queue("gold").0.order.weight = 5;
        plan.agent("alice", "", "support gold").signs_in_later();
    })
}

#[test]
fn the_heavier_queue_is_served_first() {
    let mut floor = floor();
    floor.call("support");
    floor.pass(60_000);
    floor.call("gold");
    assert_eq!(floor.serves("alice", 2), [2, 1]);
}

#[test]
fn it_is_a_part_of_the_priority() {
    let mut floor = floor();
    floor.call("gold");
    floor.enters(Caller::of("support").priority(6));
    floor.enters(Caller::of("support").priority(5));
    assert_eq!(floor.serves("alice", 3), [2, 1, 3]);
}
