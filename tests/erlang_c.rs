//! With plain settings the floor is the textbook's queue: one line, N equal agents, Poisson
//! arrivals, exponential service, endless patience. Then Erlang C foretells the waits, and the
//! router has to meet them: a call that is passed over, an agent who idles for a moment too long
//! or a place in line that is lost would show as a longer wait.
//!
//! How wide the band is: each figure is measured on `SEEDS` days of `CALLS` calls, of which the
//! first `WARM_UP` are left out because the day begins with an empty floor. Waits of neighbours
//! depend on each other, so the spread is not computed from single calls but taken from the days,
//! which are independent: the mean over all days must lie within four standard errors of that
//! mean (with twelve days, by Student's t, a right router is outside about twice in a thousand
//! draws; the seeds are fixed, so it passes or fails for good). Whole milliseconds are allowed
//! for with one millisecond of wait and a tenth of a percentage point of service level. So that
//! a wide spread hides nothing, the standard error itself must be small: a 20th of the mean
//! wait, one percentage point of the service level.

#[path = "stage/mod.rs"]
mod stage;

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use acd::engine::{
    Arrival, Attributes, CallId, EndedBy, Input, Millis, Output, QueueId, Router, Tags,
};

use stage::blueprint::Blueprint;
use stage::chance::Chance;

const SEEDS: u64 = 12;
const CALLS: u64 = 60_000;
const WARM_UP: u64 = 1_000;
const SERVICE_MS: f64 = 180_000.0;
/// The service level counts who is answered within that time.
const WITHIN_MS: u64 = 20_000;

/// Mean wait in milliseconds and share of calls answered in time.
#[derive(Clone, Copy, Debug)]
struct Waits {
    mean_ms: f64,
    in_time: f64,
}

/// What Erlang C says of `agents` under a load of `erlangs`.
fn foretold(agents: u32, erlangs: f64) -> Waits {
    // Erlang B by its recursion, which does not overflow; Erlang C from it.
    let blocked = (1..=agents).fold(1.0, |blocked, n| {
        erlangs * blocked / (f64::from(n) + erlangs * blocked)
    });
    let spare = f64::from(agents) - erlangs;
    let waits = blocked / (1.0 - erlangs / f64::from(agents) * (1.0 - blocked));
    Waits {
        mean_ms: waits * SERVICE_MS / spare,
        in_time: 1.0 - waits * (-spare * WITHIN_MS as f64 / SERVICE_MS).exp(),
    }
}

/// A day at the router's door.
struct Day {
    router: Router,
    /// Ends of conversations to come.
    ends: BinaryHeap<Reverse<(u64, CallId)>>,
    chance: Chance,
    arrived: Vec<u64>,
    waits_ms: Vec<u64>,
}

impl Day {
    fn open(seed: u64, agents: u32) -> Self {
        let mut plan = Blueprint::default();
        plan.queue("support").capacity(100_000);
        for agent in 0..agents {
            plan.agent(&format!("agent{agent}"), "", "support");
        }
        Self {
            router: Router::new(plan.plan()),
            ends: BinaryHeap::new(),
            chance: Chance::new(seed),
            arrived: Vec::new(),
            waits_ms: Vec::new(),
        }
    }

    fn tell(&mut self, now: u64, input: Input) {
        self.router
            .handle(Millis(now), input)
            .expect("a plain day has no surprises");
        self.settle(now);
    }

    /// Every phone is answered in the moment it is rung.
    fn settle(&mut self, now: u64) {
        let mut answered = None;
        loop {
            match self.router.poll() {
                Output::OfferCall(order) => {
                    let twice = answered.replace(order.offer);
                    assert!(twice.is_none(), "one fact makes one match");
                }
                Output::ConnectCall { call, .. } => {
                    let wait_ms = now - self.arrived[call.index()];
                    if call.0 >= WARM_UP {
                        self.waits_ms.push(wait_ms);
                    }
                    let talk_ms = self.chance.exponential_ms(SERVICE_MS as u64);
                    self.ends.push(Reverse((now + talk_ms, call)));
                }
                Output::Idle(_) => break,
                _ => {}
            }
        }
        if let Some(offer) = answered {
            self.tell(now, Input::OfferAnswered { offer });
        }
    }

    fn run(mut self, erlangs: f64) -> Waits {
        let mut coming = 0.0;
        for call in (0..CALLS).map(CallId) {
            coming += self.chance.exponential(SERVICE_MS / erlangs);
            let now = coming as u64;
            self.conversations_end(now);
            self.arrived.push(now);
            let arrival = Arrival {
                call,
                queue: QueueId(0),
                requirement: None,
                attributes: Attributes::default(),
                tags: Tags::default(),
                priority: 0,
                position: None,
                timeout_ms: None,
                is_after_hours: false,
                closes_in_ms: None,
                caller: None,
                wanted_agent: None,
            };
            self.tell(now, Input::CallArrived(arrival));
        }
        self.conversations_end(u64::MAX);
        assert_eq!(
            self.waits_ms.len() as u64,
            CALLS - WARM_UP,
            "everybody was served"
        );
        let count = self.waits_ms.len() as f64;
        let in_time = self
            .waits_ms
            .iter()
            .filter(|wait_ms| **wait_ms <= WITHIN_MS)
            .count();
        Waits {
            mean_ms: self.waits_ms.iter().sum::<u64>() as f64 / count,
            in_time: in_time as f64 / count,
        }
    }

    fn conversations_end(&mut self, until: u64) {
        while let Some(Reverse((at, call))) = self.ends.peek().copied() {
            if at > until {
                break;
            }
            self.ends.pop();
            let ended_by = EndedBy::Caller;
            self.tell(at, Input::ConversationEnded { call, ended_by });
        }
    }
}

/// Mean of the days and its standard error.
fn mean_and_error(days: &[f64]) -> (f64, f64) {
    let count = days.len() as f64;
    let mean = days.iter().sum::<f64>() / count;
    let squares: f64 = days.iter().map(|day| (day - mean).powi(2)).sum();
    (mean, (squares / (count - 1.0) / count).sqrt())
}

#[track_caller]
fn assert_within(what: &str, days: &[f64], foretold: f64, slack: f64, error_max: f64) {
    let (mean, error) = mean_and_error(days);
    println!("{what}: {mean:.4} ± {error:.4}, Erlang C says {foretold:.4}");
    assert!(
        error <= error_max,
        "{what}: spread {error} says too little, at most {error_max}"
    );
    let band = 4.0 * error + slack;
    assert!(
        (mean - foretold).abs() <= band,
        "{what}: {mean}, foretold {foretold} ± {band}"
    );
}

fn meets_the_textbook(agents: u32, erlangs: f64) {
    let days: Vec<_> = (1..=SEEDS)
        .map(|seed| Day::open(seed, agents).run(erlangs))
        .collect();
    let textbook = foretold(agents, erlangs);
    let name = format!("{agents} agents, {erlangs} erlangs");
    let means: Vec<_> = days.iter().map(|day| day.mean_ms).collect();
    let shares: Vec<_> = days.iter().map(|day| day.in_time).collect();
    let error_max = textbook.mean_ms / 20.0;
    assert_within(
        &format!("{name}: mean wait (ms)"),
        &means,
        textbook.mean_ms,
        1.0,
        error_max,
    );
    assert_within(
        &format!("{name}: service level"),
        &shares,
        textbook.in_time,
        0.001,
        0.01,
    );
}

#[test]
fn a_small_quiet_floor() {
    meets_the_textbook(5, 3.0);
}

#[test]
fn a_middling_floor() {
    meets_the_textbook(20, 17.0);
}

#[test]
fn a_large_busy_floor() {
    meets_the_textbook(50, 46.0);
}

#[test]
fn the_textbook_is_read_rightly() {
    // One server: Erlang C is the load itself. Two servers at one erlang: one third.
    let one = foretold(1, 0.5);
    assert!((one.mean_ms - 0.5 * SERVICE_MS / 0.5).abs() < 1e-6);
    let two = foretold(2, 1.0);
    assert!((two.mean_ms - SERVICE_MS / 3.0).abs() < 1e-6);
}
