//! A caller waits at first for the agent who knows the matter, then for everyone.

use acd::engine::{DeviceState, EventKind, OfferFailure};

use crate::caller::Caller;
use crate::floor::Floor;

const WAIT_MS: u64 = 30_000;
const WINDOW_MS: u64 = 3_600_000;

fn ann() -> Caller {
    Caller::of("support").number("5551000")
}

// Ann has talked to bob, and both agents are free; alice has been idle longer.
fn floor() -> Floor {
    let mut floor = Floor::open(|plan| {
        plan.skills("french");
        let queue = plan.queue("support");
        queue.0.caller.is_sticky = true;
        queue.0.caller.sticky_wait_ms = WAIT_MS;
        queue.0.caller.sticky_window_ms = WINDOW_MS;
        plan.agent("alice", "", "support").signs_in_later();
        plan.agent("bob", "french", "support");
    });
    let call = floor.enters(ann());
    floor.answers("bob");
    floor.ends(call);
    floor.signs_in("alice");
    floor.not_ready("bob", "lunch");
    floor.pass(1_000);
    floor.ready("bob");
    floor
}

fn busy(floor: &mut Floor, agent: &str) {
    floor.device(agent, DeviceState::InUse);
}

#[test]
fn the_last_agent_is_rung_even_if_another_has_been_idle_longer() {
    let mut floor = floor();
    let stranger = floor.enters(Caller::of("support").number("5552000"));
    assert_eq!(floor.rung_for(stranger), "alice");
    floor.hangs_up(stranger);
    let call = floor.enters(ann());
    assert_eq!(floor.rung_for(call), "bob");
}

#[test]
fn the_caller_waits_for_that_agent_alone_and_then_for_everyone() {
    let mut floor = floor();
    busy(&mut floor, "bob");
    let call = floor.enters(ann());
    floor.pass(WAIT_MS - 1);
    assert_eq!(
        floor.rung_for(call),
        "nobody",
        "alice is free and not meant"
    );
    floor.pass(1);
    assert_eq!(floor.rung_for(call), "alice");
}

#[test]
fn the_agent_comes_in_time() {
    let mut floor = floor();
    busy(&mut floor, "bob");
    let call = floor.enters(ann());
    let other = floor.call("support");
    assert_eq!(floor.rung_for(other), "alice", "others do not wait for bob");
    floor.pass(WAIT_MS - 1);
    floor.device("bob", DeviceState::Free);
    assert_eq!(floor.rung_for(call), "bob");
}

#[test]
fn nobody_waits_for_an_agent_who_would_not_come() {
    let told: [fn(&mut Floor); 5] = [
        |floor| floor.signs_out("bob"),
        |floor| floor.not_ready("bob", "lunch"),
        |floor| floor.device("bob", DeviceState::Unreachable),
        |floor| floor.pass(WINDOW_MS),
        |floor| {
            floor.reload(|plan| {
                plan.agent("bob", "", "");
            });
        },
    ];
    for tell in told {
        let mut floor = floor();
        tell(&mut floor);
        let call = floor.enters(ann());
        assert_eq!(floor.rung_for(call), "alice");
    }
}

#[test]
fn the_wait_is_over_when_the_agent_goes() {
    let told: [fn(&mut Floor); 4] = [
        |floor| floor.signs_out("bob"),
        |floor| floor.not_ready("bob", "lunch"),
        |floor| floor.device("bob", DeviceState::Unreachable),
        |floor| floor.reload(|plan| plan.remove_agent("bob")),
    ];
    for tell in told {
        let mut floor = floor();
        busy(&mut floor, "bob");
        let call = floor.enters(ann());
        assert_eq!(floor.rung_for(call), "nobody");
        tell(&mut floor);
        assert_eq!(floor.rung_for(call), "alice");
    }
}

#[test]
fn the_wait_is_over_when_the_offer_comes_to_nothing() {
    let mut floor = floor();
    let call = floor.enters(ann());
    floor.fails("bob", OfferFailure::Rejected);
    assert_eq!(floor.rung_for(call), "alice");
    let ends = floor.count(|kind| matches!(kind, EventKind::HoldEnded { .. }));
    assert_eq!(ends, 1);
}

#[test]
fn the_dialplan_names_an_agent() {
    let mut floor = floor();
    let call = floor.enters(ann().wants("alice"));
    assert_eq!(floor.rung_for(call), "alice");
    let needy = floor.enters(Caller::of("support").needs("french").wants("alice"));
    assert_eq!(floor.rung_for(needy), "bob", "alice does not speak French");
}

#[test]
fn it_holds_over_a_reload_and_goes_on_with_the_step() {
    let mut floor = floor();
    busy(&mut floor, "bob");
    let call = floor.enters(ann());
    floor.pass(10_000);
    floor.reload(|plan| {
        plan.queue("support").relax(20_000, "any prefer french");
    });
    floor.pass(WAIT_MS - 10_001);
    assert_eq!(floor.rung_for(call), "nobody");
    floor.pass(1);
    assert_eq!(floor.rung_for(call), "alice");
}

#[test]
fn what_is_remembered_can_be_told_to_another_router() {
    let floor = floor();
    let traces = floor.router.caller_traces();
    assert_eq!(traces.len(), 1);
    let mut other = Floor::open(|plan| {
        plan.queue("support").0.caller.is_sticky = true;
        plan.agent("alice", "", "support");
        plan.agent("bob", "", "support");
    });
    other.router.remember(traces);
    let call = other.enters(ann());
    assert_eq!(other.rung_for(call), "bob");
}

#[test]
fn the_wait_is_over_when_the_phone_goes_in_the_middle_of_another_call() {
    let mut floor = floor();
    let talk = floor.enters(ann());
    floor.answers("bob");
    let call = floor.enters(ann());
    assert_eq!(floor.rung_for(call), "nobody");
    floor.device("bob", DeviceState::Unreachable);
    assert_eq!(floor.rung_for(call), "alice");
    assert_eq!(floor.talking_to(talk), "bob");
}
