//! `acd show recordings`: what was recorded, from the sidecars on the disk.

use std::ffi::CStr;
use std::path::PathBuf;

use serde::Serialize;

use super::answer;
use super::table::{Column, Table, Width, clock};
use crate::asterisk::command::{Command, Console, Outcome, Typed};
use crate::asterisk::recording::roots;
use crate::driver::{duration_ms, wall_us};
use crate::recordings::search::{Wanted, search};
use crate::recordings::sidecar::{Sidecar, SidecarState};

/// Recordings that are shown at once.
const SHOWN_MAX: usize = 500;
const FILTERS: [&str; 6] = ["queue", "agent", "tag", "call", "since", "before"];

const COLUMNS: &[Column] = &[
    Column::Whole("Call"),
    Column::Whole("Queue"),
    Column::Whole("Agents"),
    Column::Whole("Ago"),
    Column::Whole("Length"),
    Column::Whole("Pauses"),
    Column::Whole("Rule"),
    Column::Whole("State"),
    Column::Whole("Sidecar"),
];

/// `acd show recordings [FILTER VALUE]... [json]`.
#[derive(Debug)]
pub(super) struct ShowRecordings;

/// A sidecar with its place.
#[derive(Serialize)]
struct Shown {
    sidecar: PathBuf,
    #[serde(flatten)]
    recording: Sidecar,
}

impl Command for ShowRecordings {
    fn words(&self) -> &'static CStr {
        c"acd show recordings"
    }

    fn summary(&self) -> &'static CStr {
        c"Show recordings, the newest first"
    }

    fn usage(&self) -> &'static CStr {
        c"Usage: acd show recordings [queue NAME] [agent NAME] [tag KEY[=VALUE]] [call ID]\n       \
          [since DURATION] [before DURATION] [json]\n       \
          Shows recordings from the sidecars below the directories of all rules: at\n       \
          most 500, the newest first. `since 2h`: begun in the last two hours;\n       \
          `before 24h`: longer ago than that. With `json`, an array with one object a line.\n"
    }

    fn complete(&self, typed: &Typed<'_>) -> Vec<String> {
        let before = typed.before.last().map_or("", |word| &**word);
        match before {
            "queue" => answer::queue_names(),
            "agent" => answer::agent_names(),
            word if FILTERS.contains(&word) => Vec::new(),
            _ => answer::or_json(FILTERS.map(str::to_owned).to_vec()),
        }
    }

    fn run(&self, console: &mut Console) -> Outcome {
        let (words, is_json) = answer::arguments(console);
        let Some(wanted) = wanted(&words) else {
            return Outcome::ShowUsage;
        };
        let found = search(&roots(), &wanted, SHOWN_MAX);
        let shown = found
            .into_iter()
            .map(|(sidecar, recording)| Shown { sidecar, recording });
        let shown: Vec<Shown> = shown.collect();
        if is_json {
            return answer::json(console, &shown);
        }
        let mut table = Table::new(Width::Wide, COLUMNS);
        for Shown { sidecar, recording } in &shown {
            let ago_ms = wall_us().saturating_sub(recording.began_wall_us) / 1_000;
            let or_dash = |text: String| {
                if text.is_empty() {
                    "-".to_owned()
                } else {
                    text
                }
            };
            table.row(vec![
                recording.call.to_string(),
                or_dash(recording.queue.clone()),
                or_dash(recording.agents.join(", ")),
                clock(ago_ms),
                clock(recording.length_ms),
                recording.pauses.len().to_string(),
                recording.rule.clone(),
                match recording.state {
                    SidecarState::Open => "runs",
                    SidecarState::Finished => "finished",
                    SidecarState::Interrupted => "interrupted",
                }
                .to_owned(),
                sidecar.display().to_string(),
            ]);
        }
        for line in table.lines() {
            console.line(line);
        }
        console.line(format_args!("{} recording(s)", shown.len()));
        Outcome::Done
    }
}

/// What is looked for; `None`: the words make no sense.
fn wanted(words: &[String]) -> Option<Wanted> {
    let mut wanted = Wanted::default();
    let ago = |value: &str| Some(wall_us().saturating_sub(duration_ms(value).ok()? * 1_000));
    let (pairs, rest) = words.as_chunks::<2>();
    if !rest.is_empty() {
        return None;
    }
    for [filter, value] in pairs {
        match filter.as_str() {
            "queue" => wanted.queue = Some(value.clone()),
            "agent" => wanted.agent = Some(value.clone()),
            "tag" => {
                wanted.tag = Some(match value.split_once('=') {
                    Some((key, value)) => (key.to_owned(), Some(value.to_owned())),
                    None => (value.clone(), None),
                });
            }
            "call" => wanted.call = Some(value.parse().ok()?),
            "since" => wanted.since_wall_us = Some(ago(value)?),
            "before" => wanted.before_wall_us = Some(ago(value)?),
            _ => return None,
        }
    }
    Some(wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_are_read_or_refused() {
        let read = |text: &str| {
            let words: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
            wanted(&words)
        };
        let found = read("queue sales tag topic=loan call 7").unwrap();
        assert_eq!(found.queue.as_deref(), Some("sales"));
        assert_eq!(
            found.tag,
            Some(("topic".to_owned(), Some("loan".to_owned())))
        );
        assert_eq!(found.call, Some(7));
        for text in ["queue", "queues sales", "call x", "since yesterday"] {
            assert!(read(text).is_none(), "{text}");
        }
    }
}
