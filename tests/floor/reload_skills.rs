//! Skills that a reload gives or takes are matched in the same instant.

use acd::engine::{CallExit, EventKind};

use crate::caller::Caller;
use crate::floor::Floor;

fn floor() -> Floor {
    Floor::open(|plan| {
        plan.skills("french german");
        plan.queue("support");
        plan.agent("alice", "french:10", "support");
        plan.agent("bob", "", "support");
    })
}

#[test]
fn an_agent_who_learnt_a_skill_takes_the_call_that_waits_for_it() {
    let mut floor = floor();
    let german = floor.enters(Caller::of("support").needs("german"));
    let fluent = floor.enters(Caller::of("support").needs("french >= 50"));
    assert_eq!(
        (floor.rung_for(german), floor.rung_for(fluent)),
        ("nobody", "nobody")
    );
    floor.reload(|plan| {
        plan.agent("alice", "french:50", "support");
        plan.agent("bob", "german", "support");
    });
    assert_eq!(
        (floor.rung_for(german), floor.rung_for(fluent)),
        ("bob", "alice")
    );
}

#[test]
fn an_agent_who_lost_a_skill_is_not_rung_for_it() {
    let mut floor = floor();
    floor.not_ready("alice", "lunch");
    let call = floor.enters(Caller::of("support").needs("french"));
    floor.reload(|plan| {
        plan.agent("alice", "", "support");
    });
    floor.ready("alice");
    assert_eq!(floor.rung_for(call), "nobody");
}

#[test]
fn a_new_requirement_of_the_queue_holds_for_those_who_wait() {
    let mut floor = floor();
    floor.not_ready("alice", "lunch");
    floor.not_ready("bob", "lunch");
    let call = floor.call("support");
    floor.reload(|plan| {
        plan.queue("support").requires("french");
    });
    assert_eq!(
        floor.count(|kind| matches!(kind, EventKind::CallRelaxed { .. })),
        1
    );
    floor.ready("bob");
    assert_eq!(floor.rung_for(call), "nobody");
    floor.ready("alice");
    assert_eq!(floor.rung_for(call), "alice");
}

#[test]
fn a_call_that_needs_a_skill_that_is_gone_leaves_with_a_clear_word() {
    let mut floor = floor();
    let german = floor.enters(Caller::of("support").needs("german"));
    let french = floor.enters(Caller::of("support").needs("french >= 50"));
    floor.reload(|plan| plan.skills("french"));
    assert_eq!(floor.exit(german), Some(CallExit::RequirementInvalid));
    assert_eq!(floor.exit(french), None);
}

#[test]
fn a_skill_keeps_its_meaning_whatever_else_comes_and_goes() {
    let mut floor = floor();
    let call = floor.enters(Caller::of("support").needs("french >= 50"));
    floor.reload(|plan| plan.skills("italian french"));
    floor.reload(|plan| plan.skills("spanish italian french german"));
    assert_eq!(floor.rung_for(call), "nobody");
    floor.reload(|plan| {
        plan.agent("bob", "french:50 spanish", "support");
    });
    assert_eq!(floor.rung_for(call), "bob");
}

#[test]
fn the_offer_that_rings_goes_on_under_its_own_terms() {
    let mut floor = floor();
    let call = floor.enters(Caller::of("support").needs("french"));
    floor.reload(|plan| {
        plan.agent("alice", "", "support").rings_for(1_000);
        plan.agent("bob", "french", "support");
    });
    floor.pass(14_999);
    assert_eq!(floor.rung_for(call), "alice");
    floor.pass(1);
    assert_eq!(floor.rung_for(call), "bob");
}
