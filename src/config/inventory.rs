//! Sections by type: what there is to read, each name once per type.

use std::collections::BTreeMap;

use super::error::{ConfigErrorKind as Kind, file_and_line};
use super::findings::Findings;
use super::source::Section;
use crate::engine::spelling;

const GENERAL: &str = "general";
/// What a section may be.
pub(super) const TYPES: [&str; 8] = [
    "queue",
    "agent",
    "skill",
    "disposition",
    "not-ready-reason",
    "tag",
    "tag-rule",
    "recording",
];

/// The sections of each type in the order of the text.
#[derive(Debug, Default)]
pub(super) struct Inventory<'a> {
    pub(super) general: Option<&'a Section>,
    pub(super) skills: Vec<&'a Section>,
    pub(super) queues: Vec<&'a Section>,
    pub(super) agents: Vec<&'a Section>,
    pub(super) dispositions: Vec<&'a Section>,
    pub(super) reasons: Vec<&'a Section>,
    pub(super) tags: Vec<&'a Section>,
    pub(super) tag_rules: Vec<&'a Section>,
    pub(super) recordings: Vec<&'a Section>,
}

impl<'a> Inventory<'a> {
    /// Sorts sections by type; sections that cannot be sorted are errors and left out.
    pub(super) fn new(sections: &'a [Section], findings: &mut Findings) -> Self {
        let mut inventory = Self::default();
        let mut first: BTreeMap<(&str, String), &Section> = BTreeMap::new();
        for section in sections {
            let Some(what) = type_of(section, findings) else {
                continue;
            };
            // Names are compared as everywhere: without regard to case.
            let name = section.name.to_ascii_lowercase();
            if let Some(first) = first.get(&(what, name.clone())) {
                let first = file_and_line(&first.file, first.line);
                findings.section_error(section, Kind::DefinedTwice { what, first });
                continue;
            }
            first.insert((what, name), section);
            match what {
                "skill" => inventory.skills.push(section),
                "queue" => inventory.queues.push(section),
                "agent" => inventory.agents.push(section),
                "disposition" => inventory.dispositions.push(section),
                "tag" => inventory.tags.push(section),
                "tag-rule" => inventory.tag_rules.push(section),
                "not-ready-reason" => inventory.reasons.push(section),
                "recording" => inventory.recordings.push(section),
                _ => inventory.general = Some(section),
            }
        }
        inventory
    }
}

fn type_of(section: &Section, findings: &mut Findings) -> Option<&'static str> {
    if section.name.eq_ignore_ascii_case(GENERAL) {
        return Some(GENERAL);
    }
    let Some(entry) = section
        .entries
        .iter()
        .rfind(|entry| entry.canonical_key() == "type")
    else {
        findings.section_error(section, Kind::TypeMissing);
        return None;
    };
    let is_it = |name: &&str| name.eq_ignore_ascii_case(&entry.value);
    let found = TYPES.into_iter().find(is_it);
    found.or_else(|| {
        let meant = spelling::nearest(&entry.value, TYPES.into_iter());
        let suggestion = meant.map(str::to_owned);
        findings.entry_error(section, entry, Kind::TypeUnknown { suggestion });
        // Read as what was probably meant, so that its other faults are told as well and no
        // fault elsewhere follows from this one.
        TYPES.into_iter().find(|name| Some(*name) == meant)
    })
}
