//! How long the line may be, and how long a call may stay in it.

use crate::config::findings::Faults;
use crate::config::value::{duration_or_none, duration_text, number};
use crate::engine::LineRules;
use crate::engine::limits::CALLS_MAX;

pub(super) const KEYS: &[&str] = &["timeout", "capacity"];

const CAPACITY_MAX: u32 = CALLS_MAX as u32;

pub(super) fn set(rules: &mut LineRules, key: &str, value: &str) -> Result<(), Faults> {
    match key {
        "timeout" => rules.timeout_ms = duration_or_none(value, 1)?,
        _ => rules.capacity = number(value, 1, CAPACITY_MAX)?,
    }
    Ok(())
}

pub(super) fn described(rules: &LineRules) -> Vec<(&'static str, String)> {
    let timeout = rules
        .timeout_ms
        .map_or_else(|| "none".to_owned(), duration_text);
    vec![
        ("timeout", timeout),
        ("capacity", rules.capacity.to_string()),
    ]
}
