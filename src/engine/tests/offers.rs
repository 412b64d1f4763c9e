//! Offers: to whom they go, how they fail, and who bears what.

use super::floor::{Floor, agent, arrival, queue};
use crate::engine::limits::{LEASE_MS, REST_MS_MIN};
use crate::engine::{
    AgentCondition, AgentId, BackOff, CallId, Departure, EventKind, Input, OfferFailure, OfferId,
    QueueId, Rejection, Strategy,
};

fn pair() -> Floor {
    Floor::new(vec![queue(0)], vec![agent(0, &[]), agent(1, &[])])
}

fn left(call: u64) -> Input {
    Input::CallLeft {
        call: CallId(call),
        departure: Departure::Abandoned,
    }
}

fn condition(floor: &Floor, agent: usize) -> AgentCondition {
    floor.router.agent_views(floor.now)[agent].condition.clone()
}

#[test]
fn a_missed_offer_goes_to_the_next_agent_only_when_the_leg_is_down() {
    let mut floor = pair();
    floor.arrive(1, None);
    floor.pass(15_000);
    assert_eq!(floor.orders, ["rescind 1 RingTimeout"]);
    assert_eq!(
        floor.failed(1, OfferFailure::NoAnswer),
        ["offer 2 call 1 agent 1"]
    );
    assert_eq!(
        condition(&floor, 0),
        AgentCondition::NotReady {
            reason: "rona".into()
        }
    );
}

#[test]
fn an_answer_wins_over_a_rescind_under_way() {
    let mut floor = pair();
    floor.arrive(1, None);
    floor.pass(15_000);
    assert_eq!(floor.answered(1), ["connect 1 offer 1"]);
    floor.pass(LEASE_MS);
    assert!(floor.orders.is_empty());
}

#[test]
fn the_lease_sets_a_silent_hosts_agent_free_without_blame() {
    let mut floor = pair();
    floor.arrive(1, None);
    floor.pass(15_000);
    floor.pass(LEASE_MS - 1);
    assert!(floor.orders.is_empty());
    floor.pass(1);
    assert_eq!(floor.orders, ["offer 2 call 1 agent 1"]);
    assert!(matches!(
        condition(&floor, 0),
        AgentCondition::Resting { .. }
    ));
    let late = Input::OfferAnswered { offer: OfferId(1) };
    assert_eq!(floor.tell(late), Err(Rejection::UnknownOffer(OfferId(1))));
    let expired = |kind: &EventKind| {
        matches!(
            kind,
            EventKind::OfferFailed {
                is_lease_expired: true,
                ..
            }
        )
    };
    assert!(floor.history.iter().any(expired));
}

#[test]
fn misses_count_in_a_row_and_an_answer_starts_anew() {
    let mut rules = queue(0);
    rules.offer.rona_limit = Some(2);
    let mut floor = Floor::new(vec![rules], vec![agent(0, &[])]);
    floor.arrive(1, None);
    floor.failed(1, OfferFailure::NoAnswer);
    floor.pass(5_000);
    floor.answered(2);
    floor.ended(1);
    floor.arrive(2, None);
    for (offer, failure) in [(3, OfferFailure::NoAnswer), (4, OfferFailure::Busy)] {
        floor.failed(offer, failure);
        assert!(matches!(
            condition(&floor, 0),
            AgentCondition::Resting { .. }
        ));
        floor.pass(5_000);
        assert_eq!(floor.orders.len(), 1);
    }
    floor.failed(5, OfferFailure::NoAnswer);
    assert!(matches!(
        condition(&floor, 0),
        AgentCondition::NotReady { .. }
    ));
}

#[test]
fn a_back_off_of_nothing_is_still_a_short_rest() {
    let mut rules = queue(0);
    rules.offer.back_off = BackOff {
        busy_ms: 0,
        rejected_ms: 0,
        no_answer_ms: 0,
        unreachable_ms: 0,
        congestion_ms: 0,
    };
    let mut floor = Floor::new(vec![rules], vec![agent(0, &[])]);
    floor.arrive(1, None);
    assert!(floor.failed(1, OfferFailure::Busy).is_empty());
    floor.pass(REST_MS_MIN);
    assert_eq!(floor.orders, ["offer 2 call 1 agent 0"]);
}

#[test]
fn a_caller_who_hangs_up_frees_the_agent_at_once_and_without_blame() {
    let mut floor = Floor::new(vec![queue(0)], vec![agent(0, &[])]);
    floor.arrive(1, None);
    floor.arrive(2, None);
    floor.tell(left(1)).unwrap();
    assert_eq!(floor.orders, ["offer 2 call 2 agent 0"]);
    assert_eq!(floor.tell(left(1)), Err(Rejection::UnknownCall(CallId(1))));
    assert_eq!(
        floor.tell(Input::OfferFailed {
            offer: OfferId(1),
            failure: OfferFailure::Rescinded
        }),
        Err(Rejection::UnknownOffer(OfferId(1)))
    );
}

#[test]
fn hanging_up_in_the_moment_of_the_answer_is_a_conversation_of_no_length() {
    let mut rules = queue(0);
    rules.wrap_up.time_ms = 10_000;
    let mut floor = Floor::new(vec![rules], vec![agent(0, &[])]);
    floor.arrive(1, None);
    floor.answered(1);
    floor.tell(left(1)).unwrap();
    assert!(matches!(
        floor.history.last(),
        Some(EventKind::ConversationEnded { talk_ms: 0, .. })
    ));
    assert_eq!(condition(&floor, 0), AgentCondition::Free);
}

#[test]
fn a_call_that_lost_an_offer_keeps_its_place() {
    let mut floor = Floor::new(vec![queue(0)], vec![agent(0, &[])]);
    floor.arrive(1, None);
    floor.pass(10);
    floor.arrive(2, None);
    floor.failed(1, OfferFailure::Busy);
    floor.pass(5_000);
    assert_eq!(floor.orders, ["offer 2 call 1 agent 0"]);
}

#[test]
fn priority_goes_before_age_and_age_before_id_across_queues() {
    let mut both = agent(0, &[]);
    both.queues.insert(QueueId(1), 1);
    both.is_signed_in_at_start = false;
    let mut floor = Floor::new(vec![queue(0), queue(1)], vec![both]);
    for (call, queue, priority) in [(4, 0, 0), (3, 1, 0), (2, 0, -1), (1, 1, 7)] {
        let mut arrival = arrival(call, None);
        arrival.queue = QueueId(queue);
        arrival.priority = priority;
        floor.arrive_with(arrival);
    }
    floor
        .tell(Input::AgentSignedIn {
            agent: AgentId(0),
            interface: None,
        })
        .unwrap();
    let mut order = Vec::new();
    for offer in 1..=4 {
        let call = floor.router.call_views(floor.now);
        let ringing = call.iter().find(|call| {
            call.place.is_some() && call.activity.state() == crate::engine::CallState::Ringing
        });
        let call = ringing.unwrap().call.0;
        order.push(call);
        floor.answered(offer);
        floor.ended(call);
    }
    assert_eq!(order, [1, 3, 4, 2]);
}

#[test]
fn the_longest_idle_agent_is_rung_and_rank_goes_first() {
    let mut second = agent(0, &[]);
    second.queues.insert(QueueId(0), 2);
    let mut floor = Floor::new(vec![queue(0)], vec![second, agent(1, &[]), agent(2, &[])]);
    floor.pass(10);
    assert_eq!(floor.arrive(1, None), ["offer 1 call 1 agent 1"]);
    floor.answered(1);
    floor.ended(1);
    assert_eq!(floor.arrive(2, None), ["offer 2 call 2 agent 2"]);
    assert_eq!(floor.arrive(3, None), ["offer 3 call 3 agent 1"]);
    assert_eq!(floor.arrive(4, None), ["offer 4 call 4 agent 0"]);
}

#[test]
fn the_most_skilled_agent_is_rung_by_weight_then_idle_time() {
    let mut rules = queue(0);
    rules.choice.strategy = Strategy::MostSkilled;
    let agents = vec![
        agent(0, &[("french", 9)]),
        agent(1, &[("french", 2), ("vip", 3)]),
        agent(2, &[("french", 9)]),
        agent(3, &[("vip", 100)]),
    ];
    let mut floor = Floor::new(vec![rules], agents);
    let need = Some("french prefer vip*3");
    assert_eq!(
        floor.arrive(1, need),
        ["offer 1 call 1 agent 1"],
        "2 + 3*3 beats 9"
    );
    assert_eq!(floor.arrive(2, need), ["offer 2 call 2 agent 0"]);
    assert_eq!(floor.arrive(3, need), ["offer 3 call 3 agent 2"]);
    assert!(floor.arrive(4, need).is_empty());
}

#[test]
fn only_the_first_word_of_ringing_counts() {
    let mut floor = pair();
    floor.arrive(1, None);
    for _ in 0..2 {
        floor.tell(Input::OfferRang { offer: OfferId(1) }).unwrap();
    }
    let rang = floor
        .history
        .iter()
        .filter(|kind| matches!(kind, EventKind::OfferRang { .. }));
    assert_eq!(rang.count(), 1);
}
