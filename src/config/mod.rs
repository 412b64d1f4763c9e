//! Operator text to a checked configuration, all or nothing.
//!
//! ```text
//! [Section] ─ inventory (by type) ─ link (names → ids) ─ one file a type ─ staffing
//! ```
//!
//! Rules kept: every error of a text is found at once, each with file, line, section, key, what
//! was found and what was expected; a text with an error gives no configuration at all; what is
//! merely odd is a warning. Reading files is left out on purpose: a host has its own loader with
//! includes, templates and databases, and [`parse()`] serves those that have none.
#![forbid(unsafe_code)]

mod agent;
mod connected;
mod disposition;
mod error;
mod error_kind;
mod findings;
mod general;
mod inventory;
mod link;
mod parse;
mod phone;
mod queue;
mod reason;
mod recording;
mod recording_fault;
mod reload;
mod reserve_fault;
mod skill;
mod source;
mod staffing;
mod surroundings;
mod tag;
mod tag_fault;
mod tag_rule;
#[cfg(test)]
mod tests;
mod time_span;
mod value;
mod warning;
mod wording;

pub use agent::AGENT_KEYS;
pub use disposition::DISPOSITION_KEYS;
pub use error::{ConfigError, ConfigErrorKind, Place};
pub use general::{GENERAL_KEYS, Settings, StoreSettings};
pub use parse::{SyntaxFault, parse};
pub use queue::QUEUE_KEYS;
pub use reason::REASON_KEYS;
pub use recording::RECORDING_KEYS;
pub use recording_fault::RecordingFault;
pub use reload::{Change, Difference};
pub use reserve_fault::ReserveFault;
pub use skill::SKILL_KEYS;
pub use source::{Entry, Section};
pub use surroundings::Surroundings;
pub use tag::TAG_KEYS;
pub use tag_fault::TagFault;
pub use tag_rule::TAG_RULE_KEYS;
pub use value::LINE_TECHNOLOGY;
pub use warning::{ConfigWarning, ConfigWarningKind};

use findings::{Faults, Findings};
use inventory::Inventory;
use link::Numbering;

use crate::engine::limits::{AGENTS_MAX, DISPOSITIONS_MAX, QUEUES_MAX};
use crate::engine::{
    AgentId, AgentPlan, DispositionId, DispositionPlan, FloorPlan, QueueId, Roll, spelling,
};

/// A checked configuration.
#[derive(Debug, Clone)]
pub struct Config {
    /// What holds for the module.
    pub settings: Settings,
    /// What holds for the floor.
    pub plan: FloorPlan,
    /// What is odd, by file and line.
    pub warnings: Vec<ConfigWarning>,
}

/// Whether this is the dial string of one phone, as `interface` takes it.
///
/// # Errors
/// What was expected.
pub fn check_interface(text: &str) -> Result<(), ConfigErrorKind> {
    value::interface(text).map(|_| ())
}

/// Whether this is a sound file as the PBX knows it, without its ending.
///
/// # Errors
/// What was expected.
pub fn check_sound(text: &str) -> Result<(), ConfigErrorKind> {
    value::sound(text).map(|_| ())
}

/// Whether this is a place in the dialplan that can be run as a subroutine:
/// `context,extension,priority(arguments)`.
///
/// # Errors
/// What was expected.
pub fn check_subroutine(text: &str) -> Result<(), ConfigErrorKind> {
    phone::subroutine(text).map(|_| ())
}

/// A duration as an operator would write it.
#[must_use]
pub fn duration_text(delay_ms: u64) -> String {
    value::duration_text(delay_ms)
}

/// A duration of at least a millisecond as operators write it, such as `15`, `15s` or `2m`; also
/// used where dialplan authors write one.
///
/// # Errors
/// What was expected.
pub fn duration_ms(text: &str) -> Result<u64, ConfigErrorKind> {
    value::duration(text, 1)
}

/// Checks sections and makes a configuration of them.
///
/// With a previous plan every name that it or a plan before it had keeps its id; names it never
/// had get new ids in the order of the text.
///
/// # Errors
/// Everything that is wrong, by file and line.
pub fn load(
    sections: &[Section],
    previous: Option<&FloorPlan>,
) -> Result<Config, Vec<ConfigError>> {
    load_in(sections, previous, Surroundings::default())
}

/// As [`load`], for a host that knows more.
///
/// # Errors
/// Everything that is wrong, by file and line.
pub fn load_in(
    sections: &[Section],
    previous: Option<&FloorPlan>,
    surroundings: Surroundings,
) -> Result<Config, Vec<ConfigError>> {
    let mut findings = Findings::default();
    let inventory = Inventory::new(sections, &mut findings);
    let settings = general::read(inventory.general, &mut findings);
    surroundings.check(&inventory, &mut findings);
    let plan = plan(&inventory, &settings, previous, &mut findings);
    if findings.is_clean() {
        staffing::check(&inventory, &plan, &mut findings);
    }
    let warnings = findings.conclude()?;
    Ok(Config {
        settings,
        plan,
        warnings,
    })
}

fn plan(
    inventory: &Inventory<'_>,
    settings: &Settings,
    previous: Option<&FloorPlan>,
    findings: &mut Findings,
) -> FloorPlan {
    let empty = FloorPlan::default();
    let former = previous.unwrap_or(&empty);
    let skills = skill::read(&inventory.skills, &former.skills, findings);
    let reasons = reason::read(&inventory.reasons, findings);
    let queue_ids = Numbering::new(
        "queue",
        &inventory.queues,
        &former.queues,
        QUEUES_MAX,
        QueueId,
        findings,
    );
    let recordings = recording::read(&inventory.recordings, (&skills, &queue_ids), findings);
    let agent_ids = Numbering::new(
        "agent",
        &inventory.agents,
        &former.agents,
        AGENTS_MAX,
        AgentId,
        findings,
    );
    let disposition_ids = Numbering::new(
        "disposition",
        &inventory.dispositions,
        &former.dispositions,
        DISPOSITIONS_MAX,
        DispositionId,
        findings,
    );
    let dispositions = dispositions(inventory, &disposition_ids, findings);
    let tags = tag::read(&inventory.tags, settings.takes_undeclared_tags, findings);
    let names = tag_rule::Names::new(&tags, &queue_ids, &disposition_ids);
    let tag_rules = tag_rule::read(&inventory.tag_rules, names, findings);
    let names = (&skills, &queue_ids, &disposition_ids, &tags, &recordings);
    let numbered = queue_ids.number(&inventory.queues);
    let queues: Vec<_> = numbered
        .map(|(section, id)| queue::read(section, id, names, findings))
        .collect();
    let names = agent::Names {
        skills: &skills,
        queues: &queue_ids,
        recordings: &recordings,
    };
    let numbered = (0..).zip(agent_ids.number(&inventory.agents));
    let agents: Vec<_> = numbered
        .map(|(place, (section, id))| AgentPlan {
            place,
            ..agent::read(section, id, names, findings)
        })
        .collect();
    if !findings.is_clean() {
        return empty;
    }
    FloorPlan {
        queues: Roll::following(&former.queues, queues),
        agents: Roll::following(&former.agents, agents),
        dispositions: Roll::following(&former.dispositions, dispositions),
        skills,
        reasons,
        tags,
        tag_rules,
        recordings: recordings.into_list(),
    }
}

fn dispositions(
    inventory: &Inventory<'_>,
    ids: &Numbering<DispositionId>,
    findings: &mut Findings,
) -> Vec<DispositionPlan> {
    let numbered = ids.number(&inventory.dispositions);
    numbered
        .map(|(section, id)| disposition::read(section, id, findings))
        .collect()
}

fn unknown_key(key: &str, known: &'static [&'static str]) -> Faults {
    let suggestion = spelling::nearest(key, known.iter().copied()).map(str::to_owned);
    ConfigErrorKind::KeyUnknown { suggestion, known }.into()
}
