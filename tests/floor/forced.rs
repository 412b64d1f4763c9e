//! A supervisor decides: at once, also while a phone rings, and history says who it was.

use acd::engine::{
    AgentCondition, ChangeCause, EventKind, Forced, Input, OfferFailure, Rejection, RescindReason,
};

use crate::floor::Floor;
use crate::host::Phone;

fn floor() -> Floor {
    Floor::open(|plan| {
        plan.queue("support");
        plan.agent("alice", "", "support");
        plan.agent("bob", "", "support:2");
    })
}

fn forced(floor: &Floor) -> Option<(Forced, String)> {
    let found = floor.last(|kind| match kind {
        EventKind::AgentChangeCaused {
            change,
            cause: ChangeCause::Forced { by },
            ..
        } => Some((change.clone(), by.to_string())),
        _ => None,
    });
    found.map(|(_, found)| found)
}

#[test]
fn history_tells_a_forced_change_from_the_agents_own() {
    let mut floor = floor();
    floor.not_ready("alice", "lunch");
    floor.ready("alice");
    assert_eq!(forced(&floor), None);
    floor.force_not_ready("alice", "coaching");
    let (change, by) = forced(&floor).unwrap();
    let reason = "coaching".into();
    assert_eq!((change, &*by), (Forced::NotReady { reason }, "boss"));
    let cause = Some(ChangeCause::Forced { by: "boss".into() });
    assert_eq!(floor.view("alice").cause, cause);
    floor.force("alice", Forced::Ready);
    assert_eq!(forced(&floor).unwrap().0, Forced::Ready);
    assert_eq!(floor.view("alice").condition, AgentCondition::Free);
    floor.force("alice", Forced::SignedOut);
    assert_eq!(floor.view("alice").cause, cause);
    floor.signs_in("alice");
    assert_eq!(floor.view("alice").cause, None);
}

#[test]
fn a_supervisor_signs_an_agent_in_and_history_says_so() {
    let mut floor = floor();
    floor.signs_out("alice");
    let interface = Some("PJSIP/9".into());
    let to = Forced::SignedIn { interface };
    floor.force("alice", to.clone());
    assert_eq!(forced(&floor).unwrap(), (to, "boss".to_owned()));
    let view = floor.view("alice");
    assert_eq!(view.condition, AgentCondition::Free);
    assert_eq!(view.interface.as_deref(), Some("PJSIP/9"));
    assert_eq!(view.cause, Some(ChangeCause::Forced { by: "boss".into() }));
    let call = floor.call("support");
    assert_eq!(floor.rung_for(call), "alice");
}

#[test]
fn who_has_no_phone_is_not_signed_in_by_anybody() {
    let mut floor = Floor::open(|plan| {
        plan.queue("support");
        plan.agent("alice", "", "support").without_interface();
    });
    let agent = floor.agent("alice");
    let before = floor.snapshot();
    let refused = floor.tell(Input::AgentForced {
        agent,
        to: Forced::SignedIn { interface: None },
        by: "boss".into(),
    });
    assert_eq!(refused, Err(Rejection::InterfaceMissing(agent)));
    floor.assert_unchanged_since(&before);
}

#[test]
fn a_phone_that_rings_falls_silent_and_the_call_goes_on_at_once() {
    for to in [
        Forced::SignedOut,
        Forced::NotReady {
            reason: "coaching".into(),
        },
    ] {
        let mut floor = floor();
        let call = floor.call("support");
        assert_eq!(floor.rung_for(call), "alice");
        floor.force("alice", to);
        assert_eq!(floor.rung_for(call), "bob");
        let failed = floor.last(|kind| match kind {
            EventKind::OfferFailed { failure, .. } => Some(*failure),
            _ => None,
        });
        assert_eq!(failed, Some((0, OfferFailure::Rescinded)));
        assert_eq!(floor.view("alice").missed, 0);
        assert_ne!(floor.view("alice").condition, AgentCondition::Free);
        assert!(floor.transcript.iter().any(|line| {
            line.contains("RescindOffer")
                && line.contains(&format!("{:?}", RescindReason::AgentGone))
        }));
    }
}

#[test]
fn the_agents_own_request_lets_the_phone_ring_on() {
    let mut floor = floor();
    let call = floor.call("support");
    floor.not_ready("alice", "lunch");
    assert_eq!(floor.rung_for(call), "alice");
    floor.force_not_ready("alice", "coaching");
    assert_eq!(floor.rung_for(call), "bob");
    assert_eq!(floor.not_ready_reason("alice").as_deref(), Some("coaching"));
}

#[test]
fn a_conversation_is_never_cut_short() {
    let mut floor = floor();
    let call = floor.call("support");
    floor.answers("alice");
    floor.force_not_ready("alice", "coaching");
    floor.pass(60_000);
    assert_eq!(floor.talking_to(call), "alice");
    floor.ends(call);
    let view = floor.view("alice");
    assert_eq!(floor.not_ready_reason("alice").as_deref(), Some("coaching"));
    assert_eq!(view.cause, Some(ChangeCause::Forced { by: "boss".into() }));
}

#[test]
fn an_answer_in_the_same_instant_wins_and_the_change_waits() {
    let mut floor = floor();
    floor.phone("alice", Phone::Silent);
    let call = floor.call("support");
    floor.force("alice", Forced::SignedOut);
    floor.answers("alice");
    assert_eq!(floor.talking_to(call), "alice");
    floor.ends(call);
    assert_eq!(floor.view("alice").condition, AgentCondition::SignedOut);
}

#[test]
fn ready_again_before_the_phone_is_silent_is_free_at_once() {
    let mut floor = floor();
    floor.phone("alice", Phone::Silent);
    let call = floor.call("support");
    floor.force_not_ready("alice", "coaching");
    floor.force("alice", Forced::Ready);
    floor.fails("alice", OfferFailure::NoAnswer);
    assert_eq!(floor.rung_for(call), "alice", "nothing is held against her");
}

#[test]
fn nobody_is_forced_anonymously_or_out_of_the_blue() {
    let mut floor = floor();
    let agent = floor.agent("alice");
    let input = |by: &str, to| Input::AgentForced {
        agent,
        to,
        by: by.into(),
    };
    for by in ["", &"x".repeat(129)] {
        let refused = floor.tell(input(by, Forced::SignedOut));
        assert!(matches!(refused, Err(Rejection::TextLength { .. })));
    }
    floor.signs_out("alice");
    let before = floor.snapshot();
    let refused = floor.tell(input("boss", Forced::Ready));
    assert_eq!(refused, Err(Rejection::AgentSignedOut(agent)));
    floor.assert_unchanged_since(&before);
}
