//! How every command that changes something does it, and what completes its words.
//!
//! Completion looks at the floor plan only: it must not wait for the engine. A name with a space
//! in it is not offered, because the console would take it for two words.

use std::collections::BTreeSet;

use super::answer::JSON;
use crate::asterisk::changes::asker::BECAUSE;
use crate::asterisk::changes::{ChangeError, Verb};
use crate::asterisk::command::{Console, Typed};
use crate::asterisk::entrance::entrance;
use crate::driver::{Entrance, Refusal};
use crate::engine::Selectable;

/// The words of verbs, for completion.
pub(super) fn completions(verbs: &[Verb]) -> Vec<String> {
    verbs.iter().map(|verb| verb.word.to_owned()).collect()
}

/// What may stand last: a reason, once, and `json`.
pub(super) fn endings(typed: &Typed<'_>) -> Vec<String> {
    let has = |wanted: &str| typed.before.iter().any(|word| word == wanted);
    let ends = [BECAUSE, JSON].into_iter();
    let ends = ends.filter(|word| !has(word) && !has(JSON));
    ends.map(str::to_owned).collect()
}

/// The names of all skills.
pub(super) fn skill_names() -> Vec<String> {
    names(|entrance| {
        let plan = entrance.plan();
        let names = plan.skills.iter().map(|(_, name)| name.to_owned());
        names.collect()
    })
}

/// The names of all dispositions.
pub(super) fn disposition_names() -> Vec<String> {
    names(|entrance| {
        let plan = entrance.plan();
        plan.dispositions
            .names()
            .map(|(name, _)| name.to_owned())
            .collect()
    })
}

/// The not-ready reasons that may be given by agents or by supervisors.
pub(super) fn reasons(by: Selectable) -> Vec<String> {
    names(|entrance| {
        let plan = entrance.plan();
        plan.reasons.names(by).map(ToString::to_string).collect()
    })
}

/// The phone that `acd.conf` has for an agent.
pub(super) fn interface_of(agent: &str) -> Vec<String> {
    names(|entrance| {
        let plan = entrance.plan();
        let found = plan.agents.find(agent);
        let interface = found.and_then(|agent| agent.interface.as_deref());
        interface.map(str::to_owned).into_iter().collect()
    })
}

/// The attributes to which some queue refers.
pub(super) fn attribute_names() -> Vec<String> {
    names(|entrance| {
        let plan = entrance.plan();
        let mut names = BTreeSet::new();
        for queue in plan.queues.iter() {
            names.extend(
                entrance
                    .attributes_wanted(&queue.name, None)
                    .unwrap_or_default(),
            );
        }
        names.into_iter().collect()
    })
}

fn names(list: impl FnOnce(&Entrance) -> Vec<String>) -> Vec<String> {
    let mut names = entrance().map_or_else(Vec::new, |entrance| list(&entrance));
    names.retain(|name| !name.contains(char::is_whitespace));
    names
}

/// Changes something; says on the console why it was not done.
pub(super) fn change<T>(
    console: &mut Console,
    change: impl FnOnce(&Entrance) -> Result<T, ChangeError>,
) -> Option<T> {
    let running = entrance().ok_or(ChangeError::Refused(Refusal::Stopped));
    let changed = running.and_then(|entrance| change(&entrance));
    changed
        .inspect_err(|error| {
            console.line(error);
            if let ChangeError::Refused(Refusal::Requirement(error)) = error {
                console.line(error.render());
            }
        })
        .ok()
}

/// The names of the rules of recording, for completion.
pub(super) fn recording_names() -> Vec<String> {
    entrance().map_or_else(Vec::new, |entrance| {
        let plan = entrance.plan();
        let names = plan.recordings.iter().map(|rule| rule.name.to_string());
        names.collect()
    })
}
