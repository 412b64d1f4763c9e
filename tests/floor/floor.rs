//! The floor under virtual time: a router, a clock that a story moves, and a host double.
//!
//! Rule kept: after every input the orders are drained to `Idle`, each deadline is served at its
//! exact millisecond, and the router's invariants are checked. A story that forgets nothing can
//! therefore rely on a floor that forgets nothing either.

use std::sync::Arc;

use acd::engine::skill::Level;
use acd::engine::{
    AgentChange, AgentId, AgentView, CallExit, CallId, Departure, DeviceState, EndedBy, Event,
    EventKind, Explanation, Forced, Input, Millis, OfferFailure, OfferId, Output, QueueChange,
    QueueId, Rejection, Router, WatchedDevice, WrapUpFinish,
};

use crate::caller::Caller;
use crate::host::{Host, Phone};
use crate::stage::blueprint::Blueprint;

/// The floor of one story.
pub(crate) struct Floor {
    pub(crate) router: Router,
    pub(crate) blueprint: Blueprint,
    pub(crate) host: Host,
    /// Everything that went into history.
    pub(crate) events: Vec<Event>,
    /// Every order and fact as text, with its moment.
    pub(crate) transcript: Vec<String>,
    now: Millis,
    deadline: Option<Millis>,
    next_call: u64,
}

impl Floor {
    /// A floor that opens at 0 ms with the plan that `write` writes.
    pub(crate) fn open(write: impl FnOnce(&mut Blueprint)) -> Self {
        let mut blueprint = Blueprint::default();
        write(&mut blueprint);
        let plan = blueprint.plan();
        let mut floor = Self {
            router: Router::new(plan),
            blueprint,
            host: Host::default(),
            events: Vec::new(),
            transcript: Vec::new(),
            now: Millis::ZERO,
            deadline: None,
            next_call: 1,
        };
        floor.settle();
        floor
    }

    // ---- time -------------------------------------------------------------------------------

    /// This moment.
    pub(crate) fn now(&self) -> Millis {
        self.now
    }

    pub(crate) fn deadline(&self) -> Option<Millis> {
        self.deadline
    }

    /// Lets time pass: every deadline comes at its moment, up to and including the last one.
    pub(crate) fn pass(&mut self, delay_ms: u64) {
        let until = self.now + delay_ms;
        while let Some(due) = self.deadline.filter(|&due| due <= until) {
            self.now = due;
            self.router.handle_deadline(due);
            self.settle();
            assert!(
                self.deadline.is_none_or(|next| next > due),
                "the deadline of {due} was served and is still there"
            );
        }
        self.now = until;
    }

    /// The driver was held up: time passes and the deadlines of all this time come at its end.
    pub(crate) fn oversleeps(&mut self, delay_ms: u64) {
        self.now = self.now + delay_ms;
        self.router.handle_deadline(self.now);
        self.settle();
    }

    /// The moment of the next deadline has come, but the engine hears something else first.
    pub(crate) fn pass_up_to_deadline(&mut self) {
        self.now = self.deadline.expect("there is a deadline to wait for");
    }

    // ---- callers ----------------------------------------------------------------------------

    /// A caller without special wishes enters the queue.
    pub(crate) fn call(&mut self, queue: &str) -> CallId {
        self.enters(Caller::of(queue))
    }

    /// This caller enters.
    pub(crate) fn enters(&mut self, caller: Caller) -> CallId {
        let call = CallId(self.next_call);
        self.tell_gladly(Input::CallArrived(caller.arrival(call, &self.blueprint)));
        self.next_call += 1;
        call
    }

    /// This caller tries to enter and is refused.
    pub(crate) fn is_refused(&mut self, caller: Caller) -> Rejection {
        let call = CallId(self.next_call);
        let arrival = caller.arrival(call, &self.blueprint);
        self.tell(Input::CallArrived(arrival))
            .expect_err("the engine should refuse this call")
    }

    /// The caller hangs up while waiting or while a phone rings; the host has the leg down.
    pub(crate) fn hangs_up(&mut self, call: CallId) {
        self.tell_gladly(abandoned(call));
    }

    /// The conversation of this call is over.
    pub(crate) fn ends(&mut self, call: CallId) {
        self.tell_gladly(Input::ConversationEnded {
            call,
            ended_by: EndedBy::Caller,
        });
    }

    // ---- agents -----------------------------------------------------------------------------

    /// How the agent's phone treats offers from now on.
    pub(crate) fn phone(&mut self, agent: &str, phone: Phone) {
        self.host.phones.insert(self.agent(agent), phone);
    }

    /// The agent picks up the ringing phone.
    pub(crate) fn answers(&mut self, agent: &str) {
        let offer = self.offer_to(agent);
        self.tell_gladly(Input::OfferAnswered { offer });
    }

    /// The offer at the agent's phone fails.
    pub(crate) fn fails(&mut self, agent: &str, failure: OfferFailure) {
        let offer = self.offer_to(agent);
        self.tell_gladly(Input::OfferFailed { offer, failure });
    }

    pub(crate) fn rejects(&mut self, agent: &str) {
        self.fails(agent, OfferFailure::Rejected);
    }

    pub(crate) fn ready(&mut self, agent: &str) {
        let agent = self.agent(agent);
        self.tell_gladly(Input::AgentReady { agent });
    }

    pub(crate) fn not_ready(&mut self, agent: &str, reason: &str) {
        let agent = self.agent(agent);
        self.tell_gladly(Input::AgentNotReady {
            agent,
            reason: reason.into(),
        });
    }

    pub(crate) fn signs_in(&mut self, agent: &str) {
        let agent = self.agent(agent);
        self.tell_gladly(Input::AgentSignedIn {
            agent,
            interface: None,
        });
    }

    /// Ready for one call.
    pub(crate) fn ready_once(&mut self, agent: &str) {
        let agent = self.agent(agent);
        self.tell_gladly(Input::AgentReadyOnce { agent });
    }

    /// A supervisor decides.
    pub(crate) fn force(&mut self, agent: &str, to: Forced) {
        let agent = self.agent(agent);
        let by = "boss".into();
        self.tell_gladly(Input::AgentForced { agent, to, by });
    }

    /// A supervisor sets something of the queue.
    pub(crate) fn sets_of_queue(
        &mut self,
        queue: QueueId,
        change: QueueChange,
    ) -> Result<(), Rejection> {
        let by = "boss".into();
        self.tell(Input::QueueChanged { queue, change, by })
    }

    /// A supervisor changes something of the agent.
    pub(crate) fn change(&mut self, agent: &str, change: AgentChange) {
        let agent = self.agent(agent);
        let by = "boss".into();
        self.tell_gladly(Input::AgentChanged { agent, change, by });
    }

    /// The agent has this skill at this level from now on.
    pub(crate) fn change_skill(&mut self, agent: &str, skill: &str, level: u8) {
        let skill = self.blueprint.skill_names().id(skill);
        let skill = skill.expect("the skill is declared");
        let level = Level::new(level).expect("a level is at most 100");
        self.change(agent, AgentChange::Skill { skill, level });
    }

    /// The agent serves this queue at this rank from now on, or no more.
    pub(crate) fn change_queue(&mut self, agent: &str, queue: &str, rank: Option<u8>) {
        let queue = self.blueprint.queue_id(queue);
        self.change(agent, AgentChange::Queue { queue, rank });
    }

    /// A supervisor sends the agent away.
    pub(crate) fn force_not_ready(&mut self, agent: &str, reason: &str) {
        let reason = reason.into();
        self.force(agent, Forced::NotReady { reason });
    }

    /// Signs in on this phone.
    pub(crate) fn signs_in_on(&mut self, agent: &str, interface: &str) {
        let agent = self.agent(agent);
        self.tell_gladly(Input::AgentSignedIn {
            agent,
            interface: Some(interface.into()),
        });
    }

    pub(crate) fn signs_out(&mut self, agent: &str) {
        let agent = self.agent(agent);
        self.tell_gladly(Input::AgentSignedOut { agent });
    }

    pub(crate) fn device(&mut self, agent: &str, device: DeviceState) {
        let agent = self.agent(agent);
        self.tell_gladly(Input::DeviceChanged { agent, device });
    }

    /// Lets the agent come and take so many calls in turn; the calls in the order of service.
    pub(crate) fn serves(&mut self, agent: &str, calls: usize) -> Vec<u64> {
        self.phone(agent, Phone::Answers);
        self.signs_in(agent);
        let id = self.agent(agent);
        let mut order = Vec::new();
        for _ in 0..calls {
            let talking = self.host.talking.iter();
            let found = talking.clone().find(|(_, talking)| **talking == id);
            let (&call, _) = found.expect("the agent talks to the next");
            order.push(call.0);
            self.ends(call);
        }
        order
    }

    /// Something is said of the agent's call, in hand or just over; what it is comes as
    /// disposition, more time and whether after-call time is over.
    pub(crate) fn wraps_up(
        &mut self,
        agent: &str,
        disposition: &str,
        extend_ms: u64,
        finish: WrapUpFinish,
    ) -> Result<(), Rejection> {
        let agent = self.agent(agent);
        let disposition = match disposition {
            "" => None,
            name => Some(self.blueprint.disposition(name)),
        };
        self.tell(Input::WrapUpChanged {
            agent,
            disposition,
            extend_ms,
            finish,
        })
    }

    // ---- plan -------------------------------------------------------------------------------

    /// A reload with the changes that `change` makes.
    pub(crate) fn reload(&mut self, change: impl FnOnce(&mut Blueprint)) {
        change(&mut self.blueprint);
        let plan = self.blueprint.plan();
        self.tell_gladly(Input::FloorPlanned(plan));
    }

    // ---- what a story asks ------------------------------------------------------------------

    /// Whose phone rings for the call, or `nobody`.
    pub(crate) fn rung_for(&self, call: CallId) -> &str {
        self.name(self.host.ringing(call).map(|(_, agent)| agent))
    }

    /// Whose phones ring for the call, the first one rung first.
    pub(crate) fn all_rung_for(&self, call: CallId) -> Vec<&str> {
        let offers = self.host.offers.values();
        let ringing = offers.filter(|offer| offer.call == call && !offer.is_over);
        ringing
            .map(|offer| self.blueprint.agent_name(offer.agent))
            .collect()
    }

    /// Who talks to the caller, or `nobody`.
    pub(crate) fn talking_to(&self, call: CallId) -> &str {
        self.name(self.host.talking.get(&call).copied())
    }

    /// How the call was released by the engine.
    pub(crate) fn exit(&self, call: CallId) -> Option<CallExit> {
        self.host.exits.get(&call).copied()
    }

    /// Why the call waits.
    pub(crate) fn explain(&self, call: CallId) -> Explanation {
        self.router
            .explain(self.now, call)
            .expect("the call is there")
    }

    /// The offer that is under way at the agent's phone.
    pub(crate) fn offer_to(&self, agent: &str) -> OfferId {
        let id = self.agent(agent);
        let mut offers = self.host.offers.iter();
        let found = offers.find(|(_, offer)| offer.agent == id);
        *found
            .unwrap_or_else(|| panic!("no phone of {agent} rings"))
            .0
    }

    /// The device that is followed for the agent.
    pub(crate) fn watched(&self, agent: &str) -> Option<&WatchedDevice> {
        self.host.watched.get(&self.agent(agent))
    }

    /// What the router shows of the agent.
    pub(crate) fn view(&self, agent: &str) -> AgentView {
        let id = self.agent(agent);
        let mut views = self.router.agent_views(self.now).into_iter();
        let view = views.find(|view| view.plan.id == id);
        view.expect("the agent is on the floor")
    }

    /// How often something of this kind has happened.
    pub(crate) fn count(&self, is_wanted: impl Fn(&EventKind) -> bool) -> usize {
        let events = self.events.iter();
        events.filter(|event| is_wanted(&event.kind)).count()
    }

    /// The last thing of this kind that happened, and when.
    pub(crate) fn last<T>(&self, pick: impl Fn(&EventKind) -> Option<T>) -> Option<(u64, T)> {
        let mut newest_first = self.events.iter().rev();
        newest_first.find_map(|event| Some((event.at.0, pick(&event.kind)?)))
    }

    /// The reason with which the agent went not ready last.
    pub(crate) fn not_ready_reason(&self, agent: &str) -> Option<Arc<str>> {
        let wanted = self.agent(agent);
        let found = self.last(|kind| match kind {
            EventKind::AgentNotReady { agent, reason } if *agent == wanted => {
                Some(Arc::clone(reason))
            }
            _ => None,
        });
        found.map(|(_, reason)| reason)
    }

    /// Everything the router knows, line by line: to see that nothing has changed. Bit sets show
    /// their address instead of their bits, which the invariants recompute anyway.
    pub(crate) fn snapshot(&self) -> Vec<String> {
        let text = format!("{:#?}", self.router);
        let told = text.lines().filter(|line| !line.contains("data: 0x"));
        told.map(str::to_owned).collect()
    }

    /// Compares with an earlier snapshot and names the first thing that is different.
    #[track_caller]
    pub(crate) fn assert_unchanged_since(&self, before: &[String]) {
        let now = self.snapshot();
        let changed = before.iter().zip(&now).position(|(then, now)| then != now);
        if let Some(line) = changed {
            let around = |lines: &[String]| lines[line.saturating_sub(4)..=line].join("\n");
            panic!("was:\n{}\nis:\n{}", around(before), around(&now));
        }
        assert_eq!(before.len(), now.len(), "something is new or gone");
    }

    pub(crate) fn agent(&self, name: &str) -> AgentId {
        self.blueprint.agent_id(name)
    }

    // ---- machinery --------------------------------------------------------------------------

    /// Tells the engine a fact, then lets the host react to what comes of it.
    pub(crate) fn tell(&mut self, input: Input) -> Result<(), Rejection> {
        self.host.note(&input);
        let answer = self.router.handle(self.now, input);
        self.settle();
        answer
    }

    fn tell_gladly(&mut self, input: Input) {
        let told = format!("{input:?}");
        if let Err(refusal) = self.tell(input) {
            panic!("at {}: {told} was refused: {refusal}", self.now);
        }
    }

    fn settle(&mut self) {
        self.drain();
        while let Some(reaction) = self.host.next_reaction() {
            let told = format!("{reaction:?}");
            self.host.note(&reaction);
            if let Err(refusal) = self.router.handle(self.now, reaction) {
                panic!("at {}: the host said {told} and got: {refusal}", self.now);
            }
            self.drain();
        }
    }

    fn drain(&mut self) {
        loop {
            let output = self.router.poll();
            self.transcript.push(format!("{} {output:?}", self.now));
            match output {
                Output::Idle(deadline) => {
                    self.deadline = deadline;
                    break;
                }
                Output::Record(event) => self.record(event),
                order => self.host.obey(order),
            }
        }
        self.router.assert_invariants(self.now);
    }

    fn record(&mut self, event: Event) {
        let next = self.events.last().map_or(1, |last| last.sequence + 1);
        assert_eq!(event.sequence, next, "history has a gap: {event:?}");
        assert_eq!(event.at, self.now, "history lies about time: {event:?}");
        self.events.push(event);
    }

    fn name(&self, agent: Option<AgentId>) -> &str {
        agent.map_or("nobody", |agent| self.blueprint.agent_name(agent))
    }
}

/// The caller hung up.
pub(crate) fn abandoned(call: CallId) -> Input {
    Input::CallLeft {
        call,
        departure: Departure::Abandoned,
    }
}
