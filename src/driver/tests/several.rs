//! A call with several offers at once: all but one are ordered down, whatever their threads said.

use crate::engine::{Departure, OfferFailure, RescindReason};

use super::*;

fn floor() -> Floor {
    let text = FLOOR.replace("ring-timeout", "ring-at-once = 2\nring-timeout");
    let floor = Floor::new(&text);
    floor.entrance.sign_in("1002", Some("Local/1002")).unwrap();
    floor
}

fn elsewhere(offer: OfferId) -> Order {
    Order::Rescind {
        offer,
        reason: RescindReason::AnsweredElsewhere,
    }
}

fn lost(line: &HistoryRecord) -> bool {
    let failure = OfferFailure::Rescinded;
    matches!(line.fact, HistoryFact::OfferFailed { failure: how, .. } if how == failure)
}

#[test]
fn the_loser_is_ordered_down_before_the_winner_is_connected() {
    let floor = floor();
    let ticket = floor.arrive();
    let (first, second) = (next_offer(&ticket, "1001"), next_offer(&ticket, "1002"));
    ticket.rang(first);
    ticket.rang(second);
    ticket.answered(second);
    assert_eq!(next_order(&ticket), elsewhere(first));
    assert_eq!(next_order(&ticket), Order::Connect { offer: second });
    ticket.failed(first, OfferFailure::Rescinded);
    let line = floor.until(lost);
    assert_eq!(line.agent.as_deref(), Some("1001"));
    floor.serve_one("1001");
}

#[test]
fn of_two_who_answer_in_the_same_instant_one_is_connected_and_the_other_goes_down() {
    let floor = floor();
    let ticket = floor.arrive();
    let (first, second) = (next_offer(&ticket, "1001"), next_offer(&ticket, "1002"));
    ticket.answered(first);
    ticket.answered(second);
    // The order comes although the answer is reported: there is nothing more to hope for.
    assert_eq!(next_order(&ticket), elsewhere(second));
    assert_eq!(next_order(&ticket), Order::Connect { offer: first });
    ticket.failed(second, OfferFailure::Rescinded);
    let line = floor.until(lost);
    assert_eq!(line.agent.as_deref(), Some("1002"));
    floor.entrance.queues().unwrap();
    assert!(ticket.next_order().is_none(), "the refusal is old news");
    floor.serve_one("1002");
}

#[test]
fn a_loser_may_be_told_of_after_the_conversation_and_by_its_names() {
    let floor = floor();
    let ticket = floor.arrive();
    let (first, second) = (next_offer(&ticket, "1001"), next_offer(&ticket, "1002"));
    ticket.answered(first);
    assert_eq!(next_order(&ticket), elsewhere(second));
    assert_eq!(next_order(&ticket), Order::Connect { offer: first });
    ticket.left(Departure::Abandoned);
    floor.until(|line| matches!(line.fact, HistoryFact::ConversationEnded { .. }));
    ticket.failed(second, OfferFailure::Rescinded);
    let line = floor.until(lost);
    assert_eq!(&*line.call.unwrap().queue, "support");
}

#[test]
fn the_view_of_a_call_names_everyone_who_is_rung() {
    let floor = floor();
    let ticket = floor.arrive();
    next_offer(&ticket, "1001");
    let second = next_offer(&ticket, "1002");
    let agents = || floor.entrance.calls().unwrap()[0].agents.clone();
    assert_eq!(agents(), ["1001".into(), "1002".into()]);
    ticket.answered(second);
    next_order(&ticket);
    assert_eq!(agents(), ["1002".into()]);
}

#[test]
fn a_ticket_that_is_dropped_frees_everyone() {
    let floor = floor();
    let ticket = floor.arrive();
    next_offer(&ticket, "1001");
    next_offer(&ticket, "1002");
    drop(ticket);
    floor.until(|line| matches!(line.fact, HistoryFact::CallLeft { .. }));
    let next = floor.arrive();
    next_offer(&next, "1001");
    next_offer(&next, "1002");
}
