//! Somebody changes a call while it waits or rings: it is matched again at once.

use acd::engine::{
    AttributeTest, CallChange, CallChanged, CallId, DeviceState, EventKind, Input, MoveCause,
    OfferFailure, PriorityRule, QueueId, Rejection, RescindReason, StaffLevel,
};

use crate::caller::Caller;
use crate::floor::Floor;
use crate::stage::blueprint::template;

fn floor() -> Floor {
    Floor::open(|plan| {
        plan.skills("french billing");
        plan.queue("support")
            .requires("french")
            .relax(60_000, "any");
        plan.queue("sales").capacity(1).rings_for(20_000);
        plan.agent("alice", "french", "support").signs_in_later();
        plan.agent("bob", "billing", "support sales")
            .signs_in_later();
    })
}

fn change(floor: &mut Floor, call: CallId, change: CallChange) -> Result<(), Rejection> {
    let by = "console".into();
    floor.tell(Input::CallChanged { call, change, by })
}

fn to(floor: &Floor, queue: &str) -> CallChange {
    into(floor.blueprint.queue_id(queue))
}

const fn into(queue: QueueId) -> CallChange {
    CallChange::Queue {
        queue,
        is_after_hours: false,
        is_forced: false,
    }
}

#[test]
fn a_new_priority_is_a_new_place_in_line() {
    let mut floor = floor();
    floor.call("support");
    let second = floor.call("support");
    change(&mut floor, second, CallChange::Priority(1)).unwrap();
    assert_eq!(floor.explain(second).call.place, Some(1));
    let told = floor.last(|kind| match kind {
        EventKind::CallChanged { change, by, .. } => Some((change.clone(), by.to_string())),
        _ => None,
    });
    let (before, after) = (0, 1);
    let expected = (
        CallChanged::Priority { before, after },
        "console".to_owned(),
    );
    assert_eq!(told, Some((0, expected)));
    assert_eq!(floor.serves("alice", 2), [2, 1]);
}

#[test]
fn a_new_requirement_holds_until_the_next_step() {
    let mut floor = floor();
    floor.signs_in("bob");
    let call = floor.call("support");
    assert_eq!(floor.rung_for(call), "nobody");
    floor.pass(10_000);
    let needs = CallChange::Requirement(Some(template("billing")));
    change(&mut floor, call, needs).unwrap();
    assert_eq!(floor.rung_for(call), "bob");
    floor.fails("bob", OfferFailure::Busy);
    let needs = CallChange::Requirement(Some(template("french & billing")));
    change(&mut floor, call, needs).unwrap();
    floor.pass(49_999);
    assert_eq!(floor.rung_for(call), "nobody");
    floor.pass(1);
    assert_eq!(floor.rung_for(call), "bob", "the step comes at its moment");
    // Set while a later step holds, it takes the place of that one.
    floor.fails("bob", OfferFailure::Busy);
    let needs = CallChange::Requirement(Some(template("french")));
    change(&mut floor, call, needs).unwrap();
    floor.pass(30_000);
    assert_eq!(floor.rung_for(call), "nobody");
    floor.reload(|_| ());
    assert_eq!(floor.rung_for(call), "nobody", "also after a reload");
    change(&mut floor, call, CallChange::Requirement(None)).unwrap();
    assert_eq!(floor.rung_for(call), "bob");
}

#[test]
fn a_phone_that_rings_goes_on_unless_the_call_moves() {
    let mut floor = floor();
    floor.signs_in("alice");
    let call = floor.call("support");
    let needs = CallChange::Requirement(Some(template("billing")));
    change(&mut floor, call, needs).unwrap();
    change(&mut floor, call, CallChange::Priority(5)).unwrap();
    assert_eq!(floor.rung_for(call), "alice");
    let change_to = to(&floor, "sales");
    change(&mut floor, call, change_to).unwrap();
    assert_eq!(
        floor.host.rescinded.last().unwrap().1,
        RescindReason::CallMoved
    );
    assert_eq!(floor.rung_for(call), "nobody");
    let next = floor.call("support");
    assert_eq!(floor.rung_for(next), "alice", "nothing is held against her");
}

#[test]
fn a_call_that_moves_keeps_its_age_and_is_matched_there() {
    let mut floor = floor();
    floor.signs_in("bob");
    let call = floor.call("support");
    floor.pass(45_000);
    let change_to = to(&floor, "sales");
    change(&mut floor, call, change_to).unwrap();
    assert_eq!(floor.rung_for(call), "bob");
    let shown = floor.explain(call).call;
    assert_eq!((shown.wait_ms, shown.step), (45_000, 0));
    let causes = floor.count(|kind| {
        matches!(
            kind,
            EventKind::CallMoved {
                cause: MoveCause::Asked { .. },
                ..
            }
        )
    });
    assert_eq!((causes, floor.host.moved.len()), (1, 1));
}

#[test]
fn nobody_is_timed_out_by_being_moved() {
    let mut floor = floor();
    floor.reload(|plan| plan.queue("sales").0.line.timeout_ms = Some(20_000));
    let call = floor.call("support");
    floor.pass(45_000);
    let change_to = to(&floor, "sales");
    change(&mut floor, call, change_to).unwrap();
    floor.pass(19_999);
    assert_eq!(floor.exit(call), None);
    floor.pass(1);
    assert_eq!(floor.exit(call), Some(acd::engine::CallExit::Timeout));
}

#[test]
fn an_attribute_binds_need_and_priority_anew() {
    let mut floor = floor();
    floor.reload(|plan| {
        let queue = plan.queue("support").requires("$skill");
        queue.0.order.priority_if = [PriorityRule {
            attribute: "vip".into(),
            test: AttributeTest::IsSet,
            raise: 3,
        }]
        .into();
    });
    floor.signs_in("bob");
    floor.enters(Caller::of("support").brings("skill", "french"));
    let call = floor.enters(Caller::of("support").brings("skill", "french"));
    let set = |name: &str, value: &str| CallChange::Attribute {
        name: name.into(),
        value: Some(value.into()),
    };
    change(&mut floor, call, set("vip", "yes")).unwrap();
    assert_eq!(floor.explain(call).call.place, Some(1));
    change(&mut floor, call, set("Skill", "billing")).unwrap();
    assert_eq!(floor.rung_for(call), "bob");
}

#[test]
fn what_is_refused_changes_nothing() {
    let mut floor = floor();
    let call = floor.enters(Caller::of("support").brings("lang", "french"));
    floor.call("sales");
    floor.signs_in("bob");
    floor.answers("bob");
    floor.call("sales");
    floor.oversleeps(1_000);
    let talking = CallId(2);
    let full = to(&floor, "sales");
    let unknown = into(QueueId(99));
    let attribute = |value: String| CallChange::Attribute {
        name: "lang".into(),
        value: Some(value.into()),
    };
    let rows = [
        (CallId(99), CallChange::Priority(1)),
        (talking, CallChange::Priority(1)),
        (call, CallChange::Priority(1_000_001)),
        (call, CallChange::Requirement(Some(template("$vip")))),
        (call, full),
        (call, unknown),
        (call, attribute("x".repeat(257))),
    ];
    for (call, wanted) in rows {
        let before = floor.snapshot();
        let told = format!("{wanted:?}");
        assert!(change(&mut floor, call, wanted).is_err(), "{told}");
        floor.assert_unchanged_since(&before);
    }
}

// Carol has no skill; the queue takes her on a condition.
fn conditional_floor(after_ms: u64, lacking: StaffLevel) -> Floor {
    Floor::open(|plan| {
        plan.skills("french billing");
        plan.queue("support")
            .requires("french")
            .relax_when(after_ms, lacking, "any");
        plan.agent("alice", "french billing", "support");
        plan.agent("carol", "", "support");
    })
}

#[test]
fn a_step_whose_condition_has_not_come_yet_follows_a_new_requirement() {
    let mut floor = conditional_floor(20_000, StaffLevel::Staffed);
    floor.not_ready("alice", "lunch");
    let call = floor.call("support");
    floor.pass(30_000);
    let needs = CallChange::Requirement(Some(template("billing")));
    change(&mut floor, call, needs).unwrap();
    assert_eq!(floor.rung_for(call), "nobody", "alice is signed in");
    let coming = floor.explain(call).coming;
    assert_eq!((coming.len(), coming[0].gained), (1, 1));
    // Other words about the call leave it so.
    let attribute = CallChange::Attribute {
        name: "note".into(),
        value: Some("x".into()),
    };
    change(&mut floor, call, attribute).unwrap();
    floor.reload(|plan| {
        plan.queue("support").capacity(7);
    });
    floor.signs_out("alice");
    assert_eq!(floor.rung_for(call), "carol");
}

#[test]
fn a_step_that_began_on_a_condition_is_replaced_by_a_new_requirement() {
    let mut floor = conditional_floor(0, StaffLevel::Free);
    floor.not_ready("alice", "lunch");
    floor.device("carol", DeviceState::InUse);
    let call = floor.call("support");
    assert_eq!(floor.explain(call).call.step, 1);
    let needs = CallChange::Requirement(Some(template("billing")));
    change(&mut floor, call, needs).unwrap();
    floor.device("carol", DeviceState::Free);
    assert_eq!(floor.rung_for(call), "nobody");
    floor.reload(|plan| {
        plan.queue("support").capacity(7);
    });
    assert_eq!(floor.rung_for(call), "nobody", "also after a reload");
    floor.ready("alice");
    assert_eq!(floor.rung_for(call), "alice");
}

#[test]
fn steps_on_a_condition_of_the_next_queue_have_not_begun() {
    let mut floor = conditional_floor(0, StaffLevel::Staffed);
    floor.reload(|plan| {
        plan.queue("sales")
            .requires("french")
            .relax_when(5_000, StaffLevel::Staffed, "any");
        plan.agent("bob", "", "sales");
    });
    floor.not_ready("alice", "lunch");
    let call = floor.call("support");
    floor.pass(10_000);
    let needs = CallChange::Requirement(Some(template("billing")));
    change(&mut floor, call, needs).unwrap();
    let change_to = to(&floor, "sales");
    change(&mut floor, call, change_to).unwrap();
    assert_eq!(floor.rung_for(call), "bob", "nobody of sales is staffed");
}
