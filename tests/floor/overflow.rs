//! Calls go on to another queue by the time they have waited or by the length of the line.

use acd::engine::{CallExit, EventKind, MoveCause, OverflowLength, OverflowStep, StaffLevel};

use crate::caller::Caller;
use crate::floor::Floor;
use crate::host::Phone;
use crate::stage::blueprint::Blueprint;

fn steps(plan: &mut Blueprint, queue: &str, steps: &[(u64, &str)]) {
    let steps: Vec<_> = steps
        .iter()
        .map(|(after_ms, to)| OverflowStep {
            after_ms: *after_ms,
            queue: plan.queue_id(to),
        })
        .collect();
    plan.queue(queue).0.overflow.by_wait = steps.into();
}

fn floor() -> Floor {
    Floor::open(|plan| {
        plan.queue("support").timeout(120_000).rings_for(15_000);
        plan.queue("backup").timeout(30_000);
        plan.queue("everyone");
        steps(plan, "support", &[(60_000, "backup"), (90_000, "everyone")]);
        steps(plan, "backup", &[(10_000, "support")]);
        plan.agent("alice", "", "support").signs_in_later();
        plan.agent("bob", "", "backup").signs_in_later();
        plan.agent("carol", "", "everyone").signs_in_later();
    })
}

fn moves(floor: &Floor) -> Vec<(u64, MoveCause)> {
    let moves = floor.events.iter().filter_map(|event| match &event.kind {
        EventKind::CallMoved { cause, .. } => Some((event.at.0, cause.clone())),
        _ => None,
    });
    moves.collect()
}

#[test]
fn at_the_exact_moment_of_each_step_and_with_its_age() {
    let mut floor = floor();
    floor.signs_in("bob");
    let call = floor.call("support");
    let told = floor.explain(call);
    assert_eq!(told.next_overflow, Some(floor.blueprint.queue_id("backup")));
    floor.pass(59_999);
    assert_eq!(floor.rung_for(call), "nobody");
    floor.pass(1);
    assert_eq!(floor.rung_for(call), "bob");
    assert_eq!(floor.explain(call).call.wait_ms, 60_000);
    floor.fails("bob", acd::engine::OfferFailure::Rejected);
    floor.not_ready("bob", "lunch");
    floor.signs_in("carol");
    floor.pass(30_000);
    assert_eq!(floor.rung_for(call), "carol");
    let waited = |after_ms| MoveCause::Waited { after_ms };
    assert_eq!(
        moves(&floor),
        [(60_000, waited(60_000)), (90_000, waited(90_000))]
    );
}

#[test]
fn its_first_queue_says_how_long_it_waits_and_where_else() {
    let mut floor = floor();
    let call = floor.call("support");
    floor.pass(119_999);
    assert_eq!(
        floor.exit(call),
        None,
        "neither timeout nor overflow of the others count"
    );
    assert_eq!(moves(&floor).len(), 2);
    floor.pass(1);
    assert_eq!(floor.exit(call), Some(CallExit::Timeout));
}

#[test]
fn a_phone_that_rings_has_its_time_and_then_the_call_goes_on_at_once() {
    let mut floor = floor();
    floor.signs_in("bob");
    let call = floor.call("support");
    floor.pass(50_000);
    floor.signs_in("alice");
    floor.pass(14_999);
    assert_eq!(floor.rung_for(call), "alice");
    floor.pass(1);
    assert_eq!(floor.rung_for(call), "bob");
    assert_eq!(moves(&floor)[0].0, 65_000);
    let call = floor.call("support");
    floor.phone("alice", Phone::Answers);
    floor.ready("alice");
    assert_eq!(floor.talking_to(call), "alice");
    floor.pass(100_000);
    assert_eq!(floor.talking_to(call), "alice");
}

#[test]
fn who_came_by_overflow_stands_where_the_age_puts_it() {
    let mut floor = floor();
    floor.call("support");
    floor.pass(55_000);
    floor.call("backup");
    floor.pass(5_000);
    assert_eq!(floor.serves("bob", 2), [1, 2]);
}

#[test]
fn a_full_queue_takes_nobody_and_the_next_step_is_tried() {
    let mut floor = floor();
    floor.reload(|plan| plan.queue("backup").0.line.capacity = 1);
    let call = floor.call("support");
    floor.pass(50_000);
    floor.call("backup");
    floor.pass(10_000);
    let refused = |kind: &EventKind| matches!(kind, EventKind::CallNotMoved { .. });
    assert_eq!(floor.count(refused), 1);
    floor.signs_in("alice");
    assert_eq!(floor.rung_for(call), "alice", "it waits on where it was");
    floor.not_ready("alice", "lunch");
    floor.fails("alice", acd::engine::OfferFailure::Rejected);
    floor.signs_in("carol");
    floor.pass(30_000);
    assert_eq!(floor.rung_for(call), "carol");
}

#[test]
fn a_line_that_is_too_long_sends_callers_on_as_they_come() {
    let mut floor = floor();
    floor.reload(|plan| {
        let queue = plan.queue_id("backup");
        let rules = [OverflowLength { calls: 2, queue }].into();
        plan.queue("support").capacity(2).0.overflow.by_length = rules;
        plan.queue("backup").capacity(1);
    });
    floor.signs_in("bob");
    floor.not_ready("bob", "soon");
    floor.call("support");
    floor.call("support");
    let third = floor.enters(Caller::of("support").priority(3));
    let fourth = floor.call("support");
    assert_eq!(floor.exit(fourth), Some(CallExit::Full), "both are full");
    assert_eq!(moves(&floor), [(0, MoveCause::Length { calls: 2 })]);
    floor.ready("bob");
    assert_eq!(floor.rung_for(third), "bob");
    assert_eq!(floor.explain(third).call.priority, 3);
}

#[test]
fn a_reload_looks_at_the_steps_again() {
    let mut floor = floor();
    floor.signs_in("carol");
    let call = floor.call("support");
    floor.pass(30_000);
    floor.reload(|plan| steps(plan, "support", &[(20_000, "everyone")]));
    floor.pass(0);
    assert_eq!(floor.rung_for(call), "carol");
}

#[test]
fn a_queue_that_wants_somebody_free_judges_the_call_by_the_step_of_its_age() {
    let mut floor = floor();
    floor.reload(|plan| {
        plan.skills("french");
        plan.queue("backup")
            .requires("any")
            .relax(20_000, "french")
            .joins_if(StaffLevel::Free);
    });
    floor.signs_in("bob");
    let call = floor.call("support");
    floor.pass(60_000);
    let refused = |kind: &EventKind| matches!(kind, EventKind::CallNotMoved { .. });
    assert_eq!(floor.count(refused), 1, "bob is free and speaks no French");
    assert_eq!(floor.rung_for(call), "nobody");
}

#[test]
fn and_by_the_rank_window_of_its_age() {
    let mut floor = floor();
    floor.reload(|plan| {
        plan.queue("backup")
            .ranks(0, 1)
            .ranks(20_000, 2)
            .joins_if(StaffLevel::Free);
        plan.agent("bob", "", "backup:2").signs_in_later();
    });
    floor.signs_in("bob");
    let call = floor.call("support");
    floor.pass(60_000);
    assert_eq!(floor.rung_for(call), "bob");
}

/// A call waits for as long as its home says: without end, where that says nothing.
#[test]
fn the_timeout_of_the_other_queue_does_not_count_at_its_door() {
    let mut floor = Floor::open(|plan| {
        plan.skills("french");
        plan.queue("support");
        plan.queue("backup")
            .timeout(15_000)
            .requires("french")
            .relax(60_000, "any")
            .joins_if(StaffLevel::Working);
        steps(plan, "support", &[(10_000, "backup")]);
        plan.agent("bob", "", "backup");
    });
    let call = floor.call("support");
    floor.pass(10_000);
    assert_eq!(
        moves(&floor),
        [(10_000, MoveCause::Waited { after_ms: 10_000 })]
    );
    floor.pass(49_999);
    assert_eq!(floor.rung_for(call), "nobody");
    floor.pass(1);
    assert_eq!(floor.rung_for(call), "bob");
}
