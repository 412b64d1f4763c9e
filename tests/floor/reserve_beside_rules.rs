//! What the other rules make of a reserve: it counts for nothing that is said of those who may take
//! a call now, and for something where those are meant who may come later.

use acd::engine::{AgentChange, CallExit, Chance, Input, ReserveSign, StaffLevel};

use crate::caller::Caller;
use crate::floor::Floor;
use crate::stage::blueprint::Blueprint;

/// Alice comes later, bob is free and in reserve until two calls are in line.
fn floor(rules: impl FnOnce(&mut Blueprint)) -> Floor {
    Floor::open(|plan| {
        plan.skills("french");
        plan.queue("support")
            .reserve(2, 60_000)
            .reserve_at(ReserveSign::Line, 1, 1);
        plan.agent("alice", "french", "support").signs_in_later();
        plan.agent("bob", "french", "support:2");
        plan.agent("carol", "", "support").signs_in_later();
        rules(plan);
    })
}

#[test]
fn whoever_is_meant_in_person_is_rung_in_reserve_or_not() {
    let mut floor = floor(|_| ());
    let call = floor.enters(Caller::of("support").wants("bob"));
    assert_eq!(floor.rung_for(call), "bob");
}

#[test]
fn a_rank_window_must_be_open_too() {
    let mut floor = floor(|plan| {
        plan.queue("support").ranks(0, 1).ranks(20_000, 2);
    });
    let first = floor.call("support");
    floor.pass(20_000);
    assert_eq!(floor.rung_for(first), "nobody", "the window alone");
    let second = floor.call("support");
    assert_eq!(floor.rung_for(first), "bob");
    floor.hangs_up(first);
    assert_eq!(floor.rung_for(second), "nobody", "the reserve alone");
    floor.pass(20_000);
    assert_eq!(floor.rung_for(second), "bob");
}

#[test]
fn nobody_is_free_if_only_the_reserve_is() {
    let mut floor = floor(|plan| {
        plan.queue("support")
            .requires("french")
            .relax_when(0, StaffLevel::Free, "any");
    });
    floor.signs_in("carol");
    let call = floor.call("support");
    assert_eq!(floor.rung_for(call), "carol");
}

#[test]
fn who_asks_more_people_need_not_ask_for_less() {
    let mut floor = floor(|plan| {
        plan.queue("support")
            .requires("french")
            .relax_when(5_000, StaffLevel::Working, "any")
            .reserve_at(ReserveSign::Wait, 5_000, 2_000);
    });
    floor.signs_in("carol");
    let call = floor.call("support");
    floor.pass(5_000);
    assert_eq!(floor.rung_for(call), "bob", "in the same millisecond");
}

#[test]
fn the_reserve_may_still_come_so_callers_may_wait_for_it() {
    let mut floor = floor(|plan| {
        plan.queue("support")
            .joins_if(StaffLevel::Working)
            .leaves_if_not(StaffLevel::Working, 10_000);
    });
    let call = floor.call("support");
    assert_eq!(floor.exit(call), None);
    floor.pass(60_000);
    assert_eq!(floor.exit(call), None);
    floor.not_ready("bob", "lunch");
    floor.pass(10_000);
    assert_eq!(floor.exit(call), Some(CallExit::NoneWorking));
}

#[test]
fn nobody_is_free_for_a_caller_who_wants_somebody_free() {
    let mut floor = floor(|plan| {
        plan.queue("support").joins_if(StaffLevel::Free);
    });
    let call = floor.call("support");
    assert_eq!(floor.exit(call), Some(CallExit::NoneFree));
}

#[test]
fn a_rank_that_is_changed_takes_the_agent_out_of_it() {
    let mut floor = floor(|_| ());
    let call = floor.call("support");
    let change = AgentChange::Queue {
        queue: floor.blueprint.queue_id("support"),
        rank: Some(1),
    };
    let agent = floor.agent("bob");
    let by = "boss".into();
    let answer = floor.tell(Input::AgentChanged { agent, change, by });
    assert_eq!(answer, Ok(()));
    assert_eq!(floor.rung_for(call), "bob");
}

#[test]
fn the_estimate_that_is_told_counts_who_may_take_the_call() {
    let mut floor = floor(|plan| {
        plan.queue("support").handling_time(60_000);
    });
    let call = floor.call("support");
    assert_eq!(floor.router.estimated_wait_ms(call), None);
    floor.enters(Caller::of("support").priority(1));
    assert_eq!(floor.router.estimated_wait_ms(call), Some(60_000));
}

#[test]
fn an_agent_in_reserve_is_told_so() {
    let mut floor = floor(|_| ());
    floor.call("support");
    let bob = floor.agent("bob");
    let explained = floor
        .router
        .explain_agent(floor.now(), bob)
        .expect("is there");
    assert_eq!(explained.queues[0].reserve, Some(false));
    assert_eq!(explained.queues[0].fitting, 0);
    assert_eq!(explained.calls[0].chance, Chance::Reserve);
}
