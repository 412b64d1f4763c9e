//! What expressions mean, how they are refused, and properties of the whole language.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::{Expression, TagFacts};
use crate::engine::limits::{EXPRESSION_NESTING_MAX, EXPRESSION_TERMS_MAX};

#[derive(Default)]
struct Known(BTreeMap<&'static str, &'static str>);

impl TagFacts for Known {
    fn tag(&self, key: &str) -> Option<&str> {
        self.0.get(key).copied()
    }

    fn attribute(&self, name: &str) -> Option<&str> {
        self.0.get(&*format!("${name}")).copied()
    }
}

fn holds(text: &str, known: &[(&'static str, &'static str)]) -> bool {
    let expression = Expression::parse(text).unwrap_or_else(|error| panic!("{}", error.render()));
    expression.holds(&Known(known.iter().copied().collect()))
}

fn refused(text: &str) -> String {
    Expression::parse(text)
        .expect_err("it is not of the language")
        .render()
}

#[test]
fn a_name_alone_asks_whether_it_is_there_and_says_yes() {
    for (value, expected) in [
        ("1", true),
        ("x", true),
        ("0", false),
        ("No", false),
        ("OFF", false),
    ] {
        assert_eq!(holds("vip", &[("vip", value)]), expected, "{value}");
        assert_eq!(holds("$VIP", &[("$vip", value)]), expected, "{value}");
        assert_eq!(holds("!vip", &[("vip", value)]), !expected, "{value}");
    }
    assert!(!holds("vip", &[]));
    assert!(!holds("vip", &[("$vip", "1")]));
    assert!(holds("any", &[]));
}

#[test]
fn comparisons_are_of_numbers_or_of_texts() {
    let gold = &[
        ("segment", "Gold"),
        ("amount", "0100"),
        ("$lang", "two words"),
    ];
    for text in [
        "segment = gold",
        "segment = \"GOLD\"",
        "segment != silver",
        "amount = 100",
        "amount >= 100",
        "amount <= 100",
        "amount > -5",
        "amount < 101",
        "amount != 99",
        "$lang = \"Two words\"",
        "missing != x",
        "missing != 1",
        "segment != 1",
        "segment = gold & (amount < 5 | $lang)",
        "!(segment = silver)",
        "!!segment",
    ] {
        assert!(holds(text, gold), "{text}");
    }
    for text in [
        "segment = \"gold \\\"x\\\"\"",
        "missing = x",
        "missing >= 0",
        "segment >= 0",
        "amount > 100",
        "amount = \"100\"",
        "$lang >= 1",
        "!any",
        "segment = silver | amount = 1",
    ] {
        assert!(!holds(text, gold), "{text}");
    }
}

#[test]
fn and_binds_closer_than_or() {
    let vip = &[("vip", "1")];
    assert!(holds("vip | a & b", vip));
    assert!(!holds("(vip | a) & b", vip));
}

#[test]
fn a_refusal_shows_the_place() {
    assert_eq!(
        refused("vip && amount >= 100"),
        "line 1, column 5: `&&` is not part of the language; write `&`\n\
         vip && amount >= 100\n    ^^"
    );
    assert_eq!(
        refused("vip & amount >= ten"),
        "line 1, column 17: expected a whole number, found `ten`\n\
         vip & amount >= ten\n                ^^^"
    );
    assert_eq!(
        refused("vip &"),
        "line 1, column 6: expected a tag, `$attribute`, `any`, `!` or `(`, found the end\n\
         vip &\n     ^"
    );
    assert_eq!(
        refused("!amount >= 5"),
        "line 1, column 1: `!` takes a name alone and cannot be compared; write `!(amount >= 5)`\n\
         !amount >= 5\n^^^^^^^^^^^^"
    );
}

#[test]
fn everything_else_is_refused() {
    let deep = "(".repeat(EXPRESSION_NESTING_MAX + 1) + "a";
    let many = vec!["a"; EXPRESSION_TERMS_MAX + 1].join("|");
    let long = "a".repeat(2_000);
    let accents = "é".repeat(600);
    for text in [
        "",
        "  ",
        "a b",
        "a = ",
        "a = (b)",
        "a == b",
        "a and b",
        "not a",
        "(a",
        "a)",
        "()",
        "$",
        "$1",
        "${a}",
        "a = 'b'",
        "a = \"b",
        "a = \"\"",
        "a = \" b\"",
        "a = \"\\n\"",
        "a = \"x\ny\"",
        "a = 1.5",
        "a = 3x",
        "3 = a",
        "\"a\" = b",
        "a = 9999999999999999",
        "a >= b",
        "a = $b",
        "prefer",
        "a prefer b",
        "a;b",
        "a\u{0}",
        "é",
        "a = -",
        "a % 2",
        "-",
        "!",
        "a !",
        "a = b = c",
        &deep,
        &many,
        &long,
        &accents,
    ] {
        let shown = refused(text);
        assert!(
            !shown.contains(|c: char| c.is_control() && c != '\n'),
            "{shown:?}"
        );
    }
}

#[derive(Debug, Clone)]
enum Thought {
    Any,
    Set(usize),
    Compares(usize, usize, i64),
    Not(Box<Self>),
    And(Box<Self>, Box<Self>),
    Or(Box<Self>, Box<Self>),
}

const NAMES: [&str; 4] = ["vip", "amount", "$lang", "$vip"];
const SIGNS: [&str; 6] = ["=", "!=", ">=", "<=", ">", "<"];

impl Thought {
    fn text(&self) -> String {
        match self {
            Self::Any => "any".into(),
            Self::Set(name) => NAMES[*name].into(),
            Self::Compares(name, sign, number) => {
                format!("{} {} {number}", NAMES[*name], SIGNS[*sign])
            }
            Self::Not(a) => format!("!({})", a.text()),
            Self::And(a, b) => format!("({}) & ({})", a.text(), b.text()),
            Self::Or(a, b) => format!("({}) | ({})", a.text(), b.text()),
        }
    }

    fn holds(&self, values: &[Option<i64>; 4]) -> bool {
        match self {
            Self::Any => true,
            Self::Set(name) => values[*name].is_some_and(|value| value != 0),
            Self::Compares(name, sign, number) => match (values[*name], SIGNS[*sign]) {
                (None, sign) => sign == "!=",
                (Some(value), "=") => value == *number,
                (Some(value), "!=") => value != *number,
                (Some(value), ">=") => value >= *number,
                (Some(value), "<=") => value <= *number,
                (Some(value), ">") => value > *number,
                (Some(value), _) => value < *number,
            },
            Self::Not(a) => !a.holds(values),
            Self::And(a, b) => a.holds(values) && b.holds(values),
            Self::Or(a, b) => a.holds(values) || b.holds(values),
        }
    }
}

fn thought() -> impl Strategy<Value = Thought> {
    let term = prop_oneof![
        1 => Just(Thought::Any),
        3 => (0..4_usize).prop_map(Thought::Set),
        6 => (0..4_usize, 0..6_usize, -2_i64..3)
            .prop_map(|(name, sign, number)| Thought::Compares(name, sign, number)),
    ];
    term.prop_recursive(5, 24, 2, |inner| {
        prop_oneof![
            inner.clone().prop_map(|a| Thought::Not(a.into())),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| Thought::And(a.into(), b.into())),
            (inner.clone(), inner).prop_map(|(a, b)| Thought::Or(a.into(), b.into())),
        ]
    })
}

struct Numbers([Option<String>; 4]);

impl TagFacts for Numbers {
    fn tag(&self, key: &str) -> Option<&str> {
        let at = NAMES.iter().position(|name| *name == key)?;
        self.0[at].as_deref()
    }

    fn attribute(&self, name: &str) -> Option<&str> {
        self.tag(&format!("${name}"))
    }
}

proptest! {
    #[test]
    fn it_means_what_a_plain_evaluator_says(
        thought in thought(),
        values in prop::array::uniform4(prop::option::of(-2_i64..3)),
    ) {
        // Text that is too long to be read says nothing of the meaning.
        if let Ok(expression) = Expression::parse(&thought.text()) {
            let known = Numbers(values.map(|value| value.map(|value| value.to_string())));
            prop_assert_eq!(expression.holds(&known), thought.holds(&values), "{}", expression);
        }
    }

    #[test]
    fn what_is_printed_reads_the_same_again(thought in thought()) {
        if let Ok(expression) = Expression::parse(&thought.text()) {
            let again = Expression::parse(&expression.to_string()).unwrap();
            prop_assert_eq!(again, expression);
        }
    }

    #[test]
    fn any_text_is_read_or_refused_with_a_place(text in "[-a-z$\"\\\\()!&|=<> 0-9\n\\PC]{0,60}") {
        match Expression::parse(&text) {
            Ok(expression) => {
                let again = Expression::parse(&expression.to_string()).unwrap();
                prop_assert_eq!(again, expression);
            }
            Err(error) => {
                let shown = error.render();
                prop_assert!(!shown.contains(|c: char| c.is_control() && c != '\n'));
            }
        }
    }

    /// A value is compared, never read: no text that a caller brings along changes the question.
    #[test]
    fn a_value_is_never_a_piece_of_the_language(value in "\\PC{0,40}") {
        let value: &'static str = value.leak();
        let known = Known([("reason", value)].into());
        let expression = Expression::parse("reason = \"billing\" & !any").unwrap();
        prop_assert!(!expression.holds(&known));
        let is = Expression::parse("reason = \"billing\"").unwrap().holds(&known);
        prop_assert_eq!(is, value.trim().eq_ignore_ascii_case("billing"));
    }
}
