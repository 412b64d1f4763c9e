//! What a new plan no longer knows leaves in good order: queues with their calls, agents after
//! the call in hand.

use acd::engine::{CallExit, EventKind, Input, Rejection};

use crate::caller::Caller;
use crate::floor::Floor;

fn floor() -> Floor {
    Floor::open(|plan| {
        plan.queue("support");
        plan.queue("sales");
        plan.agent("alice", "", "support sales");
        plan.agent("bob", "", "support sales");
    })
}

fn signed_out(floor: &Floor) -> usize {
    floor.count(|kind| matches!(kind, EventKind::AgentSignedOut { .. }))
}

#[test]
fn the_calls_of_a_removed_queue_leave_and_its_agents_are_free_for_others() {
    let mut floor = floor();
    let talking = floor.call("sales");
    floor.answers("alice");
    let ringing = floor.call("sales");
    let waiting = floor.call("sales");
    let other = floor.call("support");
    floor.reload(|plan| plan.remove_queue("sales"));
    assert_eq!(floor.exit(ringing), Some(CallExit::QueueRemoved));
    assert_eq!(floor.exit(waiting), Some(CallExit::QueueRemoved));
    assert_eq!(
        floor.rung_for(other),
        "bob",
        "free once the leg is down, and not to blame"
    );
    assert_eq!(floor.talking_to(talking), "alice", "a conversation goes on");
    let next = floor.call("support");
    floor.ends(talking);
    assert_eq!(floor.rung_for(next), "alice");
}

#[test]
fn a_call_for_a_removed_queue_is_released_and_counted() {
    let mut floor = floor();
    floor.reload(|plan| plan.remove_queue("sales"));
    let late = floor.call("sales");
    assert_eq!(floor.exit(late), Some(CallExit::QueueRemoved));
    assert_eq!(
        floor.count(|kind| matches!(kind, EventKind::CallArrived { .. })),
        1
    );
}

#[test]
fn a_removed_agent_without_a_call_is_gone_at_once() {
    let mut floor = floor();
    floor.reload(|plan| plan.remove_agent("alice"));
    assert_eq!(signed_out(&floor), 1);
    assert_eq!(floor.watched("alice"), None);
    let calls = [floor.call("support"), floor.call("support")];
    assert_eq!(
        calls.map(|call| floor.rung_for(call).to_owned()),
        ["bob", "nobody"]
    );
    let alice = floor.agent("alice");
    let attempts = [
        Input::AgentReady { agent: alice },
        Input::AgentSignedIn {
            agent: alice,
            interface: None,
        },
        Input::AgentSignedOut { agent: alice },
    ];
    for attempt in attempts {
        assert_eq!(floor.tell(attempt), Err(Rejection::UnknownAgent(alice)));
    }
}

#[test]
fn a_removed_agent_ends_the_conversation_first() {
    let mut floor = floor();
    let call = floor.call("support");
    floor.answers("alice");
    floor.reload(|plan| plan.remove_agent("alice"));
    assert_eq!((floor.talking_to(call), signed_out(&floor)), ("alice", 0));
    floor.ends(call);
    assert_eq!(signed_out(&floor), 1);
}

#[test]
fn a_removed_agent_may_still_answer_the_call_that_rings() {
    let mut floor = floor();
    let call = floor.call("support");
    floor.reload(|plan| plan.remove_agent("alice"));
    assert_eq!((floor.rung_for(call), signed_out(&floor)), ("alice", 0));
    floor.answers("alice");
    assert_eq!(floor.talking_to(call), "alice");
    floor.ends(call);
    assert_eq!(signed_out(&floor), 1);
}

#[test]
fn a_removed_agent_who_lets_it_ring_is_gone_and_the_next_is_rung() {
    let mut floor = floor();
    let call = floor.call("support");
    floor.reload(|plan| plan.remove_agent("alice"));
    floor.pass(15_000);
    assert_eq!((floor.rung_for(call), signed_out(&floor)), ("bob", 1));
}

#[test]
fn who_comes_back_with_a_later_plan_starts_afresh() {
    let mut floor = floor();
    floor.not_ready("alice", "lunch");
    let former = floor.blueprint.clone();
    floor.reload(|plan| plan.remove_agent("alice"));
    floor.pass(60_000);
    floor.reload(|plan| *plan = former);
    let calls = [floor.call("support"), floor.call("support")];
    let rung = calls.map(|call| floor.rung_for(call).to_owned());
    assert_eq!(
        rung,
        ["bob", "alice"],
        "signed in, ready, idle since the reload"
    );
}

#[test]
fn an_agent_taken_out_of_a_queue_keeps_the_call_in_hand_and_gets_no_other() {
    let mut floor = floor();
    let call = floor.call("support");
    floor.reload(|plan| {
        plan.agent("alice", "", "sales");
        plan.remove_agent("bob");
    });
    assert_eq!(floor.rung_for(call), "alice");
    floor.rejects("alice");
    floor.pass(60_000);
    assert_eq!(floor.rung_for(call), "nobody");
    let sale = floor.enters(Caller::of("sales").priority(-5));
    assert_eq!(floor.rung_for(sale), "alice");
}
