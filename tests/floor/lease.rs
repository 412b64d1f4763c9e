//! A host that stays silent cannot hold an agent for ever.

use acd::engine::limits::LEASE_MS;
use acd::engine::{EventKind, Input, OfferFailure, Rejection};

use crate::caller::Caller;
use crate::floor::Floor;
use crate::host::Phone;

fn floor() -> Floor {
    let mut floor = Floor::open(|plan| {
        plan.queue("support").rings_for(10_000).rona_after(0);
        plan.agent("alice", "", "support");
        plan.agent("bob", "", "support");
    });
    floor.phone("alice", Phone::Silent);
    floor
}

fn lease_expired(floor: &Floor) -> Option<(u64, bool)> {
    floor.last(|kind| match kind {
        EventKind::OfferFailed {
            is_lease_expired, ..
        } => Some(*is_lease_expired),
        _ => None,
    })
}

#[test]
fn the_offer_is_over_when_its_end_is_not_confirmed_in_time() {
    let mut floor = floor();
    let call = floor.call("support");
    floor.pass(10_000 + LEASE_MS - 1);
    assert_eq!(floor.rung_for(call), "alice", "her leg may still be up");
    assert_eq!(lease_expired(&floor), None);
    floor.pass(1);
    assert_eq!(lease_expired(&floor), Some((10_000 + LEASE_MS, true)));
    assert_eq!(floor.rung_for(call), "bob");
}

#[test]
fn word_that_comes_after_the_lease_is_too_late() {
    let mut floor = floor();
    let call = floor.call("support");
    let offer = floor.offer_to("alice");
    floor.pass(10_000 + LEASE_MS - 1);
    floor.pass(1);
    let before = floor.snapshot();
    let failed = Input::OfferFailed {
        offer,
        failure: OfferFailure::NoAnswer,
    };
    for late in [Input::OfferAnswered { offer }, failed] {
        assert_eq!(floor.tell(late), Err(Rejection::UnknownOffer(offer)));
    }
    floor.assert_unchanged_since(&before);
    assert_eq!(floor.rung_for(call), "bob");
}

#[test]
fn an_agent_whose_caller_timed_out_is_held_no_longer_than_the_lease() {
    let mut floor = floor();
    floor.not_ready("bob", "lunch");
    floor.enters(Caller::of("support").timeout(3_000));
    floor.pass(3_000);
    let next = floor.call("support");
    floor.pass(LEASE_MS - 1);
    assert_eq!(floor.rung_for(next), "nobody");
    floor.pass(1);
    assert_eq!(floor.rung_for(next), "alice");
}
