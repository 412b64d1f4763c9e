//! Waiting raises priority, so that nobody starves; the order between calls of one queue is settled
//! when they come, between queues that age differently at the moment when an agent is free.

use acd::engine::Ageing;

use crate::caller::Caller;
use crate::floor::Floor;

const PER_30_S: Option<Ageing> = Some(Ageing {
    points: 1,
    per_ms: 30_000,
});

fn floor(ageing: Option<Ageing>) -> Floor {
    Floor::open(|plan| {
        plan.queue("support").0.order.ageing = ageing;
        plan.agent("alice", "", "support").signs_in_later();
    })
}

#[test]
fn a_point_of_priority_is_worth_the_time_that_it_takes_to_earn() {
    let mut floor = floor(PER_30_S);
    floor.call("support");
    floor.pass(59_999);
    floor.enters(Caller::of("support").priority(2));
    floor.pass(1);
    // Sixty seconds after the first: as much as two points, and the first came first.
    floor.enters(Caller::of("support").priority(2));
    floor.pass(3_600_000);
    assert_eq!(floor.serves("alice", 3), [2, 1, 3]);
}

#[test]
fn without_ageing_the_higher_priority_always_goes_first() {
    let mut floor = floor(None);
    floor.call("support");
    floor.pass(3_600_000);
    floor.enters(Caller::of("support").priority(1));
    assert_eq!(floor.serves("alice", 2), [2, 1]);
}

#[test]
fn nobody_starves_however_many_important_callers_come() {
    let mut floor = floor(PER_30_S);
    floor.phone("alice", crate::host::Phone::Answers);
    floor.signs_in("alice");
    floor.call("support");
    let low = floor.call("support");
    let mut important = Vec::new();
    // One call of priority 10 every ten seconds, and alice takes ten seconds for each: without
    // ageing the low one would wait for ever.
    for _ in 0..60 {
        important.push(floor.enters(Caller::of("support").priority(10)));
        floor.pass(10_000);
        let (&talking, _) = floor.host.talking.first_key_value().expect("alice talks");
        floor.ends(talking);
        if floor.talking_to(low) == "alice" {
            break;
        }
    }
    // Whoever overtook it came less than 10 points × 30 s after it.
    assert_eq!(floor.talking_to(low), "alice");
    let overtook = important.len() as u64;
    assert!(
        (300_000..=320_000).contains(&(overtook * 10_000)),
        "{overtook}"
    );
}

#[test]
fn between_queues_the_moment_decides() {
    let mut floor = Floor::open(|plan| {
        plan.queue("slow").0.order.weight = 2;
        plan.queue("quick").0.order.ageing = PER_30_S;
        plan.agent("alice", "", "slow quick").signs_in_later();
    });
    floor.call("quick");
    floor.call("slow");
    floor.call("slow");
    floor.pass(59_999);
    assert_eq!(floor.serves("alice", 1), [2], "1.99 points against 2");
    let mut floor = Floor::open(|plan| {
        plan.queue("slow").0.order.weight = 2;
        plan.queue("quick").0.order.ageing = PER_30_S;
        plan.agent("alice", "", "slow quick").signs_in_later();
    });
    floor.call("slow");
    floor.call("quick");
    floor.pass(60_001);
    assert_eq!(
        floor.serves("alice", 2),
        [2, 1],
        "2.00 points and more against 2"
    );
}

#[test]
fn a_reload_changes_the_order_of_those_who_wait() {
    let mut floor = floor(None);
    floor.call("support");
    floor.pass(31_000);
    floor.enters(Caller::of("support").priority(1));
    floor.reload(|plan| plan.queue("support").0.order.ageing = PER_30_S);
    assert_eq!(floor.serves("alice", 2), [1, 2]);
}
