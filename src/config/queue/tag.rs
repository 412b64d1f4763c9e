//! What the tags of a queue's calls must be.

use crate::config::error::ConfigErrorKind as Kind;
use crate::config::findings::{Faults, Findings};
use crate::config::source::{Entry, Section};
use crate::config::tag::{assigned, keys};
use crate::config::tag_fault::TagFault as Fault;
use crate::config::tag_rule::{assigned_text, keys_text};
use crate::config::value::{phone_keys, sound, word, yes_or_no, yes_or_no_text};
use crate::engine::limits::{MANDATORY_TAGS_MAX, TAG_KEYS_MAX};
use crate::engine::plan::MappedKeys;
use crate::engine::{DeclaredTags, TagUse, WhenMissing};
use std::sync::Arc;

pub(super) const KEYS: &[&str] = &[
    "undeclared-tags",
    "mandatory-tags",
    "default-tags",
    "missing-tags",
    "tag-key",
    "tag-key-sound",
];

/// Keys that add to what is there.
pub(super) const REPEATABLE: &[&str] = &["mandatory-tags", "default-tags", "tag-key"];

const AS_GENERAL: &str = "general";
const NONE: &str = "none";
const WHEN_MISSING: &[&str] = &["default", "extend"];

/// The rules while they are read.
pub(super) struct Draft<'a> {
    rules: TagUse,
    declared: &'a DeclaredTags,
    mandatory: Option<&'a Entry>,
    defaults: Option<&'a Entry>,
}

impl<'a> Draft<'a> {
    pub(super) fn new(declared: &'a DeclaredTags) -> Self {
        Self {
            rules: TagUse::default(),
            declared,
            mandatory: None,
            defaults: None,
        }
    }

    pub(super) fn set(&mut self, key: &str, entry: &'a Entry) -> Result<(), Faults> {
        let (rules, value) = (&mut self.rules, entry.value.as_str());
        match key {
            "undeclared-tags" if value.eq_ignore_ascii_case(AS_GENERAL) => {
                rules.takes_others = None;
            }
            "undeclared-tags" => {
                let takes = yes_or_no(value).map_err(|_| Kind::Tags(Fault::Undeclared))?;
                rules.takes_others = Some(takes);
            }
            // An empty value takes back what a template gave; here and below.
            "mandatory-tags" if value.is_empty() => {
                (rules.mandatory, self.mandatory) = (Arc::default(), None);
            }
            "mandatory-tags" => {
                let more = keys(value, self.declared)?;
                rules.mandatory = rules.mandatory.iter().cloned().chain(more).collect();
                self.mandatory = Some(entry);
            }
            "default-tags" if value.is_empty() => {
                (rules.defaults, self.defaults) = (Arc::default(), None);
            }
            "default-tags" => {
                let more = assigned(value, self.declared)?;
                rules.defaults = rules.defaults.iter().cloned().chain(more).collect();
                self.defaults = Some(entry);
            }
            "tag-key" if value.is_empty() => rules.keys.keys = Arc::default(),
            "tag-key" => {
                let more = tag_key(value, self.declared)?;
                let others = rules.keys.keys.iter().filter(|(keys, _)| *keys != more.0);
                let keys: Vec<_> = others.cloned().chain([more.clone()]).collect();
                if keys.len() > TAG_KEYS_MAX {
                    let (what, max) = ("`tag-key` in one queue", TAG_KEYS_MAX);
                    return Err(Kind::TooManyIn { what, max }.into());
                }
                rules.keys.keys = keys.into();
            }
            "tag-key-sound" => {
                let is_none = value.eq_ignore_ascii_case(NONE);
                rules.keys.sound = (!is_none).then(|| sound(value)).transpose()?;
            }
            _ => {
                rules.when_missing = match word(value, WHEN_MISSING)? {
                    0 => WhenMissing::Default,
                    _ => WhenMissing::Extend,
                }
            }
        }
        Ok(())
    }

    // What fits together is known only at the end.
    pub(super) fn finish(self, section: &Section, findings: &mut Findings) -> TagUse {
        let Self { rules, .. } = &self;
        if let Some(entry) = self.mandatory
            && rules.mandatory.len() > MANDATORY_TAGS_MAX
        {
            let (what, max) = ("mandatory tags", MANDATORY_TAGS_MAX);
            findings.entry_error(section, entry, Kind::TooManyIn { what, max });
        }
        let is_mandatory = |(key, _): &(_, _)| rules.mandatory.contains(key);
        if let Some(entry) = self.defaults
            && !rules.defaults.iter().all(is_mandatory)
        {
            findings.entry_error(section, entry, Kind::Tags(Fault::DefaultNotMandatory));
        }
        self.rules
    }
}

// `*1: reason=billing`.
fn tag_key(value: &str, declared: &DeclaredTags) -> Result<MappedKeys, Faults> {
    let (keys, tags) = value.split_once(':').ok_or(Kind::Tags(Fault::KeyMap))?;
    let keys = phone_keys(keys).ok_or(Kind::Tags(Fault::KeyMap))?;
    Ok((keys, assigned(tags, declared)?.into()))
}

pub(super) fn described(rules: &TagUse) -> Vec<(&'static str, String)> {
    let others = rules.takes_others;
    let others = others.map_or_else(|| AS_GENERAL.to_owned(), yes_or_no_text);
    let place = usize::from(rules.when_missing == WhenMissing::Extend);
    let sound = rules.keys.sound.as_deref().unwrap_or(NONE).to_owned();
    let mut described = vec![
        ("undeclared-tags", others),
        ("tag-key-sound", sound),
        ("missing-tags", WHEN_MISSING[place].to_owned()),
    ];
    if !rules.mandatory.is_empty() {
        described.push(("mandatory-tags", keys_text(&rules.mandatory)));
    }
    let keys = rules.keys.keys.iter();
    let keys = keys.map(|(keys, tags)| format!("{keys}: {}", assigned_text(tags)));
    let keys: Vec<String> = keys.collect();
    if !keys.is_empty() {
        described.push(("tag-key", keys.join("; ")));
    }
    if !rules.defaults.is_empty() {
        described.push(("default-tags", assigned_text(&rules.defaults)));
    }
    described
}
