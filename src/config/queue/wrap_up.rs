//! What follows a conversation.

use crate::config::error::{ConfigErrorKind as Kind, shown};
use crate::config::findings::{Faults, Findings};
use crate::config::link::Numbering;
use crate::config::source::{Entry, Section};
use crate::config::value::{duration_or_none, duration_text, list, phone_keys, word};
use crate::engine::limits::DISPOSITION_KEYS_MAX;
use crate::engine::{DispositionId, DispositionPlan, DispositionUse, Roll, WrapUpRules};
use std::sync::Arc;

pub(super) const KEYS: &[&str] = &[
    "wrap-up",
    "wrap-up-extension",
    "disposition",
    "dispositions",
    "default-disposition",
    "disposition-key",
];

/// Keys that add to what is there.
pub(super) const REPEATABLE: &[&str] = &["dispositions", "disposition-key"];

const USES: &[&str] = &["none", "optional", "mandatory"];

/// The rules while they are read.
pub(super) struct Draft<'a> {
    rules: WrapUpRules,
    names: &'a Numbering<DispositionId>,
    mandatory: Option<&'a Entry>,
    default: Option<&'a Entry>,
    // The entries of the keys that count.
    keyed: Vec<&'a Entry>,
}

impl<'a> Draft<'a> {
    pub(super) fn new(names: &'a Numbering<DispositionId>) -> Self {
        Self {
            rules: WrapUpRules::default(),
            names,
            mandatory: None,
            default: None,
            keyed: Vec::new(),
        }
    }

    pub(super) fn set(&mut self, key: &str, entry: &'a Entry) -> Result<(), Faults> {
        let (rules, value) = (&mut self.rules, entry.value.as_str());
        match key {
            "wrap-up" => rules.time_ms = duration_or_none(value, 0)?.unwrap_or(0),
            "wrap-up-extension" => {
                rules.extension_ms_max = duration_or_none(value, 0)?.unwrap_or(0);
            }
            "disposition" => {
                rules.disposition = match word(value, USES)? {
                    0 => DispositionUse::None,
                    1 => DispositionUse::Optional,
                    _ => DispositionUse::Mandatory,
                };
                let is_mandatory = rules.disposition == DispositionUse::Mandatory;
                self.mandatory = is_mandatory.then_some(entry);
            }
            // An empty value takes back what a template gave.
            "dispositions" if value.is_empty() => rules.dispositions.clear(),
            "dispositions" => {
                let mut faults = Faults::default();
                for name in list(value) {
                    match known(name, self.names) {
                        Ok(id) => _ = rules.dispositions.insert(id),
                        Err(kind) => faults.0.push(kind),
                    }
                }
                faults.none_or(())?;
            }
            "disposition-key" if value.is_empty() => {
                rules.disposition_keys = Arc::default();
                self.keyed.clear();
            }
            "disposition-key" => {
                let more = disposition_key(value, self.names)?;
                let others = rules.disposition_keys.iter();
                let others = others.filter(|(keys, _)| *keys != more.0).cloned();
                let keys: Vec<_> = others.chain([more.clone()]).collect();
                if keys.len() > DISPOSITION_KEYS_MAX {
                    let (what, max) = ("`disposition-key` in one queue", DISPOSITION_KEYS_MAX);
                    return Err(Kind::TooManyIn { what, max }.into());
                }
                rules.disposition_keys = keys.into();
                self.keyed.push(entry);
            }
            _ if value.is_empty() => (rules.disposition_default, self.default) = (None, None),
            _ => {
                rules.disposition_default = Some(known(value, self.names)?);
                self.default = Some(entry);
            }
        }
        Ok(())
    }

    // What fits together is known only at the end.
    pub(super) fn finish(self, section: &Section, findings: &mut Findings) -> WrapUpRules {
        let Self { rules, .. } = &self;
        if let Some(entry) = self.mandatory.filter(|_| rules.time_ms == 0) {
            findings.entry_error(section, entry, Kind::DispositionWithoutTime);
        }
        let is_listed = |id| rules.dispositions.is_empty() || rules.dispositions.contains(&id);
        if let (Some(entry), Some(id)) = (self.default, rules.disposition_default)
            && !is_listed(id)
        {
            findings.entry_error(section, entry, Kind::DispositionNotListed);
        }
        for entry in &self.keyed {
            let id = disposition_key(&entry.value, self.names).map(|(_, id)| id);
            if rules.disposition == DispositionUse::None {
                findings.entry_error(section, entry, Kind::DispositionKeyWithoutUse);
            } else if !id.is_ok_and(is_listed) {
                findings.entry_error(section, entry, Kind::DispositionNotListed);
            }
        }
        self.rules
    }
}

// `*2: sale`.
fn disposition_key(
    value: &str,
    names: &Numbering<DispositionId>,
) -> Result<(Arc<str>, DispositionId), Kind> {
    let (keys, name) = value.split_once(':').ok_or(Kind::DispositionKey)?;
    let keys = phone_keys(keys).ok_or(Kind::DispositionKey)?;
    Ok((keys, known(name.trim(), names)?))
}

fn known(name: &str, names: &Numbering<DispositionId>) -> Result<DispositionId, Kind> {
    names.id(name).ok_or_else(|| Kind::DispositionUnknown {
        name: shown(name),
        suggestion: names.nearest(name),
    })
}

pub(super) fn described(
    rules: &WrapUpRules,
    names: &Roll<DispositionId, DispositionPlan>,
) -> Vec<(&'static str, String)> {
    let place = match rules.disposition {
        DispositionUse::None => 0,
        DispositionUse::Optional => 1,
        DispositionUse::Mandatory => 2,
    };
    let name = |id: &DispositionId| names.entry(*id).map(|known| known.name.to_string());
    let mut keys = vec![
        ("wrap-up", duration_text(rules.time_ms)),
        ("wrap-up-extension", duration_text(rules.extension_ms_max)),
        ("disposition", USES[place].to_owned()),
    ];
    let listed: Vec<String> = rules.dispositions.iter().filter_map(name).collect();
    if !listed.is_empty() {
        keys.push(("dispositions", listed.join(", ")));
    }
    let default = rules.disposition_default.as_ref().and_then(name);
    let by_keys = rules.disposition_keys.iter();
    let by_keys = by_keys.filter_map(|(keys, id)| Some(format!("{keys}: {}", name(id)?)));
    let by_keys: Vec<String> = by_keys.collect();
    if !by_keys.is_empty() {
        keys.push(("disposition-key", by_keys.join("; ")));
    }
    keys.extend(default.map(|default| ("default-disposition", default)));
    keys
}
