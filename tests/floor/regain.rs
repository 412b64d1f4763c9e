//! A caller who hung up and calls again in time has the former place in line, once.

use acd::engine::{EventKind, OfferFailure, PlaceGiven};

use crate::caller::Caller;
use crate::floor::Floor;

const WITHIN_MS: u64 = 60_000;

fn ann() -> Caller {
    Caller::of("support").number("5551000")
}

// Ann came first, waited 20 s and hung up; ben came second and waits.
fn floor() -> Floor {
    let mut floor = Floor::open(|plan| {
        plan.queue("support").0.caller.regain_ms = WITHIN_MS;
        plan.agent("alice", "", "support").signs_in_later();
    });
    let call = floor.enters(ann());
    floor.pass(10_000);
    floor.enters(Caller::of("support").number("5552000"));
    floor.pass(10_000);
    floor.hangs_up(call);
    floor
}

#[test]
fn in_time_the_caller_is_first_again() {
    let mut floor = floor();
    floor.pass(WITHIN_MS);
    let call = floor.enters(ann());
    let told = floor.last(|kind| match kind {
        EventKind::PlaceRegained { former_wait_ms, .. } => Some(*former_wait_ms),
        _ => None,
    });
    assert_eq!(told.map(|(_, wait_ms)| wait_ms), Some(20_000 + WITHIN_MS));
    floor.signs_in("alice");
    assert_eq!(floor.rung_for(call), "alice");
    floor.fails("alice", OfferFailure::Rescinded);
}

#[test]
fn too_late_or_without_a_number_or_a_second_time_the_caller_is_last() {
    let mut late = floor();
    late.pass(WITHIN_MS + 1);
    let call = late.enters(ann());
    late.signs_in("alice");
    assert_eq!(late.rung_for(call), "nobody");

    let mut hidden = floor();
    let call = hidden.call("support");
    hidden.signs_in("alice");
    assert_eq!(hidden.rung_for(call), "nobody");

    let mut twice = floor();
    twice.enters(ann());
    let second = twice.enters(ann());
    twice.signs_in("alice");
    assert_eq!(twice.rung_for(second), "nobody");
}

#[test]
fn who_was_served_starts_anew() {
    let mut floor = floor();
    let call = floor.enters(ann());
    floor.signs_in("alice");
    floor.answers("alice");
    floor.not_ready("alice", "lunch");
    floor.ends(call);
    let again = floor.enters(ann());
    floor.ready("alice");
    assert_eq!(floor.rung_for(again), "nobody");
}

#[test]
fn without_the_rule_nothing_is_remembered() {
    let mut floor = floor();
    floor.reload(|plan| {
        plan.queue("support").0.caller.regain_ms = 0;
    });
    let call = floor.enters(ann());
    floor.signs_in("alice");
    assert_eq!(floor.rung_for(call), "nobody");
}

#[test]
fn the_explanation_says_whose_place_it_is() {
    let mut floor = floor();
    floor.pass(5_000);
    let call = floor.enters(ann().position(1));
    let given = PlaceGiven::Regained {
        former_wait_ms: 25_000,
    };
    assert_eq!(floor.explain(call).place_given, Some(given));
    let other = floor.call("support");
    assert_eq!(floor.explain(other).place_given, None);
}
