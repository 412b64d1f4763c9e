//! Agents come back after a restart of the PBX.

use super::floor::{Floor, agent, plan, queue};
use crate::engine::{
    AgentId, AtLimit, CallId, DeviceState, EventKind, FloorPlan, Input, Millis, QueueId,
    ReasonList, ReasonPlan, Router, Said, WrapUpEnd,
};

const PAST: u64 = 1_000_000;

/// Two agents who are ready since this moment, a long time after the first one.
fn floor(agents: u32) -> Floor {
    let mut floor = Floor::new(
        vec![queue(0)],
        (0..agents).map(|id| agent(id, &[])).collect(),
    );
    floor.pass(PAST);
    floor.router.handle_deadline(floor.now);
    floor
}

#[test]
fn who_was_idle_longest_before_is_idle_longest_after() {
    let mut floor = floor(3);
    for (id, since) in [(0, 900_000), (1, 500_000), (2, 700_000)] {
        floor.router.date_back(AgentId(id), Millis(since));
        floor.router.assert_invariants(floor.now);
    }
    let offers = [1, 2, 3].map(|call| floor.arrive(call, None).concat());
    assert_eq!(
        offers,
        [
            "offer 1 call 1 agent 1",
            "offer 2 call 2 agent 2",
            "offer 3 call 3 agent 0"
        ]
    );
    // Nothing is said of somebody who has a call in hand, or is not there.
    floor.router.date_back(AgentId(1), Millis(1));
    floor.router.date_back(AgentId(9), Millis(1));
    floor.router.assert_invariants(floor.now);
}

#[test]
fn a_limit_counts_from_the_moment_the_agent_went() {
    let lunch = ReasonPlan {
        limit_ms: Some(60_000),
        at_limit: AtLimit::Ready,
        ..ReasonPlan::new("lunch")
    };
    let base = plan(vec![queue(0)], vec![agent(0, &[])]);
    let planned = FloorPlan {
        reasons: ReasonList::new([lunch]),
        ..(*base).clone()
    };
    let mut floor = Floor::new(vec![queue(0)], vec![agent(0, &[])]);
    floor.router = Router::new(planned.into());
    floor.history.clear();
    // What the new router has to say first.
    floor.device(0, DeviceState::Unknown);
    floor.pass(PAST);
    let (agent, reason) = (AgentId(0), "lunch".into());
    floor.tell(Input::AgentNotReady { agent, reason }).unwrap();
    floor.router.date_back(agent, Millis(PAST - 50_000));
    floor.pass(9_999);
    let is_back = |kind: &EventKind| matches!(kind, EventKind::NotReadyLimitPassed { .. });
    assert!(!floor.history.iter().any(is_back));
    floor.pass(1);
    assert!(floor.history.iter().any(is_back));
}

#[test]
fn after_call_time_goes_on_and_ends_by_the_clock() {
    let mut floor = floor(2);
    let of_call = (CallId(77), QueueId(0));
    let router = &mut floor.router;
    let left = router.resume_wrap_up(AgentId(0), of_call, Millis(PAST + 5_000), Said::default());
    assert_eq!(left, Some(5_000));
    // Its end has passed while nobody was there.
    let left = router.resume_wrap_up(AgentId(1), of_call, Millis(PAST - 5_000), Said::default());
    assert_eq!(left, Some(1));
    router.assert_invariants(floor.now);
    assert_eq!(floor.arrive(1, None), [""; 0], "nobody is free");
    floor.pass(1);
    assert_eq!(floor.orders, ["offer 1 call 1 agent 1"]);
    floor.pass(4_998);
    let ended = |floor: &Floor| {
        let ends = floor.history.iter().filter(|kind| {
            let EventKind::WrapUpEnded { call, ended_by, .. } = kind else {
                return false;
            };
            (*call, *ended_by) == (CallId(77), WrapUpEnd::Timeout)
        });
        ends.count()
    };
    assert_eq!(ended(&floor), 1);
    floor.pass(1);
    assert_eq!(ended(&floor), 2);
    // Of somebody who is not ready for calls nothing is resumed.
    let router = &mut floor.router;
    let left = router.resume_wrap_up(AgentId(1), of_call, Millis(0), Said::default());
    assert_eq!(left, None);
    floor.router.assert_invariants(floor.now);
}
