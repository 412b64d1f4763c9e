//! The agent's rank in the queue comes before every strategy.

use acd::engine::Strategy;

use crate::caller::Caller;
use crate::floor::Floor;

#[test]
fn the_second_rank_is_rung_when_the_first_is_taken() {
    for strategy in [Strategy::LongestIdle, Strategy::MostSkilled] {
        let mut floor = Floor::open(|plan| {
            plan.skills("french");
            plan.queue("support").strategy(strategy);
            plan.agent("expert", "french:100", "support:2");
            plan.agent("alice", "french:1", "support:1")
                .signs_in_later();
        });
        floor.pass(5_000);
        floor.signs_in("alice");
        let rung: Vec<_> = (0..2)
            .map(|_| {
                let call = floor.enters(Caller::of("support").needs("french prefer french*9"));
                floor.rung_for(call).to_owned()
            })
            .collect();
        assert_eq!(rung, ["alice", "expert"], "{strategy:?}");
    }
}

#[test]
fn an_agent_may_rank_differently_in_each_queue() {
    let mut floor = Floor::open(|plan| {
        plan.queue("support");
        plan.queue("sales");
        plan.agent("alice", "", "support:1 sales:2");
        plan.agent("bob", "", "support:2 sales:1");
    });
    let sale = floor.call("sales");
    let question = floor.call("support");
    assert_eq!(
        (floor.rung_for(sale), floor.rung_for(question)),
        ("bob", "alice")
    );
}
