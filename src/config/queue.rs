//! `type = queue`: one waiting line and its rules.

use std::sync::Arc;

use super::error::{ConfigErrorKind as Kind, file_and_line};
use super::findings::{Faults, Findings};
use super::source::{Entry, Section};
use super::unknown_key;
use super::value::{duration, duration_or_none, duration_text, name, number, word};
use crate::engine::limits::{CALLS_MAX, RELAX_STEPS_MAX};
use crate::engine::{BackOff, QueueId, QueuePlan, RelaxStep, SkillNames, Strategy, Template};

/// All keys of a queue.
pub const QUEUE_KEYS: &[&str] = &[
    "type",
    "strategy",
    "requirement",
    "relax",
    "timeout",
    "capacity",
    "ring-timeout",
    "wrap-up",
    "rona-limit",
    "back-off-busy",
    "back-off-rejected",
    "back-off-no-answer",
    "back-off-unreachable",
    "music",
];

const STRATEGIES: &[&str] = &["longest-idle", "most-skilled"];
const RING_TIMEOUT_MS: u64 = 15_000;
/// A phone that rings for less cannot be answered.
pub(super) const RING_TIMEOUT_MS_MIN: u64 = 100;
const CAPACITY_MAX: u32 = CALLS_MAX as u32;
const RONA_LIMIT_MAX: u32 = 100;

/// Reads one queue.
pub(super) fn read(
    section: &Section,
    id: QueueId,
    skills: &SkillNames,
    findings: &mut Findings,
) -> QueuePlan {
    let mut draft = Draft::new(section, id);
    findings.read(section, &["relax"], |key, entry| {
        draft.set(key, entry, skills)
    });
    draft.finish(section, findings)
}

struct Draft<'a> {
    plan: QueuePlan,
    relax: Vec<(&'a Entry, RelaxStep)>,
}

impl<'a> Draft<'a> {
    fn new(section: &Section, id: QueueId) -> Self {
        let plan = QueuePlan {
            id,
            name: section.name.as_str().into(),
            strategy: Strategy::default(),
            requirement: everyone(),
            relax: Arc::new([]),
            timeout_ms: None,
            capacity: CAPACITY_MAX,
            ring_timeout_ms: RING_TIMEOUT_MS,
            wrap_up_ms: 0,
            rona_limit: 1,
            back_off: BackOff::default(),
            music: None,
        };
        Self {
            plan,
            relax: Vec::new(),
        }
    }

    fn set(&mut self, key: &str, entry: &'a Entry, skills: &SkillNames) -> Result<(), Faults> {
        let value = entry.value.as_str();
        let plan = &mut self.plan;
        match key {
            // The inventory has looked at it.
            "type" => {}
            "strategy" => {
                plan.strategy = match word(value, STRATEGIES)? {
                    0 => Strategy::LongestIdle,
                    _ => Strategy::MostSkilled,
                }
            }
            "requirement" => plan.requirement = requirement(value, skills)?,
            // An empty value takes back what a template gave.
            "relax" if value.is_empty() => self.relax.clear(),
            "relax" => self.relax.push((entry, relax_step(value, skills)?)),
            "timeout" => plan.timeout_ms = duration_or_none(value, 1)?,
            "capacity" => plan.capacity = number(value, 1, CAPACITY_MAX)?,
            "ring-timeout" => plan.ring_timeout_ms = duration(value, RING_TIMEOUT_MS_MIN)?,
            "wrap-up" => plan.wrap_up_ms = duration_or_none(value, 0)?.unwrap_or(0),
            "rona-limit" => plan.rona_limit = number(value, 0, RONA_LIMIT_MAX)?,
            "back-off-busy" => plan.back_off.busy_ms = duration(value, 0)?,
            "back-off-rejected" => plan.back_off.rejected_ms = duration(value, 0)?,
            "back-off-no-answer" => plan.back_off.no_answer_ms = duration(value, 0)?,
            "back-off-unreachable" => plan.back_off.unreachable_ms = duration(value, 0)?,
            "music" => plan.music = Some(name(value)?.into()),
            _ => return Err(unknown_key(key, QUEUE_KEYS)),
        }
        Ok(())
    }

    // Steps are put in order only here, because those of a template come first.
    fn finish(mut self, section: &Section, findings: &mut Findings) -> QueuePlan {
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
        self.plan.relax = self.relax.into_iter().map(|(_, step)| step).collect();
        self.plan
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

fn everyone() -> Template {
    Template::parse("any").expect("`any` is a word of the requirement language")
}

/// The queue as the keys and values that would bring it about; `relax` as one list.
pub(super) fn described(plan: &QueuePlan) -> Vec<(&'static str, String)> {
    let strategy = match plan.strategy {
        Strategy::LongestIdle => STRATEGIES[0],
        Strategy::MostSkilled => STRATEGIES[1],
    };
    let step = |step: &RelaxStep| format!("{}: {}", duration_text(step.after_ms), step.requirement);
    let relax: Vec<String> = plan.relax.iter().map(step).collect();
    let timeout = plan
        .timeout_ms
        .map_or_else(|| "none".to_owned(), duration_text);
    let mut keys = vec![
        ("strategy", strategy.to_owned()),
        ("requirement", plan.requirement.to_string()),
        ("timeout", timeout),
        ("capacity", plan.capacity.to_string()),
        ("ring-timeout", duration_text(plan.ring_timeout_ms)),
        ("wrap-up", duration_text(plan.wrap_up_ms)),
        ("rona-limit", plan.rona_limit.to_string()),
        ("back-off-busy", duration_text(plan.back_off.busy_ms)),
        (
            "back-off-rejected",
            duration_text(plan.back_off.rejected_ms),
        ),
        (
            "back-off-no-answer",
            duration_text(plan.back_off.no_answer_ms),
        ),
        (
            "back-off-unreachable",
            duration_text(plan.back_off.unreachable_ms),
        ),
    ];
    if !relax.is_empty() {
        keys.push(("relax", relax.join("; ")));
    }
    if let Some(music) = &plan.music {
        keys.push(("music", music.to_string()));
    }
    keys
}
