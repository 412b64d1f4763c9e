//! Properties of the whole language, against a plain evaluator written from its description alone.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::{names, requirement};
use crate::engine::limits::REQUIREMENT_TEXT_BYTES_MAX;
use crate::engine::requirement::{Requirement, Template};
use crate::engine::skill::{Level, SkillSet};

const SKILLS: [&str; 5] = ["french", "billing", "sales", "trainee", "vip"];
const COMPARISONS: [&str; 6] = ["=", "!=", ">=", "<=", ">", "<"];

/// A requirement as a person thinks of it.
#[derive(Clone, Debug)]
enum Thought {
    Any,
    Has(usize),
    Compares(usize, &'static str, u8),
    Not(Box<Self>),
    And(Box<Self>, Box<Self>),
    Or(Box<Self>, Box<Self>),
}

fn thought() -> impl Strategy<Value = Thought> {
    // Levels near the ends and near those of the agents below, so that tests go either way.
    let level = prop_oneof![0_u8..=5, 95_u8..=100, 0_u8..=100];
    let term = prop_oneof![
        1 => Just(Thought::Any),
        4 => (0..SKILLS.len()).prop_map(Thought::Has),
        8 => (0..SKILLS.len(), prop::sample::select(&COMPARISONS[..]), level)
            .prop_map(|(skill, comparison, level)| Thought::Compares(skill, comparison, level)),
    ];
    term.prop_recursive(5, 24, 2, |inner| {
        prop_oneof![
            inner.clone().prop_map(|a| Thought::Not(a.into())),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| Thought::And(a.into(), b.into())),
            (inner.clone(), inner).prop_map(|(a, b)| Thought::Or(a.into(), b.into())),
        ]
    })
}

fn levels() -> impl Strategy<Value = [u8; SKILLS.len()]> {
    prop::array::uniform5(prop_oneof![Just(0_u8), 1_u8..=5, 95_u8..=100, 0_u8..=100])
}

fn skills_of(levels: [u8; SKILLS.len()]) -> SkillSet {
    let names = names();
    let level = |(name, n)| (names.id(name).unwrap(), Level::new(n).unwrap());
    SKILLS.into_iter().zip(levels).map(level).collect()
}

impl Thought {
    fn is_met(&self, levels: &[u8; SKILLS.len()]) -> bool {
        match self {
            Self::Any => true,
            Self::Has(skill) => levels[*skill] > 0,
            Self::Compares(skill, comparison, level) => {
                let has = levels[*skill];
                match *comparison {
                    "=" => has == *level,
                    "!=" => has != *level,
                    ">=" => has >= *level,
                    "<=" => has <= *level,
                    ">" => has > *level,
                    "<" => has < *level,
                    other => panic!("{other} is no comparison"),
                }
            }
            Self::Not(a) => !a.is_met(levels),
            Self::And(a, b) => a.is_met(levels) && b.is_met(levels),
            Self::Or(a, b) => a.is_met(levels) || b.is_met(levels),
        }
    }

    /// Text with all parentheses.
    fn in_full(&self) -> String {
        match self {
            Self::Any => "any".to_owned(),
            Self::Has(skill) => SKILLS[*skill].to_owned(),
            Self::Compares(skill, comparison, level) => {
                format!("({} {comparison} {level})", SKILLS[*skill])
            }
            Self::Not(a) => format!("!{}", a.in_full()),
            Self::And(a, b) => format!("({} & {})", a.in_full(), b.in_full()),
            Self::Or(a, b) => format!("({} | {})", a.in_full(), b.in_full()),
        }
    }

    /// Text with only the parentheses that precedence asks for, cramped and shouting.
    /// `strength` is that of what stands around it: 0 nothing, 1 `|`, 2 `&`, 3 `!`.
    fn in_short(&self, strength: u8) -> String {
        let (own, text) = match self {
            Self::Any => (4, "ANY".to_owned()),
            Self::Has(skill) => (4, SKILLS[*skill].to_uppercase()),
            Self::Compares(skill, comparison, level) => (
                2,
                format!("{}{comparison}{level}", SKILLS[*skill].to_uppercase()),
            ),
            Self::Not(a) => (3, format!("!{}", a.in_short(3))),
            Self::And(a, b) => (2, format!("{}&{}", a.in_short(2), b.in_short(2))),
            Self::Or(a, b) => (1, format!("{}|{}", a.in_short(1), b.in_short(1))),
        };
        if own < strength {
            format!("({text})")
        } else {
            text
        }
    }
}

fn preferences() -> impl Strategy<Value = Vec<(usize, u8)>> {
    prop::collection::vec((0..SKILLS.len(), 1_u8..=100), 0..6)
}

fn with_preferences(condition: &str, preferences: &[(usize, u8)]) -> String {
    if preferences.is_empty() {
        return condition.to_owned();
    }
    let listed: Vec<String> = preferences
        .iter()
        .map(|(skill, weight)| format!("{}*{weight}", SKILLS[*skill]))
        .collect();
    format!("{condition} prefer {}", listed.join(", "))
}

/// Pieces of the language and of its neighbourhood, in senseless order.
fn soup() -> impl Strategy<Value = String> {
    let pieces = [
        "any", "prefer", "french", "vip", "a-b", "$lang", "$", "${", "&", "|", "!", "(", ")", "=",
        "!=", ">=", "<=", ">", "<", "==", "&&", "*", ",", "3", "100", "101", "3.5", " ", "\n",
        "\t", "é", "\u{0}", "and", "not",
    ];
    prop::collection::vec(prop::sample::select(pieces.to_vec()), 0..40)
        .prop_map(|pieces| pieces.join(""))
}

/// Whatever the outcome, everything that can be asked of it is asked.
fn exercise(text: &str) {
    let template = match Template::parse(text) {
        Ok(template) => template,
        Err(error) => {
            assert!(error.line() >= 1 && error.column() >= 1 && error.length() >= 1);
            let rendered = error.render();
            assert_eq!(rendered.lines().count(), 3, "{rendered:?}");
            assert!(
                rendered.chars().all(|c| c == '\n' || !c.is_control()),
                "{rendered:?}"
            );
            return;
        }
    };
    let printed = template.to_string();
    if printed.len() <= REQUIREMENT_TEXT_BYTES_MAX {
        let again = Template::parse(&printed).unwrap_or_else(|error| panic!("{}", error.render()));
        assert_eq!(again.to_string(), printed);
    }
    match template.bind(&names(), &|name| {
        Some(if name == "lang" { "vip" } else { "7" })
    }) {
        Ok(bound) => {
            let everyone = skills_of([1, 2, 3, 99, 100]);
            let _ = (bound.is_met_by(&everyone), bound.proficiency(&everyone));
        }
        Err(error) => assert_eq!(error.render().lines().count(), 3),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn agrees_with_the_plain_evaluator(
        thought in thought(),
        crowd in prop::collection::vec(levels(), 16),
    ) {
        let full = requirement(&thought.in_full());
        let short = requirement(&thought.in_short(0));
        prop_assert_eq!(&full, &short, "{} / {}", thought.in_full(), thought.in_short(0));
        for levels in crowd {
            let expected = thought.is_met(&levels);
            prop_assert_eq!(full.is_met_by(&skills_of(levels)), expected, "{:?}", levels);
        }
    }

    #[test]
    fn printed_text_parses_to_the_same(thought in thought(), preferred in preferences()) {
        let text = with_preferences(&thought.in_full(), &preferred);
        let template = Template::parse(&text).unwrap();
        let printed = template.to_string();
        let again = Template::parse(&printed).unwrap();
        prop_assert_eq!(again.to_string(), printed);

        let names = names();
        let bound = template.bind(&names, &|_| None).unwrap();
        prop_assert_eq!(&again.bind(&names, &|_| None).unwrap(), &bound);
        let canonical = bound.display(&names).to_string();
        let again = Requirement::parse(&canonical, &names).unwrap();
        prop_assert_eq!(&again, &bound);
        prop_assert_eq!(again.display(&names).to_string(), canonical);
    }

    #[test]
    fn order_and_repetition_do_not_matter(a in thought(), b in thought(), c in thought()) {
        let [a, b, c] = [a, b, c].map(|thought| thought.in_full());
        for sign in ["&", "|"] {
            let left = requirement(&format!("{a} {sign} ({b} {sign} {c})"));
            let right = requirement(&format!("{c} {sign} {a} {sign} ({b} {sign} {a})"));
            prop_assert_eq!(left, right);
        }
        let neither = requirement(&format!("!({a} | {b})"));
        prop_assert_eq!(neither, requirement(&format!("!({b}) & !({a})")));
    }

    #[test]
    fn preference_is_the_weighted_sum(
        thought in thought(),
        preferred in preferences(),
        levels in levels(),
    ) {
        let bound = requirement(&with_preferences(&thought.in_full(), &preferred));
        let mut weights = BTreeMap::new();
        for (skill, weight) in preferred {
            let total = weights.entry(skill).or_insert(0_u32);
            *total = (*total + u32::from(weight)).min(100);
        }
        let expected: u32 =
            weights.iter().map(|(skill, weight)| u32::from(levels[*skill]) * weight).sum();
        let skills = skills_of(levels);
        prop_assert_eq!(bound.preference(&skills), expected);
        let required = requirement(&thought.in_full()).proficiency(&skills);
        prop_assert_eq!(bound.proficiency(&skills), required + expected);
        prop_assert!(required <= levels.iter().map(|level| u32::from(*level)).sum());
    }

    #[test]
    fn attributes_mean_what_their_values_mean(
        skill in 0..SKILLS.len(),
        comparison in prop::sample::select(&COMPARISONS[..]),
        level in 0_u8..=100,
    ) {
        let number = level.to_string();
        let template = Template::parse(&format!("$skill {comparison} $level & vip")).unwrap();
        let values = |name: &str| match name {
            "skill" => Some(SKILLS[skill]),
            "level" => Some(&*number),
            _ => None,
        };
        let bound = template.bind(&names(), &values).unwrap();
        let plain = requirement(&format!("{} {comparison} {level} & vip", SKILLS[skill]));
        prop_assert_eq!(bound, plain);
    }

    #[test]
    fn any_text_is_parsed_or_refused(text in any::<String>()) {
        exercise(&text);
    }

    #[test]
    fn any_bytes_are_parsed_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..1_200)) {
        exercise(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn any_soup_is_parsed_or_refused(text in soup()) {
        exercise(&text);
    }

    #[test]
    fn any_attribute_value_is_taken_or_refused(value in any::<String>()) {
        for text in ["$x", "vip >= $x", "prefer $x*3"] {
            let bound = Template::parse(text).unwrap().bind(&names(), &|_| Some(&*value));
            if let Err(error) = bound {
                let rendered = error.render();
                prop_assert_eq!(rendered.lines().count(), 3, "{:?}", rendered);
                prop_assert!(rendered.chars().all(|c| c == '\n' || !c.is_control()));
            }
        }
    }
}
