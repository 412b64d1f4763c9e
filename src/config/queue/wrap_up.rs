//! What follows a conversation.

use crate::config::error::{ConfigErrorKind as Kind, shown};
use crate::config::findings::{Faults, Findings};
use crate::config::link::Numbering;
use crate::config::source::{Entry, Section};
use crate::config::value::{duration_or_none, duration_text, list, word};
use crate::engine::{DispositionId, DispositionPlan, DispositionUse, Roll, WrapUpRules};

pub(super) const KEYS: &[&str] = &[
    "wrap-up",
    "wrap-up-extension",
    "disposition",
    "dispositions",
    "default-disposition",
];

/// Keys that add to what is there.
pub(super) const REPEATABLE: &[&str] = &["dispositions"];

const USES: &[&str] = &["none", "optional", "mandatory"];

/// The rules while they are read.
pub(super) struct Draft<'a> {
    rules: WrapUpRules,
    names: &'a Numbering<DispositionId>,
    mandatory: Option<&'a Entry>,
    default: Option<&'a Entry>,
}

impl<'a> Draft<'a> {
    pub(super) fn new(names: &'a Numbering<DispositionId>) -> Self {
        Self {
            rules: WrapUpRules::default(),
            names,
            mandatory: None,
            default: None,
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
        self.rules
    }
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
    keys.extend(default.map(|default| ("default-disposition", default)));
    keys
}
