//! `acd queue`: changes one queue while the floor is open.

use std::ffi::CStr;

use super::answer;
use super::verbs;
use crate::asterisk::changes::CONFIGURED;
use crate::asterisk::changes::queue::{QueueChange, VERBS};
use crate::asterisk::command::{Command, Console, Outcome, Typed};
use crate::engine::Strategy;

/// `acd queue NAME VERB [WORD] [json]`.
#[derive(Debug)]
pub(super) struct ChangeQueue;

impl Command for ChangeQueue {
    fn words(&self) -> &'static CStr {
        c"acd queue"
    }

    fn summary(&self) -> &'static CStr {
        c"Change how a queue works while the floor is open"
    }

    fn usage(&self) -> &'static CStr {
        c"Usage: acd queue NAME strategy WORD [json]\n       \
          acd queue NAME open|close|auto [json]\n       \
          `strategy` chooses the queue's agents another way from the next offer on, until\n       \
          a reload changes the key in acd.conf; `configured` takes that back. The words\n       \
          are those of acd.conf. `open` lets calls in and `close` turns them away\n       \
          (ACDSTATUS=CLOSED), whatever the opening hours say, until `auto` gives the queue\n       \
          back to them; `at-close` says what becomes of calls in line. Both hold over a\n       \
          reload, not over a restart. With `json`, shows the queue as `acd show queues`\n       \
          does.\n"
    }

    fn complete(&self, typed: &Typed<'_>) -> Vec<String> {
        match typed.argument {
            0 => answer::queue_names(),
            1 => verbs::completions(VERBS),
            2 if typed.before.get(1).is_some_and(|word| word == "strategy") => {
                let words = Strategy::NAMES.into_iter().chain([CONFIGURED]);
                words.map(str::to_owned).collect()
            }
            2 | 3 => answer::or_json(Vec::new()),
            _ => Vec::new(),
        }
    }

    fn run(&self, console: &mut Console) -> Outcome {
        let (words, is_json) = answer::arguments(console);
        let [name, word, rest @ ..] = words.as_slice() else {
            return Outcome::ShowUsage;
        };
        let text = rest.join(" ");
        let changed = verbs::change(console, |entrance| {
            let told = QueueChange::read(word, &text)?.make(entrance, name)?;
            Ok((told, entrance.queue(name)?))
        });
        let Some((told, queue)) = changed else {
            return Outcome::Failed;
        };
        if is_json {
            return answer::json(console, &[queue]);
        }
        console.line(told);
        Outcome::Done
    }
}
