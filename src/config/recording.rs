//! `type = recording`: which calls are recorded, how, and what becomes of the files.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::error::{ConfigErrorKind as Kind, shown};
use super::findings::{Faults, Findings};
use super::link::Numbering;
use super::phone::{NONE, key_or_none, key_text};
use super::recording_fault::RecordingFault;
use super::source::Section;
use super::unknown_key;
use super::value::{
    duration, duration_or_none, duration_text, list, name, number, sound, word, yes_or_no,
    yes_or_no_text,
};
use crate::engine::limits::{KEEP_DAYS_MAX, KEEP_RULES_MAX, PATH_BYTES_MAX, RECORDINGS_MAX};
use crate::engine::{
    Expression, FileTemplate, FloorPlan, KeepRule, QueueId, RecordingLayout, RecordingNeed,
    RecordingPlan, RecordingShare, SkillNames, spelling,
};

/// All keys of a rule of recording.
pub const RECORDING_KEYS: &[&str] = &[
    "type",
    "record",
    "if",
    "queues",
    "skills",
    "layout",
    "format",
    "directory",
    "file",
    "mandatory",
    "announce",
    "consent-key",
    "consent-wait",
    "beep",
    "pause-on-hold",
    "pause-if",
    "after-transfer",
    "hook",
    "keep-days",
    "keep-if",
    "legal-hold",
    "archive",
];

const SHARES: [&str; 3] = ["never", "on-demand", "always"];
const LAYOUTS: &[&str] = &["mixed", "stereo", "separate"];
const FORMATS: &[&str] = &[
    "wav", "wav16", "gsm", "ulaw", "alaw", "g722", "sln", "sln16",
];
// The two sides are put together by us, so we have to know the format.
const STEREO_FORMATS: &[&str] = &["wav", "wav16"];
const NEEDS: &[&str] = &["no", "retry", "yes"];
const TRANSFERS: &[&str] = &["stop", "follow"];
const FOR_EVER: &str = "forever";
const BEEP_MS_MIN: u64 = 5_000;
const CONSENT_MS_MIN: u64 = 1_000;

/// The rules by name in lower case.
#[derive(Debug, Default)]
pub(super) struct Recordings {
    by_name: BTreeMap<String, Arc<RecordingPlan>>,
    in_order: Vec<Arc<RecordingPlan>>,
}

impl Recordings {
    /// The rule of that name, or `none`.
    pub(super) fn named(&self, value: &str) -> Result<Option<Arc<RecordingPlan>>, Kind> {
        if value.eq_ignore_ascii_case(NONE) {
            return Ok(None);
        }
        let name = shown(value);
        match self.by_name.get(&value.to_ascii_lowercase()) {
            Some(rule) if rule.condition.is_some() => {
                Err(RecordingFault::Conditional { name }.into())
            }
            Some(rule) => Ok(Some(Arc::clone(rule))),
            None => {
                let names = self.in_order.iter().map(|rule| &*rule.name);
                let suggestion = spelling::nearest(value, names).map(str::to_owned);
                Err(RecordingFault::Unknown { name, suggestion }.into())
            }
        }
    }

    /// All of them, in the order of the text.
    pub(super) fn into_list(self) -> Arc<[Arc<RecordingPlan>]> {
        self.in_order.into()
    }
}

/// What a rule may refer to: skills and queues.
pub(super) type Names<'a> = (&'a SkillNames, &'a Numbering<QueueId>);

/// Keys that add to what is there.
const REPEATABLE: &[&str] = &["skills", "queues", "keep-if"];

/// The rules that the sections declare.
pub(super) fn read(sections: &[&Section], names: Names<'_>, findings: &mut Findings) -> Recordings {
    let mut recordings = Recordings::default();
    for (count, section) in sections.iter().enumerate() {
        if let Err(kind) = name(&section.name) {
            findings.section_error(section, kind);
        }
        if count == RECORDINGS_MAX {
            let (what, max) = ("recording", RECORDINGS_MAX);
            findings.section_error(section, Kind::TooMany { what, max });
        }
        let mut plan = RecordingPlan::new(section.name.as_str());
        let mut is_faulty = false;
        findings.read(section, REPEATABLE, |key, entry| {
            let outcome = set(&mut plan, key, &entry.value, names);
            is_faulty |= outcome.is_err();
            outcome
        });
        if !is_faulty {
            check(&plan, section, findings);
        }
        let plan = Arc::new(plan);
        let key = section.name.to_ascii_lowercase();
        recordings.by_name.insert(key, Arc::clone(&plan));
        recordings.in_order.push(plan);
    }
    recordings
}

// What fits together is known only at the end.
fn check(plan: &RecordingPlan, section: &Section, findings: &mut Findings) {
    let is_stereo = plan.layout == RecordingLayout::Stereo;
    if is_stereo && !STEREO_FORMATS.contains(&&*plan.format) {
        findings.section_error(section, RecordingFault::StereoFormat.into());
    }
    if plan.archive.is_some() && !plan.lets_expire() {
        findings.section_error(section, RecordingFault::ArchiveWithoutDays.into());
    }
    if plan.condition.is_none() && !plan.queues.is_empty() {
        findings.section_error(section, RecordingFault::QueuesWithoutCondition.into());
    }
}

fn set(
    plan: &mut RecordingPlan,
    key: &str,
    value: &str,
    (skills, queues): Names<'_>,
) -> Result<(), Faults> {
    match key {
        // The inventory has looked at it.
        "type" => {}
        "record" => plan.share = share(value)?,
        // An empty value takes back what a template gave; here and below.
        "if" if value.is_empty() => plan.condition = None,
        "if" => plan.condition = Some(expression(value)?),
        "queues" if value.is_empty() => plan.queues.clear(),
        "queues" => plan.queues.extend(queue_list(value, queues)?),
        "skills" if value.is_empty() => plan.skills.clear(),
        "skills" => plan.skills.extend(skill_list(value, skills)?),
        "layout" => {
            plan.layout = match word(value, LAYOUTS)? {
                0 => RecordingLayout::Mixed,
                1 => RecordingLayout::Stereo,
                _ => RecordingLayout::Separate,
            }
        }
        "format" => plan.format = FORMATS[word(value, FORMATS)?].into(),
        "directory" => plan.directory = path_or_none(value)?,
        "file" => plan.file = FileTemplate::read(value).map_err(|e| Kind::Recording(e.into()))?,
        "mandatory" => {
            plan.need = match word(value, NEEDS)? {
                0 => RecordingNeed::Wanted,
                1 => RecordingNeed::Retried,
                _ => RecordingNeed::Mandatory,
            }
        }
        "announce" if is_none(value) => plan.announcement = None,
        "announce" => plan.announcement = Some(sound(value)?),
        "consent-key" => plan.consent_key = key_or_none(value)?,
        "consent-wait" => plan.consent_wait_ms = duration(value, CONSENT_MS_MIN)?,
        "beep" => plan.beep_ms = duration_or_none(value, BEEP_MS_MIN)?,
        "pause-on-hold" => plan.pauses_on_hold = yes_or_no(value)?,
        "pause-if" if value.is_empty() => plan.pauses_if = None,
        "pause-if" => plan.pauses_if = Some(expression(value)?),
        "after-transfer" => plan.follows_transfer = word(value, TRANSFERS)? == 1,
        "hook" => plan.hook = path_or_none(value)?,
        "keep-days" => plan.keep_days = days(value)?,
        "keep-if" if value.is_empty() => plan.keep_if.clear(),
        "keep-if" if plan.keep_if.len() >= KEEP_RULES_MAX => {
            let (what, max) = ("`keep-if` in one rule", KEEP_RULES_MAX);
            return Err(Kind::TooManyIn { what, max }.into());
        }
        "keep-if" => plan.keep_if.push(keep_rule(value)?),
        "legal-hold" if is_none(value) => plan.legal_hold = None,
        "legal-hold" => plan.legal_hold = Some(tags_only(value)?),
        "archive" => plan.archive = path_or_none(value)?,
        _ => return Err(unknown_key(key, RECORDING_KEYS)),
    }
    Ok(())
}

fn share(value: &str) -> Result<RecordingShare, Kind> {
    let found = SHARES
        .iter()
        .position(|word| word.eq_ignore_ascii_case(value));
    Ok(match found {
        Some(0) => RecordingShare::Never,
        Some(1) => RecordingShare::OnDemand,
        Some(_) => RecordingShare::Always,
        None => {
            let digits = value.strip_suffix('%').map(str::trim_end);
            let percent = digits.and_then(|digits| number(digits, 1, 99).ok());
            let percent = percent.and_then(|percent| u8::try_from(percent).ok());
            RecordingShare::Percent(percent.ok_or(RecordingFault::Share)?)
        }
    })
}

fn skill_list(value: &str, skills: &SkillNames) -> Result<Vec<crate::engine::SkillId>, Faults> {
    let mut faults = Faults::default();
    let mut found = Vec::new();
    for item in list(value) {
        match skills.id(item) {
            Some(skill) => found.push(skill),
            None => {
                let names = skills.iter().map(|(_, name)| name);
                let suggestion = spelling::nearest(item, names).map(str::to_owned);
                let name = shown(item);
                faults.0.push(Kind::SkillUnknown { name, suggestion });
            }
        }
    }
    faults.none_or(found)
}

fn queue_list(value: &str, queues: &Numbering<QueueId>) -> Result<Vec<QueueId>, Faults> {
    let mut faults = Faults::default();
    let mut found = Vec::new();
    for item in list(value) {
        match queues.id(item) {
            Some(queue) => found.push(queue),
            None => faults.0.push(Kind::QueueUnknown {
                name: shown(item),
                suggestion: queues.nearest(item),
            }),
        }
    }
    faults.none_or(found)
}

fn expression(value: &str) -> Result<Expression, Kind> {
    Expression::parse(value).map_err(|error| RecordingFault::Expression(error).into())
}

/// An expression about what a sidecar knows.
fn tags_only(value: &str) -> Result<Expression, Kind> {
    let expression = expression(value)?;
    match expression.attributes().first() {
        Some(name) => Err(RecordingFault::Attribute {
            name: (*name).to_owned(),
        }
        .into()),
        None => Ok(expression),
    }
}

fn days(value: &str) -> Result<Option<u32>, Kind> {
    if value.eq_ignore_ascii_case(FOR_EVER) {
        return Ok(None);
    }
    number(value, 1, KEEP_DAYS_MAX).map(Some)
}

// `365: dispute`.
fn keep_rule(value: &str) -> Result<KeepRule, Kind> {
    let (time, condition) = value.split_once(':').ok_or(RecordingFault::KeepRule)?;
    Ok(KeepRule {
        days: days(time.trim())?,
        condition: tags_only(condition.trim())?,
    })
}

fn is_none(value: &str) -> bool {
    value.eq_ignore_ascii_case(NONE)
}

/// An absolute path that means the same to the PBX, whose recorder parts its options by commas.
fn path_or_none(value: &str) -> Result<Option<Arc<str>>, Kind> {
    if is_none(value) {
        return Ok(None);
    }
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_.+-".contains(&byte);
    let is_part = |part: &str| {
        !part.is_empty() && !part.starts_with(['.', '-']) && part.bytes().all(is_plain)
    };
    let parts = value.strip_prefix('/');
    let is_path = parts.is_some_and(|parts| parts.split('/').all(is_part));
    if is_path && value.len() <= PATH_BYTES_MAX {
        Ok(Some(value.into()))
    } else {
        Err(RecordingFault::Path.into())
    }
}

/// The rule as the keys and values that would bring it about.
pub(super) fn described(plan: &RecordingPlan, floor: &FloorPlan) -> Vec<(&'static str, String)> {
    let or_none = |text: &Option<Arc<str>>| text.as_deref().unwrap_or(NONE).to_owned();
    let need = match plan.need {
        RecordingNeed::Wanted => NEEDS[0],
        RecordingNeed::Retried => NEEDS[1],
        RecordingNeed::Mandatory => NEEDS[2],
    };
    let layout = match plan.layout {
        RecordingLayout::Mixed => LAYOUTS[0],
        RecordingLayout::Stereo => LAYOUTS[1],
        RecordingLayout::Separate => LAYOUTS[2],
    };
    let beep = plan.beep_ms.map_or(NONE.to_owned(), duration_text);
    let days = |days: Option<u32>| days.map_or(FOR_EVER.to_owned(), |days| days.to_string());
    let hold = plan.legal_hold.as_ref();
    let hold = hold.map_or(NONE.to_owned(), Expression::to_string);
    let transfer = TRANSFERS[usize::from(plan.follows_transfer)];
    let mut keys = vec![
        ("record", plan.share.to_string()),
        ("layout", layout.to_owned()),
        ("format", plan.format.to_string()),
        ("directory", or_none(&plan.directory)),
        ("file", plan.file.to_string()),
        ("mandatory", need.to_owned()),
        ("announce", or_none(&plan.announcement)),
        ("consent-key", key_text(plan.consent_key)),
        ("consent-wait", duration_text(plan.consent_wait_ms)),
        ("beep", beep),
        ("pause-on-hold", yes_or_no_text(plan.pauses_on_hold)),
        ("after-transfer", transfer.to_owned()),
        ("hook", or_none(&plan.hook)),
        ("keep-days", days(plan.keep_days)),
        ("legal-hold", hold),
        ("archive", or_none(&plan.archive)),
    ];
    let names = plan.skills.iter();
    let names: Vec<&str> = names
        .map(|skill| floor.skills.name(*skill).unwrap_or_default())
        .collect();
    if !names.is_empty() {
        keys.push(("skills", names.join(", ")));
    }
    let queues = plan.queues.iter();
    let queues = queues.filter_map(|id| floor.queues.entry(*id).map(|queue| &*queue.name));
    let queues: Vec<&str> = queues.collect();
    if !queues.is_empty() {
        keys.push(("queues", queues.join(", ")));
    }
    for (key, condition) in [("if", &plan.condition), ("pause-if", &plan.pauses_if)] {
        keys.extend(
            condition
                .as_ref()
                .map(|condition| (key, condition.to_string())),
        );
    }
    let kept = plan.keep_if.iter();
    let kept = kept.map(|rule| format!("{}: {}", days(rule.days), rule.condition));
    let kept: Vec<String> = kept.collect();
    if !kept.is_empty() {
        keys.push(("keep-if", kept.join("; ")));
    }
    keys
}
