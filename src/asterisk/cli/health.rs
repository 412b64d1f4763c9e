//! `acd show health`: what is wrong now, and what to do about it.

use std::ffi::CStr;

use super::answer;
use crate::asterisk::command::{Command, Console, Outcome, Typed};
use crate::asterisk::entrance::entrance;
use crate::asterisk::wall_clock;
use crate::driver::AlarmView;

/// `acd show health [json]`.
#[derive(Debug)]
pub(super) struct ShowHealth;

impl Command for ShowHealth {
    fn words(&self) -> &'static CStr {
        c"acd show health"
    }

    fn summary(&self) -> &'static CStr {
        c"Show what is wrong now, and what to do about it"
    }

    fn usage(&self) -> &'static CStr {
        c"Usage: acd show health [json]\n       \
          Shows what is wrong now. The first line begins with OK, WARNING or CRITICAL, so\n       \
          that check_acd can tell a monitoring system; each alarm has a line with what\n       \
          is wrong and one with what to do. With `json`, an array with one object a line.\n"
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
        let Some(entrance) = entrance() else {
            console.line("CRITICAL - call distribution does not run");
            return Outcome::Failed;
        };
        let alarms = entrance.health();
        if is_json {
            return answer::json(console, &alarms);
        }
        console.line(verdict(&alarms));
        for alarm in &alarms {
            console.line(format_args!(
                "{} {} since {}: {}",
                alarm.severity,
                alarm.alarm,
                wall_clock::shown(alarm.since_us),
                alarm.cause
            ));
            console.line(format_args!("    To do: {}", alarm.advice));
        }
        Outcome::Done
    }
}

/// The first line.
fn verdict(alarms: &[AlarmView]) -> String {
    let Some(worst) = alarms.first() else {
        return "OK - nothing is wrong".to_owned();
    };
    let what = if alarms.len() == 1 {
        worst.cause.clone()
    } else {
        format!("{} alarms, first of all: {}", alarms.len(), worst.cause)
    };
    format!("{} - {what}", worst.severity.to_uppercase())
}
