//! The strategy of a queue may be changed while the floor is open; it holds until it is taken
//! back or a reload says otherwise.

use acd::engine::{EventKind, QueueChange, QueueId, Rejection, Strategy};

use crate::floor::Floor;

fn two_agents() -> Floor {
    Floor::open(|plan| {
        plan.skills("french");
        plan.queue("support").requires("french");
        plan.agent("alice", "french:1", "support");
        plan.agent("bob", "french:9", "support");
    })
}

fn change(floor: &mut Floor, strategy: Option<Strategy>) {
    let queue = floor.blueprint.queue_id("support");
    floor
        .sets_of_queue(queue, QueueChange::Strategy(strategy))
        .expect("the queue is there");
}

fn rung(floor: &mut Floor) -> String {
    let call = floor.call("support");
    let agent = floor.rung_for(call).to_owned();
    floor.hangs_up(call);
    agent
}

fn last_change(floor: &Floor) -> Option<(Strategy, bool)> {
    let found = floor.last(|kind| match kind {
        EventKind::StrategyChanged {
            strategy,
            is_planned,
            ..
        } => Some((*strategy, *is_planned)),
        _ => None,
    });
    found.map(|(_, change)| change)
}

#[test]
fn it_holds_for_the_next_call_and_may_be_taken_back() {
    let mut floor = two_agents();
    assert_eq!(rung(&mut floor), "alice");
    change(&mut floor, Some(Strategy::MostSkilled));
    assert_eq!(last_change(&floor), Some((Strategy::MostSkilled, false)));
    assert_eq!(rung(&mut floor), "bob");
    change(&mut floor, None);
    assert_eq!(last_change(&floor), Some((Strategy::LongestIdle, true)));
    assert_eq!(rung(&mut floor), "alice");
}

#[test]
fn calls_that_wait_are_offered_by_the_new_strategy() {
    let mut floor = two_agents();
    let call = floor.call("support");
    assert_eq!(floor.rung_for(call), "alice");
    change(&mut floor, Some(Strategy::MostSkilled));
    assert_eq!(floor.rung_for(call), "alice", "a phone that rings goes on");
    floor.rejects("alice");
    assert_eq!(floor.rung_for(call), "bob");
}

#[test]
fn every_strategy_can_be_set_and_serves() {
    let mut floor = two_agents();
    for strategy in Strategy::ALL {
        change(&mut floor, Some(strategy));
        let call = floor.call("support");
        let agent = floor.rung_for(call).to_owned();
        floor.answers(&agent);
        floor.pass(1_000);
        floor.ends(call);
    }
    let changes = floor.count(|kind| matches!(kind, EventKind::StrategyChanged { .. }));
    assert_eq!(changes, Strategy::ALL.len());
}

#[test]
fn a_reload_that_says_nothing_new_leaves_it() {
    let mut floor = two_agents();
    change(&mut floor, Some(Strategy::MostSkilled));
    floor.reload(|plan| {
        plan.queue("support").capacity(7);
    });
    assert_eq!(rung(&mut floor), "bob");
    floor.reload(|plan| {
        plan.queue("support").strategy(Strategy::Ordered);
    });
    assert_eq!(last_change(&floor), Some((Strategy::Ordered, true)));
    assert_eq!(rung(&mut floor), "alice");
}

#[test]
fn what_is_so_already_is_no_news_and_an_unknown_queue_is_refused() {
    let mut floor = two_agents();
    change(&mut floor, None);
    assert_eq!(last_change(&floor), None);
    let before = floor.snapshot();
    let refusal = floor.sets_of_queue(QueueId(99), QueueChange::Strategy(None));
    assert_eq!(refusal, Err(Rejection::UnknownQueue(QueueId(99))));
    floor.assert_unchanged_since(&before);
}
