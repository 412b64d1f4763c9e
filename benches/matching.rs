//! How long a decision takes: an agent becomes ready and is offered a waiting call; a call arrives
//! and is offered to a free agent. How both grow with agents, calls and requirement classes.
//!
//! Half of the agents work by day and are free; the others work at night, are not ready, and are
//! whom all the waiting calls need. So both kinds of decision can be measured on one full floor,
//! which is as it was before after each of them.

mod measure;

use acd::engine::{
    AgentId, CallId, Departure, Input, Millis, OfferFailure, Router, Strategy, Template,
};
use measure::{
    ROUNDS, Report, Size, Times, arrival, day_needs, drain, nanoseconds, not_ready, plan, rounds,
    tell, waiting_needs,
};

const DECISIONS: u64 = 1_000;
const SIZES: [Size; 9] = [
    size(100, 100, 10),
    size(100, 10_000, 100),
    size(1_000, 10_000, 100),
    size(10_000, 100, 100),
    size(10_000, 10_000, 100),
    size(10_000, 100_000, 100),
    size(100, 100_000, 1_000),
    size(10_000, 10_000, 1_000),
    size(10_000, 100_000, 1_000),
];

const fn size(agents: u32, calls: u64, classes: u64) -> Size {
    Size {
        agents,
        calls,
        classes,
    }
}

struct Floor {
    router: Router,
    now: u64,
    next_call: u64,
    day: Vec<Template>,
    agents: u32,
    decisions: u64,
    offers: u64,
}

impl Floor {
    fn full(size: Size, strategy: Strategy) -> Self {
        let mut router = Router::new(plan(size.agents, &[], strategy));
        drain(&mut router);
        for agent in (1..size.agents).step_by(2) {
            tell(&mut router, 1, not_ready(agent));
        }
        let waiting = waiting_needs(size.classes);
        // A floor holds 100,000 calls at most: one place is left for the call that arrives.
        for call in 0..size.calls.min(99_999) {
            let need = &waiting[measure::scattered(call) as usize % waiting.len()];
            let offer = tell(&mut router, 2 + call / 100, arrival(call, Some(need)));
            assert!(offer.is_none(), "the night shift is not there");
        }
        Self {
            router,
            now: 10_000,
            next_call: 1_000_000,
            day: day_needs(size.classes),
            agents: size.agents,
            decisions: 0,
            offers: 0,
        }
    }

    /// Percent of the decisions so far that ended in an offer; the count begins anew.
    fn offered_percent(&mut self) -> f64 {
        let percent = self.offers as f64 * 100.0 / self.decisions as f64;
        (self.decisions, self.offers) = (0, 0);
        percent
    }

    /// An agent of the night shift comes, is offered a call, refuses and goes.
    fn agent_becomes_ready(&mut self, number: u64) -> u64 {
        self.now += 1;
        let night = u64::from(self.agents / 2);
        let agent =
            AgentId(2 * u32::try_from(measure::scattered(number) % night).expect("few") + 1);
        let ready = Input::AgentReady { agent };
        let (spent, offer) = nanoseconds(|| tell(&mut self.router, self.now, ready));
        self.decided(offer.is_some());
        tell(&mut self.router, self.now, not_ready(agent.0));
        if let Some((offer, rung)) = offer {
            assert_eq!(rung, agent);
            let failure = OfferFailure::Rejected;
            let again = tell(
                &mut self.router,
                self.now,
                Input::OfferFailed { offer, failure },
            );
            assert!(again.is_none(), "nobody else of the night shift is there");
        }
        spent
    }

    /// A caller comes whom the day shift can serve, and hangs up when the phone rings.
    fn call_arrives(&mut self, number: u64) -> u64 {
        self.call_of_class_arrives(measure::scattered(number) as usize % self.day.len())
    }

    fn call_of_class_arrives(&mut self, class: usize) -> u64 {
        self.now += 1;
        self.next_call += 1;
        let call = CallId(self.next_call);
        let need = &self.day[class];
        let arrived = arrival(call.0, Some(need));
        let (spent, offer) = nanoseconds(|| tell(&mut self.router, self.now, arrived));
        self.decided(offer.is_some());
        let departure = Departure::Abandoned;
        tell(
            &mut self.router,
            self.now,
            Input::CallLeft { call, departure },
        );
        spent
    }

    fn decided(&mut self, is_offered: bool) {
        self.decisions += 1;
        self.offers += u64::from(is_offered);
    }

    /// Measures the first call of every class, which decides who qualifies, and so leaves only
    /// classes that are known.
    fn first_calls(&mut self) -> Times {
        let mut spent: Vec<u64> = (0..self.day.len())
            .map(|class| self.call_of_class_arrives(class))
            .collect();
        spent.sort_unstable();
        let at = |share: f64| spent[((spent.len() - 1) as f64 * share) as usize];
        Times {
            p50: at(0.5),
            p99: at(0.99),
            p999: at(0.999),
        }
    }
}

fn main() {
    println!(
        "matching: {} sizes, {DECISIONS} decisions a round, median of {ROUNDS} rounds",
        SIZES.len()
    );
    let mut report = Report::default();
    report.head();
    for size in SIZES {
        let mut floor = Floor::full(size, Strategy::LongestIdle);
        let ready = rounds(DECISIONS, |number| floor.agent_becomes_ready(number));
        report.times(
            "agent ready → offer",
            size,
            &ready,
            Some(floor.offered_percent()),
        );
        let first = floor.first_calls();
        report.times(
            "first call of a class",
            size,
            &first,
            Some(floor.offered_percent()),
        );
        let arrived = rounds(DECISIONS, |number| floor.call_arrives(number));
        report.times(
            "call arrived → offer",
            size,
            &arrived,
            Some(floor.offered_percent()),
        );
        if (size.agents, size.calls, size.classes) == (10_000, 10_000, 100) {
            judge("agent ready → offer", &ready);
            judge("call arrived → offer", &arrived);
            floor.router.assert_invariants(Millis(floor.now));
        }
    }
    let size = size(10_000, 10_000, 100);
    let mut floor = Floor::full(size, Strategy::MostSkilled);
    floor.first_calls();
    floor.offered_percent();
    let times = rounds(DECISIONS, |number| floor.call_arrives(number));
    report.times(
        "same, most-skilled",
        size,
        &times,
        Some(floor.offered_percent()),
    );
    report.save("matching");
}

/// Says so when the aim is missed; a benchmark does not fail, since machines differ.
fn judge(what: &str, times: &Times) {
    let verdict = if times.p99 <= 20_000 {
        "within"
    } else {
        "MISSES"
    };
    println!("  {what}: p99 {verdict} the aim of 20 µs");
}
