//! The books that are kept beside the engine: who does what by what was said and ordered, and
//! what must hold after every step. Nothing is read from the engine but its orders and history.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use acd::engine::{
    Ageing, AtClose, CallExit, CallId, CallOrder, DeviceState, Door, OfferFailure, OfferId,
    WrapUpEnd,
};

use crate::after_call::{Closing, Said};
use crate::choice::Memory;
use crate::duty::AwayEnd;
use crate::favour::Callers;
use crate::need::{FLEETING, Wish};
use crate::town::{AGENTS, QUEUES, QueueRules, Town};

/// What an agent has in hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hand {
    Empty,
    Offer(OfferId),
    Talk(CallId),
}

/// What was asked for while a call was in hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pending {
    Nothing,
    NotReady(&'static str),
    SignOut,
}

/// How an agent stands.
#[derive(Clone, Debug)]
pub(crate) struct Standing {
    pub(crate) is_on_floor: bool,
    pub(crate) is_signed_in: bool,
    pub(crate) is_not_ready: bool,
    /// Why, and when that ends by itself.
    pub(crate) reason: &'static str,
    pub(crate) away_end: Option<AwayEnd>,
    pub(crate) is_for_one_call: bool,
    /// The phone, and the one from the end of the call in hand on.
    pub(crate) phone: usize,
    pub(crate) next_phone: Option<usize>,
    pub(crate) device: DeviceState,
    pub(crate) rest_until: Option<u64>,
    pub(crate) wrap_up_until: Option<u64>,
    /// What the agent has said of the call in hand or of the last one.
    pub(crate) said: Said,
    pub(crate) hand: Hand,
    pub(crate) pending: Pending,
    /// Misses in a row, and since the agent's last word.
    pub(crate) missed: u32,
    pub(crate) missed_in_all: u32,
    pub(crate) idle_since: u64,
}

/// What a call does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stay {
    Waits,
    Rings,
    Talks(usize),
    Over,
}

/// A call.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    pub(crate) queue: usize,
    pub(crate) arrived: u64,
    pub(crate) priority: i32,
    /// What counts as its arrival in the order of calls.
    pub(crate) seniority: i64,
    pub(crate) wish: Option<Wish>,
    /// The language that the dialplan knows, and the one that a tag names.
    pub(crate) language: usize,
    pub(crate) tagged: Option<usize>,
    /// The call before which it was put in line on arrival.
    pub(crate) put_before: Option<CallId>,
    pub(crate) timeout_ms: Option<u64>,
    /// The door of its queue was open when it came.
    pub(crate) was_open: bool,
    /// When the opening hours end within which it came.
    pub(crate) closes_at: Option<u64>,
    /// The number it came from.
    pub(crate) caller: u64,
    /// For whom it asked.
    pub(crate) wanted: Option<usize>,
    /// For whom alone it waits, and until when at most.
    pub(crate) hold: Option<(usize, u64)>,
    /// It has waited for one agent alone.
    pub(crate) was_held: bool,
    /// It was in line, if only for a moment.
    pub(crate) was_let_in: bool,
    /// The queue that says how long it waits and where else, and since when.
    pub(crate) home: usize,
    pub(crate) home_since: u64,
    /// Overflow steps of its home that were taken or tried.
    pub(crate) overflows_done: usize,
    /// A move whose reason history has not told yet.
    pub(crate) moving: Option<Moving>,
    /// The step it is at; 0: the first need.
    pub(crate) step: usize,
    /// At which wait its own wish was set; 0: on arrival.
    pub(crate) own_until_ms: u64,
    /// The last step of its queue for which its own wish stands in.
    pub(crate) own_step: usize,
    /// Its queue was closed for it while the phones rang that ring now.
    pub(crate) was_behind_door: bool,
    /// Since when nobody is there for it.
    pub(crate) lacking_since: Option<u64>,
    /// A new plan or somebody's word came in the millisecond of its arrival or later.
    pub(crate) was_replanned: bool,
    pub(crate) stay: Stay,
    /// An agent is told about it: nobody else is rung.
    pub(crate) is_picked_up: bool,
    /// Ends that history told of.
    pub(crate) ends: u32,
}

impl Call {
    /// The language that counts: a tag comes before what the dialplan knows.
    pub(crate) fn spoken(&self) -> usize {
        self.tagged.unwrap_or(self.language)
    }
}

/// A move of a call, as it was ordered.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Moving {
    pub(crate) from: usize,
    /// How many others were in line where it was.
    pub(crate) others_in_line: usize,
    /// Whether a rule could take it there at that moment.
    pub(crate) is_taken: bool,
    /// The stay from which it moved.
    pub(crate) stay: Stay,
}

/// An offer that has not come to its end.
#[derive(Clone, Debug)]
pub(crate) struct Offer {
    pub(crate) call: CallId,
    pub(crate) agent: usize,
    pub(crate) rules: QueueRules,
    /// Misses that sign the agent out.
    pub(crate) auto_logout: u32,
    pub(crate) is_rescinded: bool,
    /// Its call has been released or won by another agent.
    pub(crate) is_orphan: bool,
    /// Somebody sent its agent away.
    pub(crate) is_withdrawn: bool,
}

/// The books.
#[derive(Debug)]
pub(crate) struct Ledger {
    pub(crate) town: Town,
    pub(crate) agents: Vec<Standing>,
    pub(crate) calls: BTreeMap<CallId, Call>,
    pub(crate) offers: BTreeMap<OfferId, Offer>,
    /// Calls that are not over.
    pub(crate) live: Vec<CallId>,
    pub(crate) went_rona: u64,
    /// What the strategies remember.
    pub(crate) memory: Memory,
    /// What is known of callers.
    pub(crate) callers: Callers,
    /// Doors that somebody opened or closed by hand.
    pub(crate) doors: [Door; QUEUES],
    /// How many agents somebody lets queues ring at once, by hand.
    pub(crate) ring_at_once: [Option<u8>; QUEUES],
    /// Since when the reserve of each queue is in.
    pub(crate) reserve_since: [Option<u64>; QUEUES],
    /// Ends of after-call time of which history has not told, and a tag said to be missing at one.
    pub(crate) closings: Vec<Closing>,
    pub(crate) tag_missed: Option<(usize, CallId)>,
    /// How often after-call time began anew.
    pub(crate) begun_anew: u64,
    /// Limits of reasons that were passed and of which history has not told.
    pub(crate) limits_passed: Vec<(usize, &'static str)>,
    /// Agents who came back by themselves, were signed out for misses, went to another phone, lost
    /// theirs, and paused after one call by their word and by their rules.
    pub(crate) returned: u64,
    pub(crate) logged_out: u64,
    pub(crate) moved_desk: u64,
    pub(crate) desks_cleared: u64,
    pub(crate) paused: [u64; 2],
}

impl Standing {
    pub(crate) fn arriving(phone: usize, now: u64) -> Self {
        Self {
            is_on_floor: true,
            is_signed_in: true,
            phone,
            idle_since: now,
            ..Self::absent()
        }
    }

    pub(crate) fn absent() -> Self {
        Self {
            is_on_floor: false,
            is_signed_in: false,
            is_not_ready: false,
            reason: "",
            away_end: None,
            is_for_one_call: false,
            phone: 0,
            next_phone: None,
            device: DeviceState::Unknown,
            rest_until: None,
            wrap_up_until: None,
            said: Said::default(),
            hand: Hand::Empty,
            pending: Pending::Nothing,
            missed: 0,
            missed_in_all: 0,
            idle_since: 0,
        }
    }

    pub(crate) fn is_free(&self) -> bool {
        self.is_signed_in
            && !self.is_not_ready
            && self.device.is_free()
            && self.rest_until.is_none()
            && self.wrap_up_until.is_none()
            && self.hand == Hand::Empty
    }
}

// ---- what agents do -------------------------------------------------------------------------

impl Ledger {
    pub(crate) fn new(town: Town) -> Self {
        Self {
            town,
            agents: (0..AGENTS)
                .map(|place| Standing::arriving(place, 0))
                .collect(),
            calls: BTreeMap::new(),
            offers: BTreeMap::new(),
            live: Vec::new(),
            went_rona: 0,
            memory: Memory::default(),
            callers: Callers::default(),
            doors: [Door::Auto; QUEUES],
            ring_at_once: [None; QUEUES],
            reserve_since: [None; QUEUES],
            closings: Vec::new(),
            tag_missed: None,
            begun_anew: 0,
            limits_passed: Vec::new(),
            returned: 0,
            logged_out: 0,
            moved_desk: 0,
            desks_cleared: 0,
            paused: [0; 2],
        }
    }

    /// Somebody gave the agent another level in a skill.
    pub(crate) fn skill(&mut self, agent: usize, skill: usize, level: u8) {
        self.town.agents[agent].live_levels[skill] = Some(level);
    }

    /// Somebody gave the agent another rank in a queue; 0: none.
    pub(crate) fn rank(&mut self, agent: usize, queue: usize, rank: u8) {
        self.town.agents[agent].live_ranks[queue] = Some(rank);
        self.serves(agent, queue);
    }

    /// Nothing of the agent is changed any more.
    pub(crate) fn as_configured(&mut self, agent: usize) {
        let rules = &mut self.town.agents[agent];
        rules.live_levels.fill(None);
        rules.live_ranks.fill(None);
        for queue in 0..QUEUES {
            self.serves(agent, queue);
        }
    }

    // ---- what becomes of offers and calls ---------------------------------------------------

    pub(crate) fn offered(&mut self, offer: OfferId, call: CallId, agent: usize) {
        let queue = self.calls[&call].queue;
        self.was_rung(agent, queue);
        let rules = self.town.queues[queue].clone();
        let own = self.town.agents[agent].auto_logout;
        let auto_logout = own.unwrap_or(rules.auto_logout);
        self.agents[agent].hand = Hand::Offer(offer);
        self.stays(call, Stay::Rings);
        let open = Offer {
            call,
            agent,
            rules,
            auto_logout,
            is_rescinded: false,
            is_orphan: false,
            is_withdrawn: false,
        };
        self.offers.insert(offer, open);
    }

    pub(crate) fn connected(&mut self, offer: OfferId) -> usize {
        let won = self.offers.remove(&offer).expect("only open offers win");
        assert!(!won.is_orphan, "{offer:?} won a call that is over");
        assert_eq!(self.agents[won.agent].hand, Hand::Offer(offer));
        assert_eq!(self.calls[&won.call].stay, Stay::Rings);
        let others = self.rung_for(won.call).count();
        assert_eq!(others, 0, "{offer:?} won, and others were not told");
        self.agents[won.agent].hand = Hand::Talk(won.call);
        self.agents[won.agent].missed = 0;
        self.agents[won.agent].missed_in_all = 0;
        self.has_answered(won.agent, self.calls[&won.call].queue);
        self.was_served(won.call, won.agent);
        self.stays(won.call, Stay::Talks(won.agent));
        won.agent
    }

    /// The leg is down, or nobody knows and its lease is over.
    pub(crate) fn offer_failed(
        &mut self,
        offer: OfferId,
        failure: OfferFailure,
        is_lease_expired: bool,
        now: u64,
    ) {
        let lost = self.offers.remove(&offer).expect("only open offers fail");
        if !lost.is_orphan && self.rung_for(lost.call).count() == 0 {
            self.stays(lost.call, Stay::Waits);
        }
        if self.hand_emptied(lost.agent, now) {
            self.bears(&lost, failure, is_lease_expired, now);
        }
    }

    pub(crate) fn conversation_over(&mut self, call: CallId, is_heard: bool, now: u64) {
        let Stay::Talks(agent) = self.calls[&call].stay else {
            panic!("{call:?} does not talk");
        };
        let is_employed = self.town.agents[agent].is_employed;
        let is_leaving = !is_employed || self.agents[agent].pending != Pending::Nothing;
        let wrap_up_ms = match is_heard {
            true => self.follows(agent, call, is_leaving),
            false => None,
        };
        self.stays(call, Stay::Over);
        if !is_heard {
            self.agents[agent].said = Said::default();
        }
        if self.hand_emptied(agent, now) {
            let standing = &mut self.agents[agent];
            standing.idle_since = now;
            standing.wrap_up_until = wrap_up_ms.map(|wrap_up_ms| now + wrap_up_ms);
            if is_heard && wrap_up_ms.is_none() {
                self.pauses(agent, now);
            }
        }
    }

    /// The caller left before anybody talked.
    pub(crate) fn left(&mut self, call: CallId, has_hung_up: bool, now: u64) {
        if has_hung_up {
            self.leaves_a_place(call, now);
        }
        let rung: Vec<OfferId> = self.rung_for(call).collect();
        for offer in rung {
            let lost = self.offers.remove(&offer).expect("just looked up");
            self.hand_emptied(lost.agent, now);
        }
        self.stays(call, Stay::Over);
    }

    pub(crate) fn released(&mut self, call: CallId) {
        for open in self.offers.values_mut() {
            open.is_orphan |= open.call == call;
        }
        self.stays(call, Stay::Over);
    }

    pub(crate) fn arrived(&mut self, id: CallId, call: Call) {
        assert!(self.calls.insert(id, call).is_none());
        self.live.push(id);
    }

    pub(crate) fn stays(&mut self, id: CallId, stay: Stay) {
        let call = self
            .calls
            .get_mut(&id)
            .expect("only calls that arrived are told of");
        assert_ne!(call.stay, Stay::Over, "{id:?} goes on after its end");
        call.stay = stay;
        if !matches!(stay, Stay::Waits | Stay::Rings) {
            call.hold = None;
        }
        if stay == Stay::Over {
            self.live.retain(|live| *live != id);
        }
    }

    /// A new plan: who is gone and has no call leaves, who is new comes.
    pub(crate) fn planned(&mut self, town: Town, now: u64) {
        let former = std::mem::replace(&mut self.town, town);
        let standings = self.agents.iter();
        let was_at_work: Vec<bool> = standings
            .map(|agent| agent.is_signed_in && !agent.is_not_ready)
            .collect();
        let (mut coming, mut leaving) = (Vec::new(), Vec::new());
        for (queue, door) in self.doors.iter_mut().enumerate() {
            if !self.town.queues[queue].is_open {
                *door = Door::Auto;
            }
        }
        for (queue, set) in self.ring_at_once.iter_mut().enumerate() {
            let (rules, was) = (&self.town.queues[queue], &former.queues[queue]);
            let goes_on = rules.is_open && was.is_open && rules.ring_at_once == was.ring_at_once;
            *set = set.filter(|_| goes_on);
        }
        self.reserves_replanned();
        for id in self.live.clone() {
            self.call_replanned(id, &former, now);
        }
        for (place, rules) in self.town.agents.iter().enumerate() {
            let standing = &mut self.agents[place];
            if rules.is_employed && !standing.is_on_floor {
                *standing = Standing::arriving(place, now);
                coming.push(place);
            } else if !rules.is_employed && standing.hand == Hand::Empty {
                leaving.push(place);
            }
        }
        for agent in leaving {
            self.ends_wrap_up(agent, WrapUpEnd::Departure);
            self.agents[agent] = Standing::absent();
        }
        for agent in coming {
            self.begins_day(agent);
        }
        self.choice_replanned(&former, &was_at_work);
    }

    // ---- what follows from it ---------------------------------------------------------------

    /// What the call needs by now.
    pub(crate) fn wish<'a>(&'a self, call: &'a Call) -> &'a Wish {
        self.need_at(call, call.step)
    }

    /// What the call needs at a step of its queue; 0: the first.
    pub(crate) fn need_at<'a>(&'a self, call: &'a Call, step: usize) -> &'a Wish {
        let queue = &self.town.queues[call.queue];
        let of_queue = step.checked_sub(1).map(|place| &queue.relax[place]);
        let own = call.wish.as_ref().filter(|_| step <= call.own_step);
        let of_queue = of_queue.map_or(&queue.wish, |(.., wish)| wish);
        own.unwrap_or(of_queue)
    }

    /// The call's place among all: those not rung for first, then its score by a denominator that
    /// fits every way of ageing in town, then the moment from which it is due, then its id.
    pub(crate) fn turn(&self, id: CallId, now: u64) -> (bool, Reverse<i64>, i64, CallId) {
        const WHOLE: i64 = 2 * 30_000 * 45_500;
        let call = &self.calls[&id];
        let rules = &self.town.queues[call.queue].order;
        let points = rules.weight + self.priority(call);
        let delay_ms = match rules.order {
            CallOrder::Arrival => 0,
            CallOrder::Deadline => rules.service_level.0,
        };
        let due = call.seniority + delay_ms as i64;
        let aged = rules.ageing.map_or(0, |Ageing { points, per_ms }| {
            i64::from(points) * (now as i64 - due) * (WHOLE / per_ms as i64)
        });
        let is_rung = call.stay == Stay::Rings;
        (is_rung, Reverse(WHOLE * i64::from(points) + aged), due, id)
    }

    /// The call's own priority, raised by what it brings along.
    pub(crate) fn priority(&self, call: &Call) -> i32 {
        let rules = &self.town.queues[call.queue].order;
        let is_raised = !rules.priority_if.is_empty() && call.spoken() == 0;
        call.priority + 2 * i32::from(is_raised)
    }

    /// Whether the agent may take the call.
    pub(crate) fn fits(&self, agent: usize, call: &Call, now: u64) -> bool {
        match call.hold {
            Some((only, _)) => agent == only && self.qualifies(agent, call, u8::MAX),
            None => {
                let rank_max = self.rank_max(call.queue, now - call.arrived);
                !self.is_held_back(agent, call.queue) && self.qualifies(agent, call, rank_max)
            }
        }
    }

    /// Whether the agent has what the call needs and serves its queue at one of these ranks.
    pub(crate) fn qualifies(&self, agent: usize, call: &Call, rank_max: u8) -> bool {
        let rank = self.town.rank(agent, call.queue);
        let levels = self.town.levels(agent);
        let is_met = || self.wish(call).need.is_met(&levels, call.spoken());
        rank > 0 && rank <= rank_max && is_met()
    }

    /// The last rank that takes calls of the queue after this wait.
    pub(crate) fn rank_max(&self, queue: usize, waited: u64) -> u8 {
        let windows = self.town.queues[queue].windows.iter().rev();
        let mut open = windows.filter(|(after_ms, _)| *after_ms <= waited);
        open.next().map_or(u8::MAX, |(_, rank_max)| *rank_max)
    }

    pub(crate) fn timeout_ms(&self, call: &Call) -> Option<u64> {
        let of_home = self.town.queues[call.home].timeout_ms;
        let before_home_ms = call.home_since - call.arrived;
        call.timeout_ms
            .or(of_home.map(|wait_ms| wait_ms + before_home_ms))
    }

    pub(crate) fn in_line(&self, queue: usize) -> usize {
        let calls = self.live.iter().map(|id| &self.calls[id]);
        let in_line =
            calls.filter(|call| call.queue == queue && !matches!(call.stay, Stay::Talks(_)));
        in_line.count()
    }

    /// The calls for which one more agent must be rung if one is there. Those that ring out because
    /// their queue was closed meanwhile need none.
    pub(crate) fn waiting(&self, now: u64) -> impl Iterator<Item = (CallId, &Call)> {
        let calls = self.live.iter().map(|id| (*id, &self.calls[id]));
        let is_behind = move |call: &Call| call.was_behind_door || self.is_closed_for(call, now);
        let rings_out = move |call: &Call| call.stay == Stay::Rings && is_behind(call);
        calls.filter(move |(id, call)| self.may_ring_one_more(*id, now) && !rings_out(call))
    }

    /// Notes whose phones ring while their queue is closed for them.
    pub(crate) fn note_doors(&mut self, now: u64) {
        for id in self.live.clone() {
            let call = &self.calls[&id];
            let is_behind = call.was_behind_door || self.is_closed_for(call, now);
            self.call_mut(id).was_behind_door = is_behind && self.calls[&id].stay == Stay::Rings;
        }
    }

    /// An agent has picked up and is told about the call.
    pub(crate) fn picked_up(&mut self, id: CallId) {
        let call = self
            .calls
            .get_mut(&id)
            .expect("only calls that ring are picked up");
        call.is_picked_up = true;
    }

    /// How many agents the queue rings at once.
    fn rings_at_once(&self, queue: usize) -> u8 {
        self.ring_at_once[queue].unwrap_or(self.town.queues[queue].ring_at_once)
    }

    /// Whether one more agent may be rung for the call.
    pub(crate) fn may_ring_one_more(&self, id: CallId, now: u64) -> bool {
        let call = &self.calls[&id];
        let at_once = usize::from(self.rings_at_once(call.queue));
        match call.stay {
            Stay::Waits => true,
            Stay::Rings => {
                let has_room = !call.is_picked_up && self.rung_for(id).count() < at_once;
                has_room && !self.is_to_go_on(call, now)
            }
            Stay::Talks(_) | Stay::Over => false,
        }
    }

    /// The offers that may still win the call.
    pub(crate) fn rung_for(&self, call: CallId) -> impl Iterator<Item = OfferId> + '_ {
        let offers = self.offers.iter();
        let open = offers.filter(move |(_, open)| open.call == call && !open.is_orphan);
        open.map(|(offer, _)| *offer)
    }

    /// Whether calls in line leave because the queue is closed for this one by now.
    pub(crate) fn is_closed_for(&self, call: &Call, now: u64) -> bool {
        let is_within_hours = call.closes_at.is_none_or(|at| now < at);
        let releases = self.town.queues[call.queue].at_close == AtClose::Release;
        releases && !self.doors[call.queue].lets_in(is_within_hours)
    }

    /// A queue that has just been closed by hand lets nobody wait on, if its rules say so.
    pub(crate) fn assert_nobody_waits_behind(&self, place: usize, now: u64) {
        for id in &self.live {
            let call = &self.calls[id];
            let is_behind = call.queue == place && call.stay == Stay::Waits;
            assert!(
                !is_behind || !self.is_closed_for(call, now),
                "at {now}: {id:?} waits in a closed queue: {call:?}"
            );
        }
    }

    /// Why the engine may release the call like that.
    pub(crate) fn may_release(
        &self,
        id: CallId,
        exit: CallExit,
        now: u64,
        is_replanned: bool,
    ) -> bool {
        let call = &self.calls[&id];
        match exit {
            CallExit::Timeout => self.timeout_ms(call).is_some_and(|wait_ms| {
                let waited = now - call.arrived;
                waited == wait_ms || (is_replanned && waited > wait_ms)
            }),
            CallExit::Full => {
                let capacity = self.town.queues[call.queue].capacity as usize;
                call.arrived == now && self.in_line(call.queue) > capacity
            }
            CallExit::QueueRemoved => !self.town.queues[call.queue].is_open,
            CallExit::RequirementInvalid => {
                let names_it = call.wish.as_ref().is_some_and(|wish| wish.names(FLEETING));
                names_it && !self.town.has_fleeting_skill
            }
            CallExit::Closed if call.arrived == now && !call.was_open => true,
            CallExit::Closed => self.is_closed_for(call, now),
            CallExit::NoneQualified
            | CallExit::NoneStaffed
            | CallExit::NoneWorking
            | CallExit::NoneFree => self.lacks(id, exit, now, is_replanned),
            CallExit::EngineFailed => false,
        }
    }
}

const _: () = assert!(
    QUEUES > 1,
    "agents shall have several queues to choose from"
);
