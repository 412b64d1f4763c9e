//! Tags through the driver: contacts, calls, rules, and what is written down.

use crate::engine::{ContactId, EndedBy, Tags};

use super::*;

const RULES: &str = "
[reason]
type = tag
kind = choice
choices = billing, other
[vip]
type = tag-rule
on = queue
if = $segment = gold
set = vip
[talk]
type = tag-rule
on = answered
set = talked
[big]
type = tag-rule
on = tags
if = amount >= 100
set = big
";

fn floor() -> Floor {
    Floor::new(&format!("{FLOOR}{RULES}"))
}

fn tags(text: &[(&str, &str)]) -> String {
    text.iter()
        .map(|(key, value)| format!("{key}={value} "))
        .collect()
}

fn shown(tags: &Tags) -> String {
    tags.iter()
        .map(|(key, value)| format!("{key}={value} "))
        .collect()
}

fn of(contact: ContactId) -> String {
    shown(&tags_of_contact(contact).expect("the caller is there"))
}

#[test]
fn a_contact_has_tags_before_in_and_after_a_queue() {
    let floor = floor();
    let contact = open_contact("PJSIP/trunk-1").unwrap();
    let whose = Tagged::Contact(contact);
    floor
        .entrance
        .tag(whose, "reason=BILLING&amount=5", "dialplan")
        .unwrap();
    assert_eq!(of(contact), tags(&[("amount", "5"), ("reason", "billing")]));
    let attributes = vec![("segment".to_owned(), "gold".to_owned())];
    let contact_of_call = Some(contact);
    let request = CallRequest {
        attributes,
        contact: contact_of_call,
        ..request()
    };
    let ticket = floor.entrance.arrive(&request).unwrap();
    assert!(of(contact).contains("vip=1"));
    let offer = next_offer(&ticket, "1001");
    ticket.answered(offer);
    assert_eq!(next_order(&ticket), Order::Connect { offer });
    floor
        .entrance
        .tag_of_agent("1001", "amount=100", "agent 1001")
        .unwrap();
    let call = Tagged::Call(ticket.call());
    floor
        .entrance
        .untag(call, &["REASON", "nothing"], "console")
        .unwrap();
    let expected = [
        ("amount", "100"),
        ("big", "1"),
        ("talked", "1"),
        ("vip", "1"),
    ];
    assert_eq!(of(contact), tags(&expected));
    let views = floor.entrance.calls().unwrap();
    assert_eq!(shown(&views[0].tags), tags(&expected));
    ticket.conversation().unwrap().ended(EndedBy::Agent);
    drop(ticket);
    floor
        .entrance
        .tag_set(whose, "note", "a & b = ${c}", "dialplan")
        .unwrap();
    assert!(of(contact).contains("note=a & b = ${c}"));
    floor.entrance.contact_gone(contact);
    let ended = floor.until(|line| matches!(line.fact, HistoryFact::ContactEnded { .. }));
    assert!(
        ended.to_json().contains(r#""tags":{"amount":"100""#),
        "{}",
        ended.to_json()
    );
    assert_eq!(tags_of_contact(contact), None);
    assert_told(&floor.all());
}

// Who did what in the story above.
fn assert_told(told: &[HistoryRecord]) {
    let set_by = |by: &str| {
        let is_it = |line: &&HistoryRecord| match &line.fact {
            HistoryFact::TagSet { by: who, .. } | HistoryFact::TagRemoved { by: who, .. } => {
                &**who == by
            }
            _ => false,
        };
        told.iter().filter(is_it).count()
    };
    let counts = [
        "dialplan",
        "rule vip",
        "rule talk",
        "rule big",
        "agent 1001",
        "console",
    ];
    assert_eq!(counts.map(set_by), [3, 1, 1, 1, 1, 1]);
    let removed = told
        .iter()
        .find(|line| matches!(line.fact, HistoryFact::TagRemoved { .. }));
    let removed = removed.unwrap().to_json();
    assert!(
        removed.contains(r#""tag":"reason","before":"billing","by":"console""#),
        "{removed}"
    );
    assert!(removed.contains(r#""agent":"1001""#), "{removed}");
}

#[test]
fn what_is_refused_changes_nothing_and_says_what_was_expected() {
    let floor = floor();
    let contact = open_contact("PJSIP/trunk-1").unwrap();
    let whose = Tagged::Contact(contact);
    for (tags, expected) in [
        (
            "good&reason=x",
            "tag `reason`: expected one of billing, other",
        ),
        ("good&bad key=x", "`bad key` is no key of a tag"),
        ("", "expected tags such as"),
        ("a=\u{7}", "without control"),
    ] {
        let refused = floor
            .entrance
            .tag(whose, tags, "x")
            .unwrap_err()
            .to_string();
        assert!(refused.contains(expected), "{refused}");
        assert_eq!(of(contact), "");
    }
    let unknown = floor
        .entrance
        .tag(Tagged::Call(crate::engine::CallId(0)), "a", "x");
    assert!(
        unknown
            .unwrap_err()
            .to_string()
            .contains("there is no call 0")
    );
    let idle = floor
        .entrance
        .tag_of_agent("1001", "a", "x")
        .unwrap_err()
        .to_string();
    assert!(idle.contains("neither talks nor"), "{idle}");
    forget_contact(contact);
    assert_eq!(floor.entrance.tag(whose, "a", "x"), Err(Refusal::NoContact));
}

#[test]
fn tags_outlive_a_driver_and_a_failure_of_the_engine() {
    let contact = open_contact("PJSIP/trunk-1").unwrap();
    let whose = Tagged::Contact(contact);
    let first = floor();
    first.entrance.tag(whose, "vip=3", "x").unwrap();
    drop(first);
    let second = floor();
    second.entrance.tag(whose, "amount=7", "x").unwrap();
    assert_eq!(of(contact), tags(&[("amount", "7"), ("vip", "3")]));
    let contact_of_call = Some(contact);
    let request = CallRequest {
        contact: contact_of_call,
        ..request()
    };
    let ticket = second.entrance.arrive(&request).unwrap();
    let offer = next_offer(&ticket, "1001");
    ticket.answered(offer);
    assert_eq!(next_order(&ticket), Order::Connect { offer });
    second.entrance.provoke_panic();
    second.until(|line| matches!(line.fact, HistoryFact::ConversationResumed));
    let views = second.entrance.calls().unwrap();
    assert!(shown(&views[0].tags).contains("vip=3"), "{views:?}");
    second
        .entrance
        .tag(Tagged::Call(ticket.call()), "after", "x")
        .unwrap();
    assert!(of(contact).contains("after=1"));
    forget_contact(contact);
}

#[test]
fn a_call_without_a_contact_has_one_of_its_own() {
    let floor = floor();
    let ticket = floor.arrive();
    floor
        .entrance
        .tag(Tagged::Call(ticket.call()), "a=b", "x")
        .unwrap();
    drop(ticket);
    floor.until(|line| matches!(line.fact, HistoryFact::ContactEnded { .. }));
}

#[test]
fn a_closed_queue_takes_only_declared_tags() {
    let text = FLOOR.replace("wrap-up = 0", "wrap-up = 0\nundeclared-tags = no");
    let floor = Floor::new(&format!("{text}[reason]\ntype = tag\n"));
    let ticket = floor.arrive();
    let call = Tagged::Call(ticket.call());
    floor.entrance.tag(call, "reason=x", "x").unwrap();
    let refused = floor
        .entrance
        .tag(call, "raeson=x", "x")
        .unwrap_err()
        .to_string();
    assert_eq!(
        refused,
        "tag `raeson` is not declared; did you mean `reason`?"
    );
}
