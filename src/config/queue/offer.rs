//! How agents are rung, and what follows when that comes to nothing.

use crate::config::findings::Faults;
use crate::config::value::{duration, duration_text, number};
use crate::engine::OfferRules;

pub(super) const KEYS: &[&str] = &[
    "ring-timeout",
    "rona-limit",
    "back-off-busy",
    "back-off-rejected",
    "back-off-no-answer",
    "back-off-unreachable",
];

/// A phone that rings for less cannot be answered.
pub(in crate::config) const RING_TIMEOUT_MS_MIN: u64 = 100;
const RONA_LIMIT_MAX: u32 = 100;

pub(super) fn set(rules: &mut OfferRules, key: &str, value: &str) -> Result<(), Faults> {
    let back_off = &mut rules.back_off;
    match key {
        "ring-timeout" => rules.ring_timeout_ms = duration(value, RING_TIMEOUT_MS_MIN)?,
        "rona-limit" => rules.rona_limit = number(value, 0, RONA_LIMIT_MAX)?,
        "back-off-busy" => back_off.busy_ms = duration(value, 0)?,
        "back-off-rejected" => back_off.rejected_ms = duration(value, 0)?,
        "back-off-no-answer" => back_off.no_answer_ms = duration(value, 0)?,
        _ => back_off.unreachable_ms = duration(value, 0)?,
    }
    Ok(())
}

pub(super) fn described(rules: &OfferRules) -> Vec<(&'static str, String)> {
    let back_off = &rules.back_off;
    vec![
        ("ring-timeout", duration_text(rules.ring_timeout_ms)),
        ("rona-limit", rules.rona_limit.to_string()),
        ("back-off-busy", duration_text(back_off.busy_ms)),
        ("back-off-rejected", duration_text(back_off.rejected_ms)),
        ("back-off-no-answer", duration_text(back_off.no_answer_ms)),
        (
            "back-off-unreachable",
            duration_text(back_off.unreachable_ms),
        ),
    ]
}
