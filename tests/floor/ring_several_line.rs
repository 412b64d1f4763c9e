//! Several calls in a queue that rings several agents: a caller for whom no phone rings comes
//! before one who is rung for already, and each agent rings for one call.

use crate::caller::Caller;
use crate::floor::Floor;

fn floor() -> Floor {
    Floor::open(|plan| {
        plan.queue("support")
            .rings_at_once(32)
            .wrap_up(0)
            .rona_after(0);
        for name in ["alice", "bob", "carol"] {
            plan.agent(name, "", "support");
        }
    })
}

#[test]
fn an_agent_who_becomes_free_goes_to_a_caller_for_whom_no_phone_rings() {
    let mut floor = floor();
    floor.not_ready("carol", "lunch");
    let first = floor.call("support");
    let second = floor.enters(Caller::of("support").priority(-5));
    assert_eq!(floor.all_rung_for(first), ["alice", "bob"]);
    assert!(floor.all_rung_for(second).is_empty());
    floor.ready("carol");
    assert_eq!(floor.all_rung_for(second), ["carol"]);
    assert_eq!(floor.all_rung_for(first), ["alice", "bob"]);
}

#[test]
fn with_nobody_waiting_the_first_in_line_gets_one_more() {
    let mut floor = floor();
    floor.not_ready("bob", "lunch");
    floor.not_ready("carol", "lunch");
    let first = floor.call("support");
    let second = floor.call("support");
    floor.ready("bob");
    assert_eq!(floor.all_rung_for(second), ["bob"]);
    floor.ready("carol");
    assert_eq!(floor.all_rung_for(first), ["alice", "carol"]);
}

#[test]
fn the_losers_of_one_call_ring_for_the_next() {
    let mut floor = floor();
    let first = floor.call("support");
    let second = floor.call("support");
    let third = floor.call("support");
    assert_eq!(floor.all_rung_for(first).len(), 3);
    floor.answers("bob");
    assert_eq!(floor.talking_to(first), "bob");
    assert_eq!(floor.all_rung_for(second), ["alice"]);
    assert_eq!(floor.all_rung_for(third), ["carol"]);
    floor.ends(first);
    assert_eq!(floor.all_rung_for(second), ["alice", "bob"]);
}

#[test]
fn a_call_that_rings_keeps_its_place_in_line() {
    let mut floor = floor();
    floor.not_ready("carol", "lunch");
    let first = floor.call("support");
    let second = floor.call("support");
    let places = |floor: &Floor| {
        let views = floor.router.call_views(floor.now());
        let place = |call| views.iter().find(|view| view.call == call).unwrap().place;
        (place(first), place(second))
    };
    assert_eq!(places(&floor), (Some(1), Some(2)));
    floor.rejects("alice");
    floor.rejects("bob");
    assert_eq!(places(&floor), (Some(1), Some(2)));
    floor.ready("carol");
    assert_eq!(floor.all_rung_for(first), ["carol"]);
}

#[test]
fn after_a_reload_every_caller_is_rung_for_before_anyone_is_rung_for_twice() {
    let mut floor = floor();
    for name in ["alice", "bob", "carol"] {
        floor.not_ready(name, "meeting");
    }
    let first = floor.call("support");
    let second = floor.call("support");
    floor.reload(|plan| {
        plan.queue("support");
        for name in ["dave", "eve", "frank"] {
            plan.agent(name, "", "support");
        }
    });
    assert_eq!(floor.all_rung_for(first), ["dave", "frank"]);
    assert_eq!(floor.all_rung_for(second), ["eve"]);
}

#[test]
fn agents_whose_rests_end_together_are_shared_out_in_the_order_of_calls() {
    let mut floor = floor();
    let first = floor.call("support");
    for name in ["alice", "bob", "carol"] {
        floor.rejects(name);
    }
    let second = floor.call("support");
    floor.pass(5_000);
    assert_eq!(floor.all_rung_for(first), ["alice", "carol"]);
    assert_eq!(floor.all_rung_for(second), ["bob"]);
}
