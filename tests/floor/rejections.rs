//! What cannot be true is refused, with its reason, and has changed nothing.

use acd::engine::limits::{
    DELAY_MS_MAX, INTERFACE_BYTES_MAX, PRIORITY_MAX, PRIORITY_MIN, REASON_BYTES_MAX,
};
use acd::engine::{
    AgentId, Arrival, CallId, DeviceState, EndedBy, Input, OfferFailure, OfferId, QueueId,
    Rejection,
};

use crate::caller::Caller;
use crate::floor::{Floor, abandoned};

// Every kind of state at once: call 1 talks to alice, call 2 rings at bob's, call 3 waits, carol
// is at lunch, dave is signed out and has no phone of his own.
fn busy_floor() -> Floor {
    let mut floor = Floor::open(|plan| {
        plan.skills("french");
        plan.queue("support")
            .relax(30_000, "french")
            .timeout(300_000);
        plan.agent("alice", "", "support");
        plan.agent("bob", "", "support");
        plan.agent("carol", "", "support");
        plan.agent("dave", "", "support").without_interface();
    });
    floor.not_ready("carol", "lunch");
    floor.call("support");
    floor.answers("alice");
    floor.call("support");
    floor.call("support");
    // The engine has heard of this moment, so that only what is refused can change it.
    floor.oversleeps(1_234);
    floor
}

#[track_caller]
fn refused(floor: &mut Floor, input: Input, is_expected: impl Fn(&Rejection) -> bool) {
    let (before, told) = (floor.snapshot(), format!("{input:?}"));
    let (events, offers) = (floor.events.len(), floor.host.offered.len());
    match floor.tell(input) {
        Ok(()) => panic!("{told} was believed"),
        Err(refusal) => assert!(is_expected(&refusal), "{told}: {refusal}"),
    }
    floor.assert_unchanged_since(&before);
    assert_eq!(
        (floor.events.len(), floor.host.offered.len()),
        (events, offers)
    );
}

fn arrival(floor: &Floor, call: u64) -> Arrival {
    Caller::of("support").arrival(CallId(call), &floor.blueprint)
}

#[test]
fn what_is_not_known() {
    let mut floor = busy_floor();
    let (agent, call, offer) = (AgentId(99), CallId(99), OfferId(99));
    let failure = OfferFailure::Busy;
    let reason = "lunch".into();
    for input in [
        Input::AgentSignedIn {
            agent,
            interface: None,
        },
        Input::AgentSignedOut { agent },
        Input::AgentReady { agent },
        Input::AgentNotReady { agent, reason },
        Input::DeviceChanged {
            agent,
            device: DeviceState::Free,
        },
    ] {
        refused(&mut floor, input, |r| *r == Rejection::UnknownAgent(agent));
    }
    let ended_by = EndedBy::Agent;
    for input in [abandoned(call), Input::ConversationEnded { call, ended_by }] {
        refused(&mut floor, input, |r| *r == Rejection::UnknownCall(call));
    }
    for input in [
        Input::OfferRang { offer },
        Input::OfferAnswered { offer },
        Input::OfferFailed { offer, failure },
    ] {
        refused(&mut floor, input, |r| *r == Rejection::UnknownOffer(offer));
    }
    let lost = Arrival {
        queue: QueueId(99),
        ..arrival(&floor, 50)
    };
    refused(&mut floor, Input::CallArrived(lost), |r| {
        *r == Rejection::UnknownQueue(QueueId(99))
    });
}

#[test]
fn arrivals_that_make_no_sense() {
    let mut floor = busy_floor();
    for known in 1..=3 {
        let again = arrival(&floor, known);
        refused(&mut floor, Input::CallArrived(again), |r| {
            *r == Rejection::CallIdReused(CallId(known))
        });
    }
    for priority in [PRIORITY_MIN - 1, PRIORITY_MAX + 1] {
        let pushy = Arrival {
            priority,
            ..arrival(&floor, 50)
        };
        refused(&mut floor, Input::CallArrived(pushy), |r| {
            *r == Rejection::PriorityOutOfRange(priority)
        });
    }
    for delay_ms in [0, DELAY_MS_MAX + 1] {
        let timeless = Arrival {
            timeout_ms: Some(delay_ms),
            ..arrival(&floor, 50)
        };
        refused(&mut floor, Input::CallArrived(timeless), |r| {
            *r == Rejection::DelayOutOfRange(delay_ms)
        });
    }
    let strange = Caller::of("support")
        .needs("spanish")
        .arrival(CallId(50), &floor.blueprint);
    refused(&mut floor, Input::CallArrived(strange), |r| {
        matches!(r, Rejection::Requirement(_))
    });
}

#[test]
fn agents_who_cannot_do_that_now() {
    let mut floor = busy_floor();
    let dave = floor.agent("dave");
    refused(
        &mut floor,
        Input::AgentSignedIn {
            agent: dave,
            interface: None,
        },
        |r| *r == Rejection::InterfaceMissing(dave),
    );
    let reason = "lunch".into();
    for input in [
        Input::AgentSignedOut { agent: dave },
        Input::AgentReady { agent: dave },
        Input::AgentNotReady {
            agent: dave,
            reason,
        },
    ] {
        refused(&mut floor, input, |r| *r == Rejection::AgentSignedOut(dave));
    }
}

#[test]
fn calls_that_cannot_do_that_now() {
    let mut floor = busy_floor();
    let ended_by = EndedBy::Caller;
    for call in [CallId(2), CallId(3)] {
        refused(
            &mut floor,
            Input::ConversationEnded { call, ended_by },
            |r| matches!(r, Rejection::IllegalCallMove { call: named, .. } if *named == call),
        );
    }
}

#[test]
fn offers_that_are_over() {
    let mut floor = busy_floor();
    let answered = floor.host.offered[0].offer;
    for input in [
        Input::OfferRang { offer: answered },
        Input::OfferAnswered { offer: answered },
        Input::OfferFailed {
            offer: answered,
            failure: OfferFailure::Rejected,
        },
    ] {
        refused(&mut floor, input, |r| {
            *r == Rejection::UnknownOffer(answered)
        });
    }
}

#[test]
fn text_beyond_its_limit() {
    let mut floor = busy_floor();
    let (bob, carol) = (floor.agent("bob"), floor.agent("carol"));
    for bytes in [0, REASON_BYTES_MAX + 1] {
        let reason = "x".repeat(bytes).into();
        refused(
            &mut floor,
            Input::AgentNotReady { agent: bob, reason },
            |r| matches!(r, Rejection::TextLength { bytes: named, .. } if *named == bytes),
        );
    }
    for bytes in [0, INTERFACE_BYTES_MAX + 1] {
        let interface = Some("x".repeat(bytes).into());
        refused(
            &mut floor,
            Input::AgentSignedIn {
                agent: carol,
                interface,
            },
            |r| matches!(r, Rejection::TextLength { bytes: named, .. } if *named == bytes),
        );
    }
}
