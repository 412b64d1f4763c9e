//! Reserve: agents who take a queue's calls only while it needs them; they join at a threshold, at
//! its exact moment, and leave when things are calm, and not before they have stayed a while.

use acd::engine::{EventKind, Reason, ReserveSign};

use crate::caller::Caller;
use crate::floor::Floor;
use crate::host::Phone;
use crate::stage::blueprint::Blueprint;

const STAY_MS: u64 = 60_000;

/// Alice is busy for good; bob is in reserve and takes calls of another queue at any time.
fn floor(rules: impl FnOnce(&mut Blueprint)) -> Floor {
    let mut floor = Floor::open(|plan| {
        plan.skills("french");
        plan.queue("other");
        plan.queue("support").reserve(3, STAY_MS);
        plan.agent("alice", "french", "support");
        plan.agent("bob", "", "support:3 other").signs_in_later();
        rules(plan);
    });
    floor.phone("alice", Phone::Answers);
    let talk = floor.call("support");
    assert_eq!(floor.talking_to(talk), "alice");
    floor.signs_in("bob");
    floor
}

fn by_line(plan: &mut Blueprint) {
    plan.queue("support").reserve_at(ReserveSign::Line, 2, 1);
}

fn joins(floor: &Floor) -> Vec<(u64, ReserveSign, Option<u64>)> {
    let events = floor.events.iter();
    let joins = events.filter_map(|event| match event.kind {
        EventKind::ReserveJoined { sign, value, .. } => Some((event.at.0, sign, value)),
        _ => None,
    });
    joins.collect()
}

fn leaves(floor: &Floor) -> Vec<(u64, Option<ReserveSign>, u64)> {
    let events = floor.events.iter();
    let leaves = events.filter_map(|event| match event.kind {
        EventKind::ReserveLeft {
            sign, stayed_ms, ..
        } => Some((event.at.0, sign, stayed_ms)),
        _ => None,
    });
    leaves.collect()
}

#[test]
fn out_of_it_they_work_elsewhere() {
    let mut floor = floor(by_line);
    let call = floor.call("support");
    assert_eq!(floor.rung_for(call), "nobody");
    let other = floor.call("other");
    assert_eq!(floor.rung_for(other), "bob");
}

#[test]
fn a_line_that_is_too_long_brings_them_in_and_they_are_matched_at_once() {
    let mut floor = floor(by_line);
    let calls: Vec<_> = (0..2).map(|_| floor.call("support")).collect();
    floor.pass(10_000);
    assert_eq!(joins(&floor), []);
    floor.enters(Caller::of("support").priority(-1));
    assert_eq!(joins(&floor), [(10_000, ReserveSign::Line, Some(3))]);
    assert_eq!(floor.rung_for(calls[0]), "bob", "the first in line");
}

#[test]
fn they_leave_when_it_is_calm_and_they_have_stayed_a_while() {
    let mut floor = floor(by_line);
    let calls: Vec<_> = (0..3).map(|_| floor.call("support")).collect();
    floor.hangs_up(calls[1]);
    floor.hangs_up(calls[2]);
    floor.hangs_up(calls[0]);
    floor.pass(STAY_MS - 1);
    assert_eq!(leaves(&floor), []);
    floor.pass(1);
    assert_eq!(
        leaves(&floor),
        [(STAY_MS, Some(ReserveSign::Line), STAY_MS)]
    );
    let call = floor.call("support");
    assert_eq!(floor.rung_for(call), "nobody");
}

#[test]
fn between_the_thresholds_they_stay() {
    let mut floor = floor(by_line);
    let calls: Vec<_> = (0..4).map(|_| floor.call("support")).collect();
    assert_eq!(floor.rung_for(calls[0]), "bob");
    for call in &calls[..3] {
        floor.hangs_up(*call);
    }
    assert_eq!(floor.rung_for(calls[3]), "bob");
    floor.rejects("bob");
    floor.not_ready("bob", "lunch");
    floor.pass(5 * STAY_MS);
    assert_eq!(leaves(&floor), [], "one is in line");
    floor.hangs_up(calls[3]);
    assert_eq!(
        leaves(&floor).len(),
        1,
        "at once, having stayed long enough"
    );
}

#[test]
fn what_rings_or_talks_by_then_goes_on() {
    let mut floor = floor(|plan| {
        plan.queue("support")
            .reserve_at(ReserveSign::Line, 1, 1)
            .reserve(3, 0)
            .rings_for(90_000);
    });
    let first = floor.call("support");
    let second = floor.call("support");
    assert_eq!(floor.rung_for(first), "bob");
    floor.hangs_up(second);
    assert_eq!(leaves(&floor), [], "the call that rings is in line");
    floor.answers("bob");
    assert_eq!(leaves(&floor).len(), 1);
    assert_eq!(floor.talking_to(first), "bob");
}

#[test]
fn the_longest_wait_brings_them_in_at_its_exact_moment() {
    let mut floor = floor(|plan| {
        plan.queue("support")
            .reserve_at(ReserveSign::Wait, 30_000, 10_000);
    });
    floor.pass(777);
    let gone = floor.call("support");
    floor.pass(5_000);
    let call = floor.call("support");
    floor.pass(24_999);
    floor.hangs_up(gone);
    floor.pass(5_000);
    assert_eq!(joins(&floor), [], "the one who waited longest has gone");
    floor.pass(1);
    assert_eq!(joins(&floor), [(35_777, ReserveSign::Wait, Some(30_000))]);
    assert_eq!(floor.rung_for(call), "bob");
}

#[test]
fn the_estimate_is_that_of_the_regular_agents() {
    let mut floor = floor(|plan| {
        plan.queue("support").handling_time(60_000).reserve_at(
            ReserveSign::Estimate,
            100_000,
            50_000,
        );
    });
    let call = floor.call("support");
    assert_eq!(joins(&floor), [(0, ReserveSign::Estimate, Some(120_000))]);
    assert_eq!(floor.rung_for(call), "bob");
    floor.answers("bob");
    floor.pass(STAY_MS);
    assert_eq!(
        leaves(&floor),
        [],
        "alice alone would need a minute for the next one"
    );
    floor.reload(|plan| {
        plan.queue("support")
            .reserve_at(ReserveSign::Estimate, 100_000, 70_000);
    });
    assert_eq!(leaves(&floor).len(), 1);
}

#[test]
fn with_no_regular_agent_at_work_the_estimate_has_no_end() {
    let mut floor = floor(|plan| {
        plan.queue("support").handling_time(1_000).reserve_at(
            ReserveSign::Estimate,
            100_000,
            50_000,
        );
    });
    let call = floor.call("support");
    assert_eq!(joins(&floor), []);
    floor.signs_out("alice");
    assert_eq!(joins(&floor), [(0, ReserveSign::Estimate, None)]);
    assert_eq!(floor.rung_for(call), "bob");
}

#[test]
fn a_poor_service_level_brings_them_in_until_it_is_better() {
    let mut floor = floor(|plan| {
        plan.queue("support")
            .reserve_at(ReserveSign::ServiceLevel, 80, 90);
    });
    floor.ends(acd::engine::CallId(1));
    for _ in 0..8 {
        let call = floor.call("support");
        assert_eq!(floor.talking_to(call), "alice");
        floor.pass(20_000);
        floor.ends(call);
    }
    let talk = floor.call("support");
    for _ in 0..3 {
        let call = floor.call("support");
        floor.pass(20_000);
        floor.hangs_up(call);
    }
    assert_eq!(joins(&floor), [], "nobody gave up after more than 20 s");
    for _ in 0..3 {
        let call = floor.call("support");
        floor.pass(20_001);
        floor.hangs_up(call);
    }
    let expected = [(280_003, ReserveSign::ServiceLevel, Some(76))];
    assert_eq!(joins(&floor), expected, "10 of 13");
    floor.ends(talk);
    for _ in 0..18 {
        let call = floor.call("support");
        floor.ends(call);
    }
    floor.pass(STAY_MS);
    assert_eq!(leaves(&floor), [], "28 of 31 are 90 percent");
    for _ in 0..3 {
        let call = floor.call("support");
        floor.ends(call);
    }
    assert_eq!(leaves(&floor).len(), 1, "31 of 34 are 91");
}

#[test]
fn a_reload_changes_nothing_of_it_until_it_takes_the_rule_away() {
    let mut floor = floor(by_line);
    for _ in 0..3 {
        floor.call("support");
    }
    floor.pass(1_000);
    floor.reload(|plan| {
        plan.queue("support").capacity(7);
    });
    assert_eq!((joins(&floor).len(), leaves(&floor).len()), (1, 0));
    floor.reload(|plan| plan.queue("support").0.reserve = Default::default());
    assert_eq!(leaves(&floor), [(1_000, None, 1_000)]);
}

#[test]
fn it_is_explained_who_is_in_reserve() {
    let mut floor = floor(by_line);
    let call = floor.call("support");
    let explained = floor.explain(call);
    let reasons: Vec<_> = explained.agents.iter().map(|agent| &agent.reason).collect();
    assert_eq!(reasons[1], &Reason::Reserve { rank: 3 });
    let reserve = explained.reserve.expect("the queue has one");
    assert_eq!((reserve.agents, reserve.joined_at), (1, None));
    assert_eq!(reserve.signs[0].value, Some(1));
    assert_eq!(
        (explained.staff.qualified, explained.staff.free),
        (1, 0),
        "bob may not take it now"
    );
}
