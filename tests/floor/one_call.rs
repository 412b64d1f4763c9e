//! One call, then a pause: for one call on request, or after every call by configuration.

use acd::engine::AgentCondition;

use crate::floor::Floor;

fn floor(is_on_demand: bool, wrap_up_ms: u64) -> Floor {
    Floor::open(|plan| {
        plan.queue("support").wrap_up(wrap_up_ms);
        let alice = plan.agent("alice", "", "support");
        alice.0.is_on_demand = is_on_demand;
    })
}

fn is_paused(floor: &Floor) -> bool {
    let reason = "one-call".into();
    floor.view("alice").condition == AgentCondition::NotReady { reason }
}

#[test]
fn ready_for_one_call_is_not_ready_after_it() {
    let mut floor = floor(false, 0);
    floor.not_ready("alice", "lunch");
    floor.ready_once("alice");
    assert!(floor.view("alice").is_for_one_call);
    let call = floor.call("support");
    floor.answers("alice");
    let next = floor.call("support");
    floor.ends(call);
    assert!(is_paused(&floor));
    floor.ready("alice");
    floor.answers("alice");
    floor.ends(next);
    assert_eq!(floor.view("alice").condition, AgentCondition::Free);
}

#[test]
fn it_may_be_asked_for_during_the_call() {
    let mut floor = floor(false, 0);
    let call = floor.call("support");
    floor.answers("alice");
    floor.ready_once("alice");
    floor.ends(call);
    assert!(is_paused(&floor));
}

#[test]
fn on_demand_pauses_after_each_call_and_its_after_call_time() {
    let mut floor = floor(true, 10_000);
    for _ in 0..3 {
        let call = floor.call("support");
        floor.answers("alice");
        floor.ends(call);
        floor.pass(9_999);
        assert!(matches!(
            floor.view("alice").condition,
            AgentCondition::WrapUp { .. }
        ));
        floor.pass(1);
        assert!(is_paused(&floor));
        floor.ready("alice");
    }
}

#[test]
fn being_ready_during_after_call_time_asks_for_the_next_call() {
    let mut floor = floor(true, 10_000);
    let call = floor.call("support");
    floor.answers("alice");
    floor.ends(call);
    let next = floor.call("support");
    floor.ready("alice");
    assert_eq!(floor.rung_for(next), "alice");
}

#[test]
fn an_offer_that_came_to_nothing_is_no_call() {
    let mut floor = floor(true, 0);
    let call = floor.call("support");
    floor.rejects("alice");
    floor.pass(5_000);
    assert_eq!(floor.rung_for(call), "alice");
}
