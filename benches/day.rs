//! A day of a large contact centre, played as fast as the engine can: a million calls, every rule
//! on, phones that nobody answers, callers who give up, after-call time, dispositions.
//!
//! Rule kept: what is played is judged. Every call ends once, no agent has two calls, no call talks
//! twice, and the floor's invariants hold at the end. The day is the same in each run.

mod measure;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use acd::engine::{
    AgentId, CallId, Departure, DispositionId, EndedBy, Input, Millis, OfferFailure, OfferId,
    OfferOrder, Output, RescindReason, Router, Template, WrapUpFinish,
};
use measure::centre::Centre;
use measure::{Report, nanoseconds, scattered};

const CENTRE: Centre = Centre {
    queues: 50,
    relax_ms: 60_000,
    overflow_ms: 120_000,
    wrap_up_ms: 30_000,
    hesitation_ms: 2_000,
    estimates: false,
};
const AGENTS: u32 = 6_000;
const CLASSES: u64 = 100;
const CALLS: u64 = 1_000_000;
const DAY_MS: u64 = 86_400_000;
/// The aim for the whole day, in seconds.
const AIM_S: f64 = 60.0;

/// What people do, at its moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Deed {
    Call,
    PickUp(OfferId),
    GiveUp(CallId),
    HangUp(CallId),
    Dispose(AgentId),
}

/// How a call stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stand {
    InLine,
    Talks(AgentId),
    Ended,
}

#[derive(Debug, Default)]
struct Tally {
    answered: u64,
    abandoned: u64,
    released: u64,
    missed: u64,
    waited_ms: u64,
}

struct Day {
    router: Router,
    now: u64,
    deeds: BinaryHeap<Reverse<(u64, Deed)>>,
    needs: Vec<Template>,
    calls: Vec<(u64, Stand)>,
    ringing: BTreeMap<OfferId, OfferOrder>,
    has_call: Vec<bool>,
    tally: Tally,
}

impl Day {
    fn new() -> Self {
        let mut router = Router::new(CENTRE.plan(AGENTS));
        while !matches!(router.poll(), Output::Idle(_)) {}
        Self {
            router,
            now: 0,
            deeds: BinaryHeap::from([Reverse((0, Deed::Call))]),
            needs: (0..CLASSES)
                .map(|class| CENTRE.need(class, if class % 2 == 0 { "night" } else { "any" }))
                .collect(),
            calls: Vec::new(),
            ringing: BTreeMap::new(),
            has_call: vec![false; AGENTS as usize],
            tally: Tally::default(),
        }
    }

    fn play(&mut self) {
        loop {
            let deadline = self.obey();
            let deed = self.deeds.peek().map(|Reverse((at, _))| *at);
            match (deed, deadline) {
                (Some(at), deadline) if deadline.is_none_or(|deadline| at <= deadline) => {
                    let Some(Reverse((at, deed))) = self.deeds.pop() else {
                        return;
                    };
                    self.now = at;
                    self.happen(deed);
                }
                // Agents' times of rest go on for ever; the day ends with its last call.
                (None, _) if self.is_over() => return,
                (_, Some(deadline)) => {
                    self.now = deadline;
                    self.router.handle_deadline(Millis(deadline));
                }
                (_, None) => return,
            }
        }
    }

    fn is_over(&self) -> bool {
        self.tally.answered + self.tally.abandoned + self.tally.released == CALLS
    }

    fn happen(&mut self, deed: Deed) {
        match deed {
            Deed::Call => self.arrive(),
            Deed::PickUp(offer) => {
                if self.ringing.contains_key(&offer) {
                    self.tell(Input::OfferAnswered { offer });
                }
            }
            Deed::GiveUp(call) => {
                if self.stand(call) == Stand::InLine {
                    self.end(call);
                    self.tally.abandoned += 1;
                    let departure = Departure::Abandoned;
                    self.ringing.retain(|_, order| order.call != call);
                    self.tell(Input::CallLeft { call, departure });
                }
            }
            Deed::HangUp(call) => {
                let Stand::Talks(agent) = self.stand(call) else {
                    panic!("call {call} ended before its end");
                };
                self.end(call);
                self.has_call[agent.index()] = false;
                let ended_by = EndedBy::Caller;
                self.tell(Input::ConversationEnded { call, ended_by });
                let wrap_up_ms = 5_000 + scattered(call.0) % 10_000;
                self.later(wrap_up_ms, Deed::Dispose(agent));
            }
            Deed::Dispose(agent) => self.tell(Input::WrapUpChanged {
                agent,
                disposition: Some(DispositionId(0)),
                extend_ms: 0,
                finish: WrapUpFinish::Now,
            }),
        }
    }

    fn arrive(&mut self) {
        let number = self.calls.len() as u64 + 1;
        let (call, drawn) = (CallId(number), scattered(number));
        self.calls.push((self.now, Stand::InLine));
        let need = &self.needs[(drawn % CLASSES) as usize];
        let arrival = CENTRE.arrival(call, drawn / CLASSES, need, (drawn, 300_000));
        self.tell(Input::CallArrived(arrival));
        self.later(20_000 + drawn % 400_000, Deed::GiveUp(call));
        if number < CALLS {
            self.later(self.pause(drawn), Deed::Call);
        }
    }

    /// Until the next call: twice as many come in the busy half of the day.
    fn pause(&self, drawn: u64) -> u64 {
        let mean_us = DAY_MS * 1_000 / CALLS;
        let is_busy = (DAY_MS / 4..DAY_MS * 3 / 4).contains(&(self.now % DAY_MS));
        let mean_us = if is_busy {
            mean_us * 3 / 4
        } else {
            mean_us * 3 / 2
        };
        (drawn % (2 * mean_us) + 500) / 1_000
    }

    /// Obeys every order; when the engine wants to be asked again.
    fn obey(&mut self) -> Option<u64> {
        loop {
            match self.router.poll() {
                Output::Idle(at) => return at.map(|at| at.0),
                Output::OfferCall(order) => self.ring(order),
                Output::RescindOffer { offer, reason, .. } => {
                    let was_ringing = self.ringing.remove(&offer);
                    assert!(was_ringing.is_some(), "offer {offer} was taken back twice");
                    self.tally.missed += 1;
                    let failure = match reason {
                        RescindReason::RingTimeout => OfferFailure::NoAnswer,
                        _ => OfferFailure::Rescinded,
                    };
                    self.tell(Input::OfferFailed { offer, failure });
                }
                Output::ConnectCall { call, offer } => self.connect(call, offer),
                Output::ReleaseCall { call, .. } => {
                    assert_eq!(self.stand(call), Stand::InLine, "call {call}");
                    self.end(call);
                    self.tally.released += 1;
                }
                _ => {}
            }
        }
    }

    /// One phone in twenty rings in vain.
    fn ring(&mut self, order: OfferOrder) {
        let (offer, drawn) = (order.offer, scattered(order.offer.0));
        assert!(
            !self.has_call[order.agent.index()],
            "agent {} has a call",
            order.agent
        );
        self.ringing.insert(offer, order);
        self.tell(Input::OfferRang { offer });
        if !drawn.is_multiple_of(20) {
            self.later(1_000 + drawn % 6_000, Deed::PickUp(offer));
        }
    }

    fn connect(&mut self, call: CallId, offer: OfferId) {
        let order = self.ringing.remove(&offer).expect("it rang");
        let (arrived, stand) = self.calls[call.0 as usize - 1];
        assert_eq!(stand, Stand::InLine, "call {call} talks twice");
        assert!(!std::mem::replace(
            &mut self.has_call[order.agent.index()],
            true
        ));
        self.calls[call.0 as usize - 1].1 = Stand::Talks(order.agent);
        self.tally.answered += 1;
        self.tally.waited_ms += self.now - arrived;
        self.later(60_000 + scattered(call.0) % 300_000, Deed::HangUp(call));
    }

    fn stand(&self, call: CallId) -> Stand {
        self.calls[call.0 as usize - 1].1
    }

    fn end(&mut self, call: CallId) {
        let stand = &mut self.calls[call.0 as usize - 1].1;
        assert_ne!(*stand, Stand::Ended, "call {call} ended twice");
        *stand = Stand::Ended;
    }

    fn tell(&mut self, input: Input) {
        let told = self.router.handle(Millis(self.now), input);
        told.expect("the benchmark tells no lies");
    }

    fn later(&mut self, ms: u64, deed: Deed) {
        self.deeds.push(Reverse((self.now + ms, deed)));
    }
}

fn main() {
    let mut day = Day::new();
    let (spent, ()) = nanoseconds(|| day.play());
    let Tally {
        answered,
        abandoned,
        released,
        missed,
        waited_ms,
    } = day.tally;
    assert_eq!(
        answered + abandoned + released,
        CALLS,
        "every call ends once"
    );
    day.router.handle_deadline(Millis(day.now));
    while !matches!(day.router.poll(), Output::Idle(_)) {}
    day.router.assert_invariants(Millis(day.now));
    let seconds = spent as f64 / 1e9;
    let mut report = Report::default();
    println!(
        "day: {CALLS} calls, {AGENTS} agents, {} queues, all rules on",
        CENTRE.queues
    );
    report.count("a day of calls takes", seconds, "s");
    report.count("a call takes", spent as f64 / 1e3 / CALLS as f64, "µs");
    report.count("answered", answered as f64, "calls");
    report.count("abandoned", abandoned as f64, "calls");
    report.count("left by the queue's rules", released as f64, "calls");
    report.count("phones that rang in vain", missed as f64, "offers");
    report.count(
        "mean wait",
        waited_ms as f64 / answered.max(1) as f64 / 1e3,
        "s",
    );
    if seconds > AIM_S {
        println!("  MISSES: a day takes longer than {AIM_S} s");
    }
    report.save("day");
}
