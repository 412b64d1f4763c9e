//! A reload drops nobody: waiting calls keep age and place, agents keep what they do.

use acd::engine::{CallExit, EventKind};

use crate::caller::Caller;
use crate::floor::Floor;
use crate::host::Phone;

#[test]
fn waiting_calls_keep_age_priority_and_place() {
    let mut floor = Floor::open(|plan| {
        plan.queue("support");
        plan.queue("sales");
        plan.agent("alice", "", "support sales").signs_in_later();
    });
    let mut calls = Vec::new();
    for (queue, priority) in [("support", 0), ("sales", 0), ("support", 3), ("sales", 3)] {
        calls.push(floor.enters(Caller::of(queue).priority(priority)));
        floor.pass(1_000);
        floor.reload(|plan| {
            plan.queue("support").rings_for(9_000);
        });
    }
    floor.phone("alice", Phone::Answers);
    floor.signs_in("alice");
    for place in [2, 3, 0, 1] {
        assert_eq!(floor.talking_to(calls[place]), "alice");
        floor.ends(calls[place]);
    }
    let waits = floor.events.iter().filter_map(|event| match event.kind {
        EventKind::CallConnected { wait_ms, .. } => Some(wait_ms),
        _ => None,
    });
    assert_eq!(waits.collect::<Vec<_>>(), [2_000, 1_000, 4_000, 3_000]);
}

#[test]
fn the_new_steps_hold_at_once_by_the_age_of_the_call() {
    let mut floor = Floor::open(|plan| {
        plan.skills("french");
        plan.queue("support").requires("french");
        plan.agent("alice", "", "support");
    });
    let old = floor.call("support");
    floor.pass(25_000);
    let young = floor.call("support");
    floor.reload(|plan| {
        plan.queue("support").relax(20_000, "any");
    });
    assert_eq!(floor.rung_for(old), "alice");
    assert_eq!(floor.rung_for(young), "nobody");
    floor.answers("alice");
    floor.ends(old);
    floor.pass(19_999);
    assert_eq!(floor.rung_for(young), "nobody");
    floor.pass(1);
    assert_eq!(floor.rung_for(young), "alice");
}

#[test]
fn the_new_timeout_holds_from_the_arrival() {
    let mut floor = Floor::open(|plan| {
        plan.queue("support").timeout(60_000);
    });
    let over = floor.call("support");
    let stubborn = floor.enters(Caller::of("support").timeout(50_000));
    floor.pass(20_000);
    let young = floor.call("support");
    floor.pass(10_000);
    floor.reload(|plan| {
        plan.queue("support").timeout(15_000);
    });
    assert_eq!(floor.exit(over), Some(CallExit::Timeout));
    assert_eq!(floor.exit(young), None);
    floor.pass(5_000);
    assert_eq!(floor.exit(young), Some(CallExit::Timeout));
    assert_eq!(
        floor.exit(stubborn),
        None,
        "it said itself how long it waits"
    );
    floor.pass(15_000);
    assert_eq!(floor.exit(stubborn), Some(CallExit::Timeout));
}

#[test]
fn agents_keep_their_states() {
    let mut floor = Floor::open(|plan| {
        plan.queue("support").wrap_up(10_000);
        for name in [
            "ringing", "talking", "wrapping", "lunching", "resting", "away", "here",
        ] {
            plan.agent(name, "", "support").signs_in_later();
        }
    });
    let mut connect = |name: &str| {
        floor.signs_in(name);
        let call = floor.call("support");
        floor.answers(name);
        call
    };
    let talk = connect("talking");
    let wrapped = connect("wrapping");
    floor.ends(wrapped);
    floor.signs_in("lunching");
    floor.not_ready("lunching", "lunch");
    floor.signs_in("resting");
    let call = floor.call("support");
    floor.rejects("resting");
    floor.signs_in("ringing");
    assert_eq!(floor.rung_for(call), "ringing");
    floor.reload(|plan| {
        plan.queue("sales");
    });
    floor.reload(|plan| {
        plan.queue("support")
            .strategy(acd::engine::Strategy::MostSkilled);
    });
    let next = floor.call("support");
    assert_eq!(
        floor.rung_for(next),
        "nobody",
        "nobody has become free by the reload"
    );
    assert_eq!(
        (floor.rung_for(call), floor.talking_to(talk)),
        ("ringing", "talking")
    );
    floor.signs_in("here");
    assert_eq!(floor.rung_for(next), "here");
    let third = floor.call("support");
    floor.pass(5_000);
    assert_eq!(
        floor.rung_for(third),
        "resting",
        "a rest lasts over a reload"
    );
    let fourth = floor.call("support");
    floor.pass(5_000);
    assert_eq!(
        floor.rung_for(fourth),
        "wrapping",
        "and so does after-call time"
    );
}

#[test]
fn the_idle_clock_goes_on() {
    let mut floor = Floor::open(|plan| {
        plan.queue("support");
        plan.agent("bob", "", "support").signs_in_later();
        plan.agent("alice", "", "support").signs_in_later();
    });
    floor.signs_in("alice");
    floor.pass(1_000);
    floor.signs_in("bob");
    floor.pass(1_000);
    floor.reload(|_| ());
    let call = floor.call("support");
    assert_eq!(floor.rung_for(call), "alice");
}

#[test]
fn nothing_happens_when_nothing_has_changed() {
    let mut floor = Floor::open(|plan| {
        plan.skills("french");
        plan.queue("support")
            .requires("french")
            .relax(30_000, "any")
            .timeout(90_000);
        plan.agent("alice", "", "support");
    });
    floor.call("support");
    floor.pass(1_000);
    let (before, events) = (floor.deadline(), floor.events.len());
    floor.reload(|_| ());
    assert_eq!(floor.deadline(), before);
    assert_eq!(
        floor.events.len(),
        events + 1,
        "only that a plan came into force"
    );
}
