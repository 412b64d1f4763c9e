//! What an agent's phone shows, hears and may do before the conversation.

use crate::config::error::ConfigErrorKind as Kind;
use crate::config::findings::{Faults, Findings};
use crate::config::phone::{FORWARDING, NONE, forwarding, forwarding_text, key_or_none, key_text};
use crate::config::phone::{announcement, display, subroutine};
use crate::config::source::Section;
use crate::engine::PhoneRules;

pub(super) const KEYS: &[&str] = &[
    "display",
    "announce",
    "confirm-key",
    "reject-key",
    "agent-subroutine",
    "caller-subroutine",
    "forward",
];

pub(super) fn set(rules: &mut PhoneRules, key: &str, value: &str) -> Result<(), Faults> {
    let unless_none = |value| if is_none(value) { None } else { Some(value) };
    match key {
        "display" => rules.display = unless_none(value).map(display).transpose()?,
        "announce" => {
            let announced = unless_none(value).map(announcement).transpose()?;
            rules.announcement = announced.unwrap_or_default();
        }
        "confirm-key" => rules.confirm_key = key_or_none(value)?,
        "reject-key" => rules.reject_key = key_or_none(value)?,
        "agent-subroutine" => {
            rules.agent_subroutine = unless_none(value).map(subroutine).transpose()?;
        }
        "caller-subroutine" => {
            rules.caller_subroutine = unless_none(value).map(subroutine).transpose()?;
        }
        _ => {
            debug_assert_eq!(key, FORWARDING, "{key} belongs to another group");
            rules.forwarding = forwarding(value)?;
        }
    }
    Ok(())
}

/// What no single key shows.
pub(super) fn check(rules: &PhoneRules, section: &Section, findings: &mut Findings) {
    if rules.confirm_key.is_some() && rules.confirm_key == rules.reject_key {
        findings.section_error(section, Kind::OneKeyForBoth);
    }
}

pub(super) fn described(rules: &PhoneRules) -> Vec<(&'static str, String)> {
    let or_none = |text: Option<String>| text.unwrap_or_else(|| NONE.to_owned());
    let announced: Vec<String> = rules.announcement.iter().map(ToString::to_string).collect();
    let announced = Some(announced.join(", ")).filter(|text| !text.is_empty());
    let subroutine = |text: &Option<std::sync::Arc<str>>| text.as_deref().map(str::to_owned);
    vec![
        (
            "display",
            or_none(rules.display.as_ref().map(ToString::to_string)),
        ),
        ("announce", or_none(announced)),
        ("confirm-key", key_text(rules.confirm_key)),
        ("reject-key", key_text(rules.reject_key)),
        (
            "agent-subroutine",
            or_none(subroutine(&rules.agent_subroutine)),
        ),
        (
            "caller-subroutine",
            or_none(subroutine(&rules.caller_subroutine)),
        ),
        (FORWARDING, forwarding_text(rules.forwarding).to_owned()),
    ]
}

fn is_none(value: &str) -> bool {
    value.eq_ignore_ascii_case(NONE)
}
