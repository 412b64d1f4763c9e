//! An agent who has picked up and is told about the call has it to themselves; the caller waits on
//! until the conversation begins, and goes to the next agent if it does not.

use acd::engine::limits::BRIEFING_MS_MAX;
use acd::engine::{EventKind, Input, OfferFailure, RescindReason};

use crate::caller::Caller;
use crate::floor::Floor;

fn floor() -> Floor {
    Floor::open(|plan| {
        plan.queue("support").rings_for(15_000);
        plan.agent("alice", "", "support");
        plan.agent("bob", "", "support");
    })
}

fn picks_up(floor: &mut Floor, agent: &str) {
    let offer = floor.offer_to(agent);
    let told = floor.tell(Input::OfferPickedUp { offer });
    told.expect("the phone rings");
}

#[test]
fn the_ring_timeout_no_longer_counts_and_the_wait_goes_on() {
    let mut floor = floor();
    let call = floor.call("support");
    floor.pass(14_000);
    picks_up(&mut floor, "alice");
    floor.pass(6_000);
    assert_eq!(floor.rung_for(call), "alice");
    floor.answers("alice");
    assert_eq!(floor.talking_to(call), "alice");
    let connected = floor.last(|kind| match kind {
        EventKind::CallConnected { wait_ms, .. } => Some(*wait_ms),
        _ => None,
    });
    assert_eq!(connected, Some((20_000, 20_000)));
}

#[test]
fn an_agent_who_hangs_up_has_declined_and_the_next_is_rung_at_once() {
    let mut floor = floor();
    let call = floor.call("support");
    floor.pass(2_000);
    picks_up(&mut floor, "alice");
    floor.pass(3_000);
    floor.fails("alice", OfferFailure::Rejected);
    assert_eq!(floor.rung_for(call), "bob");
}

#[test]
fn the_call_is_rung_nowhere_else_meanwhile() {
    let mut floor = Floor::open(|plan| {
        plan.queue("support").rings_at_once(3);
        for name in ["alice", "bob", "carol"] {
            plan.agent(name, "", "support");
        }
    });
    floor.not_ready("carol", "lunch");
    let call = floor.call("support");
    assert_eq!(floor.all_rung_for(call), ["alice", "bob"]);
    let loser = floor.offer_to("alice");
    picks_up(&mut floor, "bob");
    assert_eq!(
        floor.host.rescinded,
        [(loser, RescindReason::AnsweredElsewhere)]
    );
    floor.ready("carol");
    assert_eq!(floor.all_rung_for(call), ["bob"]);
    floor.fails("bob", OfferFailure::Rejected);
    assert_eq!(floor.all_rung_for(call), ["alice", "carol"]);
}

#[test]
fn a_timeout_of_the_call_waits_for_what_comes_of_it() {
    let mut floor = floor();
    let taken = floor.enters(Caller::of("support").timeout(10_000));
    floor.pass(9_000);
    picks_up(&mut floor, "alice");
    floor.pass(5_000);
    assert_eq!(floor.rung_for(taken), "alice");
    floor.answers("alice");
    assert_eq!(floor.talking_to(taken), "alice");
    let declined = floor.enters(Caller::of("support").timeout(10_000));
    floor.pass(9_000);
    picks_up(&mut floor, "bob");
    floor.pass(5_000);
    floor.fails("bob", OfferFailure::Rejected);
    let left = floor.last(|kind| match kind {
        EventKind::CallReleased { call, wait_ms, .. } => Some((*call, *wait_ms)),
        _ => None,
    });
    assert_eq!(left.map(|(_, left)| left), Some((declined, 14_000)));
}

#[test]
fn a_briefing_without_an_end_is_taken_back() {
    let mut floor = floor();
    let call = floor.call("support");
    let offer = floor.offer_to("alice");
    picks_up(&mut floor, "alice");
    floor.pass(BRIEFING_MS_MAX);
    assert_eq!(
        floor.host.rescinded,
        [(offer, RescindReason::BriefingTimeout)]
    );
    assert_eq!(floor.rung_for(call), "bob");
}

#[test]
fn a_caller_who_hangs_up_meanwhile_frees_the_agent() {
    let mut floor = floor();
    let call = floor.call("support");
    picks_up(&mut floor, "alice");
    floor.hangs_up(call);
    let next = [floor.call("support"), floor.call("support")];
    let mut rung = next.map(|call| floor.rung_for(call).to_owned());
    rung.sort();
    assert_eq!(rung, ["alice", "bob"]);
}

#[test]
fn a_reload_waits_for_what_comes_of_it_too() {
    let mut floor = floor();
    let taken = floor.enters(Caller::of("support").timeout(10_000));
    floor.pass(9_000);
    picks_up(&mut floor, "alice");
    floor.pass(5_000);
    floor.reload(|_| {});
    assert_eq!(floor.rung_for(taken), "alice");
    floor.answers("alice");
    assert_eq!(floor.talking_to(taken), "alice");
    let declined = floor.enters(Caller::of("support").timeout(10_000));
    floor.pass(9_000);
    picks_up(&mut floor, "bob");
    floor.pass(5_000);
    floor.reload(|_| {});
    floor.fails("bob", OfferFailure::Rejected);
    let left = floor.last(|kind| match kind {
        EventKind::CallReleased { call, wait_ms, .. } => Some((*call, *wait_ms)),
        _ => None,
    });
    assert_eq!(left.map(|(_, left)| left), Some((declined, 14_000)));
}

#[test]
fn a_reload_that_lets_calls_wait_longer_counts_for_a_call_that_was_overdue() {
    let mut floor = Floor::open(|plan| {
        plan.queue("support").timeout(10_000);
        plan.agent("alice", "", "support");
        plan.agent("bob", "", "support");
    });
    let call = floor.call("support");
    floor.pass(9_000);
    picks_up(&mut floor, "alice");
    floor.pass(5_000);
    floor.reload(|plan| {
        plan.queue("support").timeout(60_000);
    });
    floor.fails("alice", OfferFailure::Rejected);
    assert_eq!(floor.rung_for(call), "bob");
}
