//! `acd show history`: finished calls, and one of them with all that is kept of it.

use std::ffi::CStr;

use super::answer::{self, Layout};
use super::table::{Column, Table, Width, clock};
use crate::asterisk::command::{Command, Console, Outcome, Typed};
use crate::asterisk::search;
use crate::asterisk::wall_clock;
use crate::driver::{FinishedCallView, Refusal, WholeCallView};
use crate::engine::CallId;

/// The word before the number of one call.
const CALL: &str = "call";

/// What the table shows.
const COLUMNS: &[Column] = &[
    Column::Whole("Call"),
    Column::Whole("Arrived"),
    Column::Whole("Queue"),
    Column::Whole("Caller"),
    Column::Whole("End"),
    Column::Whole("Agent"),
    Column::Whole("Wait"),
    Column::Whole("Talk"),
    Column::Wide("Wrap-up"),
    Column::Cut("Disposition"),
    Column::Cut("Tags"),
    Column::Wide("Channel"),
];

/// `acd show history [WORD VALUE ...] [json]`, `acd show history call NUMBER [json]`.
#[derive(Debug)]
pub(super) struct ShowHistory;

impl Command for ShowHistory {
    fn words(&self) -> &'static CStr {
        c"acd show history"
    }

    fn summary(&self) -> &'static CStr {
        c"Show finished calls, or one of them in detail"
    }

    fn usage(&self) -> &'static CStr {
        c"Usage: acd show history [WORD VALUE ...] [wide | json]\n       \
          acd show history call NUMBER [wide | json]\n       \
          Shows finished calls, the latest first: all, or those with the queue, the\n       \
          agent, the caller (number), the tag (KEY or KEY=VALUE), the end (answered,\n       \
          abandoned, timeout, ...), that arrived since or until a moment; the last\n       \
          50, or as many as limit says. A moment is a time ago (90m, 2h, 7d), today,\n       \
          yesterday, or 2030-01-31T14:30. With call and a number, one call with its\n       \
          offers and all that happened to it. `wide` shows more columns and cuts no\n       \
          list. With `json`, an array with one object a line; moments are\n       \
          microseconds since 1970.\n"
    }

    fn complete(&self, typed: &Typed<'_>) -> Vec<String> {
        if typed.argument.is_multiple_of(2) {
            let mut names: Vec<String> = search::WORDS.map(str::to_owned).into();
            if typed.argument == 0 {
                names.push(CALL.to_owned());
            }
            return answer::or_layout(names);
        }
        match typed.before.last().map_or("", |word| &**word) {
            "queue" => answer::queue_names(),
            "agent" => answer::agent_names(),
            "end" => search::ends(),
            "since" | "until" => ["1h", "24h", "7d", "today", "yesterday"]
                .map(str::to_owned)
                .into(),
            _ => Vec::new(),
        }
    }

    fn run(&self, console: &mut Console) -> Outcome {
        let (words, layout) = answer::layout(console);
        if let [word, number] = words.as_slice()
            && word == CALL
        {
            return one(console, number, layout);
        }
        if !words.len().is_multiple_of(2) {
            return Outcome::ShowUsage;
        }
        let Some(calls) = answer::ask(console, |entrance| {
            let mut filter = search::everything();
            let now_us = entrance.wall_us();
            for pair in words.chunks_exact(2) {
                if let Err(expected) = search::narrow(&mut filter, &pair[0], &pair[1], now_us) {
                    return Ok(Err(expected));
                }
            }
            entrance.finished_calls(&filter).map(Ok)
        }) else {
            return Outcome::Failed;
        };
        match calls {
            Err(expected) => {
                console.line(expected);
                Outcome::Failed
            }
            Ok(calls) => match layout {
                Layout::Json => answer::json(console, &calls),
                Layout::Table(width) => {
                    show(console, width, &calls);
                    Outcome::Done
                }
            },
        }
    }
}

fn one(console: &mut Console, number: &str, layout: Layout) -> Outcome {
    let Ok(call) = number.parse() else {
        console.line(format_args!("`{number}` is no number of a call"));
        return Outcome::Failed;
    };
    let asked = |entrance: &crate::driver::Entrance| -> Result<_, Refusal> {
        entrance.finished_call(CallId(call))
    };
    match answer::ask(console, asked) {
        None => Outcome::Failed,
        Some(None) => {
            console.line(format_args!(
                "call {call} is not among the finished calls that are kept; `acd show calls` lists \
                 those under way"
            ));
            Outcome::Failed
        }
        Some(Some(whole)) => match layout {
            Layout::Json => answer::json(console, &[whole]),
            Layout::Table(width) => {
                tell(console, width, &whole);
                Outcome::Done
            }
        },
    }
}

fn show(console: &mut Console, width: Width, calls: &[FinishedCallView]) {
    let mut table = Table::new(width, COLUMNS);
    for call in calls {
        table.row(row(call));
    }
    for line in table.lines() {
        console.line(line);
    }
    console.line(format_args!("{} call(s)", calls.len()));
}

fn row(call: &FinishedCallView) -> Vec<String> {
    let or_dash = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
    let tags = call.tags.iter().map(|(key, value)| match &**value {
        "" => key.clone(),
        value => format!("{key}={value}"),
    });
    let tags = tags.collect::<Vec<_>>().join(",");
    vec![
        call.call.to_string(),
        wall_clock::shown(call.arrived_us),
        call.queue.clone(),
        call.caller.number.to_string(),
        match &call.ended_by {
            Some(ended_by) => format!("{} ({ended_by})", call.end),
            None => call.end.clone(),
        },
        or_dash(&call.agent),
        clock(call.wait_ms),
        call.talk_ms.map_or_else(|| "-".to_owned(), clock),
        call.wrap_up_ms.map_or_else(|| "-".to_owned(), clock),
        or_dash(&call.disposition),
        if tags.is_empty() {
            "-".to_owned()
        } else {
            tags
        },
        call.host_call.clone(),
    ]
}

fn tell(console: &mut Console, width: Width, whole: &WholeCallView) {
    show(console, width, std::slice::from_ref(&whole.call));
    if whole.chain.len() > 1 {
        let chain: Vec<String> = whole.chain.iter().map(u64::to_string).collect();
        console.line(format_args!(
            "Visit of the caller: calls {}",
            chain.join(", ")
        ));
    }
    for offer in &whole.offers {
        console.line(format_args!(
            "Offer {} at {} to {}: {} after {}",
            offer.offer,
            wall_clock::shown(offer.offered_us),
            offer.agent,
            offer.outcome.as_deref().unwrap_or("open"),
            clock(offer.ring_ms.unwrap_or(0)),
        ));
    }
    for file in &whole.recordings {
        console.line(format_args!("Recording {file}"));
    }
    for fact in &whole.facts {
        console.line(fact);
    }
}
