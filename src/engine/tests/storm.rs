//! Any facts in any order, sensible or not: the invariants hold after each, a refused fact
//! changes nothing, the same facts give the same words, every call and offer ends exactly once,
//! and when the callers are gone nothing is left behind.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use proptest::prelude::{Strategy as Choice, any, prop, prop_oneof, proptest};

use super::floor::{agent, arrival, plan, queue, relax};
use crate::engine::limits::LEASE_MS;
use crate::engine::{
    Ageing, AgentId, AgentPlan, AttributeTest, Attributes, CallChange, CallId, CallOrder,
    Departure, DeviceState, DispositionId, DispositionPlan, DispositionUse, EndedBy, EventKind,
    FloorPlan, Input, Millis, OfferFailure, OfferId, Output, OverflowEstimate, OverflowLength,
    OverflowStep, PriorityRule, QueueId, QueuePlan, RelaxStep, Roll, Router, StaffLevel,
    StateInterface, StepCondition, Strategy, TellWait, Template, Threshold, WrapUpFinish,
};

const NEEDS: [Option<&str>; 6] = [
    None,
    Some("french >= 2"),
    Some("billing"),
    Some("french | billing prefer vip*3"),
    Some("$lang"),
    Some("german"),
];

/// Steps that begin by time and on a condition, in every order.
fn steps_on_conditions(number: u8) -> Arc<[RelaxStep]> {
    let mut steps = relax(&[
        (2_000, "french"),
        (0, "billing"),
        (4_000, "any"),
        (9_000, "any"),
    ])
    .to_vec();
    steps[1].when = Some(StepCondition::Lacking(
        StaffLevel::ALL[usize::from(number) % 4],
    ));
    steps[2].when = Some(match number % 2 {
        0 => StepCondition::Lacking(StaffLevel::Free),
        _ => StepCondition::WaitOver(2_000),
    });
    steps.into()
}

/// The floor in one of its variants: other skills, queues, agents, phones and rules.
fn variant(number: u8) -> Arc<FloorPlan> {
    let mut first = queue(0);
    first.need.relax = relax(&[(3_000, "french"), (6_000, "any")]);
    first.wrap_up.time_ms = 2_000;
    first.line.timeout_ms = Some(20_000);
    first.announce.wait = TellWait::Yes;
    first.announce.every_ms = number.is_multiple_of(2).then_some(2_000);
    first.line.capacity = if number % 4 == 3 { 2 } else { 6 };
    let mut second = queue(1);
    overflow(&mut first, &mut second);
    reserve(&mut first, number);
    second.choice.strategy = Strategy::MostSkilled;
    second.offer.rona_limit = Some(2);
    second.offer.ring_at_once = 1 + number % 4;
    second.need.requirement = Template::parse("french | $lang").unwrap();
    second.need.relax = steps_on_conditions(number);
    first.order.weight = i32::from(number % 3);
    first.order.ageing = (number % 2 == 1).then_some(Ageing {
        points: 1,
        per_ms: 3_000,
    });
    second.order.order = CallOrder::Deadline;
    second.order.ageing = (number % 4 == 1).then_some(Ageing {
        points: 2,
        per_ms: 7_000,
    });
    second.order.priority_if = [PriorityRule {
        attribute: "lang".into(),
        test: AttributeTest::IsSet,
        raise: 1,
    }]
    .into();
    first.wrap_up.extension_ms_max = 3_000;
    first.wrap_up.disposition = match number % 3 {
        0 => DispositionUse::None,
        1 => DispositionUse::Optional,
        _ => DispositionUse::Mandatory,
    };
    first.wrap_up.dispositions = [DispositionId(0), DispositionId(1)].into();
    first.wrap_up.disposition_default = number.is_multiple_of(2).then_some(DispositionId(1));
    let agents = agents(number);
    let queues = if number % 5 == 4 {
        vec![first]
    } else {
        vec![first, second]
    };
    let disposition = |id| DispositionPlan {
        id: DispositionId(id),
        name: format!("disposition{id}").into(),
        label: None,
    };
    let known = if number % 4 == 2 { 1 } else { 3 };
    Arc::new(FloorPlan {
        dispositions: Roll::new((0..known).map(disposition)),
        ..(*plan(queues, agents)).clone()
    })
}

/// Agents of rank 2 join and leave by one sign or by several.
fn reserve(queue: &mut QueuePlan, number: u8) {
    let thresholds = [(2, 2), (4_000, 2_000), (2_000, 1_000), (70, 80)];
    queue.reserve.rank_min = (number % 4 != 2).then_some(2);
    queue.reserve.stay_ms = 1_000 * u64::from(number % 3);
    for (sign, (join, leave)) in thresholds.into_iter().enumerate() {
        let is_looked_at = number % 4 == 3 || usize::from(number) % 4 == sign;
        let threshold = Threshold { join, leave };
        queue.reserve.thresholds[sign] = is_looked_at.then_some(threshold);
    }
    queue.waiting.handling_ms = 1_500;
}

/// Calls go from one queue to the other and back.
fn overflow(first: &mut QueuePlan, second: &mut QueuePlan) {
    first.overflow.by_wait = [(4_000, 1), (9_000, 0)]
        .map(|(after_ms, to)| OverflowStep {
            after_ms,
            queue: QueueId(to),
        })
        .into();
    second.overflow.by_wait = [OverflowStep {
        after_ms: 5_000,
        queue: QueueId(0),
    }]
    .into();
    second.overflow.by_estimate = [OverflowEstimate {
        over_ms: 3_000,
        queue: QueueId(0),
    }]
    .into();
    first.overflow.by_length = [OverflowLength {
        calls: 3,
        queue: QueueId(1),
    }]
    .into();
}

fn agents(number: u8) -> Vec<AgentPlan> {
    let level = 1 + number;
    let mut agents = vec![
        agent(0, &[("french", level), ("billing", 2)]),
        agent(1, &[("billing", level)]),
        agent(2, &[("french", 3), ("vip", level)]),
        agent(3, &[]),
    ];
    for (rank, agent) in agents.iter_mut().enumerate() {
        let rank = 1 + rank as u8 % 2 * (number % 2);
        agent.queues = BTreeMap::from([(QueueId(0), rank), (QueueId(1), 1)]);
    }
    agents[3].interface = None;
    agents[3].is_signed_in_at_start = false;
    agents[1].interface = Some(format!("PJSIP/desk{number}").into());
    agents[2].state_interface = StateInterface::Device("Custom:two".into());
    if number % 3 == 1 {
        agents.remove(2);
    }
    agents
}

#[derive(Debug, Clone)]
enum Deed {
    Pass(u64),
    Plan(u8),
    Agent(u32, u8),
    Device(u32, DeviceState),
    WrapUp(u32, Option<u32>, u64, WrapUpFinish),
    Arrive {
        queue: u32,
        need: usize,
        lang: bool,
        priority: i32,
        position: Option<u32>,
        timeout_ms: Option<u64>,
    },
    Leave(usize, Departure),
    Change(usize, u8, u32),
    Offer(usize, u8),
    End(usize, EndedBy),
    Resume(u32),
}

fn deed() -> impl Choice<Value = Deed> {
    let device = prop::sample::select(vec![
        DeviceState::Unknown,
        DeviceState::Free,
        DeviceState::Free,
        DeviceState::InUse,
        DeviceState::Unreachable,
    ]);
    let departure = prop::sample::select(vec![
        Departure::Abandoned,
        Departure::Redirected,
        Departure::ExitKey,
        Departure::Failed,
    ]);
    let finish = prop::sample::select(vec![
        WrapUpFinish::No,
        WrapUpFinish::Now,
        WrapUpFinish::Skip,
    ]);
    prop_oneof![
        3 => (0_u64..9_000).prop_map(Deed::Pass),
        1 => (0_u8..8).prop_map(Deed::Plan),
        3 => (0_u32..5, 0_u8..6).prop_map(|(agent, what)| Deed::Agent(agent, what)),
        2 => (0_u32..5, device).prop_map(|(agent, device)| Deed::Device(agent, device)),
        3 => (0_u32..5, prop::option::of(0_u32..4), prop::sample::select(vec![0, 0, 2_000]), finish)
            .prop_map(|(agent, said, ms, finish)| Deed::WrapUp(agent, said, ms, finish)),
        6 => (
            0_u32..3,
            0..NEEDS.len(),
            any::<bool>(),
            -1..=1,
            prop::option::weighted(0.2, 0_u32..4),
            prop::option::of(prop::sample::select(vec![0, 1, 4_000, u64::MAX])),
        )
            .prop_map(|(queue, need, lang, priority, position, timeout_ms)| {
                Deed::Arrive { queue, need, lang, priority, position, timeout_ms }
            }),
        1 => (any::<usize>(), departure).prop_map(|(call, how)| Deed::Leave(call, how)),
        3 => (any::<usize>(), 0_u8..6, 0_u32..3)
            .prop_map(|(call, what, to)| Deed::Change(call, what, to)),
        8 => (any::<usize>(), 0_u8..9).prop_map(|(offer, what)| Deed::Offer(offer, what)),
        3 => any::<usize>().prop_map(|call| Deed::End(call, EndedBy::Agent)),
        1 => (0_u32..5).prop_map(Deed::Resume),
    ]
}

struct Storm {
    router: Router,
    now: Millis,
    said: Vec<String>,
    sequence: u64,
    next_call: u64,
    calls: BTreeSet<CallId>,
    offers: BTreeSet<OfferId>,
}

impl Storm {
    fn new() -> Self {
        let mut storm = Self {
            router: Router::new(variant(0)),
            now: Millis::ZERO,
            said: Vec::new(),
            sequence: 0,
            next_call: 0,
            calls: BTreeSet::new(),
            offers: BTreeSet::new(),
        };
        storm.listen();
        storm
    }

    fn run(&mut self, deeds: &[Deed]) {
        for deed in deeds {
            if let Some(input) = self.input(deed) {
                self.tell(input);
            }
        }
    }

    fn tell(&mut self, input: Input) {
        // Deadlines are kept whatever becomes of the fact.
        self.router.handle_deadline(self.now);
        self.listen();
        let before = format!("{:?}", self.router);
        match self.router.handle(self.now, input) {
            Ok(()) => self.listen(),
            Err(rejection) => {
                assert_eq!(format!("{:?}", self.router), before, "after {rejection}");
                self.said.push(rejection.to_string());
            }
        }
    }

    fn input(&mut self, deed: &Deed) -> Option<Input> {
        Some(match deed {
            Deed::Pass(ms) => {
                self.pass(*ms);
                return None;
            }
            Deed::Plan(number) => Input::FloorPlanned(variant(*number)),
            Deed::Agent(agent, what) => of_agent(AgentId(*agent), *what),
            Deed::Device(agent, device) => Input::DeviceChanged {
                agent: AgentId(*agent),
                device: *device,
            },
            Deed::WrapUp(agent, disposition, extend_ms, finish) => Input::WrapUpChanged {
                agent: AgentId(*agent),
                disposition: disposition.map(DispositionId),
                extend_ms: *extend_ms,
                finish: *finish,
            },
            Deed::Arrive {
                queue,
                need,
                lang,
                priority,
                position,
                timeout_ms,
            } => {
                self.next_call += 1;
                let mut arrival = arrival(self.next_call, NEEDS[*need]);
                arrival.queue = QueueId(*queue);
                arrival.priority = *priority;
                arrival.position = *position;
                arrival.timeout_ms = *timeout_ms;
                arrival.caller = Some((self.next_call % 5).to_string().into());
                let wanted = u32::try_from(self.next_call % 11).unwrap();
                arrival.wanted_agent = (wanted < 5).then_some(AgentId(wanted));
                if *lang {
                    arrival.attributes = Attributes::new([("lang", "billing")]).unwrap();
                }
                Input::CallArrived(arrival)
            }
            Deed::Leave(call, departure) => Input::CallLeft {
                call: pick(&self.calls, *call)?,
                departure: *departure,
            },
            Deed::Change(call, what, to) => Input::CallChanged {
                call: pick(&self.calls, *call)?,
                change: change(*what, *to),
                by: "storm".into(),
            },
            Deed::End(call, ended_by) => Input::ConversationEnded {
                call: pick(&self.calls, *call)?,
                ended_by: *ended_by,
            },
            Deed::Offer(offer, what) => of_offer(pick(&self.offers, *offer)?, *what),
            Deed::Resume(agent) => {
                self.next_call += 1;
                let call = CallId(self.next_call);
                Input::ConversationResumed {
                    call,
                    queue: QueueId(0),
                    agent: AgentId(*agent),
                }
            }
        })
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
            self.said.push(format!("{output:?}"));
            match output {
                Output::Idle(_) => break,
                Output::Record(event) => {
                    self.sequence += 1;
                    assert_eq!((event.sequence, event.at), (self.sequence, self.now));
                    self.book(&event.kind);
                }
                _ => {}
            }
        }
        self.router.assert_invariants(self.now);
    }

    fn book(&mut self, kind: &EventKind) {
        let is_fine = match kind {
            EventKind::CallArrived { call, .. } | EventKind::ConversationResumed { call, .. } => {
                self.calls.insert(*call)
            }
            EventKind::CallLeft { call, .. }
            | EventKind::CallReleased { call, .. }
            | EventKind::ConversationEnded { call, .. } => self.calls.remove(call),
            EventKind::CallOffered { offer, .. } => self.offers.insert(*offer),
            EventKind::CallConnected {
                offer,
                requirement,
                skills,
                ..
            } => {
                assert!(requirement.is_met_by(skills));
                self.offers.remove(offer)
            }
            EventKind::OfferFailed { offer, .. } => self.offers.remove(offer),
            _ => true,
        };
        assert!(is_fine, "out of turn: {kind:?}");
    }

    /// Everybody hangs up, and the host says nothing more.
    fn calm(&mut self) {
        for call in self.calls.clone() {
            self.tell(Input::CallLeft {
                call,
                departure: Departure::Abandoned,
            });
        }
        self.pass(LEASE_MS);
        assert!(
            self.calls.is_empty() && self.offers.is_empty(),
            "something is left behind"
        );
        assert!(self.router.call_views(self.now).is_empty());
    }
}

fn of_agent(agent: AgentId, what: u8) -> Input {
    match what {
        0 => Input::AgentSignedIn {
            agent,
            interface: None,
        },
        1 => Input::AgentSignedIn {
            agent,
            interface: Some("Local/home".into()),
        },
        2 => Input::AgentSignedOut { agent },
        3 => Input::AgentNotReady {
            agent,
            reason: "lunch".into(),
        },
        _ => Input::AgentReady { agent },
    }
}

fn of_offer(offer: OfferId, what: u8) -> Input {
    let failure = match what {
        0 => return Input::OfferRang { offer },
        1 => return Input::OfferPickedUp { offer },
        2..=3 => return Input::OfferAnswered { offer },
        4 => OfferFailure::NoAnswer,
        5 => OfferFailure::Busy,
        6 => OfferFailure::Rejected,
        7 => OfferFailure::Unreachable,
        _ => OfferFailure::Rescinded,
    };
    Input::OfferFailed { offer, failure }
}

fn change(what: u8, number: u32) -> CallChange {
    let attribute = |value: Option<&str>| CallChange::Attribute {
        name: "lang".into(),
        value: value.map(Box::from),
    };
    match what {
        0 => CallChange::Priority(number as i32 - 1),
        1 => {
            CallChange::Requirement(NEEDS[number as usize * 2].map(|n| Template::parse(n).unwrap()))
        }
        2 => attribute(Some("french")),
        3 => attribute(None),
        _ => CallChange::Queue(QueueId(number)),
    }
}

fn pick<T: Copy>(known: &BTreeSet<T>, number: usize) -> Option<T> {
    known.iter().nth(number % known.len().max(1)).copied()
}

proptest! {
    #[test]
    fn any_facts_in_any_order(deeds in prop::collection::vec(deed(), 0..120)) {
        let (mut first, mut second) = (Storm::new(), Storm::new());
        first.run(&deeds);
        second.run(&deeds);
        assert_eq!(first.said, second.said, "the same facts gave other words");
        first.calm();
    }
}
