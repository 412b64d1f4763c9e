//! `acd call`: changes one call that waits or rings, or the tags of any.

use std::ffi::CStr;

use super::answer;
use super::verbs;
use crate::asterisk::changes::asker::Asker;
use crate::asterisk::changes::call::{CallChange, FORCE, VERBS, told};
use crate::asterisk::changes::{CONFIGURED, ChangeError, recording};
use crate::asterisk::command::{Command, Console, Outcome, Typed};
use crate::asterisk::present;
use crate::engine::{CallId, RecordingVerb};

/// `acd call ID VERB ... [because TEXT] [json]`.
#[derive(Debug)]
pub(super) struct ChangeCall;

impl Command for ChangeCall {
    fn words(&self) -> &'static CStr {
        c"acd call"
    }

    fn summary(&self) -> &'static CStr {
        c"Change a call that waits or rings, or the tags of any"
    }

    fn usage(&self) -> &'static CStr {
        c"Usage: acd call ID priority N [because TEXT] [json]\n       \
          acd call ID requirement TEXT|configured [because TEXT] [json]\n       \
          acd call ID queue NAME [force] [because TEXT] [json]\n       \
          acd call ID attribute KEY [VALUE] [because TEXT] [json]\n       \
          acd call ID tag KEY[=VALUE][&KEY[=VALUE]...] [because TEXT] [json]\n       \
          acd call ID untag KEY[&KEY...] [because TEXT] [json]\n       \
          acd call ID record start|stop|pause|resume [RULE] [because TEXT]\n       \
          Changes what a call in line counts in the order of calls, what it needs (until\n       \
          the next relaxation step; `configured`: what its queue says), its queue (its age\n       \
          stays, phones that ring for it stop; one that is closed or full, or in which\n       \
          nobody is there for it, takes it only with `force`) or an attribute, to which\n       \
          requirements refer as $KEY (without VALUE it is taken away). Tags may be set and\n       \
          taken away in conversation and after-call time too. An agent who fits is rung\n       \
          at once. History names the console and what stands behind `because`. Shows how\n       \
          the call stands then; with `json` as `acd show calls` does, which lists the IDs.\n       \
          `record` rules the recording of a call that waits, rings or talks; RULE is the\n       \
          name of a `type = recording` that holds from then on.\n"
    }

    fn complete(&self, typed: &Typed<'_>) -> Vec<String> {
        let verb = typed.before.get(1).map_or("", |word| &**word);
        match (typed.argument, verb) {
            (0, _) => present::calls().iter().map(ToString::to_string).collect(),
            (1, _) => {
                let mut words = verbs::completions(VERBS);
                words.push(recording::WORD.to_owned());
                words
            }
            (2, recording::WORD) => RecordingVerb::WORDS.map(str::to_owned).to_vec(),
            (3, recording::WORD) => verbs::recording_names(),
            (2, "priority") => Vec::new(),
            (2, "queue") => answer::queue_names(),
            (3, "queue") => {
                let mut words = vec![FORCE.to_owned()];
                words.extend(verbs::endings(typed));
                words
            }
            (2, "attribute") => verbs::attribute_names(),
            (place, "requirement") => {
                let mut words = verbs::skill_names();
                words.push("any".to_owned());
                if place == 2 {
                    words.push(CONFIGURED.to_owned());
                    return words;
                }
                words.extend(verbs::endings(typed));
                words
            }
            _ => verbs::endings(typed),
        }
    }

    fn run(&self, console: &mut Console) -> Outcome {
        let (mut words, is_json) = answer::arguments(console);
        let asker = Asker::on_console(&mut words);
        let [number, word, rest @ ..] = words.as_slice() else {
            return Outcome::ShowUsage;
        };
        if word == recording::WORD {
            return record(console, number, rest, &asker);
        }
        let text = rest.join(" ");
        let changed = verbs::change(console, |entrance| {
            let call = call_of(number)?;
            let view = CallChange::read(word, &text)?.make(entrance, call, &asker)?;
            Ok((call, view))
        });
        let Some((call, view)) = changed else {
            return Outcome::Failed;
        };
        if is_json {
            let views: Vec<_> = view.into_iter().collect();
            return answer::json(console, &views);
        }
        console.line(told(call, view.as_ref()));
        Outcome::Done
    }
}

fn record(console: &mut Console, number: &str, words: &[String], asker: &Asker) -> Outcome {
    let (verb, rule) = match words {
        [verb] => (verb, None),
        [verb, rule] => (verb, Some(rule.as_str())),
        _ => return Outcome::ShowUsage,
    };
    let made = verbs::change(console, |_| {
        recording::make(call_of(number)?, verb, rule, asker)
    });
    let Some(told) = made else {
        return Outcome::Failed;
    };
    console.line(told);
    Outcome::Done
}

fn call_of(number: &str) -> Result<CallId, ChangeError> {
    let read = number.parse().map(CallId);
    read.map_err(|_| {
        ChangeError::Expected(format!(
            "call `{number}`: expected a number as `acd show calls` lists them"
        ))
    })
}
