//! Whether a queue's conversations are recorded, by which rule, and what agents may ask by key.

use crate::config::error::ConfigErrorKind as Kind;
use crate::config::findings::Faults;
use crate::config::phone::NONE;
use crate::config::recording::Recordings;
use crate::config::recording_fault::RecordingFault as Fault;
use crate::config::value::sound;
use crate::engine::limits::{EXIT_KEY_DIGITS_MAX, RECORDING_KEYS_MAX};
use crate::engine::{RecordingKeys, RecordingRules, RecordingVerb};

pub(super) const KEYS: &[&str] = &["recording", "record-key", "record-key-sound"];

/// Keys that add to what is there.
pub(super) const REPEATABLE: &[&str] = &["record-key"];

pub(super) fn set(
    rules: &mut RecordingRules,
    key: &str,
    value: &str,
    recordings: &Recordings,
) -> Result<(), Faults> {
    match key {
        "recording" => rules.rule = recordings.named(value)?,
        "record-key-sound" => {
            let is_none = value.eq_ignore_ascii_case(NONE);
            rules.sound = (!is_none).then(|| sound(value)).transpose()?;
        }
        // An empty value takes back what a template gave.
        _ if value.is_empty() => rules.keys = [].into(),
        _ => {
            let more = record_key(value)?;
            let others = rules.keys.iter().filter(|(keys, _)| *keys != more.0);
            let keys: Vec<_> = others.cloned().chain([more.clone()]).collect();
            if keys.len() > RECORDING_KEYS_MAX {
                let (what, max) = ("`record-key` in one queue", RECORDING_KEYS_MAX);
                return Err(Kind::TooManyIn { what, max }.into());
            }
            rules.keys = keys.into();
        }
    }
    Ok(())
}

// `*7: pause`.
fn record_key(value: &str) -> Result<RecordingKeys, Kind> {
    let (keys, verb) = value.split_once(':').ok_or(Fault::KeyMap)?;
    let keys = keys.trim().to_ascii_uppercase();
    let fits = (1..=EXIT_KEY_DIGITS_MAX).contains(&keys.len());
    if !fits || !keys.chars().all(|key| "0123456789*#ABCD".contains(key)) {
        return Err(Fault::KeyMap.into());
    }
    let verb = RecordingVerb::named(verb.trim()).ok_or(Fault::KeyMap)?;
    Ok((keys.into(), verb))
}

pub(super) fn described(rules: &RecordingRules) -> Vec<(&'static str, String)> {
    let name = rules.rule.as_ref().map_or(NONE, |rule| &*rule.name);
    let sound = rules.sound.as_deref().unwrap_or(NONE);
    let mut described = vec![
        ("recording", name.to_owned()),
        ("record-key-sound", sound.to_owned()),
    ];
    let keys = rules.keys.iter();
    let keys = keys.map(|(keys, verb)| format!("{keys}: {}", verb.name()));
    let keys: Vec<String> = keys.collect();
    if !keys.is_empty() {
        described.push(("record-key", keys.join("; ")));
    }
    described
}
