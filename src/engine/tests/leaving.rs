//! Calls that are not let in, and calls that leave by rule.

use super::floor::{Floor, agent, arrival, queue, relax};
use crate::engine::limits::{DELAY_MS_MAX, LEASE_MS, PRIORITY_MAX};
use crate::engine::{
    AgentCondition, Attributes, CallId, EndedBy, EventKind, Input, OfferFailure, OfferId, QueueId,
    Rejection, Template,
};

#[test]
fn a_queue_timeout_comes_at_its_moment_even_while_a_phone_rings() {
    let mut rules = queue(0);
    rules.line.timeout_ms = Some(10_000);
    let mut floor = Floor::new(vec![rules], vec![agent(0, &[])]);
    floor.arrive(1, None);
    floor.arrive(2, None);
    floor.pass(9_999);
    assert!(floor.orders.is_empty());
    floor.pass(1);
    assert_eq!(floor.orders, ["release 1 Timeout", "release 2 Timeout"]);
    floor.arrive(3, None);
    assert!(floor.orders.is_empty(), "the phone still rings");
    let answer = Input::OfferAnswered { offer: OfferId(1) };
    assert_eq!(floor.tell(answer), Err(Rejection::UnknownCall(CallId(1))));
    // The ring was cut short by us: no miss, no rest.
    assert_eq!(
        floor.failed(1, OfferFailure::NoAnswer),
        ["offer 2 call 3 agent 0"]
    );
}

#[test]
fn the_agent_of_a_released_call_is_free_after_the_lease_at_the_latest() {
    let mut rules = queue(0);
    rules.line.timeout_ms = Some(10_000);
    let mut floor = Floor::new(vec![rules], vec![agent(0, &[])]);
    floor.arrive(1, None);
    floor.pass(10_000 + LEASE_MS - 1);
    assert!(matches!(
        floor.router.agent_views(floor.now)[0].condition,
        AgentCondition::Offered { .. }
    ));
    floor.pass(1);
    assert_eq!(
        floor.router.agent_views(floor.now)[0].condition,
        AgentCondition::Free
    );
}

#[test]
fn a_calls_own_timeout_goes_before_the_queues() {
    let mut rules = queue(0);
    rules.line.timeout_ms = Some(1_000);
    let mut floor = Floor::new(vec![rules], vec![]);
    let mut patient = arrival(1, None);
    patient.timeout_ms = Some(2_000);
    floor.arrive_with(patient);
    floor.pass(1_999);
    assert!(floor.orders.is_empty());
    floor.pass(1);
    assert_eq!(floor.orders, ["release 1 Timeout"]);
}

#[test]
fn a_full_queue_turns_calls_away_and_ringing_calls_count() {
    let mut rules = queue(0);
    rules.line.capacity = 2;
    let mut floor = Floor::new(vec![rules], vec![agent(0, &[])]);
    floor.arrive(1, None);
    floor.arrive(2, None);
    assert_eq!(floor.arrive(3, None), ["release 3 Full"]);
    floor.answered(1);
    assert!(
        floor.arrive(3, None).is_empty(),
        "a conversation takes no place in line"
    );
}

#[test]
fn bad_arrivals_are_refused() {
    let mut floor = Floor::new(vec![queue(0)], vec![]);
    floor.arrive(1, None);
    let mut refused = |change: &dyn Fn(&mut crate::engine::Arrival)| {
        let mut arrival = arrival(2, None);
        change(&mut arrival);
        floor.tell(Input::CallArrived(arrival)).unwrap_err()
    };
    let unknown = Rejection::UnknownQueue(QueueId(1));
    assert_eq!(refused(&|arrival| arrival.queue = QueueId(1)), unknown);
    let reused = Rejection::CallIdReused(CallId(1));
    assert_eq!(refused(&|arrival| arrival.call = CallId(1)), reused);
    let priority = PRIORITY_MAX + 1;
    let rejection = refused(&|arrival| arrival.priority = priority);
    assert_eq!(rejection, Rejection::PriorityOutOfRange(priority));
    for wait_ms in [0, DELAY_MS_MAX + 1] {
        let rejection = refused(&|arrival| arrival.timeout_ms = Some(wait_ms));
        assert_eq!(rejection, Rejection::DelayOutOfRange(wait_ms));
    }
    let need = |text: &str| Some(Template::parse(text).unwrap());
    for text in ["german", "$lang"] {
        let rejection = refused(&|arrival| arrival.requirement = need(text));
        assert!(matches!(rejection, Rejection::Requirement(_)), "{text}");
    }
    let ended_by = EndedBy::Caller;
    let early = Input::ConversationEnded {
        call: CallId(1),
        ended_by,
    };
    assert!(matches!(
        floor.tell(early),
        Err(Rejection::IllegalCallMove { .. })
    ));
    assert_eq!(floor.router.call_views(floor.now).len(), 1);
}

#[test]
fn attributes_fill_in_the_queues_own_words_at_every_step() {
    let mut rules = queue(0);
    rules.need.requirement = Template::parse("$lang >= 2").unwrap();
    rules.need.relax = relax(&[(5_000, "$lang")]);
    let agents = vec![agent(0, &[("french", 1)]), agent(1, &[("billing", 5)])];
    let mut floor = Floor::new(vec![rules], agents);
    let mut caller = arrival(1, None);
    caller.attributes = Attributes::new([("LANG", "french")]).unwrap();
    assert!(floor.arrive_with(caller).is_empty());
    floor.pass(5_000);
    assert_eq!(floor.orders, ["offer 1 call 1 agent 0"]);
    let relaxed = floor.history.iter().rev().nth(1);
    assert!(matches!(
        relaxed,
        Some(EventKind::CallRelaxed {
            step: 1,
            qualified: 1,
            free: 1,
            ..
        })
    ));
}

#[test]
fn a_step_that_begins_while_a_phone_rings_holds_for_the_next_offer() {
    let mut rules = queue(0);
    rules.need.relax = relax(&[(5_000, "billing")]);
    let agents = vec![agent(0, &[("french", 1)]), agent(1, &[("billing", 1)])];
    let mut floor = Floor::new(vec![rules], agents);
    assert_eq!(floor.arrive(1, Some("french")), ["offer 1 call 1 agent 0"]);
    floor.pass(5_000);
    assert!(floor.orders.is_empty());
    assert_eq!(
        floor.failed(1, OfferFailure::Rejected),
        ["offer 2 call 1 agent 1"]
    );
}

#[test]
fn late_deadlines_lead_to_the_step_of_the_calls_age() {
    let mut rules = queue(0);
    rules.need.relax = relax(&[(1_000, "billing"), (2_000, "vip"), (9_000, "any")]);
    let mut floor = Floor::new(vec![rules], vec![]);
    floor.arrive(1, None);
    floor.now = crate::engine::Millis(2_500);
    floor.router.handle_deadline(floor.now);
    floor.pass(0);
    let view = &floor.router.call_views(floor.now)[0];
    assert_eq!(
        (view.step, view.relaxes_at),
        (2, Some(crate::engine::Millis(9_000)))
    );
}
