//! `[general]`: what holds for the whole module rather than for the floor.

use super::findings::{Faults, Findings};
use super::source::Section;
use super::unknown_key;
use super::value::{yes_or_no, yes_or_no_text};

/// All keys of `[general]`.
pub const GENERAL_KEYS: &[&str] = &["redact-caller", "undeclared-tags"];

/// Settings of the module.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// Hide callers' names and most of their numbers wherever people read along. Default no.
    pub redact_caller: bool,
    /// Take tags that are not declared. Default yes.
    pub takes_undeclared_tags: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            redact_caller: false,
            takes_undeclared_tags: true,
        }
    }
}

/// Reads `[general]`; nothing in it or no such section leaves the defaults.
pub(super) fn read(section: Option<&Section>, findings: &mut Findings) -> Settings {
    let mut settings = Settings::default();
    if let Some(section) = section {
        findings.read(section, &[], |key, entry| {
            match key {
                "redact-caller" => settings.redact_caller = yes_or_no(&entry.value)?,
                "undeclared-tags" => settings.takes_undeclared_tags = yes_or_no(&entry.value)?,
                _ => return Err(unknown_key(key, GENERAL_KEYS)),
            }
            Ok::<(), Faults>(())
        });
    }
    settings
}

/// The settings as the keys and values that would bring them about.
pub(super) fn described(settings: &Settings) -> Vec<(&'static str, String)> {
    vec![
        ("redact-caller", yes_or_no_text(settings.redact_caller)),
        (
            "undeclared-tags",
            yes_or_no_text(settings.takes_undeclared_tags),
        ),
    ]
}
