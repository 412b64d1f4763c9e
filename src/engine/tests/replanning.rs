//! A new floor plan comes into force while calls wait, ring and talk.

use super::floor::{Floor, agent, arrival, plan, queue, relax};
use crate::engine::{
    AgentCondition, AgentPlan, CallState, DeviceState, EventKind, Input, Millis, OfferFailure,
    QueueId, QueuePlan, Rejection, Roll, Template,
};

impl Floor {
    fn replan(&mut self, queues: Vec<QueuePlan>, agents: Vec<AgentPlan>) -> Vec<String> {
        let mut next = (*plan(queues, agents)).clone();
        let former = self.router.plan();
        // Ids that are gone keep their places.
        next.queues = Roll::following(&former.queues, next.queues.iter().map(|q| (**q).clone()));
        next.agents = Roll::following(&former.agents, next.agents.iter().map(|a| (**a).clone()));
        self.tell(Input::FloorPlanned(next.into())).unwrap();
        self.orders.clone()
    }
}

#[test]
fn waiting_calls_keep_their_age_and_everyone_is_matched_in_the_common_order() {
    let mut floor = Floor::new(vec![queue(0)], vec![agent(0, &[("billing", 1)])]);
    for call in 1..=3 {
        floor.arrive(call, Some("french"));
        floor.pass(1_000);
    }
    let mut urgent = arrival(4, Some("vip"));
    urgent.priority = 5;
    floor.arrive_with(urgent);
    let taught = vec![
        agent(0, &[("french", 1)]),
        agent(1, &[("vip", 1)]),
        agent(2, &[("french", 1), ("vip", 1)]),
    ];
    assert_eq!(
        floor.replan(vec![queue(0)], taught),
        [
            "watch 1 true",
            "watch 2 true",
            "offer 1 call 4 agent 1",
            "offer 2 call 1 agent 0",
            "offer 3 call 2 agent 2"
        ]
    );
    let views = floor.router.call_views(floor.now);
    assert_eq!(views[2].arrived_at, Millis(2_000));
}

#[test]
fn the_step_is_chosen_by_age_and_timeouts_follow_the_new_plan() {
    let mut floor = Floor::new(vec![queue(0)], vec![agent(0, &[("billing", 1)])]);
    floor.arrive(1, Some("french"));
    floor.pass(30_000);
    let mut rules = queue(0);
    rules.need.relax = relax(&[(20_000, "vip"), (40_000, "billing")]);
    rules.line.timeout_ms = Some(50_000);
    let agents = vec![agent(0, &[("billing", 1)])];
    assert!(floor.replan(vec![rules.clone()], agents.clone()).is_empty());
    assert!(matches!(
        floor.history.last(),
        Some(EventKind::CallRelaxed {
            step: 1,
            qualified: 0,
            free: 0,
            ..
        })
    ));
    floor.pass(10_000);
    assert_eq!(floor.orders, ["offer 1 call 1 agent 0"]);
    rules.line.timeout_ms = Some(35_000);
    assert_eq!(floor.replan(vec![rules], agents), ["release 1 Timeout"]);
}

#[test]
fn a_removed_queue_lets_its_calls_go_and_conversations_go_on() {
    let mut floor = Floor::new(vec![queue(0)], vec![agent(0, &[]), agent(1, &[])]);
    floor.arrive(1, None);
    floor.answered(1);
    floor.arrive(2, None);
    floor.arrive(3, None);
    let released = floor.replan(vec![], vec![agent(0, &[]), agent(1, &[])]);
    assert_eq!(
        released,
        ["release 2 QueueRemoved", "release 3 QueueRemoved"]
    );
    assert_eq!(floor.arrive(4, None), ["release 4 QueueRemoved"]);
    floor.failed(2, OfferFailure::Rescinded);
    floor.ended(1);
    let views = floor.router.agent_views(floor.now);
    assert!(
        views
            .iter()
            .all(|view| view.condition == AgentCondition::Free)
    );
}

#[test]
fn a_call_whose_words_mean_nothing_any_more_leaves() {
    let mut rules = queue(0);
    rules.need.requirement = Template::parse("billing").unwrap();
    let mut floor = Floor::new(vec![rules.clone()], vec![]);
    floor.arrive(1, Some("french"));
    floor.arrive(2, None);
    let mut next = (*plan(vec![rules], vec![])).clone();
    next.skills = next.skills.redeclared(["billing"]).unwrap();
    floor.tell(Input::FloorPlanned(next.into())).unwrap();
    assert_eq!(floor.orders, ["release 1 RequirementInvalid"]);
}

#[test]
fn an_offer_goes_on_under_its_terms() {
    let mut floor = Floor::new(vec![queue(0)], vec![agent(0, &[("french", 1)])]);
    floor.arrive(1, Some("french"));
    assert!(floor.replan(vec![queue(0)], vec![agent(0, &[])]).is_empty());
    assert_eq!(floor.answered(1), ["connect 1 offer 1"]);
    let Some(EventKind::CallConnected {
        requirement,
        skills,
        ..
    }) = floor.history.last()
    else {
        panic!("not connected");
    };
    assert!(requirement.is_met_by(skills));
}

#[test]
fn a_removed_agent_leaves_when_the_call_in_hand_is_over() {
    let everyone = || vec![agent(0, &[]), agent(1, &[])];
    let mut floor = Floor::new(vec![queue(0)], everyone());
    floor.arrive(1, None);
    floor.answered(1);
    assert_eq!(floor.replan(vec![queue(0)], vec![]), ["watch 1 false"]);
    let views = floor.router.agent_views(floor.now);
    assert_eq!((views.len(), views[0].is_removed), (1, true));
    let gone = Input::AgentReady {
        agent: crate::engine::AgentId(0),
    };
    assert!(matches!(floor.tell(gone), Err(Rejection::UnknownAgent(_))));
    assert_eq!(floor.ended(1), ["watch 0 false"]);
    assert!(floor.router.agent_views(floor.now).is_empty());
    // A name that comes back starts afresh.
    assert_eq!(
        floor.replan(vec![queue(0)], everyone()),
        ["watch 0 true", "watch 1 true"]
    );
}

#[test]
fn an_agent_who_is_back_before_the_call_is_over_stays() {
    let mut floor = Floor::new(vec![queue(0)], vec![agent(0, &[])]);
    floor.arrive(1, None);
    floor.answered(1);
    floor.replan(vec![queue(0)], vec![]);
    floor.replan(vec![queue(0)], vec![agent(0, &[])]);
    assert!(floor.ended(1).is_empty());
    assert_eq!(floor.arrive(2, None), ["offer 2 call 2 agent 0"]);
}

#[test]
fn agents_on_the_configured_phone_move_with_it_and_others_stay() {
    let mut floor = Floor::new(vec![queue(0)], vec![agent(0, &[]), agent(1, &[])]);
    let at_home = Input::AgentSignedIn {
        agent: crate::engine::AgentId(1),
        interface: Some("Local/home".into()),
    };
    floor.tell(at_home).unwrap();
    floor.device(0, DeviceState::Unreachable);
    floor.arrive(1, None);
    let mut moved = vec![agent(0, &[]), agent(1, &[])];
    for agent in &mut moved {
        agent.interface = Some(format!("PJSIP/new{}", agent.id).into());
    }
    assert_eq!(floor.replan(vec![queue(0)], moved), ["watch 0 true"]);
    let views = floor.router.agent_views(floor.now);
    assert_eq!(views[0].interface.as_deref(), Some("PJSIP/new0"));
    assert_eq!(views[1].interface.as_deref(), Some("Local/home"));
}

#[test]
fn agents_who_signed_out_or_paused_stay_so() {
    let mut floor = Floor::new(vec![queue(0)], vec![agent(0, &[]), agent(1, &[])]);
    floor
        .tell(Input::AgentSignedOut {
            agent: crate::engine::AgentId(0),
        })
        .unwrap();
    let agent_id = crate::engine::AgentId(1);
    floor
        .tell(Input::AgentNotReady {
            agent: agent_id,
            reason: "lunch".into(),
        })
        .unwrap();
    floor.arrive(1, None);
    assert!(
        floor
            .replan(vec![queue(0)], vec![agent(0, &[]), agent(1, &[])])
            .is_empty()
    );
    let views = floor.router.agent_views(floor.now);
    assert_eq!(views[0].condition, AgentCondition::SignedOut);
    assert_eq!(
        views[1].condition,
        AgentCondition::NotReady {
            reason: "lunch".into()
        }
    );
}

#[test]
fn more_calls_than_the_new_capacity_stay() {
    let mut floor = Floor::new(vec![queue(0), queue(1)], vec![]);
    for call in 1..=3 {
        floor.arrive(call, None);
    }
    let mut rules = queue(0);
    rules.line.capacity = 1;
    assert!(floor.replan(vec![rules, queue(1)], vec![]).is_empty());
    assert_eq!(floor.arrive(4, None), ["release 4 Full"]);
    let views = floor.router.call_views(floor.now);
    assert!(
        views
            .iter()
            .all(|view| view.activity.state() == CallState::Waiting)
    );
    assert_eq!(views.iter().map(|view| view.queue).max(), Some(QueueId(0)));
}
