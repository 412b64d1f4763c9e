//! What agents ask for.

use super::*;
use crate::engine::{CallId, Tags};

#[test]
fn agents_come_and_go() {
    let floor = Floor::new(FLOOR);
    let entrance = &floor.entrance;
    assert_eq!(
        entrance.sign_in("1009", None),
        Err(Refusal::UnknownAgent("1009".to_owned()))
    );
    let missing = Refusal::InterfaceMissing("1002".to_owned());
    assert_eq!(entrance.sign_in("1002", None), Err(missing));
    assert_eq!(
        entrance.ready("1002"),
        Err(Refusal::AgentSignedOut("1002".to_owned()))
    );
    entrance.sign_in("1002", Some("Local/1002")).unwrap();
    entrance.sign_out("1001").unwrap();
    let ticket = floor.arrive();
    next_offer(&ticket, "1002");
    drop(ticket);
    entrance.not_ready("1002", "lunch").unwrap();
    let line = floor.until(|line| matches!(line.fact, HistoryFact::AgentNotReady { .. }));
    assert_eq!(line.agent.as_deref(), Some("1002"));
    assert_eq!(
        line.fact,
        HistoryFact::AgentNotReady {
            reason: "lunch".into()
        }
    );
    entrance.ready("1002").unwrap();
    floor.serve_one("1002");
}

#[test]
fn foreign_texts_are_bounded() {
    let floor = Floor::new(FLOOR);
    let entrance = &floor.entrance;
    let long = "x".repeat(1_000);
    for no_phone in [&*long, "1002", "PJSIP/", "PJSIP/1&PJSIP/2", "PJSIP/1\n"] {
        let refused = entrance.sign_in("1002", Some(no_phone));
        assert!(
            matches!(refused, Err(Refusal::Interface { .. })),
            "{no_phone}: {refused:?}"
        );
    }
    assert!(matches!(
        entrance.not_ready("1001", &long),
        Err(Refusal::Text { .. })
    ));
    assert!(matches!(
        entrance.not_ready("1001", "a\nb"),
        Err(Refusal::Text { .. })
    ));
}

#[test]
fn questions_are_about_one_thing() {
    let floor = Floor::new(FLOOR);
    let entrance = &floor.entrance;
    let ticket = floor.arrive();
    next_offer(&ticket, "1001");
    assert_eq!(entrance.queue("SUPPORT").unwrap().ringing, 1);
    assert_eq!(entrance.agent("1001").unwrap().doing.state, "offered");
    let call = entrance.call(ticket.call()).unwrap().unwrap();
    assert_eq!((call.state, call.place), ("ringing", Some(1)));
    let seen = entrance.prospect("support", Some("french >= 2"), &[], Tags::default());
    let seen = seen.unwrap();
    assert_eq!((seen.agents, seen.qualified, seen.staffed), (2, 1, 1));
    assert_eq!((seen.free, &*seen.requirement), (0, "french >= 2"));
    let nobody = || "nobody".to_owned();
    assert_eq!(
        entrance.queue("nobody"),
        Err(Refusal::UnknownQueue(nobody()))
    );
    assert_eq!(
        entrance.agent("nobody"),
        Err(Refusal::UnknownAgent(nobody()))
    );
    assert_eq!(entrance.call(CallId(u64::MAX)), Ok(None));
    let refused = entrance.prospect("support", Some("german"), &[], Tags::default());
    assert!(
        matches!(refused, Err(Refusal::Requirement(_))),
        "{refused:?}"
    );
}
