//! `$name` in a requirement stands for what the call brings along.

use acd::engine::requirement::RequirementErrorKind;
use acd::engine::{CallExit, Rejection};

use crate::caller::Caller;
use crate::floor::Floor;

fn floor() -> Floor {
    Floor::open(|plan| {
        plan.skills("french german level");
        plan.queue("support")
            .requires("$lang >= $min")
            .relax(20_000, "$lang");
        plan.queue("plain");
        plan.agent("alice", "french:10", "support plain");
        plan.agent("bob", "german:50", "support plain");
    })
}

fn caller(lang: &str, min: &str) -> Caller {
    Caller::of("support")
        .brings("lang", lang)
        .brings("min", min)
}

#[test]
fn a_skill_and_a_level_are_bound() {
    let mut floor = floor();
    let german = floor.enters(caller("german", "50"));
    let french = floor.enters(caller("FRENCH", "10"));
    assert_eq!(
        (floor.rung_for(german), floor.rung_for(french)),
        ("bob", "alice")
    );
}

#[test]
fn a_later_step_is_bound_too() {
    let mut floor = floor();
    let call = floor.enters(caller("german", "51"));
    floor.pass(19_999);
    assert_eq!(floor.rung_for(call), "nobody");
    floor.pass(1);
    assert_eq!(floor.rung_for(call), "bob");
}

#[test]
fn what_cannot_be_bound_is_refused_with_its_reason() {
    let mut floor = floor();
    let kind = |refusal: Rejection| match refusal {
        Rejection::Requirement(error) => error.kind().clone(),
        other => panic!("refused for another reason: {other}"),
    };
    let before = floor.snapshot();
    assert!(matches!(
        kind(floor.is_refused(Caller::of("support").brings("lang", "french"))),
        RequirementErrorKind::MissingAttribute { name } if name == "min"
    ));
    assert!(matches!(
        kind(floor.is_refused(caller("frenhc", "1"))),
        RequirementErrorKind::AttributeNotASkill { suggestion: Some(name), .. } if name == "french"
    ));
    assert!(matches!(
        kind(floor.is_refused(caller("french", "101"))),
        RequirementErrorKind::AttributeNotALevel { .. }
    ));
    assert!(matches!(
        kind(floor.is_refused(Caller::of("plain").needs("spanish"))),
        RequirementErrorKind::UnknownSkill { .. }
    ));
    floor.assert_unchanged_since(&before);
}

#[test]
fn what_a_caller_brings_is_never_read_as_language() {
    let mut floor = floor();
    for value in [
        "french | german",
        "french)",
        "any",
        "$min",
        "",
        "french >= 1",
    ] {
        floor.is_refused(caller(value, "1"));
    }
}

#[test]
fn attributes_are_bound_anew_at_a_reload() {
    let mut floor = floor();
    let call = floor.enters(caller("german", "100"));
    floor.reload(|plan| {
        plan.agent("bob", "german:100", "support");
    });
    assert_eq!(floor.rung_for(call), "bob");
}

#[test]
fn an_attribute_that_no_longer_names_a_skill_releases_the_call() {
    let mut floor = floor();
    let call = floor.enters(caller("german", "100"));
    floor.reload(|plan| plan.skills("french level"));
    assert_eq!(floor.exit(call), Some(CallExit::RequirementInvalid));
}
