//! `acd explain agent`: why an agent gets no call.

use std::ffi::CStr;

use super::answer;
use super::table::{Column, Table, Width, clock};
use crate::asterisk::command::{Command, Console, Outcome, Typed};
use crate::driver::AgentExplanationView;

/// What the table of queues shows.
const QUEUES: &[Column] = &[
    Column::Whole("Queue"),
    Column::Whole("Rank"),
    Column::Whole("In line"),
    Column::Whole("Fit this agent"),
    Column::Wide("Reserve"),
];

/// What the table of calls shows.
const CALLS: &[Column] = &[
    Column::Whole("Call"),
    Column::Whole("Queue"),
    Column::Whole("Waited"),
    Column::Whole("Needs"),
    Column::Whole("This agent"),
];

/// `acd explain agent NAME [json]`.
#[derive(Debug)]
pub(super) struct ExplainAgent;

impl Command for ExplainAgent {
    fn words(&self) -> &'static CStr {
        c"acd explain agent"
    }

    fn summary(&self) -> &'static CStr {
        c"Say why an agent gets no call"
    }

    fn usage(&self) -> &'static CStr {
        c"Usage: acd explain agent NAME [json]\n       \
          Says the one reason why an agent gets no call now, what waits in each of the\n       \
          agent's queues, and whether the agent would get the first calls in line.\n       \
          `acd show agents` lists the names.\n"
    }

    fn complete(&self, typed: &Typed<'_>) -> Vec<String> {
        match typed.argument {
            0 => answer::agent_names(),
            1 => answer::or_json(Vec::new()),
            _ => Vec::new(),
        }
    }

    fn run(&self, console: &mut Console) -> Outcome {
        let (words, is_json) = answer::arguments(console);
        let [name] = words.as_slice() else {
            return Outcome::ShowUsage;
        };
        let asked = answer::ask(console, |entrance| entrance.explain_agent(name));
        let Some(explanation) = asked else {
            return Outcome::Failed;
        };
        if is_json {
            return answer::json(console, &[explanation]);
        }
        show(console, &explanation);
        Outcome::Done
    }
}

fn show(console: &mut Console, explanation: &AgentExplanationView) {
    let agent = &explanation.agent;
    console.line(format_args!(
        "Agent {}: {}, for {}{}",
        agent.agent,
        explanation.reason,
        clock(agent.since_ms),
        agent
            .caused_by
            .as_ref()
            .map_or_else(String::new, |cause| format!(" ({cause})")),
    ));
    if let Some(pending) = &agent.pending {
        console.line(format_args!("Then:  {pending}"));
    }
    let phone = agent.interface.as_deref().unwrap_or("none");
    console.line(format_args!("Phone: {phone}"));
    let mut queues = Table::new(Width::Wide, QUEUES);
    for queue in &explanation.queues {
        queues.row(vec![
            queue.queue.to_string(),
            queue.rank.to_string(),
            queue.in_line.to_string(),
            queue.fitting.to_string(),
            queue.reserve.unwrap_or("-").to_owned(),
        ]);
    }
    let mut calls = Table::new(Width::Wide, CALLS);
    for call in &explanation.calls {
        calls.row(vec![
            call.call.to_string(),
            call.queue.to_string(),
            clock(call.wait_ms),
            call.requirement.clone(),
            call.chance.clone(),
        ]);
    }
    for line in queues.lines() {
        console.line(line);
    }
    if explanation.calls.is_empty() {
        return;
    }
    for line in calls.lines() {
        console.line(line);
    }
    if explanation.more_calls > 0 {
        console.line(format_args!("and {} more call(s)", explanation.more_calls));
    }
}
