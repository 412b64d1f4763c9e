//! `acd agent`: changes one agent.

use std::ffi::CStr;

use super::answer;
use super::verbs;
use crate::asterisk::changes::agent::{AgentChange, VERBS, told};
use crate::asterisk::command::{Command, Console, Outcome, Typed};

/// `acd agent NAME VERB [...] [json]`.
#[derive(Debug)]
pub(super) struct ChangeAgent;

impl Command for ChangeAgent {
    fn words(&self) -> &'static CStr {
        c"acd agent"
    }

    fn summary(&self) -> &'static CStr {
        c"Change what an agent does"
    }

    fn usage(&self) -> &'static CStr {
        c"Usage: acd agent NAME ready [json]\n       \
          acd agent NAME not-ready [REASON] [json]\n       \
          acd agent NAME sign-in [INTERFACE] [json]\n       \
          acd agent NAME sign-out [json]\n       \
          acd agent NAME wrap-up [DISPOSITION] [OPTIONS] [json]\n       \
          Does what AcdReady, AcdNotReady, AcdLogin, AcdLogout and AcdWrapUp do. With a\n       \
          call in hand, not-ready and sign-out wait until it is over. Shows what the agent\n       \
          does then; with `json` as `acd show agents` does.\n"
    }

    fn complete(&self, typed: &Typed<'_>) -> Vec<String> {
        match typed.argument {
            0 => answer::agent_names(),
            1 => verbs::completions(VERBS),
            _ => answer::or_json(Vec::new()),
        }
    }

    fn run(&self, console: &mut Console) -> Outcome {
        let (words, is_json) = answer::arguments(console);
        let [name, word, rest @ ..] = words.as_slice() else {
            return Outcome::ShowUsage;
        };
        let text = rest.join(" ");
        let changed = verbs::change(console, |entrance| {
            AgentChange::read(word, &text)?.make(entrance, name)
        });
        let Some(agent) = changed else {
            return Outcome::Failed;
        };
        if is_json {
            return answer::json(console, &[agent]);
        }
        console.line(told(&agent));
        Outcome::Done
    }
}
