//! Overflow by estimated wait: a call that would wait too long goes to another queue, as it comes
//! or when things get worse, and along each rule once.

use acd::engine::{EventKind, MoveCause, OverflowEstimate};

use crate::floor::Floor;
use crate::host::Phone;
use crate::stage::blueprint::Blueprint;

fn rules(plan: &mut Blueprint, queue: &str, rules: &[(u64, &str)]) {
    let rules = rules.iter().map(|(over_ms, to)| OverflowEstimate {
        over_ms: *over_ms,
        queue: plan.queue_id(to),
    });
    let rules = rules.collect();
    plan.queue(queue).0.overflow.by_estimate = rules;
}

/// Alice and amy talk for support; bob, who comes later, serves backup. A call takes a minute.
fn floor(over_ms: u64) -> Floor {
    let mut floor = Floor::open(|plan| {
        plan.skills("french");
        plan.queue("support").handling_time(60_000);
        plan.queue("backup").handling_time(60_000);
        rules(plan, "support", &[(over_ms, "backup")]);
        plan.agent("alice", "french", "support");
        plan.agent("amy", "", "support");
        plan.agent("bob", "", "backup").signs_in_later();
    });
    for agent in ["alice", "amy"] {
        floor.phone(agent, Phone::Answers);
        floor.call("support");
    }
    floor
}

fn moves(floor: &Floor) -> Vec<(u64, u64, MoveCause)> {
    let moves = floor.events.iter().filter_map(|event| match &event.kind {
        EventKind::CallMoved { call, cause, .. } => Some((event.at.0, call.0, cause.clone())),
        _ => None,
    });
    moves.collect()
}

fn refusals(floor: &Floor) -> usize {
    floor.count(|kind| matches!(kind, EventKind::CallNotMoved { .. }))
}

const fn over(over_ms: u64) -> MoveCause {
    MoveCause::Estimate { over_ms }
}

#[test]
fn the_call_that_would_wait_too_long_goes_as_it_comes() {
    let mut floor = floor(60_000);
    floor.reload(|plan| rules(plan, "backup", &[(1, "support")]));
    floor.signs_in("bob");
    let calls: Vec<_> = (0..3).map(|_| floor.call("support")).collect();
    assert_eq!(moves(&floor), [(0, calls[2].0, over(60_000))]);
    assert_eq!(floor.rung_for(calls[2]), "bob");
    floor.pass(60_000);
    assert_eq!(
        moves(&floor).len(),
        1,
        "the rule of the other queue is none of its own"
    );
}

#[test]
fn when_an_agent_goes_the_last_in_line_go_on_with_their_age() {
    let mut floor = floor(60_000);
    let calls: Vec<_> = (0..2).map(|_| floor.call("support")).collect();
    floor.pass(10_000);
    floor.signs_out("amy");
    assert_eq!(moves(&floor), [(10_000, calls[1].0, over(60_000))]);
    assert_eq!(floor.explain(calls[1]).call.wait_ms, 10_000);
}

#[test]
fn a_queue_that_takes_nobody_is_asked_once_and_the_next_rule_counts() {
    let mut floor = floor(60_000);
    floor.reload(|plan| {
        plan.queue("backup").capacity(1);
        plan.queue("everyone");
        plan.agent("carol", "", "everyone").signs_in_later();
        rules(plan, "support", &[(60_000, "backup"), (90_000, "everyone")]);
    });
    floor.call("backup");
    let calls: Vec<_> = (0..3).map(|_| floor.call("support")).collect();
    assert_eq!((refusals(&floor), moves(&floor).len()), (1, 0));
    floor.pass(1_000);
    floor.signs_out("amy");
    let moved = |call: usize| (1_000, calls[call].0, over(90_000));
    assert_eq!(
        moves(&floor),
        [moved(2), moved(1)],
        "the last in line first"
    );
    assert_eq!(refusals(&floor), 2, "the second call asked too");
}

#[test]
fn a_call_asks_for_less_before_it_goes_elsewhere() {
    let mut floor = floor(20_000);
    floor.reload(|plan| {
        plan.queue("support")
            .requires("french")
            .relax_over(0, 30_000, "any");
    });
    let call = floor.call("support");
    let relaxed = |kind: &EventKind| matches!(kind, EventKind::CallRelaxed { step: 1, .. });
    assert_eq!(floor.count(relaxed), 1, "one agent: a minute");
    assert_eq!(
        moves(&floor),
        [(0, call.0, over(20_000))],
        "two agents: half a minute"
    );
}

#[test]
fn a_reload_looks_at_the_rules_again() {
    let mut floor = floor(60_000);
    floor.reload(|plan| {
        plan.queue("backup").capacity(1);
    });
    floor.call("backup");
    let calls: Vec<_> = (0..3).map(|_| floor.call("support")).collect();
    assert_eq!(refusals(&floor), 1);
    floor.reload(|plan| {
        plan.queue("backup").capacity(2);
    });
    assert_eq!(moves(&floor), [(0, calls[2].0, over(60_000))]);
}

#[test]
fn it_is_explained_where_it_would_go() {
    let mut floor = floor(60_000);
    let call = floor.call("support");
    let rule = floor.explain(call).estimate_overflow.expect("there is one");
    assert_eq!(rule.over_ms, 60_000);
    assert_eq!(rule.queue, floor.blueprint.queue_id("backup"));
}
