//! The main way of a call: arrival, offer, answer, conversation, and the next call.

use super::floor::{Floor, agent, queue, relax};
use crate::engine::{DeviceState, OfferFailure};

#[test]
fn an_answered_offer_is_connected_and_the_freed_agent_gets_the_next_call() {
    let mut floor = Floor::new(vec![queue(0)], vec![agent(0, &[])]);
    assert_eq!(floor.arrive(1, None), ["offer 1 call 1 agent 0"]);
    assert!(floor.arrive(2, None).is_empty());
    assert_eq!(floor.answered(1), ["connect 1 offer 1"]);
    floor.device(0, DeviceState::InUse);
    assert!(floor.ended(1).is_empty(), "the phone is still in use");
    assert_eq!(
        floor.device(0, DeviceState::Free),
        ["offer 2 call 2 agent 0"]
    );
}

#[test]
fn a_rejected_call_goes_to_the_next_agent_at_once_and_the_first_one_rests() {
    let mut floor = Floor::new(vec![queue(0)], vec![agent(0, &[]), agent(1, &[])]);
    assert_eq!(floor.arrive(1, None), ["offer 1 call 1 agent 0"]);
    assert_eq!(
        floor.failed(1, OfferFailure::Rejected),
        ["offer 2 call 1 agent 1"]
    );
    assert!(floor.arrive(2, None).is_empty());
    floor.pass(4_999);
    assert!(floor.orders.is_empty());
    floor.pass(1);
    assert_eq!(floor.orders, ["offer 3 call 2 agent 0"]);
}

#[test]
fn a_relaxed_call_finds_an_agent_in_the_very_millisecond() {
    let mut rules = queue(0);
    rules.need.relax = relax(&[(20_000, "billing")]);
    let mut floor = Floor::new(vec![rules], vec![agent(0, &[("billing", 3)])]);
    assert!(floor.arrive(1, Some("french >= 2")).is_empty());
    floor.pass(19_999);
    assert!(floor.orders.is_empty());
    floor.pass(1);
    assert_eq!(floor.orders, ["offer 1 call 1 agent 0"]);
}
