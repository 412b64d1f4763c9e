//! Tags that must be there before after-call time ends: nobody finishes it without them, and who
//! lets it pass leaves the queue's defaults behind, or gets the time once more.

use acd::engine::{CallId, EventKind, Input, Rejection, TagKey, WhenMissing, WrapUpFinish};

use crate::caller::tags_of;
use crate::floor::Floor;

fn floor(default: Option<&str>, then: WhenMissing) -> Floor {
    Floor::open(|plan| {
        let support = plan.queue("support").wrap_up(20_000);
        support.asks_for_tag("reason", default, then);
        plan.agent("alice", "", "support");
    })
}

fn after_a_call(floor: &mut Floor) -> CallId {
    let call = floor.call("support");
    floor.answers("alice");
    floor.pass(2_000);
    floor.ends(call);
    call
}

fn tag(floor: &mut Floor, call: CallId, tags: &str) {
    let (agent, tags) = (Some(floor.agent("alice")), tags_of(tags));
    let told = floor.tell(Input::CallTagged { call, agent, tags });
    told.expect("the agent has this call in hand");
}

// Keys that were missing when after-call time ended, and what is set of them.
fn missed(floor: &Floor) -> Option<(usize, usize)> {
    let found = floor.last(|kind| match kind {
        EventKind::TagsMissing {
            missing, defaults, ..
        } => Some((missing.len(), defaults.len())),
        _ => None,
    });
    found.map(|(_, missed)| missed)
}

fn is_over(floor: &Floor) -> bool {
    floor.count(|kind| matches!(kind, EventKind::WrapUpEnded { .. })) == 1
}

#[test]
fn neither_finish_nor_ready_works_without_the_tag() {
    let mut floor = floor(None, WhenMissing::Default);
    let call = after_a_call(&mut floor);
    let agent = floor.agent("alice");
    let missing = Err(Rejection::TagMissing(agent, TagKey::new("reason").unwrap()));
    let before = floor.snapshot();
    let finished = floor.wraps_up("alice", "", 0, WrapUpFinish::Now);
    assert_eq!(finished, missing);
    assert_eq!(floor.tell(Input::AgentReady { agent }), missing);
    floor.assert_unchanged_since(&before);
    assert_eq!(floor.view("alice").tags_missing.len(), 1);
    tag(&mut floor, call, "reason=billing");
    assert_eq!(floor.view("alice").tags_missing, []);
    let finished = floor.wraps_up("alice", "", 0, WrapUpFinish::Now);
    assert_eq!(finished, Ok(()));
    assert!(is_over(&floor));
    assert_eq!(missed(&floor), None);
}

#[test]
fn what_was_tagged_during_the_conversation_counts() {
    let mut floor = floor(None, WhenMissing::Default);
    let call = floor.call("support");
    floor.answers("alice");
    let skipped = floor.wraps_up("alice", "", 0, WrapUpFinish::Skip);
    assert!(matches!(skipped, Err(Rejection::TagMissing(..))));
    tag(&mut floor, call, "reason=billing");
    let skipped = floor.wraps_up("alice", "", 0, WrapUpFinish::Skip);
    assert_eq!(skipped, Ok(()));
    floor.ends(call);
    assert_eq!(missed(&floor), None);
    let next = floor.call("support");
    assert_eq!(floor.rung_for(next), "alice");
}

#[test]
fn who_lets_the_time_pass_leaves_the_default_behind() {
    let mut floor = floor(Some("other"), WhenMissing::Default);
    after_a_call(&mut floor);
    floor.pass(19_999);
    assert_eq!(missed(&floor), None);
    floor.pass(1);
    assert_eq!(missed(&floor), Some((1, 1)));
    assert!(is_over(&floor));
}

#[test]
fn the_time_begins_anew_as_often_as_it_may_be_extended() {
    let mut floor = floor(None, WhenMissing::Extend);
    floor.reload(|plan| plan.queue("support").0.wrap_up.extension_ms_max = 50_000);
    after_a_call(&mut floor);
    floor.pass(20_000 + 49_999);
    assert!(!is_over(&floor));
    floor.pass(1);
    assert!(is_over(&floor));
    assert_eq!(missed(&floor), Some((1, 0)));
    let extended = |kind: &EventKind| matches!(kind, EventKind::WrapUpExtended { .. });
    assert_eq!(floor.count(extended), 3);
}

#[test]
fn it_is_the_agents_own_time_that_begins_anew() {
    let mut floor = floor(None, WhenMissing::Extend);
    floor.reload(|plan| {
        plan.queue("support").wrap_up(0);
        plan.agent("alice", "", "support").wrap_up(150_000);
    });
    after_a_call(&mut floor);
    floor.pass(150_000 + 299_999);
    assert!(!is_over(&floor));
    floor.pass(1);
    assert!(is_over(&floor));
    let extended = |kind: &EventKind| matches!(kind, EventKind::WrapUpExtended { .. });
    assert_eq!(floor.count(extended), 2);
}

#[test]
fn time_that_somebody_only_asked_for_does_not_begin_anew() {
    let mut floor = floor(None, WhenMissing::Extend);
    floor.reload(|plan| {
        plan.queue("support").wrap_up(0);
    });
    let call = floor.call("support");
    floor.answers("alice");
    let extended = floor.wraps_up("alice", "", 5_000, WrapUpFinish::No);
    assert_eq!(extended, Ok(()));
    floor.ends(call);
    floor.pass(4_999);
    assert!(!is_over(&floor));
    floor.pass(1);
    assert!(is_over(&floor));
    assert_eq!(missed(&floor), Some((1, 0)));
}

#[test]
fn a_tag_that_comes_late_ends_the_extension_by_the_agents_word() {
    let mut floor = floor(None, WhenMissing::Extend);
    let call = after_a_call(&mut floor);
    floor.pass(25_000);
    tag(&mut floor, call, "reason=billing");
    floor.ready("alice");
    assert!(is_over(&floor));
    assert_eq!(missed(&floor), None);
}

#[test]
fn who_goes_not_ready_leaves_what_is_there() {
    let mut floor = floor(Some("other"), WhenMissing::Extend);
    after_a_call(&mut floor);
    floor.not_ready("alice", "lunch");
    assert_eq!(missed(&floor), Some((1, 1)));
}
