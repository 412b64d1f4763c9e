//! What callers hear while they wait.

use crate::config::findings::Faults;
use crate::config::value::{duration, duration_text, name, word, yes_or_no, yes_or_no_text};
use crate::engine::{WaitingRules, WaitingSound};

pub(super) const KEYS: &[&str] = &[
    "while-waiting",
    "music",
    "ring-when-offered",
    "handling-time",
];

const SOUNDS: &[&str] = &["music", "ringing"];

// Shorter calls are not worth an estimate.
const HANDLING_MS_MIN: u64 = 1_000;

pub(super) fn set(rules: &mut WaitingRules, key: &str, value: &str) -> Result<(), Faults> {
    match key {
        "while-waiting" => {
            rules.sound = match word(value, SOUNDS)? {
                0 => WaitingSound::Music,
                _ => WaitingSound::Ringing,
            }
        }
        "ring-when-offered" => rules.rings_when_offered = yes_or_no(value)?,
        "music" => rules.music = Some(name(value)?.into()),
        _ => rules.handling_ms = duration(value, HANDLING_MS_MIN)?,
    }
    Ok(())
}

pub(super) fn described(rules: &WaitingRules) -> Vec<(&'static str, String)> {
    let music = rules.music.as_ref();
    let sound = match rules.sound {
        WaitingSound::Music => SOUNDS[0],
        WaitingSound::Ringing => SOUNDS[1],
    };
    let mut keys = vec![
        ("while-waiting", sound.to_owned()),
        (
            "ring-when-offered",
            yes_or_no_text(rules.rings_when_offered),
        ),
        ("handling-time", duration_text(rules.handling_ms)),
    ];
    keys.extend(music.map(|music| ("music", music.to_string())));
    keys
}
