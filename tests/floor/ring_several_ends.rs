//! A call for which several phones ring leaves without an agent: all of them stop, each once.

use acd::engine::{CallExit, EventKind, OfferFailure};

use crate::floor::Floor;

fn floor() -> Floor {
    Floor::open(|plan| {
        plan.queue("support").rings_at_once(3);
        for name in ["alice", "bob", "carol"] {
            plan.agent(name, "", "support");
        }
    })
}

fn lost(floor: &Floor) -> usize {
    floor.count(|kind| {
        let failure = OfferFailure::Rescinded;
        matches!(kind, EventKind::OfferFailed { failure: how, .. } if *how == failure)
    })
}

#[test]
fn the_caller_hangs_up_and_all_are_free_at_once() {
    let mut floor = floor();
    let gone = floor.call("support");
    let next = floor.call("support");
    floor.pass(2_000);
    floor.hangs_up(gone);
    assert_eq!(floor.all_rung_for(next), ["alice", "bob", "carol"]);
    assert_eq!(lost(&floor), 3);
    assert!(
        floor.host.rescinded.is_empty(),
        "the host has the legs down"
    );
}

#[test]
fn who_is_best_gets_the_next_call_whoever_was_rung_first() {
    let mut floor = Floor::open(|plan| {
        plan.queue("support").rings_at_once(2);
        plan.queue("sales");
        plan.agent("alice", "", "support sales:2");
        plan.agent("bob", "", "support sales:1");
    });
    let gone = floor.call("support");
    let next = floor.call("sales");
    floor.hangs_up(gone);
    assert_eq!(floor.rung_for(next), "bob");
}

#[test]
fn what_agents_asked_for_while_it_rang_happens() {
    let mut floor = floor();
    let gone = floor.call("support");
    floor.not_ready("alice", "lunch");
    floor.signs_out("bob");
    floor.hangs_up(gone);
    let next = floor.call("support");
    assert_eq!(floor.all_rung_for(next), ["carol"]);
}

#[test]
fn the_wait_is_over_and_nothing_is_held_against_those_who_rang() {
    let mut floor = floor();
    floor.reload(|plan| {
        plan.queue("support").timeout(8_000);
    });
    let call = floor.call("support");
    floor.pass(8_000);
    assert_eq!(floor.exit(call), Some(CallExit::Timeout));
    assert_eq!(lost(&floor), 3);
    let next = floor.call("support");
    assert_eq!(floor.all_rung_for(next), ["alice", "bob", "carol"]);
}

#[test]
fn the_queue_is_gone_after_a_reload() {
    let mut floor = floor();
    let call = floor.call("support");
    floor.reload(|plan| {
        plan.queue("sales");
        for name in ["alice", "bob", "carol"] {
            plan.agent(name, "", "sales");
        }
        plan.remove_queue("support");
    });
    assert_eq!(floor.exit(call), Some(CallExit::QueueRemoved));
    let next = floor.call("sales");
    assert_eq!(floor.rung_for(next), "alice");
}

#[test]
fn nobody_answers_and_everyone_rests() {
    let mut floor = Floor::open(|plan| {
        plan.queue("support")
            .rings_at_once(2)
            .rings_for(10_000)
            .rona_after(0);
        plan.agent("alice", "", "support");
        plan.agent("bob", "", "support");
    });
    let call = floor.call("support");
    floor.pass(10_000);
    assert!(floor.all_rung_for(call).is_empty());
    floor.pass(5_000);
    assert_eq!(floor.all_rung_for(call), ["alice", "bob"]);
}
