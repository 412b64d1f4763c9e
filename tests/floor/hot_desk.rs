//! Hot desks: whoever signs in on a phone has it, and who was there before is signed out.

use acd::engine::{AgentCondition, ChangeCause};

use crate::floor::Floor;

const DESK: &str = "PJSIP/desk7";

fn floor() -> Floor {
    Floor::open(|plan| {
        plan.queue("support");
        plan.agent("alice", "", "support").without_interface();
        plan.agent("bob", "", "support").without_interface();
    })
}

#[test]
fn the_former_agent_is_signed_out() {
    let mut floor = floor();
    floor.signs_in_on("alice", DESK);
    floor.signs_in_on("bob", "pjsip/DESK7");
    let alice = floor.view("alice");
    assert_eq!(alice.condition, AgentCondition::SignedOut);
    let by = floor.agent("bob");
    assert_eq!(alice.cause, Some(ChangeCause::PhoneTaken { by }));
    assert_eq!(floor.view("bob").condition, AgentCondition::Free);
    floor.signs_in_on("alice", "PJSIP/desk8");
    assert_eq!(floor.view("bob").condition, AgentCondition::Free);
}

#[test]
fn a_ring_for_the_former_agent_goes_on_to_the_next_one() {
    let mut floor = floor();
    floor.signs_in_on("alice", DESK);
    let call = floor.call("support");
    assert_eq!(floor.rung_for(call), "alice");
    floor.signs_in_on("bob", DESK);
    assert_eq!(floor.rung_for(call), "bob");
    assert_eq!(floor.view("alice").condition, AgentCondition::SignedOut);
}

#[test]
fn a_conversation_of_the_former_agent_ends_first() {
    let mut floor = floor();
    floor.signs_in_on("alice", DESK);
    let call = floor.call("support");
    floor.answers("alice");
    floor.signs_in_on("bob", DESK);
    assert_eq!(floor.talking_to(call), "alice");
    floor.ends(call);
    assert_eq!(floor.view("alice").condition, AgentCondition::SignedOut);
}

#[test]
fn moving_to_a_taken_desk_clears_it_too() {
    let mut floor = floor();
    floor.signs_in_on("alice", DESK);
    floor.signs_in_on("bob", "PJSIP/desk8");
    let call = floor.call("support");
    floor.answers("alice");
    floor.signs_in_on("alice", "PJSIP/desk8");
    assert_eq!(floor.view("bob").condition, AgentCondition::Free);
    floor.ends(call);
    assert_eq!(floor.view("bob").condition, AgentCondition::SignedOut);
    assert_eq!(
        floor.view("alice").interface.as_deref(),
        Some("PJSIP/desk8")
    );
}

#[test]
fn a_phone_that_two_agents_have_by_configuration_is_shared_on_purpose() {
    let mut floor = Floor::open(|plan| {
        plan.queue("support");
        for agent in ["alice", "bob"] {
            let draft = plan.agent(agent, "", "support");
            draft.0.interface = Some(DESK.into());
        }
        plan.agent("carol", "", "support").without_interface();
    });
    floor.signs_out("bob");
    floor.signs_in("bob");
    assert_eq!(floor.view("alice").condition, AgentCondition::Free);
    floor.signs_in_on("carol", DESK);
    for agent in ["alice", "bob"] {
        assert_eq!(floor.view(agent).condition, AgentCondition::SignedOut);
    }
}

#[test]
fn two_who_are_rung_for_one_call_may_want_the_same_desk() {
    let mut floor = floor();
    floor.reload(|plan| {
        plan.queue("support").rings_at_once(2);
    });
    floor.signs_in_on("alice", DESK);
    floor.signs_in_on("bob", "PJSIP/desk8");
    let call = floor.call("support");
    assert_eq!(floor.all_rung_for(call), ["alice", "bob"]);
    // Alice will move to the desk of Bob, who will leave by himself as well.
    floor.signs_in_on("alice", "PJSIP/desk8");
    floor.signs_out("bob");
    floor.hangs_up(call);
    assert_eq!(floor.view("bob").condition, AgentCondition::SignedOut);
    assert_eq!(floor.view("alice").condition, AgentCondition::Free);
    floor.signs_in_on("bob", DESK);
    assert_eq!(floor.view("bob").condition, AgentCondition::Free);
}
