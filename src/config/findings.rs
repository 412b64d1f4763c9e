//! Gathers everything wrong and odd in one text, so that the operator sees all of it at once.
//!
//! A faulty line of a template is found again in every section that inherits it, but told once.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::error::{ConfigError, ConfigErrorKind, Place, file_and_line};
use super::source::{Entry, Section};
use super::warning::{ConfigWarning, ConfigWarningKind};

/// What was found so far.
#[derive(Debug, Default)]
pub(super) struct Findings {
    errors: Vec<ConfigError>,
    warnings: Vec<ConfigWarning>,
    // File, line and words of the errors of entries.
    told: BTreeSet<(Arc<str>, u32, String)>,
}

/// What is wrong with one entry; a list can be wrong in several places.
#[derive(Debug, Default)]
pub(super) struct Faults(pub(super) Vec<ConfigErrorKind>);

impl From<ConfigErrorKind> for Faults {
    fn from(kind: ConfigErrorKind) -> Self {
        Self(vec![kind])
    }
}

impl Faults {
    /// The value, if nothing is wrong.
    pub(super) fn none_or<T>(self, value: T) -> Result<T, Self> {
        if self.0.is_empty() {
            Ok(value)
        } else {
            Err(self)
        }
    }
}

impl Findings {
    /// Something is wrong with a section.
    pub(super) fn section_error(&mut self, section: &Section, kind: ConfigErrorKind) {
        self.errors
            .push(ConfigError::new(Place::of_section(section), kind));
    }

    /// Something is wrong with an entry.
    pub(super) fn entry_error(&mut self, section: &Section, entry: &Entry, kind: ConfigErrorKind) {
        // Without a line nobody could tell two equal messages apart.
        let is_news = entry.line == 0
            || self
                .told
                .insert((Arc::clone(&entry.file), entry.line, kind.to_string()));
        if is_news {
            self.errors
                .push(ConfigError::new(Place::of_entry(section, entry), kind));
        }
    }

    /// Steps in the order of the section, with their times: each must come after the one before.
    pub(super) fn ascending(&mut self, section: &Section, steps: &[(&Entry, u64)]) {
        for pair in steps.windows(2) {
            let [(former, former_ms), (later, later_ms)] = *pair else {
                continue;
            };
            if later_ms <= former_ms {
                let former = file_and_line(&former.file, former.line);
                let kind = ConfigErrorKind::RelaxOrder { former, former_ms };
                self.entry_error(section, later, kind);
            }
        }
    }

    /// Something is odd.
    pub(super) fn warning(&mut self, place: Place, kind: ConfigWarningKind) {
        self.warnings.push(ConfigWarning { place, kind });
    }

    /// Hands every entry of a section to `set` and notes what that refuses.
    ///
    /// A key that stands twice below the header itself is odd unless it is in `repeatable`; one
    /// that overrides a template is not.
    pub(super) fn read<'s>(
        &mut self,
        section: &'s Section,
        repeatable: &[&str],
        mut set: impl FnMut(&str, &'s Entry) -> Result<(), Faults>,
    ) {
        let mut own: BTreeMap<String, &Entry> = BTreeMap::new();
        for entry in &section.entries {
            let key = entry.canonical_key();
            if let Err(faults) = set(&key, entry) {
                for kind in faults.0 {
                    self.entry_error(section, entry, kind);
                }
            } else if section.is_own(entry)
                && !repeatable.contains(&&*key)
                && let Some(former) = own.insert(key, entry)
            {
                let former = file_and_line(&former.file, former.line);
                let place = Place::of_entry(section, entry);
                self.warning(place, ConfigWarningKind::SetTwice { former });
            }
        }
    }

    /// Whether nothing is wrong so far.
    pub(super) fn is_clean(&self) -> bool {
        self.errors.is_empty()
    }

    /// The warnings, if nothing is wrong; else the errors; both by file and line.
    pub(super) fn conclude(mut self) -> Result<Vec<ConfigWarning>, Vec<ConfigError>> {
        let order = |place: &Place| (Arc::clone(&place.file), place.line);
        if self.is_clean() {
            self.warnings.sort_by_key(|warning| order(&warning.place));
            return Ok(self.warnings);
        }
        self.errors.sort_by_key(|error| order(error.place()));
        Err(self.errors)
    }
}
