//! Agents come, go, pause and change phones.

use super::floor::{Floor, agent, queue};
use crate::engine::limits::REASON_BYTES_MAX;
use crate::engine::{
    AgentCondition, AgentId, DeviceState, EventKind, Input, OfferFailure, PendingChange, Rejection,
};

const ALICE: AgentId = AgentId(0);

fn sign_in(interface: &str) -> Input {
    Input::AgentSignedIn {
        agent: ALICE,
        interface: Some(interface.into()),
    }
}

fn not_ready(reason: &str) -> Input {
    Input::AgentNotReady {
        agent: ALICE,
        reason: reason.into(),
    }
}

const READY: Input = Input::AgentReady { agent: ALICE };
const SIGN_OUT: Input = Input::AgentSignedOut { agent: ALICE };

fn alone() -> Floor {
    Floor::new(vec![queue(0)], vec![agent(0, &[])])
}

fn condition(floor: &Floor) -> AgentCondition {
    floor.router.agent_views(floor.now)[0].condition.clone()
}

#[test]
fn agents_of_the_plan_are_watched_and_ready_from_the_start() {
    let mut away = agent(1, &[]);
    away.is_signed_in_at_start = false;
    let floor = Floor::new(vec![queue(0)], vec![agent(0, &[]), away]);
    assert!(matches!(
        floor.history[..],
        [
            EventKind::FloorPlanned,
            EventKind::AgentSignedIn { agent: ALICE, .. },
            EventKind::AgentReady { agent: ALICE },
        ]
    ));
    let views = floor.router.agent_views(floor.now);
    assert_eq!(views[0].condition, AgentCondition::Free);
    assert_eq!(views[1].condition, AgentCondition::SignedOut);
}

#[test]
fn a_change_asked_for_while_a_phone_rings_waits_for_the_end_of_the_offer() {
    let mut floor = alone();
    floor.arrive(1, None);
    floor.tell(not_ready("lunch")).unwrap();
    let pending = PendingChange::NotReady {
        reason: "lunch".into(),
    };
    assert_eq!(
        floor.router.agent_views(floor.now)[0].pending,
        Some(pending)
    );
    assert!(floor.failed(1, OfferFailure::Busy).is_empty());
    assert_eq!(
        condition(&floor),
        AgentCondition::NotReady {
            reason: "lunch".into()
        }
    );
    floor.tell(READY).unwrap();
    assert_eq!(floor.orders, ["offer 2 call 1 agent 0"]);
}

#[test]
fn ready_takes_a_pending_change_back() {
    let mut floor = alone();
    floor.arrive(1, None);
    floor.answered(1);
    floor.tell(SIGN_OUT).unwrap();
    floor.tell(READY).unwrap();
    assert!(matches!(
        floor.history.last(),
        Some(EventKind::AgentChangeCancelled { .. })
    ));
    floor.ended(1);
    assert_eq!(condition(&floor), AgentCondition::Free);
}

#[test]
fn a_pending_sign_out_needs_no_wrap_up() {
    let mut rules = queue(0);
    rules.wrap_up.time_ms = 10_000;
    let mut floor = Floor::new(vec![rules], vec![agent(0, &[])]);
    floor.arrive(1, None);
    floor.answered(1);
    floor.tell(SIGN_OUT).unwrap();
    assert_eq!(floor.ended(1), ["watch 0 false"]);
    assert_eq!(condition(&floor), AgentCondition::SignedOut);
    assert_eq!(floor.tell(READY), Err(Rejection::AgentSignedOut(ALICE)));
    assert_eq!(floor.tell(SIGN_OUT), Err(Rejection::AgentSignedOut(ALICE)));
    assert_eq!(
        floor.tell(not_ready("x")),
        Err(Rejection::AgentSignedOut(ALICE))
    );
}

#[test]
fn wrap_up_lasts_its_time_and_ends_early_on_wish() {
    let mut rules = queue(0);
    rules.wrap_up.time_ms = 10_000;
    let mut floor = Floor::new(vec![rules], vec![agent(0, &[])]);
    for call in 1..=4 {
        floor.arrive(call, None);
    }
    floor.answered(1);
    assert!(floor.ended(1).is_empty());
    floor.pass(9_999);
    assert!(floor.orders.is_empty());
    floor.pass(1);
    assert_eq!(floor.orders, ["offer 2 call 2 agent 0"]);
    floor.answered(2);
    floor.ended(2);
    floor.tell(READY).unwrap();
    assert_eq!(floor.orders, ["offer 3 call 3 agent 0"]);
    floor.answered(3);
    floor.ended(3);
    floor.tell(not_ready("lunch")).unwrap();
    assert_eq!(
        condition(&floor),
        AgentCondition::NotReady {
            reason: "lunch".into()
        }
    );
    let ends = floor
        .history
        .iter()
        .filter(|kind| matches!(kind, EventKind::WrapUpEnded { .. }));
    assert_eq!(ends.count(), 3);
    floor.pass(20_000);
    assert!(floor.orders.is_empty());
}

#[test]
fn an_agent_overrides_the_wrap_up_and_the_ring_timeout_of_the_queue() {
    let mut rules = queue(0);
    rules.wrap_up.time_ms = 10_000;
    let mut quick = agent(0, &[]);
    quick.wrap_up_ms = Some(0);
    quick.ring_timeout_ms = Some(3_000);
    let mut floor = Floor::new(vec![rules], vec![quick]);
    floor.arrive(1, None);
    floor.pass(2_999);
    assert!(floor.orders.is_empty());
    floor.pass(1);
    assert_eq!(floor.orders, ["rescind 1 RingTimeout"]);
    floor.answered(1);
    floor.ended(1);
    assert_eq!(condition(&floor), AgentCondition::Free);
}

#[test]
fn busy_and_unreachable_phones_get_no_calls_and_come_back_by_themselves() {
    let mut floor = alone();
    floor.device(0, DeviceState::InUse);
    assert_eq!(condition(&floor), AgentCondition::BusyElsewhere);
    assert!(floor.arrive(1, None).is_empty());
    floor.device(0, DeviceState::Unreachable);
    assert_eq!(condition(&floor), AgentCondition::Unreachable);
    assert_eq!(
        floor.device(0, DeviceState::Unknown),
        ["offer 1 call 1 agent 0"]
    );
}

#[test]
fn what_a_phone_does_while_rung_by_us_is_no_history_but_counts_afterwards() {
    let mut floor = alone();
    floor.arrive(1, None);
    let told = floor.history.len();
    floor.device(0, DeviceState::InUse);
    assert_eq!(floor.history.len(), told);
    floor
        .tell(Input::CallLeft {
            call: crate::engine::CallId(1),
            departure: crate::engine::Departure::Abandoned,
        })
        .unwrap();
    assert_eq!(condition(&floor), AgentCondition::BusyElsewhere);
}

#[test]
fn signing_in_again_moves_the_agent_once_no_call_is_in_hand() {
    let mut floor = alone();
    floor.device(0, DeviceState::Unreachable);
    assert!(floor.arrive(1, None).is_empty());
    floor.tell(sign_in("Local/home")).unwrap();
    // What was known of the former phone says nothing about the new one.
    assert_eq!(floor.orders, ["watch 0 true", "offer 1 call 1 agent 0"]);
    floor.tell(sign_in("Local/cabin")).unwrap();
    assert!(floor.orders.is_empty());
    floor.answered(1);
    assert_eq!(floor.ended(1), ["watch 0 true"]);
    let interface = floor.router.agent_views(floor.now)[0].interface.clone();
    assert_eq!(interface.as_deref(), Some("Local/cabin"));
}

#[test]
fn signing_in_takes_a_pending_sign_out_back() {
    let mut floor = alone();
    floor.arrive(1, None);
    floor.tell(SIGN_OUT).unwrap();
    floor
        .tell(Input::AgentSignedIn {
            agent: ALICE,
            interface: None,
        })
        .unwrap();
    floor.answered(1);
    floor.ended(1);
    assert_eq!(condition(&floor), AgentCondition::Free);
}

#[test]
fn the_idle_clock_starts_at_ready_and_at_the_end_of_a_conversation_only() {
    let mut floor = Floor::new(vec![queue(0)], vec![agent(0, &[]), agent(1, &[])]);
    floor.pass(1_000);
    floor.arrive(1, None);
    floor.answered(1);
    floor.ended(1);
    assert_eq!(
        floor.arrive(2, None),
        ["offer 2 call 2 agent 1"],
        "0 has just talked"
    );
    floor.failed(2, OfferFailure::Rejected);
    assert_eq!(floor.orders, ["offer 3 call 2 agent 0"]);
    floor.answered(3);
    floor.pass(5_000);
    floor.ended(2);
    assert_eq!(
        floor.arrive(3, None),
        ["offer 4 call 3 agent 1"],
        "a rest is no conversation"
    );
    floor
        .tell(Input::CallLeft {
            call: crate::engine::CallId(3),
            departure: crate::engine::Departure::Abandoned,
        })
        .unwrap();
    floor.pass(1);
    let agent = AgentId(1);
    floor
        .tell(Input::AgentNotReady {
            agent,
            reason: "x".into(),
        })
        .unwrap();
    floor.tell(Input::AgentReady { agent }).unwrap();
    assert_eq!(
        floor.arrive(4, None),
        ["offer 5 call 4 agent 0"],
        "back from not ready"
    );
}

#[test]
fn ready_ends_a_rest() {
    let mut floor = alone();
    floor.arrive(1, None);
    assert!(floor.failed(1, OfferFailure::Unreachable).is_empty());
    assert!(matches!(condition(&floor), AgentCondition::Resting { .. }));
    floor.tell(READY).unwrap();
    assert_eq!(floor.orders, ["offer 2 call 1 agent 0"]);
}

#[test]
fn strangers_and_bad_texts_are_refused() {
    let mut phoneless = agent(0, &[]);
    phoneless.interface = None;
    phoneless.is_signed_in_at_start = false;
    let mut floor = Floor::new(vec![queue(0)], vec![phoneless]);
    let stranger = AgentId(7);
    assert_eq!(
        floor.tell(Input::AgentReady { agent: stranger }),
        Err(Rejection::UnknownAgent(stranger))
    );
    let silent = Input::AgentSignedIn {
        agent: ALICE,
        interface: None,
    };
    assert_eq!(floor.tell(silent), Err(Rejection::InterfaceMissing(ALICE)));
    floor.tell(sign_in("PJSIP/1")).unwrap();
    let long = "x".repeat(REASON_BYTES_MAX + 1);
    for reason in ["", &long] {
        assert!(matches!(
            floor.tell(not_ready(reason)),
            Err(Rejection::TextLength { .. })
        ));
    }
    assert!(matches!(
        floor.tell(sign_in("")),
        Err(Rejection::TextLength { .. })
    ));
}
