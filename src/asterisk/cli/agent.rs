//! `acd agent`: changes one agent.

use std::ffi::CStr;

use super::answer;
use super::verbs;
use crate::asterisk::apps::agent::ONCE;
use crate::asterisk::changes::agent::{AgentChange, JOIN, LEAVE, REMOVE, VERBS, told};
use crate::asterisk::changes::asker::Asker;
use crate::asterisk::command::{Command, Console, Outcome, Typed};
use crate::engine::Selectable;

/// `acd agent NAME VERB [...] [because TEXT] [json]`.
#[derive(Debug)]
pub(super) struct ChangeAgent;

impl Command for ChangeAgent {
    fn words(&self) -> &'static CStr {
        c"acd agent"
    }

    fn summary(&self) -> &'static CStr {
        c"Change what an agent does, can do and serves"
    }

    fn usage(&self) -> &'static CStr {
        c"Usage: acd agent NAME ready [once] [json]\n       \
          acd agent NAME not-ready [REASON] [json]\n       \
          acd agent NAME sign-in [INTERFACE] [json]\n       \
          acd agent NAME sign-out [json]\n       \
          acd agent NAME wrap-up [DISPOSITION] [OPTIONS] [json]\n       \
          acd agent NAME force-ready [because TEXT] [json]\n       \
          acd agent NAME force-not-ready [REASON] [because TEXT] [json]\n       \
          acd agent NAME force-sign-in [INTERFACE] [because TEXT] [json]\n       \
          acd agent NAME force-sign-out [because TEXT] [json]\n       \
          acd agent NAME skill SKILL LEVEL|remove [because TEXT] [json]\n       \
          acd agent NAME queue QUEUE RANK|join|leave [because TEXT] [json]\n       \
          acd agent NAME interface INTERFACE [because TEXT] [json]\n       \
          acd agent NAME configured [because TEXT] [json]\n       \
          The first five do what AcdReady, AcdNotReady, AcdLogin, AcdLogout and AcdWrapUp\n       \
          do. With a call in hand, not-ready and sign-out wait until it is over. The four\n       \
          `force-` are a supervisor's: they hold at once, also while the phone rings, and\n       \
          history names who it was. The others change what the agent can do, which queues\n       \
          the agent serves (`join` is rank 1) and the phone; the agent is matched with\n       \
          waiting calls at once. They hold over a reload that does not change that very\n       \
          value; `configured` takes back what was changed of skills and queues. Shows what\n       \
          the agent does then; with `json` as `acd show agents` does.\n"
    }

    fn complete(&self, typed: &Typed<'_>) -> Vec<String> {
        let word = |place: usize| typed.before.get(place).map_or("", |word| &**word);
        let mut candidates = match (typed.argument, word(1)) {
            (0, _) => return answer::agent_names(),
            (1, _) => return verbs::completions(VERBS),
            (2, "skill") => return verbs::skill_names(),
            (2, "queue") => return answer::queue_names(),
            (2, "interface") => return verbs::interface_of(word(0)),
            (3, "skill") => return vec![REMOVE.to_owned()],
            (3, "queue") => return vec![JOIN.to_owned(), LEAVE.to_owned()],
            (2, "ready") => vec![ONCE.to_owned()],
            (2, "not-ready") => verbs::reasons(Selectable::Agent),
            (2, "force-not-ready") => verbs::reasons(Selectable::Supervisor),
            (2, "sign-in" | "force-sign-in") => verbs::interface_of(word(0)),
            (2, "wrap-up") => verbs::disposition_names(),
            _ => Vec::new(),
        };
        let is_own_word = ["ready", "not-ready", "sign-in", "sign-out", "wrap-up"];
        if is_own_word.contains(&word(1)) {
            return answer::or_json(candidates);
        }
        candidates.extend(verbs::endings(typed));
        candidates
    }

    fn run(&self, console: &mut Console) -> Outcome {
        let (mut words, is_json) = answer::arguments(console);
        let asker = Asker::on_console(&mut words);
        let [name, word, rest @ ..] = words.as_slice() else {
            return Outcome::ShowUsage;
        };
        let text = rest.join(" ");
        let changed = verbs::change(console, |entrance| {
            AgentChange::read(word, &text)?.make(entrance, name, &asker)
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
