//! Relaxation on a condition: a step begins once nobody who could take the call is free, works or
//! is signed in.

use acd::engine::{DeviceState, EventKind, Millis, StaffLevel, StepCondition};

use crate::caller::Caller;
use crate::floor::Floor;
use crate::stage::blueprint::Blueprint;

/// Alice and bob speak French, carol does not; all are away at first.
fn staff(plan: &mut Blueprint) {
    plan.skills("french");
    plan.queue("support").requires("french");
    for (agent, skills) in [("alice", "french"), ("bob", "french"), ("carol", "")] {
        plan.agent(agent, skills, "support").signs_in_later();
    }
}

fn relaxing(after_ms: u64, lacking: StaffLevel) -> Floor {
    Floor::open(|plan| {
        staff(plan);
        plan.queue("support").relax_when(after_ms, lacking, "any");
    })
}

fn last_step(floor: &Floor) -> Option<(u64, u8)> {
    floor.last(|kind| match kind {
        EventKind::CallRelaxed { step, .. } => Some(*step),
        _ => None,
    })
}

#[test]
fn when_nobody_is_free_the_call_relaxes_at_once() {
    let mut floor = relaxing(0, StaffLevel::Free);
    floor.signs_in("alice");
    floor.signs_in("carol");
    let first = floor.call("support");
    assert_eq!(floor.rung_for(first), "alice");
    assert_eq!(
        last_step(&floor),
        None,
        "alice rings, so somebody was there"
    );
    let second = floor.call("support");
    assert_eq!(floor.rung_for(second), "carol");
    assert_eq!(last_step(&floor), Some((0, 1)));
}

#[test]
fn an_agent_who_rejects_was_the_last_who_was_free() {
    let mut floor = relaxing(0, StaffLevel::Free);
    floor.signs_in("alice");
    floor.signs_in("carol");
    let call = floor.call("support");
    floor.rejects("alice");
    assert_eq!(floor.rung_for(call), "carol");
}

#[test]
fn who_waits_for_one_agent_in_person_relaxes_only_once_everyone_is_meant() {
    let mut floor = relaxing(0, StaffLevel::Free);
    for agent in ["alice", "bob", "carol"] {
        floor.signs_in(agent);
    }
    floor.device("alice", DeviceState::InUse);
    let call = floor.enters(Caller::of("support").wants("alice"));
    assert_eq!(floor.rung_for(call), "nobody", "bob is free and not meant");
    floor.device("bob", DeviceState::InUse);
    floor.pass(29_999);
    assert_eq!(last_step(&floor), None);
    floor.pass(1);
    assert_eq!(last_step(&floor), Some((30_000, 1)));
    assert_eq!(floor.rung_for(call), "carol");
}

#[test]
fn staffed_looks_at_who_is_signed_in() {
    let mut floor = relaxing(0, StaffLevel::Staffed);
    floor.signs_in("alice");
    floor.not_ready("alice", "lunch");
    floor.signs_in("carol");
    let call = floor.call("support");
    floor.pass(60_000);
    assert_eq!(floor.rung_for(call), "nobody");
    floor.signs_out("alice");
    assert_eq!(floor.rung_for(call), "carol");
    assert_eq!(last_step(&floor), Some((60_000, 1)));
}

#[test]
fn working_looks_at_who_is_ready() {
    let mut floor = relaxing(0, StaffLevel::Working);
    floor.signs_in("alice");
    let talk = floor.call("support");
    floor.answers("alice");
    floor.signs_in("carol");
    let call = floor.call("support");
    assert_eq!(floor.rung_for(call), "nobody", "alice talks, so she works");
    floor.not_ready("alice", "lunch");
    floor.ends(talk);
    assert_eq!(floor.rung_for(call), "carol");
}

#[test]
fn qualified_looks_at_the_skills_alone() {
    let mut floor = relaxing(0, StaffLevel::Qualified);
    floor.signs_in("carol");
    let call = floor.call("support");
    assert_eq!(floor.rung_for(call), "nobody", "alice and bob speak French");
    floor.reload(|plan| {
        plan.agent("alice", "", "support");
        plan.agent("bob", "", "support");
    });
    assert_eq!(floor.rung_for(call), "carol");
}

#[test]
fn with_a_time_both_must_have_come() {
    let mut floor = relaxing(20_000, StaffLevel::Staffed);
    floor.signs_in("carol");
    let call = floor.call("support");
    floor.pass(19_999);
    assert_eq!(floor.rung_for(call), "nobody");
    floor.pass(1);
    assert_eq!(floor.rung_for(call), "carol");
    assert_eq!(last_step(&floor), Some((20_000, 1)));
    // Later than the time, when the last one signs out.
    let mut floor = relaxing(20_000, StaffLevel::Staffed);
    floor.signs_in("carol");
    floor.signs_in("alice");
    floor.not_ready("alice", "lunch");
    let call = floor.call("support");
    floor.pass(50_000);
    assert_eq!(floor.rung_for(call), "nobody");
    floor.signs_out("alice");
    assert_eq!(last_step(&floor), Some((50_000, 1)));
    assert_eq!(floor.rung_for(call), "carol");
}

#[test]
fn what_has_begun_stays() {
    let mut floor = relaxing(0, StaffLevel::Staffed);
    let call = floor.call("support");
    assert_eq!(last_step(&floor), Some((0, 1)));
    floor.signs_in("alice");
    floor.rejects("alice");
    floor.signs_in("carol");
    assert_eq!(floor.rung_for(call), "carol");
}

#[test]
fn the_last_step_of_the_list_that_has_begun_holds() {
    let mut floor = Floor::open(|plan| {
        staff(plan);
        plan.queue("support")
            .relax_when(0, StaffLevel::Staffed, "any")
            .relax(20_000, "french");
    });
    floor.signs_in("alice");
    floor.not_ready("alice", "lunch");
    let call = floor.call("support");
    floor.pass(20_000);
    assert_eq!(last_step(&floor), Some((20_000, 2)));
    floor.signs_out("alice");
    floor.signs_in("carol");
    assert_eq!(floor.rung_for(call), "nobody", "step 1 is behind it");
}

#[test]
fn everyone_who_waits_relaxes_and_the_first_in_line_is_served() {
    let mut floor = relaxing(0, StaffLevel::Staffed);
    floor.signs_in("alice");
    floor.not_ready("alice", "lunch");
    floor.signs_in("carol");
    let calls: Vec<_> = (0..3).map(|_| floor.call("support")).collect();
    floor.signs_out("alice");
    let relaxed = floor.count(|kind| matches!(kind, EventKind::CallRelaxed { .. }));
    assert_eq!(relaxed, 3);
    let rung: Vec<_> = calls.iter().map(|call| floor.rung_for(*call)).collect();
    assert_eq!(rung, ["carol", "nobody", "nobody"]);
}

#[test]
fn a_reload_of_something_else_takes_nothing_back() {
    let mut floor = relaxing(0, StaffLevel::Staffed);
    floor.signs_in("alice");
    floor.not_ready("alice", "lunch");
    let call = floor.call("support");
    floor.signs_out("alice");
    floor.signs_in("alice");
    floor.rejects("alice");
    floor.reload(|plan| {
        plan.queue("support").capacity(7);
    });
    floor.signs_in("carol");
    assert_eq!(floor.rung_for(call), "carol");
}

#[test]
fn what_is_to_come_names_the_condition() {
    let mut floor = relaxing(20_000, StaffLevel::Staffed);
    floor.signs_in("alice");
    floor.not_ready("alice", "lunch");
    floor.signs_in("carol");
    let call = floor.call("support");
    let explained = floor.router.explain(Millis(0), call).expect("it waits");
    let told: Vec<_> = explained
        .coming
        .iter()
        .map(|step| (step.at.0, step.when, step.gained, step.gained_free))
        .collect();
    assert_eq!(
        told,
        [(
            20_000,
            Some(StepCondition::Lacking(StaffLevel::Staffed)),
            1,
            1
        )]
    );
}
