//! `type = skill`: a name that agents may have and requirements may ask for.

use super::error::ConfigErrorKind as Kind;
use super::findings::Findings;
use super::source::Section;
use super::unknown_key;
use crate::engine::limits::SKILLS_MAX;
use crate::engine::{SkillNameError, SkillNames};

/// All keys of a skill.
pub const SKILL_KEYS: &[&str] = &["type"];

/// The table of the skills that the sections define; ids are those of the former plan.
pub(super) fn read(
    sections: &[&Section],
    former: &SkillNames,
    findings: &mut Findings,
) -> SkillNames {
    let mut names = Vec::with_capacity(sections.len());
    for section in sections {
        findings.read(section, &[], |key, _| match key {
            "type" => Ok(()),
            _ => Err(unknown_key(key, SKILL_KEYS)),
        });
        match SkillNames::new([section.name.as_str()]) {
            Ok(_) => names.push(section.name.as_str()),
            Err(error) => findings.section_error(section, Kind::SkillName(error)),
        }
    }
    former.redeclared(names.iter().copied()).unwrap_or_else(|error| {
        // Each name by itself is fine, so there is no room for one of them.
        let what = "skill";
        let is_first = |section: &&&Section| {
            matches!(&error, SkillNameError::TableFull { name } if *name == section.name)
        };
        if let Some(section) = sections.iter().find(is_first) {
            findings.section_error(section, Kind::TooMany { what, max: SKILLS_MAX });
        }
        // Requirements are then checked against what fits, so that no error follows from this one.
        SkillNames::new(names.into_iter().take(SKILLS_MAX)).unwrap_or_default()
    })
}
