//! Relaxation by estimated wait: a step begins once the call would wait too long for those who may
//! take it, and what has begun stays.

use acd::engine::{CallId, DeviceState, EventKind, StepCondition};

use crate::caller::Caller;
use crate::floor::Floor;
use crate::host::Phone;

/// Alice and amy speak French and talk, in calls 1 and 2; bob does not and comes later. A call
/// takes an agent a minute.
fn floor(after_ms: u64, over_ms: u64) -> Floor {
    let mut floor = Floor::open(|plan| {
        plan.skills("french");
        plan.queue("support")
            .requires("french")
            .relax_over(after_ms, over_ms, "any")
            .handling_time(60_000)
            .rings_for(600_000);
        plan.agent("alice", "french", "support");
        plan.agent("amy", "french", "support");
        plan.agent("bob", "", "support").signs_in_later();
    });
    for agent in ["alice", "amy"] {
        floor.phone(agent, Phone::Answers);
        let talk = floor.call("support");
        assert_eq!(floor.talking_to(talk), agent);
    }
    floor
}

fn relaxed(floor: &Floor) -> Vec<(u64, CallId)> {
    let events = floor.events.iter();
    let relaxed = events.filter_map(|event| match &event.kind {
        EventKind::CallRelaxed { call, .. } => Some((event.at.0, *call)),
        _ => None,
    });
    relaxed.collect()
}

#[test]
fn a_call_that_would_wait_too_long_relaxes_as_it_comes() {
    let mut floor = floor(0, 60_000);
    floor.signs_in("bob");
    let calls: Vec<_> = (0..3).map(|_| floor.call("support")).collect();
    assert_eq!(relaxed(&floor), [(0, calls[2])], "30, 60 and 90 seconds");
    assert_eq!(floor.rung_for(calls[2]), "bob");
}

#[test]
fn when_an_agent_goes_the_last_in_line_relax_and_the_first_of_them_is_served() {
    let mut floor = floor(0, 90_000);
    floor.signs_in("bob");
    let calls: Vec<_> = (0..3).map(|_| floor.call("support")).collect();
    floor.pass(5_000);
    assert_eq!(relaxed(&floor), []);
    floor.signs_out("amy");
    let mut moved = relaxed(&floor);
    moved.sort_unstable();
    assert_eq!(moved, [(5_000, calls[1]), (5_000, calls[2])]);
    assert_eq!(floor.rung_for(calls[1]), "bob");
    assert_eq!(floor.rung_for(calls[2]), "nobody");
}

#[test]
fn a_call_that_is_put_ahead_makes_the_last_one_relax() {
    let mut floor = floor(0, 60_000);
    let calls: Vec<_> = (0..2).map(|_| floor.call("support")).collect();
    floor.enters(Caller::of("support").priority(9));
    assert_eq!(relaxed(&floor), [(0, calls[1])]);
}

#[test]
fn with_nobody_at_work_a_wait_has_no_end() {
    let mut floor = floor(0, 600_000_000);
    floor.signs_in("bob");
    let call = floor.call("support");
    floor.signs_out("amy");
    assert_eq!(relaxed(&floor), []);
    floor.signs_out("alice");
    assert_eq!(relaxed(&floor), [(0, call)]);
    assert_eq!(floor.rung_for(call), "bob");
}

#[test]
fn with_a_time_both_must_have_come() {
    let mut floor = floor(20_000, 40_000);
    floor.pass(777);
    floor.call("support");
    let call = floor.call("support");
    floor.pass(19_999);
    assert_eq!(relaxed(&floor), []);
    floor.pass(1);
    assert_eq!(relaxed(&floor), [(20_777, call)], "60 seconds are too long");
}

#[test]
fn a_call_for_which_a_phone_rings_or_that_wants_one_agent_is_not_looked_at() {
    let mut floor = floor(0, 10_000);
    floor.phone("amy", Phone::Rings);
    floor.ends(CallId(2));
    let ringing = floor.call("support");
    assert_eq!(floor.rung_for(ringing), "amy");
    let held = floor.enters(Caller::of("support").wants("alice"));
    floor.device("bob", DeviceState::InUse);
    assert_eq!(relaxed(&floor), []);
    floor.pass(30_000);
    assert_eq!(relaxed(&floor), [(30_000, held)], "it is for everyone now");
    floor.rejects("amy");
    assert_eq!(relaxed(&floor).len(), 2);
}

#[test]
fn what_has_begun_stays_over_calm_and_over_a_reload() {
    let mut floor = floor(0, 20_000);
    let call = floor.call("support");
    assert_eq!(relaxed(&floor), [(0, call)]);
    floor.reload(|plan| {
        plan.queue("support").capacity(7);
    });
    floor.signs_in("bob");
    assert_eq!(floor.rung_for(call), "bob");
}

#[test]
fn what_is_to_come_names_the_condition() {
    let mut floor = floor(0, 90_000);
    floor.signs_in("bob");
    let call = floor.call("support");
    let coming = floor.explain(call).coming;
    assert_eq!(coming.len(), 1);
    assert_eq!(coming[0].when, Some(StepCondition::WaitOver(90_000)));
    assert_eq!((coming[0].gained, coming[0].gained_free), (1, 1));
}
