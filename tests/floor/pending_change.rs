//! Not ready and sign-out wait for the end of the call in hand, and can be taken back until then.

use acd::engine::{CallId, EventKind};

use crate::floor::Floor;

fn floor() -> Floor {
    Floor::open(|plan| {
        plan.queue("support").wrap_up(10_000);
        plan.agent("alice", "", "support");
    })
}

fn talking(floor: &mut Floor) -> CallId {
    let call = floor.call("support");
    floor.answers("alice");
    call
}

fn signed_out(floor: &Floor) -> usize {
    floor.count(|kind| matches!(kind, EventKind::AgentSignedOut { .. }))
}

fn pending(floor: &Floor) -> usize {
    floor.count(|kind| matches!(kind, EventKind::AgentChangePending { .. }))
}

#[test]
fn not_ready_while_talking_comes_after_the_call() {
    let mut floor = floor();
    let call = talking(&mut floor);
    floor.not_ready("alice", "lunch");
    assert_eq!(
        (pending(&floor), floor.not_ready_reason("alice")),
        (1, None)
    );
    assert_eq!(floor.talking_to(call), "alice");
    let next = floor.call("support");
    floor.ends(call);
    assert_eq!(floor.not_ready_reason("alice").as_deref(), Some("lunch"));
    floor.pass(60_000);
    assert_eq!(floor.rung_for(next), "nobody");
}

#[test]
fn sign_out_while_talking_comes_after_the_call() {
    let mut floor = floor();
    let call = talking(&mut floor);
    floor.signs_out("alice");
    assert_eq!((pending(&floor), signed_out(&floor)), (1, 0));
    assert!(floor.watched("alice").is_some());
    floor.ends(call);
    assert_eq!(signed_out(&floor), 1);
    assert_eq!(floor.watched("alice"), None);
    let next = floor.call("support");
    floor.pass(60_000);
    assert_eq!(floor.rung_for(next), "nobody");
}

#[test]
fn ready_takes_it_back() {
    for signs_out in [false, true] {
        let mut floor = floor();
        let call = talking(&mut floor);
        let next = floor.call("support");
        if signs_out {
            floor.signs_out("alice");
        } else {
            floor.not_ready("alice", "lunch");
        }
        floor.ready("alice");
        floor.ends(call);
        floor.pass(10_000);
        assert_eq!(floor.rung_for(next), "alice", "after the usual wrap-up");
        assert_eq!(
            (signed_out(&floor), floor.not_ready_reason("alice")),
            (0, None)
        );
    }
}

#[test]
fn the_last_wish_counts() {
    let mut floor = floor();
    let call = talking(&mut floor);
    floor.signs_out("alice");
    floor.not_ready("alice", "meeting");
    floor.ends(call);
    assert_eq!(signed_out(&floor), 0);
    assert_eq!(floor.not_ready_reason("alice").as_deref(), Some("meeting"));
}

#[test]
fn while_it_rings_the_offer_goes_on() {
    let mut floor = floor();
    let call = floor.call("support");
    floor.not_ready("alice", "lunch");
    assert_eq!(floor.rung_for(call), "alice");
    floor.answers("alice");
    assert_eq!(floor.talking_to(call), "alice");
    floor.ends(call);
    assert_eq!(floor.not_ready_reason("alice").as_deref(), Some("lunch"));
}

#[test]
fn while_it_rings_a_failed_offer_is_the_end_of_the_call_in_hand() {
    let mut floor = floor();
    floor.call("support");
    floor.not_ready("alice", "lunch");
    floor.rejects("alice");
    assert_eq!(floor.not_ready_reason("alice").as_deref(), Some("lunch"));

    let mut floor = self::floor();
    let call = floor.call("support");
    floor.signs_out("alice");
    floor.hangs_up(call);
    assert_eq!(signed_out(&floor), 1);
}

#[test]
fn signing_in_elsewhere_while_talking_moves_the_phone_after_the_call() {
    let mut floor = floor();
    let call = talking(&mut floor);
    let alice = floor.agent("alice");
    floor
        .tell(acd::engine::Input::AgentSignedIn {
            agent: alice,
            interface: Some("PJSIP/home".into()),
        })
        .expect("an agent may change phones");
    let next = floor.call("support");
    floor.ends(call);
    floor.pass(10_000);
    assert_eq!(floor.rung_for(next), "alice");
    let order = floor.host.offered.last().expect("alice is rung");
    assert_eq!(&*order.interface, "PJSIP/home");
}
