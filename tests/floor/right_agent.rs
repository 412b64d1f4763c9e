//! The caller reaches an agent who can do what the call needs, and nobody else.

use crate::caller::Caller;
use crate::floor::Floor;
use crate::host::Phone;
use acd::engine::Output;

#[test]
fn a_call_goes_to_the_one_agent_with_the_skill() {
    let mut floor = Floor::open(|plan| {
        plan.skills("french billing");
        plan.queue("support");
        plan.agent("alice", "billing", "support");
        plan.agent("bob", "french", "support");
        plan.agent("carol", "", "support");
    });
    let call = floor.enters(Caller::of("support").needs("french"));
    assert_eq!(floor.rung_for(call), "bob");
    floor.answers("bob");
    assert_eq!(floor.talking_to(call), "bob");
}

#[test]
fn the_queue_says_what_calls_need_that_say_nothing() {
    let mut floor = Floor::open(|plan| {
        plan.skills("french billing");
        plan.queue("support").requires("french & billing");
        plan.agent("alice", "french", "support");
        plan.agent("bob", "french billing", "support");
    });
    let call = floor.call("support");
    assert_eq!(floor.rung_for(call), "bob");
}

#[test]
fn a_skill_outside_the_queue_is_of_no_use() {
    let mut floor = Floor::open(|plan| {
        plan.skills("french");
        plan.queue("support");
        plan.queue("sales");
        plan.agent("alice", "french", "sales");
    });
    let call = floor.enters(Caller::of("support").needs("french"));
    assert_eq!(floor.rung_for(call), "nobody");
    assert_eq!(floor.deadline(), None, "nothing can happen by itself");
}

#[test]
fn a_call_that_nobody_can_take_waits_for_somebody_who_can() {
    let mut floor = Floor::open(|plan| {
        plan.skills("french");
        plan.queue("support");
        plan.agent("alice", "", "support");
        plan.agent("bob", "french", "support").signs_in_later();
    });
    let call = floor.enters(Caller::of("support").needs("french"));
    assert_eq!(floor.rung_for(call), "nobody");
    floor.pass(60_000);
    floor.signs_in("bob");
    assert_eq!(floor.rung_for(call), "bob");
}

#[test]
fn the_order_names_the_phone_and_how_long_it_may_ring() {
    let mut floor = Floor::open(|plan| {
        plan.queue("support").rings_for(12_000);
        plan.agent("alice", "", "support");
        plan.agent("bob", "", "support").rings_for(7_000);
    });
    floor.phone("alice", Phone::Answers);
    floor.call("support");
    floor.call("support");
    let orders = &floor.host.offered;
    assert_eq!(
        (&*orders[0].interface, orders[0].ring_timeout_ms),
        ("PJSIP/alice", 12_000)
    );
    assert_eq!(
        (&*orders[1].interface, orders[1].ring_timeout_ms),
        ("PJSIP/bob", 7_000)
    );
}

#[test]
fn without_input_there_is_nothing_to_say() {
    let mut floor = Floor::open(|plan| {
        plan.queue("support");
        plan.agent("alice", "", "support");
    });
    assert!(matches!(floor.router.poll(), Output::Idle(None)));
    assert!(matches!(floor.router.poll(), Output::Idle(None)));
}
