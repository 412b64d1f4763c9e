//! `acd show calls`.

use std::ffi::CStr;

use super::answer::{self, Layout};
use super::table::{Column, Table, Width, clock};
use crate::asterisk::command::{Command, Console, Outcome, Typed};
use crate::asterisk::present;
use crate::driver::{CallView, Entrance};
use crate::engine::{CallId, Tags};

/// What the table shows.
const COLUMNS: &[Column] = &[
    Column::Whole("Call"),
    Column::Whole("Queue"),
    Column::Whole("State"),
    Column::Whole("Wait"),
    Column::Whole("Left"),
    Column::Whole("Prio"),
    Column::Whole("Place"),
    Column::Wide("Step"),
    Column::Cut("Needs"),
    Column::Cut("Agents"),
    Column::Whole("Caller"),
    Column::Cut("Tags"),
    Column::Wide("Channel"),
];

/// `acd show calls [ID | queue NAME | tag KEY[=VALUE]] [wide | json]`.
#[derive(Debug)]
pub(super) struct ShowCalls;

impl Command for ShowCalls {
    fn words(&self) -> &'static CStr {
        c"acd show calls"
    }

    fn summary(&self) -> &'static CStr {
        c"Show calls that wait, ring or talk"
    }

    fn usage(&self) -> &'static CStr {
        c"Usage: acd show calls [ID | queue QUEUE | tag KEY[=VALUE]] [wide | json]\n       \
          Shows every call in the queues, one, those of one queue, or those with a tag:\n       \
          its number (for `acd explain call`), what it does, how long it has waited, how\n       \
          long it will still wait by estimate (`-`: cannot be known), what it needs and\n       \
          at which relaxation step. `wide` shows more columns and cuts no list. With\n       \
          `json`, an array with one object a line; spans are milliseconds.\n"
    }

    fn complete(&self, typed: &Typed<'_>) -> Vec<String> {
        match typed.argument {
            0 => {
                let mut words = present::calls().iter().map(ToString::to_string).collect();
                Vec::extend(&mut words, ["queue", "tag"].map(str::to_owned));
                answer::or_layout(words)
            }
            1 if typed.before.first().is_some_and(|word| word == "queue") => answer::queue_names(),
            1 => answer::or_layout(Vec::new()),
            2 => answer::or_layout(Vec::new()),
            _ => Vec::new(),
        }
    }

    fn run(&self, console: &mut Console) -> Outcome {
        let (words, layout) = answer::layout(console);
        let Some(mut calls) = answer::ask(console, Entrance::calls) else {
            return Outcome::Failed;
        };
        match words.as_slice() {
            [] => {}
            [word, queue] if word == "queue" => {
                if !answer::is_queue(console, queue) {
                    return Outcome::Failed;
                }
                calls.retain(|call| call.queue.eq_ignore_ascii_case(queue));
            }
            [word, tag] if word == "tag" => calls.retain(|call| has_tag(call, tag)),
            [number] => {
                let Ok(number) = number.parse().map(CallId) else {
                    return Outcome::ShowUsage;
                };
                calls.retain(|call| call.call == number);
                if calls.is_empty() {
                    console.line(format_args!(
                        "call {number} is in no queue and in no conversation; `acd show calls` \
                         lists those that are"
                    ));
                    return Outcome::Failed;
                }
            }
            _ => return Outcome::ShowUsage,
        }
        match layout {
            Layout::Json => answer::json(console, &calls),
            Layout::Table(width) => {
                show(console, width, &calls);
                Outcome::Done
            }
        }
    }
}

fn tags_text(tags: &Tags) -> String {
    if tags.is_empty() {
        return "-".to_owned();
    }
    let items = tags.iter().map(|(key, value)| format!("{key}={value}"));
    items.collect::<Vec<_>>().join("&")
}

// `key` or `key=value`, the value without regard to case.
fn has_tag(call: &CallView, wanted: &str) -> bool {
    let (key, wanted) = wanted
        .split_once('=')
        .map_or((wanted, None), |(key, value)| (key, Some(value)));
    let value = call.tags.value(key.trim());
    value.is_some_and(|value| {
        wanted.is_none_or(|wanted| value.as_str().eq_ignore_ascii_case(wanted.trim()))
    })
}

fn show(console: &mut Console, width: Width, calls: &[CallView]) {
    let mut table = Table::new(width, COLUMNS);
    for call in calls {
        table.row(vec![
            call.call.to_string(),
            call.queue.to_string(),
            format!("{} {}", call.state, clock(call.since_ms)),
            clock(call.wait_ms),
            call.estimated_wait_ms.map_or_else(|| "-".to_owned(), clock),
            call.priority.to_string(),
            call.place
                .map_or_else(|| "-".to_owned(), |place| place.to_string()),
            call.step.to_string(),
            call.requirement.as_deref().unwrap_or("-").to_owned(),
            if call.agents.is_empty() {
                "-".to_owned()
            } else {
                call.agents.join(", ")
            },
            call.caller.number.to_string(),
            tags_text(&call.tags),
            call.host_call.to_string(),
        ]);
    }
    for line in table.lines() {
        console.line(line);
    }
    console.line(format_args!("{} call(s)", calls.len()));
}
