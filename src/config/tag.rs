//! `type = tag`: a tag that calls may have, and what its values may be. The section's name is the
//! key.

use super::error::ConfigErrorKind as Kind;
use super::findings::{Faults, Findings};
use super::source::{Entry, Section};
use super::tag_fault::{TagFault as Fault, refused};
use super::unknown_key;
use super::value::{full_name, list, word};
use crate::engine::limits::{TAG_CHOICES_MAX, TAG_NUMBER_MAX, TAG_PLANS_MAX};
use crate::engine::{
    DeclaredTags, TagError, TagKey, TagKind, TagPattern, TagPlan, TagValue, assignments,
};
use std::sync::Arc;

/// All keys of a tag.
pub const TAG_KEYS: &[&str] = &["type", "label", "kind", "choices", "min", "max", "pattern"];

const KINDS: &[&str] = &["any", "choice", "number", "text"];

/// The tags that the sections declare.
pub(super) fn read(
    sections: &[&Section],
    takes_others: bool,
    findings: &mut Findings,
) -> DeclaredTags {
    let mut plans = Vec::with_capacity(sections.len());
    for (count, section) in sections.iter().enumerate() {
        if count == TAG_PLANS_MAX {
            let (what, max) = ("tag", TAG_PLANS_MAX);
            findings.section_error(section, Kind::TooMany { what, max });
        }
        let key = TagKey::new(&section.name);
        if let Err(error) = &key {
            findings.section_error(section, refused(error.clone()));
        }
        let mut draft = Draft::default();
        findings.read(section, &["choices"], |key, entry| draft.set(key, entry));
        let (label, kind) = draft.finish(section, findings);
        plans.extend(key.ok().map(|key| TagPlan { key, label, kind }));
    }
    DeclaredTags::new(plans, takes_others)
}

#[derive(Default)]
struct Draft<'a> {
    label: Option<Arc<str>>,
    kind: Option<(&'a Entry, usize)>,
    choices: Vec<(&'a Entry, TagValue)>,
    min: Option<(&'a Entry, i64)>,
    max: Option<(&'a Entry, i64)>,
    pattern: Option<(&'a Entry, TagPattern)>,
}

impl<'a> Draft<'a> {
    fn set(&mut self, key: &str, entry: &'a Entry) -> Result<(), Faults> {
        let value = entry.value.as_str();
        match key {
            // The inventory has looked at it.
            "type" => {}
            "label" => self.label = Some(full_name(value)?.into()),
            "kind" => self.kind = Some((entry, word(value, KINDS)?)),
            // An empty value takes back what a template gave.
            "choices" if value.is_empty() => self.choices.clear(),
            "choices" => self.choose(entry)?,
            "min" => self.min = Some((entry, number(value)?)),
            "max" => self.max = Some((entry, number(value)?)),
            "pattern" if value.is_empty() => self.pattern = None,
            "pattern" => {
                let pattern = TagPattern::new(value).ok_or(Kind::Tags(Fault::Pattern))?;
                self.pattern = Some((entry, pattern));
            }
            _ => return Err(unknown_key(key, TAG_KEYS)),
        }
        Ok(())
    }

    fn choose(&mut self, entry: &'a Entry) -> Result<(), Faults> {
        // Only for the message, which names no key here.
        let key = TagKey::new("choices").expect("a letter and letters");
        let mut faults = Faults::default();
        for item in list(&entry.value) {
            match TagValue::new(&key, item) {
                Ok(value) => self.choices.push((entry, value)),
                Err(error) => faults.0.push(refused(error)),
            }
        }
        faults.none_or(())
    }

    // What fits together is known only at the end.
    fn finish(self, section: &Section, findings: &mut Findings) -> (Option<Arc<str>>, TagKind) {
        let kind = self.kind.map_or(0, |(_, kind)| kind);
        let mut misplaced = |entry: &Entry, needed: &'static str| {
            if KINDS[kind] != needed {
                findings.entry_error(section, entry, Kind::Tags(Fault::KeyOfKind { needed }));
            }
        };
        for (entry, _) in &self.choices {
            misplaced(entry, "choice");
        }
        for (entry, _) in self.min.iter().chain(&self.max) {
            misplaced(entry, "number");
        }
        if let Some((entry, _)) = &self.pattern {
            misplaced(entry, "text");
        }
        if let Some((entry, _)) = self.choices.get(TAG_CHOICES_MAX) {
            let (what, max) = ("choices", TAG_CHOICES_MAX);
            findings.entry_error(section, entry, Kind::TooManyIn { what, max });
        }
        let mut lacks = |needed| {
            let (entry, _) = self
                .kind
                .expect("only a kind that is named needs something");
            findings.entry_error(section, entry, Kind::Tags(Fault::KindWithout { needed }));
        };
        let kind = match KINDS[kind] {
            "choice" => {
                if self.choices.is_empty() {
                    lacks("choices");
                }
                TagKind::Choice(self.choices.into_iter().map(|(_, value)| value).collect())
            }
            "number" => {
                let min = self.min.map_or(-TAG_NUMBER_MAX, |(_, min)| min);
                let max = self.max.map_or(TAG_NUMBER_MAX, |(_, max)| max);
                if let Some((entry, _)) = self.max.filter(|_| min > max) {
                    findings.entry_error(section, entry, Kind::Tags(Fault::Range { min }));
                }
                TagKind::Number { min, max }
            }
            "text" => match self.pattern {
                Some((_, pattern)) => TagKind::Text(pattern),
                None => {
                    lacks("pattern");
                    TagKind::Any
                }
            },
            _ => TagKind::Any,
        };
        (self.label, kind)
    }
}

fn number(value: &str) -> Result<i64, Kind> {
    let number = value.parse().ok();
    let in_range = |number: &i64| (-TAG_NUMBER_MAX..=TAG_NUMBER_MAX).contains(number);
    number.filter(in_range).ok_or(Kind::Tags(Fault::Number))
}

/// A list of tags with values, as rules and key maps set them, by what is declared.
pub(super) fn assigned(
    value: &str,
    declared: &DeclaredTags,
) -> Result<Vec<(TagKey, TagValue)>, Faults> {
    let tags = assignments(value).map_err(refused)?;
    let mut faults = Faults::default();
    let mut admitted = Vec::with_capacity(tags.len());
    for (key, value) in tags {
        match declared.admit(&key, value) {
            Ok(value) => admitted.push((key, value)),
            Err(error) => faults.0.push(refused(error)),
        }
    }
    faults.none_or(admitted)
}

/// Keys of tags parted by commas, by what is declared.
pub(super) fn keys(value: &str, declared: &DeclaredTags) -> Result<Vec<TagKey>, Faults> {
    let mut faults = Faults::default();
    let mut keys = Vec::new();
    for item in list(value) {
        let known = |key: &TagKey| -> Result<(), TagError> {
            match declared.find(key) {
                None if !declared.takes_others => Err(declared.undeclared(key)),
                _ => Ok(()),
            }
        };
        match TagKey::new(item).and_then(|key| known(&key).map(|()| key)) {
            Ok(key) => keys.push(key),
            Err(error) => faults.0.push(refused(error)),
        }
    }
    faults.none_or(keys)
}

/// The tag as the keys and values that would bring it about.
pub(super) fn described(plan: &TagPlan) -> Vec<(&'static str, String)> {
    let mut keys: Vec<(&'static str, String)> = Vec::new();
    keys.extend(
        plan.label
            .as_ref()
            .map(|label| ("label", label.to_string())),
    );
    match &plan.kind {
        TagKind::Any => keys.push(("kind", KINDS[0].to_owned())),
        TagKind::Choice(choices) => {
            keys.push(("kind", KINDS[1].to_owned()));
            let choices: Vec<&str> = choices.iter().map(TagValue::as_str).collect();
            keys.push(("choices", choices.join(", ")));
        }
        TagKind::Number { min, max } => {
            keys.push(("kind", KINDS[2].to_owned()));
            keys.push(("min", min.to_string()));
            keys.push(("max", max.to_string()));
        }
        TagKind::Text(pattern) => {
            keys.push(("kind", KINDS[3].to_owned()));
            keys.push(("pattern", pattern.source().to_owned()));
        }
    }
    keys
}
