//! Reports: what is kept, counted. What each number counts is in `docs/reports.md`.
//!
//! Rules kept: read on the thread that asks, in one view of the file, beside the writer; neither
//! the worker nor any call is asked. What is asked for is bounded by rows and by lines.

use std::collections::BTreeMap;

use serde::Serialize;

use super::archive::unreadable;
use super::clock::Clock;
use super::entrance::Entrance;
use super::refusal::Refusal;
use crate::engine::FloorPlan;
use crate::reports::agent_figures::{AgentFigures, AgentTally, Doing};
use crate::reports::buckets::Buckets;
use crate::reports::stay_figures::{Handling, Miss, Outcome, StayFigures, StayTally};
use crate::store::{Conversation, Offering, Presence, ROWS_MAX, Reading, Span, Stay, Subject};

/// Lines of one report.
const LINES_MAX: usize = 20_000;
/// The name of the line in which everything is counted.
const EVERYTHING: &str = "(all)";
/// The wait within which calls are to be answered where no queue says so.
const WITHIN_MS: u64 = 20_000;

/// What a report is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReportKind {
    /// Queues.
    Queue,
    /// Agents.
    Agent,
    /// Tags of calls.
    Tag,
}

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportWanted {
    /// What it is about.
    pub kind: ReportKind,
    /// Which one: a queue, an agent, or `KEY` or `KEY=VALUE`; `None`: all, and a line for
    /// everything.
    pub name: Option<String>,
    /// Moments between which is counted; microseconds since 1970.
    pub edges: Vec<u64>,
    /// The wait within which calls are to be answered, in milliseconds; `None`: what each queue
    /// says.
    pub within_ms: Option<u64>,
}

/// A line about a queue or a tag.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StayReportView {
    /// The queue, or the tag as `KEY=VALUE`; `(all)`: everything.
    pub name: String,
    /// From this moment on, in microseconds since 1970.
    pub from_us: u64,
    /// Until this one.
    pub to_us: u64,
    /// The figures.
    #[serde(flatten)]
    pub figures: StayFigures,
}

/// A line about an agent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AgentReportView {
    /// The agent's name; `(all)`: everyone.
    pub name: String,
    /// From this moment on, in microseconds since 1970.
    pub from_us: u64,
    /// Until this one.
    pub to_us: u64,
    /// The figures.
    #[serde(flatten)]
    pub figures: AgentFigures,
}

/// A report, by name and time; `(all)` comes last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReportView {
    /// About queues or tags.
    Stays(Vec<StayReportView>),
    /// About agents.
    Agents(Vec<AgentReportView>),
}

// Whether it is about everything, the name, the interval: lines stand in this order.
type Key = (bool, String, usize);

/// What is being counted, by line.
struct Tallies<T> {
    of: BTreeMap<Key, T>,
    has_total: bool,
    is_full: bool,
}

impl<T: Default> Tallies<T> {
    fn new(wanted: &ReportWanted) -> Self {
        Self {
            of: BTreeMap::new(),
            has_total: wanted.name.is_none(),
            is_full: false,
        }
    }

    /// Counts something of a name in an interval.
    fn count(&mut self, name: &str, bucket: usize, count: impl Fn(&mut T)) {
        if self.of.len() >= LINES_MAX {
            self.is_full = true;
            return;
        }
        count(self.of.entry((false, name.to_owned(), bucket)).or_default());
        if self.has_total {
            let key = (true, EVERYTHING.to_owned(), bucket);
            count(self.of.entry(key).or_default());
        }
    }

    /// Lines of a name that is asked for, or of everything, have no holes.
    fn fill(&mut self, named: Option<&str>, buckets: &Buckets) {
        let found = self.of.keys().next().map(|key| key.1.clone());
        let name = match named {
            Some(named) if !named.contains('=') => found.unwrap_or_else(|| named.to_owned()),
            Some(_) => return,
            None => EVERYTHING.to_owned(),
        };
        for bucket in 0..buckets.count() {
            let key = (named.is_none(), name.clone(), bucket);
            self.of.entry(key).or_default();
        }
    }
}

impl Entrance {
    /// Counts what is kept.
    ///
    /// # Errors
    /// When there is no store, it cannot be read, the name is of nothing, or too much is asked for.
    pub fn report(&self, wanted: &ReportWanted) -> Result<ReportView, Refusal> {
        let buckets = Buckets::new(wanted.edges.clone()).ok_or(Refusal::ReportTime)?;
        let reading = self.archive()?.read().map_err(unreadable)?;
        let plan = self.plan();
        match wanted.kind {
            ReportKind::Agent => of_agents(&reading, wanted, &buckets, &plan),
            ReportKind::Queue | ReportKind::Tag => of_stays(&reading, wanted, &buckets, &plan),
        }
    }
}

fn of_stays(
    reading: &Reading,
    wanted: &ReportWanted,
    buckets: &Buckets,
    plan: &FloorPlan,
) -> Result<ReportView, Refusal> {
    let is_queue = wanted.kind == ReportKind::Queue;
    let named = wanted.name.as_deref();
    let subject = if is_queue {
        Subject::Queue(named)
    } else {
        Subject::Tag(named.map(|tag| match tag.split_once('=') {
            Some((key, value)) => (key, Some(value)),
            None => (tag, None),
        }))
    };
    let planned = |name: &str| plan.queues.find(name).filter(|_| is_queue);
    let within_ms = |name: &str| {
        let of_queue = || planned(name).map_or(WITHIN_MS, |queue| queue.order.service_level.0);
        wanted.within_ms.unwrap_or_else(of_queue)
    };
    let mut tallies: Tallies<StayTally> = Tallies::new(wanted);
    let is_whole = reading.stays(subject, span(buckets), &mut |stay| {
        if let Some(bucket) = buckets.at(stay.at_us) {
            let name = name_of(&stay);
            let within_ms = within_ms(&name);
            tallies.count(&name, bucket, |tally| count_stay(tally, &stay, within_ms));
        }
    });
    bounded(is_whole.map_err(unreadable)?)?;
    if is_queue {
        let is_wanted = |queue: &str| named.is_none_or(|name| name.eq_ignore_ascii_case(queue));
        let is_whole = reading.offers(None, span(buckets), &mut |offer| {
            let miss = offer.outcome.and_then(miss_of);
            let bucket = buckets.at(offer.offered_us);
            if let (Some(miss), Some(bucket), true) = (miss, bucket, is_wanted(offer.queue)) {
                tallies.count(offer.queue, bucket, |tally| tally.miss(miss));
            }
        });
        bounded(is_whole.map_err(unreadable)?)?;
    }
    if let Some(named) = named.filter(|_| is_queue)
        && tallies.of.is_empty()
        && planned(named).is_none()
    {
        return Err(Refusal::UnknownQueue(named.to_owned()));
    }
    bounded(!tallies.is_full)?;
    let known = named.and_then(|name| planned(name).map(|queue| queue.name.to_string()));
    if is_queue || named.is_none() {
        tallies.fill(known.as_deref().or(named), buckets);
    }
    let lines = tallies.of.into_iter().map(|(key, tally)| {
        let (from_us, to_us) = buckets.bounds(key.2);
        // Each queue has a wait of its own; of all together there is none.
        let within_ms = wanted
            .within_ms
            .or_else(|| (!key.0 || !is_queue).then(|| within_ms(&key.1)));
        StayReportView {
            name: key.1,
            from_us,
            to_us,
            figures: tally.figures(within_ms),
        }
    });
    Ok(ReportView::Stays(lines.collect()))
}

fn name_of(stay: &Stay<'_>) -> String {
    match stay.value {
        "" => stay.of.to_owned(),
        value => format!("{}={value}", stay.of),
    }
}

fn count_stay(tally: &mut StayTally, stay: &Stay<'_>, within_ms: u64) {
    if stay.is_refused {
        tally.refuse();
        return;
    }
    tally.add(outcome_of(stay), stay.wait_ms.unwrap_or(0), within_ms);
    if let (Some(_), true, Some(talk_ms)) = (stay.end, stay.is_answered, stay.talk_ms) {
        tally.handle(Handling {
            talk_ms,
            hold_ms: stay.hold_ms,
            wrap_up_ms: stay.wrap_up_ms.unwrap_or(0),
            is_transferred: stay.ended_by == Some("transfer"),
        });
    }
}

fn outcome_of(stay: &Stay<'_>) -> Outcome {
    if stay.has_moved {
        return Outcome::Moved;
    }
    match stay.end {
        _ if stay.is_answered => Outcome::Answered,
        None => Outcome::Waiting,
        Some("abandoned") if stay.is_short => Outcome::ShortAbandoned,
        Some("abandoned") => Outcome::Abandoned,
        Some("timeout") => Outcome::TimedOut,
        Some("none_qualified" | "none_staffed" | "none_working" | "none_free") => Outcome::NoAgents,
        Some(_) => Outcome::Other,
    }
}

/// Why an offer was missed; `None`: it was not, as far as is known.
fn miss_of(outcome: &str) -> Option<Miss> {
    Some(match outcome {
        "no_answer" => Miss::NoAnswer,
        "busy" => Miss::Busy,
        "rejected" => Miss::Rejected,
        "unreachable" => Miss::Unreachable,
        "congestion" => Miss::Congestion,
        _ => return None,
    })
}

fn of_agents(
    reading: &Reading,
    wanted: &ReportWanted,
    buckets: &Buckets,
    plan: &FloorPlan,
) -> Result<ReportView, Refusal> {
    let named = wanted.name.as_deref();
    let now_us = Clock::wall_us();
    let mut tallies: Tallies<AgentTally> = Tallies::new(wanted);
    let tell = &mut |offer: Offering<'_>| count_offer(&mut tallies, buckets, &offer);
    let is_whole = reading.offers(named, span(buckets), tell);
    bounded(is_whole.map_err(unreadable)?)?;
    let tell =
        &mut |talk: Conversation<'_>| count_conversation(&mut tallies, buckets, &talk, now_us);
    let is_whole = reading.conversations(named, span(buckets), tell);
    bounded(is_whole.map_err(unreadable)?)?;
    let tell = &mut |time: Presence<'_>| {
        let doing = time.reason.map_or(Doing::SignedIn, |reason| {
            let planned = plan.reasons.find(reason);
            let is_paid = planned.is_none_or(|planned| planned.is_paid);
            Doing::NotReady { reason, is_paid }
        });
        let until_us = time.until_us.unwrap_or(now_us);
        spend(
            &mut tallies,
            buckets,
            time.agent,
            doing,
            (time.from_us, until_us),
        );
    };
    let is_whole = reading.times(named, span(buckets), tell);
    bounded(is_whole.map_err(unreadable)?)?;
    let planned = |name: &str| plan.agents.find(name).map(|agent| agent.name.to_string());
    let known = named.and_then(planned);
    if let (Some(named), None, true) = (named, &known, tallies.of.is_empty()) {
        return Err(Refusal::UnknownAgent(named.to_owned()));
    }
    bounded(!tallies.is_full)?;
    tallies.fill(known.as_deref().or(named), buckets);
    let lines = tallies.of.into_iter().map(|(key, tally)| {
        let (from_us, to_us) = buckets.bounds(key.2);
        AgentReportView {
            name: key.1,
            from_us,
            to_us,
            figures: tally.figures(),
        }
    });
    Ok(ReportView::Agents(lines.collect()))
}

fn count_offer(tallies: &mut Tallies<AgentTally>, buckets: &Buckets, offer: &Offering<'_>) {
    let Some(bucket) = buckets.at(offer.offered_us) else {
        return;
    };
    tallies.count(offer.agent, bucket, |tally| match offer.outcome {
        Some("answered") => tally.answer(),
        Some(outcome) => match miss_of(outcome) {
            Some(miss) => tally.miss(miss),
            None => tally.offer(true),
        },
        None => tally.offer(false),
    });
    let until_us = offer.offered_us + offer.ring_ms * 1_000;
    let time = (offer.offered_us, until_us);
    spend(tallies, buckets, offer.agent, Doing::Ringing, time);
}

fn count_conversation(
    tallies: &mut Tallies<AgentTally>,
    buckets: &Buckets,
    talk: &Conversation<'_>,
    now_us: u64,
) {
    let wrap_up_ms = talk.wrap_up_ms.unwrap_or(0);
    if let (Some(bucket), true, Some(talk_ms)) =
        (buckets.at(talk.answered_us), talk.is_over, talk.talk_ms)
    {
        tallies.count(talk.agent, bucket, |tally| {
            tally.handle(Handling {
                talk_ms,
                hold_ms: talk.hold_ms,
                wrap_up_ms,
                is_transferred: talk.ended_by == Some("transfer"),
            });
        });
    }
    let until_us = match (talk.is_over, talk.talk_ms) {
        (_, Some(talk_ms)) => talk.answered_us + talk_ms * 1_000,
        (false, None) => now_us,
        // Asterisk ended in the middle of it: nobody knows when.
        (true, None) => talk.answered_us,
    };
    let time = (talk.answered_us, until_us);
    spend(tallies, buckets, talk.agent, Doing::Talking, time);
    if let Some(from_us) = talk.wrap_up_from_us {
        let time = (from_us, from_us + wrap_up_ms * 1_000);
        spend(tallies, buckets, talk.agent, Doing::WrapUp, time);
    }
}

fn spend(
    tallies: &mut Tallies<AgentTally>,
    buckets: &Buckets,
    agent: &str,
    doing: Doing<'_>,
    (from_us, until_us): (u64, u64),
) {
    for (bucket, share_us) in buckets.shares(from_us, until_us) {
        tallies.count(agent, bucket, |tally| tally.spend(doing, share_us));
    }
}

fn span(buckets: &Buckets) -> Span {
    let (from_us, to_us) = buckets.whole();
    Span { from_us, to_us }
}

fn bounded(is_whole: bool) -> Result<(), Refusal> {
    let rows_max = ROWS_MAX;
    is_whole.then_some(()).ok_or(Refusal::ReportSize {
        rows_max,
        lines_max: LINES_MAX,
    })
}
