//! What is to come for a call, and how many agents each step would gain.

use acd::engine::{Millis, RANK_ANY};

use crate::floor::Floor;

#[test]
fn every_step_says_whom_it_would_gain() {
    let mut floor = Floor::open(|plan| {
        plan.skills("french billing");
        plan.queue("support")
            .requires("french & billing")
            .relax(20_000, "french")
            .relax(60_000, "any")
            .ranks(0, 1)
            .ranks(30_000, RANK_ANY);
        plan.agent("both", "french billing", "support")
            .signs_in_later();
        plan.agent("french", "french", "support");
        plan.agent("late", "french", "support:2");
        plan.agent("away", "", "support").signs_in_later();
        plan.agent("here", "", "support");
    });
    let call = floor.call("support");
    floor.pass(5_000);
    let explained = floor.router.explain(Millis(5_000), call).expect("it waits");
    let told: Vec<_> = explained
        .coming
        .iter()
        .map(|step| (step.at.0, step.rank_max, step.gained, step.gained_free))
        .collect();
    assert_eq!(
        told,
        [
            (20_000, 1, 1, 1),
            (30_000, RANK_ANY, 2, 2),
            (60_000, RANK_ANY, 4, 3),
        ]
    );
}

#[test]
fn a_call_that_talks_has_nothing_to_come() {
    let mut floor = Floor::open(|plan| {
        plan.queue("support").relax(20_000, "any");
        plan.agent("alice", "", "support");
    });
    let call = floor.call("support");
    floor.answers("alice");
    let explained = floor
        .router
        .explain(Millis::ZERO, call)
        .expect("it is there");
    assert!(explained.coming.is_empty());
}
