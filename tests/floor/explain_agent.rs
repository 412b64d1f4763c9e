//! Why an agent gets no call, call by call.

use acd::engine::limits::EXPLAINED_CALLS_MAX;
use acd::engine::{AgentCondition, AgentExplanation, Chance, DeviceState, Millis};

use crate::caller::Caller;
use crate::floor::Floor;

fn floor() -> Floor {
    Floor::open(|plan| {
        plan.skills("french billing");
        plan.queue("support");
        plan.queue("sales");
        plan.queue("other");
        plan.agent("alice", "french", "support sales:2");
    })
}

fn explained(floor: &Floor) -> AgentExplanation {
    let explained = floor
        .router
        .explain_agent(Millis(1_000), floor.agent("alice"));
    explained.expect("the agent is on the floor")
}

#[test]
fn calls_are_named_in_the_order_of_service_with_one_word_each() {
    let mut floor = floor();
    floor.not_ready("alice", "lunch");
    let unfit = floor.enters(Caller::of("support").needs("billing"));
    let second = floor.enters(Caller::of("sales").needs("french"));
    let first = floor.enters(Caller::of("support").needs("french").priority(5));
    floor.call("other");
    let told = explained(&floor);
    assert!(matches!(
        told.agent.condition,
        AgentCondition::NotReady { .. }
    ));
    let chances: Vec<_> = told
        .calls
        .iter()
        .map(|call| (call.call, call.chance))
        .collect();
    assert_eq!(
        chances,
        [
            (first, Chance::First),
            (unfit, Chance::Unfit),
            (second, Chance::After(first)),
        ]
    );
    let queues: Vec<_> = told
        .queues
        .iter()
        .map(|queue| (queue.rank, queue.in_line, queue.fitting))
        .collect();
    assert_eq!(queues, [(1, 2, 1), (2, 1, 1)]);
    floor.ready("alice");
    assert_eq!(floor.rung_for(first), "alice");
    let told = explained(&floor);
    let rung = told.calls.iter().find(|call| call.call == first);
    assert_eq!(rung.unwrap().chance, Chance::Rung);
}

#[test]
fn a_long_line_is_counted_and_its_beginning_named() {
    let mut floor = floor();
    floor.signs_out("alice");
    for _ in 0..EXPLAINED_CALLS_MAX + 10 {
        floor.call("support");
    }
    let told = explained(&floor);
    assert_eq!(told.calls.len(), EXPLAINED_CALLS_MAX);
    assert_eq!(told.queues[0].in_line as usize, EXPLAINED_CALLS_MAX + 10);
}

// Alice is free and is of rank 2 in a queue whose second window opens after 20 s.
fn ranked_floor() -> Floor {
    Floor::open(|plan| {
        plan.skills("french");
        plan.queue("support").ranks(0, 1).ranks(20_000, 2);
        plan.agent("alice", "", "support:2");
        plan.agent("bob", "", "support:1").signs_in_later();
    })
}

#[test]
fn what_is_nearest_to_the_agent_is_named() {
    let mut floor = ranked_floor();
    assert_eq!(explained(&floor).nearest, None, "no call is in line");
    let unfit = floor.enters(Caller::of("support").needs("french"));
    assert_eq!(explained(&floor).nearest, Some(Chance::Unfit));
    floor.call("support");
    assert_eq!(explained(&floor).nearest, Some(Chance::RankLater));
    floor.hangs_up(unfit);
    assert_eq!(explained(&floor).nearest, Some(Chance::RankLater));
}

#[test]
fn a_call_that_is_held_for_another_agent_is_not_unfit() {
    let mut floor = floor();
    floor.reload(|plan| {
        plan.agent("bob", "", "support").signs_in_later();
    });
    floor.signs_in("bob");
    floor.device("bob", DeviceState::InUse);
    floor.enters(Caller::of("support").wants("bob"));
    assert_eq!(explained(&floor).nearest, Some(Chance::HeldForOther));
}

#[test]
fn calls_beyond_those_that_are_named_count_too() {
    let mut floor = ranked_floor();
    for _ in 0..EXPLAINED_CALLS_MAX {
        floor.enters(Caller::of("support").needs("french").priority(1));
    }
    assert_eq!(explained(&floor).nearest, Some(Chance::Unfit));
    floor.call("support");
    assert_eq!(explained(&floor).nearest, Some(Chance::RankLater));
}
