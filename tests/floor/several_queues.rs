//! An agent in several queues takes the most urgent call over all of them, then the oldest.

use crate::caller::Caller;
use crate::floor::Floor;
use crate::host::Phone;

#[test]
fn one_line_over_all_queues_of_the_agent() {
    let mut floor = Floor::open(|plan| {
        plan.skills("french");
        for queue in ["support", "sales", "billing", "other"] {
            plan.queue(queue);
        }
        // The rank is the agent's place in the queue and says nothing about the order of calls.
        plan.agent("alice", "french", "support:9 sales:1 billing:5")
            .signs_in_later();
    });
    let mut expected = Vec::new();
    for (queue, requirement, priority) in [
        ("sales", "any", 0),
        ("support", "french", 0),
        ("other", "any", 9),
        ("billing", "any", 2),
        ("support", "any", 0),
        ("sales", "french", 2),
    ] {
        let call = floor.enters(Caller::of(queue).needs(requirement).priority(priority));
        floor.pass(1);
        if queue != "other" {
            expected.push((-priority, call));
        }
    }
    expected.sort();
    floor.phone("alice", Phone::Answers);
    floor.signs_in("alice");
    for (_, call) in expected {
        assert_eq!(floor.talking_to(call), "alice", "{call:?} is next");
        floor.ends(call);
    }
    assert!(floor.host.talking.is_empty());
}

#[test]
fn a_new_queue_is_served_from_the_reload_on() {
    let mut floor = Floor::open(|plan| {
        plan.queue("support");
        plan.queue("sales");
        plan.agent("alice", "", "support");
    });
    let sale = floor.call("sales");
    assert_eq!(floor.rung_for(sale), "nobody");
    floor.reload(|plan| {
        plan.agent("alice", "", "support sales");
    });
    assert_eq!(floor.rung_for(sale), "alice");
}
