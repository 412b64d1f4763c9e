//! The estimated wait: from agents at work, their handling time and the calls ahead, and `None`
//! where nobody can know.

use acd::engine::{CallChange, CallId, DeviceState, Input, TellWait};

use crate::caller::Caller;
use crate::floor::Floor;

// Two agents, both in conversation since 0 ms.
fn busy_floor() -> Floor {
    let mut floor = Floor::open(|plan| {
        plan.skills("french");
        plan.queue("support").handling_time(60_000).wrap_up(10_000);
        plan.queue("plain").handling_time(60_000);
        plan.agent("alice", "french", "support plain");
        plan.agent("bob", "", "support plain");
    });
    for agent in ["alice", "bob"] {
        floor.call("support");
        floor.answers(agent);
    }
    floor
}

fn wait_of(floor: &Floor, call: CallId) -> Option<u64> {
    floor.router.estimated_wait_ms(call)
}

fn wait_in(floor: &Floor, queue: &str) -> Option<u64> {
    floor
        .router
        .estimated_wait_in(floor.blueprint.queue_id(queue))
}

#[test]
fn each_call_ahead_takes_a_share_of_all_agents() {
    let mut floor = busy_floor();
    assert_eq!(wait_in(&floor, "support"), Some(30_000));
    let calls: Vec<_> = (0..3).map(|_| floor.call("support")).collect();
    let waits: Vec<_> = calls.iter().map(|call| wait_of(&floor, *call)).collect();
    assert_eq!(waits, [Some(30_000), Some(60_000), Some(90_000)]);
    assert_eq!(wait_in(&floor, "support"), Some(120_000));
    // Calls of another queue take the same agents.
    assert_eq!(wait_in(&floor, "plain"), Some(120_000));
}

#[test]
fn there_is_no_wait_where_somebody_is_free_or_a_phone_rings() {
    let mut floor = Floor::open(|plan| {
        plan.queue("support");
        plan.agent("alice", "", "support");
    });
    assert_eq!(wait_in(&floor, "support"), Some(0));
    let call = floor.call("support");
    assert_eq!(wait_of(&floor, call), Some(0));
    floor.answers("alice");
    assert_eq!(wait_of(&floor, call), None);
}

#[test]
fn nothing_is_known_without_anybody_at_work() {
    let mut floor = busy_floor();
    let call = floor.call("support");
    floor.not_ready("alice", "lunch");
    assert_eq!(wait_of(&floor, call), Some(60_000));
    floor.not_ready("bob", "lunch");
    assert_eq!(
        (wait_of(&floor, call), wait_in(&floor, "support")),
        (None, None)
    );
    floor.ready("bob");
    assert_eq!(wait_of(&floor, call), Some(60_000));
}

#[test]
fn a_phone_out_of_reach_serves_nobody() {
    let mut floor = Floor::open(|plan| {
        plan.queue("support").handling_time(60_000);
        plan.agent("alice", "", "support");
    });
    floor.device("alice", DeviceState::Unreachable);
    let call = floor.call("support");
    assert_eq!(wait_of(&floor, call), None);
    floor.device("alice", DeviceState::InUse);
    assert_eq!(wait_of(&floor, call), Some(60_000));
}

#[test]
fn only_agents_who_qualify_count() {
    let mut floor = busy_floor();
    let call = floor.enters(Caller::of("support").needs("french"));
    assert_eq!(wait_of(&floor, call), Some(60_000));
}

#[test]
fn calls_for_few_agents_hold_up_others_no_more_than_these_agents() {
    let mut floor = busy_floor();
    for _ in 0..50 {
        floor.enters(Caller::of("support").needs("french"));
    }
    // Alice is lost to the French; Bob is left.
    let call = floor.call("support");
    let wait_ms = wait_of(&floor, call).expect("two are at work");
    assert!((60_000..62_000).contains(&wait_ms), "{wait_ms}");
}

#[test]
fn what_calls_really_took_replaces_what_was_expected() {
    let mut floor = busy_floor();
    floor.pass(20_000);
    // Two calls of 20 s and their wrap-up of 10 s beside the four of 60 s that are presumed.
    for call in [1, 2] {
        floor.ends(CallId(call));
    }
    floor.pass(10_000);
    for agent in ["alice", "bob"] {
        floor.call("support");
        floor.answers(agent);
    }
    let of_queue_ms = (4 * 60_000 + 2 * 30_000) / 6;
    let of_class_ms = (4 * of_queue_ms + 2 * 30_000) / 6;
    let call = floor.call("support");
    assert_eq!(wait_of(&floor, call), Some(of_class_ms / 2));
    // It outlives a reload.
    floor.reload(|plan| {
        plan.queue("support").handling_time(60_000);
    });
    assert_eq!(wait_of(&floor, call), Some(of_class_ms / 2));
}

#[test]
fn a_relaxation_that_is_known_shortens_the_wait() {
    let mut floor = Floor::open(|plan| {
        plan.skills("french");
        let queue = plan.queue("support").requires("french");
        queue.handling_time(60_000).relax(10_000, "any");
        plan.agent("alice", "french", "support");
        for agent in ["bob", "carla", "dan"] {
            plan.agent(agent, "", "support");
        }
    });
    floor.call("support");
    floor.answers("alice");
    for agent in ["bob", "carla", "dan"] {
        floor.enters(Caller::of("support").needs("any"));
        floor.answers(agent);
    }
    let call = floor.call("support");
    assert_eq!(wait_of(&floor, call), Some(15_000));
    // The call ahead keeps Alice; three are left.
    let later = floor.call("support");
    assert_eq!(wait_of(&floor, later), Some(20_000));
    floor.pass(3_000);
    let last = floor.call("support");
    // Not before its step begins.
    floor.hangs_up(call);
    floor.hangs_up(later);
    assert_eq!(wait_of(&floor, last), Some(15_000));
}

#[test]
fn what_was_told_in_one_queue_does_not_bound_the_wait_in_another() {
    let mut floor = Floor::open(|plan| {
        let support = plan.queue("support").handling_time(30_000).ranks(0, 1);
        support.tells(|rules| rules.wait = TellWait::Yes);
        plan.queue("sales").handling_time(600_000);
        plan.agent("alice", "", "support");
        plan.agent("bob", "", "sales");
    });
    for (queue, agent) in [("support", "alice"), ("sales", "bob")] {
        floor.call(queue);
        floor.answers(agent);
    }
    let call = floor.call("support");
    floor.pass(10_000);
    assert_eq!(floor.host.announced.len(), 1);
    assert_eq!(wait_of(&floor, call), Some(30_000));
    floor
        .tell(Input::CallChanged {
            call,
            change: CallChange::Queue {
                queue: floor.blueprint.queue_id("sales"),
                is_after_hours: false,
                is_forced: false,
            },
            by: "console".into(),
        })
        .unwrap();
    assert_eq!(wait_of(&floor, call), Some(600_000));
}
