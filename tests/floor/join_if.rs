//! A caller is let in only if somebody is there for the call: qualified, signed in, at work, or
//! free; and hears what exactly is lacking.

use acd::engine::{CallExit, DeviceState, EventKind, StaffLevel};

use crate::caller::Caller;
use crate::floor::Floor;
use crate::host::Phone;

fn floor(level: StaffLevel) -> Floor {
    Floor::open(|plan| {
        plan.skills("french billing");
        plan.queue("support").requires("french").joins_if(level);
        plan.agent("alice", "french", "support").signs_in_later();
        plan.agent("bob", "", "support");
    })
}

#[track_caller]
fn assert_refused(floor: &mut Floor, needs: &str, exit: CallExit) {
    let call = floor.enters(Caller::of("support").needs(needs));
    assert_eq!(floor.exit(call), Some(exit), "{needs}");
    let left = floor.last(|kind| match kind {
        EventKind::CallReleased { call, wait_ms, .. } => Some((*call, *wait_ms)),
        _ => None,
    });
    assert_eq!(left.map(|(_, what)| what), Some((call, 0)));
}

#[track_caller]
fn assert_let_in(floor: &mut Floor) {
    let call = floor.call("support");
    assert_eq!(floor.exit(call), None);
    floor.hangs_up(call);
}

#[test]
fn without_the_rule_everybody_waits() {
    let mut floor = Floor::open(|plan| {
        plan.queue("support");
    });
    assert_let_in(&mut floor);
}

#[test]
fn someone_must_have_the_skills() {
    let mut floor = floor(StaffLevel::Qualified);
    assert_refused(&mut floor, "billing", CallExit::NoneQualified);
    assert_let_in(&mut floor);
}

#[test]
fn someone_who_has_them_must_be_signed_in() {
    let mut floor = floor(StaffLevel::Staffed);
    assert_refused(&mut floor, "billing", CallExit::NoneQualified);
    assert_refused(&mut floor, "french", CallExit::NoneStaffed);
    floor.signs_in("alice");
    floor.not_ready("alice", "lunch");
    assert_let_in(&mut floor);
}

#[test]
fn someone_who_has_them_must_be_at_work() {
    let mut floor = floor(StaffLevel::Working);
    assert_refused(&mut floor, "french", CallExit::NoneStaffed);
    floor.signs_in("alice");
    floor.not_ready("alice", "lunch");
    assert_refused(&mut floor, "french", CallExit::NoneWorking);
    floor.ready("alice");
    floor.device("alice", DeviceState::InUse);
    assert_let_in(&mut floor);
}

#[test]
fn someone_who_has_them_must_be_free() {
    let mut floor = floor(StaffLevel::Free);
    assert_refused(&mut floor, "french", CallExit::NoneStaffed);
    floor.signs_in("alice");
    floor.device("alice", DeviceState::InUse);
    assert_refused(&mut floor, "french", CallExit::NoneFree);
    floor.device("alice", DeviceState::Free);
    floor.phone("alice", Phone::Answers);
    let call = floor.call("support");
    assert_eq!(floor.talking_to(call), "alice");
    assert_refused(&mut floor, "french", CallExit::NoneFree);
}

#[test]
fn a_later_step_counts_unless_the_call_is_gone_by_then() {
    let mut floor = floor(StaffLevel::Working);
    floor.reload(|plan| {
        plan.queue("support").relax(20_000, "any");
    });
    assert_let_in(&mut floor);
    let hasty = floor.enters(Caller::of("support").timeout(20_000));
    assert_eq!(floor.exit(hasty), Some(CallExit::NoneStaffed));
    let patient = floor.enters(Caller::of("support").timeout(20_001));
    assert_eq!(floor.exit(patient), None);
}

#[test]
fn whoever_is_free_only_for_a_later_step_is_not_free_for_the_call() {
    let mut floor = floor(StaffLevel::Free);
    floor.reload(|plan| {
        plan.queue("support").relax(20_000, "any");
    });
    assert_refused(&mut floor, "french", CallExit::NoneFree);
    assert_let_in_by_need(&mut floor);
}

#[track_caller]
fn assert_let_in_by_need(floor: &mut Floor) {
    let call = floor.enters(Caller::of("support").needs("any"));
    assert_eq!(floor.rung_for(call), "bob");
}

#[test]
fn a_full_queue_is_full_whoever_is_there() {
    let mut floor = Floor::open(|plan| {
        plan.queue("support").capacity(1).joins_if(StaffLevel::Free);
        plan.agent("alice", "", "support");
    });
    floor.call("support");
    let second = floor.call("support");
    assert_eq!(floor.exit(second), Some(CallExit::Full));
}
