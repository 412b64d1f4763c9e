//! `acd queue`: what an operator changes of a queue while the floor is open.

use std::ffi::CStr;

use super::answer;
use crate::asterisk::command::{Command, Console, Outcome, Typed};
use crate::engine::Strategy;

/// The word that takes a change back.
const PLANNED: &str = "configured";

/// `acd queue NAME strategy WORD`.
#[derive(Debug)]
pub(super) struct QueueStrategy;

impl Command for QueueStrategy {
    fn words(&self) -> &'static CStr {
        c"acd queue"
    }

    fn summary(&self) -> &'static CStr {
        c"Change how a queue chooses agents, until reconfigured"
    }

    fn usage(&self) -> &'static CStr {
        c"Usage: acd queue NAME strategy WORD\n       \
          Chooses the queue's agents by another strategy from the next offer on, until\n       \
          a reload changes its `strategy` in acd.conf; `configured` takes that back. The\n       \
          words are those of acd.conf: longest-idle, most-skilled, least-skilled,\n       \
          least-occupied, fewest-calls, round-robin, ordered, random.\n"
    }

    fn complete(&self, typed: &Typed<'_>) -> Vec<String> {
        match typed.argument {
            0 => answer::queue_names(),
            1 => vec!["strategy".to_owned()],
            2 => {
                let words = Strategy::NAMES.into_iter().chain([PLANNED]);
                words.map(str::to_owned).collect()
            }
            _ => Vec::new(),
        }
    }

    fn run(&self, console: &mut Console) -> Outcome {
        let words = console.arguments().to_vec();
        let [name, key, word] = words.as_slice() else {
            return Outcome::ShowUsage;
        };
        if !key.eq_ignore_ascii_case("strategy") {
            return Outcome::ShowUsage;
        }
        let is_taken_back = word.eq_ignore_ascii_case(PLANNED);
        let strategy = (!is_taken_back).then_some(word.as_str());
        let changed = answer::ask(console, |entrance| entrance.change_strategy(name, strategy));
        if changed.is_none() {
            return Outcome::Failed;
        }
        match is_taken_back {
            true => console.line(format_args!("queue {name} chooses as acd.conf says")),
            false => console.line(format_args!("queue {name} chooses by {word}")),
        }
        Outcome::Done
    }
}
