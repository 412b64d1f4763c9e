//! `longest-idle`: one clock for each agent over all queues, and what sets it back.

use acd::engine::{DeviceState, OfferFailure};

use crate::floor::Floor;

// Alice signs in first, bob second, carol third, a second apart; no after-call time.
fn three_in_a_row() -> Floor {
    let mut floor = Floor::open(|plan| {
        plan.queue("support").rona_after(0);
        plan.queue("sales");
        for name in ["carol", "bob", "alice"] {
            plan.agent(name, "", "support sales").signs_in_later();
        }
    });
    for name in ["alice", "bob", "carol"] {
        floor.signs_in(name);
        floor.pass(1_000);
    }
    floor
}

fn next_rung(floor: &mut Floor) -> String {
    let call = floor.call("support");
    let name = floor.rung_for(call).to_owned();
    floor.hangs_up(call);
    name
}

#[test]
fn signing_in_starts_the_clock() {
    let mut floor = three_in_a_row();
    let calls: Vec<_> = (0..3).map(|_| floor.call("support")).collect();
    let rung: Vec<_> = calls.iter().map(|&call| floor.rung_for(call)).collect();
    assert_eq!(rung, ["alice", "bob", "carol"]);
}

#[test]
fn of_agents_idle_equally_long_the_lowest_id_is_rung() {
    let mut floor = Floor::open(|plan| {
        plan.queue("support");
        plan.agent("zoe", "", "support");
        plan.agent("alice", "", "support");
    });
    assert_eq!(next_rung(&mut floor), "zoe");
}

#[test]
fn the_end_of_a_conversation_sets_the_clock_back() {
    let mut floor = three_in_a_row();
    let call = floor.call("sales");
    floor.answers("alice");
    floor.pass(1_000);
    floor.ends(call);
    floor.pass(1_000);
    assert_eq!(next_rung(&mut floor), "bob");
}

#[test]
fn the_end_of_after_call_time_sets_the_clock_back_not_its_beginning() {
    let mut floor = three_in_a_row();
    floor.reload(|plan| {
        plan.queue("support").wrap_up(10_000);
    });
    let first = floor.call("support");
    floor.answers("alice");
    let second = floor.call("sales");
    floor.answers("bob");
    let third = floor.call("sales");
    floor.answers("carol");
    floor.ends(first);
    floor.pass(5_000);
    floor.ends(second);
    floor.ends(third);
    floor.pass(5_000);
    assert_eq!(
        next_rung(&mut floor),
        "carol",
        "idle 5 s, lower id than bob"
    );
    let calls: Vec<_> = (0..3).map(|_| floor.call("support")).collect();
    let rung: Vec<_> = calls.iter().map(|&call| floor.rung_for(call)).collect();
    assert_eq!(rung, ["carol", "bob", "alice"]);
}

#[test]
fn coming_back_from_not_ready_sets_the_clock_back() {
    let mut floor = three_in_a_row();
    floor.not_ready("alice", "lunch");
    floor.pass(1_000);
    floor.ready("alice");
    assert_eq!(next_rung(&mut floor), "bob");
}

#[test]
fn saying_ready_while_ready_does_not() {
    let mut floor = three_in_a_row();
    floor.ready("alice");
    assert_eq!(next_rung(&mut floor), "alice");
}

#[test]
fn a_caller_who_hangs_up_while_it_rings_does_not() {
    let mut floor = three_in_a_row();
    assert_eq!(next_rung(&mut floor), "alice");
    assert_eq!(next_rung(&mut floor), "alice");
}

#[test]
fn a_failed_offer_does_not() {
    for failure in [
        OfferFailure::NoAnswer,
        OfferFailure::Busy,
        OfferFailure::Rejected,
        OfferFailure::Unreachable,
        OfferFailure::Congestion,
    ] {
        let mut floor = three_in_a_row();
        let call = floor.call("support");
        floor.fails("alice", failure);
        floor.hangs_up(call);
        floor.pass(60_000);
        assert_eq!(next_rung(&mut floor), "alice", "{failure:?}");
    }
}

#[test]
fn a_private_call_does_not() {
    let mut floor = three_in_a_row();
    floor.device("alice", DeviceState::InUse);
    floor.pass(1_000);
    assert_eq!(next_rung(&mut floor), "bob");
    floor.device("alice", DeviceState::Free);
    assert_eq!(next_rung(&mut floor), "alice");
}
