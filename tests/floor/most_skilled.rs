//! `most-skilled`: the best at what the call needs is rung first; equals by idle time.

use acd::engine::Strategy;

use crate::caller::Caller;
use crate::floor::Floor;

#[test]
fn the_highest_level_wins_over_the_longest_idle() {
    let mut floor = Floor::open(|plan| {
        plan.skills("french billing");
        plan.queue("support").strategy(Strategy::MostSkilled);
        plan.agent("alice", "french:20", "support");
        plan.agent("bob", "french:60 billing:1", "support")
            .signs_in_later();
        plan.agent("carol", "french:90", "support").signs_in_later();
    });
    floor.pass(1_000);
    floor.signs_in("bob");
    floor.pass(1_000);
    floor.signs_in("carol");
    let rung: Vec<_> = (0..3)
        .map(|_| {
            let call = floor.enters(Caller::of("support").needs("french"));
            floor.rung_for(call).to_owned()
        })
        .collect();
    assert_eq!(rung, ["carol", "bob", "alice"]);
}

#[test]
fn only_the_skills_that_the_call_asks_for_count() {
    let mut floor = Floor::open(|plan| {
        plan.skills("french billing");
        plan.queue("support").strategy(Strategy::MostSkilled);
        plan.agent("alice", "french:2", "support");
        plan.agent("bob", "french:1 billing:100", "support");
    });
    let call = floor.enters(Caller::of("support").needs("french"));
    assert_eq!(floor.rung_for(call), "alice");
}

#[test]
fn of_equals_the_one_idle_longest_is_rung() {
    let mut floor = Floor::open(|plan| {
        plan.skills("french");
        plan.queue("support").strategy(Strategy::MostSkilled);
        plan.agent("alice", "french:5", "support").signs_in_later();
        plan.agent("bob", "french:5", "support").signs_in_later();
    });
    floor.signs_in("bob");
    floor.pass(1);
    floor.signs_in("alice");
    let call = floor.enters(Caller::of("support").needs("french"));
    assert_eq!(floor.rung_for(call), "bob");
}
