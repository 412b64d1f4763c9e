//! `round-robin`: the turn goes round, and every queue remembers whose it was.

use acd::engine::Strategy;

use crate::floor::Floor;

fn three_agents() -> Floor {
    Floor::open(|plan| {
        plan.queue("support").strategy(Strategy::RoundRobin);
        plan.queue("sales").strategy(Strategy::RoundRobin);
        for agent in ["alice", "bob", "carol"] {
            plan.agent(agent, "", "support sales");
        }
    })
}

/// Whom the next caller rings, who then gives up.
fn rung(floor: &mut Floor, queue: &str) -> String {
    let call = floor.call(queue);
    let agent = floor.rung_for(call).to_owned();
    floor.hangs_up(call);
    agent
}

fn turns(floor: &mut Floor, calls: usize) -> Vec<String> {
    (0..calls).map(|_| rung(floor, "support")).collect()
}

#[test]
fn each_has_a_turn_and_then_the_first_again() {
    let mut floor = three_agents();
    assert_eq!(
        turns(&mut floor, 5),
        ["alice", "bob", "carol", "alice", "bob"]
    );
}

#[test]
fn whoever_is_away_is_passed_over_and_not_made_up_for() {
    let mut floor = three_agents();
    turns(&mut floor, 1);
    floor.not_ready("bob", "lunch");
    assert_eq!(turns(&mut floor, 1), ["carol"]);
    floor.ready("bob");
    assert_eq!(turns(&mut floor, 3), ["alice", "bob", "carol"]);
}

#[test]
fn a_call_that_is_rejected_goes_on_round() {
    let mut floor = three_agents();
    turns(&mut floor, 1);
    let call = floor.call("support");
    floor.rejects("bob");
    assert_eq!(floor.rung_for(call), "carol");
    floor.rejects("carol");
    assert_eq!(floor.rung_for(call), "alice");
}

#[test]
fn every_queue_has_its_own_round() {
    let mut floor = three_agents();
    turns(&mut floor, 2);
    assert_eq!(rung(&mut floor, "sales"), "alice");
    assert_eq!(turns(&mut floor, 1), ["carol"]);
}

#[test]
fn the_round_outlives_a_reload_and_the_agent_whose_turn_it_was() {
    let mut floor = three_agents();
    turns(&mut floor, 1);
    floor.reload(|plan| {
        plan.queue("support").capacity(7);
    });
    assert_eq!(turns(&mut floor, 1), ["bob"]);
    floor.reload(|plan| plan.remove_agent("bob"));
    assert_eq!(turns(&mut floor, 2), ["carol", "alice"]);
}

#[test]
fn rank_comes_before_the_round() {
    let mut floor = three_agents();
    floor.reload(|plan| {
        plan.agent("bob", "", "support:2");
    });
    assert_eq!(turns(&mut floor, 4), ["alice", "carol", "alice", "carol"]);
}
