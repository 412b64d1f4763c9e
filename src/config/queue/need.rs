//! What calls need of an agent, and how that relaxes while they wait.

use crate::config::error::ConfigErrorKind as Kind;
use crate::config::findings::{Faults, Findings};
use crate::config::source::{Entry, Section};
use crate::config::value::{duration, duration_text};
use crate::engine::limits::RELAX_STEPS_MAX;
use crate::engine::{NeedRules, RelaxStep, SkillNames, StaffLevel, StepCondition, Template};

pub(super) const KEYS: &[&str] = &["requirement", "relax"];
pub(super) const REPEATABLE: &[&str] = &["relax"];

/// The word between a step's time and its condition.
const WHEN: &str = "when";
/// The estimated wait in a condition.
const WAIT: &str = "wait";

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
        // Only time alone is sure to pass: a step on a condition may stand anywhere.
        let by_time = self.relax.iter().filter(|(_, step)| step.when.is_none());
        let by_time: Vec<_> = by_time
            .map(|(entry, step)| (*entry, step.after_ms))
            .collect();
        findings.ascending(section, &by_time);
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
    let (begins, needed) = value.split_once(':').ok_or(Kind::RelaxStep)?;
    match (begin(begins), requirement(needed.trim(), skills)) {
        (Ok((after_ms, when)), Ok(requirement)) => Ok(RelaxStep {
            after_ms,
            when,
            requirement,
        }),
        (begin, needed) => Err(Faults(
            begin.err().into_iter().chain(needed.err()).collect(),
        )),
    }
}

/// `20s`, `when free = 0`, `when wait > 1m`, or both a time and a condition.
fn begin(text: &str) -> Result<(u64, Option<StepCondition>), Kind> {
    let mut words = text.split_whitespace();
    let place = text
        .split_whitespace()
        .position(|word| word.eq_ignore_ascii_case(WHEN));
    let Some(place) = place else {
        return Ok((duration(text.trim(), 1)?, None));
    };
    let after: Vec<&str> = words.by_ref().take(place).collect();
    let when = condition(&words.skip(1).collect::<String>())?;
    let after_ms = match after.as_slice() {
        [] => 0,
        after => duration(&after.join(" "), 1)?,
    };
    Ok((after_ms, Some(when)))
}

/// `free=0` or `wait>1m`.
fn condition(text: &str) -> Result<StepCondition, Kind> {
    if let Some((name, over)) = text.split_once('>') {
        return match name.eq_ignore_ascii_case(WAIT) {
            true => Ok(StepCondition::WaitOver(duration(over, 1)?)),
            false => Err(Kind::RelaxCondition),
        };
    }
    let (name, number) = text.split_once('=').ok_or(Kind::RelaxCondition)?;
    let mut levels = StaffLevel::ALL.into_iter();
    let level = levels.find(|level| level.name().eq_ignore_ascii_case(name));
    let level = level.filter(|_| number == "0");
    level
        .map(StepCondition::Lacking)
        .ok_or(Kind::RelaxCondition)
}

fn step_text(step: &RelaxStep) -> String {
    let after = duration_text(step.after_ms);
    let condition = step.when.map(|when| match when {
        StepCondition::Lacking(level) => format!("{WHEN} {} = 0", level.name()),
        StepCondition::WaitOver(over_ms) => format!("{WHEN} {WAIT} > {}", duration_text(over_ms)),
    });
    let begin = match condition {
        None => after,
        Some(condition) if step.after_ms == 0 => condition,
        Some(condition) => format!("{after} {condition}"),
    };
    format!("{begin}: {}", step.requirement)
}

pub(super) fn described(rules: &NeedRules) -> Vec<(&'static str, String)> {
    let relax: Vec<String> = rules.relax.iter().map(step_text).collect();
    let mut keys = vec![("requirement", rules.requirement.to_string())];
    if !relax.is_empty() {
        keys.push(("relax", relax.join("; ")));
    }
    keys
}
