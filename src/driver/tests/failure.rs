//! A failing engine: calls go on, agents keep their standing, new calls are served.

use crate::engine::{CallExit, Departure, Door, EndedBy, QueueChange, Strategy};

use super::*;

fn is_failure(line: &HistoryRecord) -> bool {
    matches!(line.fact, HistoryFact::EngineFailed { .. })
}

#[test]
fn waiting_calls_go_on_and_conversations_stay() {
    let floor = Floor::new(FLOOR);
    let talking = floor.arrive();
    let offer = next_offer(&talking, "1001");
    talking.answered(offer);
    next_order(&talking);
    let conversation = talking.conversation().unwrap();
    let waiting = floor.arrive();
    floor.entrance.provoke_panic();
    let exit = CallExit::EngineFailed;
    assert_eq!(
        next_order(&waiting),
        Order::Release {
            exit,
            was_in_line: true
        }
    );
    let line = floor.until(is_failure);
    let HistoryFact::EngineFailed {
        topic,
        cause,
        calls_released,
        conversations_kept,
    } = line.fact
    else {
        unreachable!()
    };
    assert_eq!(
        (topic, &*cause),
        ("a provoked failure", "provoked on request")
    );
    assert_eq!((calls_released, conversations_kept), (1, 1));
    drop(waiting);
    // The agent still talks: the next call waits for the end of that.
    let next = floor.arrive();
    assert_eq!(floor.entrance.calls().unwrap().len(), 2);
    assert!(next.next_order().is_none());
    conversation.ended(EndedBy::Agent);
    next_offer(&next, "1001");
    drop((next, talking, conversation));
    floor.serve_one("1001");
    let lines = floor.stop();
    let ended = |line: &&HistoryRecord| matches!(line.fact, HistoryFact::ConversationEnded { .. });
    assert_eq!(lines.iter().filter(ended).count(), 2);
    hang_up::assert_calls_ended_once(&lines);
}

#[test]
fn agents_keep_their_standing() {
    let floor = Floor::new(FLOOR);
    let entrance = &floor.entrance;
    entrance.sign_in("1002", Some("Local/elsewhere")).unwrap();
    entrance.not_ready("1001", "lunch").unwrap();
    entrance.provoke_panic();
    floor.until(is_failure);
    let ticket = floor.arrive();
    let Order::Offer {
        offer,
        agent,
        interface,
        ..
    } = next_order(&ticket)
    else {
        panic!()
    };
    assert_eq!((&*agent, &*interface), ("1002", "Local/elsewhere"));
    // A wish that waits for the end of the call survives too.
    ticket.answered(offer);
    next_order(&ticket);
    entrance.sign_out("1002").unwrap();
    entrance.provoke_panic();
    floor.until(is_failure);
    drop(ticket);
    floor.until(|line| matches!(line.fact, HistoryFact::AgentSignedOut));
    let refusal = entrance.not_ready("1002", "gone").unwrap_err();
    assert_eq!(refusal, Refusal::AgentSignedOut("1002".to_owned()));
    // So does signing out of an agent who is signed in at the start.
    entrance.sign_out("1001").unwrap();
    entrance.provoke_panic();
    floor.until(is_failure);
    assert_eq!(
        entrance.ready("1001"),
        Err(Refusal::AgentSignedOut("1001".to_owned()))
    );
}

#[test]
fn devices_keep_their_states() {
    let floor = Floor::new(FLOOR);
    let agent = floor.entrance.plan().agents.id("1001").unwrap();
    floor.entrance.device_changed(agent, DeviceState::InUse);
    floor.until(|line| matches!(line.fact, HistoryFact::DeviceChanged { .. }));
    floor.entrance.provoke_panic();
    floor.until(is_failure);
    let ticket = floor.arrive();
    assert_eq!(floor.entrance.calls().unwrap().len(), 1);
    assert!(ticket.next_order().is_none(), "the phone is still in use");
    floor.entrance.device_changed(agent, DeviceState::Free);
    next_offer(&ticket, "1001");
}

#[test]
fn what_is_said_of_an_offer_from_before_does_nothing() {
    let floor = Floor::new(FLOOR);
    let old = floor.arrive();
    let old_offer = next_offer(&old, "1001");
    floor.entrance.provoke_panic();
    floor.until(is_failure);
    let new = floor.arrive();
    let new_offer = next_offer(&new, "1001");
    assert_ne!(old_offer, new_offer);
    old.answered(old_offer);
    drop(old);
    new.answered(new_offer);
    assert_eq!(next_order(&new), Order::Connect { offer: new_offer });
}

#[test]
fn who_fails_too_often_gives_up_cleanly() {
    let floor = Floor::new(FLOOR);
    let talking = floor.arrive();
    talking.answered(next_offer(&talking, "1001"));
    next_order(&talking);
    for failure in 1..fallback::FAILURES_MAX {
        floor.entrance.provoke_panic();
        floor.until(is_failure);
        assert_eq!(floor.entrance.check_serving(), Ok(()), "after {failure}");
    }
    let waiting = floor.arrive();
    floor.entrance.provoke_panic();
    assert_eq!(
        next_order(&waiting),
        Order::Release {
            exit: CallExit::EngineFailed,
            was_in_line: true
        }
    );
    drop(waiting);
    assert_eq!(
        floor.entrance.arrive(&request()).unwrap_err(),
        Refusal::GivenUp
    );
    assert_eq!(floor.entrance.ready("1001"), Err(Refusal::GivenUp));
    assert_eq!(
        floor.entrance.calls_in_hand(),
        1,
        "the conversation goes on"
    );
    drop(talking);
    assert_eq!(floor.entrance.calls_in_hand(), 0);
    let entrance = floor.entrance.clone();
    floor.stop();
    assert_eq!(entrance.arrive(&request()).unwrap_err(), Refusal::GivenUp);
}

#[test]
fn what_was_set_of_a_queue_holds_on() {
    let floor = Floor::new(FLOOR);
    let entrance = &floor.entrance;
    let set = |change| entrance.set_of_queue("support", change, "ann").unwrap();
    set(QueueChange::Door(Door::Closed));
    set(QueueChange::Strategy(Some(Strategy::RoundRobin)));
    set(QueueChange::RingAtOnce(Some(3)));
    for _ in 0..2 {
        entrance.provoke_panic();
        floor.until(is_failure);
        let queue = entrance.queue("support").unwrap();
        assert_eq!((queue.door, queue.strategy), ("closed", "round-robin"));
        assert_eq!(
            (queue.ring_at_once, queue.is_ring_at_once_planned),
            (3, false)
        );
    }
    set(QueueChange::Door(Door::Auto));
    set(QueueChange::Strategy(None));
    set(QueueChange::RingAtOnce(None));
    entrance.provoke_panic();
    floor.until(is_failure);
    let queue = entrance.queue("support").unwrap();
    assert_eq!((queue.door, queue.strategy), ("auto", "longest-idle"));
    assert_eq!(
        (queue.ring_at_once, queue.is_ring_at_once_planned),
        (1, true)
    );
}

#[test]
fn who_served_a_caller_and_whose_place_it_was_is_remembered() {
    let rules = "ring-timeout = 20s\nsticky = last-agent\nregain = 60s";
    let floor = Floor::new(&FLOOR.replace("ring-timeout = 20s", rules));
    let entrance = &floor.entrance;
    let caller = |number: &str| CallRequest {
        caller: Caller::new(number, ""),
        ..request()
    };
    floor.serve(&caller("555"), "1001");
    entrance.sign_in("1002", Some("Local/1002")).unwrap();
    entrance.not_ready("1001", "lunch").unwrap();
    let gives_up = entrance.arrive(&caller("777")).unwrap();
    next_offer(&gives_up, "1002");
    gives_up.left(Departure::Abandoned);
    drop(gives_up);
    for _ in 0..2 {
        entrance.provoke_panic();
        floor.until(is_failure);
    }
    entrance.not_ready("1002", "lunch").unwrap();
    let again = entrance.arrive(&caller("777")).unwrap();
    floor.until(|line| matches!(line.fact, HistoryFact::PlaceRegained { .. }));
    drop(again);
    // Who has been idle for longer is not the one who knows the caller.
    entrance.ready("1002").unwrap();
    entrance.ready("1001").unwrap();
    let again = entrance.arrive(&caller("555")).unwrap();
    next_offer(&again, "1001");
}
