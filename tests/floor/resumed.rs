//! After a restart of the engine, conversations that are still up are taken over.

use acd::engine::{CallId, EventKind, Input, Rejection};

use crate::floor::Floor;

// A fresh engine that hears of call 900, which alice has in hand.
fn floor() -> (Floor, CallId) {
    let mut floor = Floor::open(|plan| {
        plan.queue("support").wrap_up(10_000);
        plan.agent("alice", "", "support");
    });
    let call = CallId(900);
    let resumed = resumption(&floor, call);
    floor.tell(resumed).expect("alice has no other call");
    (floor, call)
}

fn resumption(floor: &Floor, call: CallId) -> Input {
    Input::ConversationResumed {
        call,
        queue: floor.blueprint.queue_id("support"),
        agent: floor.agent("alice"),
    }
}

#[test]
fn the_agent_is_talking_and_gets_no_call_until_it_is_over() {
    let (mut floor, call) = floor();
    assert_eq!(
        floor.count(|kind| matches!(kind, EventKind::ConversationResumed { .. })),
        1
    );
    let next = floor.call("support");
    floor.pass(120_000);
    assert_eq!(floor.rung_for(next), "nobody");
    floor.ends(call);
    let talked = floor.last(|kind| match kind {
        EventKind::ConversationEnded { talk_ms, .. } => Some(*talk_ms),
        _ => None,
    });
    assert_eq!(talked, Some((120_000, 120_000)));
    floor.pass(10_000);
    assert_eq!(floor.rung_for(next), "alice", "after the usual wrap-up");
}

#[test]
fn an_agent_has_one_conversation_only() {
    let (mut floor, call) = floor();
    let before = floor.snapshot();
    let again = resumption(&floor, call);
    assert_eq!(floor.tell(again), Err(Rejection::CallIdReused(call)));
    let another = resumption(&floor, CallId(901));
    assert!(matches!(
        floor.tell(another),
        Err(Rejection::IllegalAgentMove { .. })
    ));
    floor.assert_unchanged_since(&before);
}

#[test]
fn an_agent_who_stood_not_ready_is_so_again_afterwards() {
    let mut floor = Floor::open(|plan| {
        plan.queue("support");
        plan.agent("alice", "", "support");
    });
    floor.not_ready("alice", "lunch");
    let call = CallId(900);
    let resumed = resumption(&floor, call);
    floor.tell(resumed).expect("alice has no other call");
    let next = floor.call("support");
    floor.ends(call);
    assert_eq!(floor.rung_for(next), "nobody");
    assert_eq!(floor.not_ready_reason("alice").as_deref(), Some("lunch"));
}
