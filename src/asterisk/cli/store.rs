//! `acd show store`.

use std::ffi::CStr;

use super::answer;
use super::table::clock;
use crate::asterisk::command::{Command, Console, Outcome, Typed};
use crate::driver::{Entrance, StoreView};

const DAY_MS: u64 = 86_400_000;

/// `acd show store [json]`.
#[derive(Debug)]
pub(super) struct ShowStore;

impl Command for ShowStore {
    fn words(&self) -> &'static CStr {
        c"acd show store"
    }

    fn summary(&self) -> &'static CStr {
        c"Show how what outlasts a restart is kept"
    }

    fn usage(&self) -> &'static CStr {
        c"Usage: acd show store [json]\n       \
          Shows the file that keeps agents' states, finished calls and the history over a\n       \
          restart, whether it can be written, what waits, and what could not be kept.\n"
    }

    fn complete(&self, typed: &Typed<'_>) -> Vec<String> {
        match typed.argument {
            0 => answer::or_json(Vec::new()),
            _ => Vec::new(),
        }
    }

    fn run(&self, console: &mut Console) -> Outcome {
        let (words, is_json) = answer::arguments(console);
        if !words.is_empty() {
            return Outcome::ShowUsage;
        }
        let Some(store) = answer::ask(console, Entrance::store) else {
            return Outcome::Failed;
        };
        if is_json {
            return answer::json(console, &[store]);
        }
        show(console, &store);
        Outcome::Done
    }
}

fn show(console: &mut Console, store: &StoreView) {
    console.line(format_args!("State:     {}", store.state));
    let Some(file) = &store.file else {
        return;
    };
    console.line(format_args!("File:      {file}"));
    if let Some(cause) = &store.cause {
        console.line(format_args!("Cause:     {cause}"));
    }
    if let Some(advice) = store.advice {
        console.line(format_args!("To do:     {advice}"));
    }
    console.line(format_args!(
        "Entries:   {} wait, {} written, {} could not be kept",
        store.waiting, store.written, store.lost
    ));
    console.line(format_args!(
        "History:   {} to {}, {} missing",
        store.first_sequence, store.last_sequence, store.missing
    ));
    let kept = store.keep_ms.map_or_else(
        || "for ever".to_owned(),
        |keep_ms| match keep_ms / DAY_MS {
            0 => clock(keep_ms),
            days => format!("for {days} day(s)"),
        },
    );
    console.line(format_args!(
        "Calls:     {} finished, kept {kept}",
        store.calls
    ));
}
