//! One call from arrival to the end of the conversation.

use crate::engine::{CallExit, EndedBy, OfferFailure};

use super::*;

#[test]
fn a_call_is_offered_answered_connected_and_ended() {
    let floor = Floor::new(FLOOR);
    let ticket = floor.arrive();
    assert_eq!(floor.entrance.calls_in_hand(), 1);
    assert!(ticket.conversation().is_none());
    let Order::Offer {
        offer,
        agent,
        interface,
        ring_timeout_ms,
        ..
    } = next_order(&ticket)
    else {
        panic!("the free agent gets the call");
    };
    assert_eq!(
        (&*agent, &*interface, ring_timeout_ms),
        ("1001", "Local/1001", 20_000)
    );
    ticket.rang(offer);
    ticket.rang(offer);
    ticket.answered(offer);
    assert_eq!(next_order(&ticket), Order::Connect { offer });
    let conversation = ticket.conversation().unwrap();
    let another = conversation.clone();
    another.ended(EndedBy::Agent);
    conversation.ended(EndedBy::Caller);
    drop((conversation, another, ticket));
    floor.until(|line| matches!(line.fact, HistoryFact::ConversationEnded { .. }));
    assert_eq!(floor.entrance.calls_in_hand(), 0);
    let lines = floor.stop();
    let about_call: Vec<_> = lines
        .iter()
        .filter(|line| line.call.is_some())
        .cloned()
        .collect();
    let expected = [
        "call_arrived",
        "call_offered",
        "offer_rang",
        "call_connected",
        "conversation_ended",
    ];
    assert_eq!(words(&about_call), expected);
    let last = about_call.last().unwrap();
    assert!(
        matches!(
            last.fact,
            HistoryFact::ConversationEnded {
                ended_by: EndedBy::Agent,
                ..
            }
        ),
        "the first word counts: {last:?}"
    );
    assert_eq!(last.agent.as_deref(), Some("1001"));
    let name = last.call.as_ref().unwrap();
    assert_eq!((&*name.host_call, &*name.queue), ("host-1", "support"));
}

#[test]
fn history_is_one_flat_object_a_line() {
    let floor = Floor::new(FLOOR);
    let ticket = floor.arrive();
    let offer = next_offer(&ticket, "1001");
    ticket.answered(offer);
    next_order(&ticket);
    let line = floor.until(|line| matches!(line.fact, HistoryFact::CallConnected { .. }));
    let json = line.to_json();
    assert!(!json.contains('\n'));
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["event"], "call_connected");
    assert_eq!(json["call"], ticket.call().0);
    assert_eq!(json["host_call"], "host-1");
    assert_eq!(json["queue"], "support");
    assert_eq!(json["agent"], "1001");
    assert_eq!(json["requirement"], "any");
    assert_eq!(json["skills"]["french"], 3);
    assert!(json["wall_us"].as_u64().unwrap() > 1_600_000_000_000_000);
    assert!(json["at_ms"].is_u64() && json["wait_ms"].is_u64());
}

#[test]
fn a_failed_offer_goes_to_the_next_agent_at_once() {
    let floor = Floor::new(FLOOR);
    floor.entrance.sign_in("1002", Some("Local/1002")).unwrap();
    let ticket = floor.arrive();
    let first = next_offer(&ticket, "1001");
    ticket.failed(first, OfferFailure::Busy);
    let second = next_offer(&ticket, "1002");
    ticket.answered(first);
    ticket.answered(second);
    assert_eq!(next_order(&ticket), Order::Connect { offer: second });
}

#[test]
fn a_requirement_and_its_attributes_travel_with_the_call() {
    let floor = Floor::new(FLOOR);
    floor.entrance.sign_in("1002", Some("Local/1002")).unwrap();
    let mut request = request();
    request.requirement = Some("$lang = 1".to_owned());
    assert_eq!(
        floor
            .entrance
            .attributes_wanted("support", request.requirement.as_deref())
            .unwrap(),
        ["lang"]
    );
    let refusal = floor.entrance.arrive(&request).unwrap_err();
    assert!(matches!(refusal, Refusal::Requirement(_)), "{refusal}");
    request.attributes = vec![("LANG".to_owned(), "french".to_owned())];
    let ticket = floor.entrance.arrive(&request).unwrap();
    next_offer(&ticket, "1002");
}

#[test]
fn what_makes_no_sense_is_refused_in_words() {
    let floor = Floor::new(FLOOR);
    let refused = |change: fn(&mut CallRequest)| {
        let mut request = request();
        change(&mut request);
        floor.entrance.arrive(&request).unwrap_err()
    };
    let unknown = refused(|request| request.queue = "suport".to_owned());
    assert_eq!(unknown, Refusal::UnknownQueue("suport".to_owned()));
    let syntax = refused(|request| request.requirement = Some("french >= ".to_owned()));
    let Refusal::Requirement(error) = syntax else {
        panic!("{syntax}")
    };
    assert!(error.render().contains('^'), "{}", error.render());
    let skill = refused(|request| request.requirement = Some("frensh".to_owned()));
    assert!(
        skill.to_string().contains("did you mean `french`"),
        "{skill}"
    );
    let priority = refused(|request| request.priority = i32::MAX);
    assert!(matches!(priority, Refusal::Rejected(_)), "{priority}");
    let timeout = refused(|request| request.timeout_ms = Some(0));
    assert!(matches!(timeout, Refusal::Rejected(_)), "{timeout}");
    let attribute = refused(|request| request.attributes = vec![(String::new(), "x".to_owned())]);
    assert!(matches!(attribute, Refusal::Attributes(_)), "{attribute}");
    assert_eq!(floor.entrance.calls_in_hand(), 0);
    let lines = floor.stop();
    assert!(
        !lines.iter().any(|line| line.call.is_some()),
        "a refused call leaves no trace"
    );
}

#[test]
fn a_call_that_waited_long_enough_is_released() {
    let text = FLOOR.replace("interface = Local/1001", "sign-in = manual");
    let floor = Floor::new(&text);
    let mut request = request();
    request.timeout_ms = Some(50);
    let ticket = floor.entrance.arrive(&request).unwrap();
    assert_eq!(
        next_order(&ticket),
        Order::Release {
            exit: CallExit::Timeout,
            was_in_line: true
        }
    );
    drop(ticket);
    let line = floor.until(|line| matches!(line.fact, HistoryFact::CallReleased { .. }));
    let HistoryFact::CallReleased { wait_ms, .. } = line.fact else {
        unreachable!()
    };
    assert!(wait_ms >= 50, "never early: {wait_ms}");
    assert_eq!(
        floor.stop().len(),
        line.sequence as usize,
        "nothing more is said of it"
    );
}

#[test]
fn a_ring_timeout_takes_the_offer_back() {
    let text = FLOOR.replace("ring-timeout = 20s", "ring-timeout = 1s");
    let floor = Floor::new(&text);
    let ticket = floor.arrive();
    let offer = next_offer(&ticket, "1001");
    ticket.rang(offer);
    let order = next_order(&ticket);
    let reason = crate::engine::RescindReason::RingTimeout;
    assert_eq!(order, Order::Rescind { offer, reason });
    ticket.failed(offer, OfferFailure::NoAnswer);
    // The agent rests a moment, then is tried again.
    next_offer(&ticket, "1001");
}

#[test]
fn a_call_that_moves_takes_its_names_along_and_history_says_who_wanted_it() {
    let text = format!("{FLOOR}[sales]\ntype = queue\nmusic = jazz\n[dusk]\ntype = skill\n");
    let floor = Floor::new(&text);
    floor.entrance.not_ready("1001", "lunch").unwrap();
    let ticket = floor.arrive();
    let (call, entrance) = (ticket.call(), &floor.entrance);
    entrance.set_priority(call, 7, "console").unwrap();
    entrance
        .set_requirement(call, Some("french >= 2"), "console")
        .unwrap();
    entrance
        .set_attribute(call, "VIP", Some("yes"), "console")
        .unwrap();
    let to = |queue: &str| Destination {
        queue: queue.to_owned(),
        ..Destination::default()
    };
    let sent = entrance.move_to_queue(call, &to("Sales"), "AMI user ann");
    assert_eq!(sent, Ok(()));
    let Order::Move { queue, waiting, .. } = next_order(&ticket) else {
        panic!("the call has moved");
    };
    assert_eq!((&*queue, waiting.music.as_deref()), ("sales", Some("jazz")));
    let shown = &entrance.calls().unwrap()[0];
    assert_eq!((&*shown.queue, shown.priority), ("sales", 7));
    assert_eq!(shown.requirement.as_deref(), Some("french >= 2"));
    let refused = entrance
        .move_to_queue(call, &to("nowhere"), "x")
        .unwrap_err();
    assert!(matches!(refused, Refusal::UnknownQueue(_)), "{refused}");
    let refused = entrance.set_priority(call, i32::MAX, "x").unwrap_err();
    assert!(refused.to_string().contains("outside"), "{refused}");
    drop(ticket);
    let lines = floor.stop();
    let changes = lines.iter().filter_map(|line| match &line.fact {
        HistoryFact::CallChanged {
            what,
            before,
            after,
            by,
        } => Some(format!("{what} {before:?} {after:?} {by}")),
        HistoryFact::CallMoved {
            from,
            to,
            cause,
            by,
            ..
        } => Some(format!("{from} {to} {cause} {by:?}")),
        _ => None,
    });
    let expected = [
        r#"priority Some("0") Some("7") console"#,
        r#"requirement Some("any") Some("french >= 2") console"#,
        r#"$vip None Some("yes") console"#,
        r#"support sales asked Some("AMI user ann")"#,
    ];
    assert_eq!(changes.collect::<Vec<_>>(), expected);
}
