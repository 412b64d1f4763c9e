//! Somebody sends a waiting call into another queue: it is judged there as a new call of its age
//! would be, unless that is forced.

use acd::engine::{
    CallChange, CallExit, CallId, Door, EventKind, Input, MoveCause, QueueChange, Rejection,
    StaffLevel,
};

use crate::floor::Floor;

/// Nobody is in for support; bob serves sales when he is in.
fn floor() -> Floor {
    Floor::open(|plan| {
        plan.queue("support");
        plan.queue("sales").capacity(1);
        plan.agent("bob", "", "sales").signs_in_later();
    })
}

/// What is said when the call is sent there.
fn send(
    floor: &mut Floor,
    call: CallId,
    is_after_hours: bool,
    is_forced: bool,
) -> Result<(), Rejection> {
    let change = CallChange::Queue {
        queue: floor.blueprint.queue_id("sales"),
        is_after_hours,
        is_forced,
    };
    let by = "boss".into();
    floor.tell(Input::CallChanged { call, change, by })
}

fn is_by_force(kind: &EventKind) -> bool {
    let EventKind::CallMoved { cause, .. } = kind else {
        return false;
    };
    matches!(
        cause,
        MoveCause::Asked {
            is_forced: true,
            ..
        }
    )
}

/// It is refused so, changes nothing, and can be forced.
fn is_refused_unless_forced(mut floor: Floor, is_after_hours: bool, expected: &Rejection) {
    let call = floor.call("support");
    let before = floor.snapshot();
    let answer = send(&mut floor, call, is_after_hours, false);
    assert_eq!(answer.as_ref(), Err(expected));
    floor.assert_unchanged_since(&before);
    assert_eq!(send(&mut floor, call, is_after_hours, true), Ok(()));
    let sales = floor.blueprint.queue_id("sales");
    assert_eq!(floor.explain(call).call.queue, sales);
    assert_eq!(floor.count(is_by_force), 1);
    floor.signs_in("bob");
    assert_eq!(floor.exit(call), None);
}

#[test]
fn a_queue_closed_by_hand() {
    let mut floor = floor();
    let sales = floor.blueprint.queue_id("sales");
    let closed = floor.sets_of_queue(sales, QueueChange::Door(Door::Closed));
    assert_eq!(closed, Ok(()));
    is_refused_unless_forced(floor, false, &Rejection::QueueClosed(sales));
}

#[test]
fn a_queue_closed_by_its_hours_unless_it_was_opened_by_hand() {
    let mut floor = floor();
    let sales = floor.blueprint.queue_id("sales");
    is_refused_unless_forced(self::floor(), true, &Rejection::QueueClosed(sales));
    let opened = floor.sets_of_queue(sales, QueueChange::Door(Door::Open));
    assert_eq!(opened, Ok(()));
    let call = floor.call("support");
    assert_eq!(send(&mut floor, call, true, false), Ok(()));
}

#[test]
fn a_full_queue() {
    let mut floor = floor();
    floor.call("sales");
    let sales = floor.blueprint.queue_id("sales");
    is_refused_unless_forced(floor, false, &Rejection::QueueFull(sales));
}

#[test]
fn a_queue_where_nobody_is_there() {
    let mut floor = floor();
    floor.reload(|plan| {
        plan.queue("sales").0.entry.join_if = Some(StaffLevel::Staffed);
    });
    let queue = floor.blueprint.queue_id("sales");
    let lack = CallExit::NoneStaffed;
    is_refused_unless_forced(floor, false, &Rejection::NobodyThere { queue, lack });
}

#[test]
fn to_where_it_is_already_is_no_move() {
    let mut floor = floor();
    let call = floor.call("sales");
    assert_eq!(send(&mut floor, call, true, false), Ok(()));
    let moves = floor.count(|kind| matches!(kind, EventKind::CallMoved { .. }));
    assert_eq!(moves, 0);
}
