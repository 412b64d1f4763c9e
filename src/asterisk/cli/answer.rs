//! How every command that shows something asks and answers: text for people, JSON for programs.

use serde::Serialize;

use super::table::Width;
use crate::asterisk::command::{Console, Outcome};
use crate::asterisk::entrance::entrance;
use crate::driver::{Entrance, Refusal};
use crate::ffi::text;

/// The word that asks for JSON; it stands last.
pub(super) const JSON: &str = "json";
/// The word that asks for every column; it stands last.
const WIDE: &str = "wide";

/// The arguments without a final `json`, and whether it was there.
pub(super) fn arguments(console: &Console) -> (Vec<String>, bool) {
    let mut words = console.arguments().to_vec();
    let is_json = words.last().is_some_and(|word| word == JSON);
    if is_json {
        words.pop();
    }
    (words, is_json)
}

/// How a list is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Layout {
    /// For people.
    Table(Width),
    /// For programs.
    Json,
}

/// The arguments without a final `wide` or `json`, and what that asks for.
pub(super) fn layout(console: &Console) -> (Vec<String>, Layout) {
    let (mut words, is_json) = arguments(console);
    if is_json {
        return (words, Layout::Json);
    }
    let is_wide = words.last().is_some_and(|word| word == WIDE);
    if is_wide {
        words.pop();
        return (words, Layout::Table(Width::Wide));
    }
    (words, Layout::Table(Width::Narrow))
}

/// Asks the running driver; says on the console why there is no answer.
pub(super) fn ask<T>(
    console: &mut Console,
    question: impl FnOnce(&Entrance) -> Result<T, Refusal>,
) -> Option<T> {
    let answer = entrance()
        .ok_or(Refusal::Stopped)
        .and_then(|entrance| question(&entrance));
    answer.inspect_err(|refusal| console.line(refusal)).ok()
}

/// Writes items as a JSON array, one item a line, so that line tools can read it too.
pub(super) fn json<T: Serialize>(console: &mut Console, items: &[T]) -> Outcome {
    let mut lines = Vec::with_capacity(items.len());
    for item in items {
        match serde_json::to_string(item) {
            Ok(line) => lines.push(text::visible_in_json(&line).into_owned()),
            Err(error) => {
                console.line(format_args!("cannot be written as JSON: {error}"));
                return Outcome::Failed;
            }
        }
    }
    console.line("[");
    let last = lines.len().saturating_sub(1);
    for (place, line) in lines.iter().enumerate() {
        console.line(format_args!(
            "{line}{}",
            if place == last { "" } else { "," }
        ));
    }
    console.line("]");
    Outcome::Done
}

/// Whether there is a queue of this name; says on the console if not.
pub(super) fn is_queue(console: &mut Console, name: &str) -> bool {
    let is_known = entrance().is_some_and(|entrance| entrance.plan().queues.find(name).is_some());
    if !is_known {
        console.line(format_args!(
            "there is no queue `{name}`; `acd show queues` lists them, acd.conf defines them"
        ));
    }
    is_known
}

/// Names of the floor plan, for completion; from a snapshot, as completion must not wait.
pub(super) fn queue_names() -> Vec<String> {
    entrance().map_or_else(Vec::new, |entrance| {
        entrance
            .plan()
            .queues
            .iter()
            .map(|queue| queue.name.to_string())
            .collect()
    })
}

/// See [`queue_names`].
pub(super) fn agent_names() -> Vec<String> {
    entrance().map_or_else(Vec::new, |entrance| {
        entrance
            .plan()
            .agents
            .iter()
            .map(|agent| agent.name.to_string())
            .collect()
    })
}

/// These candidates and `json`.
pub(super) fn or_json(mut candidates: Vec<String>) -> Vec<String> {
    candidates.push(JSON.to_owned());
    candidates
}

/// These candidates, `wide` and `json`.
pub(super) fn or_layout(mut candidates: Vec<String>) -> Vec<String> {
    candidates.push(WIDE.to_owned());
    or_json(candidates)
}
