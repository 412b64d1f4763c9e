//! `acd queue`: opens or closes a queue by hand.

use std::ffi::CStr;

use super::answer;
use crate::asterisk::command::{Command, Console, Outcome, Typed};
use crate::engine::Door;

const DOORS: [(&str, Door); 3] = [
    ("open", Door::Open),
    ("close", Door::Closed),
    ("auto", Door::Auto),
];

/// `acd queue NAME open|close|auto`.
#[derive(Debug)]
pub(super) struct OpenQueue;

impl Command for OpenQueue {
    fn words(&self) -> &'static CStr {
        c"acd queue"
    }

    fn summary(&self) -> &'static CStr {
        c"Open or close a queue by hand"
    }

    fn usage(&self) -> &'static CStr {
        c"Usage: acd queue NAME open|close|auto\n       \
          `open` lets calls in and `close` turns them away (ACDSTATUS=CLOSED), whatever\n       \
          the opening hours say, until `auto` gives the queue back to them. Calls in\n       \
          line are served. Holds over a reload, not over a restart.\n"
    }

    fn complete(&self, typed: &Typed<'_>) -> Vec<String> {
        match typed.argument {
            0 => answer::queue_names(),
            1 => DOORS.map(|(word, _)| word.to_owned()).into(),
            _ => Vec::new(),
        }
    }

    fn run(&self, console: &mut Console) -> Outcome {
        let [name, word] = console.arguments() else {
            return Outcome::ShowUsage;
        };
        let (name, word) = (name.clone(), word.clone());
        let Some((_, door)) = DOORS.into_iter().find(|(known, _)| *known == word) else {
            return Outcome::ShowUsage;
        };
        if answer::ask(console, |entrance| entrance.set_door(&name, door)).is_none() {
            return Outcome::Failed;
        }
        console.line(format_args!("queue {name}: {}", door.name()));
        Outcome::Done
    }
}
