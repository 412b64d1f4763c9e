//! Whether a queue's conversations are recorded, and by which rule.

use crate::config::findings::Faults;
use crate::config::phone::NONE;
use crate::config::recording::Recordings;
use crate::engine::RecordingRules;

pub(super) const KEYS: &[&str] = &["recording"];

pub(super) fn set(
    rules: &mut RecordingRules,
    value: &str,
    recordings: &Recordings,
) -> Result<(), Faults> {
    rules.rule = recordings.named(value)?;
    Ok(())
}

pub(super) fn described(rules: &RecordingRules) -> Vec<(&'static str, String)> {
    let name = rules.rule.as_ref().map_or(NONE, |rule| &*rule.name);
    vec![("recording", name.to_owned())]
}
