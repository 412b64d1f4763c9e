//! `acd reload` and `acd reload check`.

use std::ffi::CStr;

use crate::asterisk::command::{Command, Console, Outcome, Typed};
use crate::asterisk::entrance::entrance;
use crate::asterisk::reload::{self, ReloadFailure};
use crate::driver::ReloadSummary;

/// `acd reload [check]`.
#[derive(Debug)]
pub(super) struct Reload;

impl Command for Reload {
    fn words(&self) -> &'static CStr {
        c"acd reload"
    }

    fn summary(&self) -> &'static CStr {
        c"Put a changed acd.conf in force, or check it"
    }

    fn usage(&self) -> &'static CStr {
        c"Usage: acd reload [check]\n       \
          Reads acd.conf and puts it in force, whole or not at all. Waiting calls keep\n       \
          their age and place, agents keep their states. With an error in the file nothing\n       \
          changes and every error is shown with its line. `check` only says what would\n       \
          change.\n"
    }

    fn complete(&self, typed: &Typed<'_>) -> Vec<String> {
        if typed.argument == 0 {
            vec!["check".to_owned()]
        } else {
            Vec::new()
        }
    }

    fn run(&self, console: &mut Console) -> Outcome {
        let is_check = match console.arguments() {
            [] => false,
            [word] if word == "check" => true,
            _ => return Outcome::ShowUsage,
        };
        let Some(entrance) = entrance() else {
            console.line("call distribution is stopped");
            return Outcome::Failed;
        };
        let done = if is_check {
            reload::check(&entrance)
        } else {
            reload::apply(&entrance)
        };
        match done {
            Ok(summary) => {
                tell(console, &summary, is_check);
                Outcome::Done
            }
            Err(failure) => {
                refuse(console, &failure);
                Outcome::Failed
            }
        }
    }
}

fn tell(console: &mut Console, summary: &ReloadSummary, is_check: bool) {
    for difference in &summary.differences {
        console.line(difference);
    }
    for warning in &summary.warnings {
        console.line(warning);
    }
    let done = if is_check {
        "acd.conf is fine; a reload would mean"
    } else {
        "acd.conf reloaded"
    };
    console.line(format_args!("{done}: {summary}"));
}

fn refuse(console: &mut Console, failure: &ReloadFailure) {
    for line in failure.details() {
        console.line(line);
    }
    console.line(failure);
}
