//! How many agents a queue rings at once may be changed while the floor is open; phones that ring
//! go on, and where more may ring they do so at once.

use acd::engine::{EventKind, QueueChange, QueueId, Rejection};

use crate::floor::Floor;

/// Three agents, of whom alice has been idle longest; one is rung for a call.
fn floor() -> Floor {
    Floor::open(|plan| {
        plan.queue("support").0.offer.rona_limit = None;
        for name in ["alice", "bob", "carol"] {
            plan.agent(name, "", "support");
        }
    })
}

fn set(floor: &mut Floor, agents: Option<u8>) {
    let queue = floor.blueprint.queue_id("support");
    let answer = floor.sets_of_queue(queue, QueueChange::RingAtOnce(agents));
    assert_eq!(answer, Ok(()));
}

type Change = (u8, u8, bool, Option<String>);

fn changes(floor: &Floor) -> Vec<Change> {
    let changes = floor.events.iter().filter_map(|event| match &event.kind {
        EventKind::RingAtOnceChanged {
            before,
            ring_at_once,
            is_planned,
            by,
            ..
        } => {
            let by = by.as_deref().map(str::to_owned);
            Some((*before, *ring_at_once, *is_planned, by))
        }
        _ => None,
    });
    changes.collect()
}

fn by_hand(before: u8, now: u8, is_planned: bool) -> Change {
    (before, now, is_planned, Some("boss".to_owned()))
}

#[test]
fn more_phones_join_those_that_ring() {
    let mut floor = floor();
    let call = floor.call("support");
    assert_eq!(floor.all_rung_for(call), ["alice"]);
    set(&mut floor, Some(32));
    assert_eq!(floor.all_rung_for(call), ["alice", "bob", "carol"]);
    assert_eq!(changes(&floor), [by_hand(1, 32, false)]);
    floor.answers("carol");
    assert_eq!(floor.talking_to(call), "carol");
}

#[test]
fn phones_that_ring_go_on_where_fewer_may() {
    let mut floor = floor();
    set(&mut floor, Some(2));
    let call = floor.call("support");
    assert_eq!(floor.all_rung_for(call), ["alice", "bob"]);
    set(&mut floor, None);
    assert_eq!(floor.all_rung_for(call), ["alice", "bob"]);
    floor.rejects("alice");
    assert_eq!(floor.all_rung_for(call), ["bob"], "one at once from now on");
    let expected = [by_hand(1, 2, false), by_hand(2, 1, true)];
    assert_eq!(changes(&floor), expected);
}

#[test]
fn of_two_calls_that_ring_the_first_has_the_agent_who_is_left() {
    let mut floor = floor();
    let first = floor.call("support");
    let second = floor.call("support");
    set(&mut floor, Some(2));
    assert_eq!(floor.all_rung_for(first), ["alice", "carol"]);
    assert_eq!(floor.all_rung_for(second), ["bob"]);
}

#[test]
fn nobody_is_blamed_for_a_call_that_rang_for_several() {
    let mut floor = floor();
    set(&mut floor, Some(3));
    floor.call("support");
    floor.pass(15_000);
    let went = floor.count(|kind| matches!(kind, EventKind::AgentNotReady { .. }));
    assert_eq!(went, 0, "missed by all of them");
    set(&mut floor, None);
    floor.pass(60_000);
    let went = floor.count(|kind| matches!(kind, EventKind::AgentNotReady { .. }));
    assert_eq!(went, 3, "missed by each alone");
}

#[test]
fn it_holds_over_a_reload_until_the_key_is_changed() {
    let mut floor = floor();
    set(&mut floor, Some(2));
    floor.reload(|plan| {
        plan.queue("support").capacity(7);
    });
    let call = floor.call("support");
    assert_eq!(floor.all_rung_for(call), ["alice", "bob"]);
    floor.reload(|plan| {
        plan.queue("support").rings_at_once(3);
    });
    assert_eq!(floor.all_rung_for(call), ["alice", "bob", "carol"]);
    let expected = [by_hand(1, 2, false), (2, 3, true, None)];
    assert_eq!(changes(&floor), expected);
}

#[test]
fn what_cannot_be_is_refused() {
    let mut floor = floor();
    let before = floor.snapshot();
    let support = floor.blueprint.queue_id("support");
    for agents in [0, 33] {
        let refusal = floor.sets_of_queue(support, QueueChange::RingAtOnce(Some(agents)));
        let expected = Rejection::RingAtOnceOutOfRange(agents.into());
        assert_eq!(refusal, Err(expected));
    }
    let refusal = floor.sets_of_queue(QueueId(99), QueueChange::RingAtOnce(None));
    assert_eq!(refusal, Err(Rejection::UnknownQueue(QueueId(99))));
    floor.assert_unchanged_since(&before);
}
