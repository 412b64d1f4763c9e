//! `acd expire recordings`: takes away what has expired, or says what would go.

use std::ffi::CStr;

use crate::asterisk::command::{Command, Console, Outcome, Typed};
use crate::asterisk::recording::{expire, overdue};

const DRY_RUN: &str = "dry-run";

/// `acd expire recordings [dry-run]`.
#[derive(Debug)]
pub(super) struct ExpireRecordings;

impl Command for ExpireRecordings {
    fn words(&self) -> &'static CStr {
        c"acd expire recordings"
    }

    fn summary(&self) -> &'static CStr {
        c"Delete or archive expired recordings"
    }

    fn usage(&self) -> &'static CStr {
        c"Usage: acd expire recordings [dry-run]\n       \
          Deletes or archives recordings that are older than the `keep-days` of their\n       \
          rule, or than its `keep-if` for their tags, as happens by itself every\n       \
          hour; what a legal hold keeps is told. With `dry-run` it only says which would go.\n"
    }

    fn complete(&self, typed: &Typed<'_>) -> Vec<String> {
        match typed.argument {
            0 => vec![DRY_RUN.to_owned()],
            _ => Vec::new(),
        }
    }

    fn run(&self, console: &mut Console) -> Outcome {
        let is_dry = match console.arguments() {
            [] => false,
            [word] if word == DRY_RUN => true,
            _ => return Outcome::ShowUsage,
        };
        let mut gone = 0_usize;
        let overdue = overdue();
        for held in &overdue.held {
            console.line(format_args!("{} stays, by legal hold", held.display()));
        }
        for found in overdue.expired {
            let to = match &found.target {
                Some(target) => format!("goes to {}", target.display()),
                None => "is deleted".to_owned(),
            };
            console.line(format_args!("{} {to}", found.path.display()));
            gone += usize::from(is_dry || expire(&found, "console"));
        }
        let done = if is_dry { "would go" } else { "gone" };
        console.line(format_args!("{gone} recording(s) {done}"));
        Outcome::Done
    }
}
