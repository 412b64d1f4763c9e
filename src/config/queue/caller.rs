//! What is remembered of callers from one call to the next.

use crate::config::findings::Faults;
use crate::config::value::{duration, duration_or_none, duration_text, word};
use crate::engine::CallerRules;

pub(super) const KEYS: &[&str] = &[
    "sticky",
    "sticky-window",
    "sticky-wait",
    "regain",
    "short-abandon",
];

const STICKY: &[&str] = &["none", "last-agent"];

pub(super) fn set(rules: &mut CallerRules, key: &str, value: &str) -> Result<(), Faults> {
    match key {
        "sticky" => rules.is_sticky = word(value, STICKY)? == 1,
        "sticky-window" => rules.sticky_window_ms = duration(value, 1)?,
        "sticky-wait" => rules.sticky_wait_ms = duration(value, 1)?,
        "regain" => rules.regain_ms = duration_or_none(value, 0)?.unwrap_or(0),
        _ => rules.short_abandon_ms = duration_or_none(value, 0)?.unwrap_or(0),
    }
    Ok(())
}

pub(super) fn described(rules: &CallerRules) -> Vec<(&'static str, String)> {
    vec![
        ("sticky", STICKY[usize::from(rules.is_sticky)].to_owned()),
        ("sticky-window", duration_text(rules.sticky_window_ms)),
        ("sticky-wait", duration_text(rules.sticky_wait_ms)),
        ("regain", duration_text(rules.regain_ms)),
        ("short-abandon", duration_text(rules.short_abandon_ms)),
    ]
}
