//! Tags and the rules that set them: every key, and what is refused of it.

use super::*;
use crate::engine::{TagKey, TagKind, TagTrigger, TagValue, WhenMissing};

const DECLARED: &str = "[reason]\ntype = tag\nkind = choice\nchoices = Billing, other\n\
    [amount]\ntype = tag\nkind = number\nmin = 0\nmax = 100\n\
    [code]\ntype = tag\nkind = text\npattern = [A-Z]{2}[0-9]+\nlabel = Contract\n\
    [sale]\ntype = disposition\n[support]\ntype = queue\n[sales]\ntype = queue\n";

fn key(text: &str) -> TagKey {
    TagKey::new(text).unwrap()
}

#[test]
fn declared_tags_have_kinds() {
    let plan = good(DECLARED, None).plan;
    let admit = |name: &str, text: &str| {
        let key = key(name);
        let value = TagValue::new(&key, text).unwrap();
        plan.tags.admit(&key, value).map(|value| value.to_string())
    };
    assert_eq!(admit("reason", "BILLING").unwrap(), "Billing");
    assert_eq!(admit("amount", "007").unwrap(), "7");
    assert!(admit("amount", "101").is_err());
    assert!(admit("code", "AB1").is_ok() && admit("code", "AB1x").is_err());
    assert_eq!(admit("whatever", "x").unwrap(), "x");
    let number = TagKind::Number { min: 0, max: 100 };
    assert_eq!(plan.tags.find(&key("amount")).unwrap().kind, number);
    let closed = format!("[general]\nundeclared-tags = no\n{DECLARED}");
    let tags = good(&closed, None).plan.tags;
    assert!(tags.admit(&key("whatever"), TagValue::mark()).is_err());
}

#[test]
fn every_fault_of_a_tag_is_told() {
    let told = |text: &str| bad(&format!("{text}\n")).join("\n");
    for (text, expected) in [
        ("[2nd]\ntype = tag", "`2nd` is no key of a tag"),
        ("[a]\ntype = tag\nkind = numbr", "did you mean `number`?"),
        (
            "[a]\ntype = tag\nkind = choice",
            "expected `choices` beside",
        ),
        ("[a]\ntype = tag\nkind = text", "expected `pattern` beside"),
        (
            "[a]\ntype = tag\nmin = 1",
            "expected `kind = number` for this",
        ),
        (
            "[a]\ntype = tag\nkind = number\nmin = 5\nmax = 4",
            "at least 5",
        ),
        (
            "[a]\ntype = tag\nkind = number\nmin = x",
            "expected a whole number",
        ),
        (
            "[a]\ntype = tag\nkind = text\npattern = (",
            "regular expression",
        ),
        ("[a]\ntype = tag\ncolour = x", "unknown key"),
    ] {
        let told = told(text);
        assert!(told.contains(expected), "{text}: {told}");
    }
}

#[test]
fn every_fault_of_a_rule_is_told() {
    let told = |text: &str| bad(&format!("{text}\n")).join("\n");
    for (text, expected) in [
        ("[a]\ntype = tag-rule\nset = x", "expected `on`"),
        (
            "[a]\ntype = tag-rule\non = queue",
            "expected `set` or `unset`",
        ),
        ("[a]\ntype = tag-rule\non = tags\nset = x", "expected `if`"),
        ("[a]\ntype = tag-rule\non = wait\nset = x", "`wait TIME`"),
        (
            "[a]\ntype = tag-rule\non = wait 0\nset = x",
            "expected a duration",
        ),
        (
            "[a]\ntype = tag-rule\non = relaxed 17\nset = x",
            "from 1 to 16",
        ),
        (
            "[a]\ntype = tag-rule\non = disposition x\nset = x",
            "unknown disposition",
        ),
        (
            "[a]\ntype = tag-rule\non = queue\nset = x=",
            "expected a value",
        ),
        (
            "[a]\ntype = tag-rule\non = queue\nset = x\nqueues = y",
            "unknown queue `y`",
        ),
        (
            "[a]\ntype = tag-rule\non = queue\nset = x\nif = a &&",
            "write `&`",
        ),
        (
            "[q]\ntype = queue\ndefault-tags = a=b",
            "`mandatory-tags` of",
        ),
        (
            "[q]\ntype = queue\nundeclared-tags = x",
            "yes, no or general",
        ),
    ] {
        let told = told(text);
        assert!(told.contains(expected), "{text}: {told}");
    }
    let closed = format!("[general]\nundeclared-tags = no\n{DECLARED}");
    let rule = "[r]\ntype = tag-rule\non = queue\nset = resaon=other&amount=500\nunset = cod\n";
    let told = bad(&format!("{closed}{rule}")).join("\n");
    assert!(told.contains("did you mean `reason`?"), "{told}");
    assert!(told.contains("whole number from 0 to 100"), "{told}");
    assert!(told.contains("did you mean `code`?"), "{told}");
}

#[test]
fn an_expression_is_shown_with_carets() {
    let text = "[a]\ntype = tag-rule\non = queue\nset = x\nif = vip and gold\n";
    let errors = load(&sections(text), None).unwrap_err();
    assert_eq!(
        errors[0].render(),
        "acd.conf:5: [a] if = vip and gold: expression, column 5: `and` is not part of the \
         language; write `&`\n    vip and gold\n        ^^^"
    );
}

#[test]
fn rules_keep_the_order_of_the_text_and_what_is_described_loads_the_same() {
    let keys = [
        "on = queue\nset = a=b&c",
        "on = wait 5m\nqueues = sales, support\nset = reason=Billing",
        "on = relaxed 2\nunset = a, b",
        "on = relaxed\nset = x",
        "on = abandoned\nset = x",
        "on = answered\nset = x",
        "on = talk 90s\nset = x",
        "on = transferred\nset = x",
        "on = repeat 24h\nset = x",
        "on = disposition SALE\nset = x",
        "on = disposition\nset = x",
        "on = tags\nif = amount >= 50 & $lang = \"x y\" | !a\nset = x\nunset = a",
    ];
    let rule = |(place, keys): (usize, &&str)| format!("[r{place}]\ntype = tag-rule\n{keys}\n");
    let rules: String = keys.iter().enumerate().map(rule).collect();
    let first = good(&format!("{DECLARED}{rules}"), None).plan;
    assert_eq!(first.tag_rules.len(), keys.len());
    assert_eq!(
        first.tag_rules[6].on,
        TagTrigger::Talked { after_ms: 90_000 }
    );
    let again: String = (first.tag_rules.iter())
        .map(|rule| {
            let keys = crate::config::tag_rule::described(rule, &first);
            let lines = keys.iter().map(|(key, value)| format!("{key} = {value}\n"));
            format!(
                "[{}]\ntype = tag-rule\n{}",
                rule.name,
                lines.collect::<String>()
            )
        })
        .collect();
    let second = good(&format!("{DECLARED}{again}"), None).plan;
    assert_eq!(second.tag_rules, first.tag_rules);
}

#[test]
fn a_queue_asks_for_tags() {
    let text = "[general]\nundeclared-tags = yes\n[reason]\ntype = tag\nkind = choice\n\
        choices = Billing\n[q]\ntype = queue\nwrap-up = 20s\nmandatory-tags = reason, note\n\
        default-tags = reason=billing\nmissing-tags = extend\nundeclared-tags = no\n\
        tag-key = *1: reason=billing\ntag-key = *2: note\ntag-key-sound = none\n";
    let plan = good(text, None).plan;
    let rules = &plan.queues.find("q").unwrap().tag;
    assert_eq!(rules.takes_others, Some(false));
    assert_eq!(rules.when_missing, WhenMissing::Extend);
    assert_eq!(*rules.mandatory, [key("reason"), key("note")]);
    assert_eq!(rules.defaults[0].1.as_str(), "Billing");
    assert_eq!((rules.keys.keys.len(), &rules.keys.sound), (2, &None));
    assert_eq!(&*rules.keys.keys[0].0, "*1");
    let refused = bad("[q]\ntype = queue\ntag-key = 1x: a\n").join("");
    assert!(
        refused.contains("such as `*1: reason=billing`"),
        "{refused}"
    );
}

#[test]
fn changes_of_tags_and_rules_are_told() {
    let rule = "[r]\ntype = tag-rule\non = wait 5m\nset = x\n";
    let first = good(&format!("{DECLARED}{rule}"), None);
    let other = DECLARED
        .replace("max = 100", "max = 200")
        .replace("[code]", "[kode]");
    let second = good(
        &format!("{other}{}", rule.replace("5m", "6m")),
        Some(&first.plan),
    );
    let told = second.differences_from(&first.settings, &first.plan);
    let told: Vec<String> = told.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "tag amount: max 100 → 200",
            "tag code removed",
            "tag kode added",
            "tag-rule r: on wait 5m → wait 6m",
        ]
    );
}
