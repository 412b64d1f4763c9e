//! Typed not-ready reasons: only declared ones, each for as long as it allows.

use acd::engine::{AtLimit, EventKind, Input, Rejection, Selectable};

use crate::floor::Floor;

const LIMIT_MS: u64 = 900_000;

fn floor() -> Floor {
    Floor::open(|plan| {
        plan.queue("support");
        plan.agent("alice", "", "support");
        plan.reason("Lunch").limit_ms = Some(LIMIT_MS);
        let tea = plan.reason("tea");
        tea.limit_ms = Some(LIMIT_MS);
        tea.at_limit = AtLimit::Ready;
        tea.is_paid = false;
        plan.reason("coaching").selectable = Selectable::Supervisor;
    })
}

fn limits_passed(floor: &Floor) -> usize {
    floor.count(|kind| matches!(kind, EventKind::NotReadyLimitPassed { .. }))
}

#[test]
fn what_is_not_declared_is_refused_and_changes_nothing() {
    let mut floor = floor();
    let agent = floor.agent("alice");
    for reason in ["walk", "coaching"] {
        let reason: std::sync::Arc<str> = reason.into();
        let before = floor.snapshot();
        let refused = floor.tell(Input::AgentNotReady {
            agent,
            reason: reason.clone(),
        });
        assert_eq!(refused, Err(Rejection::UnknownReason(reason)));
        floor.assert_unchanged_since(&before);
    }
    floor.not_ready("alice", "LUNCH");
    assert_eq!(floor.not_ready_reason("alice").as_deref(), Some("Lunch"));
    floor.not_ready("alice", "rona");
    assert_eq!(floor.not_ready_reason("alice").as_deref(), Some("rona"));
    floor.force_not_ready("alice", "coaching");
    assert_eq!(floor.not_ready_reason("alice").as_deref(), Some("coaching"));
}

#[test]
fn an_alarm_tells_once_and_the_agent_stays_away() {
    let mut floor = floor();
    floor.not_ready("alice", "lunch");
    floor.pass(LIMIT_MS - 1);
    assert_eq!(limits_passed(&floor), 0);
    assert!(!floor.view("alice").not_ready.unwrap().is_over_limit);
    floor.pass(1);
    assert_eq!(limits_passed(&floor), 1);
    let call = floor.call("support");
    floor.pass(LIMIT_MS);
    assert_eq!((limits_passed(&floor), floor.rung_for(call)), (1, "nobody"));
    assert!(floor.view("alice").not_ready.unwrap().is_over_limit);
    floor.ready("alice");
    assert_eq!(floor.rung_for(call), "alice");
    assert_eq!(floor.view("alice").not_ready, None);
}

#[test]
fn a_limit_may_make_the_agent_ready_again() {
    let mut floor = floor();
    let call = floor.call("support");
    floor.answers("alice");
    floor.not_ready("alice", "tea");
    floor.pass(50_000);
    floor.ends(call);
    let next = floor.call("support");
    let shown = floor.view("alice").not_ready.unwrap();
    assert!(shown.returns && !shown.plan.unwrap().is_paid);
    floor.pass(LIMIT_MS - 1);
    assert_eq!(floor.rung_for(next), "nobody");
    floor.pass(1);
    assert_eq!((limits_passed(&floor), floor.rung_for(next)), (1, "alice"));
}

#[test]
fn coming_back_in_time_or_for_another_reason_stops_the_limit() {
    let mut floor = floor();
    floor.not_ready("alice", "lunch");
    floor.pass(LIMIT_MS / 2);
    // The same reason once more is the same absence.
    floor.not_ready("alice", "lunch");
    floor.pass(LIMIT_MS / 2);
    assert_eq!(limits_passed(&floor), 1);
    floor.not_ready("alice", "tea");
    floor.pass(LIMIT_MS - 1);
    floor.ready("alice");
    floor.not_ready("alice", "lunch");
    floor.signs_out("alice");
    floor.pass(2 * LIMIT_MS);
    assert_eq!(limits_passed(&floor), 1);
}

#[test]
fn a_reload_changes_the_limit_of_those_who_are_away() {
    let mut floor = floor();
    floor.not_ready("alice", "lunch");
    floor.pass(60_000);
    floor.reload(|plan| plan.reason("Lunch").limit_ms = Some(90_000));
    floor.pass(29_999);
    assert_eq!(limits_passed(&floor), 0);
    floor.pass(1);
    assert_eq!(limits_passed(&floor), 1);
    // It is known already that she is late.
    floor.reload(|plan| plan.reason("Lunch").limit_ms = Some(100_000));
    floor.pass(5_000);
    floor.reload(|plan| plan.reason("Lunch").limit_ms = Some(70_000));
    floor.pass(1);
    assert_eq!(
        limits_passed(&floor),
        2,
        "told anew: for a while she was in time"
    );
    floor.reload(|plan| plan.reason("Lunch").limit_ms = Some(80_000));
    floor.pass(1_000);
    assert_eq!(limits_passed(&floor), 2);
    floor.reload(|plan| plan.remove_reason("Lunch"));
    floor.pass(LIMIT_MS);
    assert_eq!(limits_passed(&floor), 2);
    assert_eq!(floor.not_ready_reason("alice").as_deref(), Some("Lunch"));
}
