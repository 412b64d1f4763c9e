//! What a call needs changes at exact moments of its wait.

use acd::engine::EventKind;

use crate::caller::Caller;
use crate::floor::Floor;

// The step of the last `CallRelaxed`, its moment, and how many agents it saw.
fn last_step(floor: &Floor) -> Option<(u64, (u8, u32, u32))> {
    floor.last(|kind| match kind {
        EventKind::CallRelaxed {
            step,
            qualified,
            free,
            ..
        } => Some((*step, *qualified, *free)),
        _ => None,
    })
}

fn three_steps() -> Floor {
    Floor::open(|plan| {
        plan.skills("french billing");
        let queue = plan.queue("support").requires("french >= 80 & billing");
        queue
            .relax(20_000, "french >= 80")
            .relax(45_000, "french")
            .relax(60_000, "any");
        plan.agent("fluent", "french:80", "support")
            .signs_in_later();
        plan.agent("fair", "french:10", "support").signs_in_later();
        plan.agent("novice", "", "support").signs_in_later();
    })
}

#[test]
fn a_step_comes_at_its_very_millisecond() {
    for (name, at) in [("fluent", 20_000), ("fair", 45_000), ("novice", 60_000)] {
        let mut floor = three_steps();
        floor.signs_in(name);
        floor.pass(777);
        let call = floor.call("support");
        floor.pass(at - 1);
        assert_eq!(floor.rung_for(call), "nobody", "{name} a millisecond early");
        floor.pass(1);
        assert_eq!(floor.rung_for(call), name);
    }
}

#[test]
fn every_step_is_written_down_with_those_it_reaches() {
    let mut floor = three_steps();
    floor.signs_in("novice");
    floor.signs_in("fair");
    floor.not_ready("fair", "lunch");
    let call = floor.call("support");
    assert_eq!(last_step(&floor), None);
    floor.pass(20_000);
    assert_eq!(
        last_step(&floor),
        Some((20_000, (1, 1, 0))),
        "only fluent, who is not here"
    );
    floor.pass(25_000);
    assert_eq!(
        last_step(&floor),
        Some((45_000, (2, 2, 0))),
        "fair is at lunch"
    );
    floor.pass(15_000);
    assert_eq!(last_step(&floor), Some((60_000, (3, 3, 1))));
    assert_eq!(floor.rung_for(call), "novice");
}

#[test]
fn a_late_wake_up_takes_the_step_that_holds_by_then() {
    let mut floor = three_steps();
    floor.signs_in("novice");
    let call = floor.call("support");
    floor.oversleeps(61_000);
    assert_eq!(floor.rung_for(call), "novice");
}

#[test]
fn a_step_while_the_phone_rings_leaves_it_ringing() {
    let mut floor = three_steps();
    floor.signs_in("fluent");
    floor.reload(|plan| {
        plan.queue("support").rings_for(60_000);
    });
    let call = floor.call("support");
    floor.pass(30_000);
    assert_eq!(floor.rung_for(call), "fluent");
    floor.signs_in("fair");
    floor.pass(15_000);
    assert_eq!(floor.rung_for(call), "fluent");
    floor.rejects("fluent");
    assert_eq!(floor.rung_for(call), "fair", "the step of 45 s holds");
}

#[test]
fn a_step_may_also_narrow_what_is_needed() {
    let mut floor = Floor::open(|plan| {
        plan.skills("french senior");
        plan.queue("support")
            .requires("french")
            .relax(10_000, "senior");
        plan.agent("alice", "french", "support").signs_in_later();
        plan.agent("boss", "senior", "support").signs_in_later();
    });
    let call = floor.call("support");
    floor.pass(10_000);
    floor.signs_in("alice");
    assert_eq!(floor.rung_for(call), "nobody");
    floor.signs_in("boss");
    assert_eq!(floor.rung_for(call), "boss");
}

#[test]
fn a_call_with_its_own_requirement_follows_the_steps_of_the_queue() {
    let mut floor = three_steps();
    floor.signs_in("novice");
    let call = floor.enters(Caller::of("support").needs("billing >= 50"));
    floor.pass(59_999);
    assert_eq!(floor.rung_for(call), "nobody");
    floor.pass(1);
    assert_eq!(floor.rung_for(call), "novice");
}

#[test]
fn a_call_that_has_gone_is_not_relaxed() {
    let mut floor = three_steps();
    let call = floor.call("support");
    floor.hangs_up(call);
    floor.pass(120_000);
    assert_eq!(last_step(&floor), None);
    assert_eq!(floor.deadline(), None);
}

#[test]
fn calls_that_reach_their_step_together_are_served_in_their_order() {
    let mut floor = three_steps();
    let later = floor.enters(Caller::of("support").priority(0));
    let first = floor.enters(Caller::of("support").priority(1));
    floor.signs_in("novice");
    floor.pass(60_000);
    assert_eq!(floor.rung_for(first), "novice");
    assert_eq!(floor.rung_for(later), "nobody");
}

#[test]
fn of_agents_who_have_rested_until_the_same_moment_the_best_is_rung() {
    let mut floor = Floor::open(|plan| {
        plan.queue("support");
        plan.agent("second", "", "support:2");
        plan.agent("first", "", "support:1");
    });
    let call = floor.call("support");
    floor.rejects("first");
    floor.rejects("second");
    assert_eq!(floor.rung_for(call), "nobody");
    floor.pass(5_000);
    assert_eq!(floor.rung_for(call), "first");
}
