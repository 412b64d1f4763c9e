//! What an agent's phone shows, hears and may do: good values, bad ones, the exact words.

use super::keys::{agent_text, described_agent, described_queue, queue_text, value_of};
use super::*;

const DISPLAY: &str = "expected a text such as `{queue}: {name}`, 1 to 80 bytes without control \
    characters, each brace a part of {queue}, {name}, {number}, {wait} or {tag:KEY}";
const SOUND: &str = "expected a sound file without its ending, below the directory of sounds, \
    such as custom/support; `announce` also takes {wait} and {tag:KEY}";
const KEY: &str = "expected one key of a telephone: a digit, * or #, or none";
const SUBROUTINE: &str = "expected a place in the dialplan such as `context,extension,1` or \
    `context,extension,1(arguments)`, or none";
const AUTO_ANSWER: &str = "expected yes, no, or one header such as `Alert-Info: Auto Answer`; its \
    name may be Call-Info, Alert-Info, Answer-Mode, P-Auto-Answer or begin with X-, and in a file \
    a semicolon is written `\\;`";

#[test]
fn keys_of_queues_take_good_values() {
    for (key, value, expected) in [
        ("display", "None", "none"),
        ("display", "{queue}: {name}", "{queue}: {name}"),
        ("display", "€ {number} {wait}", "€ {number} {wait}"),
        ("announce", "None", "none"),
        ("announce", "beep, {tag:reason}", "beep, {tag:reason}"),
        (
            "announce",
            "beep,{WAIT} , custom/sales.1",
            "beep, {wait}, custom/sales.1",
        ),
        ("confirm-key", "1", "1"),
        ("confirm_key", "none", "none"),
        ("reject-key", "#", "#"),
        ("agent-subroutine", "ring,s,1", "ring,s,1"),
        (
            "caller-subroutine",
            "enter,_X.,start(a,(b))",
            "enter,_X.,start(a,(b))",
        ),
        ("caller-subroutine", "NONE", "none"),
        ("forward", "Refuse", "refuse"),
    ] {
        let described = described_queue(&queue_text(key, value));
        let found = value_of(&described, &key.replace('_', "-"));
        assert_eq!(found, expected, "{key} = {value}");
    }
}

#[test]
fn keys_of_queues_refuse_bad_values_in_exact_words() {
    for (key, value, expected) in [
        ("display", "", DISPLAY),
        ("display", "{name", DISPLAY),
        ("display", "name}", DISPLAY),
        (
            "display",
            "{shell}",
            "unknown field `shell`; expected {queue}, {name}, {number}, {wait} or {tag:KEY}",
        ),
        (
            "announce",
            "../etc/passwd",
            &format!("`../etc/passwd`: {SOUND}"),
        ),
        ("announce", "/tmp/a", &format!("`/tmp/a`: {SOUND}")),
        ("announce", "a b", &format!("`a b`: {SOUND}")),
        (
            "announce",
            "a,a,a,a,a,a,a,a,a",
            "more than 8 pieces in one announcement",
        ),
        ("confirm-key", "12", KEY),
        ("reject-key", "x", KEY),
        ("agent-subroutine", "ring,s", SUBROUTINE),
        ("agent-subroutine", "ring,,1", SUBROUTINE),
        ("caller-subroutine", "ring,s,1(a", SUBROUTINE),
        (
            "forward",
            "folow",
            "expected follow or refuse; did you mean `follow`?",
        ),
    ] {
        let expected = format!("acd.conf:11: [support] {key} = {value}: {expected}");
        assert_eq!(bad(&queue_text(key, value)), [expected]);
    }
    let text = queue_text("confirm-key", "1") + "reject-key = 1\n";
    assert_eq!(
        bad(&text),
        [
            "acd.conf:9: [support]: expected a `reject-key` that is not the `confirm-key`: one \
             key cannot mean both"
        ]
    );
}

#[test]
fn keys_of_agents_take_good_values() {
    for (key, value, expected) in [
        ("auto-answer", "no", "unset"),
        ("auto-answer", "Yes", "yes"),
        (
            "auto-answer",
            "alert-info: Auto Answer",
            "alert-info: Auto Answer",
        ),
        (
            "auto-answer",
            "X-Go: <sip:a>\\;answer-after=0",
            "X-Go: <sip:a>;answer-after=0",
        ),
        ("confirm-key", "5", "5"),
        ("confirm-key", "none", "none"),
        ("forward", "follow", "follow"),
        ("connect-sound", "Silence", "silence"),
        ("connect-music", "quiet", "quiet"),
        ("connect-beep", "None", "none"),
        ("connect-beep", "custom/ping", "custom/ping"),
    ] {
        let described = described_agent(&agent_text(key, value));
        assert_eq!(value_of(&described, key), expected, "{key} = {value}");
    }
}

#[test]
fn keys_of_agents_refuse_bad_values_in_exact_words() {
    for (key, value, expected) in [
        ("auto-answer", "maybe", AUTO_ANSWER),
        ("auto-answer", "Contact: <sip:a>", AUTO_ANSWER),
        ("auto-answer", "X-: a", AUTO_ANSWER),
        ("auto-answer", "X-A B: a", AUTO_ANSWER),
        ("auto-answer", "Call-Info:", AUTO_ANSWER),
        ("auto-answer", "Call-Info: é", AUTO_ANSWER),
        ("confirm-key", "A", KEY),
        ("connect-sound", "noise", "expected music or silence"),
        ("connect-beep", "../beep", &format!("`../beep`: {SOUND}")),
    ] {
        let expected = format!("acd.conf:14: [1001] {key} = {value}: {expected}");
        assert_eq!(bad(&agent_text(key, value)), [expected]);
    }
}
