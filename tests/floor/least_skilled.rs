//! `least-skilled`: who can do least besides what the call needs is rung first, so that those who
//! can do more stay free.

use acd::engine::Strategy;

use crate::caller::Caller;
use crate::floor::Floor;

fn specialists() -> Floor {
    Floor::open(|plan| {
        plan.skills("french billing sales");
        plan.queue("support").strategy(Strategy::LeastSkilled);
        plan.agent("all-round", "french:1 billing:1 sales:1", "support");
        plan.agent("two", "french:90 billing:90", "support");
        plan.agent("fluent", "french:90", "support");
        plan.agent("fair", "french:20", "support");
    })
}

fn rung(floor: &mut Floor, requirement: &str) -> Vec<String> {
    let mut rung = || {
        let call = floor.enters(Caller::of("support").needs(requirement));
        floor.rung_for(call).to_owned()
    };
    (0..4).map(|_| rung()).collect()
}

#[test]
fn fewest_other_skills_come_first_then_the_lowest_levels() {
    let mut floor = specialists();
    assert_eq!(
        rung(&mut floor, "french"),
        ["fair", "fluent", "two", "all-round"]
    );
}

#[test]
fn what_the_call_asks_for_is_nothing_beyond() {
    let mut floor = specialists();
    let first_two = &rung(&mut floor, "french & billing")[..2];
    assert_eq!(first_two, ["two", "all-round"]);
}

#[test]
fn who_is_preferred_comes_before_who_can_least() {
    let mut floor = specialists();
    assert_eq!(
        rung(&mut floor, "french prefer billing"),
        ["two", "all-round", "fair", "fluent"]
    );
}

#[test]
fn of_equals_the_one_idle_longest_is_rung() {
    let mut floor = Floor::open(|plan| {
        plan.skills("french");
        plan.queue("support").strategy(Strategy::LeastSkilled);
        plan.agent("alice", "french:5", "support").signs_in_later();
        plan.agent("bob", "french:5", "support").signs_in_later();
    });
    floor.signs_in("bob");
    floor.pass(1);
    floor.signs_in("alice");
    let call = floor.call("support");
    assert_eq!(floor.rung_for(call), "bob");
}
