//! `ordered`: the agents' own order, by number and then as they stand in the configuration.

use acd::engine::Strategy;

use crate::floor::Floor;

fn rung_in_turn(floor: &mut Floor, calls: usize) -> Vec<String> {
    let mut rung = || {
        let call = floor.call("support");
        floor.rung_for(call).to_owned()
    };
    (0..calls).map(|_| rung()).collect()
}

#[test]
fn numbers_come_first_then_the_configuration() {
    let mut floor = Floor::open(|plan| {
        plan.queue("support").strategy(Strategy::Ordered);
        plan.agent("last", "", "support");
        plan.agent("third", "", "support").order(20);
        plan.agent("first", "", "support").order(10);
        plan.agent("fourth", "", "support").0.place = 0;
        plan.agent("second", "", "support").order(10);
        plan.agent("last", "", "support").0.place = 9;
    });
    assert_eq!(
        rung_in_turn(&mut floor, 5),
        ["first", "second", "third", "fourth", "last"]
    );
}

#[test]
fn the_order_is_that_of_the_last_reload() {
    let mut floor = Floor::open(|plan| {
        plan.queue("support").strategy(Strategy::Ordered);
        plan.agent("alice", "", "support").order(1);
        plan.agent("bob", "", "support").order(2);
    });
    floor.reload(|plan| {
        plan.queue("support").capacity(9);
    });
    let call = floor.call("support");
    assert_eq!(floor.rung_for(call), "alice");
    floor.hangs_up(call);
    floor.reload(|plan| {
        plan.agent("carol", "", "support").order(1).0.place = 0;
        plan.agent("alice", "", "support").order(3);
    });
    assert_eq!(rung_in_turn(&mut floor, 3), ["carol", "bob", "alice"]);
}

#[test]
fn the_order_holds_for_any_number_of_agents() {
    let names: Vec<String> = (0..1_200).map(|number| format!("agent{number}")).collect();
    let mut floor = Floor::open(|plan| {
        plan.queue("support")
            .strategy(Strategy::Ordered)
            .capacity(10);
        for (number, name) in (1..).zip(&names) {
            let agent = plan.agent(name, "", "support").order(1_201 - number);
            if number > 1_100 {
                agent.signs_in_later();
            }
        }
    });
    let expected: Vec<_> = names[..1_100].iter().rev().take(5).collect();
    assert_eq!(
        rung_in_turn(&mut floor, 5).iter().collect::<Vec<_>>(),
        expected
    );
}
