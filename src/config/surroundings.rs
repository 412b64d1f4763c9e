//! What a configuration is checked against that only the host knows: here the names of time zones.
//!
//! The host hands over a question instead of being asked for a file, so that this folder reads
//! none and the check is the host's own way of finding a zone.

use super::error::ConfigErrorKind;
use super::findings::Findings;
use super::inventory::Inventory;
use super::queue::is_timezone_name;

/// What the host knows.
#[derive(Debug, Clone, Copy)]
pub struct Surroundings {
    /// Whether there is a time zone of this name. Asked on the thread that reads a configuration,
    /// for every `timezone`.
    pub knows_timezone: fn(&str) -> bool,
}

impl Default for Surroundings {
    /// Nothing is known, so every name is taken.
    fn default() -> Self {
        Self {
            knows_timezone: |_| true,
        }
    }
}

impl Surroundings {
    /// Holds sections against what the host knows.
    pub(super) fn check(&self, inventory: &Inventory<'_>, findings: &mut Findings) {
        for section in &inventory.queues {
            for entry in &section.entries {
                // What is no name at all was refused before, and nothing takes a template back.
                let is_name = !entry.value.is_empty() && is_timezone_name(&entry.value);
                let is_asked = is_name && entry.canonical_key() == "timezone";
                if is_asked && !(self.knows_timezone)(&entry.value) {
                    findings.entry_error(section, entry, ConfigErrorKind::TimezoneUnknown);
                }
            }
        }
    }
}
