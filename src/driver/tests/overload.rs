//! More than the worker can take: requests are refused, facts are kept.

use crate::engine::{Departure, EndedBy};

use super::*;

/// Holds the worker at its next line of history, which an arriving call brings about.
fn hold(floor: &Floor) -> Ticket {
    // Nothing that was told before is still on its way, or the worker would be held by that.
    floor.entrance.queues().unwrap();
    floor.props.shut();
    let ticket = floor.arrive();
    floor.props.wait_until_held();
    ticket
}

#[test]
fn requests_are_refused_at_once_and_facts_are_kept() {
    let floor = Floor::new(FLOOR);
    let talking = floor.arrive();
    talking.answered(next_offer(&talking, "1001"));
    next_order(&talking);
    let waiting = floor.arrive();
    let held = hold(&floor);
    for _ in 0..inbox::REQUESTS_MAX {
        floor.entrance.lobby().report(Letter::DevicesChanged);
    }
    assert_eq!(
        floor.entrance.arrive(&request()).unwrap_err(),
        Refusal::Overloaded
    );
    assert_eq!(floor.entrance.ready("1001"), Err(Refusal::Overloaded));
    assert_eq!(floor.entrance.queues().unwrap_err(), Refusal::Overloaded);
    talking.conversation().unwrap().ended(EndedBy::Agent);
    waiting.left(Departure::Abandoned);
    floor.props.open();
    floor.until(|line| matches!(line.fact, HistoryFact::ConversationEnded { .. }));
    floor.until(|line| matches!(line.fact, HistoryFact::CallLeft { .. }));
    next_offer(&held, "1001");
}

#[test]
fn a_call_let_in_after_its_thread_gave_up_is_taken_back() {
    let floor = Floor::new(FLOOR);
    let held = hold(&floor);
    assert_eq!(
        floor.entrance.arrive(&request()).unwrap_err(),
        Refusal::NotAnswering
    );
    assert_eq!(floor.entrance.calls_in_hand(), 1);
    floor.props.open();
    floor.until(|line| matches!(line.fact, HistoryFact::CallLeft { .. }));
    let calls = floor.entrance.calls().unwrap();
    assert_eq!(
        calls.iter().map(|call| call.call).collect::<Vec<_>>(),
        [held.call()]
    );
}

#[test]
fn a_thread_that_never_reads_its_orders_loses_its_call() {
    let floor = Floor::new(&FLOOR.replace("interface = Local/1001", "sign-in = manual"));
    let deaf = floor.arrive();
    let junk = || mailbox::Mail::AnswerRefused(OfferId(0));
    while deaf.mailbox().push(junk()).is_ok() {}
    for _ in 1..mailbox::ORDERS_MAX {
        deaf.mailbox().push(junk()).unwrap();
    }
    floor.entrance.sign_in("1001", Some("Local/1001")).unwrap();
    floor.until(|line| matches!(line.fact, HistoryFact::CallLeft { .. }));
    assert!(matches!(deaf.next_order(), Some(Order::Release { .. })));
    assert!(deaf.next_order().is_none());
    floor.serve_one("1001");
}
