//! Every decision with all rules on: queues that age, weigh, relax by time and by staffing, widen
//! by rank, overflow, announce, remember callers, and agents with after-call time and dispositions.
//! How long each takes, what it allocates, and how it grows with agents, calls and classes.
//!
//! Rule kept: deadlines that happen to be due are kept before a decision is measured, so that each
//! line of the report is one thing.

mod measure;

use std::sync::Arc;

use acd::engine::{
    AgentChange, AgentId, Arrival, CallChange, CallId, Departure, DeviceState, EndedBy, Input,
    Millis, OfferFailure, OfferOrder, Output, Router, Template, WrapUpFinish,
};
use measure::centre::Centre;
use measure::counting::{Counting, allocations};
use measure::growth::exponent;
use measure::{
    ROUNDS, Report, Size, Times, drain, nanoseconds, not_ready, order_after, rounds, scattered,
};

#[global_allocator]
static ALLOCATOR: Counting = Counting;

const DECISIONS: u64 = 500;
/// How often a decision is tried anew that did not come about, and how far apart.
const TRIES_MAX: u64 = 1_000;
const SPREAD: u64 = 1_000_003;
/// The aim for the slowest hundredth of each decision, in nanoseconds.
const AIM_NS: u64 = 20_000;
/// The callers' steps come so long after the last arrival that no other measurement meets them.
const CENTRE: Centre = Centre {
    queues: 10,
    relax_ms: 3_600_000,
    overflow_ms: 7_200_000,
    wrap_up_ms: 200,
    hesitation_ms: 1,
    estimates: false,
};
/// The same where rules also look at the estimated wait of every call, which is reckoned anew when
/// something has changed: on the floor in the middle and on the one with most classes.
const WITH_ESTIMATES: Centre = Centre {
    estimates: true,
    ..CENTRE
};
const ESTIMATED: [(&Centre, Size); 2] = [
    (&WITH_ESTIMATES, size(10_000, 10_000, 100)),
    (&WITH_ESTIMATES, size(10_000, 10_000, 1_000)),
];

const SIZES: [Size; 8] = [
    size(100, 10_000, 100),
    size(1_000, 10_000, 100),
    size(10_000, 1_000, 100),
    size(10_000, 10_000, 10),
    size(10_000, 10_000, 100),
    size(10_000, 10_000, 1_000),
    size(10_000, 100_000, 100),
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
    size: Size,
    now: u64,
    next_call: u64,
    day: Vec<Template>,
    night: Vec<Template>,
    /// Allocations and decisions measured since the last report.
    allocations: u64,
    decisions: u64,
    offers: u64,
}

impl Floor {
    fn full(centre: &Centre, size: Size) -> Self {
        let mut router = Router::new(centre.plan(size.agents));
        drain(&mut router);
        for agent in (1..size.agents).step_by(2) {
            order_after(&mut router, 1, not_ready(agent));
        }
        let mut floor = Self {
            router,
            size,
            now: 2,
            next_call: 0,
            day: (0..size.classes)
                .map(|class| CENTRE.need(class, "!night"))
                .collect(),
            night: (0..size.classes)
                .map(|class| CENTRE.need(class, "night"))
                .collect(),
            allocations: 0,
            decisions: 0,
            offers: 0,
        };
        // A floor holds 100,000 calls at most: some places are left for the calls that arrive.
        for number in 0..size.calls.min(99_000) {
            if number.is_multiple_of(2) {
                floor.pass(1);
            }
            let arrival = floor.arrival(scattered(number), false);
            let offer = order_after(&mut floor.router, floor.now, Input::CallArrived(arrival));
            assert!(offer.is_none(), "the night shift is not there");
        }
        floor.pass(1_000);
        floor
    }

    /// Time goes by, and every deadline that falls due is kept.
    fn pass(&mut self, ms: u64) {
        self.now += ms;
        self.router.handle_deadline(Millis(self.now));
        drain(&mut self.router);
    }

    fn arrival(&mut self, drawn: u64, is_for_day: bool) -> Arrival {
        self.next_call += 1;
        let class = drawn % self.size.classes;
        let needs = if is_for_day { &self.day } else { &self.night };
        let call = CallId(self.next_call);
        CENTRE.arrival(call, class, &needs[class as usize], (drawn, 100_000))
    }

    /// Tells a fact, measured; a function of its own also where a profiler looks.
    #[inline(never)]
    fn measured(&mut self, input: Input) -> (u64, Option<OfferOrder>) {
        let before = allocations();
        let (spent, offer) = nanoseconds(|| order_after(&mut self.router, self.now, input));
        self.allocations += allocations() - before;
        self.decisions += 1;
        self.offers += u64::from(offer.is_some());
        (spent, offer)
    }

    fn tell(&mut self, input: Input) -> Option<OfferOrder> {
        order_after(&mut self.router, self.now, input)
    }

    fn night_agent(&self, number: u64) -> AgentId {
        let night = u64::from(self.size.agents / 2);
        AgentId(2 * (scattered(number) % night) as u32 + 1)
    }

    /// One of the calls that wait.
    fn waiting_call(&self, number: u64) -> CallId {
        CallId(scattered(number) % self.size.calls.min(99_000) + 1)
    }

    /// An agent of the night shift comes and is offered a call; declines and goes.
    fn agent_ready(&mut self, number: u64) -> u64 {
        self.pass(1);
        let agent = self.night_agent(number);
        let (spent, offer) = self.measured(Input::AgentReady { agent });
        self.tell(not_ready(agent.0));
        if let Some(OfferOrder { offer, .. }) = offer {
            let failure = OfferFailure::Rejected;
            self.tell(Input::OfferFailed { offer, failure });
        }
        spent
    }

    /// A caller comes whom the day shift serves; hangs up at once.
    fn call_rings(&mut self, number: u64) -> u64 {
        self.pass(1);
        let arrival = self.arrival(scattered(number), true);
        let call = arrival.call;
        let (spent, _) = self.measured(Input::CallArrived(arrival));
        let departure = Departure::Abandoned;
        self.tell(Input::CallLeft { call, departure });
        spent
    }

    /// A caller comes for whom nobody is free; hangs up at once.
    fn call_waits(&mut self, number: u64) -> u64 {
        self.waiting_visit(number, true)
    }

    fn waiting_caller_leaves(&mut self, number: u64) -> u64 {
        self.waiting_visit(number, false)
    }

    fn waiting_visit(&mut self, number: u64, is_arrival_measured: bool) -> u64 {
        self.pass(1);
        let arrival = self.arrival(scattered(number), false);
        let call = arrival.call;
        let departure = Departure::Abandoned;
        let (arrived, left) = (
            Input::CallArrived(arrival),
            Input::CallLeft { call, departure },
        );
        if is_arrival_measured {
            let spent = self.measured(arrived).0;
            self.tell(left);
            return spent;
        }
        self.tell(arrived);
        self.measured(left).0
    }

    /// A phone is busy, and the next agent is rung.
    fn next_agent(&mut self, number: u64) -> u64 {
        self.pass(1);
        let arrival = self.arrival(scattered(number), true);
        let call = arrival.call;
        let offer = self.tell(Input::CallArrived(arrival));
        let failure = OfferFailure::Busy;
        let spent = offer.map_or(0, |OfferOrder { offer, .. }| {
            self.measured(Input::OfferFailed { offer, failure }).0
        });
        let departure = Departure::Abandoned;
        self.tell(Input::CallLeft { call, departure });
        spent
    }

    /// A whole call of the night shift, of which one moment is measured: the answer, the end, or
    /// the end of after-call time, which brings the agent the next call.
    fn conversation(&mut self, number: u64, moment: Moment) -> u64 {
        self.pass(1);
        let agent = self.night_agent(number);
        let Some(OfferOrder { offer, call, .. }) = self.tell(Input::AgentReady { agent }) else {
            self.tell(not_ready(agent.0));
            return 0;
        };
        self.tell(Input::OfferRang { offer });
        let answered = self.measured_if(moment == Moment::Answer, Input::OfferAnswered { offer });
        let ended_by = EndedBy::Agent;
        let ended = Input::ConversationEnded { call, ended_by };
        let ended = self.measured_if(moment == Moment::End, ended);
        self.tell(Input::WrapUpChanged {
            agent,
            disposition: Some(acd::engine::DispositionId(0)),
            extend_ms: 0,
            finish: WrapUpFinish::No,
        });
        let finish = Input::WrapUpChanged {
            agent,
            disposition: None,
            extend_ms: 0,
            finish: WrapUpFinish::Now,
        };
        let next = self.measured_if(moment == Moment::WrapUp, finish);
        self.tell(not_ready(agent.0));
        if let (_, Some(OfferOrder { offer, .. })) = next {
            let failure = OfferFailure::Rejected;
            self.tell(Input::OfferFailed { offer, failure });
        }
        // Somebody waits in the place of the caller who was served.
        let mut arrival = self.arrival(scattered(number), false);
        self.next_call -= 1;
        arrival.call = call;
        self.tell(Input::CallArrived(arrival));
        answered.0 + ended.0 + next.0
    }

    fn measured_if(&mut self, is_measured: bool, input: Input) -> (u64, Option<OfferOrder>) {
        if is_measured {
            self.measured(input)
        } else {
            (0, self.tell(input))
        }
    }

    fn priority_changed(&mut self, number: u64) -> u64 {
        self.pass(1);
        let change = CallChange::Priority((scattered(number) % 9) as i32);
        self.call_changed(number, change)
    }

    fn attribute_changed(&mut self, number: u64) -> u64 {
        self.pass(1);
        let value = if number.is_multiple_of(2) {
            "yes"
        } else {
            "no"
        };
        let change = CallChange::Attribute {
            name: "vip".into(),
            value: Some(value.into()),
        };
        self.call_changed(number, change)
    }

    fn call_changed(&mut self, number: u64, change: CallChange) -> u64 {
        let call = self.waiting_call(number);
        let by = "benchmark".into();
        self.measured(Input::CallChanged { call, change, by }).0
    }

    /// A phone of the day shift is picked up and put down elsewhere.
    fn device_changed(&mut self, number: u64) -> u64 {
        self.pass(1);
        let agent = AgentId(self.night_agent(number / 2).0 - 1);
        let device = if number.is_multiple_of(2) {
            DeviceState::InUse
        } else {
            DeviceState::Free
        };
        self.measured(Input::DeviceChanged { agent, device }).0
    }

    fn skill_changed(&mut self, number: u64) -> u64 {
        self.pass(1);
        let agent = self.night_agent(number);
        let plan = Arc::clone(self.router.plan());
        let skill = plan.skills.id("s19").expect("the skill is known");
        let level = acd::engine::Level::new((number % 100) as u8 + 1).expect("1 to 100");
        let change = AgentChange::Skill { skill, level };
        let by = "benchmark".into();
        self.measured(Input::AgentChanged { agent, change, by }).0
    }

    /// The next deadline of all that wait, divided by the orders and facts that came of it.
    fn deadline(&mut self) -> u64 {
        let Output::Idle(Some(at)) = self.router.poll() else {
            return 0;
        };
        self.now = at.0;
        let before = allocations();
        let (spent, told) = nanoseconds(|| {
            self.router.handle_deadline(at);
            let mut told = 0;
            while !matches!(self.router.poll(), Output::Idle(_)) {
                told += 1;
            }
            told
        });
        let told = u64::max(told, 1);
        self.allocations += allocations() - before;
        self.decisions += told;
        spent / told
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Moment {
    Answer,
    End,
    WrapUp,
}

/// What is measured on each floor, in this order: the last ones change the floor for good. 0
/// nanoseconds: it did not come about.
type Path = (&'static str, fn(&mut Floor, u64) -> u64);
const PATHS: [Path; 15] = [
    ("agent ready → offer", Floor::agent_ready),
    ("call arrived → offer", Floor::call_rings),
    ("call arrived → waits", Floor::call_waits),
    ("waiting caller leaves", Floor::waiting_caller_leaves),
    ("phone busy → next agent", Floor::next_agent),
    ("answered", |floor, number| {
        floor.conversation(number, Moment::Answer)
    }),
    ("conversation ended", |floor, number| {
        floor.conversation(number, Moment::End)
    }),
    ("wrap-up over → offer", |floor, number| {
        floor.conversation(number, Moment::WrapUp)
    }),
    ("priority changed", Floor::priority_changed),
    ("attribute changed", Floor::attribute_changed),
    ("device changed", Floor::device_changed),
    ("skill changed", Floor::skill_changed),
    ("announcement", |floor, _| floor.deadline()),
    ("relaxation step", |floor, _| floor.step(CENTRE.relax_ms)),
    ("overflow", |floor, _| floor.step(CENTRE.overflow_ms)),
];

impl Floor {
    /// The next deadline, not before the first of these steps.
    fn step(&mut self, from_ms: u64) -> u64 {
        if self.now < from_ms {
            self.pass(from_ms - self.now);
        }
        self.deadline()
    }
}

fn main() {
    println!(
        "rules: all rules on, {} sizes, {DECISIONS} decisions a round, median of {ROUNDS} rounds",
        SIZES.len()
    );
    // `cargo bench --bench rules -- "agent ready"` measures the paths whose name has these words.
    let words = std::env::args().skip(1).find(|word| !word.starts_with('-'));
    let paths = PATHS
        .iter()
        .filter(|(name, _)| words.as_ref().is_none_or(|words| name.contains(words)));
    let mut report = Report::default();
    let (mut found, mut estimated) = (Vec::new(), Vec::new());
    let sizes = SIZES.iter().map(|size| (&CENTRE, *size));
    for (centre, size) in sizes.chain(ESTIMATED) {
        report.head();
        let mut floor = Floor::full(centre, size);
        for &(name, path) in paths.clone() {
            (floor.allocations, floor.decisions, floor.offers) = (0, 0, 0);
            // Now and then an agent fits no call that waits: then the next one is tried.
            let times = rounds(DECISIONS, |number| {
                let mut tries =
                    (0..TRIES_MAX).map(|again| path(&mut floor, number + again * SPREAD));
                tries.find(|spent| *spent > 0).expect("something happens")
            });
            let decisions = floor.decisions.max(1) as f64;
            let offered = floor.offers as f64 * 100.0 / decisions;
            let allocations = floor.allocations as f64 / decisions;
            let (told, found) = match centre.estimates {
                false => (name.to_owned(), &mut found),
                true => (format!("{name} *"), &mut estimated),
            };
            report.times(&told, size, &times, Some(offered));
            report.count(&format!("  allocations: {told}"), allocations, "each");
            found.push((name, size, times));
        }
        floor.router.assert_invariants(Millis(floor.now));
    }
    println!("*: rules look at estimated waits");
    judge(&found);
    judge(&estimated);
    grow(&mut report, &found);
    report.save("rules");
}

/// Says so when the aim is missed; a benchmark does not fail, since machines differ.
fn judge(found: &[(&str, Size, Times)]) {
    let slow = found.iter().filter(|(_, _, times)| times.p99 > AIM_NS);
    let slow: Vec<_> = slow.collect();
    println!(
        "{} of {} figures have p99 within 20 µs",
        found.len() - slow.len(),
        found.len()
    );
    for (name, size, times) in slow {
        println!(
            "  MISSES: {name} {size:?}: {:.1} µs",
            times.p99 as f64 / 1_000.0
        );
    }
}

/// How each path grows from the floor in the middle: with agents, with calls, with classes.
fn grow(report: &mut Report, found: &[(&str, Size, Times)]) {
    for (name, _) in PATHS {
        let of_path = || found.iter().filter(|(path, _, _)| *path == name);
        let mut fit = |what: &str, held: fn(&Size) -> bool, size_of: fn(&Size) -> f64| {
            let points = of_path().filter(|(_, size, _)| held(size));
            let points = points.map(|(_, size, times)| (size_of(size), times.p50.max(1) as f64));
            let points: Vec<_> = points.collect();
            if points.is_empty() {
                return;
            }
            report.count(
                &format!("{name} grows with {what}"),
                exponent(&points),
                "exponent",
            );
        };
        fit(
            "agents",
            |at| at.calls == 10_000 && at.classes == 100,
            |at| f64::from(at.agents),
        );
        fit(
            "calls",
            |at| at.agents == 10_000 && at.classes == 100,
            |at| at.calls as f64,
        );
        fit(
            "classes",
            |at| at.agents == 10_000 && at.calls == 10_000,
            |at| at.classes as f64,
        );
    }
}
