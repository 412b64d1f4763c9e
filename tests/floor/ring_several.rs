//! A queue that rings several agents at once for one call: the best of those who are free.

use acd::engine::{EventKind, OfferFailure, Strategy};

use crate::floor::Floor;
use crate::host::Phone;

/// Three agents, of whom alice has been idle longest.
fn floor(at_once: u8) -> Floor {
    Floor::open(|plan| {
        plan.queue("support").rings_at_once(at_once);
        for name in ["alice", "bob", "carol"] {
            plan.agent(name, "", "support");
        }
    })
}

#[test]
fn every_free_agent_is_rung() {
    let mut floor = floor(32);
    floor.not_ready("bob", "lunch");
    let call = floor.call("support");
    assert_eq!(floor.all_rung_for(call), ["alice", "carol"]);
}

#[test]
fn the_best_two_of_three_are_rung_in_the_order_of_the_strategy() {
    let mut floor = Floor::open(|plan| {
        plan.skills("french");
        plan.queue("support")
            .requires("french")
            .strategy(Strategy::MostSkilled)
            .rings_at_once(2);
        plan.agent("alice", "french:1", "support");
        plan.agent("bob", "french:5", "support");
        plan.agent("carol", "french:9", "support");
    });
    let call = floor.call("support");
    assert_eq!(floor.all_rung_for(call), ["carol", "bob"]);
}

#[test]
fn an_agent_of_a_later_rank_is_rung_only_if_the_first_are_too_few() {
    let mut floor = Floor::open(|plan| {
        plan.queue("support").rings_at_once(2);
        plan.agent("alice", "", "support:2");
        plan.agent("bob", "", "support");
        plan.agent("carol", "", "support");
    });
    let call = floor.call("support");
    assert_eq!(floor.all_rung_for(call), ["bob", "carol"]);
    floor.rejects("bob");
    assert_eq!(floor.all_rung_for(call), ["carol", "alice"]);
}

#[test]
fn one_who_declines_is_replaced_at_once_and_the_others_ring_on() {
    let mut floor = floor(2);
    let call = floor.call("support");
    assert_eq!(floor.all_rung_for(call), ["alice", "bob"]);
    floor.pass(1_000);
    floor.rejects("alice");
    assert_eq!(floor.all_rung_for(call), ["bob", "carol"]);
    floor.pass(1_000);
    floor.answers("carol");
    assert_eq!(floor.talking_to(call), "carol");
}

#[test]
fn phones_that_fail_at_once_are_passed_over() {
    let mut floor = floor(2);
    floor.phone("alice", Phone::Fails(OfferFailure::Unreachable));
    floor.phone("bob", Phone::Fails(OfferFailure::Busy));
    let call = floor.call("support");
    assert_eq!(floor.all_rung_for(call), ["carol"]);
    floor.pass(5_000);
    assert_eq!(floor.all_rung_for(call), ["carol"], "bob is busy again");
    floor.phone("bob", Phone::Rings);
    floor.pass(5_000);
    assert_eq!(floor.all_rung_for(call), ["carol", "bob"]);
}

#[test]
fn who_becomes_free_while_fewer_ring_than_may_joins() {
    let mut floor = floor(2);
    floor.not_ready("bob", "lunch");
    floor.not_ready("carol", "lunch");
    let call = floor.call("support");
    assert_eq!(floor.all_rung_for(call), ["alice"]);
    floor.pass(3_000);
    floor.ready("carol");
    assert_eq!(floor.all_rung_for(call), ["alice", "carol"]);
    floor.ready("bob");
    assert_eq!(
        floor.all_rung_for(call),
        ["alice", "carol"],
        "two are enough"
    );
}

#[test]
fn each_phone_rings_for_its_own_time() {
    let mut floor = Floor::open(|plan| {
        plan.queue("support")
            .rings_at_once(2)
            .rings_for(15_000)
            .rona_after(0);
        plan.agent("alice", "", "support").rings_for(5_000);
        plan.agent("bob", "", "support");
        plan.agent("carol", "", "support");
    });
    let call = floor.call("support");
    floor.pass(5_000);
    assert_eq!(floor.all_rung_for(call), ["bob", "carol"]);
    let failed = floor.last(|kind| match kind {
        EventKind::OfferFailed { failure, .. } => Some(*failure),
        _ => None,
    });
    assert_eq!(failed, Some((5_000, OfferFailure::NoAnswer)));
    floor.pass(10_000);
    assert_eq!(floor.all_rung_for(call), ["carol", "alice"]);
}

#[test]
fn a_relaxed_requirement_lets_more_agents_join() {
    let mut floor = Floor::open(|plan| {
        plan.skills("french");
        plan.queue("support")
            .requires("french")
            .relax(10_000, "any")
            .rings_at_once(3);
        plan.agent("alice", "french", "support");
        plan.agent("bob", "", "support");
    });
    let call = floor.call("support");
    assert_eq!(floor.all_rung_for(call), ["alice"]);
    floor.pass(10_000);
    assert_eq!(floor.all_rung_for(call), ["alice", "bob"]);
}

#[test]
fn a_reload_changes_how_many_may_ring_and_takes_no_ring_back() {
    let mut floor = floor(1);
    let call = floor.call("support");
    assert_eq!(floor.all_rung_for(call), ["alice"]);
    floor.reload(|plan| {
        plan.queue("support").rings_at_once(3);
    });
    assert_eq!(floor.all_rung_for(call), ["alice", "bob", "carol"]);
    floor.reload(|plan| {
        plan.queue("support").rings_at_once(1);
    });
    assert_eq!(floor.all_rung_for(call), ["alice", "bob", "carol"]);
    floor.rejects("alice");
    floor.rejects("bob");
    floor.pass(10_000);
    assert_eq!(floor.all_rung_for(call), ["carol"], "one rings as it is");
}
