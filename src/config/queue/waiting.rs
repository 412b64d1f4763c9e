//! What callers hear while they wait.

use crate::config::findings::Faults;
use crate::config::value::name;
use crate::engine::WaitingRules;

pub(super) const KEYS: &[&str] = &["music"];

pub(super) fn set(rules: &mut WaitingRules, key: &str, value: &str) -> Result<(), Faults> {
    debug_assert!(KEYS.contains(&key), "{key} belongs to another group");
    rules.music = Some(name(value)?.into());
    Ok(())
}

pub(super) fn described(rules: &WaitingRules) -> Vec<(&'static str, String)> {
    let music = rules.music.as_ref();
    music
        .map(|music| ("music", music.to_string()))
        .into_iter()
        .collect()
}
