//! A rule that waits for the phones that ring waits for these alone: once it is due, the call rings
//! no further phone, so that phones which take turns cannot put the rule off for ever.

use acd::engine::{AtClose, CallExit, Door, Input, OverflowStep, QueueChange};

use crate::floor::Floor;

const RING_MS: u64 = 15_000;
const REST_MS: u64 = 100;
const HALF_MS: u64 = RING_MS / 2;

// Bob comes when alice has rung for half of her time, so that one phone always rings.
fn floor() -> Floor {
    Floor::open(|plan| {
        plan.queue("support")
            .rings_at_once(2)
            .rings_for(RING_MS)
            .rona_after(0);
        plan.queue("support").0.offer.back_off.no_answer_ms = REST_MS;
        plan.queue("backup");
        let queue = plan.queue_id("backup");
        let after_ms = 20_000;
        plan.queue("support").0.overflow.by_wait = [OverflowStep { after_ms, queue }].into();
        plan.queue("support").0.entry.at_close = AtClose::Release;
        plan.agent("alice", "", "support");
        plan.agent("bob", "", "support").signs_in_later();
        plan.agent("carol", "", "backup").signs_in_later();
    })
}

fn set_door(floor: &mut Floor, door: Door) {
    let queue = floor.blueprint.queue_id("support");
    let (change, by) = (QueueChange::Door(door), "console".into());
    let changed = floor.tell(Input::QueueChanged { queue, change, by });
    changed.expect("the queue is there");
}

#[test]
fn overflow_comes_when_the_phones_that_rang_have_stopped() {
    let mut floor = floor();
    floor.signs_in("carol");
    let call = floor.call("support");
    floor.pass(HALF_MS);
    floor.signs_in("bob");
    assert_eq!(floor.all_rung_for(call), ["alice", "bob"]);
    floor.pass(HALF_MS + REST_MS);
    assert_eq!(floor.all_rung_for(call), ["bob", "alice"], "in turns");
    floor.pass(HALF_MS);
    assert_eq!(floor.all_rung_for(call), ["alice"], "no further phone");
    floor.pass(HALF_MS);
    assert_eq!(floor.rung_for(call), "carol");
}

#[test]
fn a_step_that_cannot_be_taken_lets_phones_ring_on() {
    let mut floor = floor();
    floor.reload(|plan| plan.queue("backup").0.line.capacity = 1);
    floor.call("backup");
    let call = floor.call("support");
    floor.pass(HALF_MS);
    floor.signs_in("bob");
    floor.pass(RING_MS + REST_MS);
    assert_eq!(floor.all_rung_for(call), ["alice"]);
    floor.pass(HALF_MS + REST_MS);
    assert_eq!(
        floor.all_rung_for(call).len(),
        2,
        "it stays and is rung for"
    );
}

#[test]
fn a_queue_that_closes_lets_nobody_wait_in_turns() {
    let mut floor = floor();
    let call = floor.call("support");
    floor.pass(HALF_MS);
    floor.signs_in("bob");
    set_door(&mut floor, Door::Closed);
    floor.pass(HALF_MS + REST_MS);
    assert_eq!(floor.all_rung_for(call), ["bob"]);
    floor.pass(HALF_MS - REST_MS);
    assert_eq!(floor.exit(call), Some(CallExit::Closed));
}

#[test]
fn a_reload_that_takes_the_rule_back_lets_phones_ring_on() {
    let mut floor = floor();
    let call = floor.call("support");
    floor.pass(HALF_MS);
    floor.signs_in("bob");
    floor.pass(RING_MS + REST_MS);
    assert_eq!(floor.all_rung_for(call), ["alice"]);
    floor.reload(|plan| plan.queue("support").0.overflow.by_wait = [].into());
    assert_eq!(floor.all_rung_for(call), ["alice", "bob"]);
}

#[test]
fn a_queue_that_opens_again_lets_further_phones_ring() {
    let mut floor = floor();
    let call = floor.call("support");
    set_door(&mut floor, Door::Closed);
    floor.signs_in("bob");
    assert_eq!(floor.all_rung_for(call), ["alice"]);
    set_door(&mut floor, Door::Auto);
    assert_eq!(floor.all_rung_for(call), ["alice", "bob"]);
}
