//! What consoles read: views and explanations.

use super::floor::{Floor, agent, arrival, queue, relax};
use crate::engine::{
    AgentCondition, AgentId, Attributes, CallId, DeviceState, Input, Millis, Named, OfferFailure,
    OfferId, Prospect, QueueId, Reason, Rejection, Tags, Template, assignments,
};

/// A floor with one agent in every condition, and call 4 waiting for somebody.
fn busy_floor() -> Floor {
    let mut rules = queue(0);
    rules.wrap_up.time_ms = 60_000;
    rules.need.relax = relax(&[(90_000, "any")]);
    let mut agents: Vec<_> = (0..10).map(|id| agent(id, &[("french", 1)])).collect();
    agents[7].skills = Default::default();
    agents[8].queues.clear();
    let mut floor = Floor::new(vec![rules], agents);
    floor.arrive(1, None);
    floor.answered(1);
    floor.arrive(2, None);
    floor.answered(2);
    floor.ended(2);
    floor.arrive(3, None);
    floor.failed(3, OfferFailure::Rejected);
    floor
        .tell(Input::AgentSignedOut { agent: AgentId(4) })
        .unwrap();
    let reason = "lunch".into();
    floor
        .tell(Input::AgentNotReady {
            agent: AgentId(5),
            reason,
        })
        .unwrap();
    floor.device(6, DeviceState::InUse);
    floor.device(9, DeviceState::Unreachable);
    floor.arrive(4, Some("french"));
    floor
}

#[test]
fn every_agent_of_the_queue_has_exactly_one_reason() {
    let floor = busy_floor();
    let told = floor.router.explain(floor.now, CallId(4)).unwrap();
    let reasons: Vec<_> = told
        .agents
        .iter()
        .map(|a| (a.plan.id.0, a.reason.clone()))
        .collect();
    let is = Reason::Condition;
    let resting = AgentCondition::Resting {
        until: Millis(5_000),
        cause: OfferFailure::Rejected,
    };
    assert_eq!(
        reasons,
        [
            (0, is(AgentCondition::Talking { call: CallId(1) })),
            (
                1,
                is(AgentCondition::WrapUp {
                    until: Millis(60_000)
                })
            ),
            (2, is(resting)),
            (
                3,
                is(AgentCondition::Offered {
                    call: CallId(3),
                    offer: OfferId(4)
                })
            ),
            (4, is(AgentCondition::SignedOut)),
            (
                5,
                is(AgentCondition::NotReady {
                    reason: "lunch".into()
                })
            ),
            (6, is(AgentCondition::BusyElsewhere)),
            (7, Reason::Unfit),
            (9, is(AgentCondition::Unreachable)),
        ]
    );
    assert_eq!((told.staff.qualified, told.staff.free), (8, 0));
    assert_eq!((told.call.place, told.call.step), (Some(2), 0));
    assert_eq!(told.call.relaxes_at, Some(Millis(90_000)));
    assert!(told.next_requirement.unwrap().is_any());
    assert!(floor.router.explain(floor.now, CallId(9)).is_none());
    assert!(
        floor
            .router
            .explain(floor.now, CallId(1))
            .unwrap()
            .agents
            .is_empty()
    );
}

#[test]
fn a_call_that_rings_sees_who_may_be_next() {
    let mut floor = Floor::new(vec![queue(0)], vec![agent(0, &[]), agent(1, &[])]);
    floor.arrive(1, None);
    let told = floor.router.explain(floor.now, CallId(1)).unwrap();
    assert_eq!(
        told.agents[1].reason,
        Reason::Condition(AgentCondition::Free)
    );
    assert_eq!((told.staff.qualified, told.staff.free), (2, 1));
}

#[test]
fn queues_count_calls_agents_and_the_longest_wait() {
    let mut floor = Floor::new(vec![queue(0), queue(1)], vec![agent(0, &[]), agent(1, &[])]);
    for call in 1..=4 {
        floor.arrive(call, None);
        floor.pass(100);
    }
    floor.answered(1);
    let view = &floor.router.queue_views(floor.now)[0];
    assert_eq!((view.waiting, view.ringing, view.talking), (2, 1, 1));
    assert_eq!(view.longest_wait_ms, 300);
    assert_eq!((view.agents, view.signed_in, view.free), (2, 2, 0));
    let other = &floor.router.queue_views(floor.now)[1];
    assert_eq!(
        (other.agents, other.waiting, other.longest_wait_ms),
        (0, 0, 0)
    );
}

#[test]
fn places_are_counted_in_each_queue_by_the_order_of_service() {
    let mut floor = Floor::new(vec![queue(0), queue(1)], vec![]);
    for (call, queue, priority) in [(1, 0, 0), (2, 1, 0), (3, 0, 9), (4, 0, 0)] {
        let mut arrival = arrival(call, (call == 4).then_some("french"));
        arrival.queue = QueueId(queue);
        arrival.priority = priority;
        floor.arrive_with(arrival);
    }
    let places = |floor: &Floor| -> Vec<Option<u32>> {
        floor
            .router
            .call_views(floor.now)
            .iter()
            .map(|view| view.place)
            .collect()
    };
    assert_eq!(places(&floor), [Some(2), Some(1), Some(1), Some(3)]);
    for call in 1..=4 {
        let place = floor
            .router
            .explain(floor.now, CallId(call))
            .unwrap()
            .call
            .place;
        assert_eq!(place, places(&floor)[call as usize - 1]);
    }
}

#[test]
fn one_thing_is_seen_as_among_all() {
    let floor = busy_floor();
    let (router, now) = (&floor.router, floor.now);
    let all = router.agent_views(now);
    for id in 0..10 {
        let seen = router.agent_view(AgentId(id)).unwrap();
        assert_eq!(format!("{seen:?}"), format!("{:?}", all[id as usize]));
    }
    assert!(router.agent_view(AgentId(10)).is_none());
    let all = router.queue_views(now);
    let seen = router.queue_view(now, QueueId(0)).unwrap();
    assert_eq!(format!("{seen:?}"), format!("{:?}", all[0]));
    assert!(router.queue_view(now, QueueId(1)).is_none());
    for call in router.call_views(now) {
        let seen = router.call_view(now, call.call).unwrap();
        assert_eq!(format!("{seen:?}"), format!("{call:?}"));
    }
    assert!(router.call_view(now, CallId(99)).is_none());
}

#[test]
fn a_prospect_counts_whom_a_call_would_find() {
    let floor = busy_floor();
    let look = |needs: Option<&str>, pairs: &[(&str, &str)]| {
        let needs = needs.map(|text| Template::parse(text).unwrap());
        let attributes = Attributes::new(pairs.iter().copied()).unwrap();
        floor
            .router
            .prospect(QueueId(0), needs.as_ref(), &attributes)
    };
    let counts = |prospect: Prospect| {
        let staff = prospect.staff;
        let numbers = [staff.qualified, staff.staffed, staff.working, staff.free];
        (prospect.agents, numbers)
    };
    // Agent 7 has no French, agent 8 no queue, agent 4 is signed out; 7 alone is free.
    assert_eq!(counts(look(None, &[]).unwrap()), (9, [9, 8, 7, 1]));
    assert_eq!(
        counts(look(Some("french"), &[]).unwrap()),
        (9, [8, 7, 6, 0])
    );
    let of_call = look(Some("$lang"), &[("lang", "french")]).unwrap();
    assert_eq!(counts(of_call), (9, [8, 7, 6, 0]));
    // A tag comes before an attribute, as for a call.
    let tags = assignments("lang=french").unwrap();
    let (key, value) = tags.first().unwrap();
    let tags = Tags::default().with(key, Some(value)).unwrap();
    let attributes = Attributes::new([("lang", "klingon")]).unwrap();
    let needs = Template::parse("$lang").unwrap();
    let named = Named::new(&tags, &attributes);
    let by_tag = floor.router.prospect(QueueId(0), Some(&needs), named);
    assert_eq!(counts(by_tag.unwrap()), (9, [8, 7, 6, 0]));
    assert!(matches!(
        look(Some("$lang"), &[]),
        Err(Rejection::Requirement(_))
    ));
    let nowhere = floor
        .router
        .prospect(QueueId(9), None, &Attributes::default());
    assert!(matches!(nowhere, Err(Rejection::UnknownQueue(QueueId(9)))));
}
