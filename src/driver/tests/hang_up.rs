//! Either side goes at every instant, with and without a word; nothing stays behind.

use crate::engine::{Departure, EndedBy, OfferFailure};

use super::*;

/// How far the call comes before the caller is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Instant {
    OrderUnread,
    Offered,
    Ringing,
    Answered,
    ConnectUnread,
    Connected,
    Talking,
}

const INSTANTS: [Instant; 7] = [
    Instant::OrderUnread,
    Instant::Offered,
    Instant::Ringing,
    Instant::Answered,
    Instant::ConnectUnread,
    Instant::Connected,
    Instant::Talking,
];

/// Brings a call to the instant.
fn play(floor: &Floor, instant: Instant) -> (Ticket, Option<Conversation>) {
    let ticket = floor.arrive();
    if instant == Instant::OrderUnread {
        return (ticket, None);
    }
    let offer = next_offer(&ticket, "1001");
    if instant >= Instant::Ringing {
        ticket.rang(offer);
    }
    if instant >= Instant::Answered {
        ticket.answered(offer);
    }
    if instant >= Instant::ConnectUnread {
        assert!(rings_within(&ticket, PATIENCE));
    }
    if instant >= Instant::Connected {
        assert_eq!(ticket.next_order(), Some(Order::Connect { offer }));
    }
    let conversation = if instant == Instant::Talking {
        ticket.conversation()
    } else {
        None
    };
    (ticket, conversation)
}

/// The call has left, in whatever way, and the agent takes the next one.
fn assert_clean(floor: &Floor, instant: Instant) {
    floor.serve_one("1001");
    assert_eq!(floor.entrance.calls_in_hand(), 0, "{instant:?}");
    let calls = floor.entrance.calls().unwrap();
    assert!(calls.is_empty(), "{instant:?}: {calls:?}");
}

#[test]
fn the_caller_hangs_up_at_every_instant() {
    for departure in [
        Departure::Abandoned,
        Departure::Redirected,
        Departure::Failed,
    ] {
        let floor = Floor::new(FLOOR);
        for instant in INSTANTS {
            let (ticket, conversation) = play(&floor, instant);
            ticket.left(departure);
            ticket.left(Departure::Failed);
            drop((ticket, conversation));
            assert_clean(&floor, instant);
        }
        assert_ended_once(&floor.stop());
    }
}

#[test]
fn a_conversation_that_nobody_heard_has_no_after_call_time() {
    let floor = Floor::new(&FLOOR.replace("type = agent", "type = agent\nwrap-up = 1h"));
    for instant in [Instant::Answered, Instant::ConnectUnread] {
        let (ticket, _) = play(&floor, instant);
        ticket.left(Departure::Abandoned);
        let ended = |line: &HistoryRecord| {
            line.call
                .as_ref()
                .is_some_and(|call| call.call == ticket.call())
                && matches!(
                    line.fact,
                    HistoryFact::ConversationEnded { .. } | HistoryFact::CallLeft { .. }
                )
        };
        floor.until(ended);
    }
    let lines = floor.stop();
    let wrap_ups = |line: &&HistoryRecord| matches!(line.fact, HistoryFact::WrapUpStarted { .. });
    assert_eq!(
        lines.iter().filter(wrap_ups).count(),
        0,
        "{:?}",
        words(&lines)
    );
}

#[test]
fn the_callers_thread_is_gone_without_a_word_at_every_instant() {
    let floor = Floor::new(FLOOR);
    for instant in INSTANTS {
        drop(play(&floor, instant));
        assert_clean(&floor, instant);
    }
    assert_ended_once(&floor.stop());
}

#[test]
fn hanging_up_in_the_instant_of_the_answer_ends_the_conversation() {
    let floor = Floor::new(FLOOR);
    let (ticket, _) = play(&floor, Instant::ConnectUnread);
    ticket.left(Departure::Abandoned);
    let line = floor.until(|line| matches!(line.fact, HistoryFact::ConversationEnded { .. }));
    assert!(matches!(
        line.fact,
        HistoryFact::ConversationEnded {
            ended_by: EndedBy::Caller,
            ..
        }
    ));
}

#[test]
fn a_conversation_outlives_its_ticket() {
    let floor = Floor::new(FLOOR);
    let (ticket, conversation) = play(&floor, Instant::Talking);
    let conversation = conversation.unwrap();
    let held_elsewhere = conversation.clone();
    drop((ticket, conversation));
    assert_eq!(floor.entrance.calls_in_hand(), 1);
    assert!(!held_elsewhere.has_ended());
    drop(held_elsewhere);
    let line = floor.until(|line| matches!(line.fact, HistoryFact::ConversationEnded { .. }));
    assert!(matches!(
        line.fact,
        HistoryFact::ConversationEnded {
            ended_by: EndedBy::Unknown,
            ..
        }
    ));
    assert_clean(&floor, Instant::Talking);
}

#[test]
fn a_leg_that_rings_on_after_a_release_is_reported_by_the_tickets_end() {
    let text = FLOOR.replace("rona-limit = 0", "rona-limit = 0\ntimeout = 1s");
    let floor = Floor::new(&text);
    let ticket = floor.arrive();
    let offer = next_offer(&ticket, "1001");
    ticket.rang(offer);
    assert!(matches!(next_order(&ticket), Order::Release { .. }));
    drop(ticket);
    let line = floor.until(|line| matches!(line.fact, HistoryFact::OfferFailed { .. }));
    let HistoryFact::OfferFailed {
        is_lease_expired, ..
    } = line.fact
    else {
        unreachable!()
    };
    assert!(
        !is_lease_expired,
        "the end of the ticket says it, not the lease"
    );
    assert_eq!(
        line.call.unwrap().host_call.as_ref(),
        "host-1",
        "its names are still known"
    );
    floor.serve_one("1001");
}

#[test]
fn an_answer_after_the_offer_was_lost_is_turned_down() {
    let floor = Floor::new(FLOOR);
    let ticket = floor.arrive();
    let offer = next_offer(&ticket, "1001");
    // The engine has taken another word for it that the offer is over.
    let fact = inbox::OfferFact::Failed(offer, OfferFailure::Unreachable);
    floor.entrance.lobby().report(Letter::Told {
        call: ticket.call(),
        fact,
    });
    ticket.answered(offer);
    let Order::Rescind {
        offer: rescinded, ..
    } = next_order(&ticket)
    else {
        panic!("the answered leg must go");
    };
    assert_eq!(rescinded, offer);
    ticket.failed(offer, OfferFailure::Rescinded);
    ticket.answered(next_offer(&ticket, "1001"));
    assert!(matches!(next_order(&ticket), Order::Connect { .. }));
}

/// Every call that arrived has one end, every offer too.
pub(super) fn assert_ended_once(lines: &[HistoryRecord]) {
    assert_calls_ended_once(lines);
    let mut offers = BTreeMap::new();
    for line in lines {
        match line.fact {
            HistoryFact::CallOffered { offer, .. } => assert_eq!(offers.insert(offer, 0), None),
            HistoryFact::OfferFailed { offer, .. } | HistoryFact::CallConnected { offer, .. } => {
                *offers.get_mut(&offer).expect("it was offered") += 1;
            }
            _ => {}
        }
    }
    for (offer, ends) in offers {
        assert_eq!(ends, 1, "offer {offer}");
    }
}

/// Every call that arrived has one end.
pub(super) fn assert_calls_ended_once(lines: &[HistoryRecord]) {
    let mut calls = BTreeMap::new();
    for line in lines {
        let Some(name) = &line.call else { continue };
        match line.fact {
            HistoryFact::CallArrived { .. } => assert_eq!(calls.insert(name.call, 0), None),
            HistoryFact::CallLeft { .. }
            | HistoryFact::CallReleased { .. }
            | HistoryFact::ConversationEnded { .. } => {
                *calls.get_mut(&name.call).expect("it has arrived") += 1;
            }
            _ => {}
        }
    }
    for (call, ends) in calls {
        assert_eq!(ends, 1, "call {call}");
    }
}
