//! Levels are compared as written: at least, above, exactly, not, below, and not at all.

use crate::caller::Caller;
use crate::floor::Floor;

// Who is rung when the four wait side by side, each with another level of French.
fn rung(requirement: &str) -> Vec<String> {
    let mut floor = Floor::open(|plan| {
        plan.skills("french");
        plan.queue("support");
        plan.agent("novice", "", "support");
        plan.agent("fair", "french:2", "support");
        plan.agent("good", "french:3", "support");
        plan.agent("best", "french:100", "support");
    });
    let calls: Vec<_> = (0..4)
        .map(|_| floor.enters(Caller::of("support").needs(requirement)))
        .collect();
    let names = calls.iter().map(|&call| floor.rung_for(call).to_owned());
    names.filter(|name| name != "nobody").collect()
}

#[test]
fn every_comparison_rings_those_who_meet_it() {
    let cases: [(&str, &[&str]); 10] = [
        ("french >= 3", &["good", "best"]),
        ("french > 3", &["best"]),
        ("french = 3", &["good"]),
        ("french != 3", &["novice", "fair", "best"]),
        ("french < 3", &["novice", "fair"]),
        ("french <= 3", &["novice", "fair", "good"]),
        ("french", &["fair", "good", "best"]),
        ("!french", &["novice"]),
        ("french >= 2 & !(french >= 100)", &["fair", "good"]),
        ("french = 2 | french = 100", &["fair", "best"]),
    ];
    for (requirement, expected) in cases {
        assert_eq!(rung(requirement), expected, "{requirement}");
    }
}
