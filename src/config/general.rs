//! `[general]`: what holds for the whole module rather than for the floor.

use std::sync::Arc;

use super::findings::{Faults, Findings};
use super::source::Section;
use super::unknown_key;
use super::value::{
    absolute_file, days, days_text, duration, duration_text, yes_or_no, yes_or_no_text,
};

/// All keys of `[general]`.
pub const GENERAL_KEYS: &[&str] = &[
    "redact-caller",
    "undeclared-tags",
    "queue-log",
    "cdr-fields",
    "cel-events",
    "store",
    "store-file",
    "store-keep",
    "alarm-after",
    "alarm-quiet",
];

/// The word by which the host says where the store is.
const DEFAULT: &str = "default";

/// How long finished calls and history are kept: 90 days.
const STORE_KEEP_MS: u64 = 90 * 86_400_000;

/// Settings of the module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Hide callers' names and most of their numbers wherever people read along. Default no.
    pub redact_caller: bool,
    /// Take tags that are not declared. Default yes.
    pub takes_undeclared_tags: bool,
    /// Write lines into the PBX's queue log as its classic queue application does. Default no.
    pub queue_log: bool,
    /// Set fields of the caller's call detail record: queue, agent, call, contact, outcome. Default
    /// no; callers who enter a queue from then on.
    pub cdr_fields: bool,
    /// Log channel events of a stay in a queue: its beginning, the conversation, its end. Default
    /// no; likewise.
    pub cel_events: bool,
    /// What is kept over a restart.
    pub store: StoreSettings,
    /// When alarms are raised and cleared.
    pub alarms: AlarmSettings,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            redact_caller: false,
            takes_undeclared_tags: true,
            queue_log: false,
            cdr_fields: false,
            cel_events: false,
            store: StoreSettings::default(),
            alarms: AlarmSettings::default(),
        }
    }
}

/// What is kept over a restart, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoreSettings {
    /// Anything is kept at all. Default yes; a change takes effect when the module is loaded.
    pub is_kept: bool,
    /// The file, by its absolute path; `None`: where the host wants it. Likewise.
    pub file: Option<Arc<str>>,
    /// How long finished calls and history are kept, in milliseconds, whole days; 0: for ever.
    /// Default 90 days.
    pub keep_ms: u64,
}

impl Default for StoreSettings {
    fn default() -> Self {
        Self {
            is_kept: true,
            file: None,
            keep_ms: STORE_KEEP_MS,
        }
    }
}

/// When alarms are raised and cleared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AlarmSettings {
    /// How long calls wait in a queue without anybody signed in before that is an alarm, and how
    /// long it is right again before it is none, in milliseconds. Default 30,000.
    pub after_ms: u64,
    /// How long after the last fault an alarm about faults is cleared, in milliseconds. Default
    /// 600,000.
    pub quiet_ms: u64,
}

impl Default for AlarmSettings {
    fn default() -> Self {
        Self {
            after_ms: 30_000,
            quiet_ms: 600_000,
        }
    }
}

/// Reads `[general]`; nothing in it or no such section leaves the defaults.
pub(super) fn read(section: Option<&Section>, findings: &mut Findings) -> Settings {
    let mut settings = Settings::default();
    if let Some(section) = section {
        findings.read(section, &[], |key, entry| {
            match key {
                "redact-caller" => settings.redact_caller = yes_or_no(&entry.value)?,
                "undeclared-tags" => settings.takes_undeclared_tags = yes_or_no(&entry.value)?,
                "queue-log" => settings.queue_log = yes_or_no(&entry.value)?,
                "cdr-fields" => settings.cdr_fields = yes_or_no(&entry.value)?,
                "cel-events" => settings.cel_events = yes_or_no(&entry.value)?,
                "store" => settings.store.is_kept = yes_or_no(&entry.value)?,
                "store-file" if entry.value.eq_ignore_ascii_case(DEFAULT) => {
                    settings.store.file = None;
                }
                "store-file" => settings.store.file = Some(absolute_file(&entry.value)?),
                "store-keep" => settings.store.keep_ms = days(&entry.value)?,
                "alarm-after" => settings.alarms.after_ms = duration(&entry.value, 0)?,
                "alarm-quiet" => settings.alarms.quiet_ms = duration(&entry.value, 1)?,
                _ => return Err(unknown_key(key, GENERAL_KEYS)),
            }
            Ok::<(), Faults>(())
        });
    }
    settings
}

/// The settings as the keys and values that would bring them about.
pub(super) fn described(settings: &Settings) -> Vec<(&'static str, String)> {
    let store = &settings.store;
    let file = store.file.as_deref().unwrap_or(DEFAULT);
    vec![
        ("redact-caller", yes_or_no_text(settings.redact_caller)),
        (
            "undeclared-tags",
            yes_or_no_text(settings.takes_undeclared_tags),
        ),
        ("queue-log", yes_or_no_text(settings.queue_log)),
        ("cdr-fields", yes_or_no_text(settings.cdr_fields)),
        ("cel-events", yes_or_no_text(settings.cel_events)),
        ("store", yes_or_no_text(store.is_kept)),
        ("store-file", file.to_owned()),
        ("store-keep", days_text(store.keep_ms)),
        ("alarm-after", duration_text(settings.alarms.after_ms)),
        ("alarm-quiet", duration_text(settings.alarms.quiet_ms)),
    ]
}
