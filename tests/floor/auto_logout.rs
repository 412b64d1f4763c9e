//! Whoever misses more and more calls without a word is signed out at last.

use acd::engine::{AgentCondition, ChangeCause, OfferFailure};

use crate::floor::Floor;

fn floor(rona_limit: u32) -> Floor {
    Floor::open(|plan| {
        plan.queue("support")
            .rings_for(10_000)
            .rona_after(rona_limit)
            .rona_return(30_000)
            .auto_logout(3);
        plan.agent("alice", "", "support");
    })
}

fn is_signed_out(floor: &Floor) -> bool {
    floor.view("alice").condition == AgentCondition::SignedOut
}

#[test]
fn missed_calls_count_over_returns_from_not_ready() {
    let mut floor = floor(1);
    floor.call("support");
    for _ in 0..2 {
        floor.pass(10_000);
        assert_eq!(floor.not_ready_reason("alice").as_deref(), Some("rona"));
        floor.pass(30_000);
    }
    floor.pass(10_000);
    assert!(is_signed_out(&floor));
    let cause = Some(ChangeCause::MissedOffers { missed: 3 });
    assert_eq!(floor.view("alice").cause, cause);
}

#[test]
fn without_rona_the_agent_rests_in_between() {
    let mut floor = floor(0);
    floor.call("support");
    floor.pass(10_000 + 5_000 + 10_000 + 5_000);
    assert!(!is_signed_out(&floor));
    floor.pass(10_000);
    assert!(is_signed_out(&floor));
}

#[test]
fn a_word_or_an_answer_starts_the_count_anew() {
    let mut floor = floor(1);
    let call = floor.call("support");
    floor.pass(10_000 + 30_000 + 10_000);
    floor.ready("alice");
    floor.pass(10_000 + 30_000 + 10_000);
    assert!(!is_signed_out(&floor));
    floor.pass(30_000);
    floor.answers("alice");
    floor.ends(call);
    floor.call("support");
    floor.pass(10_000 + 30_000 + 10_000);
    assert!(!is_signed_out(&floor));
    floor.pass(30_000 + 10_000);
    assert!(is_signed_out(&floor));
}

#[test]
fn only_a_phone_that_rang_in_vain_counts() {
    let mut floor = floor(0);
    floor.call("support");
    for _ in 0..5 {
        floor.fails("alice", OfferFailure::Rejected);
        floor.pass(5_000);
    }
    assert!(!is_signed_out(&floor));
}

#[test]
fn misses_of_a_queue_that_bears_more_count_with_the_next_miss() {
    let mut floor = floor(0);
    floor.reload(|plan| {
        plan.queue("strict")
            .rings_for(10_000)
            .rona_after(0)
            .auto_logout(2);
        plan.agent("alice", "", "support strict");
    });
    let call = floor.call("support");
    floor.pass(10_000 + 5_000 + 10_000);
    floor.hangs_up(call);
    floor.pass(5_000);
    floor.call("strict");
    floor.fails("alice", OfferFailure::Busy);
    assert!(!is_signed_out(&floor));
    floor.pass(5_000 + 10_000);
    assert!(is_signed_out(&floor));
}

#[test]
fn an_agent_may_have_a_limit_of_her_own() {
    let mut floor = floor(0);
    floor.reload(|plan| {
        plan.agent("alice", "", "support").auto_logout(1);
    });
    floor.call("support");
    floor.pass(10_000);
    assert!(is_signed_out(&floor));
    floor.reload(|plan| {
        plan.agent("alice", "", "support").auto_logout(0);
    });
    floor.signs_in("alice");
    for _ in 0..9 {
        floor.pass(10_000 + 5_000);
    }
    assert!(!is_signed_out(&floor));
}
