//! `random`: anyone of the best may be rung, everyone is at some time, and the same day again
//! rings the same phones.

use std::collections::BTreeMap;

use acd::engine::Strategy;

use crate::floor::Floor;

fn five_agents() -> Floor {
    Floor::open(|plan| {
        plan.queue("support").strategy(Strategy::Random);
        for agent in ["alice", "bob", "carol", "dave"] {
            plan.agent(agent, "", "support");
        }
        plan.agent("boss", "", "support:2");
    })
}

fn rung(floor: &mut Floor) -> String {
    let call = floor.call("support");
    let agent = floor.rung_for(call).to_owned();
    floor.hangs_up(call);
    agent
}

#[test]
fn everyone_of_the_first_rank_has_the_same_chance() {
    let mut floor = five_agents();
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    for _ in 0..400 {
        *counts.entry(rung(&mut floor)).or_default() += 1;
    }
    assert_eq!(counts.len(), 4, "{counts:?}");
    assert!(!counts.contains_key("boss"));
    assert!(
        counts.values().all(|count| (70..130).contains(count)),
        "{counts:?}"
    );
}

#[test]
fn the_same_day_draws_the_same_lots() {
    let day = || {
        let mut floor = five_agents();
        (0..50).map(|_| rung(&mut floor)).collect::<Vec<_>>()
    };
    assert_eq!(day(), day());
}

#[test]
fn a_call_that_is_rejected_draws_among_the_others() {
    let mut floor = five_agents();
    let call = floor.call("support");
    let mut rung = Vec::new();
    for _ in 0..5 {
        let agent = floor.rung_for(call).to_owned();
        floor.rejects(&agent);
        rung.push(agent);
    }
    assert_eq!(rung.pop().as_deref(), Some("boss"));
    rung.sort();
    assert_eq!(rung, ["alice", "bob", "carol", "dave"]);
}
