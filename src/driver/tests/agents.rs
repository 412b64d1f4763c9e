//! What agents ask for.

use super::*;

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
