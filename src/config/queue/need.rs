//! What calls need of an agent, and how that relaxes while they wait.

use crate::config::error::{ConfigErrorKind as Kind, file_and_line};
use crate::config::findings::{Faults, Findings};
use crate::config::source::{Entry, Section};
use crate::config::value::{duration, duration_text};
use crate::engine::limits::RELAX_STEPS_MAX;
use crate::engine::{NeedRules, RelaxStep, SkillNames, Template};

pub(super) const KEYS: &[&str] = &["requirement", "relax"];
pub(super) const REPEATABLE: &[&str] = &["relax"];

/// What was read so far.
pub(super) struct Draft<'a> {
    rules: NeedRules,
    relax: Vec<(&'a Entry, RelaxStep)>,
    skills: &'a SkillNames,
}

impl<'a> Draft<'a> {
    pub(super) fn new(skills: &'a SkillNames) -> Self {
        Self {
            rules: NeedRules::default(),
            relax: Vec::new(),
            skills,
        }
    }

    pub(super) fn set(&mut self, key: &str, entry: &'a Entry) -> Result<(), Faults> {
        let value = entry.value.as_str();
        match key {
            "requirement" => self.rules.requirement = requirement(value, self.skills)?,
            // An empty value takes back what a template gave.
            _ if value.is_empty() => self.relax.clear(),
            _ => self.relax.push((entry, relax_step(value, self.skills)?)),
        }
        Ok(())
    }

    // Steps are put in order only here, because those of a template come first.
    pub(super) fn finish(mut self, section: &Section, findings: &mut Findings) -> NeedRules {
        for pair in self.relax.windows(2) {
            let [(former, former_step), (later, later_step)] = pair else {
                continue;
            };
            if later_step.after_ms <= former_step.after_ms {
                let former = file_and_line(&former.file, former.line);
                let kind = Kind::RelaxOrder {
                    former,
                    former_ms: former_step.after_ms,
                };
                findings.entry_error(section, later, kind);
            }
        }
        if let Some((entry, _)) = self.relax.get(RELAX_STEPS_MAX) {
            findings.entry_error(section, entry, Kind::RelaxTooMany);
        }
        self.rules.relax = self.relax.into_iter().map(|(_, step)| step).collect();
        self.rules
    }
}

fn requirement(value: &str, skills: &SkillNames) -> Result<Template, Kind> {
    let template = Template::parse(value).map_err(Kind::Requirement)?;
    template.check(skills).map_err(Kind::Requirement)?;
    Ok(template)
}

fn relax_step(value: &str, skills: &SkillNames) -> Result<RelaxStep, Faults> {
    let (after, needed) = value.split_once(':').ok_or(Kind::RelaxStep)?;
    let (after_ms, needed) = (
        duration(after.trim(), 1),
        requirement(needed.trim(), skills),
    );
    match (after_ms, needed) {
        (Ok(after_ms), Ok(requirement)) => Ok(RelaxStep {
            after_ms,
            requirement,
        }),
        (after_ms, needed) => Err(Faults(
            after_ms.err().into_iter().chain(needed.err()).collect(),
        )),
    }
}

pub(super) fn described(rules: &NeedRules) -> Vec<(&'static str, String)> {
    let step = |step: &RelaxStep| format!("{}: {}", duration_text(step.after_ms), step.requirement);
    let relax: Vec<String> = rules.relax.iter().map(step).collect();
    let mut keys = vec![("requirement", rules.requirement.to_string())];
    if !relax.is_empty() {
        keys.push(("relax", relax.join("; ")));
    }
    keys
}
