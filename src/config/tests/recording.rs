//! `type = recording`: what is taken, what is refused, and what refers to it.

use super::{bad, good};
use crate::config::recording;

const NAMES: &str = "[trainee]\ntype = skill\n[support]\ntype = queue\n";

fn described(text: &str) -> Vec<(&'static str, String)> {
    let text = format!("{NAMES}[r]\ntype = recording\n{text}\n");
    let plan = good(&text, None).plan;
    recording::described(&plan.recordings[0], &plan)
}

#[test]
fn good_values_are_taken_as_they_are_told() {
    for (key, value, expected) in [
        ("record", "Always", "always"),
        ("record", "never", "never"),
        ("record", "30 %", "30%"),
        ("skills", "Trainee", "trainee"),
        ("layout", "separate", "separate"),
        ("format", "GSM", "gsm"),
        ("directory", "/srv/calls_1/a.b", "/srv/calls_1/a.b"),
        ("file", "{queue}/{call}", "{queue}/{call}"),
        ("mandatory", "retry", "retry"),
        ("announce", "custom/recorded", "custom/recorded"),
        ("consent-key", "1", "1"),
        ("consent-wait", "5", "5s"),
        ("beep", "15s", "15s"),
        ("pause-on-hold", "on", "yes"),
        ("after-transfer", "follow", "follow"),
        ("hook", "/usr/local/bin/keep", "/usr/local/bin/keep"),
        ("keep-days", "90", "90"),
        ("keep-days", "Forever", "forever"),
        ("if", "vip&$gold", "vip & $gold"),
        ("if", "", ""),
        ("pause-if", "card", "card"),
        ("keep-if", "Forever : a|b", "forever: a | b"),
        ("legal-hold", "None", "none"),
        ("legal-hold", "court & !closed", "court & !closed"),
    ] {
        let keys = described(&format!("{key} = {value}"));
        let found = keys.iter().find(|(known, _)| *known == key);
        let found = found.map_or("", |(_, found)| found);
        assert_eq!(found, expected, "{key} = {value}");
    }
    let keys = described("archive = /srv/old\nkeep-days = 7");
    assert!(keys.contains(&("archive", "/srv/old".to_owned())));
    let keys = described("keep-if = 9: a\nkeep-if = 8: b\narchive = /srv/old");
    assert!(keys.contains(&("keep-if", "9: a; 8: b".to_owned())));
    let keys = described("if = vip\nqueues = Support");
    assert!(keys.contains(&("queues", "support".to_owned())));
}

#[test]
fn bad_values_are_refused_with_what_was_expected() {
    for (line, told) in [
        ("record = 0%", "from 1% to 99%"),
        ("record = 100%", "from 1% to 99%"),
        ("record = sometimes", "on-demand, always"),
        ("skills = trainees", "did you mean `trainee`"),
        ("format = mp3", "expected wav or wav16"),
        ("layout = stereo\nformat = gsm", "`format = wav`"),
        ("directory = calls", "absolute path"),
        ("directory = /srv/../etc", "absolute path"),
        ("directory = /srv/a,b", "absolute path"),
        ("directory = /srv/ca lls", "absolute path"),
        ("hook = /bin/sh -c true", "absolute path"),
        ("file = {caller}", "unknown field {caller}"),
        ("file = {queue}", "{call} or {host-id}"),
        ("consent-key = 12", "one key"),
        ("beep = 1s", "5s"),
        ("keep-days = 0", "from 1 to 36500"),
        ("archive = /srv/old", "`keep-days`"),
        ("if = vip =", "expression, column"),
        ("if = ${vip}", "write `$name`"),
        ("pause-if = card > x", "expression, column"),
        ("queues = suport\nif = vip", "did you mean `support`"),
        ("queues = support", "expected `if` beside `queues`"),
        ("keep-if = dispute", "such as `365: dispute`"),
        ("keep-if = 0: dispute", "from 1 to 36500"),
        ("keep-if = 7: $gold", "`$gold` is not kept"),
        ("legal-hold = $gold", "expression of tags alone"),
        ("mandatory = maybe", "no or retry or yes"),
        ("silence = yes", "unknown key"),
    ] {
        let text = format!("{NAMES}[r]\ntype = recording\n{line}\n");
        let errors = bad(&text).join("\n");
        assert!(errors.contains(told), "{line}: {errors}");
    }
}

#[test]
fn queues_and_agents_refer_to_rules() {
    let text = "[calls]\ntype = recording\nrecord = always\n[q]\ntype = queue\n\
        recording = Calls\n[a]\ntype = agent\nsign-in = manual\nrecording = calls\n";
    let plan = good(text, None).plan;
    let queue = plan.queues.find("q").unwrap();
    assert_eq!(&*queue.recording.rule.as_ref().unwrap().name, "calls");
    let agent = plan.agents.find("a").unwrap();
    assert_eq!(&*agent.recording.as_ref().unwrap().name, "calls");
    let errors = bad(&text.replace("= Calls", "= Cals"));
    assert!(
        errors[0].contains("unknown recording `Cals`; did you mean `calls`?"),
        "{errors:?}"
    );
    let errors = bad(&text.replace("record = always", "if = vip"));
    assert_eq!(errors.len(), 2, "{errors:?}");
    assert!(errors[0].contains("holds by itself"), "{errors:?}");
}

#[test]
fn keys_of_agents_are_taken_or_refused() {
    let keys = |lines: &str| format!("[q]\ntype = queue\n{lines}\n");
    let text = keys("record-key = *7: Pause\nrecord-key = *8: resume\nrecord-key-sound = none");
    let plan = good(&text, None).plan;
    let rules = &plan.queues.find("q").unwrap().recording;
    let told = rules.keys.iter();
    let told: Vec<String> = told
        .map(|(keys, verb)| format!("{keys} {}", verb.name()))
        .collect();
    assert_eq!(told, ["*7 pause", "*8 resume"]);
    assert_eq!(rules.sound, None);
    for (lines, told) in [
        ("record-key = *7", "such as `*7: pause`"),
        ("record-key = *7: mute", "start, stop, pause or resume"),
        ("record-key = 7x: pause", "0 to 9"),
        (
            "record-key = *7: pause\ntag-key = *7: a=b",
            "take the keys `*7` twice",
        ),
    ] {
        let errors = bad(&keys(lines)).join("\n");
        assert!(errors.contains(told), "{lines}: {errors}");
    }
}
