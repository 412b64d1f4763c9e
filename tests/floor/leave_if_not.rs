//! A caller does not wait for nobody: when for a while no agent has been there who could take the
//! call now or later, it leaves, at the exact moment, and not before.

use acd::engine::{CallExit, CallId, EventKind, StaffLevel};

use crate::caller::Caller;
use crate::floor::Floor;
use crate::host::Phone;

const AFTER_MS: u64 = 10_000;

fn floor(level: StaffLevel) -> Floor {
    let mut floor = Floor::open(|plan| {
        plan.skills("french");
        plan.queue("support")
            .rings_for(60_000)
            .leaves_if_not(level, AFTER_MS);
        plan.agent("alice", "french", "support");
        plan.agent("bob", "", "support");
    });
    for agent in ["alice", "bob"] {
        floor.phone(agent, Phone::Answers);
        let talk = floor.call("support");
        assert_eq!(floor.talking_to(talk), agent);
    }
    floor
}

fn talk_of(agent: &str) -> CallId {
    CallId(if agent == "alice" { 1 } else { 2 })
}

fn goes(floor: &mut Floor, agent: &str) {
    floor.signs_out(agent);
    floor.ends(talk_of(agent));
}

#[track_caller]
fn assert_leaves_in(floor: &mut Floor, call: CallId, delay_ms: u64, exit: CallExit) {
    floor.pass(delay_ms - 1);
    assert_eq!(floor.exit(call), None, "one millisecond early");
    floor.pass(1);
    assert_eq!(floor.exit(call), Some(exit));
}

#[test]
fn when_the_last_one_has_signed_out() {
    let mut floor = floor(StaffLevel::Staffed);
    let call = floor.call("support");
    goes(&mut floor, "alice");
    floor.pass(60_000);
    assert_eq!(floor.exit(call), None, "bob talks, but he is there");
    goes(&mut floor, "bob");
    assert_leaves_in(&mut floor, call, AFTER_MS, CallExit::NoneStaffed);
    let wait_ms = floor.last(|kind| match kind {
        EventKind::CallReleased { wait_ms, .. } => Some(*wait_ms),
        _ => None,
    });
    assert_eq!(wait_ms.map(|(_, wait_ms)| wait_ms), Some(70_000));
}

#[test]
fn not_when_someone_comes_back_in_time_and_then_the_time_starts_anew() {
    let mut floor = floor(StaffLevel::Staffed);
    let call = floor.enters(Caller::of("support").needs("french"));
    goes(&mut floor, "alice");
    floor.pass(AFTER_MS - 1);
    floor.signs_in("alice");
    assert_eq!(floor.talking_to(call), "alice");
    let next = floor.enters(Caller::of("support").needs("french"));
    floor.pass(60_000);
    assert_eq!(floor.exit(next), None);
    floor.signs_out("alice");
    floor.ends(call);
    assert_leaves_in(&mut floor, next, AFTER_MS, CallExit::NoneStaffed);
}

#[test]
fn an_agent_who_comes_in_the_same_millisecond_comes_too_late() {
    let mut floor = floor(StaffLevel::Staffed);
    let call = floor.enters(Caller::of("support").needs("french"));
    goes(&mut floor, "alice");
    floor.pass_up_to_deadline();
    floor.signs_in("alice");
    assert_eq!(floor.exit(call), Some(CallExit::NoneStaffed));
    assert_eq!(floor.host.offered.len(), 2, "no phone rings in vain");
}

#[test]
fn only_those_leave_whom_nobody_can_serve() {
    let mut floor = floor(StaffLevel::Staffed);
    let french = floor.enters(Caller::of("support").needs("french"));
    let any = floor.call("support");
    goes(&mut floor, "alice");
    floor.pass(AFTER_MS);
    assert_eq!(floor.exit(french), Some(CallExit::NoneStaffed));
    assert_eq!(floor.exit(any), None);
}

#[test]
fn not_ready_is_there_unless_someone_must_work() {
    let mut staffed = floor(StaffLevel::Staffed);
    let mut working = floor(StaffLevel::Working);
    for floor in [&mut staffed, &mut working] {
        floor.call("support");
        goes(floor, "alice");
        floor.not_ready("bob", "lunch");
        floor.ends(talk_of("bob"));
    }
    let call = CallId(3);
    staffed.pass(60_000);
    assert_eq!(staffed.exit(call), None);
    assert_leaves_in(&mut working, call, AFTER_MS, CallExit::NoneWorking);
}

#[test]
fn a_call_that_comes_while_nobody_is_there_gets_the_whole_time() {
    let mut floor = floor(StaffLevel::Staffed);
    goes(&mut floor, "alice");
    goes(&mut floor, "bob");
    let first = floor.call("support");
    floor.pass(4_000);
    let second = floor.call("support");
    assert_leaves_in(&mut floor, first, AFTER_MS - 4_000, CallExit::NoneStaffed);
    assert_eq!(floor.exit(second), None);
    assert_leaves_in(&mut floor, second, 4_000, CallExit::NoneStaffed);
}

#[test]
fn a_later_step_gives_hope_until_it_is_too_late_for_it() {
    let mut floor = floor(StaffLevel::Staffed);
    floor.reload(|plan| {
        plan.queue("support")
            .requires("french")
            .relax(30_000, "any")
            .relax(40_000, "french");
    });
    let patient = floor.call("support");
    let hasty = floor.enters(Caller::of("support").timeout(25_000));
    goes(&mut floor, "alice");
    assert_leaves_in(&mut floor, hasty, AFTER_MS, CallExit::NoneStaffed);
    floor.pass(30_000);
    assert_eq!(
        floor.exit(patient),
        None,
        "bob could have taken it until now"
    );
    assert_leaves_in(&mut floor, patient, AFTER_MS, CallExit::NoneStaffed);
}

#[test]
fn a_lack_that_has_begun_goes_on_over_a_step_and_over_a_reload() {
    let mut floor = floor(StaffLevel::Staffed);
    floor.reload(|plan| {
        plan.queue("support")
            .requires("french")
            .relax(6_000, "french prefer french");
    });
    goes(&mut floor, "alice");
    let call = floor.call("support");
    floor.pass(8_000);
    floor.reload(|plan| {
        plan.queue("support").timeout(90_000);
    });
    assert_leaves_in(&mut floor, call, AFTER_MS - 8_000, CallExit::NoneStaffed);
}

#[test]
fn a_reload_takes_skills_away_and_the_rule_itself() {
    let mut floor = floor(StaffLevel::Qualified);
    let call = floor.enters(Caller::of("support").needs("french"));
    floor.reload(|plan| {
        plan.agent("alice", "", "support");
    });
    floor.pass(AFTER_MS - 1);
    floor.reload(|plan| {
        plan.queue("support").0.entry.leave_if_not = None;
    });
    floor.pass(60_000);
    assert_eq!(floor.exit(call), None);
    floor.reload(|plan| {
        plan.queue("support")
            .leaves_if_not(StaffLevel::Qualified, AFTER_MS);
    });
    assert_leaves_in(&mut floor, call, AFTER_MS, CallExit::NoneQualified);
}

#[test]
fn not_while_a_phone_rings_for_it() {
    let mut floor = Floor::open(|plan| {
        plan.queue("support")
            .rings_for(25_000)
            .leaves_if_not(StaffLevel::Staffed, AFTER_MS);
        plan.agent("alice", "", "support");
    });
    let call = floor.call("support");
    floor.reload(|plan| plan.remove_agent("alice"));
    assert_eq!(floor.rung_for(call), "alice");
    floor.pass(24_999);
    assert_eq!(floor.exit(call), None);
    floor.pass(1);
    assert_eq!(floor.rung_for(call), "nobody");
    assert_leaves_in(&mut floor, call, 5_000, CallExit::NoneQualified);
}

#[test]
fn the_explanation_says_who_is_lacking_and_when_the_call_leaves() {
    let mut floor = floor(StaffLevel::Staffed);
    let call = floor.call("support");
    let leaving = |floor: &Floor| floor.explain(call).leaving.expect("the queue has a rule");
    let told = leaving(&floor);
    assert_eq!(
        (told.unless, told.after_ms),
        (StaffLevel::Staffed, AFTER_MS)
    );
    assert_eq!((told.lacking_since, told.leaves_at), (None, None));
    goes(&mut floor, "alice");
    goes(&mut floor, "bob");
    let since = floor.now();
    floor.pass(4_000);
    let told = leaving(&floor);
    assert_eq!(told.lacking_since, Some(since));
    assert_eq!(told.leaves_at, Some(since + AFTER_MS));
    floor.signs_in("alice");
    assert_eq!(floor.talking_to(call), "alice");
    assert_eq!(floor.explain(call).leaving, None);
}
