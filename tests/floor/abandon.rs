//! The caller hangs up: while waiting, while a phone rings, in the very instant of the answer.

use acd::engine::{CallExit, Departure, EventKind, Input, Rejection};

use crate::floor::{Floor, abandoned};

fn floor() -> Floor {
    Floor::open(|plan| {
        plan.queue("support");
        plan.agent("alice", "", "support");
    })
}

fn departures(floor: &Floor) -> usize {
    floor.count(|kind| matches!(kind, EventKind::CallLeft { .. }))
}

fn conversations(floor: &Floor) -> (usize, usize) {
    (
        floor.count(|kind| matches!(kind, EventKind::CallConnected { .. })),
        floor.count(|kind| matches!(kind, EventKind::ConversationEnded { .. })),
    )
}

#[test]
fn while_waiting() {
    let mut floor = floor();
    floor.not_ready("alice", "lunch");
    let gone = floor.call("support");
    let stays = floor.call("support");
    floor.pass(8_000);
    floor.hangs_up(gone);
    let left = floor.last(|kind| match kind {
        EventKind::CallLeft {
            call,
            departure,
            wait_ms,
            ..
        } => Some((*call, *departure, *wait_ms)),
        _ => None,
    });
    assert_eq!(left, Some((8_000, (gone, Departure::Abandoned, 8_000))));
    floor.ready("alice");
    assert_eq!(floor.rung_for(stays), "alice");
}

#[test]
fn while_it_rings_the_agent_is_free_at_once() {
    let mut floor = floor();
    let gone = floor.call("support");
    let next = floor.call("support");
    floor.pass(2_000);
    floor.hangs_up(gone);
    assert_eq!(floor.rung_for(next), "alice");
    assert!(
        floor.host.rescinded.is_empty(),
        "the host has the leg down already"
    );
}

#[test]
fn just_before_the_answer() {
    let mut floor = floor();
    let call = floor.call("support");
    let offer = floor.offer_to("alice");
    floor.hangs_up(call);
    let before = floor.snapshot();
    assert_eq!(
        floor.tell(Input::OfferAnswered { offer }),
        Err(Rejection::UnknownOffer(offer))
    );
    floor.assert_unchanged_since(&before);
    assert_eq!((departures(&floor), conversations(&floor)), (1, (0, 0)));
    let next = floor.call("support");
    assert_eq!(floor.rung_for(next), "alice");
}

#[test]
fn just_after_the_answer_the_call_has_one_end_and_the_agent_is_free() {
    let mut floor = floor();
    let call = floor.call("support");
    floor.answers("alice");
    floor.host.talking.remove(&call);
    floor
        .tell(abandoned(call))
        .expect("the caller may hang up in the moment of the answer");
    assert_eq!(
        departures(&floor) + conversations(&floor).1,
        1,
        "exactly one end"
    );
    let again = floor.tell(abandoned(call));
    assert_eq!(again, Err(Rejection::UnknownCall(call)));
    let next = floor.call("support");
    assert_eq!(floor.rung_for(next), "alice");
}

#[test]
fn a_hang_up_in_the_millisecond_of_the_queue_timeout_counts_once() {
    let mut floor = floor();
    floor.not_ready("alice", "lunch");
    floor.reload(|plan| {
        plan.queue("support").timeout(30_000);
    });
    let call = floor.call("support");
    floor.pass_up_to_deadline();
    // The deadline is kept first, however late it is noticed: the call is gone already.
    assert_eq!(
        floor.tell(abandoned(call)),
        Err(Rejection::UnknownCall(call))
    );
    floor.pass(60_000);
    assert_eq!(floor.exit(call), Some(CallExit::Timeout));
    let released = floor.count(|kind| matches!(kind, EventKind::CallReleased { .. }));
    assert_eq!((departures(&floor), released), (0, 1));
}

#[test]
fn whoever_leaves_otherwise_leaves_in_the_same_way() {
    for departure in [Departure::Redirected, Departure::ExitKey, Departure::Failed] {
        let mut floor = floor();
        let call = floor.call("support");
        floor
            .tell(Input::CallLeft { call, departure })
            .expect("a call may leave");
        let next = floor.call("support");
        assert_eq!(floor.rung_for(next), "alice");
    }
}
