//! A new router takes the place of a failed one.

use std::sync::Arc;

use super::floor::{Floor, agent, queue};
use crate::engine::{
    AgentCondition, AgentId, AgentStanding, CallActivity, CallId, DeviceState, EndedBy, Input,
    OfferId, Output, Rejection, Router,
};

/// What a driver does: the standing of every agent, then the conversations.
fn successor(failed: &Floor) -> Router {
    let plan = Arc::clone(failed.router.plan());
    let mut router = Router::succeeding(Arc::clone(&plan), failed.now, failed.router.next_offer());
    for AgentStanding {
        agent,
        interface,
        not_ready,
        device,
    } in failed.router.roster()
    {
        let mut tell = |input| router.handle(failed.now, input).unwrap();
        let is_in_at_start = plan.agents.entry(agent).unwrap().is_signed_in_at_start;
        match interface {
            Some(interface) => {
                tell(Input::AgentSignedIn {
                    agent,
                    interface: Some(interface),
                });
                if let Some(reason) = not_ready {
                    tell(Input::AgentNotReady { agent, reason });
                }
                tell(Input::DeviceChanged { agent, device });
            }
            None if is_in_at_start => tell(Input::AgentSignedOut { agent }),
            None => {}
        }
    }
    for view in failed.router.call_views(failed.now) {
        if let CallActivity::Talking { agent } = view.activity {
            let (call, queue) = (view.call, view.queue);
            let resumed = Input::ConversationResumed { call, queue, agent };
            router.handle(failed.now, resumed).unwrap();
        }
    }
    while !matches!(router.poll(), Output::Idle(_)) {}
    router.assert_invariants(failed.now);
    router
}

#[test]
fn agents_stand_and_conversations_go_on_as_before() {
    let mut late = agent(6, &[]);
    late.is_signed_in_at_start = false;
    let mut agents: Vec<_> = (0..6).map(|id| agent(id, &[])).collect();
    agents.push(late);
    let mut floor = Floor::new(vec![queue(0)], agents);
    for call in 1..=3 {
        floor.arrive(call, None);
        floor.answered(call);
    }
    let not_ready = |id| Input::AgentNotReady {
        agent: AgentId(id),
        reason: "lunch".into(),
    };
    let sign_out = |id| Input::AgentSignedOut { agent: AgentId(id) };
    floor.tell(not_ready(0)).unwrap();
    floor.tell(sign_out(1)).unwrap();
    floor.tell(not_ready(3)).unwrap();
    floor.tell(sign_out(4)).unwrap();
    floor.device(5, DeviceState::Unreachable);
    let home = Some("Local/home".into());
    floor
        .tell(Input::AgentSignedIn {
            agent: AgentId(6),
            interface: home,
        })
        .unwrap();

    let mut router = successor(&floor);
    let (before, now) = (floor.router.roster(), floor.now);
    assert_eq!(router.roster(), before);
    for call in 1..=3 {
        let ended = Input::ConversationEnded {
            call: CallId(call),
            ended_by: EndedBy::Agent,
        };
        router.handle(now, ended.clone()).unwrap();
        floor.tell(ended).unwrap();
    }
    router.assert_invariants(now);
    let conditions = |router: &Router| -> Vec<AgentCondition> {
        router
            .agent_views(now)
            .into_iter()
            .map(|view| view.condition)
            .collect()
    };
    assert_eq!(conditions(&router), conditions(&floor.router));
}

#[test]
fn late_words_about_old_offers_are_refused() {
    let mut floor = Floor::new(vec![queue(0)], vec![agent(0, &[])]);
    floor.arrive(1, None);
    let mut router = successor(&floor);
    let offer = OfferId(1);
    let late = router.handle(floor.now, Input::OfferAnswered { offer });
    assert_eq!(late, Err(Rejection::UnknownOffer(offer)));
    assert_eq!(router.next_offer(), OfferId(2));
}

#[test]
fn a_conversation_is_resumed_once_and_by_nobody_who_has_a_call() {
    let mut floor = Floor::new(vec![queue(0)], vec![agent(0, &[])]);
    floor.arrive(1, None);
    let resume = |call, agent| Input::ConversationResumed {
        call: CallId(call),
        queue: crate::engine::QueueId(0),
        agent: AgentId(agent),
    };
    assert!(matches!(
        floor.tell(resume(2, 0)),
        Err(Rejection::IllegalAgentMove { .. })
    ));
    assert_eq!(
        floor.tell(resume(1, 0)),
        Err(Rejection::CallIdReused(CallId(1)))
    );
    assert_eq!(
        floor.tell(resume(2, 9)),
        Err(Rejection::UnknownAgent(AgentId(9)))
    );
}

#[test]
fn an_agent_who_signed_out_stays_reachable_for_nothing_but_the_resumed_call() {
    let mut away = agent(0, &[]);
    away.is_signed_in_at_start = false;
    away.interface = None;
    let mut floor = Floor::new(vec![queue(0)], vec![away]);
    let (call, queue, agent) = (CallId(1), crate::engine::QueueId(0), AgentId(0));
    floor
        .tell(Input::ConversationResumed { call, queue, agent })
        .unwrap();
    floor.tell(Input::AgentReady { agent }).unwrap();
    floor.ended(1);
    let view = &floor.router.agent_views(floor.now)[0];
    assert_eq!(
        view.condition,
        AgentCondition::SignedOut,
        "there is no phone to ring"
    );
}
