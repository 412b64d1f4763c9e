//! `acd reload` and `acd reload check`.

use std::ffi::CStr;

use serde::Serialize;

use super::answer;
use crate::asterisk::command::{Command, Console, Outcome, Typed};
use crate::asterisk::entrance::entrance;
use crate::asterisk::reload::{self, ReloadFailure};
use crate::driver::ReloadSummary;

/// `acd reload [check] [json]`.
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
        c"Usage: acd reload [check] [json]\n       \
          Reads acd.conf and puts it in force, whole or not at all. Waiting calls keep\n       \
          their age and place, agents keep their states. With an error in the file nothing\n       \
          changes and every error is shown with its line. `check` only says what would\n       \
          change. With `json`, an array with one object: whether it is done or would be,\n       \
          and the lines of differences, warnings and errors.\n"
    }

    fn complete(&self, typed: &Typed<'_>) -> Vec<String> {
        match typed.argument {
            0 => answer::or_json(vec!["check".to_owned()]),
            1 if typed.before.iter().all(|word| word == "check") => answer::or_json(Vec::new()),
            _ => Vec::new(),
        }
    }

    fn run(&self, console: &mut Console) -> Outcome {
        let (words, is_json) = answer::arguments(console);
        let is_check = match words.as_slice() {
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
        if is_json {
            let is_fine = done.is_ok();
            let told = answer::json(console, &[Told::of(&done)]);
            return if is_fine { told } else { Outcome::Failed };
        }
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

/// What came of it, for programs.
#[derive(Debug, Serialize)]
struct Told {
    is_fine: bool,
    summary: String,
    differences: Vec<String>,
    warnings: Vec<String>,
    errors: Vec<String>,
}

impl Told {
    fn of(done: &Result<ReloadSummary, ReloadFailure>) -> Self {
        let texts = |items: &dyn Fn(&ReloadSummary) -> Vec<String>| {
            done.as_ref().map(items).unwrap_or_default()
        };
        let lines = |summary: &ReloadSummary| {
            summary
                .differences
                .iter()
                .map(ToString::to_string)
                .collect()
        };
        let warnings =
            |summary: &ReloadSummary| summary.warnings.iter().map(ToString::to_string).collect();
        Self {
            is_fine: done.is_ok(),
            summary: match done {
                Ok(summary) => summary.to_string(),
                Err(failure) => failure.to_string(),
            },
            differences: texts(&lines),
            warnings: texts(&warnings),
            errors: done
                .as_ref()
                .err()
                .map(ReloadFailure::details)
                .unwrap_or_default(),
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
