//! `type = queue`: one waiting line and its rules.
//!
//! A file for each group of rules, as in the floor plan: its keys, how they are read, and how they
//! are told.

mod announce;
mod caller;
mod choice;
mod entry;
mod exit;
mod line;
mod need;
mod offer;
mod order;
mod overflow;
mod phone;
mod recording;
mod reserve;
mod tag;
mod waiting;
mod wrap_up;

use once_cell::sync::Lazy;

use super::findings::{Faults, Findings};
use super::link::Numbering;
use super::recording::Recordings;
use super::source::{Entry, Section};
use super::unknown_key;
use crate::engine::{DeclaredTags, DispositionId, FloorPlan, QueueId, QueuePlan, SkillNames};

pub(super) use offer::{MISSED_MAX, RING_TIMEOUT_MS_MIN};

/// All keys of a queue.
pub static QUEUE_KEYS: Lazy<Vec<&'static str>> = Lazy::new(|| {
    let groups = [
        &["type"],
        caller::KEYS,
        choice::KEYS,
        reserve::KEYS,
        need::KEYS,
        entry::KEYS,
        line::KEYS,
        order::KEYS,
        overflow::KEYS,
        offer::KEYS,
        phone::KEYS,
        recording::KEYS,
        wrap_up::KEYS,
        tag::KEYS,
        waiting::KEYS,
        announce::KEYS,
        exit::KEYS,
    ];
    groups.concat()
});

/// The names that a queue may refer to: skills, queues, dispositions, tags, recordings.
type Names<'a> = (
    &'a SkillNames,
    &'a Numbering<QueueId>,
    &'a Numbering<DispositionId>,
    &'a DeclaredTags,
    &'a Recordings,
);

/// Reads one queue.
pub(super) fn read(
    section: &Section,
    id: QueueId,
    (skills, queues, dispositions, tags, recordings): Names<'_>,
    findings: &mut Findings,
) -> QueuePlan {
    let mut draft = Draft {
        plan: QueuePlan::new(id, section.name.as_str()),
        need: need::Draft::new(skills),
        order: order::Draft::default(),
        choice: choice::Draft::default(),
        reserve: reserve::Draft::default(),
        overflow: overflow::Draft::new(id, queues),
        wrap_up: wrap_up::Draft::new(dispositions),
        tag: tag::Draft::new(tags),
        recordings,
    };
    let repeatable = [
        need::REPEATABLE,
        entry::REPEATABLE,
        order::REPEATABLE,
        choice::REPEATABLE,
        reserve::REPEATABLE,
        overflow::REPEATABLE,
        wrap_up::REPEATABLE,
        tag::REPEATABLE,
        announce::REPEATABLE,
    ];
    let repeatable = repeatable.concat();
    findings.read(section, &repeatable, |key, entry| draft.set(key, entry));
    draft.plan.need = draft.need.finish(section, findings);
    draft.plan.wrap_up = draft.wrap_up.finish(section, findings);
    draft.plan.tag = draft.tag.finish(section, findings);
    draft.plan.order = draft.order.finish(section, findings);
    draft.plan.choice = draft.choice.finish(section, findings);
    draft.plan.reserve = draft.reserve.finish(section, findings);
    phone::check(&draft.plan.phone, section, findings);
    draft.plan.overflow = draft.overflow.finish(section, findings);
    draft.plan
}

struct Draft<'a> {
    plan: QueuePlan,
    need: need::Draft<'a>,
    order: order::Draft<'a>,
    wrap_up: wrap_up::Draft<'a>,
    tag: tag::Draft<'a>,
    choice: choice::Draft<'a>,
    reserve: reserve::Draft<'a>,
    overflow: overflow::Draft<'a>,
    recordings: &'a Recordings,
}

impl<'a> Draft<'a> {
    fn set(&mut self, key: &str, entry: &'a Entry) -> Result<(), Faults> {
        let (plan, value) = (&mut self.plan, entry.value.as_str());
        match key {
            // The inventory has looked at it.
            "type" => Ok(()),
            _ if caller::KEYS.contains(&key) => caller::set(&mut plan.caller, key, value),
            _ if choice::KEYS.contains(&key) => self.choice.set(key, entry),
            _ if reserve::KEYS.contains(&key) => self.reserve.set(key, entry),
            _ if need::KEYS.contains(&key) => self.need.set(key, entry),
            _ if order::KEYS.contains(&key) => self.order.set(key, entry),
            _ if overflow::KEYS.contains(&key) => self.overflow.set(key, entry),
            _ if entry::KEYS.contains(&key) => entry::set(&mut plan.entry, key, value),
            _ if line::KEYS.contains(&key) => line::set(&mut plan.line, key, value),
            _ if offer::KEYS.contains(&key) => offer::set(&mut plan.offer, key, value),
            _ if wrap_up::KEYS.contains(&key) => self.wrap_up.set(key, entry),
            _ if tag::KEYS.contains(&key) => self.tag.set(key, entry),
            _ if phone::KEYS.contains(&key) => phone::set(&mut plan.phone, key, value),
            _ if recording::KEYS.contains(&key) => {
                recording::set(&mut plan.recording, value, self.recordings)
            }
            _ if waiting::KEYS.contains(&key) => waiting::set(&mut plan.waiting, key, value),
            _ if announce::KEYS.contains(&key) => announce::set(&mut plan.announce, key, value),
            _ if exit::KEYS.contains(&key) => exit::set(&mut plan.exit, key, value),
            _ => Err(unknown_key(key, &QUEUE_KEYS)),
        }
    }
}

/// The queue as the keys and values that would bring it about; a key that may be repeated as one
/// list.
pub(super) fn described(plan: &QueuePlan, floor: &FloorPlan) -> Vec<(&'static str, String)> {
    let groups = [
        caller::described(&plan.caller),
        choice::described(&plan.choice),
        reserve::described(&plan.reserve),
        need::described(&plan.need),
        entry::described(&plan.entry),
        line::described(&plan.line),
        order::described(&plan.order),
        overflow::described(&plan.overflow, &floor.queues),
        offer::described(&plan.offer),
        wrap_up::described(&plan.wrap_up, &floor.dispositions),
        tag::described(&plan.tag),
        phone::described(&plan.phone),
        recording::described(&plan.recording),
        waiting::described(&plan.waiting),
        announce::described(&plan.announce),
        exit::described(&plan.exit),
    ];
    groups.concat()
}
