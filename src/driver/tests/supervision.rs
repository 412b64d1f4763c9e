//! What supervisors decide, who proves to be an agent, and what of it a failure leaves.

use super::*;

const REASONS: &str = "[coaching]
type = not-ready-reason
selectable = supervisor
[lunch]
type = not-ready-reason
";

fn floor() -> Floor {
    Floor::new(&format!("{REASONS}{FLOOR}pin = 4711\n"))
}

fn view(floor: &Floor, agent: &str) -> AgentView {
    let mut views = floor.entrance.agents().unwrap().into_iter();
    views.find(|view| &*view.agent == agent).unwrap()
}

#[test]
fn a_forced_change_is_told_with_its_source_and_survives_a_failure() {
    let floor = floor();
    let entrance = &floor.entrance;
    let refused = entrance.not_ready("1001", "coaching").unwrap_err();
    assert_eq!(
        refused.to_string(),
        "there is no not-ready reason `coaching` to give; known are lunch, rona, one-call, \
         undeclared"
    );
    entrance.force_not_ready("1001", "COACHING", "ann").unwrap();
    let line = floor.until(|line| matches!(line.fact, HistoryFact::AgentChangeCaused { .. }));
    let fact = HistoryFact::AgentChangeCaused {
        change: "not_ready",
        reason: Some("coaching".into()),
        cause: "forced",
        by: Some("ann".into()),
        missed: None,
    };
    assert_eq!(line.fact, fact);
    entrance.provoke_panic();
    floor.until(|line| matches!(line.fact, HistoryFact::EngineFailed { .. }));
    let shown = view(&floor, "1001");
    assert_eq!(shown.doing.reason.as_deref(), Some("coaching"));
    assert_eq!(shown.caused_by.as_deref(), Some("forced by ann"));
    assert!(matches!(
        entrance.force_ready("1001", "a\nb"),
        Err(Refusal::Text { .. })
    ));
    entrance.force_sign_out("1001", "ann").unwrap();
    assert_eq!(view(&floor, "1001").doing.state, "signed_out");
}

#[test]
fn live_changes_are_told_shown_and_survive_a_failure() {
    let floor = floor();
    let entrance = &floor.entrance;
    entrance.change_skill("1001", "French", 7, "ann").unwrap();
    entrance
        .change_queue("1001", "support", Some(2), "ann")
        .unwrap();
    let line = floor.until(|line| matches!(line.fact, HistoryFact::AgentChanged { .. }));
    let fact = HistoryFact::AgentChanged {
        changed: "skill",
        name: Some("french".to_owned()),
        from: Some("3".to_owned()),
        to: Some("7".to_owned()),
        by: "ann".into(),
    };
    assert_eq!(line.fact, fact);
    for _ in 0..2 {
        let shown = view(&floor, "1001");
        assert_eq!((shown.skills["french"], shown.queues["support"]), (7, 2));
        let expected = ["skill french 7 (was 3)", "queue support 2 (was 1)"];
        assert_eq!(shown.changed, expected);
        entrance.provoke_panic();
        floor.until(|line| matches!(line.fact, HistoryFact::EngineFailed { .. }));
    }
    entrance.change_back("1001", "ann").unwrap();
    assert!(view(&floor, "1001").changed.is_empty());
    assert!(matches!(
        entrance.change_skill("1001", "frnch", 1, "ann"),
        Err(Refusal::UnknownSkill(_))
    ));
    assert!(matches!(
        entrance.change_skill("1001", "french", 101, "ann"),
        Err(Refusal::Grade("skill level", 0))
    ));
    assert!(matches!(
        entrance.change_queue("1001", "support", Some(0), "ann"),
        Err(Refusal::Grade("rank", 1))
    ));
}

#[test]
fn a_pin_is_compared_and_guessing_is_stopped() {
    let floor = floor();
    let entrance = &floor.entrance;
    assert_eq!(entrance.has_pin("1001"), Ok(false));
    assert_eq!(entrance.has_pin("1002"), Ok(true));
    assert!(matches!(
        entrance.check_pin("1001", "4711"),
        Err(Refusal::NoPin(_))
    ));
    assert!(matches!(
        entrance.check_pin("nobody", "4711"),
        Err(Refusal::UnknownAgent(_))
    ));
    assert_eq!(entrance.check_pin("1002", "4711"), Ok(()));
    for wrong in ["", "4712", "471"] {
        let refused = entrance.check_pin("1002", wrong).unwrap_err();
        assert_eq!(refused.to_string(), "that is not the PIN of agent `1002`");
    }
    assert!(matches!(
        entrance.check_pin("1002", "4711"),
        Err(Refusal::PinClosed { .. })
    ));
}
