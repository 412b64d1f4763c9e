//! What is refused, with the exact place and the words the operator reads.

use super::names;
use crate::engine::limits::{
    REQUIREMENT_NESTING_MAX, REQUIREMENT_PREFERENCES_MAX, REQUIREMENT_TERMS_MAX,
    REQUIREMENT_TEXT_BYTES_MAX,
};
use crate::engine::requirement::{
    Requirement, RequirementError, RequirementErrorKind as Kind, Template,
};

fn refused(text: &str) -> RequirementError {
    Requirement::parse(text, &names()).expect_err(text)
}

// The part of the message after the place, and the carets with the spaces before them.
fn message_and_mark(error: &RequirementError) -> (String, String) {
    let rendered = error.render();
    let lines: Vec<&str> = rendered.lines().collect();
    let [message, _, mark] = lines[..] else {
        panic!("{rendered:?} is not three lines")
    };
    let place = format!("line {}, column {}: ", error.line(), error.column());
    (
        message
            .strip_prefix(&*place)
            .expect("starts with its place")
            .to_owned(),
        mark.to_owned(),
    )
}

/// Each row: text, carets below it, message.
fn check(rows: &[(&str, &str, &str)]) {
    for &(text, mark, message) in rows {
        let error = refused(text);
        let shown = message_and_mark(&error);
        assert_eq!(shown, (message.to_owned(), mark.to_owned()), "{text:?}");
        assert_eq!(error.column(), mark.find('^').unwrap() + 1, "{text:?}");
        assert_eq!(error.length(), mark.trim_start().len(), "{text:?}");
        assert_eq!(error.line(), 1, "{text:?}");
    }
}

const AFTER: &str = "expected `&`, `|`, `prefer` or the end";
const OPERAND: &str = "expected a skill, `any`, `!` or `(`";
const LEVEL: &str = "expected a level from 0 to 100 or `$attribute`";

#[test]
fn names_and_levels() {
    check(&[
        (
            "french >= 3 & biling",
            "              ^^^^^^",
            "unknown skill `biling`; did you mean `billing`?",
        ),
        (
            "FRNCH",
            "^^^^^",
            "unknown skill `FRNCH`; did you mean `french`?",
        ),
        ("prefer german*2", "       ^^^^^^", "unknown skill `german`"),
        ("!(x = 3)", "  ^", "unknown skill `x`"),
        (
            "french >= 101",
            "          ^^^",
            "level 101 is out of range; levels go from 0 to 100",
        ),
        (
            "french > 99999999999999999999",
            "         ^^^^^^^^^^^^^^^^^^^^",
            "level 99999999999999999999 is out of range; levels go from 0 to 100",
        ),
        (
            "prefer vip*0",
            "           ^",
            "weight 0 is out of range; weights go from 1 to 100",
        ),
        (
            "prefer vip*101",
            "           ^^^",
            "weight 101 is out of range; weights go from 1 to 100",
        ),
        (
            "prefer any",
            "       ^^^",
            "`any` is a reserved word and cannot name a skill",
        ),
        (
            "prefer PREFER",
            "       ^^^^^^",
            "`prefer` is a reserved word and cannot name a skill",
        ),
    ]);
}

#[test]
fn something_is_missing() {
    check(&[
        (
            "",
            "^",
            "the requirement is empty; write `any` to match everyone",
        ),
        ("()", " ^", &format!("{OPERAND}, found `)`")),
        (
            "french &",
            "        ^",
            &format!("{OPERAND}, found the end"),
        ),
        (
            "french & & vip",
            "         ^",
            &format!("{OPERAND}, found `&`"),
        ),
        ("& french", "^", &format!("{OPERAND}, found `&`")),
        (
            "french | prefer vip",
            "         ^^^^^^",
            &format!("{OPERAND}, found `prefer`"),
        ),
        ("!", " ^", &format!("{OPERAND}, found the end")),
        (">= 3", "^^", &format!("{OPERAND}, found `>=`")),
    ]);
}

#[test]
fn a_level_a_preference_or_a_weight_is_missing() {
    check(&[
        (
            "french >=  ",
            "         ^",
            &format!("{LEVEL}, found the end"),
        ),
        (
            "french >= sales",
            "          ^^^^^",
            &format!("{LEVEL}, found `sales`"),
        ),
        (
            "french >= (3)",
            "          ^",
            &format!("{LEVEL}, found `(`"),
        ),
        (
            "french prefer",
            "             ^",
            "expected a skill or `$attribute`, found the end",
        ),
        (
            "prefer vip,",
            "           ^",
            "expected a skill or `$attribute`, found the end",
        ),
        (
            "prefer vip,,sales",
            "           ^",
            "expected a skill or `$attribute`, found `,`",
        ),
        (
            "prefer (vip)",
            "       ^",
            "expected a skill or `$attribute`, found `(`",
        ),
        (
            "prefer vip*",
            "           ^",
            "expected a weight from 1 to 100, found the end",
        ),
        (
            "prefer vip*$w",
            "           ^^",
            "expected a weight from 1 to 100, found `$w`",
        ),
    ]);
}

#[test]
fn something_is_too_much() {
    check(&[
        (
            "french billing",
            "       ^^^^^^^",
            &format!("{AFTER}, found `billing`"),
        ),
        (
            "french >= 3 4",
            "            ^",
            &format!("{AFTER}, found `4`"),
        ),
        (
            "french >= 3 >= 2",
            "            ^^",
            &format!("{AFTER}, found `>=`"),
        ),
        ("any >= 3", "    ^^", &format!("{AFTER}, found `>=`")),
        ("french, vip", "      ^", &format!("{AFTER}, found `,`")),
        ("french*3", "      ^", &format!("{AFTER}, found `*`")),
        ("french !vip", "       ^", &format!("{AFTER}, found `!`")),
        ("french)", "      ^", "this `)` closes nothing"),
        ("(french | vip", "^", "this `(` is never closed"),
        (
            "vip & (french & (vip)",
            "      ^",
            "this `(` is never closed",
        ),
        (
            "(french prefer vip)",
            "        ^^^^^^",
            "expected `&`, `|` or `)`, found `prefer`",
        ),
        (
            "(french vip)",
            "        ^^^",
            "expected `&`, `|` or `)`, found `vip`",
        ),
        (
            "prefer vip & french",
            "           ^",
            "expected `*`, `,` or the end, found `&`",
        ),
        (
            "prefer vip prefer vip",
            "           ^^^^^^",
            "expected `*`, `,` or the end, found `prefer`",
        ),
        (
            "french 3",
            "       ^",
            "expected a comparison such as `>=` before the level, found `3`",
        ),
        (
            "3 <= french",
            "^",
            "expected a skill before its level, found `3`",
        ),
    ]);
}

#[test]
fn habits_from_other_languages_get_advice() {
    let advice = |found, advice| format!("`{found}` is not part of the language; {advice}");
    check(&[
        ("french && vip", "       ^^", &advice("&&", "write `&`")),
        ("french || vip", "       ^^", &advice("||", "write `|`")),
        ("french == 3", "       ^^", &advice("==", "write `=`")),
        ("french => 3", "       ^^", &advice("=>", "write `>=`")),
        ("french =< 3", "       ^^", &advice("=<", "write `<=`")),
        ("french <> 3", "       ^^", &advice("<>", "write `!=`")),
        ("french AND vip", "       ^^^", &advice("AND", "write `&`")),
        (
            "french >= 3 or vip",
            "            ^^",
            &advice("or", "write `|`"),
        ),
        ("not french", "^^^", &advice("not", "write `!`")),
        ("~french", "^", &advice("~", "write `!`")),
        (
            "${LANG} >= 3",
            "^^",
            &advice("${", "write `$name` for the call attribute `name`"),
        ),
        (
            "$ >= 3",
            "^",
            &advice("$", "write `$name` for the call attribute `name`"),
        ),
        (
            "french >= 3.5",
            "          ^^^",
            &advice("3.5", "levels and weights are whole numbers"),
        ),
        (
            "french >= -3",
            "          ^",
            &advice("-", "levels and weights are not negative"),
        ),
        (
            "french >= 3x",
            "          ^^",
            &advice(
                "3x",
                "a name starts with a letter or `_`, a number has digits only",
            ),
        ),
        (
            "$1st",
            "^^^^",
            &advice("$1st", "a name starts with a letter or `_`"),
        ),
        (
            "french & !vip >= 3",
            "         ^^^^^^^^^",
            "`!` takes the skill alone and cannot be compared; write `!(vip >= 3)`",
        ),
        (
            "french & \"vip\"",
            "         ^",
            "`\"` has no meaning in a requirement",
        ),
        (
            "french & été",
            "         ^",
            "`é` has no meaning in a requirement",
        ),
        (
            "french; vip",
            "      ^",
            "`;` has no meaning in a requirement",
        ),
    ]);
}

#[test]
fn a_skill_may_be_called_like_a_foreign_operator() {
    let names = crate::engine::skill::SkillNames::new(["not", "or", "and"]).unwrap();
    for text in ["not", "not & or", "!not", "and | (not)", "not >= 3"] {
        assert!(Requirement::parse(text, &names).is_ok(), "{text}");
    }
}

/// Each row: text, column and length of what is marked, message, all with the same attributes.
fn check_bound(rows: &[(&str, usize, usize, &str)]) {
    let values = |name: &str| match name {
        "lang" => Some("frnch\u{1b}[2J"),
        "number" => Some("3"),
        "empty" => Some(""),
        "high" => Some("101"),
        "signed" => Some("+3"),
        "reserved" => Some("any"),
        "rule" => Some("vip | any"),
        "long" => Some("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"),
        _ => None,
    };
    for &(text, column, length, message) in rows {
        let bound = Template::parse(text).unwrap().bind(&names(), &values);
        let error = bound.expect_err(text);
        assert_eq!((error.column(), error.length()), (column, length), "{text}");
        assert_eq!(message_and_mark(&error).0, message, "{text}");
    }
}

#[test]
fn an_attribute_that_should_name_a_skill() {
    let is_no_skill =
        |name, value| format!("attribute `{name}` is `{value}`, expected the name of a skill");
    check_bound(&[
        ("french & $None", 10, 5, "the call has no attribute `none`"),
        (
            "french & $Lang >= 2",
            10,
            5,
            &is_no_skill("lang", "frnch?[2J"),
        ),
        ("$number", 1, 7, &is_no_skill("number", "3")),
        ("$empty", 1, 6, &is_no_skill("empty", "")),
        ("$reserved", 1, 9, &is_no_skill("reserved", "any")),
        ("$rule", 1, 5, &is_no_skill("rule", "vip | any")),
        ("prefer $rule*2", 8, 5, &is_no_skill("rule", "vip | any")),
    ]);
    let misspelt = Template::parse("$lang")
        .unwrap()
        .bind(&names(), &|_| Some("biling"));
    assert_eq!(
        *misspelt.unwrap_err().kind(),
        Kind::AttributeNotASkill {
            name: "lang".to_owned(),
            value: "biling".to_owned(),
            suggestion: Some("billing".to_owned()),
        }
    );
}

#[test]
fn an_attribute_that_should_be_a_level() {
    let is_no_level =
        |name, value| format!("attribute `{name}` is `{value}`, expected a level from 0 to 100");
    check_bound(&[
        ("vip > $none", 7, 5, "the call has no attribute `none`"),
        ("vip > $high", 7, 5, &is_no_level("high", "101")),
        ("vip > $signed", 7, 7, &is_no_level("signed", "+3")),
        ("vip > $empty", 7, 6, &is_no_level("empty", "")),
        ("vip > $rule", 7, 5, &is_no_level("rule", "vip | any")),
        (
            "vip = $long",
            7,
            5,
            &is_no_level("long", &format!("{}…", "x".repeat(64))),
        ),
    ]);
}

#[test]
fn a_template_check_finds_unknown_skills_but_asks_for_no_attribute() {
    let check = |text: &str| Template::parse(text).unwrap().check(&names());
    assert_eq!(check("$a >= $b | vip prefer $c"), Ok(()));
    assert_eq!(check("$a & (vip | !wip)").unwrap_err().column(), 14);
    assert_eq!(check("$a prefer vip, zip").unwrap_err().column(), 16);
}

#[test]
fn limits() {
    let deep = |n| format!("{}vip{}", "(".repeat(n), ")".repeat(n));
    assert!(Template::parse(&deep(REQUIREMENT_NESTING_MAX)).is_ok());
    let error = refused(&deep(REQUIREMENT_NESTING_MAX + 1));
    assert_eq!(*error.kind(), Kind::NestingTooDeep);
    assert_eq!(error.column(), REQUIREMENT_NESTING_MAX + 1);
    // Signs in a row take no nesting.
    assert!(Template::parse(&format!("{}vip", "!".repeat(1_000))).is_ok());

    let many = |n: usize| vec!["vip"; n].join("&");
    assert!(Template::parse(&many(REQUIREMENT_TERMS_MAX)).is_ok());
    let error = refused(&many(REQUIREMENT_TERMS_MAX + 1));
    assert_eq!(*error.kind(), Kind::TooManyTerms);
    assert_eq!(error.column(), REQUIREMENT_TERMS_MAX * 4 + 1);

    let many = |n: usize| format!("prefer {}", vec!["vip"; n].join(","));
    assert!(Template::parse(&many(REQUIREMENT_PREFERENCES_MAX)).is_ok());
    let error = refused(&many(REQUIREMENT_PREFERENCES_MAX + 1));
    assert_eq!(*error.kind(), Kind::TooManyPreferences);
    assert_eq!(error.column(), 8 + REQUIREMENT_PREFERENCES_MAX * 4);

    let long = |n: usize| format!("vip{}", " ".repeat(n - 3));
    assert!(Template::parse(&long(REQUIREMENT_TEXT_BYTES_MAX)).is_ok());
    let error = refused(&long(REQUIREMENT_TEXT_BYTES_MAX + 1));
    assert_eq!(
        *error.kind(),
        Kind::TextTooLong {
            bytes: REQUIREMENT_TEXT_BYTES_MAX + 1
        }
    );
    assert_eq!(error.column(), REQUIREMENT_TEXT_BYTES_MAX + 1);
    // The limit cuts through a character of two bytes, far from the end of the text.
    let error = refused(&format!("v{}", "é".repeat(100_000)));
    assert_eq!(error.column(), 1 + (REQUIREMENT_TEXT_BYTES_MAX - 1) / 2 + 1);

    assert!(Template::parse(&"a".repeat(64)).is_ok());
    let error = refused(&format!("vip & ${}", "a".repeat(65)));
    assert_eq!(*error.kind(), Kind::NameTooLong { bytes: 65 });
    assert_eq!((error.column(), error.length()), (7, 66));
}

#[test]
fn lines_and_columns_count_from_one() {
    let error = refused("french &\r\n\tbilling &\n  sals | vip");
    assert_eq!((error.line(), error.column(), error.length()), (3, 3, 4));
    assert_eq!(
        error.render(),
        "line 3, column 3: unknown skill `sals`; did you mean `sales`?\n  sals | vip\n  ^^^^"
    );
    let error = refused("french &\n\n");
    assert_eq!((error.line(), error.column(), error.length()), (1, 9, 1));
    // A character counts once, however many bytes it takes.
    let error = refused("vip &\u{a0}é");
    assert_eq!((error.column(), error.length()), (6, 1));
}

#[test]
fn what_is_shown_is_safe_for_a_log() {
    let hostile = "vip\t& \u{1b}[31m\u{7}\u{202e}\u{200b}\u{85}ok";
    let error = refused(hostile);
    assert_eq!(*error.kind(), Kind::UnexpectedCharacter { found: '?' });
    assert_eq!(
        error.render(),
        "line 1, column 7: `?` has no meaning in a requirement\nvip & ?[31m??? ok\n      ^"
    );
}

#[test]
fn a_long_line_is_cut_around_the_mark() {
    let text = format!("{}sals{}", "vip & ".repeat(40), " | vip".repeat(20));
    let error = refused(&text);
    assert_eq!(error.column(), 241);
    let rendered = error.render();
    let lines: Vec<&str> = rendered.lines().collect();
    assert!(
        lines[1].starts_with("… vip & ") && lines[1].ends_with(" …"),
        "{rendered}"
    );
    assert_eq!(lines[1].chars().count(), 2 + 100 + 2);
    let at = lines[2].find("^^^^").unwrap();
    assert_eq!(
        lines[1].chars().skip(at).take(4).collect::<String>(),
        "sals"
    );
}
