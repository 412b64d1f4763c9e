//! How agents are rung, and what follows when that comes to nothing.

use crate::config::error::ConfigErrorKind as Kind;
use crate::config::findings::Faults;
use crate::config::value::{duration, duration_or_none, duration_text, number};
use crate::engine::OfferRules;
use crate::engine::limits::OFFERS_MAX;

pub(super) const KEYS: &[&str] = &[
    "ring-at-once",
    "ring-timeout",
    "rona-limit",
    "rona-return",
    "auto-logout",
    "back-off-busy",
    "back-off-rejected",
    "back-off-no-answer",
    "back-off-unreachable",
    "back-off-congestion",
];

/// A phone that rings for less cannot be answered.
pub(in crate::config) const RING_TIMEOUT_MS_MIN: u64 = 100;
const OFFERS_AT_ONCE_MAX: u8 = OFFERS_MAX as u8;
/// As many as may be.
const ALL: &str = "all";
/// Missed offers that a rule may count to.
pub(in crate::config) const MISSED_MAX: u32 = 100;
// An agent who comes back sooner would be rung in vain again at once.
const RONA_RETURN_MS_MIN: u64 = 1_000;

pub(super) fn set(rules: &mut OfferRules, key: &str, value: &str) -> Result<(), Faults> {
    let back_off = &mut rules.back_off;
    match key {
        "ring-at-once" => rules.ring_at_once = ring_at_once(value)?,
        "ring-timeout" => rules.ring_timeout_ms = duration(value, RING_TIMEOUT_MS_MIN)?,
        "rona-limit" => rules.rona_limit = Some(number(value, 0, MISSED_MAX)?),
        "rona-return" => rules.rona_return_ms = duration_or_none(value, RONA_RETURN_MS_MIN)?,
        "auto-logout" => rules.auto_logout = number(value, 0, MISSED_MAX)?,
        "back-off-busy" => back_off.busy_ms = duration(value, 0)?,
        "back-off-rejected" => back_off.rejected_ms = duration(value, 0)?,
        "back-off-no-answer" => back_off.no_answer_ms = duration(value, 0)?,
        "back-off-unreachable" => back_off.unreachable_ms = duration(value, 0)?,
        _ => back_off.congestion_ms = duration(value, 0)?,
    }
    Ok(())
}

fn ring_at_once(value: &str) -> Result<u8, Kind> {
    if value.eq_ignore_ascii_case(ALL) {
        return Ok(OFFERS_AT_ONCE_MAX);
    }
    let max = OFFERS_AT_ONCE_MAX;
    let agents = number(value, 1, max.into()).ok();
    let agents = agents.and_then(|agents| u8::try_from(agents).ok());
    agents.ok_or(Kind::NumberOrAll { max })
}

pub(super) fn described(rules: &OfferRules) -> Vec<(&'static str, String)> {
    let back_off = &rules.back_off;
    let ring_at_once = match rules.ring_at_once {
        OFFERS_AT_ONCE_MAX => ALL.to_owned(),
        agents => agents.to_string(),
    };
    vec![
        ("ring-at-once", ring_at_once),
        ("ring-timeout", duration_text(rules.ring_timeout_ms)),
        (
            "rona-limit",
            rules.rona_limit_of(rules.ring_at_once).to_string(),
        ),
        (
            "rona-return",
            rules
                .rona_return_ms
                .map_or_else(|| "none".to_owned(), duration_text),
        ),
        ("auto-logout", rules.auto_logout.to_string()),
        ("back-off-busy", duration_text(back_off.busy_ms)),
        ("back-off-rejected", duration_text(back_off.rejected_ms)),
        ("back-off-no-answer", duration_text(back_off.no_answer_ms)),
        (
            "back-off-unreachable",
            duration_text(back_off.unreachable_ms),
        ),
        ("back-off-congestion", duration_text(back_off.congestion_ms)),
    ]
}
