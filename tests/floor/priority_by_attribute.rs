//! What a call brings along raises its priority.

use acd::engine::{AttributeTest, PriorityRule};

use crate::caller::Caller;
use crate::floor::Floor;

fn rule(attribute: &str, test: AttributeTest, raise: i32) -> PriorityRule {
    PriorityRule {
        attribute: attribute.into(),
        test,
        raise,
    }
}

fn floor() -> Floor {
    Floor::open(|plan| {
        plan.queue("support").0.order.priority_if = [
            rule("vip", AttributeTest::IsSet, 10),
            rule("orders", AttributeTest::AtLeast(3), 2),
        ]
        .into();
        plan.agent("alice", "", "support").signs_in_later();
    })
}

#[test]
fn every_rule_that_holds_counts() {
    let mut floor = floor();
    floor.call("support");
    floor.enters(Caller::of("support").priority(1));
    floor.enters(Caller::of("support").brings("orders", "3"));
    floor.enters(Caller::of("support").brings("vip", "no"));
    floor.enters(Caller::of("support").brings("vip", "yes"));
    floor.enters(
        Caller::of("support")
            .brings("VIP", "1")
            .brings("orders", "12"),
    );
    assert_eq!(floor.serves("alice", 6), [6, 5, 3, 2, 1, 4]);
}

#[test]
fn the_explanation_names_the_rules() {
    let mut floor = floor();
    let call = floor.enters(Caller::of("support").brings("vip", "gold").priority(1));
    let told = floor.explain(call);
    assert_eq!((told.call.priority, told.call.raise), (1, 10));
    assert_eq!(told.call.score_hundredths, Some(1_100));
    let rules: Vec<_> = told.raised_by.iter().map(ToString::to_string).collect();
    assert_eq!(rules, ["$vip: 10"]);
}
