//! `order = deadline`: calls of several queues rank by the time left to their service level.

use acd::engine::{CallOrder, ServiceLevel};

use crate::caller::Caller;
use crate::floor::Floor;

fn floor() -> Floor {
    Floor::open(|plan| {
        for (name, target_ms) in [("quick", 10_000), ("patient", 60_000)] {
            let order = &mut plan.queue(name).0.order;
            order.order = CallOrder::Deadline;
            order.service_level = ServiceLevel(target_ms);
        }
        plan.queue("plain");
        plan.agent("alice", "", "quick patient plain")
            .signs_in_later();
    })
}

#[test]
fn the_one_with_less_time_left_goes_first() {
    let mut floor = floor();
    floor.call("patient");
    floor.pass(49_999);
    floor.call("quick");
    floor.pass(2);
    floor.call("quick");
    assert_eq!(floor.serves("alice", 3), [2, 1, 3]);
}

#[test]
fn priority_still_goes_before_it() {
    let mut floor = floor();
    floor.call("quick");
    floor.enters(Caller::of("patient").priority(1));
    assert_eq!(floor.serves("alice", 2), [2, 1]);
}

#[test]
fn a_call_of_a_queue_by_arrival_is_due_at_once() {
    let mut floor = floor();
    floor.call("quick");
    floor.pass(9_999);
    floor.call("plain");
    floor.pass(2);
    floor.call("plain");
    assert_eq!(floor.serves("alice", 3), [2, 1, 3]);
}
