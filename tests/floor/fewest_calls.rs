//! `fewest-calls`: who answered the fewest calls of the queue is rung first, and nobody who comes
//! is flooded with the calls that others had before.

use acd::engine::{EventKind, Strategy};

use crate::floor::Floor;

fn staffed() -> Floor {
    Floor::open(|plan| {
        plan.queue("support").strategy(Strategy::FewestCalls);
        plan.queue("sales");
        plan.agent("alice", "", "support sales");
        plan.agent("bob", "", "support sales");
        plan.agent("newcomer", "", "support").signs_in_later();
    })
}

/// Whoever is rung answers, talks a second and hangs up.
fn serves(floor: &mut Floor, queue: &str) -> String {
    let call = floor.call(queue);
    let agent = floor.rung_for(call).to_owned();
    floor.answers(&agent);
    floor.pass(1_000);
    floor.ends(call);
    agent
}

fn serve(floor: &mut Floor, calls: usize) -> Vec<String> {
    (0..calls).map(|_| serves(floor, "support")).collect()
}

#[test]
fn only_answered_calls_count() {
    let mut floor = staffed();
    let call = floor.call("support");
    assert_eq!(floor.rung_for(call), "alice");
    floor.rejects("alice");
    floor.answers("bob");
    floor.pass(10_000);
    floor.ends(call);
    // Bob has been idle for less long and has one call more.
    assert_eq!(serve(&mut floor, 1), ["alice"]);
}

#[test]
fn calls_of_other_queues_do_not_count() {
    let mut floor = staffed();
    assert_eq!(serve(&mut floor, 1), ["alice"]);
    for _ in 0..5 {
        floor.not_ready("alice", "away");
        assert_eq!(serves(&mut floor, "sales"), "bob");
        floor.ready("alice");
    }
    assert_eq!(serve(&mut floor, 1), ["bob"], "none against one");
}

#[test]
fn a_newcomer_is_level_with_the_lowest_and_not_flooded() {
    let mut floor = staffed();
    assert_eq!(serve(&mut floor, 6).len(), 6);
    floor.signs_in("newcomer");
    assert_eq!(
        serve(&mut floor, 6),
        ["alice", "bob", "newcomer", "alice", "bob", "newcomer"],
        "everyone gets a third from now on"
    );
}

#[test]
fn neither_is_somebody_who_comes_back_from_a_break() {
    let mut floor = staffed();
    serve(&mut floor, 2);
    floor.not_ready("bob", "lunch");
    assert_eq!(serve(&mut floor, 4), ["alice"; 4]);
    floor.ready("bob");
    assert_eq!(serve(&mut floor, 4), ["alice", "bob", "alice", "bob"]);
}

#[test]
fn whoever_has_more_keeps_it_over_a_break() {
    let mut floor = staffed();
    floor.not_ready("bob", "late");
    serve(&mut floor, 3);
    floor.not_ready("alice", "lunch");
    floor.ready("bob");
    floor.ready("alice");
    assert_eq!(serve(&mut floor, 4), ["bob", "bob", "bob", "alice"]);
}

#[test]
fn counts_outlive_a_reload_and_begin_with_the_strategy() {
    let mut floor = staffed();
    floor.not_ready("bob", "late");
    serve(&mut floor, 3);
    floor.reload(|plan| {
        plan.queue("support").capacity(7);
    });
    floor.not_ready("alice", "lunch");
    floor.ready("bob");
    floor.ready("alice");
    assert_eq!(serve(&mut floor, 2), ["bob", "bob"]);
    for strategy in [Strategy::LongestIdle, Strategy::FewestCalls] {
        floor.reload(|plan| {
            plan.queue("support").strategy(strategy);
        });
    }
    assert_eq!(
        serve(&mut floor, 2),
        ["alice", "bob"],
        "all begin at nothing"
    );
    let answered = floor.count(|kind| matches!(kind, EventKind::CallConnected { .. }));
    assert_eq!(answered, 7);
}
