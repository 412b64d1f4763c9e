//! What follows a conversation.

use crate::config::findings::Faults;
use crate::config::value::{duration_or_none, duration_text};
use crate::engine::WrapUpRules;

pub(super) const KEYS: &[&str] = &["wrap-up"];

pub(super) fn set(rules: &mut WrapUpRules, key: &str, value: &str) -> Result<(), Faults> {
    debug_assert!(KEYS.contains(&key), "{key} belongs to another group");
    rules.time_ms = duration_or_none(value, 0)?.unwrap_or(0);
    Ok(())
}

pub(super) fn described(rules: &WrapUpRules) -> Vec<(&'static str, String)> {
    vec![("wrap-up", duration_text(rules.time_ms))]
}
