//! Every key with good values and bad ones, and the exact words about the bad ones.

use super::*;
use crate::config::{agent, general, queue, reason};
use crate::engine::{Strategy, Template};

const DURATION: &str = "expected a duration such as 30s, 5m or 1h";
const INTERFACE: &str = "expected the dial string of one phone such as PJSIP/1001, without `&`, \
    `|` and control characters, at most 256 bytes";
const NAME: &str = "expected a name of letters, digits and `_ . + -`, starting with neither `.` \
    nor `-`, 1 to 64 bytes";
const LEVEL: &str = "expected a skill with a level from 0 to 100, such as `french:3`";
const RANK: &str = "expected a queue with a rank from 1 to 100, such as `sales:2`";

// The section in question starts on line 9, its first key on line 11.
pub(super) fn queue_text(key: &str, value: &str) -> String {
    let skills = "[french]\ntype = skill\n[billing]\ntype = skill\n";
    format!("{skills}[sales]\ntype = queue\n\n\n[support]\ntype = queue\n{key} = {value}\n")
}

pub(super) fn agent_text(key: &str, value: &str) -> String {
    queue_text("type", "queue") + &format!("[1001]\ntype = agent\n{key} = {value}\n")
}

pub(super) fn described_queue(text: &str) -> Vec<(&'static str, String)> {
    let plan = good(text, None).plan;
    queue::described(plan.queues.find("support").unwrap(), &plan)
}

pub(super) fn described_agent(text: &str) -> Vec<(&'static str, String)> {
    let plan = good(text, None).plan;
    agent::described(plan.agents.find("1001").unwrap(), &plan)
}

pub(super) fn value_of(described: &[(&'static str, String)], key: &str) -> String {
    let found = described.iter().find(|(known, _)| *known == key);
    found.map_or("unset".to_owned(), |(_, value)| value.clone())
}

fn check_values(rows: &[(&str, &str, &str)]) {
    for (key, value, expected) in rows {
        let described = described_queue(&queue_text(key, value));
        let key = key.to_lowercase().replace('_', "-");
        assert_eq!(value_of(&described, &key), *expected, "{key} = {value}");
    }
}

#[test]
fn keys_about_entry_and_callers_take_good_values() {
    check_values(&[
        ("sticky", "last-agent", "last-agent"),
        ("sticky", "none", "none"),
        ("sticky-window", "168h", "168h"),
        ("sticky-wait", "20", "20s"),
        ("regain", "60s", "1m"),
        ("regain", "none", "0s"),
        ("short-abandon", "none", "0s"),
        ("join-if", "Staffed", "staffed"),
        ("join-if", "free", "free"),
        ("join-if", "always", "always"),
        ("leave-if-not", "working", "working"),
        ("leave-if-not", "none", "none"),
        ("leave-after", "1ms", "1ms"),
        ("at-close", "Release", "release"),
        ("at-close", "keep", "keep"),
        (
            "hours",
            "08:00-18:00,mon-fri,*,*",
            "08:00-18:00,mon-fri,*,*",
        ),
        ("closed", "*,*,24-26,dec", "*,*,24-26,dec"),
        ("timezone", "Europe/Berlin", "Europe/Berlin"),
    ]);
}

#[test]
fn keys_of_queues_take_good_values() {
    check_values(&[
        ("strategy", "Most-Skilled", "most-skilled"),
        ("strategy", "longest-idle", "longest-idle"),
        ("strategy", "least-skilled", "least-skilled"),
        ("strategy", "Round-Robin", "round-robin"),
        ("rank-window", "0: 3", "0s: 3"),
        ("rank-window", "0s:Any", "0s: any"),
        ("requirement", "FRENCH>=2&billing", "french >= 2 & billing"),
        ("requirement", "$lang >= $level", "$lang >= $level"),
        ("relax", "20s:french", "20s: french"),
        ("relax", " 1h : any", "1h: any"),
        ("relax", "When FREE=0:any", "when free = 0: any"),
        ("relax", "When WAIT>60:any", "when wait > 1m: any"),
        (
            "relax",
            "20 when staffed = 0: any",
            "20s when staffed = 0: any",
        ),
        ("timeout", "none", "none"),
        ("timeout", "90", "90s"),
        ("timeout", "120s", "2m"),
        ("timeout", "500MS", "500ms"),
        ("timeout", "168h", "168h"),
        ("capacity", "1", "1"),
        ("capacity", "100000", "100000"),
        ("ring-at-once", "1", "1"),
        ("ring-at-once", "31", "31"),
        ("ring-at-once", "32", "all"),
        ("ring-at-once", "ALL", "all"),
        ("ring_timeout", "100ms", "100ms"),
        ("Ring-Timeout", "20", "20s"),
        ("wrap-up", "0", "0s"),
        ("wrap-up", "none", "0s"),
        ("wrap-up", "10s", "10s"),
        ("wrap-up-extension", "none", "0s"),
        ("wrap-up-extension", "90s", "90s"),
        ("disposition", "Optional", "optional"),
        ("rona-limit", "0", "0"),
        ("rona-limit", "100", "100"),
        ("rona-return", "30s", "30s"),
        ("rona-return", "none", "none"),
        ("auto-logout", "3", "3"),
        ("back-off-busy", "0", "0s"),
        ("back-off-rejected", "7s", "7s"),
        ("back-off-no-answer", "1m", "1m"),
        ("back-off-unreachable", "1h", "1h"),
        ("music", "jazz_1", "jazz_1"),
        ("overflow", "60s : Sales", "1m: sales"),
        ("overflow-length", "10:sales", "10: sales"),
        ("overflow-estimate", "300:sales", "5m: sales"),
        ("order", "Deadline", "deadline"),
        ("service-level", "90", "90s"),
        ("ageing", "none", "none"),
        ("ageing", "2  PER 30", "2 per 30s"),
        ("weight", "0", "0"),
        ("weight", "1000000", "1000000"),
        ("priority-if", "$VIP:10", "$vip: 10"),
        (
            "priority-if",
            "$tier=Gold Plus : -5",
            "$tier = Gold Plus: -5",
        ),
        ("priority-if", "$tier != trial: 1", "$tier != trial: 1"),
        ("priority-if", "$n >= -3: 2", "$n >= -3: 2"),
        ("priority-if", "$n<=9:1", "$n <= 9: 1"),
        ("handling-time", "90", "90s"),
        ("back-off-congestion", "1500ms", "1500ms"),
    ]);
}

#[test]
fn dispositions_are_read_with_the_queues_that_take_them() {
    let codes = "[sale]\ntype = disposition\nlabel = Sold\n[unclear]\ntype = disposition\n";
    let text = queue_text("disposition", "mandatory")
        + "wrap-up = 20s\ndispositions = SALE, unclear\ndefault-disposition = unclear\n"
        + "disposition-key = *2: sale\ndisposition-key = 9a: Unclear\n"
        + codes;
    let described = described_queue(&text);
    for (key, value) in [
        ("disposition", "mandatory"),
        ("dispositions", "sale, unclear"),
        ("default-disposition", "unclear"),
        ("disposition-key", "*2: sale; 9A: unclear"),
    ] {
        assert_eq!(value_of(&described, key), value, "{key}");
    }
    let plan = good(&text, None).plan;
    let sale = plan.dispositions.find("Sale").unwrap();
    assert_eq!(sale.label.as_deref(), Some("Sold"));
    let unlisted = text.replace("dispositions = SALE, unclear", "dispositions = sale");
    let told = bad(&unlisted);
    assert_eq!(told.len(), 2, "{told:#?}");
    for (told, start) in told
        .iter()
        .zip(["default-disposition = unclear", "disposition-key = 9a"])
    {
        assert!(told.contains(start), "{told}");
        assert!(
            told.ends_with("expected one of the queue's `dispositions`"),
            "{told}"
        );
    }
}

#[test]
fn keys_for_dispositions_need_names_a_use_and_keys_of_their_own() {
    let codes = "[sale]\ntype = disposition\n[support]\ntype = queue\n";
    for (lines, told) in [
        (
            "disposition = optional\ndisposition-key = 1x: sale",
            "expected keys and a disposition",
        ),
        (
            "disposition = optional\ndisposition-key = *1",
            "expected keys and a disposition",
        ),
        (
            "disposition = optional\ndisposition-key = *1: sold",
            "unknown disposition `sold`",
        ),
        (
            "disposition-key = *1: sale",
            "agents give none, by keys neither",
        ),
        (
            "disposition = optional\ndisposition-key = *1: sale\ntag-key = *1: vip",
            "take the keys `*1` twice",
        ),
    ] {
        let errors = bad(&format!("{codes}{lines}\n")).join("\n");
        assert!(errors.contains(told), "{lines}: {errors}");
    }
}

#[test]
fn nobody_misses_a_call_alone_where_several_are_rung() {
    let limit = |text: &str| value_of(&described_queue(text), "rona-limit");
    let several = queue_text("ring-at-once", "2");
    assert_eq!(limit(&several), "0");
    assert_eq!(limit(&(several + "rona-limit = 3\n")), "3");
    assert_eq!(limit(&queue_text("ring-at-once", "1")), "1");
}

#[test]
fn keys_of_what_callers_hear_take_good_values() {
    for (key, value, expected) in [
        ("while-waiting", "Ringing", "ringing"),
        ("ring-when-offered", "yes", "yes"),
        ("announce-position", "on", "yes"),
        ("announce-position", "Limit  5", "limit 5"),
        ("announce-position", "more 10", "more 10"),
        ("announce-wait", "once", "once"),
        ("announce-first", "1", "1s"),
        ("announce-every", "none", "none"),
        ("announce-round", "15s", "15s"),
        ("announce-until", "answered", "answered"),
        ("prompt", "20s: a, custom/b", "20s: a, custom/b"),
        ("prompt", "20s EVERY 2m:a", "20s every 2m: a"),
        ("prompt", "every 60s: a/b/c", "1m every 1m: a/b/c"),
        ("prompt", "", "unset"),
        ("sound-thanks", "none", "none"),
        ("sound-next", "custom/next", "custom/next"),
        ("exit-keys", "0, *, 4a", "0, *, 4A"),
        ("exit-context", "acd-exit", "acd-exit"),
        ("exit-key-gap", "500ms", "500ms"),
    ] {
        let described = described_queue(&queue_text(key, value));
        let key = key.to_lowercase().replace('_', "-");
        assert_eq!(value_of(&described, &key), expected, "{key} = {value}");
    }
}

// Each row: key, value, words. The key stands on line 11.
fn check_refusals(rows: &[(&str, &str, &str)]) {
    for (key, value, expected) in rows {
        let expected = format!("acd.conf:11: [support] {key} = {value}: {expected}");
        assert_eq!(bad(&queue_text(key, value)), [expected]);
    }
}

#[test]
fn keys_of_queues_refuse_bad_words_and_numbers() {
    let strategy = &format!("expected {}", Strategy::NAMES.join(" or "));
    let window = "expected a time and the last rank that joins then, from 1 to 100 or any, such \
        as `20s: 3`";
    let capacity = "expected a whole number from 1 to 100000";
    let at_once = "expected `all` or a whole number from 1 to 32";
    let hours = "expected times, weekdays, days of the month and months as GotoIfTime takes them, \
                 such as `08:00-18:00,mon-fri,*,*`";
    let empty = "requirement, column 1: the requirement is empty; write `any` to match everyone";
    let skill = "requirement, column 1: unknown skill `frnch`; did you mean `french`?";
    let meant = format!("{strategy}; did you mean `most-skilled`?");
    check_refusals(&[
        ("strategy", "most-skiled", &meant),
        ("strategy", "fastest", strategy),
        ("rank-window", "0s 3", window),
        ("rank-window", "0s: 0", window),
        ("rank-window", "0s: 101", window),
        ("rank-window", "now: 3", DURATION),
        (
            "rank-window",
            "5s: 3",
            "expected the first rank-window at 0s, such as `0s: 1`: somebody must be there first",
        ),
        ("requirement", "", empty),
        ("requirement", "frnch >= 2", skill),
        ("capacity", "0", capacity),
        ("capacity", "+5", capacity),
        ("rona-limit", "101", "expected a whole number from 0 to 100"),
        ("ring-at-once", "0", at_once),
        ("ring-at-once", "33", at_once),
        (
            "disposition",
            "always",
            "expected none or optional or mandatory",
        ),
        (
            "disposition",
            "mandatory",
            "expected after-call time in which to give it: set `wrap-up`",
        ),
        ("dispositions", "sale", "unknown disposition `sale`"),
        ("default-disposition", "sale", "unknown disposition `sale`"),
        (
            "join-if",
            "freely",
            "expected always or qualified or staffed or working or free; did you mean `free`?",
        ),
        (
            "leave-if-not",
            "always",
            "expected none or qualified or staffed or working",
        ),
        ("hours", "9-5", hours),
        ("closed", "*,sunday", hours),
        (
            "timezone",
            "../secret",
            "expected the name of a time zone, such as `Europe/Berlin`",
        ),
        ("music", "a b", NAME),
        ("tiemout", "5m", "unknown key; did you mean `timeout`?"),
    ]);
}

#[test]
fn relaxation_steps_refuse_what_is_not_understood() {
    let step = "expected a time and a requirement such as `20s: french >= 2`";
    let condition = "expected `when free = 0`, `when working = 0`, `when staffed = 0`, `when \
        qualified = 0` or `when wait > TIME`";
    let operand = "requirement, column 9: expected a skill, `any`, `!` or `(`, found the end";
    check_refusals(&[
        ("relax", "20s french", step),
        ("relax", "20s: french &", operand),
        ("relax", "when free: any", condition),
        ("relax", "20s when free = 1: any", condition),
        ("relax", "when idle = 0: any", condition),
        ("relax", "soon when free = 0: any", DURATION),
        ("relax", "when free > 5m: any", condition),
        ("relax", "when wait > soon: any", DURATION),
    ]);
}

#[test]
fn keys_of_the_order_of_calls_refuse_what_is_not_understood() {
    let order = "expected arrival or deadline";
    let ageing =
        "expected points of priority from 1 to 1000 and a time such as `1 per 30s`, or none";
    let weight = "expected a whole number from 0 to 1000000";
    let raise = "expected a whole number from -1000000 to 1000000";
    let rule = "expected an attribute and what it adds to the priority, such as `$vip: 10`, \
        `$segment = gold: 5`, `$segment != trial: 1`, `$orders >= 3: 2` or `$age <= 9: -2`";
    check_refusals(&[
        ("order", "fifo", order),
        ("service-level", "none", DURATION),
        ("ageing", "1", ageing),
        ("ageing", "0 per 30s", ageing),
        ("ageing", "1001 per 30s", ageing),
        ("ageing", "1 in 30s", ageing),
        ("ageing", "1 per 30x", DURATION),
        ("ageing", "1 per 0", "expected a duration from 1ms to 168h"),
        ("weight", "-1", weight),
        ("weight", "1000001", weight),
        ("priority-if", "$vip", rule),
        ("priority-if", "vip: 10", rule),
        ("priority-if", "$: 10", rule),
        ("priority-if", "$1a: 10", rule),
        ("priority-if", "$vip: ten", raise),
        ("priority-if", "$vip: 1000001", raise),
        ("priority-if", "$vip =: 1", rule),
        ("priority-if", "$vip > 2: 1", rule),
        ("priority-if", "$vip >= much: 1", rule),
        ("priority-if", "$vip gold: 1", rule),
    ]);
}

#[test]
fn keys_of_overflow_refuse_what_leads_nowhere() {
    let step = "expected a time and a queue such as `60s: sales`";
    let length = "expected a number of calls in line and a queue such as `10: sales`";
    let itself = "expected another queue: a queue does not overflow to itself";
    check_refusals(&[
        ("overflow", "60s sales", step),
        ("overflow", "soon: sales", DURATION),
        (
            "overflow",
            "0: sales",
            "expected a duration from 1ms to 168h",
        ),
        (
            "overflow",
            "60s: sale",
            "unknown queue `sale`; did you mean `sales`?",
        ),
        ("overflow", "60s: support", itself),
        ("overflow-length", "sales", length),
        (
            "overflow-length",
            "0: sales",
            "expected a whole number from 1 to 100000",
        ),
        ("overflow-length", "10: support", itself),
        (
            "overflow-estimate",
            "sales",
            "expected an estimated wait and a queue such as `5m: sales`",
        ),
        ("overflow-estimate", "5m: support", itself),
    ]);
    let text = queue_text("overflow", "60s: sales\noverflow = 30s: sales");
    assert_eq!(bad(&text).len(), 1);
    let text = queue_text("overflow", "60s: sales\noverflow = 90s: sales");
    let told = bad(&text);
    assert!(
        told[0].contains("the step before leads there already"),
        "{told:?}"
    );
}

#[test]
fn keys_of_queues_refuse_what_cannot_be_told_or_pressed() {
    let sound = |name: &str| {
        format!(
            "`{name}`: expected a sound file without its ending, below the directory of sounds, \
             such as custom/support; `announce` also takes {{wait}} and {{tag:KEY}}"
        )
    };
    let prompt = "expected a time and sound files, such as `30s: hello` or \
        `30s every 1m: hello, offers`";
    let place = "expected no, yes, `limit N` or `more N`, with N from 1 to 100000";
    let keys = "expected keys such as `0, #, 42`, each at most 8 of 0 to 9, `*`, `#` and A to D";
    let many_keys = vec!["1"; 33].join(",");
    check_refusals(&[
        ("announce-position", "limit", place),
        ("announce-position", "more 0", place),
        ("announce-wait", "twice", "expected no or yes or once"),
        ("while-waiting", "silence", "expected music or ringing"),
        ("prompt", "hello", prompt),
        ("prompt", "20s:", prompt),
        ("prompt", "20s and 30s: a", prompt),
        ("prompt", "20s: b, ../a", &sound("../a")),
        ("prompt", "0: a", "expected a duration from 1s to 168h"),
        (
            "prompt",
            "1s: a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a",
            "more than 16 sound files",
        ),
        ("sound-next", "a b", &sound("a b")),
        ("sound-next", "-a", &sound("-a")),
        ("sound-next", "/tmp/a", &sound("/tmp/a")),
        ("exit-keys", "0, x", keys),
        ("exit-keys", "123456789", keys),
        ("exit-keys", &many_keys, "more than 32 exit keys"),
        ("exit-context", "a b", NAME),
    ]);
}

#[test]
fn keys_of_queues_refuse_bad_durations() {
    let or_none = format!("{DURATION}, or none");
    let positive = "expected a duration from 1ms to 168h";
    let positive_or_none = format!("{positive}, or none");
    check_refusals(&[
        ("timeout", "5q", &or_none),
        ("timeout", "", &or_none),
        ("timeout", "-5", &or_none),
        ("timeout", "1.5s", &or_none),
        ("timeout", "5 s", &or_none),
        ("timeout", "0", &positive_or_none),
        ("timeout", "169h", &positive_or_none),
        ("timeout", "99999999999999999999999", &positive_or_none),
        ("handling-time", "0", "expected a duration from 1s to 168h"),
        ("relax", "soon: french", DURATION),
        ("relax", "0: french", positive),
        (
            "ring-timeout",
            "99ms",
            "expected a duration from 100ms to 168h",
        ),
        ("ring-timeout", "none", DURATION),
        ("wrap-up", "ten", &or_none),
        ("back-off-busy", "x", DURATION),
        ("back-off-rejected", "none", DURATION),
        ("back-off-no-answer", "1d", DURATION),
        (
            "back-off-unreachable",
            "1000h",
            "expected a duration from 0s to 168h",
        ),
    ]);
}

#[test]
fn keys_of_agents_take_good_values() {
    for (key, value, expected) in [
        ("name", "Żaneta O'Neil; x", "Żaneta O'Neil"),
        ("interface", "PJSIP/1001@trunk", "PJSIP/1001@trunk"),
        ("interface", "Local/1@x/n", "Local/1@x/n"),
        ("state-interface", "None", "none"),
        ("state-interface", "Custom:alice", "Custom:alice"),
        ("state-interface", "hint:1@desk", "hint:1@desk"),
        ("sign-in", "manual", "manual"),
        ("skills", "French:3, billing,", "french:3, billing:1"),
        ("skills", "billing:100", "billing:100"),
        ("skills", "billing:0", "unset"),
        ("skills", "", "unset"),
        ("queues", "support:2, Sales", "sales, support:2"),
        ("queues", "", "unset"),
        ("order", "1", "1"),
        ("order", "", "unset"),
        ("wrap-up", "none", "0s"),
        ("wrap_up", "20", "20s"),
        ("pin", "0815", "(hidden)"),
        ("on-demand", "Yes", "yes"),
        ("auto-logout", "0", "0"),
        ("ring-timeout", "25s", "25s"),
    ] {
        let described = described_agent(&agent_text(key, value));
        assert_eq!(
            value_of(&described, &key.replace('_', "-")),
            expected,
            "{key} = {value}"
        );
    }
}

#[test]
fn keys_of_agents_refuse_bad_values_in_exact_words() {
    let long = format!("PJSIP/{}", "1".repeat(251));
    for (key, value, expected) in [
        (
            "name",
            "",
            "expected a person's name without control characters, 1 to 128 bytes",
        ),
        ("interface", "1001", INTERFACE),
        ("interface", "/1001", INTERFACE),
        ("interface", "PJSIP/", INTERFACE),
        ("interface", "PJSIP/1&PJSIP/2", INTERFACE),
        ("interface", "PJSIP/1|2", INTERFACE),
        ("interface", "P SIP/1", INTERFACE),
        ("sign-in", "auto", "expected automatic or manual"),
        (
            "sign-in",
            "manuel",
            "expected automatic or manual; did you mean `manual`?",
        ),
        ("skills", "french:101", &format!("`french:101`: {LEVEL}")),
        ("skills", "french:", &format!("`french:`: {LEVEL}")),
        (
            "skills",
            "frnch:1",
            "unknown skill `frnch`; did you mean `french`?",
        ),
        (
            "skills",
            "french, FRENCH:2",
            "`FRENCH` stands twice in this list",
        ),
        (
            "queues",
            "suport",
            "unknown queue `suport`; did you mean `support`?",
        ),
        ("queues", "support:0", &format!("`support:0`: {RANK}")),
        (
            "queues",
            "support, support",
            "`support` stands twice in this list",
        ),
        ("order", "0", "expected a whole number from 1 to 100000"),
        ("wrap-up", "ten", &format!("{DURATION}, or none")),
        (
            "ring-timeout",
            "0",
            "expected a duration from 100ms to 168h",
        ),
        ("skill", "french", "unknown key; did you mean `skills`?"),
    ] {
        let expected = format!("acd.conf:14: [1001] {key} = {value}: {expected}");
        assert_eq!(bad(&agent_text(key, value)), [expected]);
    }
    assert_eq!(bad(&agent_text("interface", &long)).len(), 1);
}

#[test]
fn where_a_phones_state_is_read_and_whether_there_is_one() {
    assert_eq!(
        bad(&agent_text("state-interface", "alice")),
        [
            "acd.conf:14: [1001] state-interface = alice: expected a device such as PJSIP/1001 \
            or Custom:alice, or a hint such as hint:1001@internal, without `&`, `|` and control \
            characters, at most 256 bytes, or none"
        ]
    );
    for hint in ["hint:1001", "Hint:@desk", "hint:1@", "hint:1@a b"] {
        assert_eq!(bad(&agent_text("state-interface", hint)).len(), 1);
    }
    assert_eq!(
        bad(&agent_text("sign-in", "automatic")),
        [
            "acd.conf:12: [1001]: expected an `interface` below this line: `sign-in = automatic` \
            needs a phone"
        ]
    );
}

#[test]
fn a_pin_is_never_repeated() {
    for value in ["123", "47a1", "12345678901234567", "geheim"] {
        assert_eq!(
            bad(&agent_text("pin", value)),
            ["acd.conf:14: [1001] pin = (hidden): expected a PIN of 4 to 16 digits"]
        );
    }
}

#[test]
fn keys_of_reasons() {
    let text =
        |key: &str, value: &str| format!("[lunch]\ntype = not-ready-reason\n{key} = {value}\n");
    for (key, value, expected) in [
        ("label", "Mittagspause", "Mittagspause"),
        ("limit", "45m", "45m"),
        ("limit", "none", "none"),
        ("at-limit", "Ready", "ready"),
        ("paid", "no", "no"),
        ("selectable", "supervisor", "supervisor"),
    ] {
        let plan = good(&text(key, value), None).plan;
        let described = reason::described(plan.reasons.find("LUNCH").unwrap());
        assert_eq!(value_of(&described, key), expected, "{key} = {value}");
    }
    for (key, value, expected) in [
        (
            "limit",
            "500ms",
            "expected a duration from 1s to 168h, or none",
        ),
        ("at-limit", "logout", "expected alarm or ready"),
        ("paid", "half", "expected yes or no"),
        (
            "selectable",
            "agents",
            "expected agent or supervisor; did you mean `agent`?",
        ),
        ("limits", "5m", "unknown key; did you mean `limit`?"),
    ] {
        let expected = format!("acd.conf:3: [lunch] {key} = {value}: {expected}");
        assert_eq!(bad(&text(key, value)), [expected]);
    }
    assert_eq!(bad("[a b]\ntype = not-ready-reason\n").len(), 1);
}

#[test]
fn a_list_tells_each_of_its_faults() {
    assert_eq!(
        bad(&agent_text("skills", "frnch, french:x, billing")).len(),
        2
    );
    assert_eq!(bad(&queue_text("relax", "soon: frnch")).len(), 2);
}

#[test]
fn agents_sign_in_by_themselves_only_with_a_phone() {
    for (keys, expected) in [
        ("interface = PJSIP/1", true),
        ("interface = PJSIP/1\nsign-in = manual", false),
        ("interface = PJSIP/1\nsign-in = automatic", true),
        ("sign-in = manual", false),
        ("", false),
    ] {
        let config = good(&format!("[1001]\ntype = agent\n{keys}"), None);
        let agent = config.plan.agents.find("1001").unwrap();
        assert_eq!(agent.is_signed_in_at_start, expected, "{keys}");
    }
}

#[test]
fn general_knows_one_key() {
    for (value, expected) in [("yes", "yes"), ("ON", "yes"), ("1", "yes"), ("false", "no")] {
        let config = good(&format!("[General]\nredact_caller = {value}"), None);
        assert_eq!(
            value_of(&general::described(&config.settings), "redact-caller"),
            expected
        );
    }
    assert!(!good("", None).settings.redact_caller);
    assert_eq!(
        bad("[general]\nredact-caller = maybe\nredact-calls = yes"),
        [
            "acd.conf:2: [general] redact-caller = maybe: expected yes or no",
            "acd.conf:3: [general] redact-calls = yes: unknown key; did you mean `redact-caller`?",
        ]
    );
}

#[test]
fn a_refused_requirement_is_shown_with_carets() {
    let sections = sections(&queue_text("relax", "20s: french & frnch"));
    let errors = load(&sections, None).unwrap_err();
    assert_eq!(
        errors[0].render(),
        "acd.conf:11: [support] relax = 20s: french & frnch: requirement, column 10: unknown \
         skill `frnch`; did you mean `french`?\n    french & frnch\n             ^^^^^"
    );
}

#[test]
fn what_is_described_loads_to_the_same() {
    let text = queue_text("relax", "20s: french")
        + "relax = 30s: any\ntimeout = 90\nmusic = jazz\nstrategy = most-skilled\n";
    let described = described_queue(&text);
    let written: String = described
        .iter()
        .filter(|(key, _)| *key != "relax")
        .map(|(key, value)| format!("{key} = {value}\n"))
        .collect();
    let again = queue_text("relax", "20s: french") + "relax = 30s: any\n" + &written;
    assert_eq!(described_queue(&again), described);
    let any = Template::parse("any").unwrap();
    assert_eq!(
        good("[a]\ntype = queue", None)
            .plan
            .queues
            .find("A")
            .unwrap()
            .need
            .requirement,
        any
    );
}

#[test]
fn alarms_have_delays() {
    let alarms = |text: &str| {
        let text = format!("[general]\n{text}\n[a]\ntype = queue\n");
        good(&text, None).settings.alarms
    };
    assert_eq!(
        (alarms("").after_ms, alarms("").quiet_ms),
        (30_000, 600_000)
    );
    assert_eq!(alarms("alarm-after = 0s").after_ms, 0);
    assert_eq!(alarms("alarm-quiet = 1s").quiet_ms, 1_000);
}

#[test]
fn call_records_are_told_where_general_says_so() {
    let told = |text: &str| {
        let settings = good(&format!("[general]\n{text}\n"), None).settings;
        (settings.cdr_fields, settings.cel_events)
    };
    assert_eq!(told(""), (false, false));
    assert_eq!(told("cdr-fields = yes"), (true, false));
    assert_eq!(told("cel_events = on"), (false, true));
    for line in ["cdr-fields = cel", "cel-events = ACD_ENTER"] {
        let errors = bad(&format!("[general]\n{line}\n"));
        let error = errors[0].to_string();
        assert!(error.contains("yes or no"), "{line}: {error}");
    }
}

#[test]
fn what_is_kept_and_where_is_said_in_general() {
    let store = |text: &str| {
        let text = format!("[general]\n{text}\n[a]\ntype = queue\n");
        good(&text, None).settings.store
    };
    let day_ms = 86_400_000;
    assert!(store("").is_kept);
    assert_eq!(store("").keep_ms, 90 * day_ms);
    assert!(!store("store = no").is_kept);
    assert_eq!(store("store-keep = 7d").keep_ms, 7 * day_ms);
    assert_eq!(store("store-keep = forever").keep_ms, 0);
    let file = store("store-file = /srv/acd/acd.sqlite").file;
    assert_eq!(file.as_deref(), Some("/srv/acd/acd.sqlite"));
    assert_eq!(store("store-file = default").file, None);
    for (line, expected) in [
        ("store-keep = 7", "days such as 90d"),
        ("store-keep = 0d", "days such as 90d"),
        ("store-keep = 3651d", "days such as 90d"),
        ("store-file = acd.sqlite", "the absolute path"),
        ("store-file = /srv/../etc/passwd", "the absolute path"),
        ("store-file = /srv/", "the absolute path"),
        ("store = perhaps", "yes or no"),
    ] {
        let errors = bad(&format!("[general]\n{line}\n"));
        assert!(
            errors[0].to_string().contains(expected),
            "{line}: {}",
            errors[0]
        );
    }
}
