//! The samples that are installed: they load, and what they say of keys is true.

use super::*;
use crate::config::{
    AGENT_KEYS, DISPOSITION_KEYS, GENERAL_KEYS, QUEUE_KEYS, REASON_KEYS, RECORDING_KEYS, TAG_KEYS,
    TAG_RULE_KEYS, queue, reason, recording,
};
use crate::engine::{ReasonPlan, RecordingPlan};

const CONFIGURATION: &str = include_str!("../../../dialplan/asterisk/acd.conf.sample");
const DIALPLAN: &str = include_str!("../../../dialplan/asterisk/extensions.conf.sample");

// `;key = value` lines between a header and the next one.
fn commented(header: &str) -> Vec<(&'static str, &'static str)> {
    let (_, rest) = CONFIGURATION
        .split_once(header)
        .expect("the sample has this header");
    let lines = rest
        .lines()
        .skip(1)
        .take_while(|line| !line.starts_with('['));
    let keys = lines.filter_map(|line| line.strip_prefix(';')?.split_once(" = "));
    keys.filter(|(key, _)| !key.starts_with(' ')).collect()
}

#[test]
fn the_sample_loads_without_error_or_warning() {
    let config = good(CONFIGURATION, None);
    assert_eq!(config.warnings, []);
    assert_eq!((config.plan.queues.len(), config.plan.agents.len()), (3, 7));
}

#[test]
fn the_sample_documents_every_key() {
    for (header, keys) in [
        ("[general]", GENERAL_KEYS),
        ("[not-ready-reason](!)", REASON_KEYS),
        ("[queue](!)", &**QUEUE_KEYS),
        ("[agent](!)", AGENT_KEYS),
        ("[disposition](!)", DISPOSITION_KEYS),
        ("[tag](!)", TAG_KEYS),
        ("[tag-rule](!)", TAG_RULE_KEYS),
        ("[recording](!)", RECORDING_KEYS),
    ] {
        let documented: Vec<&str> = commented(header).into_iter().map(|(key, _)| key).collect();
        for key in keys.iter().filter(|key| **key != "type") {
            assert!(documented.contains(key), "{header} {key}");
        }
    }
}

#[test]
fn the_defaults_in_the_sample_are_the_defaults() {
    let plain = good("[a]\ntype = queue\n", None).plan;
    let plain = queue::described(plain.queues.find("a").unwrap(), &plain);
    // These have no default and stand there as examples.
    let examples = [
        "relax",
        "rank-window",
        "reserve-join",
        "reserve-leave",
        "music",
        "priority-if",
        "dispositions",
        "default-disposition",
        "disposition-key",
        "mandatory-tags",
        "default-tags",
        "tag-key",
        "record-key",
        "overflow",
        "overflow-length",
        "overflow-estimate",
        "prompt",
        "exit-keys",
        "exit-context",
        "hours",
        "closed",
        "timezone",
    ];
    let is_default = |key: &&(&str, &str)| !examples.contains(&key.0);
    let keys: Vec<String> = commented("[queue](!)")
        .iter()
        .filter(is_default)
        .map(|(key, value)| format!("{key} = {value}\n"))
        .collect();
    assert_eq!(keys.len(), plain.len());
    let written = good(&format!("[a]\ntype = queue\n{}", keys.concat()), None).plan;
    let described = queue::described(written.queues.find("a").unwrap(), &written);
    assert_eq!(described, plain);
    let general = [
        ("redact-caller", "no"),
        ("undeclared-tags", "yes"),
        ("queue-log", "no"),
        ("cdr-fields", "no"),
        ("cel-events", "no"),
        ("store", "yes"),
        ("store-file", "default"),
        ("store-keep", "90d"),
        ("alarm-after", "30s"),
        ("alarm-quiet", "10m"),
    ];
    assert_eq!(commented("[general]"), general);
    let plain = recording::described(&RecordingPlan::new("a"), &written);
    let keys = commented("[recording](!)").into_iter();
    let examples = ["if", "queues", "skills", "pause-if", "keep-if"];
    let keys = keys.filter(|(key, _)| !examples.contains(key));
    assert!(keys.eq(plain.iter().map(|(key, value)| (*key, value.as_str()))));
    let plain = reason::described(&ReasonPlan::new("a"));
    let keys = commented("[not-ready-reason](!)").into_iter();
    let keys = keys.filter(|(key, _)| *key != "label");
    assert!(keys.eq(plain.iter().map(|(key, value)| (*key, value.as_str()))));
}

#[test]
fn the_examples_in_the_sample_are_valid() {
    let skills = "[trainee]\ntype = skill\n[french]\ntype = skill\n\
        [billing]\ntype = skill\n[support]\ntype = queue\n\
        [sales]\ntype = queue\n[sale]\ntype = disposition\n[no-sale]\ntype = disposition\n\
        [unclear]\ntype = disposition\n[reason]\ntype = tag\n";
    for (header, what) in [
        ("[not-ready-reason](!)", "not-ready-reason"),
        ("[queue](!)", "queue"),
        ("[tag-rule](!)", "tag-rule"),
        ("[agent](!)", "agent"),
        ("[recording](!)", "recording"),
    ] {
        let keys: Vec<String> = commented(header)
            .iter()
            // Keys for dispositions are taken where dispositions are.
            .map(|(key, value)| match *key {
                "disposition" => "disposition = optional\n".to_owned(),
                key => format!("{key} = {value}\n"),
            })
            .collect();
        good(
            &format!("{skills}[x]\ntype = {what}\n{}", keys.concat()),
            None,
        );
    }
}

#[test]
fn the_dialplan_calls_queues_that_exist_and_handles_every_status() {
    let plan = good(CONFIGURATION, None).plan;
    let contexts = sections(DIALPLAN);
    let mut calls = 0;
    for entry in contexts.iter().flat_map(|context| &context.entries) {
        let Some((_, rest)) = entry.value.split_once("AcdQueue(") else {
            continue;
        };
        let queue = rest.split([',', ')']).next().unwrap();
        assert!(plan.queues.find(queue).is_some(), "{}", entry.value);
        calls += 1;
    }
    assert!(calls >= 6);
    let handled: Vec<&str> = contexts
        .iter()
        .filter(|context| context.name == "acd-status")
        .flat_map(|context| &context.entries)
        .filter_map(|entry| entry.value.split_once(",1,").map(|(status, _)| status))
        .collect();
    for status in [
        "ANSWERED",
        "ABANDONED",
        "REDIRECTED",
        "EXITKEY",
        "TIMEOUT",
        "FULL",
        "NOQUEUE",
        "INVALID",
        "REMOVED",
        "ERROR",
    ] {
        assert!(handled.contains(&status), "{status}");
    }
    // A place to go to that is not there would lose the call.
    for entry in contexts.iter().flat_map(|context| &context.entries) {
        let Some((_, target)) = entry.value.split_once("Goto(acd-") else {
            continue;
        };
        let context = format!("acd-{}", target.split(',').next().unwrap());
        assert!(
            contexts.iter().any(|known| known.name == context),
            "{}",
            entry.value
        );
    }
}
