//! What callers hear while they wait.

use crate::config::findings::Faults;
use crate::config::value::{duration, duration_text, name};
use crate::engine::WaitingRules;

pub(super) const KEYS: &[&str] = &["music", "handling-time"];

// Shorter calls are not worth an estimate.
const HANDLING_MS_MIN: u64 = 1_000;

pub(super) fn set(rules: &mut WaitingRules, key: &str, value: &str) -> Result<(), Faults> {
    match key {
        "music" => rules.music = Some(name(value)?.into()),
        _ => rules.handling_ms = duration(value, HANDLING_MS_MIN)?,
    }
    Ok(())
}

pub(super) fn described(rules: &WaitingRules) -> Vec<(&'static str, String)> {
    let music = rules.music.as_ref();
    let mut keys = vec![("handling-time", duration_text(rules.handling_ms))];
    keys.extend(music.map(|music| ("music", music.to_string())));
    keys
}
