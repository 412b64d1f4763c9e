//! `prefer` ranks agents and excludes nobody, whatever the strategy.

use acd::engine::Strategy;

use crate::caller::Caller;
use crate::floor::Floor;

fn floor(strategy: Strategy) -> Floor {
    Floor::open(|plan| {
        plan.skills("french vip billing");
        plan.queue("support").strategy(strategy);
        plan.agent("alice", "french:50", "support");
        plan.agent("bob", "french:50 vip:10", "support");
        plan.agent("carol", "french:50 vip:30", "support");
        plan.agent("dave", "french:50 billing:50", "support");
    })
}

fn rung_in_turn(floor: &mut Floor, requirement: &str) -> Vec<String> {
    let ring = |_| {
        let call = floor.enters(Caller::of("support").needs(requirement));
        floor.rung_for(call).to_owned()
    };
    (0..4).map(ring).collect()
}

#[test]
fn the_preferred_are_rung_first_and_then_everybody_else() {
    for strategy in [Strategy::LongestIdle, Strategy::MostSkilled] {
        let mut floor = floor(strategy);
        let rung = rung_in_turn(&mut floor, "french prefer vip");
        assert_eq!(rung, ["carol", "bob", "alice", "dave"], "{strategy:?}");
    }
}

#[test]
fn weights_decide_between_preferences() {
    for strategy in [Strategy::LongestIdle, Strategy::MostSkilled] {
        let mut floor = floor(strategy);
        let rung = rung_in_turn(&mut floor, "french prefer vip*2, billing");
        assert_eq!(rung, ["carol", "dave", "bob", "alice"], "{strategy:?}");
    }
}

#[test]
fn a_preference_does_not_stand_in_for_the_requirement() {
    let mut floor = floor(Strategy::LongestIdle);
    let call = floor.enters(Caller::of("support").needs("french > 50 prefer vip"));
    assert_eq!(floor.rung_for(call), "nobody");
}

#[test]
fn preference_goes_before_idle_time() {
    let mut floor = Floor::open(|plan| {
        plan.skills("vip");
        plan.queue("support");
        plan.agent("alice", "", "support");
        plan.agent("bob", "vip", "support").signs_in_later();
    });
    floor.pass(60_000);
    floor.signs_in("bob");
    let preferring = floor.enters(Caller::of("support").needs("any prefer vip"));
    assert_eq!(floor.rung_for(preferring), "bob");
}
