//! The estimated wait against what really happened: a day of Poisson arrivals and exponential
//! service, on floors of one and of several requirement classes.
//!
//! What is measured: each call that has to wait is given an estimate when it arrives, and its wait
//! until a phone rings is divided by it. Chance spreads a single wait as widely as it is long, so
//! nothing is said of single calls. The band, of all calls of a day after the first `WARM_UP` (by
//! then the floor has learned how long calls take): the median of that ratio lies between 1/2 and
//! 2, and all waits together are between 3/4 and 4/3 of all estimates together.

#[path = "stage/mod.rs"]
mod stage;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use acd::engine::{
    Arrival, Attributes, CallId, EndedBy, Input, Millis, Output, QueueId, Router, Tags,
};

use stage::blueprint::{Blueprint, template};
use stage::chance::Chance;

const CALLS: u64 = 12_000;
const WARM_UP: u64 = 1_000;
const WRAP_UP_MS: u64 = 20_000;

/// A kind of callers: what they need, how long they talk on average, how many of them come.
struct Kind {
    needs: &'static str,
    talk_ms: u64,
    part: u64,
}

struct Day {
    router: Router,
    chance: Chance,
    kinds: Vec<Kind>,
    /// Ends of conversations to come.
    ends: BinaryHeap<Reverse<(u64, CallId)>>,
    deadline: Option<u64>,
    now: u64,
    kind_of: BTreeMap<CallId, usize>,
    /// When a call came and what it was told.
    told: BTreeMap<CallId, (u64, u64)>,
    /// Wait and estimate of those who waited, by kind.
    waits: Vec<(usize, u64, u64)>,
}

impl Day {
    fn open(seed: u64, kinds: Vec<Kind>, agents: &[(u32, &str)], expected_ms: u64) -> Self {
        let mut plan = Blueprint::default();
        plan.skills("french billing");
        let queue = plan.queue("support").capacity(100_000);
        queue.wrap_up(WRAP_UP_MS).handling_time(expected_ms);
        let mut names = 0..;
        for (count, skills) in agents {
            for name in names.by_ref().take(*count as usize) {
                plan.agent(&format!("agent{name}"), skills, "support");
            }
        }
        Self {
            router: Router::new(plan.plan()),
            chance: Chance::new(seed),
            kinds,
            ends: BinaryHeap::new(),
            deadline: None,
            now: 0,
            kind_of: BTreeMap::new(),
            told: BTreeMap::new(),
            waits: Vec::new(),
        }
    }

    fn run(mut self, gap_ms: f64) -> Vec<(usize, u64, u64)> {
        let mut coming = 0.0;
        for call in (1..=CALLS).map(CallId) {
            coming += self.chance.exponential(gap_ms);
            self.pass_until(coming as u64);
            self.caller_comes(call);
        }
        self.waits
    }

    fn caller_comes(&mut self, call: CallId) {
        let parts: u64 = self.kinds.iter().map(|kind| kind.part).sum();
        let mut drawn = self.chance.below(parts);
        let kind = self.kinds.iter().position(|kind| {
            let is_it = drawn < kind.part;
            drawn = drawn.saturating_sub(kind.part);
            is_it
        });
        let kind = kind.expect("the parts make a whole");
        self.kind_of.insert(call, kind);
        self.tell(Input::CallArrived(Arrival {
            call,
            queue: QueueId(0),
            requirement: Some(template(self.kinds[kind].needs)),
            attributes: Attributes::default(),
            tags: Tags::default(),
            priority: 0,
            timeout_ms: None,
            is_after_hours: false,
            closes_in_ms: None,
            caller: None,
            wanted_agent: None,
            position: None,
        }));
        if let Some(wait_ms) = self.router.estimated_wait_ms(call) {
            self.told.insert(call, (self.now, wait_ms));
        }
    }

    fn tell(&mut self, input: Input) {
        self.router
            .handle(Millis(self.now), input)
            .expect("a plain day has no surprises");
        self.settle();
    }

    /// Every phone is answered in the moment it is rung.
    fn settle(&mut self) {
        let mut rung = Vec::new();
        loop {
            match self.router.poll() {
                Output::OfferCall(order) => {
                    if let Some((arrived_at, told_ms)) = self.told.remove(&order.call)
                        && order.call.0 > WARM_UP
                    {
                        let kind = self.kind_of[&order.call];
                        self.waits.push((kind, self.now - arrived_at, told_ms));
                    }
                    rung.push(order.offer);
                }
                Output::ConnectCall { call, .. } => {
                    let talk_ms = self.kinds[self.kind_of[&call]].talk_ms;
                    let talk_ms = self.chance.exponential_ms(talk_ms);
                    self.ends.push(Reverse((self.now + talk_ms, call)));
                }
                Output::Idle(deadline) => {
                    self.deadline = deadline.map(|at| at.0);
                    break;
                }
                _ => {}
            }
        }
        for offer in rung {
            self.tell(Input::OfferAnswered { offer });
        }
    }

    fn pass_until(&mut self, until: u64) {
        loop {
            let end = self.ends.peek().map(|Reverse(end)| *end);
            let due = self.deadline.unwrap_or(u64::MAX);
            match end {
                Some((at, call)) if at <= until && at <= due => {
                    self.ends.pop();
                    self.now = at;
                    let ended_by = EndedBy::Caller;
                    self.tell(Input::ConversationEnded { call, ended_by });
                }
                _ if due <= until => {
                    self.now = due;
                    self.router.handle_deadline(Millis(due));
                    self.settle();
                }
                _ => break,
            }
        }
        self.now = until;
    }
}

#[track_caller]
fn assert_band(what: &str, waits: &[(u64, u64)]) {
    assert!(waits.len() > 500, "{what}: only {} waited", waits.len());
    let ratio = |(wait_ms, told_ms): &(u64, u64)| *wait_ms as f64 / (*told_ms).max(1) as f64;
    let mut ratios: Vec<f64> = waits.iter().map(ratio).collect();
    ratios.sort_by(f64::total_cmp);
    let at = |part: usize| ratios[ratios.len() * part / 4];
    let (waited, told) = waits
        .iter()
        .fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    let whole = waited as f64 / told as f64;
    println!(
        "{what}: {} waited; wait/estimate: quartiles {:.2} {:.2} {:.2}, together {whole:.2}",
        waits.len(),
        at(1),
        at(2),
        at(3),
    );
    assert!((0.5..=2.0).contains(&at(2)), "{what}: median {}", at(2));
    assert!((0.75..=1.34).contains(&whole), "{what}: together {whole}");
}

fn assert_day(what: &str, day: Day, gap_ms: f64) {
    let kinds: Vec<&str> = day.kinds.iter().map(|kind| kind.needs).collect();
    let waits = day.run(gap_ms);
    for (number, needs) in kinds.iter().enumerate() {
        let of_kind = waits.iter().filter(|(kind, ..)| *kind == number);
        let of_kind: Vec<_> = of_kind.map(|(_, wait, told)| (*wait, *told)).collect();
        assert_band(&format!("{what}, {needs}"), &of_kind);
    }
}

fn anybody(talk_ms: u64) -> Vec<Kind> {
    let (needs, part) = ("any", 1);
    vec![Kind {
        needs,
        talk_ms,
        part,
    }]
}

// Whatever `handling-time` says, the floor learns.
#[test]
fn one_class_whatever_was_expected() {
    for expected_ms in [20_000, 200_000, 2_000_000] {
        let day = Day::open(1, anybody(180_000), &[(20, "")], expected_ms);
        assert_day("20 agents", day, 200_000.0 / 19.0);
    }
}

#[test]
fn a_few_agents_and_a_long_line() {
    let day = Day::open(2, anybody(60_000), &[(3, "")], 180_000);
    assert_day("3 agents", day, 80_000.0 / 2.8);
}

#[test]
fn several_classes_that_share_agents() {
    let kind = |needs, talk_ms, part| Kind {
        needs,
        talk_ms,
        part,
    };
    let kinds = vec![
        kind("french", 240_000, 2),
        kind("billing", 120_000, 3),
        kind("french & billing", 300_000, 1),
        kind("any", 90_000, 6),
    ];
    let agents = [
        (6, "french"),
        (6, "billing"),
        (4, "french billing"),
        (6, ""),
    ];
    let day = Day::open(3, kinds, &agents, 180_000);
    // 160 s of handling on average for 22 agents.
    assert_day("22 agents", day, 160_000.0 / 20.0);
}
