//! Of several agents who are rung for a call the first who answers has it; the others stop ringing
//! at once, are told that it was answered elsewhere, and nothing is held against them.

use acd::engine::{EventKind, Input, OfferFailure, Rejection, RescindReason};

use crate::floor::Floor;
use crate::host::Phone;

fn floor() -> Floor {
    Floor::open(|plan| {
        plan.queue("support").rings_at_once(3).rona_after(1);
        for name in ["alice", "bob", "carol"] {
            plan.agent(name, "", "support");
        }
    })
}

#[test]
fn the_losers_are_told_at_once_that_it_was_answered_elsewhere() {
    let mut floor = floor();
    let call = floor.call("support");
    let losers = [floor.offer_to("alice"), floor.offer_to("carol")];
    floor.pass(4_000);
    floor.answers("bob");
    assert_eq!(floor.talking_to(call), "bob");
    let elsewhere = losers.map(|offer| (offer, RescindReason::AnsweredElsewhere));
    assert_eq!(floor.host.rescinded, elsewhere);
    assert!(floor.all_rung_for(call).is_empty());
    let connected = floor.count(|kind| matches!(kind, EventKind::CallConnected { .. }));
    assert_eq!(connected, 1);
}

#[test]
fn the_losers_take_the_next_call_without_a_rest_and_without_a_miss() {
    let mut floor = floor();
    floor.call("support");
    floor.pass(4_000);
    floor.answers("bob");
    let lost = floor.count(|kind| {
        matches!(
            kind,
            EventKind::OfferFailed {
                failure: OfferFailure::Rescinded,
                ring_ms: 4_000,
                ..
            }
        )
    });
    assert_eq!(lost, 2);
    let next = floor.call("support");
    assert_eq!(floor.all_rung_for(next), ["alice", "carol"]);
    let views = floor.router.agent_views(floor.now());
    assert!(views.iter().all(|view| view.missed == 0));
}

#[test]
fn an_answer_of_a_loser_is_refused_and_the_agent_is_free_when_the_leg_is_down() {
    let mut floor = floor();
    floor.phone("alice", Phone::Silent);
    floor.phone("carol", Phone::Silent);
    let call = floor.call("support");
    let (late, silent) = (floor.offer_to("alice"), floor.offer_to("carol"));
    floor.answers("bob");
    let before = floor.snapshot();
    let refused = floor.tell(Input::OfferAnswered { offer: late });
    assert_eq!(refused, Err(Rejection::UnknownCall(call)));
    floor.assert_unchanged_since(&before);
    assert_eq!(floor.talking_to(call), "bob");
    let next = floor.call("support");
    assert!(
        floor.all_rung_for(next).is_empty(),
        "both legs are still up"
    );
    floor
        .tell(Input::OfferFailed {
            offer: late,
            failure: OfferFailure::Rescinded,
        })
        .expect("the leg is down");
    assert_eq!(floor.all_rung_for(next), ["alice"]);
    floor
        .tell(Input::OfferFailed {
            offer: silent,
            failure: OfferFailure::NoAnswer,
        })
        .expect("the leg is down");
    assert_eq!(floor.all_rung_for(next), ["alice", "carol"], "no miss");
}

#[test]
fn a_loser_whose_leg_is_never_reported_down_is_free_after_the_lease() {
    let mut floor = floor();
    floor.phone("alice", Phone::Silent);
    let call = floor.call("support");
    floor.answers("bob");
    floor.ends(call);
    floor.not_ready("bob", "lunch");
    floor.not_ready("carol", "lunch");
    let next = floor.call("support");
    floor.pass(4_999);
    assert!(floor.all_rung_for(next).is_empty());
    floor.pass(1);
    assert_eq!(floor.all_rung_for(next), ["alice"]);
}

#[test]
fn an_answer_in_the_moment_of_the_ring_timeout_still_wins_over_those_who_ring() {
    let mut floor = Floor::open(|plan| {
        plan.queue("support").rings_at_once(2).rona_after(0);
        plan.agent("alice", "", "support").rings_for(5_000);
        plan.agent("bob", "", "support");
    });
    floor.phone("alice", Phone::Silent);
    let call = floor.call("support");
    floor.pass(5_000);
    floor.answers("alice");
    assert_eq!(floor.talking_to(call), "alice");
    let next = floor.call("support");
    assert_eq!(floor.all_rung_for(next), ["bob"]);
}

#[test]
fn all_pick_up_at_once_and_exactly_one_talks() {
    let mut floor = floor();
    for name in ["alice", "bob", "carol"] {
        floor.phone(name, Phone::Answers);
    }
    let call = floor.call("support");
    assert_eq!(floor.talking_to(call), "alice");
    let next = floor.call("support");
    assert_eq!(floor.talking_to(next), "bob");
}
