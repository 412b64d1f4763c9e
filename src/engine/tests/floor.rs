//! A small floor in virtual time: a plan from a few words, facts in, orders and history out.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::engine::{
    AgentId, AgentPlan, Arrival, Attributes, CallId, DeviceState, EndedBy, EventKind, FloorPlan,
    Input, Level, Millis, OfferFailure, OfferId, Output, QueueId, QueuePlan, Rejection, RelaxStep,
    Roll, Router, SkillNames, Tags, Template,
};

pub(in crate::engine) const SKILLS: [&str; 3] = ["french", "billing", "vip"];

pub(in crate::engine) fn queue(id: u32) -> QueuePlan {
    let mut plan = QueuePlan::new(QueueId(id), format!("queue{id}"));
    plan.line.capacity = 100;
    plan
}

pub(in crate::engine) fn relax(steps: &[(u64, &str)]) -> Arc<[RelaxStep]> {
    let step = |&(after_ms, text): &(u64, &str)| RelaxStep {
        after_ms,
        when: None,
        requirement: Template::parse(text).unwrap(),
    };
    steps.iter().map(step).collect()
}

/// An agent signed in at start who serves queue 0; skills as `name:level`.
pub(in crate::engine) fn agent(id: u32, skills: &[(&str, u8)]) -> AgentPlan {
    let names = SkillNames::new(SKILLS).unwrap();
    let level = |&(name, level): &(&str, u8)| (names.id(name).unwrap(), Level::new(level).unwrap());
    AgentPlan {
        interface: Some(format!("PJSIP/{id}").into()),
        is_signed_in_at_start: true,
        skills: skills.iter().map(level).collect(),
        queues: BTreeMap::from([(QueueId(0), 1)]),
        place: id,
        ..AgentPlan::new(AgentId(id), format!("agent{id}"))
    }
}

pub(in crate::engine) fn plan(queues: Vec<QueuePlan>, agents: Vec<AgentPlan>) -> Arc<FloorPlan> {
    Arc::new(FloorPlan {
        skills: SkillNames::new(SKILLS).unwrap(),
        queues: Roll::new(queues),
        agents: Roll::new(agents),
        ..FloorPlan::default()
    })
}

pub(in crate::engine) struct Floor {
    pub(super) router: Router,
    pub(super) now: Millis,
    /// Orders of the last fact, as short texts.
    pub(super) orders: Vec<String>,
    /// All history.
    pub(super) history: Vec<EventKind>,
}

impl Floor {
    pub(super) fn new(queues: Vec<QueuePlan>, agents: Vec<AgentPlan>) -> Self {
        let router = Router::new(plan(queues, agents));
        let mut floor = Self {
            router,
            now: Millis::ZERO,
            orders: Vec::new(),
            history: Vec::new(),
        };
        floor.drain();
        floor
    }

    /// Hears a fact now.
    pub(super) fn tell(&mut self, input: Input) -> Result<(), Rejection> {
        let answer = self.router.handle(self.now, input);
        self.drain();
        answer
    }

    /// Time passes; every deadline is kept at its moment.
    pub(super) fn pass(&mut self, ms: u64) {
        let end = self.now + ms;
        let mut orders = Vec::new();
        while let Output::Idle(Some(next)) = self.router.poll() {
            if next > end {
                break;
            }
            self.now = next;
            self.router.handle_deadline(next);
            self.drain();
            orders.append(&mut self.orders);
        }
        self.now = end;
        self.orders = orders;
    }

    pub(super) fn arrive(&mut self, call: u64, requirement: Option<&str>) -> Vec<String> {
        self.arrive_with(arrival(call, requirement))
    }

    pub(super) fn arrive_with(&mut self, arrival: Arrival) -> Vec<String> {
        self.tell(Input::CallArrived(arrival)).unwrap();
        self.orders.clone()
    }

    pub(super) fn answered(&mut self, offer: u64) -> Vec<String> {
        self.tell(Input::OfferAnswered {
            offer: OfferId(offer),
        })
        .unwrap();
        self.orders.clone()
    }

    pub(super) fn failed(&mut self, offer: u64, failure: OfferFailure) -> Vec<String> {
        self.tell(Input::OfferFailed {
            offer: OfferId(offer),
            failure,
        })
        .unwrap();
        self.orders.clone()
    }

    pub(super) fn ended(&mut self, call: u64) -> Vec<String> {
        let ended_by = EndedBy::Caller;
        self.tell(Input::ConversationEnded {
            call: CallId(call),
            ended_by,
        })
        .unwrap();
        self.orders.clone()
    }

    pub(super) fn device(&mut self, agent: u32, device: DeviceState) -> Vec<String> {
        self.tell(Input::DeviceChanged {
            agent: AgentId(agent),
            device,
        })
        .unwrap();
        self.orders.clone()
    }

    fn drain(&mut self) {
        self.orders.clear();
        loop {
            let text = match self.router.poll() {
                Output::Idle(_) => break,
                Output::Record(event) => {
                    assert_eq!(event.sequence, self.history.len() as u64 + 1);
                    assert_eq!(event.at, self.now);
                    self.history.push(event.kind);
                    continue;
                }
                Output::OfferCall(order) => {
                    format!(
                        "offer {} call {} agent {}",
                        order.offer, order.call, order.agent
                    )
                }
                Output::RescindOffer { offer, reason, .. } => format!("rescind {offer} {reason:?}"),
                Output::ConnectCall { call, offer } => format!("connect {call} offer {offer}"),
                Output::MoveCall { call, queue } => format!("move {call} to {queue}"),
                Output::Announce { call, .. } => format!("announce {call}"),
                Output::ReleaseCall { call, exit, .. } => format!("release {call} {exit:?}"),
                Output::WatchDevice { agent, device } => {
                    format!("watch {agent} {}", device.is_some())
                }
            };
            self.orders.push(text);
        }
        self.router.assert_invariants(self.now);
    }
}

pub(in crate::engine) fn arrival(call: u64, requirement: Option<&str>) -> Arrival {
    Arrival {
        call: CallId(call),
        queue: QueueId(0),
        requirement: requirement.map(|text| Template::parse(text).unwrap()),
        attributes: Attributes::default(),
        tags: Tags::default(),
        priority: 0,
        position: None,
        timeout_ms: None,
        is_after_hours: false,
        closes_in_ms: None,
        caller: None,
        wanted_agent: None,
    }
}
