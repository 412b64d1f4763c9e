//! Any facts in any order on a floor with every rule: the invariants hold after each, the same
//! facts give the same words, and when the callers are gone nothing is left behind.
#![no_main]

use std::collections::BTreeSet;
use std::sync::Arc;

use acd::config;
use acd::engine::limits::LEASE_MS;
use acd::engine::skill::Level;
use acd::engine::{
    AgentChange, AgentId, Arrival, Attributes, CallChange, CallId, Departure, DeviceState,
    DispositionId, Door, EndedBy, EventKind, FloorPlan, Forced, Input, Millis, OfferFailure,
    OfferId, Output, QueueChange, QueueId, Router, Strategy, TagKey, TagValue, Tags, Template,
    WrapUpFinish,
};
use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;

/// Floors between which a reload may switch; names keep their ids from one to the next.
const FLOORS: [&str; 2] = [
    include_str!("../floors/first.conf"),
    include_str!("../floors/second.conf"),
];
const NEEDS: [&str; 4] = [
    "french >= 2",
    "billing",
    "french | billing prefer vip*3",
    "$lang",
];

#[derive(Debug, Arbitrary)]
enum Deed {
    Pass(u16),
    Reload(u8),
    Agent(u8, Wish),
    Device(u8, u8),
    Arrive {
        queue: u8,
        need: u8,
        priority: i8,
        position: Option<u8>,
        timeout_ms: Option<u16>,
    },
    Leave(u8, u8),
    ChangeCall(u8, u8, u8),
    ChangeAgent(u8, u8, u8),
    Offer(u8, u8),
    End(u8, u8),
    Strategy(u8, Option<u8>),
    Door(u8, u8),
    WrapUp(u8, u8, u8),
    RingAtOnce(u8, Option<u8>),
    Tag(u8, u8, u8),
    Resume(u8, u8),
}

#[derive(Debug, Arbitrary)]
enum Wish {
    SignIn,
    SignInElsewhere,
    SignOut,
    Ready,
    ReadyOnce,
    NotReady,
    Forced(u8),
}

struct Floor {
    plans: Vec<Arc<FloorPlan>>,
    router: Router,
    now: Millis,
    words: Vec<String>,
    last_call: u64,
    calls: BTreeSet<CallId>,
    offers: BTreeSet<OfferId>,
    last_over: CallId,
}

impl Floor {
    fn open(plans: &[Arc<FloorPlan>]) -> Self {
        let mut floor = Self {
            plans: plans.to_vec(),
            router: Router::new(Arc::clone(&plans[0])),
            now: Millis::ZERO,
            words: Vec::new(),
            last_call: 0,
            calls: BTreeSet::new(),
            offers: BTreeSet::new(),
            last_over: CallId(0),
        };
        floor.listen();
        floor
    }

    fn meet(&mut self, deed: &Deed) {
        if let Deed::Pass(ms) = deed {
            self.pass(u64::from(*ms));
        } else if let Some(input) = self.fact(deed) {
            self.tell(input);
        }
    }

    fn tell(&mut self, input: Input) {
        if let Err(rejection) = self.router.handle(self.now, input) {
            self.words.push(rejection.to_string());
        }
        self.listen();
    }

    fn fact(&mut self, deed: &Deed) -> Option<Input> {
        Some(match deed {
            Deed::Pass(_) => return None,
            Deed::Reload(floor) => {
                let plan = &self.plans[usize::from(*floor) % self.plans.len()];
                Input::FloorPlanned(Arc::clone(plan))
            }
            Deed::Agent(agent, wish) => self.of_agent(AgentId(u32::from(agent % 8)), wish),
            Deed::Device(agent, device) => Input::DeviceChanged {
                agent: AgentId(u32::from(agent % 8)),
                device: pick(
                    [
                        DeviceState::Free,
                        DeviceState::InUse,
                        DeviceState::Unreachable,
                        DeviceState::Unknown,
                    ],
                    *device,
                ),
            },
            Deed::Arrive {
                queue,
                need,
                priority,
                position,
                timeout_ms,
            } => {
                self.last_call += 1;
                let need = NEEDS.get(usize::from(*need) % (2 * NEEDS.len()));
                Input::CallArrived(Arrival {
                    call: CallId(self.last_call),
                    queue: QueueId(u32::from(queue % 4)),
                    requirement: need.map(|need| Template::parse(need).expect("of the language")),
                    attributes: Attributes::new([("lang", "billing")]).expect("one is allowed"),
                    tags: some_tags(queue / 4),
                    priority: i32::from(*priority),
                    position: position.map(u32::from),
                    timeout_ms: timeout_ms.map(u64::from),
                    is_after_hours: *timeout_ms == Some(7),
                    closes_in_ms: timeout_ms.filter(|ms| ms % 5 == 0).map(u64::from),
                    caller: Some(format!("555{}", queue % 3).into()),
                    wanted_agent: (*priority == 5).then_some(AgentId(1)),
                })
            }
            Deed::Leave(call, how) => Input::CallLeft {
                call: one_of(&self.calls, *call)?,
                departure: pick(
                    [
                        Departure::Abandoned,
                        Departure::Redirected,
                        Departure::ExitKey,
                        Departure::Failed,
                    ],
                    *how,
                ),
            },
            Deed::ChangeCall(call, what, value) => Input::CallChanged {
                call: one_of(&self.calls, *call)?,
                change: of_call(*what, *value),
                by: "fuzz".into(),
            },
            Deed::ChangeAgent(agent, what, value) => Input::AgentChanged {
                agent: AgentId(u32::from(agent % 8)),
                change: of_record(self.router.plan(), *what, *value),
                by: "fuzz".into(),
            },
            Deed::End(call, who) => Input::ConversationEnded {
                call: one_of(&self.calls, *call)?,
                ended_by: pick(
                    [
                        EndedBy::Caller,
                        EndedBy::Agent,
                        EndedBy::Transfer,
                        EndedBy::Unknown,
                    ],
                    *who,
                ),
            },
            Deed::Strategy(queue, strategy) => {
                let strategy = strategy.map(|number| pick(Strategy::ALL, number));
                set_of_queue(*queue, QueueChange::Strategy(strategy))
            }
            Deed::RingAtOnce(queue, agents) => {
                let agents = agents.map(|number| number % 40);
                set_of_queue(*queue, QueueChange::RingAtOnce(agents))
            }
            Deed::Door(queue, door) => {
                let door = pick([Door::Auto, Door::Auto, Door::Open, Door::Closed], *door);
                set_of_queue(*queue, QueueChange::Door(door))
            }
            Deed::WrapUp(agent, what, finish) => Input::WrapUpChanged {
                agent: AgentId(u32::from(agent % 8)),
                disposition: pick(
                    [None, Some(DispositionId(0)), Some(DispositionId(1))],
                    *what,
                ),
                extend_ms: u64::from(*what) * 10,
                finish: pick(
                    [WrapUpFinish::No, WrapUpFinish::Now, WrapUpFinish::Skip],
                    *finish,
                ),
            },
            Deed::Tag(call, agent, what) => {
                let in_hand = (agent & 8 > 0).then_some(self.last_over);
                Input::CallTagged {
                    call: in_hand.or_else(|| one_of(&self.calls, *call))?,
                    agent: (agent & 16 > 0).then_some(AgentId(u32::from(agent % 8))),
                    tags: some_tags(*what),
                }
            }
            Deed::Resume(queue, agent) => {
                let known = one_of(&self.calls, *agent).filter(|_| queue & 128 > 0);
                let call = known.unwrap_or_else(|| {
                    self.last_call += 1;
                    CallId(self.last_call)
                });
                Input::ConversationResumed {
                    call,
                    queue: QueueId(u32::from(queue % 4)),
                    agent: AgentId(u32::from(agent % 8)),
                }
            }
            Deed::Offer(offer, what) => of_offer(one_of(&self.offers, *offer)?, *what),
        })
    }

    fn of_agent(&self, agent: AgentId, wish: &Wish) -> Input {
        match wish {
            Wish::SignIn => Input::AgentSignedIn {
                agent,
                interface: None,
            },
            Wish::SignInElsewhere => Input::AgentSignedIn {
                agent,
                interface: Some("Local/home@agents".into()),
            },
            Wish::SignOut => Input::AgentSignedOut { agent },
            Wish::Ready => Input::AgentReady { agent },
            Wish::ReadyOnce => Input::AgentReadyOnce { agent },
            Wish::NotReady => Input::AgentNotReady {
                agent,
                reason: "lunch".into(),
            },
            Wish::Forced(to) => Input::AgentForced {
                agent,
                to: pick(
                    [
                        Forced::Ready,
                        Forced::NotReady {
                            reason: "coffee".into(),
                        },
                        Forced::SignedOut,
                        Forced::SignedIn { interface: None },
                    ],
                    *to,
                ),
                by: "fuzz".into(),
            },
        }
    }

    fn pass(&mut self, ms: u64) {
        let end = self.now + ms;
        while let Output::Idle(Some(next)) = self.router.poll() {
            if next > end {
                break;
            }
            self.now = next;
            self.router.handle_deadline(next);
            self.listen();
        }
        self.now = end;
    }

    fn listen(&mut self) {
        loop {
            let output = self.router.poll();
            self.words.push(format!("{output:?}"));
            match output {
                Output::Idle(_) => break,
                Output::Record(event) => self.book(&event.kind),
                _ => {}
            }
        }
        self.router.assert_invariants(self.now);
    }

    /// Every call and every offer begins once and ends once.
    fn book(&mut self, kind: &EventKind) {
        let is_fine = match kind {
            EventKind::CallArrived { call, .. } | EventKind::ConversationResumed { call, .. } => {
                self.calls.insert(*call)
            }
            EventKind::CallLeft { call, .. }
            | EventKind::CallReleased { call, .. }
            | EventKind::ConversationEnded { call, .. } => {
                self.last_over = *call;
                self.calls.remove(call)
            }
            EventKind::CallOffered { offer, .. } => self.offers.insert(*offer),
            EventKind::CallConnected { offer, .. } | EventKind::OfferFailed { offer, .. } => {
                self.offers.remove(offer)
            }
            _ => true,
        };
        assert!(is_fine, "out of turn: {kind:?}");
    }

    /// Everybody hangs up, and the host says nothing more.
    fn close(&mut self) {
        for call in self.calls.clone() {
            self.tell(Input::CallLeft {
                call,
                departure: Departure::Abandoned,
            });
        }
        self.pass(LEASE_MS);
        assert!(self.calls.is_empty() && self.offers.is_empty());
        assert!(self.router.call_views(self.now).is_empty());
    }
}

fn of_call(what: u8, value: u8) -> CallChange {
    let attribute = |value: Option<&str>| CallChange::Attribute {
        name: "lang".into(),
        value: value.map(Into::into),
    };
    let need = NEEDS.get(usize::from(value) % (NEEDS.len() + 1));
    match what % 6 {
        0 => CallChange::Priority(i32::from(value) - 128),
        1 => CallChange::Requirement(need.map(|n| Template::parse(n).expect("of the language"))),
        2 => attribute(Some("french")),
        3 => attribute(None),
        _ => CallChange::Queue {
            queue: QueueId(u32::from(value % 4)),
            is_after_hours: value & 4 > 0,
            is_forced: value & 8 > 0,
        },
    }
}

fn of_record(plan: &FloorPlan, what: u8, value: u8) -> AgentChange {
    let number = u32::from(value % 4);
    let skill = plan.skills.id(pick(["french", "billing", "vip"], value));
    let skill = skill.expect("both floors declare them");
    match what % 6 {
        0 => AgentChange::Skill {
            skill,
            level: Level::new(value % 101).expect("at most 100"),
        },
        1 => AgentChange::Queue {
            queue: QueueId(number),
            rank: Some(value / 4 % 4),
        },
        2 => AgentChange::Queue {
            queue: QueueId(number),
            rank: None,
        },
        3 => AgentChange::Interface("Local/elsewhere@agents".into()),
        _ => AgentChange::AsConfigured,
    }
}

fn of_offer(offer: OfferId, what: u8) -> Input {
    let failure = match what % 9 {
        0 => return Input::OfferRang { offer },
        1 => return Input::OfferPickedUp { offer },
        2 => return Input::OfferAnswered { offer },
        3 => OfferFailure::NoAnswer,
        4 => OfferFailure::Busy,
        5 => OfferFailure::Rejected,
        6 => OfferFailure::Unreachable,
        7 => OfferFailure::Congestion,
        _ => OfferFailure::Rescinded,
    };
    Input::OfferFailed { offer, failure }
}

/// Tags that requirements, priorities and mandatory tags look at.
fn some_tags(what: u8) -> Tags {
    let languages = [None, Some("french"), Some("billing"), Some("nobody knows")];
    let pairs = [
        ("lang", pick(languages, what)),
        ("reason", (what & 4 > 0).then_some("tariff")),
    ];
    pairs
        .into_iter()
        .fold(Tags::default(), |tags, (key, text)| {
            let key = TagKey::new(key).expect("it is a key");
            let value = text.map(|text| TagValue::new(&key, text).expect("it is a value"));
            tags.with(&key, value.as_ref()).expect("two fit")
        })
}

fn set_of_queue(queue: u8, change: QueueChange) -> Input {
    Input::QueueChanged {
        queue: QueueId(u32::from(queue % 4)),
        change,
        by: "somebody".into(),
    }
}

fn pick<T, const N: usize>(choices: [T; N], number: u8) -> T {
    let place = usize::from(number) % N;
    choices
        .into_iter()
        .nth(place)
        .expect("the place is one of them")
}

fn one_of<T: Copy>(known: &BTreeSet<T>, number: u8) -> Option<T> {
    known
        .iter()
        .nth(usize::from(number) % known.len().max(1))
        .copied()
}

fn plans() -> Vec<Arc<FloorPlan>> {
    let mut plans: Vec<Arc<FloorPlan>> = Vec::new();
    for text in FLOORS {
        let sections = config::parse(text, "floor").expect("the floors are well written");
        let former = plans.last().map(|plan| &**plan);
        let loaded = config::load(&sections, former).expect("the floors are well written");
        plans.push(Arc::new(loaded.plan));
    }
    plans
}

fuzz_target!(|deeds: Vec<Deed>| {
    let plans = plans();
    let (mut first, mut second) = (Floor::open(&plans), Floor::open(&plans));
    for deed in deeds.iter().take(200) {
        first.meet(deed);
        second.meet(deed);
    }
    assert_eq!(first.words, second.words, "the same facts gave other words");
    first.close();
});
