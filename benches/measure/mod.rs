//! What both benchmarks need: a floor of any size, a stopwatch, and a report that is printed as a
//! table and kept as JSON.
//!
//! Rule kept: the first lines say what is counted and does not depend on the machine; every time
//! is the median over rounds of that round's percentile.
#![allow(dead_code, reason = "each benchmark uses the part it needs")]

pub(crate) mod centre;
pub(crate) mod counting;
pub(crate) mod growth;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use acd::engine::skill::Level;
use acd::engine::{
    AgentId, AgentPlan, Arrival, Attributes, CallId, FloorPlan, Input, Millis, OfferId, OfferOrder,
    Output, QueueId, QueuePlan, RelaxStep, Roll, Router, SkillNames, SkillSet, Strategy, Tags,
    Template,
};
use hdrhistogram::Histogram;
use serde_json::{Value, json};

/// Skills that requirements are made of; one more tells the day shift from the night shift.
const SKILLS: usize = 20;
/// Rounds of which the median is told.
pub(crate) const ROUNDS: usize = 7;

const MINUTE_NS: u64 = 60_000_000_000;

/// How large a floor is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Size {
    pub(crate) agents: u32,
    pub(crate) calls: u64,
    pub(crate) classes: u64,
}

/// Numbers that repeat (SplitMix64 of a counter).
pub(crate) const fn scattered(number: u64) -> u64 {
    let mut mixed = number.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed ^ (mixed >> 27)
}

/// A plan of one queue. Odd agents work at night and have the skill `night`, which the calls of
/// [`waiting_need`] ask for.
pub(crate) fn plan(agents: u32, relax: &[(u64, &str)], strategy: Strategy) -> Arc<FloorPlan> {
    let names: Vec<String> = (0..SKILLS).map(|skill| format!("s{skill}")).collect();
    let names = names.iter().map(String::as_str).chain(["night"]);
    let skills = SkillNames::new(names).expect("the names are proper");
    let mut queue = QueuePlan::new(QueueId(0), "support");
    queue.choice.strategy = strategy;
    queue.line.capacity = u32::MAX;
    queue.need.relax = relax
        .iter()
        .map(|(after_ms, text)| RelaxStep {
            after_ms: *after_ms,
            when: None,
            requirement: template(text),
        })
        .collect();
    let agent = |index: u32| {
        let mut levels = SkillSet::new();
        for place in 0..6 {
            let drawn = scattered(u64::from(index) * 8 + place);
            let level = Level::new((drawn >> 32) as u8 % 100 + 1).expect("1 to 100");
            levels.set(
                skills
                    .id(&format!("s{}", drawn % SKILLS as u64))
                    .expect("known"),
                level,
            );
        }
        if index % 2 == 1 {
            levels.set(skills.id("night").expect("known"), Level::HIGHEST);
        }
        AgentPlan {
            interface: Some(format!("PJSIP/{index}").into()),
            is_signed_in_at_start: true,
            skills: levels,
            queues: BTreeMap::from([(QueueId(0), 1)]),
            place: index,
            ..AgentPlan::new(AgentId(index), format!("agent{index}"))
        }
    };
    let agents = (0..agents).map(agent);
    Arc::new(FloorPlan {
        agents: Roll::new(agents),
        queues: Roll::new([queue]),
        skills: skills.clone(),
        ..FloorPlan::default()
    })
}

pub(crate) fn template(text: &str) -> Template {
    Template::parse(text).expect("benchmarks write requirements properly")
}

/// The requirement of one class, for either shift.
fn need(class: u64) -> String {
    format!(
        "s{} >= {}",
        class % SKILLS as u64,
        class / SKILLS as u64 + 1
    )
}

/// What the calls need that wait for the night shift.
pub(crate) fn waiting_needs(classes: u64) -> Vec<Template> {
    (0..classes)
        .map(|class| template(&format!("{} & night", need(class))))
        .collect()
}

/// What the calls need that the day shift takes.
pub(crate) fn day_needs(classes: u64) -> Vec<Template> {
    (0..classes)
        .map(|class| template(&format!("{} & !night", need(class))))
        .collect()
}

pub(crate) fn arrival(call: u64, requirement: Option<&Template>) -> Input {
    Input::CallArrived(Arrival {
        call: CallId(call),
        queue: QueueId(0),
        requirement: requirement.cloned(),
        attributes: Attributes::default(),
        tags: Tags::default(),
        priority: 0,
        position: None,
        timeout_ms: None,
        is_after_hours: false,
        closes_in_ms: None,
        caller: None,
        wanted_agent: None,
    })
}

/// Tells a fact, drains, and returns the offer that came of it.
pub(crate) fn tell(router: &mut Router, now: u64, input: Input) -> Option<(OfferId, AgentId)> {
    let order = order_after(router, now, input)?;
    Some((order.offer, order.agent))
}

/// Tells a fact, drains, and returns the last order to ring somebody.
pub(crate) fn order_after(router: &mut Router, now: u64, input: Input) -> Option<OfferOrder> {
    router
        .handle(Millis(now), input)
        .expect("the benchmark tells no lies");
    drain(router)
}

pub(crate) fn drain(router: &mut Router) -> Option<OfferOrder> {
    let mut last = None;
    loop {
        match router.poll() {
            Output::Idle(_) => return last,
            Output::OfferCall(order) => last = Some(order),
            _ => {}
        }
    }
}

pub(crate) fn not_ready(agent: u32) -> Input {
    Input::AgentNotReady {
        agent: AgentId(agent),
        reason: "benchmark".into(),
    }
}

/// Nanoseconds that `work` takes.
#[allow(
    clippy::disallowed_methods,
    reason = "a benchmark measures real time; nothing it measures reads a clock"
)]
pub(crate) fn nanoseconds<T>(work: impl FnOnce() -> T) -> (u64, T) {
    let begin = Instant::now();
    let result = work();
    let spent = u64::try_from(begin.elapsed().as_nanos()).unwrap_or(u64::MAX);
    (spent, result)
}

/// One line of the report, in nanoseconds.
#[derive(Clone, Debug)]
pub(crate) struct Times {
    pub(crate) p50: u64,
    pub(crate) p99: u64,
    pub(crate) p999: u64,
}

/// Runs rounds of `count` measurements each; `measure` says how long one took.
pub(crate) fn rounds(count: u64, mut measure: impl FnMut(u64) -> u64) -> Times {
    let mut told = Vec::new();
    let mut number = 0;
    for round in 0..=ROUNDS {
        let mut histogram =
            Histogram::<u64>::new_with_bounds(1, MINUTE_NS, 3).expect("the bounds make sense");
        for _ in 0..count {
            let spent = measure(number);
            histogram
                .record(spent.max(1))
                .expect("nothing measured here takes a minute");
            number += 1;
        }
        // The first round warms up.
        if round > 0 {
            told.push([0.5, 0.99, 0.999].map(|quantile| histogram.value_at_quantile(quantile)));
        }
    }
    let median = |place: usize| {
        let mut values: Vec<u64> = told.iter().map(|round| round[place]).collect();
        values.sort_unstable();
        values[values.len() / 2]
    };
    Times {
        p50: median(0),
        p99: median(1),
        p999: median(2),
    }
}

/// What a benchmark found.
#[derive(Debug, Default)]
pub(crate) struct Report {
    entries: BTreeMap<String, Value>,
}

impl Report {
    /// A figure that does not depend on the machine.
    pub(crate) fn count(&mut self, name: &str, value: f64, unit: &str) {
        println!("{name:<58} {value:>12.2} {unit}");
        self.entries
            .insert(name.to_owned(), json!({ "value": value, "unit": unit }));
    }

    /// One line of times; `offered_percent` is the share of decisions that made a phone ring.
    pub(crate) fn times(
        &mut self,
        name: &str,
        size: Size,
        times: &Times,
        offered_percent: Option<f64>,
    ) {
        let Size {
            agents,
            calls,
            classes,
        } = size;
        let [p50, p99, p999] = [times.p50, times.p99, times.p999].map(|ns| ns as f64 / 1_000.0);
        let offered = offered_percent.map_or(String::new(), |percent| format!("{percent:.0} %"));
        println!(
            "{name:<22} {agents:>7} {calls:>7} {classes:>7} \
             {p50:>10.2} {p99:>10.2} {p999:>10.2} {offered:>8}"
        );
        self.entries.insert(
            format!("{name}, {agents} agents, {calls} calls, {classes} classes"),
            json!({
                "p50_us": p50, "p99_us": p99, "p999_us": p999, "offered_percent": offered_percent,
                "agents": agents, "calls": calls, "classes": classes,
            }),
        );
    }

    pub(crate) fn head(&self) {
        println!(
            "{:<22} {:>7} {:>7} {:>7} {:>10} {:>10} {:>10} {:>8}",
            "what", "agents", "calls", "classes", "p50 µs", "p99 µs", "p99.9 µs", "offered"
        );
    }

    /// Adds the entries to `target/bench/engine.json` under this name.
    pub(crate) fn save(self, bench: &str) {
        let target = Path::new(env!("CARGO_TARGET_TMPDIR"))
            .parent()
            .expect("it lies in target");
        let folder = target.join("bench");
        let file = folder.join("engine.json");
        let former = fs::read(&file)
            .ok()
            .and_then(|text| serde_json::from_slice(&text).ok());
        let mut all = former.filter(Value::is_object).unwrap_or_else(|| json!({}));
        all[bench] = json!(self.entries);
        let text = serde_json::to_string_pretty(&all).expect("plain values can be written");
        if let Err(error) = fs::create_dir_all(&folder).and_then(|()| fs::write(&file, text)) {
            eprintln!("{} could not be written: {error}", file.display());
        }
    }
}
