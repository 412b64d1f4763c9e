//! `acd queue`: changes one queue while the floor is open.

use std::ffi::CStr;

use super::answer;
use super::verbs;
use crate::asterisk::changes::CONFIGURED;
use crate::asterisk::changes::asker::Asker;
use crate::asterisk::changes::queue::{ALL, QueueChange, VERBS};
use crate::asterisk::command::{Command, Console, Outcome, Typed};
use crate::engine::Strategy;

/// `acd queue NAME VERB [WORD] [because TEXT] [json]`.
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
        c"Usage: acd queue NAME strategy WORD|configured [because TEXT] [json]\n       \
          acd queue NAME ring-at-once N|all|configured [because TEXT] [json]\n       \
          acd queue NAME open|close|auto [because TEXT] [json]\n       \
          `strategy` chooses the queue's agents another way from the next offer on,\n       \
          `ring-at-once` rings so many for one call from now on (phones that ring go on),\n       \
          both until a reload changes the key in acd.conf; `configured` takes that back.\n       \
          The words are those of acd.conf. `open` lets calls in, `close` turns them away\n       \
          (ACDSTATUS=CLOSED), whatever the opening hours say, until `auto` gives the queue\n       \
          back to them; `at-close` says what becomes of calls in line. All of that holds\n       \
          over a reload and over a restart. History names the console and what stands\n       \
          behind `because`. With `json`, shows the queue as `acd show queues` does.\n"
    }

    fn complete(&self, typed: &Typed<'_>) -> Vec<String> {
        let verb = typed.before.get(1).map_or("", |word| &**word);
        match typed.argument {
            0 => answer::queue_names(),
            1 => verbs::completions(VERBS),
            2 if verb == "strategy" => {
                let words = Strategy::NAMES.into_iter().chain([CONFIGURED]);
                words.map(str::to_owned).collect()
            }
            2 if verb == "ring-at-once" => {
                let words = ["1", ALL, CONFIGURED].into_iter();
                words.map(str::to_owned).collect()
            }
            _ => verbs::endings(typed),
        }
    }

    fn run(&self, console: &mut Console) -> Outcome {
        let (mut words, is_json) = answer::arguments(console);
        let asker = Asker::on_console(&mut words);
        let [name, word, rest @ ..] = words.as_slice() else {
            return Outcome::ShowUsage;
        };
        let text = rest.join(" ");
        let changed = verbs::change(console, |entrance| {
            let told = QueueChange::read(word, &text)?.make(entrance, name, &asker)?;
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
