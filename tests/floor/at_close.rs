//! What becomes of calls in line when their queue closes: they are served, or leave at that moment;
//! a phone that rings has its time first.

use acd::engine::{AtClose, CallChange, CallExit, CallId, Door, Input, QueueChange};

use crate::caller::Caller;
use crate::floor::Floor;

fn floor(at_close: AtClose) -> Floor {
    Floor::open(|plan| {
        plan.queue("support").0.entry.at_close = at_close;
        plan.queue("other");
        plan.agent("alice", "", "support").signs_in_later();
    })
}

fn set(floor: &mut Floor, door: Door) {
    let queue = floor.blueprint.queue_id("support");
    let answer = floor.sets_of_queue(queue, QueueChange::Door(door));
    assert_eq!(answer, Ok(()));
}

fn moves(floor: &mut Floor, call: CallId, to: &str) {
    let change = CallChange::Queue(floor.blueprint.queue_id(to));
    let by = "boss".into();
    let answer = floor.tell(Input::CallChanged { call, change, by });
    assert_eq!(answer, Ok(()));
}

#[test]
fn closed_by_hand_the_queue_lets_everyone_go_or_nobody() {
    for (at_close, exit) in [
        (AtClose::Keep, None),
        (AtClose::Release, Some(CallExit::Closed)),
    ] {
        let mut floor = floor(at_close);
        let calls = [floor.call("support"), floor.call("support")];
        let other = floor.call("other");
        set(&mut floor, Door::Closed);
        assert_eq!(
            calls.map(|call| floor.exit(call)),
            [exit; 2],
            "{at_close:?}"
        );
        assert_eq!(floor.exit(other), None);
    }
}

#[test]
fn the_hours_end_at_their_exact_moment() {
    let mut floor = floor(AtClose::Release);
    let call = floor.enters(Caller::of("support").before_closing(600_000));
    floor.pass(599_999);
    assert_eq!(floor.exit(call), None);
    floor.pass(1);
    assert_eq!(floor.exit(call), Some(CallExit::Closed));
}

#[test]
fn a_phone_that_rings_has_its_time() {
    for is_by_hand in [true, false] {
        let mut floor = floor(AtClose::Release);
        floor.signs_in("alice");
        let call = floor.enters(Caller::of("support").before_closing(5_000));
        let next = floor.call("support");
        if is_by_hand {
            set(&mut floor, Door::Closed);
            assert_eq!(floor.exit(next), Some(CallExit::Closed));
        } else {
            floor.pass(5_000);
            assert_eq!(floor.exit(next), None, "it was told of no end");
        }
        assert_eq!(floor.rung_for(call), "alice");
        floor.rejects("alice");
        assert_eq!(floor.exit(call), Some(CallExit::Closed), "{is_by_hand}");
    }
}

#[test]
fn who_is_answered_after_closing_is_served() {
    let mut floor = floor(AtClose::Release);
    floor.signs_in("alice");
    let call = floor.enters(Caller::of("support").before_closing(5_000));
    floor.pass(6_000);
    floor.answers("alice");
    assert_eq!(floor.talking_to(call), "alice");
    floor.pass(60_000);
    assert_eq!(floor.talking_to(call), "alice");
}

#[test]
fn opened_by_hand_a_queue_stays_open_until_it_is_given_back_to_its_hours() {
    let mut floor = floor(AtClose::Release);
    set(&mut floor, Door::Open);
    let early = floor.enters(Caller::of("support").before_closing(5_000));
    let late = floor.enters(Caller::of("support").after_hours());
    floor.pass(60_000);
    assert_eq!((floor.exit(early), floor.exit(late)), (None, None));
    let within = floor.enters(Caller::of("support").before_closing(600_000));
    set(&mut floor, Door::Auto);
    let closed = Some(CallExit::Closed);
    assert_eq!((floor.exit(early), floor.exit(late)), (closed, closed));
    assert_eq!(floor.exit(within), None);
}

#[test]
fn a_queue_that_is_opened_again_in_time_keeps_the_call() {
    let mut floor = floor(AtClose::Release);
    floor.signs_in("alice");
    let call = floor.call("support");
    set(&mut floor, Door::Closed);
    set(&mut floor, Door::Auto);
    floor.rejects("alice");
    assert_eq!(floor.exit(call), None);
}

#[test]
fn hours_count_only_where_a_call_arrives() {
    let mut floor = floor(AtClose::Release);
    let call = floor.enters(Caller::of("support").before_closing(5_000));
    moves(&mut floor, call, "other");
    moves(&mut floor, call, "support");
    floor.pass(60_000);
    assert_eq!(floor.exit(call), None);
    set(&mut floor, Door::Closed);
    assert_eq!(floor.exit(call), Some(CallExit::Closed));
}

#[test]
fn a_reload_says_anew_what_becomes_of_them() {
    let mut floor = floor(AtClose::Release);
    let call = floor.enters(Caller::of("support").before_closing(5_000));
    floor.reload(|plan| plan.queue("support").0.entry.at_close = AtClose::Keep);
    floor.pass(60_000);
    assert_eq!(floor.exit(call), None);
    assert_eq!(floor.explain(call).call.closes_at, None);
}
