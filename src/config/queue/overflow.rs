//! When a call goes on to another queue.

use crate::config::error::{ConfigErrorKind as Kind, shown};
use crate::config::findings::{Faults, Findings};
use crate::config::link::Numbering;
use crate::config::source::{Entry, Section};
use crate::config::value::{duration, duration_text, number};
use crate::engine::limits::{CALLS_MAX, OVERFLOWS_MAX};
use crate::engine::{
    OverflowEstimate, OverflowLength, OverflowRules, OverflowStep, QueueId, QueuePlan, Roll,
};

pub(super) const KEYS: &[&str] = &["overflow", "overflow-length", "overflow-estimate"];
pub(super) const REPEATABLE: &[&str] = KEYS;

const LENGTH_MAX: u32 = CALLS_MAX as u32;

/// What was read so far.
pub(super) struct Draft<'a> {
    id: QueueId,
    queues: &'a Numbering<QueueId>,
    by_wait: Vec<(&'a Entry, OverflowStep)>,
    by_length: Vec<(&'a Entry, OverflowLength)>,
    by_estimate: Vec<(&'a Entry, OverflowEstimate)>,
}

impl<'a> Draft<'a> {
    pub(super) fn new(id: QueueId, queues: &'a Numbering<QueueId>) -> Self {
        Self {
            id,
            queues,
            by_wait: Vec::new(),
            by_length: Vec::new(),
            by_estimate: Vec::new(),
        }
    }

    pub(super) fn set(&mut self, key: &str, entry: &'a Entry) -> Result<(), Faults> {
        let value = entry.value.as_str();
        match (key, value.is_empty()) {
            // An empty value takes back what a template gave.
            ("overflow", true) => self.by_wait.clear(),
            ("overflow-length", true) => self.by_length.clear(),
            (_, true) => self.by_estimate.clear(),
            ("overflow", _) => {
                let (after, queue) = value.split_once(':').ok_or(Kind::OverflowStep)?;
                let after_ms = duration(after.trim(), 1)?;
                let queue = self.target(queue.trim())?;
                self.by_wait.push((entry, OverflowStep { after_ms, queue }));
            }
            ("overflow-estimate", _) => {
                let (over, queue) = value.split_once(':').ok_or(Kind::OverflowEstimate)?;
                let over_ms = duration(over.trim(), 1)?;
                let queue = self.target(queue.trim())?;
                self.by_estimate
                    .push((entry, OverflowEstimate { over_ms, queue }));
            }
            _ => {
                let (calls, queue) = value.split_once(':').ok_or(Kind::OverflowLength)?;
                let calls = number(calls.trim(), 1, LENGTH_MAX)?;
                let queue = self.target(queue.trim())?;
                self.by_length
                    .push((entry, OverflowLength { calls, queue }));
            }
        }
        Ok(())
    }

    fn target(&self, name: &str) -> Result<QueueId, Kind> {
        let queue = self.queues.id(name).ok_or_else(|| Kind::QueueUnknown {
            name: shown(name),
            suggestion: self.queues.nearest(name),
        })?;
        if queue == self.id {
            return Err(Kind::OverflowToItself);
        }
        Ok(queue)
    }

    pub(super) fn finish(self, section: &Section, findings: &mut Findings) -> OverflowRules {
        let by_wait = self.by_wait.iter();
        let by_wait: Vec<_> = by_wait
            .map(|(entry, step)| (*entry, step.after_ms))
            .collect();
        findings.ascending(section, &by_wait);
        for pair in self.by_wait.windows(2) {
            let [(_, former), (later, step)] = pair else {
                continue;
            };
            if step.after_ms > former.after_ms && step.queue == former.queue {
                findings.entry_error(section, later, Kind::OverflowTwice);
            }
        }
        let beyond = self.by_wait.get(OVERFLOWS_MAX).map(|(entry, _)| entry);
        let beyond = beyond.or(self.by_length.get(OVERFLOWS_MAX).map(|(entry, _)| entry));
        let by_estimate = self.by_estimate.get(OVERFLOWS_MAX);
        let beyond = beyond.or(by_estimate.map(|(entry, _)| entry));
        if let Some(entry) = beyond {
            findings.entry_error(section, entry, Kind::OverflowsTooMany);
        }
        OverflowRules {
            by_wait: self.by_wait.into_iter().map(|(_, step)| step).collect(),
            by_length: self.by_length.into_iter().map(|(_, rule)| rule).collect(),
            by_estimate: self.by_estimate.into_iter().map(|(_, rule)| rule).collect(),
        }
    }
}

pub(super) fn described(
    rules: &OverflowRules,
    queues: &Roll<QueueId, QueuePlan>,
) -> Vec<(&'static str, String)> {
    let name = |id| queues.entry(id).map_or("", |queue| &*queue.name);
    let by_wait = rules.by_wait.iter();
    let by_wait: Vec<String> = by_wait
        .map(|step| format!("{}: {}", duration_text(step.after_ms), name(step.queue)))
        .collect();
    let by_length = rules.by_length.iter();
    let by_length: Vec<String> = by_length
        .map(|rule| format!("{}: {}", rule.calls, name(rule.queue)))
        .collect();
    let by_estimate = rules.by_estimate.iter();
    let by_estimate: Vec<String> = by_estimate
        .map(|rule| format!("{}: {}", duration_text(rule.over_ms), name(rule.queue)))
        .collect();
    let keys = [
        ("overflow", by_wait),
        ("overflow-length", by_length),
        ("overflow-estimate", by_estimate),
    ];
    let set = keys.into_iter().filter(|(_, rules)| !rules.is_empty());
    set.map(|(key, rules)| (key, rules.join("; "))).collect()
}
