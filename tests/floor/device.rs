//! The agent's phone: who talks privately or cannot be reached is left alone, and comes back
//! without doing anything.

use acd::engine::{DeviceState, Input, WatchedDevice};

use crate::floor::Floor;

fn floor() -> Floor {
    Floor::open(|plan| {
        plan.queue("support");
        plan.agent("alice", "", "support");
    })
}

#[test]
fn a_phone_in_use_or_out_of_reach_is_not_rung_until_it_is_free() {
    for device in [DeviceState::InUse, DeviceState::Unreachable] {
        let mut floor = floor();
        floor.device("alice", device);
        let call = floor.call("support");
        floor.pass(600_000);
        assert_eq!(floor.rung_for(call), "nobody", "{device:?}");
        floor.device("alice", DeviceState::Free);
        assert_eq!(floor.rung_for(call), "alice", "{device:?}");
    }
}

#[test]
fn a_phone_of_unknown_state_counts_as_free() {
    let mut floor = floor();
    floor.device("alice", DeviceState::InUse);
    let call = floor.call("support");
    floor.device("alice", DeviceState::Unknown);
    assert_eq!(floor.rung_for(call), "alice");
}

#[test]
fn from_in_use_to_out_of_reach_is_no_way_back() {
    let mut floor = floor();
    floor.device("alice", DeviceState::InUse);
    let call = floor.call("support");
    floor.device("alice", DeviceState::Unreachable);
    assert_eq!(floor.rung_for(call), "nobody");
}

#[test]
fn after_the_agents_own_call_the_phone_is_busy_until_it_is_reported_free() {
    let mut floor = floor();
    let call = floor.call("support");
    floor.device("alice", DeviceState::InUse);
    floor.answers("alice");
    let next = floor.call("support");
    floor.ends(call);
    assert_eq!(floor.rung_for(next), "nobody", "the phone is not down yet");
    floor.pass(40);
    floor.device("alice", DeviceState::Free);
    assert_eq!(floor.rung_for(next), "alice");
}

#[test]
fn the_phone_reported_in_use_by_our_own_ringing_does_not_end_the_offer() {
    let mut floor = floor();
    let call = floor.call("support");
    floor.device("alice", DeviceState::InUse);
    assert_eq!(floor.rung_for(call), "alice");
    floor.rejects("alice");
    floor.pass(5_000);
    assert_eq!(
        floor.rung_for(call),
        "nobody",
        "rested, but the phone is still in use"
    );
    floor.device("alice", DeviceState::Free);
    assert_eq!(floor.rung_for(call), "alice");
}

#[test]
fn the_phone_is_followed_while_the_agent_is_signed_in() {
    let mut floor = floor();
    let behind = |interface: &str| Some(WatchedDevice::Behind(interface.into()));
    assert_eq!(floor.watched("alice").cloned(), behind("PJSIP/alice"));
    floor.signs_out("alice");
    assert_eq!(floor.watched("alice"), None);
    let alice = floor.agent("alice");
    let interface = Some("Local/5551@out".into());
    floor
        .tell(Input::AgentSignedIn {
            agent: alice,
            interface,
        })
        .expect("alice signs in");
    assert_eq!(floor.watched("alice").cloned(), behind("Local/5551@out"));
}

#[test]
fn what_was_known_of_another_phone_is_forgotten() {
    let mut floor = floor();
    floor.device("alice", DeviceState::Unreachable);
    let call = floor.call("support");
    let alice = floor.agent("alice");
    let interface = Some("PJSIP/home".into());
    floor
        .tell(Input::AgentSignedIn {
            agent: alice,
            interface,
        })
        .expect("alice moves");
    assert_eq!(floor.rung_for(call), "alice");
    let order = floor.host.offered.last().expect("alice is rung");
    assert_eq!(&*order.interface, "PJSIP/home");
}
