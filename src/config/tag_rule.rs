//! `type = tag-rule`: sets tags by itself when something happens to a call.

use super::error::{ConfigErrorKind as Kind, shown};
use super::findings::{Faults, Findings};
use super::link::Numbering;
use super::source::{Entry, Section};
use super::tag;
use super::tag_fault::TagFault as Fault;
use super::unknown_key;
use super::value::{duration, duration_text, list, name, number};
use crate::engine::limits::{RELAX_STEPS_MAX, TAG_RULES_MAX};
use crate::engine::{
    DeclaredTags, DispositionId, Expression, FloorPlan, QueueId, TagKey, TagRule, TagTrigger,
    TagValue,
};
use std::collections::BTreeSet;
use std::sync::Arc;

/// All keys of a tag rule.
pub const TAG_RULE_KEYS: &[&str] = &["type", "on", "queues", "if", "set", "unset"];

/// What a rule may refer to.
#[derive(Clone, Copy)]
pub(super) struct Names<'a> {
    tags: &'a DeclaredTags,
    queues: &'a Numbering<QueueId>,
    dispositions: &'a Numbering<DispositionId>,
}

impl<'a> Names<'a> {
    pub(super) fn new(
        tags: &'a DeclaredTags,
        queues: &'a Numbering<QueueId>,
        dispositions: &'a Numbering<DispositionId>,
    ) -> Self {
        Self {
            tags,
            queues,
            dispositions,
        }
    }
}

/// The rules that the sections define, in the order of the text.
pub(super) fn read(
    sections: &[&Section],
    names: Names<'_>,
    findings: &mut Findings,
) -> Arc<[Arc<TagRule>]> {
    let rules = sections.iter().enumerate().map(|(count, section)| {
        if let Err(kind) = name(&section.name) {
            findings.section_error(section, kind);
        }
        if count == TAG_RULES_MAX {
            let (what, max) = ("tag rule", TAG_RULES_MAX);
            findings.section_error(section, Kind::TooMany { what, max });
        }
        let mut draft = Draft::new(names);
        findings.read(section, &["queues", "set", "unset"], |key, entry| {
            draft.set(key, entry)
        });
        Arc::new(draft.finish(section, findings))
    });
    rules.collect()
}

struct Draft<'a> {
    names: Names<'a>,
    on: Option<(&'a Entry, TagTrigger)>,
    has_on: bool,
    queues: BTreeSet<QueueId>,
    condition: Option<Expression>,
    set: Vec<(TagKey, TagValue)>,
    unset: Vec<TagKey>,
    // A value that was refused is not missing.
    is_faulty: bool,
}

impl<'a> Draft<'a> {
    fn new(names: Names<'a>) -> Self {
        Self {
            names,
            on: None,
            has_on: false,
            queues: BTreeSet::new(),
            condition: None,
            set: Vec::new(),
            unset: Vec::new(),
            is_faulty: false,
        }
    }

    fn set(&mut self, key: &str, entry: &'a Entry) -> Result<(), Faults> {
        let outcome = self.take(key, entry);
        self.is_faulty |= outcome.is_err();
        outcome
    }

    fn take(&mut self, key: &str, entry: &'a Entry) -> Result<(), Faults> {
        let value = entry.value.as_str();
        match key {
            // The inventory has looked at it.
            "type" => {}
            "on" => {
                self.has_on = true;
                self.on = Some((entry, trigger(value, self.names)?));
            }
            // An empty value takes back what a template gave; here and below.
            "queues" if value.is_empty() => self.queues.clear(),
            "queues" => {
                let mut faults = Faults::default();
                for item in list(value) {
                    match self.names.queues.id(item) {
                        Some(id) => _ = self.queues.insert(id),
                        None => faults.0.push(Kind::QueueUnknown {
                            name: shown(item),
                            suggestion: self.names.queues.nearest(item),
                        }),
                    }
                }
                faults.none_or(())?;
            }
            "if" if value.is_empty() => self.condition = None,
            "if" => {
                self.condition = Some(
                    Expression::parse(value)
                        .map_err(|error| Kind::Tags(Fault::Expression(error)))?,
                )
            }
            "set" if value.is_empty() => self.set.clear(),
            "set" => self.set.extend(tag::assigned(value, self.names.tags)?),
            "unset" if value.is_empty() => self.unset.clear(),
            "unset" => self.unset.extend(tag::keys(value, self.names.tags)?),
            _ => return Err(unknown_key(key, TAG_RULE_KEYS)),
        }
        Ok(())
    }

    // What fits together is known only at the end.
    fn finish(self, section: &Section, findings: &mut Findings) -> TagRule {
        if !self.has_on {
            findings.section_error(section, Kind::Tags(Fault::RuleWithout { needed: "on" }));
        }
        let does_nothing = self.set.is_empty() && self.unset.is_empty();
        if does_nothing && !self.is_faulty {
            let needed = "set` or `unset";
            findings.section_error(section, Kind::Tags(Fault::RuleWithout { needed }));
        }
        if let Some((entry, TagTrigger::Changed)) = self.on
            && self.condition.is_none()
            && !self.is_faulty
        {
            findings.entry_error(
                section,
                entry,
                Kind::Tags(Fault::RuleWithout { needed: "if" }),
            );
        }
        TagRule {
            name: section.name.as_str().into(),
            queues: self.queues,
            on: self.on.map_or(TagTrigger::Queued, |(_, on)| on),
            condition: self.condition,
            set: self.set.into(),
            unset: self.unset.into(),
        }
    }
}

// A word, and what belongs to it.
fn trigger(value: &str, names: Names<'_>) -> Result<TagTrigger, Faults> {
    let mut words = value.split_whitespace();
    let word = words.next().unwrap_or_default().to_ascii_lowercase();
    let (more, rest) = (words.next(), words.next());
    let trigger = match (word.as_str(), more, rest) {
        ("queue", None, None) => TagTrigger::Queued,
        ("abandoned", None, None) => TagTrigger::Abandoned,
        ("answered", None, None) => TagTrigger::Answered,
        ("transferred", None, None) => TagTrigger::Transferred,
        ("tags", None, None) => TagTrigger::Changed,
        ("wait", Some(time), None) => TagTrigger::Waited {
            after_ms: duration(time, 1)?,
        },
        ("talk", Some(time), None) => TagTrigger::Talked {
            after_ms: duration(time, 1)?,
        },
        ("repeat", Some(time), None) => TagTrigger::Repeated {
            within_ms: duration(time, 1)?,
        },
        ("relaxed", None, None) => TagTrigger::Relaxed { step: None },
        ("relaxed", Some(step), None) => {
            let max = u32::try_from(RELAX_STEPS_MAX).expect("a small number");
            let step = number(step, 1, max)?;
            let step = u8::try_from(step).expect("RELAX_STEPS_MAX fits in u8");
            TagTrigger::Relaxed { step: Some(step) }
        }
        ("disposition", None, None) => TagTrigger::Disposed { disposition: None },
        ("disposition", Some(code), None) => {
            let unknown = || Kind::DispositionUnknown {
                name: shown(code),
                suggestion: names.dispositions.nearest(code),
            };
            TagTrigger::Disposed {
                disposition: Some(names.dispositions.id(code).ok_or_else(unknown)?),
            }
        }
        _ => return Err(Kind::Tags(Fault::Trigger).into()),
    };
    Ok(trigger)
}

/// The rule as the keys and values that would bring it about.
pub(super) fn described(rule: &TagRule, floor: &FloorPlan) -> Vec<(&'static str, String)> {
    let mut keys = vec![("on", trigger_text(rule.on, floor))];
    let queues = rule.queues.iter();
    let queues = queues.filter_map(|id| floor.queues.entry(*id).map(|queue| &*queue.name));
    let queues: Vec<&str> = queues.collect();
    if !queues.is_empty() {
        keys.push(("queues", queues.join(", ")));
    }
    keys.extend(
        rule.condition
            .as_ref()
            .map(|condition| ("if", condition.to_string())),
    );
    if !rule.set.is_empty() {
        keys.push(("set", assigned_text(&rule.set)));
    }
    if !rule.unset.is_empty() {
        keys.push(("unset", keys_text(&rule.unset)));
    }
    keys
}

fn trigger_text(on: TagTrigger, floor: &FloorPlan) -> String {
    match on {
        TagTrigger::Queued => "queue".to_owned(),
        TagTrigger::Abandoned => "abandoned".to_owned(),
        TagTrigger::Answered => "answered".to_owned(),
        TagTrigger::Transferred => "transferred".to_owned(),
        TagTrigger::Changed => "tags".to_owned(),
        TagTrigger::Waited { after_ms } => format!("wait {}", duration_text(after_ms)),
        TagTrigger::Talked { after_ms } => format!("talk {}", duration_text(after_ms)),
        TagTrigger::Repeated { within_ms } => format!("repeat {}", duration_text(within_ms)),
        TagTrigger::Relaxed { step: None } => "relaxed".to_owned(),
        TagTrigger::Relaxed { step: Some(step) } => format!("relaxed {step}"),
        TagTrigger::Disposed { disposition } => {
            let known = disposition.and_then(|id| floor.dispositions.entry(id));
            known.map_or_else(
                || "disposition".to_owned(),
                |known| format!("disposition {}", known.name),
            )
        }
    }
}

/// Tags with values, as they are written in one line.
pub(super) fn assigned_text(tags: &[(TagKey, TagValue)]) -> String {
    let items = tags.iter().map(|(key, value)| format!("{key}={value}"));
    items.collect::<Vec<_>>().join("&")
}

/// Keys of tags, as they are written in one line.
pub(super) fn keys_text(keys: &[TagKey]) -> String {
    let keys: Vec<&str> = keys.iter().map(TagKey::as_str).collect();
    keys.join(", ")
}
