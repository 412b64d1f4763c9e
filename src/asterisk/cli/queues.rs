//! `acd show queues`.

use std::ffi::CStr;

use super::answer::{self, Layout};
use super::table::{Column, Table, Width, clock};
use crate::asterisk::changes::queue::at_once;
use crate::asterisk::command::{Command, Console, Outcome, Typed};
use crate::driver::{Entrance, QueueView};

/// What the table shows.
const COLUMNS: &[Column] = &[
    Column::Whole("Queue"),
    Column::Whole("Waiting"),
    Column::Whole("Ringing"),
    Column::Whole("Talking"),
    Column::Whole("Longest"),
    Column::Whole("Estimate"),
    Column::Wide("Agents"),
    Column::Whole("Signed in"),
    Column::Whole("Free"),
    Column::Whole("Strategy"),
    Column::Wide("At once"),
    Column::Whole("Door"),
    Column::Wide("Reserve"),
    Column::Wide("Abandoned"),
];

/// `acd show queues [NAME] [wide | json]`.
#[derive(Debug)]
pub(super) struct ShowQueues;

impl Command for ShowQueues {
    fn words(&self) -> &'static CStr {
        c"acd show queues"
    }

    fn summary(&self) -> &'static CStr {
        c"Show queues with their calls and agents"
    }

    fn usage(&self) -> &'static CStr {
        c"Usage: acd show queues [NAME] [wide | json]\n       \
          Shows every queue, or the one named: calls waiting, ringing and talking, the\n       \
          longest wait, the estimated wait of a call that comes now (`-`: cannot be\n       \
          known), of the agents who serve it how many are signed in and free; of one queue\n       \
          also when its agents in reserve join or leave. `wide` shows more columns, such\n       \
          as whether they are in. With `json`, an array with one object a line; spans\n       \
          are milliseconds.\n"
    }

    fn complete(&self, typed: &Typed<'_>) -> Vec<String> {
        match typed.argument {
            0 => answer::or_layout(answer::queue_names()),
            1 => answer::or_layout(Vec::new()),
            _ => Vec::new(),
        }
    }

    fn run(&self, console: &mut Console) -> Outcome {
        let (words, layout) = answer::layout(console);
        let wanted = match words.as_slice() {
            [] => None,
            [name] => Some(name),
            _ => return Outcome::ShowUsage,
        };
        let Some(mut queues) = answer::ask(console, Entrance::queues) else {
            return Outcome::Failed;
        };
        if let Some(name) = wanted {
            if !answer::is_queue(console, name) {
                return Outcome::Failed;
            }
            queues.retain(|queue| queue.queue.eq_ignore_ascii_case(name));
        }
        match layout {
            Layout::Json => answer::json(console, &queues),
            Layout::Table(width) => {
                show(console, width, &queues);
                Outcome::Done
            }
        }
    }
}

/// Marked if it is not that of acd.conf.
fn set(value: String, is_planned: bool) -> String {
    match is_planned {
        true => value,
        false => format!("{value} (set live)"),
    }
}

/// Whether the reserve is in, and for how long.
fn reserve(queue: &QueueView) -> String {
    match (queue.reserve, queue.reserve_in_ms) {
        (None, _) => "-".to_owned(),
        (Some(side), None) => side.to_owned(),
        (Some(side), Some(in_ms)) => format!("{side} {}", clock(in_ms)),
    }
}

fn show(console: &mut Console, width: Width, queues: &[QueueView]) {
    let mut table = Table::new(width, COLUMNS);
    for queue in queues {
        table.row(vec![
            queue.queue.to_string(),
            format!("{}/{}", queue.waiting, queue.capacity),
            queue.ringing.to_string(),
            queue.talking.to_string(),
            clock(queue.longest_wait_ms),
            queue
                .estimated_wait_ms
                .map_or_else(|| "-".to_owned(), clock),
            queue.agents.to_string(),
            queue.signed_in.to_string(),
            queue.free.to_string(),
            set(queue.strategy.to_owned(), queue.is_strategy_planned),
            set(at_once(queue.ring_at_once), queue.is_ring_at_once_planned),
            queue.door.to_owned(),
            reserve(queue),
            format!("{} ({} short)", queue.abandoned, queue.abandoned_shortly),
        ]);
    }
    for line in table.lines() {
        console.line(line);
    }
    // Of one queue there is room to say it all.
    if let [queue] = queues
        && let (Some(agents), Some(when)) = (queue.reserve_agents, &queue.reserve_when)
    {
        console.line(format_args!("Reserve: {agents} agent(s), {when}"));
    }
    let waiting: u32 = queues
        .iter()
        .map(|queue| queue.waiting + queue.ringing)
        .sum();
    let talking: u32 = queues.iter().map(|queue| queue.talking).sum();
    console.line(format_args!(
        "{} queue(s), {waiting} call(s) waiting, {talking} talking",
        queues.len()
    ));
}
