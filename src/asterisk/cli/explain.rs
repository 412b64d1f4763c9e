//! `acd explain call`: why a call waits.

use std::ffi::CStr;

use super::answer;
use super::table::{Column, Table, Width, clock};
use crate::asterisk::command::{Command, Console, Outcome, Typed};
use crate::asterisk::present;
use crate::driver::{ComingStepView, ExplanationView};
use crate::engine::CallId;

/// What the table shows.
const COLUMNS: &[Column] = &[
    Column::Whole("Agent"),
    Column::Whole("Qualifies"),
    Column::Whole("Why not now"),
];

/// `acd explain call ID [json]`.
#[derive(Debug)]
pub(super) struct ExplainCall;

impl Command for ExplainCall {
    fn words(&self) -> &'static CStr {
        c"acd explain call"
    }

    fn summary(&self) -> &'static CStr {
        c"Say why a call waits, agent by agent"
    }

    fn usage(&self) -> &'static CStr {
        c"Usage: acd explain call ID [json]\n       \
          Says what a call needs now, what it will need at each step to come and how many\n       \
          agents that gains, how many qualify now and are free, and for every agent of its\n       \
          queue the one reason why the call is not with that agent. `acd show calls` lists\n       \
          the IDs.\n"
    }

    fn complete(&self, typed: &Typed<'_>) -> Vec<String> {
        match typed.argument {
            0 => present::calls().iter().map(ToString::to_string).collect(),
            1 => answer::or_json(Vec::new()),
            _ => Vec::new(),
        }
    }

    fn run(&self, console: &mut Console) -> Outcome {
        let (words, is_json) = answer::arguments(console);
        let [word] = words.as_slice() else {
            return Outcome::ShowUsage;
        };
        let Ok(number) = word.parse() else {
            return Outcome::ShowUsage;
        };
        let asked = answer::ask(console, |entrance| entrance.explain(CallId(number)));
        let Some(answered) = asked else {
            return Outcome::Failed;
        };
        let Some(explanation) = answered else {
            console.line(format_args!(
                "call {number} is in no queue and in no conversation; `acd show calls` lists \
                 those that are"
            ));
            return Outcome::Failed;
        };
        if is_json {
            return answer::json(console, &[explanation]);
        }
        show(console, &explanation);
        Outcome::Done
    }
}

/// Up to which rank agents take the call, where that is bounded.
fn ranks(rank_max: Option<u8>) -> String {
    rank_max.map_or_else(String::new, |rank| format!(", ranks up to {rank}"))
}

/// One step to come.
fn then(step: &ComingStepView) -> String {
    let in_clock = clock(step.in_ms);
    let over = step.when_wait_over_ms;
    let condition = match step.when_none {
        Some(level) => Some(format!("when {level} = 0")),
        None => over.map(|over_ms| format!("when wait > {}", clock(over_ms))),
    };
    let when = match condition {
        None => format!("in {in_clock}"),
        Some(condition) if step.in_ms == 0 => condition,
        Some(condition) => format!("in {in_clock} {condition}"),
    };
    format!(
        "Then:      {}{} {when}: gains {} agents, {} of them free",
        step.requirement,
        ranks(step.rank_max),
        step.gained,
        step.gained_free
    )
}

fn show(console: &mut Console, explanation: &ExplanationView) {
    let call = &explanation.call;
    console.line(format_args!(
        "Call {} ({}) in queue {}: {} for {}, waited {}, priority {}{}",
        call.call,
        call.host_call,
        call.queue,
        call.state,
        clock(call.since_ms),
        clock(call.wait_ms),
        call.priority,
        call.place
            .map_or_else(String::new, |place| format!(", place {place}")),
    ));
    let Some(requirement) = &call.requirement else {
        let agent = call.agents.first().map_or("an agent", |agent| &**agent);
        console.line(format_args!("It does not wait: it talks to {agent}."));
        return;
    };
    console.line(format_args!(
        "Needs:     {requirement}{} (step {}, for {})",
        ranks(call.rank_max),
        call.step,
        clock(call.step_since_ms)
    ));
    console.line(format_args!("Priority:  {}", explanation.priority_in_words));
    if let Some(wait_ms) = explanation.regained_wait_ms {
        let wait = clock(wait_ms);
        console.line(format_args!(
            "Place:     regained from a former call, which would have waited {wait} on arrival"
        ));
    }
    if let Some(place) = explanation.entered_at_place {
        console.line(format_args!("Place:     entered the line at place {place}"));
    }
    if !call.agents.is_empty() {
        console.line(format_args!(
            "Rings:     {} (at most {} at once)",
            call.agents.join(", "),
            explanation.ring_at_once
        ));
    }
    for step in &explanation.coming {
        console.line(then(step));
    }
    match call.estimated_wait_ms {
        Some(wait_ms) => console.line(format_args!("Estimate:  {} more", clock(wait_ms))),
        None => console.line("Estimate:  none, nobody at work qualifies"),
    }
    if let Some(in_ms) = call.announces_in_ms {
        console.line(format_args!("Announces: in {}", clock(in_ms)));
    }
    show_ways_out(console, explanation);
    if let (Some(agent), Some(for_ms)) = (&explanation.held_for, explanation.held_for_ms) {
        console.line(format_args!(
            "Held for:  {agent} alone, for {}",
            clock(for_ms)
        ));
    }
    console.line(format_args!(
        "Agents:    {} qualify, {} of them signed in, {} at work, {} free",
        explanation.qualified, explanation.staffed, explanation.working, explanation.free
    ));
    show_agents(console, explanation);
}

/// When and where the call goes by rule.
fn show_ways_out(console: &mut Console, explanation: &ExplanationView) {
    let call = &explanation.call;
    if call.entered != call.queue {
        console.line(format_args!(
            "Entered:   queue {}, whose timeout holds",
            call.entered
        ));
    }
    if let (Some(queue), Some(in_ms)) = (&explanation.overflows_to, call.overflows_in_ms) {
        console.line(format_args!(
            "Overflows: to queue {queue} in {}",
            clock(in_ms)
        ));
    }
    let over = explanation.estimate_overflows_over_ms;
    if let (Some(queue), Some(over_ms)) = (&explanation.estimate_overflows_to, over) {
        console.line(format_args!(
            "Overflows: to queue {queue} when wait > {}",
            clock(over_ms)
        ));
    }
    if let (Some(level), Some(after_ms)) = (explanation.leaves_if_not, explanation.leaves_after_ms)
    {
        let after = clock(after_ms);
        let line = match (explanation.leaves_in_ms, explanation.lacking_for_ms) {
            (Some(in_ms), _) => format!("in {}, because nobody is {level}", clock(in_ms)),
            (None, Some(_)) => format!("if this phone does not answer: nobody else is {level}"),
            (None, None) => format!("{after} after nobody is {level}"),
        };
        console.line(format_args!("Leaves:    {line}"));
    }
    if let Some(in_ms) = call.closes_in_ms {
        console.line(format_args!("Closes:    in {}", clock(in_ms)));
    }
    if let Some(in_ms) = call.times_out_in_ms {
        console.line(format_args!("Times out: in {}", clock(in_ms)));
    }
}

fn show_agents(console: &mut Console, explanation: &ExplanationView) {
    let mut table = Table::new(Width::Wide, COLUMNS);
    for agent in &explanation.agents {
        let qualifies = if agent.is_qualified { "yes" } else { "no" };
        table.row(vec![
            agent.agent.to_string(),
            qualifies.to_owned(),
            agent.reason.clone(),
        ]);
    }
    for line in table.lines() {
        console.line(line);
    }
}
