//! `acd show calls`.

use std::ffi::CStr;

use super::answer;
use super::table::{Table, clock};
use crate::asterisk::command::{Command, Console, Outcome, Typed};
use crate::driver::{CallView, Entrance};
use crate::engine::Tags;

/// `acd show calls [queue NAME | tag KEY[=VALUE]] [json]`.
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
        c"Usage: acd show calls [queue QUEUE | tag KEY[=VALUE]] [json]\n       \
          Shows every call in the queues, those of one queue, or those with a tag: its number (for\n       \
          `acd explain call`), what it does, how long it has waited, how long it\n       \
          will still wait by estimate (`-`: cannot be known), what it needs and at which\n       \
          relaxation step. With `json`, an array with one object a line; spans\n       \
          are milliseconds.\n"
    }

    fn complete(&self, typed: &Typed<'_>) -> Vec<String> {
        match typed.argument {
            0 => answer::or_json(vec!["queue".to_owned(), "tag".to_owned()]),
            1 => answer::queue_names(),
            2 => answer::or_json(Vec::new()),
            _ => Vec::new(),
        }
    }

    fn run(&self, console: &mut Console) -> Outcome {
        let (words, is_json) = answer::arguments(console);
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
            _ => return Outcome::ShowUsage,
        }
        if is_json {
            return answer::json(console, &calls);
        }
        show(console, &calls);
        Outcome::Done
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

fn show(console: &mut Console, calls: &[CallView]) {
    let mut table = Table::new(&[
        "Call", "Queue", "State", "Wait", "Left", "Prio", "Place", "Step", "Needs", "Agents",
        "Caller", "Tags", "Channel",
    ]);
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
