//! Tags of a call: they stand for `$name` in requirements and priorities, and a change counts at
//! once while the call waits.

use acd::engine::{
    AttributeTest, CallId, EventKind, Input, OfferFailure, OverflowStep, PriorityRule, Rejection,
};

use crate::caller::{Caller, tags_of};
use crate::floor::Floor;

fn floor() -> Floor {
    Floor::open(|plan| {
        plan.skills("french german");
        plan.queue("support").requires("$lang");
        let support = plan.queue("support");
        support.0.order.priority_if = [PriorityRule {
            attribute: "vip".into(),
            test: AttributeTest::IsSet,
            raise: 10,
        }]
        .into();
        plan.agent("alice", "french", "support").signs_in_later();
        plan.agent("bob", "german", "support").signs_in_later();
    })
}

fn tag(floor: &mut Floor, call: CallId, tags: &str) -> Result<(), Rejection> {
    let tags = tags_of(tags);
    let agent = None;
    floor.tell(Input::CallTagged { call, agent, tags })
}

#[test]
fn a_tag_comes_before_an_attribute_of_the_same_name() {
    let mut floor = floor();
    floor.signs_in("alice");
    floor.signs_in("bob");
    let caller = Caller::of("support").brings("lang", "french");
    let call = floor.enters(caller.tagged("lang=german"));
    assert_eq!(floor.rung_for(call), "bob");
    let other = floor.enters(Caller::of("support").brings("lang", "french"));
    assert_eq!(floor.rung_for(other), "alice");
}

#[test]
fn a_tag_that_changes_finds_another_agent_at_once() {
    let mut floor = floor();
    floor.signs_in("bob");
    let call = floor.enters(Caller::of("support").tagged("lang=french"));
    floor.pass(5_000);
    assert_eq!(floor.rung_for(call), "nobody");
    tag(&mut floor, call, "lang=german&note=x").unwrap();
    assert_eq!(floor.rung_for(call), "bob");
    floor.fails("bob", OfferFailure::Busy);
    assert_eq!(floor.explain(call).call.tags, tags_of("lang=german&note=x"));
}

#[test]
fn a_tag_raises_the_priority_while_the_call_waits() {
    let mut floor = floor();
    floor.enters(Caller::of("support").tagged("lang=french"));
    let second = floor.enters(Caller::of("support").tagged("lang=french"));
    assert_eq!(floor.explain(second).call.place, Some(2));
    tag(&mut floor, second, "lang=french&vip").unwrap();
    let told = floor.explain(second);
    assert_eq!((told.call.place, told.call.raise), (Some(1), 10));
    assert_eq!(told.raised_by.len(), 1, "the rule is named");
    tag(&mut floor, second, "lang=french").unwrap();
    let told = floor.explain(second);
    assert_eq!((told.call.place, told.raised_by.len()), (Some(2), 0));
    assert_eq!(floor.serves("alice", 2), [1, 2]);
}

#[test]
fn tags_with_which_the_call_would_need_nonsense_are_refused_and_change_nothing() {
    let mut floor = floor();
    let call = floor.enters(Caller::of("support").tagged("lang=french"));
    let before = floor.snapshot();
    for bad in ["", "lang=klingon", "vip"] {
        let refused = tag(&mut floor, call, bad);
        assert!(matches!(refused, Err(Rejection::Requirement(_))), "{bad}");
        floor.assert_unchanged_since(&before);
    }
    let refused = tag(&mut floor, CallId(77), "vip");
    assert_eq!(refused, Err(Rejection::UnknownCall(CallId(77))));
}

#[test]
fn a_tag_that_nothing_asks_for_changes_nothing_else() {
    let mut floor = floor();
    let call = floor.enters(Caller::of("support").tagged("lang=french"));
    let relaxed = floor.count(|kind| matches!(kind, EventKind::CallRelaxed { .. }));
    tag(&mut floor, call, "lang=french&note=hello").unwrap();
    let after = floor.count(|kind| matches!(kind, EventKind::CallRelaxed { .. }));
    assert_eq!(after, relaxed);
}

#[test]
fn tags_follow_the_call_to_another_queue() {
    let mut floor = Floor::open(|plan| {
        plan.skills("french");
        plan.queue("sales").requires("$lang");
        let queue = plan.queue_id("sales");
        let after_ms = 10_000;
        plan.queue("support").0.overflow.by_wait = [OverflowStep { after_ms, queue }].into();
        plan.agent("alice", "french", "sales");
    });
    let call = floor.enters(Caller::of("support").tagged("lang=french"));
    floor.pass(10_000);
    assert_eq!(floor.rung_for(call), "alice");
}

#[test]
fn the_explanation_names_the_rules_that_hold_by_tag() {
    let mut floor = floor();
    let rules = |floor: &Floor, call| -> Vec<String> {
        let told = floor.explain(call);
        let raised = told.raised_by.iter().map(ToString::to_string).collect();
        assert_eq!(
            told.call.raise,
            if told.raised_by.is_empty() { 0 } else { 10 }
        );
        raised
    };
    let by_tag = floor.enters(Caller::of("support").tagged("lang=french&vip"));
    assert_eq!(rules(&floor, by_tag), ["$vip: 10"]);
    let caller = Caller::of("support").brings("vip", "yes");
    let overridden = floor.enters(caller.tagged("lang=french&vip=no"));
    assert_eq!(rules(&floor, overridden), [""; 0]);
}
