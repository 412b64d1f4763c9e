//! Redirect on no answer: who misses too many offers in a row goes not ready, visibly, and can
//! come back.

use acd::engine::OfferFailure;
use acd::engine::limits::LEASE_MS;

use crate::floor::Floor;
use crate::host::Phone;

fn floor(rona_limit: u32) -> Floor {
    Floor::open(|plan| {
        plan.queue("support")
            .rona_after(rona_limit)
            .rings_for(10_000);
        plan.agent("alice", "", "support");
    })
}

// Lets alice miss the ringing call; she rests for five seconds where she stays ready.
fn miss(floor: &mut Floor) {
    floor.offer_to("alice");
    floor.pass(10_000);
}

#[test]
fn one_missed_offer_is_enough_by_default() {
    let mut floor = floor(1);
    let call = floor.call("support");
    miss(&mut floor);
    assert_eq!(floor.not_ready_reason("alice").as_deref(), Some("rona"));
    floor.pass(600_000);
    assert_eq!(floor.rung_for(call), "nobody");
    floor.ready("alice");
    assert_eq!(floor.rung_for(call), "alice");
}

#[test]
fn a_higher_limit_counts_missed_offers_and_rests_in_between() {
    let mut floor = floor(3);
    let call = floor.call("support");
    for _ in 0..2 {
        miss(&mut floor);
        assert_eq!(floor.not_ready_reason("alice"), None);
        floor.pass(4_999);
        assert_eq!(floor.rung_for(call), "nobody");
        floor.pass(1);
        assert_eq!(floor.rung_for(call), "alice");
    }
    miss(&mut floor);
    assert_eq!(floor.not_ready_reason("alice").as_deref(), Some("rona"));
}

#[test]
fn an_answer_sets_the_count_back() {
    let mut floor = floor(2);
    let missed = floor.call("support");
    miss(&mut floor);
    floor.pass(5_000);
    floor.answers("alice");
    floor.ends(missed);
    floor.call("support");
    miss(&mut floor);
    assert_eq!(floor.not_ready_reason("alice"), None);
    floor.pass(5_000);
    miss(&mut floor);
    assert_eq!(floor.not_ready_reason("alice").as_deref(), Some("rona"));
}

#[test]
fn coming_back_starts_a_new_count() {
    let mut floor = floor(2);
    floor.call("support");
    miss(&mut floor);
    floor.pass(5_000);
    miss(&mut floor);
    assert_eq!(floor.not_ready_reason("alice").as_deref(), Some("rona"));
    floor.ready("alice");
    miss(&mut floor);
    floor.pass(5_000);
    floor.offer_to("alice");
}

#[test]
fn limit_zero_never_gives_up() {
    let mut floor = floor(0);
    floor.call("support");
    for _ in 0..20 {
        miss(&mut floor);
        floor.pass(5_000);
    }
    assert_eq!(floor.not_ready_reason("alice"), None);
}

#[test]
fn only_a_phone_that_rang_in_vain_counts() {
    for (failure, rest_ms) in [
        (OfferFailure::Busy, 5_000),
        (OfferFailure::Rejected, 5_000),
        (OfferFailure::Unreachable, 15_000),
        (OfferFailure::Congestion, 15_000),
    ] {
        let mut floor = floor(1);
        floor.call("support");
        for _ in 0..5 {
            floor.fails("alice", failure);
            floor.pass(rest_ms);
        }
        assert_eq!(floor.not_ready_reason("alice"), None, "{failure:?}");
    }
}

#[test]
fn a_host_that_falls_silent_makes_nobody_not_ready() {
    let mut floor = floor(2);
    floor.reload(|plan| {
        plan.queue("strict").rona_after(1).rings_for(10_000);
        plan.agent("alice", "", "support strict");
    });
    let first = floor.call("support");
    miss(&mut floor);
    floor.hangs_up(first);
    floor.phone("alice", Phone::Silent);
    let second = floor.call("strict");
    floor.pass(5_000 + 10_000 + LEASE_MS);
    assert_eq!(
        floor.not_ready_reason("alice"),
        None,
        "one miss, and one word never heard"
    );
    floor.pass(5_000);
    assert_eq!(floor.rung_for(second), "alice");
}
