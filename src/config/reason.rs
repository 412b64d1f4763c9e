//! `type = not-ready-reason`: why agents may take no calls, for how long, and what follows.

use super::error::ConfigErrorKind as Kind;
use super::findings::{Faults, Findings};
use super::source::Section;
use super::unknown_key;
use super::value::{duration_or_none, duration_text, full_name, name, word, yes_or_no};
use crate::engine::limits::REASONS_MAX;
use crate::engine::{AtLimit, ReasonList, ReasonPlan, Selectable};

/// All keys of a not-ready reason.
pub const REASON_KEYS: &[&str] = &["type", "label", "limit", "at-limit", "paid", "selectable"];

const AT_LIMIT: &[&str] = &["alarm", "ready"];
const SELECTABLE: &[&str] = &["agent", "supervisor"];
// A shorter limit would be an alarm at every pause.
const LIMIT_MS_MIN: u64 = 1_000;

/// The reasons that the sections declare.
pub(super) fn read(sections: &[&Section], findings: &mut Findings) -> ReasonList {
    let mut reasons = Vec::with_capacity(sections.len());
    for (count, section) in sections.iter().enumerate() {
        if let Err(kind) = name(&section.name) {
            findings.section_error(section, kind);
        }
        if count == REASONS_MAX {
            let what = "not-ready reason";
            let max = REASONS_MAX;
            findings.section_error(section, Kind::TooMany { what, max });
        }
        let mut reason = ReasonPlan::new(section.name.as_str());
        findings.read(section, &[], |key, entry| {
            set(&mut reason, key, &entry.value)
        });
        reasons.push(reason);
    }
    ReasonList::new(reasons)
}

fn set(reason: &mut ReasonPlan, key: &str, value: &str) -> Result<(), Faults> {
    match key {
        // The inventory has looked at it.
        "type" => {}
        "label" => reason.label = Some(full_name(value)?.into()),
        "limit" => reason.limit_ms = duration_or_none(value, LIMIT_MS_MIN)?,
        "at-limit" => {
            reason.at_limit = match word(value, AT_LIMIT)? {
                0 => AtLimit::Alarm,
                _ => AtLimit::Ready,
            }
        }
        "paid" => reason.is_paid = yes_or_no(value)?,
        "selectable" => {
            reason.selectable = match word(value, SELECTABLE)? {
                0 => Selectable::Agent,
                _ => Selectable::Supervisor,
            }
        }
        _ => return Err(unknown_key(key, REASON_KEYS)),
    }
    Ok(())
}

/// The reason as the keys and values that would bring it about.
pub(super) fn described(reason: &ReasonPlan) -> Vec<(&'static str, String)> {
    let limit = reason
        .limit_ms
        .map_or_else(|| "none".to_owned(), duration_text);
    let at_limit = match reason.at_limit {
        AtLimit::Alarm => AT_LIMIT[0],
        AtLimit::Ready => AT_LIMIT[1],
    };
    let selectable = match reason.selectable {
        Selectable::Agent => SELECTABLE[0],
        Selectable::Supervisor => SELECTABLE[1],
    };
    let paid = if reason.is_paid { "yes" } else { "no" };
    let label = reason
        .label
        .as_ref()
        .map(|label| ("label", label.to_string()));
    let mut keys = vec![
        ("limit", limit),
        ("at-limit", at_limit.to_owned()),
        ("paid", paid.to_owned()),
        ("selectable", selectable.to_owned()),
    ];
    keys.extend(label);
    keys
}
