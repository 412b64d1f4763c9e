//! After a failed offer the agent is left alone for as long as the cause deserves.

use acd::engine::limits::REST_MS_MIN;
use acd::engine::{BackOff, OfferFailure};

use crate::caller::Caller;
use crate::floor::Floor;

#[test]
fn each_cause_has_its_own_rest() {
    let cases = [
        (OfferFailure::Busy, 2_000),
        (OfferFailure::Rejected, 3_000),
        (OfferFailure::NoAnswer, 4_000),
        (OfferFailure::Unreachable, 9_000),
        (OfferFailure::Congestion, 6_000),
    ];
    for (failure, rest_ms) in cases {
        let mut floor = Floor::open(|plan| {
            plan.queue("support").rona_after(0).back_off(BackOff {
                busy_ms: 2_000,
                rejected_ms: 3_000,
                no_answer_ms: 4_000,
                unreachable_ms: 9_000,
                congestion_ms: 6_000,
            });
            plan.agent("alice", "", "support");
        });
        let call = floor.call("support");
        floor.pass(500);
        floor.fails("alice", failure);
        floor.pass(rest_ms - 1);
        assert_eq!(floor.rung_for(call), "nobody", "{failure:?}");
        floor.pass(1);
        assert_eq!(floor.rung_for(call), "alice", "{failure:?}");
    }
}

#[test]
fn a_phone_that_refuses_at_once_is_not_rung_in_a_tight_loop() {
    let mut floor = Floor::open(|plan| {
        plan.queue("support").back_off(BackOff {
            rejected_ms: 0,
            ..BackOff::default()
        });
        plan.agent("alice", "", "support");
    });
    let call = floor.call("support");
    let first = floor.offer_to("alice");
    floor.rejects("alice");
    floor.pass(REST_MS_MIN - 1);
    assert_eq!(floor.rung_for(call), "nobody");
    floor.pass(1);
    assert_eq!(floor.rung_for(call), "alice");
    assert_ne!(
        floor.offer_to("alice"),
        first,
        "an offer id is never used twice"
    );
}

#[test]
fn the_rest_holds_for_every_queue_of_the_agent() {
    let mut floor = Floor::open(|plan| {
        plan.queue("support");
        plan.queue("sales");
        plan.agent("alice", "", "support sales");
    });
    floor.call("support");
    floor.rejects("alice");
    let sale = floor.enters(Caller::of("sales").priority(1));
    assert_eq!(floor.rung_for(sale), "nobody");
    floor.pass(5_000);
    assert_eq!(floor.rung_for(sale), "alice");
}

#[test]
fn an_agent_who_says_ready_has_rested_enough() {
    let mut floor = Floor::open(|plan| {
        plan.queue("support");
        plan.agent("alice", "", "support");
    });
    let call = floor.call("support");
    floor.rejects("alice");
    floor.ready("alice");
    assert_eq!(floor.rung_for(call), "alice");
}
