//! `type = disposition`: a code for what became of a call.

use super::findings::Findings;
use super::source::Section;
use super::unknown_key;
use super::value::full_name;
use crate::engine::{DispositionId, DispositionPlan};

/// All keys of a disposition.
pub const DISPOSITION_KEYS: &[&str] = &["type", "label"];

/// Reads one disposition.
pub(super) fn read(
    section: &Section,
    id: DispositionId,
    findings: &mut Findings,
) -> DispositionPlan {
    let mut plan = DispositionPlan {
        id,
        name: section.name.as_str().into(),
        label: None,
    };
    findings.read(section, &[], |key, entry| {
        match key {
            // The inventory has looked at it.
            "type" => {}
            "label" => plan.label = Some(full_name(&entry.value)?.into()),
            _ => return Err(unknown_key(key, DISPOSITION_KEYS)),
        }
        Ok(())
    });
    plan
}

/// The disposition as the keys and values that would bring it about.
pub(super) fn described(plan: &DispositionPlan) -> Vec<(&'static str, String)> {
    let label = plan.label.as_ref();
    label
        .map(|label| ("label", label.to_string()))
        .into_iter()
        .collect()
}
