//! What callers are told while they wait: place, estimated wait and prompts, each at its very
//! millisecond, and nothing while a phone rings for them.

use std::sync::Arc;

use acd::engine::{
    AnnounceRules, CallId, EventKind, PositionTold, Prompt, TalkUntil, TellPosition, TellWait,
};

use crate::caller::Caller;
use crate::floor::Floor;

// One agent in conversation since 0 ms, and a queue that tells what `rules` say.
fn floor(rules: impl FnOnce(&mut AnnounceRules)) -> Floor {
    let mut floor = Floor::open(|plan| {
        let queue = plan.queue("support").handling_time(60_000).tells(rules);
        queue.rings_for(15_000);
        plan.agent("alice", "", "support");
    });
    floor.call("support");
    floor.answers("alice");
    floor
}

fn prompt(after_ms: u64, every_ms: Option<u64>, files: &[&str]) -> Prompt {
    Prompt {
        after_ms,
        every_ms,
        files: files.iter().map(|file| Arc::from(*file)).collect(),
    }
}

// What the caller was told so far: place, wait, prompts.
fn told(floor: &Floor, call: CallId) -> Vec<String> {
    let told = floor.host.announced.iter();
    let told = told.filter(|(to, _)| *to == call).map(|(_, what)| {
        let place = match what.position {
            Some(PositionTold::At(place)) => format!("{place}"),
            Some(PositionTold::MoreThan(limit)) => format!(">{limit}"),
            None => "-".to_owned(),
        };
        let wait = what
            .wait_ms
            .map_or("-".to_owned(), |ms| (ms / 1_000).to_string());
        format!("{place} {wait} {}", what.files.join("&"))
    });
    told.map(|text| text.trim_end().to_owned()).collect()
}

#[test]
fn place_and_wait_are_told_at_first_and_again_and_again() {
    let mut floor = floor(|rules| {
        rules.position = TellPosition::Yes;
        rules.wait = TellWait::Yes;
    });
    let first = floor.call("support");
    let second = floor.call("support");
    floor.pass(4_999);
    assert_eq!(told(&floor, second), [""; 0]);
    floor.pass(1);
    assert_eq!(
        (told(&floor, first), told(&floor, second)),
        (vec!["1 60".into()], vec!["2 120".into()])
    );
    floor.pass(29_999);
    assert_eq!(told(&floor, second).len(), 1);
    floor.hangs_up(first);
    floor.pass(1);
    assert_eq!(told(&floor, second), ["2 120", "1 60"]);
    assert_eq!(told(&floor, first).len(), 1, "whoever left is told nothing");
    let events = floor.count(|kind| matches!(kind, EventKind::CallAnnounced { .. }));
    assert_eq!(events, 3);
}

#[test]
fn a_wait_is_told_once_rounded_up_and_only_if_it_is_known() {
    let mut floor = floor(|rules| {
        rules.wait = TellWait::Once;
        rules.round_ms = 45_000;
    });
    floor.not_ready("alice", "lunch");
    let call = floor.call("support");
    floor.pass(5_000);
    assert_eq!(told(&floor, call), [""; 0]);
    floor.ready("alice");
    floor.pass(60_000);
    assert_eq!(told(&floor, call), ["- 90"]);
}

#[test]
fn far_back_only_a_limit_is_told() {
    let mut floor = floor(|rules| {
        rules.position = TellPosition::More(2);
        rules.every_ms = None;
    });
    let calls: Vec<_> = (0..3).map(|_| floor.call("support")).collect();
    floor.pass(100_000);
    let all: Vec<_> = calls.iter().flat_map(|call| told(&floor, *call)).collect();
    assert_eq!(all, ["1 -", "2 -", ">2 -"]);
}

#[test]
fn prompts_are_played_in_steps_once_or_again() {
    let mut floor = floor(|rules| {
        rules.prompts = Arc::new([
            prompt(10_000, None, &["hello", "offers"]),
            prompt(30_000, Some(20_000), &["patience"]),
        ]);
    });
    let call = floor.call("support");
    let mut heard = Vec::new();
    for second in 1..=75 {
        floor.pass(1_000);
        if told(&floor, call).len() > heard.len() {
            heard = told(&floor, call);
            heard.push(second.to_string());
            heard.pop();
            assert!(
                [10, 30, 50, 70].contains(&second),
                "{heard:?} at {second} s"
            );
        }
    }
    let patience = "- - patience";
    assert_eq!(heard, ["- - hello&offers", patience, patience, patience]);
}

#[test]
fn what_falls_due_while_a_phone_rings_is_left_out() {
    for (until, expected) in [(TalkUntil::Offered, 1), (TalkUntil::Answered, 2)] {
        let mut floor = floor(|rules| {
            rules.prompts = Arc::new([prompt(10_000, Some(10_000), &["patience"])]);
            rules.until = until;
        });
        let call = floor.call("support");
        floor.pass(12_000);
        floor.ends(CallId(1));
        assert_eq!(floor.rung_for(call), "alice");
        floor.pass(12_000);
        assert_eq!(told(&floor, call).len(), expected, "{until:?}");
        // The phone is not answered; the next moment comes as if nothing had been.
        floor.pass(6_000);
        assert_eq!(
            (floor.rung_for(call), told(&floor, call).len()),
            ("nobody", expected + 1)
        );
    }
}

#[test]
fn a_reload_changes_what_is_told_from_then_on() {
    let mut floor = floor(|rules| rules.position = TellPosition::Yes);
    let call = floor.enters(Caller::of("support").priority(-1));
    floor.pass(6_000);
    floor.reload(|plan| {
        plan.queue("support").tells(|rules| {
            rules.first_ms = 3_000;
            rules.every_ms = Some(7_000);
        });
    });
    floor.pass(3_999);
    assert_eq!(told(&floor, call).len(), 1);
    floor.pass(1);
    assert_eq!(told(&floor, call).len(), 2);
    floor.reload(|plan| {
        plan.queue("support")
            .tells(|rules| rules.position = TellPosition::No);
    });
    floor.pass(60_000);
    assert_eq!(told(&floor, call).len(), 2);
}
