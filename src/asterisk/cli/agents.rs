//! `acd show agents`.

use std::ffi::CStr;

use super::answer::{self, Layout};
use super::table::{Column, Table, Width, clock};
use crate::asterisk::command::{Command, Console, Outcome, Typed};
use crate::driver::{AgentView, AwayView, Entrance};

/// What the table shows.
const COLUMNS: &[Column] = &[
    Column::Whole("Agent"),
    Column::Whole("State"),
    Column::Whole("For"),
    Column::Whole("Phone"),
    Column::Cut("Queues"),
    Column::Cut("Skills"),
    Column::Whole("Name"),
];

/// `acd show agents [NAME | queue NAME] [wide | json]`.
#[derive(Debug)]
pub(super) struct ShowAgents;

impl Command for ShowAgents {
    fn words(&self) -> &'static CStr {
        c"acd show agents"
    }

    fn summary(&self) -> &'static CStr {
        c"Show agents and what they do"
    }

    fn usage(&self) -> &'static CStr {
        c"Usage: acd show agents [NAME | queue QUEUE] [wide | json]\n       \
          Shows every agent, the one named, or those who serve a queue: what each does and\n       \
          for how long, phone, queues and skills. `wide` cuts no list. With `json`, an\n       \
          array with one object a line; spans are milliseconds.\n"
    }

    fn complete(&self, typed: &Typed<'_>) -> Vec<String> {
        let is_queue = typed.before.first().is_some_and(|word| word == "queue");
        match typed.argument {
            0 => {
                let mut names = answer::agent_names();
                names.push("queue".to_owned());
                answer::or_layout(names)
            }
            1 if is_queue => answer::queue_names(),
            1 | 2 => answer::or_layout(Vec::new()),
            _ => Vec::new(),
        }
    }

    fn run(&self, console: &mut Console) -> Outcome {
        let (words, layout) = answer::layout(console);
        let Some(mut agents) = answer::ask(console, Entrance::agents) else {
            return Outcome::Failed;
        };
        match words.as_slice() {
            [] => {}
            [name] => {
                agents.retain(|agent| agent.agent.eq_ignore_ascii_case(name));
                if agents.is_empty() {
                    console.line(format_args!(
                        "there is no agent `{name}`; `acd show agents` lists them, acd.conf \
                         defines them"
                    ));
                    return Outcome::Failed;
                }
            }
            [word, queue] if word == "queue" => {
                if !answer::is_queue(console, queue) {
                    return Outcome::Failed;
                }
                agents.retain(|agent| {
                    let mut names = agent.queues.keys();
                    names.any(|name| name.eq_ignore_ascii_case(queue))
                });
            }
            _ => return Outcome::ShowUsage,
        }
        match layout {
            Layout::Json => answer::json(console, &agents),
            Layout::Table(width) => {
                show(console, width, &agents);
                Outcome::Done
            }
        }
    }
}

fn show(console: &mut Console, width: Width, agents: &[AgentView]) {
    let mut table = Table::new(width, COLUMNS);
    for agent in agents {
        table.row(vec![
            agent.agent.to_string(),
            state(agent),
            clock(agent.since_ms),
            agent.interface.as_deref().unwrap_or("-").to_owned(),
            graded(agent.queues.iter()),
            graded(agent.skills.iter()),
            agent.full_name.as_deref().unwrap_or("").to_owned(),
        ]);
    }
    for line in table.lines() {
        console.line(line);
    }
    let free = agents
        .iter()
        .filter(|agent| agent.doing.state == "free")
        .count();
    console.line(format_args!("{} agent(s), {free} free", agents.len()));
}

/// What the agent does, with what is pending.
fn state(agent: &AgentView) -> String {
    let doing = &agent.doing;
    let mut text = doing.state.replace('_', " ");
    if let Some(reason) = &doing.reason {
        let label = agent.away.label.as_ref();
        text.push_str(&format!(" ({})", label.unwrap_or(reason)));
    }
    if let Some(call) = doing.in_call {
        text.push_str(&format!(" call {call}"));
    }
    text.push_str(&absence(&agent.away));
    if let Some(cause) = &agent.caused_by {
        text.push_str(&format!(", {cause}"));
    }
    if let Some(remaining_ms) = doing.remaining_ms {
        text.push_str(&format!(" {} left", clock(remaining_ms)));
    }
    if let Some(disposition) = &agent.disposition {
        text.push_str(&format!(", disposition {disposition}"));
    }
    if agent.is_disposition_missing {
        text.push_str(", disposition missing");
    }
    if agent.is_for_one_call && agent.doing.state != "not_ready" {
        text.push_str(", one call");
    }
    if let Some(pending) = &agent.pending {
        text.push_str(&format!(", then {pending}"));
    }
    text
}

/// What is known of a not-ready reason.
fn absence(away: &AwayView) -> String {
    let mut text = String::new();
    if away.is_paid == Some(false) {
        text.push_str(", unpaid");
    }
    if let Some(limit_ms) = away.limit_ms {
        let word = if away.is_over_limit {
            "over"
        } else {
            "at most"
        };
        text.push_str(&format!(", {word} {}", clock(limit_ms)));
    }
    if let Some(returns_in_ms) = away.returns_in_ms {
        text.push_str(&format!(", back in {}", clock(returns_in_ms)));
    }
    text
}

/// `support, sales:2`; 1 goes without saying.
fn graded<'a>(items: impl Iterator<Item = (&'a String, &'a u8)>) -> String {
    let items = items.map(|(name, grade)| match grade {
        1 => name.clone(),
        _ => format!("{name}:{grade}"),
    });
    let text = items.collect::<Vec<_>>().join(", ");
    if text.is_empty() {
        "-".to_owned()
    } else {
        text
    }
}
