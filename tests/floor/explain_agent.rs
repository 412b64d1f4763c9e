//! Why an agent gets no call, call by call.

use acd::engine::limits::EXPLAINED_CALLS_MAX;
use acd::engine::{AgentCondition, AgentExplanation, Chance, Millis};

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
