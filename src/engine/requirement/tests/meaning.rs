//! What requirements mean: who meets them, and how well.

use super::{canonical, names, requirement, skilled};
use crate::engine::call::attribute::Attributes;
use crate::engine::requirement::{Requirement, Template};
use crate::engine::skill::SkillSet;

#[test]
fn each_comparison_at_its_edges() {
    // Who of the people with french at levels 0, 2, 3, 4 and 100 meets it.
    for (text, expected) in [
        ("french", [false, true, true, true, true]),
        ("!french", [true, false, false, false, false]),
        ("french >= 3", [false, false, true, true, true]),
        ("french > 3", [false, false, false, true, true]),
        ("french = 3", [false, false, true, false, false]),
        ("french != 3", [true, true, false, true, true]),
        ("french <= 3", [true, true, true, false, false]),
        ("french < 3", [true, true, false, false, false]),
        ("!(french >= 3)", [true, true, false, false, false]),
        ("!(french > 3)", [true, true, true, false, false]),
        ("!(french = 3)", [true, true, false, true, true]),
        ("!(french != 3)", [false, false, true, false, false]),
        ("!(french <= 3)", [false, false, false, true, true]),
        ("!(french < 3)", [false, false, true, true, true]),
        ("french >= 0", [true; 5]),
        ("french < 0", [false; 5]),
        ("french > 100", [false; 5]),
        ("french <= 100", [true; 5]),
        ("french = 0", [true, false, false, false, false]),
        ("french != 0", [false, true, true, true, true]),
        ("french = 100", [false, false, false, false, true]),
        ("french != 100", [true, true, true, true, false]),
        ("any", [true; 5]),
        ("!any", [false; 5]),
        ("!!french", [false, true, true, true, true]),
    ] {
        let requirement = requirement(text);
        let met = [0, 2, 3, 4, 100].map(|n| requirement.is_met_by(&skilled(&[("french", n)])));
        assert_eq!(met, expected, "{text}");
    }
}

#[test]
fn the_example_of_the_documentation() {
    let wanted =
        requirement("french >= 3 & (billing | sales >= 2) & !trainee  prefer vip*3, billing");
    for (levels, expected) in [
        (&[("french", 3), ("billing", 1)][..], true),
        (&[("french", 3), ("sales", 2)], true),
        (&[("french", 3), ("sales", 1)], false),
        (&[("french", 2), ("billing", 9)], false),
        (&[("french", 9), ("billing", 9), ("trainee", 1)], false),
        (&[("vip", 100)], false),
        (&[], false),
    ] {
        assert_eq!(wanted.is_met_by(&skilled(levels)), expected, "{levels:?}");
    }
    // french 3 + sales 2 + billing 4 for being required, vip 5 × 3 + billing 4 × 1 for preference.
    let agent = skilled(&[("french", 3), ("sales", 2), ("billing", 4), ("vip", 5)]);
    assert_eq!(wanted.proficiency(&agent), 3 + 2 + 4 + 15 + 4);
    assert_eq!(wanted.preference(&agent), 15 + 4);
    assert!(wanted.has_preferences());
}

#[test]
fn and_binds_tighter_than_or_and_not_tightest() {
    for (text, same) in [
        ("french | billing & sales", "french | (billing & sales)"),
        ("french & billing | sales", "(french & billing) | sales"),
        ("!french & billing", "(!french) & billing"),
        (
            "!french | billing & !sales | vip",
            "(!french) | (billing & (!sales)) | vip",
        ),
        (
            "french>=3&billing<2|sales=1",
            "((french >= 3) & (billing < 2)) | (sales = 1)",
        ),
    ] {
        assert_eq!(requirement(text), requirement(same), "{text}");
    }
    assert_ne!(
        requirement("french | billing & sales"),
        requirement("(french | billing) & sales")
    );
    assert_ne!(
        requirement("!french & billing"),
        requirement("!(french & billing)")
    );
}

#[test]
fn the_same_said_otherwise_is_equal() {
    for (left, right) in [
        ("french & billing", "BILLING\t&\nFrench"),
        ("french & (billing & sales)", "(sales & french) & billing"),
        ("french | french", "((french))"),
        ("!(french & billing >= 2)", "billing < 2 | !french"),
        ("!(french | billing)", "!french & french < 1 & billing = 0"),
        ("french > 2", "french >= 3"),
        ("any & french", "french"),
        ("any | french", "any"),
        ("!any | french", "french"),
        ("french & !any", "!any"),
        ("french >= 0", "any"),
        ("prefer vip", "any prefer VIP*1"),
        ("any prefer vip, sales*2", "any prefer sales, vip, sales"),
        ("any prefer vip*100", "prefer vip*60, vip*60"),
        ("french prefer vip", "french PREFER vip"),
        ("ANY", "any"),
        ("french >= 007", "french >= 7"),
    ] {
        assert_eq!(requirement(left), requirement(right), "{left} / {right}");
        assert_eq!(canonical(left), canonical(right));
    }
}

#[test]
fn what_differs_is_told_apart_and_ordered() {
    let texts = [
        "any",
        "!any",
        "french",
        "!french",
        "french = 2",
        "french != 2",
        "french >= 2",
        "billing",
        "french & billing",
        "french | billing",
        "any prefer french",
        "any prefer french*2",
        "french prefer french",
        "any prefer billing",
    ];
    let mut requirements: Vec<Requirement> = texts.iter().map(|text| requirement(text)).collect();
    requirements.sort();
    requirements.dedup();
    assert_eq!(requirements.len(), texts.len());
}

#[test]
fn canonical_texts() {
    for (text, expected) in [
        (
            "  sales>=2|billing&French ",
            "sales >= 2 | french & billing",
        ),
        ("(sales | billing) & french", "french & (billing | sales)"),
        ("!(french >= 3)", "french < 3"),
        ("french > 100", "!any"),
        ("prefer vip*3,billing", "any prefer billing, vip*3"),
        ("french=1", "french = 1"),
        ("french != 0 & !(vip = 1)", "french & vip != 1"),
    ] {
        assert_eq!(canonical(text), expected, "{text}");
    }
}

#[test]
fn templates_print_what_was_written_in_one_spelling() {
    for (text, expected) in [
        ("French>=1&!( trainee )", "french & !trainee"),
        ("((a & b)) & c | (d)", "a & b & c | d"),
        ("a & (b | c)", "a & (b | c)"),
        ("!(a >= 2) & !!b & !!!c", "!(a >= 2) & b & !c"),
        ("!(!a)", "a"),
        ("!(a | b)", "!(a | b)"),
        (
            "$Lang >= $MIN prefer $Other * 2, b*1",
            "$lang >= $min prefer $other*2, b",
        ),
        ("prefer a", "any prefer a"),
        ("a<=100 & b!=0", "a <= 100 & b != 0"),
        ("!any", "!any"),
    ] {
        let template = Template::parse(text).unwrap();
        assert_eq!(template.to_string(), expected);
        assert_eq!(template.source(), text);
        assert_eq!(template, Template::parse(expected).unwrap());
    }
}

#[test]
fn attributes_stand_for_skills_and_levels() {
    let template = Template::parse("$Lang >= $min & !$avoid prefer $LANG*2, vip").unwrap();
    assert_eq!(
        template.attributes().collect::<Vec<_>>(),
        ["avoid", "lang", "min"]
    );
    assert!(template.needs_attributes());
    let attributes = |name: &str| match name {
        "lang" => Some("FRENCH"),
        "min" => Some(" 007 "),
        "avoid" => Some("trainee"),
        _ => None,
    };
    let bound = template.bind(&names(), &attributes).unwrap();
    assert_eq!(
        bound,
        requirement("french >= 7 & !trainee prefer french*2, vip")
    );
}

#[test]
fn the_attributes_of_a_call_fit_as_they_are() {
    let call = Attributes::new([("LANG", "french"), ("min", "3")]).unwrap();
    let template = Template::parse("$Lang >= $Min").unwrap();
    let bound = template.bind(&names(), &|name| call.value(name)).unwrap();
    assert_eq!(bound, requirement("french >= 3"));
}

#[test]
fn a_template_is_checked_without_its_attributes() {
    let template = Template::parse("french & $lang >= $min prefer $x, vip").unwrap();
    assert_eq!(template.check(&names()), Ok(()));
    assert!(template.bind(&names(), &|_| None).is_err());
    assert!(!Template::parse("french").unwrap().needs_attributes());
    assert_eq!(Template::default(), Template::parse("ANY").unwrap());
}

#[test]
fn only_skills_that_are_asked_for_count_as_required() {
    let everyone = skilled(&[("french", 10), ("billing", 20), ("sales", 40), ("vip", 80)]);
    for (text, expected) in [
        ("any", 0),
        ("!any", 0),
        ("french", 10),
        ("french & (french >= 3 | billing)", 30),
        ("!french & billing < 30", 0),
        ("!(french < 3)", 10),
        ("french != 3", 0),
        ("french != 0", 10),
        ("french = 10 | sales", 50),
        ("french <= 10 & sales", 40),
        ("french prefer french", 20),
        ("prefer vip*100, vip*100", 8_000),
    ] {
        assert_eq!(requirement(text).proficiency(&everyone), expected, "{text}");
    }
}

#[test]
fn plain_cases_are_recognised() {
    assert!(Requirement::default().is_any());
    assert_eq!(Requirement::any(), requirement("any"));
    assert!(requirement("prefer vip").is_any());
    assert!(requirement("french > 100 & billing").is_impossible());
    assert!(!requirement("french").is_impossible());
    assert!(!requirement("french").has_preferences());
    assert!(Requirement::any().is_met_by(&SkillSet::new()));
}

#[test]
fn ids_of_another_table_print_without_failing() {
    let empty = crate::engine::skill::SkillNames::default();
    assert_eq!(
        requirement("billing & vip").display(&empty).to_string(),
        "#1 & #4"
    );
}
