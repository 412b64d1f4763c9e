//! The router: one fact in, then orders and history out until there is nothing more to say.
//!
//! Here only the way of a fact to its rule; the rules are in the files named after them. A fact
//! that is refused changes nothing (deadlines that were due before it are kept all the same).
//! Left out on purpose: clocks, threads, names of the PBX.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

use fixedbitset::FixedBitSet;

use super::agent::abilities::{Abilities, columns_of};
use super::agent::record::Agent;
use super::call::memory::CallerMemory;
use super::call::record::Call;
use super::estimate::handling::HandlingTime;
use super::event::EventKind;
use super::id::{AgentId, CallId, OfferId};
use super::input::Input;
use super::limits::CLASSES_MAX;
use super::matching::idle::IdleAgents;
use super::matching::reservation::Offer;
use super::matching::search::Gathering;
use super::numbered::Event;
use super::output::Output;
use super::plan::FloorPlan;
use super::queue::class_table::ClassTable;
use super::queue::record::{Queue, paces_of, queues_of};
use super::queue::review::Reviews;
use super::queue::staffing::Staffing;
use super::rejection::Rejection;
use super::skill::LevelColumns;
use super::time::Millis;
use super::timer::{Timer, Timers};
use super::waiting::reach::Reaches;
use super::waiting::relax_condition::Watches;
use super::waiting::wait_over::EstimateWatches;

/// The rules of the floor at work.
#[derive(Debug)]
pub struct Router {
    pub(super) now: Millis,
    pub(super) plan: Arc<FloorPlan>,
    /// The levels of the plan's agents, laid out for search.
    pub(super) levels: LevelColumns,
    pub(super) queues: Vec<Option<Queue>>,
    pub(super) agents: Vec<Option<Agent>>,
    pub(super) calls: BTreeMap<CallId, Box<Call>>,
    pub(super) offers: BTreeMap<OfferId, Offer>,
    pub(super) classes: ClassTable,
    pub(super) idle: IdleAgents,
    pub(super) staffing: Staffing,
    pub(super) reaches: Reaches,
    pub(super) reviews: Reviews,
    /// Agents who take calls, now or when the one in hand is over.
    pub(super) at_work: FixedBitSet,
    /// By queue: how long its calls keep an agent.
    pub(super) handling: Vec<HandlingTime>,
    pub(super) memory: CallerMemory,
    // Calls that wait for one agent alone.
    pub(super) holds: BTreeSet<(AgentId, CallId)>,
    // Agents who may have gone while calls waited for one alone.
    pub(super) absent: Vec<AgentId>,
    pub(super) timers: Timers,
    pub(super) watches: Watches,
    pub(super) estimate_watches: EstimateWatches,
    // While deadlines are kept that are due at once.
    pub(super) gathering: Option<Gathering>,
    pub(super) next_offer: OfferId,
    pub(super) sequence: u64,
    pub(super) outputs: VecDeque<Output>,
}

impl Router {
    /// A floor without calls; agents whom the plan signs in at the start are ready.
    #[must_use]
    pub fn new(plan: Arc<FloorPlan>) -> Self {
        Self::succeeding(plan, Millis::ZERO, OfferId(1))
    }

    /// A floor without calls that takes the place of a failed one at `now`.
    ///
    /// `next_offer` is the failed router's [`next_offer`](Self::next_offer), so that no late
    /// report about an old offer is taken for a new one. Agents stand as in [`new`](Self::new);
    /// make them stand as before with the inputs that [`roster`](Self::roster) tells of.
    #[must_use]
    pub fn succeeding(plan: Arc<FloorPlan>, now: Millis, next_offer: OfferId) -> Self {
        let capacity = plan.agents.capacity();
        let mut agents = Vec::new();
        agents.resize_with(capacity, || None);
        let mut router = Self {
            now,
            queues: queues_of(&plan),
            agents,
            calls: BTreeMap::new(),
            offers: BTreeMap::new(),
            levels: columns_of(&plan),
            classes: ClassTable::new(capacity, CLASSES_MAX, paces_of(&plan)),
            idle: IdleAgents::new(capacity),
            staffing: Staffing::new(capacity),
            reaches: Reaches::default(),
            reviews: Reviews::new(&plan),
            at_work: FixedBitSet::with_capacity(capacity),
            handling: Vec::new(),
            memory: CallerMemory::default(),
            holds: BTreeSet::new(),
            absent: Vec::new(),
            timers: Timers::default(),
            watches: Watches::default(),
            estimate_watches: EstimateWatches::default(),
            gathering: None,
            next_offer,
            sequence: 0,
            outputs: VecDeque::new(),
            plan,
        };
        router.record(EventKind::FloorPlanned);
        let plan = Arc::clone(&router.plan);
        for queue in plan.queues.iter() {
            router.begin_to_level(queue.id, None);
        }
        for agent in plan.agents.iter() {
            router.add_agent(agent);
        }
        // Without calls there is nothing to do; so that no fact that is refused does it.
        router.review();
        router
    }

    /// What the agents of the plan in force can do.
    pub(in crate::engine) fn abilities(&self) -> Abilities<'_> {
        Abilities::of(&self.plan, &self.levels)
    }

    /// Hears one fact. Deadlines that are due by `now` are kept first, so that the order of
    /// things does not depend on how soon the caller noticed them.
    ///
    /// `now` never goes back; an earlier moment counts as the latest one heard of. Call
    /// [`poll`](Self::poll) afterwards until it is idle, also after a rejection.
    ///
    /// # Errors
    /// When the fact cannot be true or may not be; see [`Rejection`].
    pub fn handle(&mut self, now: Millis, input: Input) -> Result<(), Rejection> {
        self.handle_deadline(now);
        let outcome = self.hear(input);
        if outcome.is_ok() {
            self.mark_estimates();
        }
        self.review();
        outcome
    }

    fn hear(&mut self, input: Input) -> Result<(), Rejection> {
        match input {
            Input::FloorPlanned(plan) => {
                self.replan(plan);
                Ok(())
            }
            Input::AgentSignedIn { agent, interface } => self.sign_in(agent, interface),
            Input::AgentSignedOut { agent } => self.sign_out(agent),
            Input::AgentReady { agent } => self.become_ready(agent, false),
            Input::AgentNotReady { agent, reason } => self.become_not_ready(agent, reason),
            Input::AgentChanged { agent, change, by } => self.change_agent(agent, change, by),
            Input::AgentReadyOnce { agent } => self.become_ready(agent, true),
            Input::AgentForced { agent, to, by } => self.force(agent, to, by),
            Input::DeviceChanged { agent, device } => self.device_changed(agent, device),
            Input::QueueChanged { queue, change, by } => self.queue_changed(queue, change, by),
            Input::CallArrived(arrival) => self.call_arrived(arrival),
            Input::CallChanged { call, change, by } => self.call_changed(call, change, by),
            Input::CallTagged { call, agent, tags } => self.call_tagged(call, agent, tags),
            Input::CallLeft { call, departure } => self.call_left(call, departure),
            Input::OfferRang { offer } => self.offer_rang(offer),
            Input::OfferPickedUp { offer } => self.offer_picked_up(offer),
            Input::OfferAnswered { offer } => self.offer_answered(offer),
            Input::OfferFailed { offer, failure } => self.offer_failed(offer, failure),
            Input::ConversationEnded { call, ended_by } => self.conversation_ended(call, ended_by),
            Input::WrapUpChanged {
                agent,
                disposition,
                extend_ms,
                finish,
            } => self.wrap_up_changed(agent, (disposition, extend_ms), finish),
            Input::ConversationResumed { call, queue, agent } => {
                self.conversation_resumed(call, queue, agent)
            }
        }
    }

    /// Keeps every deadline that is due by `now`. Call [`poll`](Self::poll) afterwards.
    pub fn handle_deadline(&mut self, now: Millis) {
        self.now = self.now.max(now);
        if self.timers.next().is_none_or(|due| due > self.now) {
            return;
        }
        self.gather();
        while let Some(timer) = self.timers.take_due(self.now) {
            match timer {
                Timer::CallTimeout(call) => self.call_timed_out(call),
                Timer::CallClosing(call) => self.hours_over(call),
                Timer::CallOverflow(call) => self.overflow_due(call),
                Timer::CallRelaxation(call) => self.relax(call),
                Timer::CallHold(call) => self.hold_over(call),
                Timer::QueueReview(queue) => self.review_due(queue),
                Timer::CallRankWindow(call) => self.widen(call),
                Timer::OfferRing(offer) => self.ring_timed_out(offer),
                Timer::OfferLease(offer) => self.lease_expired(offer),
                Timer::AgentWrapUp(agent) => self.wrap_up_timed_out(agent),
                Timer::AgentRest(agent) => self.rest_over(agent),
                Timer::AgentNotReady(agent) => self.not_ready_long_enough(agent),
                Timer::CallAnnouncement(call) => self.announce(call),
            }
        }
        self.match_gathered();
        self.mark_estimates();
        self.review();
    }

    /// The next order or fact; [`Output::Idle`] when there is nothing more to say.
    #[must_use]
    pub fn poll(&mut self) -> Output {
        self.outputs
            .pop_front()
            .unwrap_or_else(|| Output::Idle(self.timers.next()))
    }

    /// The plan in force.
    #[must_use]
    pub fn plan(&self) -> &Arc<FloorPlan> {
        &self.plan
    }

    /// The id of the next offer: for [`succeeding`](Self::succeeding).
    #[must_use]
    pub fn next_offer(&self) -> OfferId {
        self.next_offer
    }

    pub(super) fn order(&mut self, output: Output) {
        self.outputs.push_back(output);
    }

    pub(super) fn record(&mut self, kind: EventKind) {
        self.sequence += 1;
        self.order(Output::Record(Event {
            sequence: self.sequence,
            at: self.now,
            kind,
        }));
    }

    /// An agent of the plan.
    pub(super) fn planned_agent(&self, id: AgentId) -> Result<&Agent, Rejection> {
        let agent = self.agents.get(id.index()).and_then(Option::as_ref);
        agent
            .filter(|agent| !agent.is_removed)
            .ok_or(Rejection::UnknownAgent(id))
    }

    /// An agent who is known to be there.
    pub(super) fn agent(&self, id: AgentId) -> &Agent {
        self.agents[id.index()]
            .as_ref()
            .expect("agents stay while a record names them")
    }

    /// An agent who is known to be there.
    pub(super) fn agent_mut(&mut self, id: AgentId) -> &mut Agent {
        self.agents[id.index()]
            .as_mut()
            .expect("agents stay while a record names them")
    }

    /// A call that is known to be there.
    pub(super) fn call_mut(&mut self, id: CallId) -> &mut Call {
        self.calls
            .get_mut(&id)
            .expect("calls stay while a record names them")
    }
}
