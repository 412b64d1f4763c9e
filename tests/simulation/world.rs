//! The day: callers, phones, agents' whims and reloads on one agenda of virtual time, told to the
//! router and to the ledger alike.

use std::collections::BTreeMap;
use std::sync::Arc;

use acd::engine::skill::Level;
use acd::engine::{
    AgentChange, AgentId, Arrival, Attributes, CallId, Departure, DeviceState, EndedBy, Forced,
    Input, Millis, OfferFailure, OfferId, Output, QueueChange, Rejection, Router, SkillNames,
    Strategy, TagKey, TagValue, Tags,
};

use crate::agent_words::Readiness;
use crate::duty::{OWN_REASONS, REASONS};
use crate::ledger::{Call, Hand, Ledger, Stay};
use crate::need::{FLEETING, LANGUAGE, SKILLS, Wish};
use crate::stage::blueprint::{Blueprint, template};
use crate::stage::chance::Chance;
use crate::tally::Tally;
use crate::town::{AGENTS, QUEUES, Town, agent_name, queue_name};

const ARRIVAL_GAP_MS: u64 = 2_500;
const TALK_MS: u64 = 40_000;
const PATIENCE_MS: u64 = 120_000;
const WHIM_GAP_MS: u64 = 2_500;
pub(crate) const CHANGE_GAP_MS: u64 = 3_000;
const RELOAD_GAP_MS: u64 = 60_000;
/// Numbers that callers have.
const CALLERS: u64 = 40;

/// What happens by itself.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Happening {
    CallerComes,
    PatienceEnds(CallId),
    PhoneRings(OfferId),
    AgentAnswers(OfferId),
    OfferFails(OfferId, OfferFailure),
    LegComesDown(OfferId, OfferFailure),
    AnswerSlipsThrough(OfferId),
    TalkEnds(CallId),
    PhoneChanges(usize, DeviceState),
    AgentHasWhim,
    SomebodyChangesACall,
    OperatorReloads,
}

/// The whole of it.
pub(crate) struct World {
    pub(crate) router: Router,
    pub(crate) ledger: Ledger,
    pub(crate) tally: Tally,
    pub(crate) chance: Chance,
    pub(crate) now: u64,
    pub(crate) is_replanned: bool,
    pub(crate) blueprint: Blueprint,
    agenda: BTreeMap<(u64, u64), Happening>,
    entries: u64,
    deadline: Option<Millis>,
    calls_to_come: u64,
    /// Somebody who gave up and is the next to call.
    calls_again: Option<u64>,
    next_call: u64,
    pub(crate) is_closing: bool,
    pub(crate) last_sequence: u64,
}

impl World {
    pub(crate) fn open(seed: u64, calls: u64) -> Self {
        let mut chance = Chance::new(seed);
        let town = Town::random(&mut chance);
        let mut blueprint = Blueprint::default();
        town.write(&mut blueprint);
        let mut world = Self {
            router: Router::new(blueprint.plan()),
            ledger: Ledger::new(town),
            tally: Tally::default(),
            chance,
            now: 0,
            is_replanned: false,
            blueprint,
            agenda: BTreeMap::new(),
            entries: 0,
            deadline: None,
            calls_to_come: calls,
            calls_again: None,
            next_call: 1,
            is_closing: false,
            last_sequence: 0,
        };
        world.settle();
        for first in [
            Happening::CallerComes,
            Happening::AgentHasWhim,
            Happening::SomebodyChangesACall,
            Happening::OperatorReloads,
        ] {
            world.later(1_000, first);
        }
        world
    }

    /// Lets the whole day happen, until the last caller has gone.
    pub(crate) fn run(&mut self) {
        while self.calls_to_come > 0 || !self.ledger.live.is_empty() {
            self.step();
        }
        // Words about the last calls may still be on their way.
        while !self.ledger.offers.is_empty() {
            self.step();
        }
    }

    fn step(&mut self) {
        let happening = self.agenda.first_key_value().map(|((at, _), _)| *at);
        let due = self.deadline.map(|deadline| deadline.0);
        let next = happening.into_iter().chain(due).min();
        let next = next.expect("calls are left and nothing will ever happen to them");
        assert!(
            next >= self.now,
            "time goes back to {next} from {}",
            self.now
        );
        self.now = next;
        self.ledger.time_is(self.now);
        if due == Some(next) {
            self.router.handle_deadline(Millis(next));
            self.settle();
            assert!(
                self.deadline.is_none_or(|at| at.0 > next),
                "deadline {next} is still due"
            );
        } else {
            let (_, happening) = self.agenda.pop_first().expect("something happens now");
            self.happens(happening);
        }
    }

    fn happens(&mut self, happening: Happening) {
        match happening {
            Happening::CallerComes => self.caller_comes(),
            Happening::PatienceEnds(call) => self.patience_ends(call),
            Happening::PhoneRings(offer) if self.is_ringing(offer) => {
                self.tell(Input::OfferRang { offer }, |_| ());
            }
            Happening::AgentAnswers(offer) => self.agent_answers(offer),
            Happening::OfferFails(offer, failure) if self.is_ringing(offer) => {
                self.offer_fails(offer, failure);
            }
            Happening::LegComesDown(offer, failure) if self.ledger.offers.contains_key(&offer) => {
                self.offer_fails(offer, failure);
            }
            Happening::AnswerSlipsThrough(offer) => self.answer_slips_through(offer),
            Happening::TalkEnds(call) => self.talk_ends(call),
            Happening::PhoneChanges(agent, device) => self.phone_changes(agent, device),
            Happening::AgentHasWhim => self.agent_has_whim(),
            Happening::SomebodyChangesACall => self.somebody_changes_a_call(),
            Happening::OperatorReloads => self.operator_reloads(),
            Happening::PhoneRings(_) | Happening::OfferFails(..) | Happening::LegComesDown(..) => {}
        }
    }

    // ---- callers ----------------------------------------------------------------------------

    fn caller_comes(&mut self) {
        if self.calls_to_come == 0 {
            return;
        }
        self.calls_to_come -= 1;
        let is_after_hours = self.chance.happens(2);
        let mut call = self.some_call(is_after_hours);
        let has_end = !is_after_hours && self.chance.happens(15);
        let closes_in_ms = has_end.then(|| 500 * self.chance.between(1, 120));
        // Whoever comes after hours came in by hand, and the hours count again with the next word.
        let closes_in_ms_or_past = closes_in_ms.or(is_after_hours.then_some(0));
        call.closes_at = closes_in_ms_or_past.map(|delay_ms| self.now + delay_ms);
        let position = self.chance.happens(15).then(|| self.chance.between(1, 6));
        if let Some(position) = position {
            self.tally.positions += 1;
            self.ledger.put_at(&mut call, position as usize, self.now);
            self.tally.put_ahead += u64::from(call.put_before.is_some());
        }
        let position = position.map(|position| position as u32);
        let id = CallId(self.next_call);
        self.next_call += 1;
        let patience_ms = rounded(&mut self.chance, PATIENCE_MS);
        let gap_ms = rounded(&mut self.chance, ARRIVAL_GAP_MS);
        let wanted = call.wanted.map(agent_name);
        let arrival = Arrival {
            call: id,
            queue: self.blueprint.queue_id(&queue_name(call.queue)),
            requirement: call.wish.as_ref().map(|wish| template(&wish.text())),
            attributes: Attributes::new([(LANGUAGE, SKILLS[call.language])]).expect("one fits"),
            tags: language_tag(call.tagged),
            priority: call.priority,
            position,
            timeout_ms: call.timeout_ms,
            is_after_hours,
            closes_in_ms,
            caller: Some(format!("555{}", call.caller).into()),
            wanted_agent: wanted.map(|name| self.blueprint.agent_id(&name)),
        };
        let favourite = self.ledger.favourite(&call);
        self.tell(Input::CallArrived(arrival), |ledger| {
            ledger.arrived(id, call)
        });
        self.judge_arrival(id, favourite);
        // A third of the callers never give up: they must be served or time out.
        if self.chance.happens(67) {
            self.later(patience_ms, Happening::PatienceEnds(id));
        }
        self.later(gap_ms, Happening::CallerComes);
        if self.calls_to_come == 0 {
            self.close();
        }
    }

    /// A call that is about to arrive.
    fn some_call(&mut self, is_after_hours: bool) -> Call {
        let chance = &mut self.chance;
        let queue = chance.below(QUEUES as u64) as usize;
        let skills = if self.ledger.town.has_fleeting_skill {
            SKILLS.len()
        } else {
            FLEETING
        };
        let again = self.calls_again.take();
        let caller = again.unwrap_or_else(|| chance.below(CALLERS));
        let wanted = chance
            .happens(8)
            .then(|| chance.below(AGENTS as u64) as usize);
        // An agent nobody has ever heard of has no id.
        let wanted = wanted.filter(|agent| self.ledger.agents[*agent].is_on_floor);
        Call {
            queue,
            caller,
            wanted,
            was_open: self.ledger.doors[queue].lets_in(!is_after_hours),
            closes_at: None,
            hold: None,
            was_held: false,
            was_let_in: false,
            home: queue,
            home_since: self.now,
            overflows_done: 0,
            moving: None,
            step: 0,
            own_until_ms: 0,
            own_step: 0,
            was_behind_door: false,
            arrived: self.now,
            priority: *chance.one_of(&[0, 0, 0, 1, -1, 7]),
            seniority: self.now as i64,
            wish: chance.happens(50).then(|| Wish::random(chance, skills)),
            language: chance.below(FLEETING as u64) as usize,
            tagged: chance
                .happens(20)
                .then(|| chance.below(FLEETING as u64) as usize),
            put_before: None,
            timeout_ms: chance.happens(10).then(|| 500 * chance.between(1, 200)),
            lacking_since: None,
            was_replanned: false,
            stay: Stay::Waits,
            is_picked_up: false,
            ends: 0,
        }
    }

    fn patience_ends(&mut self, call: CallId) {
        if matches!(self.ledger.calls[&call].stay, Stay::Waits | Stay::Rings) {
            let departures = [
                Departure::Abandoned,
                Departure::Abandoned,
                Departure::Abandoned,
                Departure::ExitKey,
                Departure::Redirected,
            ];
            let departure = *self.chance.one_of(&departures);
            match departure {
                Departure::Abandoned | Departure::Failed => self.tally.abandoned += 1,
                Departure::ExitKey => self.tally.left_by_key += 1,
                Departure::Redirected => self.tally.redirected += 1,
            }
            let (has_hung_up, now) = (departure == Departure::Abandoned, self.now);
            self.tell(Input::CallLeft { call, departure }, |ledger| {
                ledger.left(call, has_hung_up, now)
            });
            // Who gave up may try again at once.
            if has_hung_up && self.chance.happens(40) && self.calls_to_come > 0 {
                self.calls_again = Some(self.ledger.calls[&call].caller);
            }
        }
    }

    fn talk_ends(&mut self, call: CallId) {
        let Stay::Talks(agent) = self.ledger.calls[&call].stay else {
            return;
        };
        let ended_by = *self
            .chance
            .one_of(&[EndedBy::Caller, EndedBy::Agent, EndedBy::Transfer]);
        let now = self.now;
        self.tell(Input::ConversationEnded { call, ended_by }, |ledger| {
            ledger.conversation_over(call, true, now);
        });
        if self.ledger.agents[agent].device == DeviceState::InUse {
            self.later(50, Happening::PhoneChanges(agent, DeviceState::Free));
        }
    }

    // ---- phones -----------------------------------------------------------------------------

    fn is_ringing(&self, offer: OfferId) -> bool {
        let open = self.ledger.offers.get(&offer);
        open.is_some_and(|open| !open.is_rescinded && !open.is_orphan)
    }

    /// What becomes of an offer is decided when it is made.
    pub(crate) fn phone_is_rung(&mut self, offer: OfferId) {
        let delay_ms = 500 * self.chance.between(1, 16) + self.chance.one_of(&[0, 0, 137]);
        let fate = if self.is_closing {
            99
        } else {
            self.chance.below(100)
        };
        self.later(100, Happening::PhoneRings(offer));
        let failure = match fate {
            // Silence: the host never says another word about it.
            0..=1 => return,
            2..=10 => return self.tally.unanswered(),
            11..=16 => OfferFailure::Rejected,
            17..=19 => OfferFailure::Busy,
            20..=21 => OfferFailure::Unreachable,
            22 => OfferFailure::Congestion,
            _ => return self.later(delay_ms, Happening::AgentAnswers(offer)),
        };
        self.later(delay_ms / 4, Happening::OfferFails(offer, failure));
    }

    fn agent_answers(&mut self, offer: OfferId) {
        if !self.is_ringing(offer) {
            return;
        }
        let call = self.ledger.offers[&offer].call;
        if self.chance.happens(20) {
            // The agent is told about the call first.
            self.tell(Input::OfferPickedUp { offer }, |ledger| {
                ledger.picked_up(call)
            });
        }
        self.tell(Input::OfferAnswered { offer }, |_| ());
        if self.chance.happens(3) {
            // The caller hung up in this very instant.
            self.tally.same_instant += 1;
            let (now, departure) = (self.now, Departure::Abandoned);
            self.tell(Input::CallLeft { call, departure }, |ledger| {
                ledger.conversation_over(call, false, now);
            });
        }
    }

    fn offer_fails(&mut self, offer: OfferId, failure: OfferFailure) {
        self.tally.failed(failure);
        let now = self.now;
        self.tell(Input::OfferFailed { offer, failure }, |ledger| {
            ledger.offer_failed(offer, failure, false, now);
        });
    }

    /// The host takes the leg down, unless it is of the silent kind or the agent is faster.
    pub(crate) fn leg_is_to_come_down(&mut self, offer: OfferId, failure: OfferFailure) {
        let delay_ms = *self.chance.one_of(&[0, 20, 300]);
        match self.chance.below(20) {
            0 if !self.is_closing => self.tally.silences += 1,
            1..=3 => self.later(delay_ms, Happening::AnswerSlipsThrough(offer)),
            _ => self.later(delay_ms, Happening::LegComesDown(offer, failure)),
        }
    }

    fn answer_slips_through(&mut self, offer: OfferId) {
        let Some(open) = self.ledger.offers.get(&offer).cloned() else {
            return;
        };
        if open.is_orphan {
            let refusal = self
                .router
                .handle(Millis(self.now), Input::OfferAnswered { offer });
            assert_eq!(refusal, Err(Rejection::UnknownCall(open.call)));
            self.settle();
            self.offer_fails(offer, OfferFailure::Rescinded);
        } else {
            self.tally.nick_of_time += 1;
            self.tell(Input::OfferAnswered { offer }, |_| ());
        }
    }

    /// The conversation begins: its end is drawn, and most phones report that they are in use.
    pub(crate) fn talk_begins(&mut self, call: CallId, agent: usize) {
        let talk_ms = rounded(&mut self.chance, TALK_MS);
        self.later(talk_ms, Happening::TalkEnds(call));
        if self.chance.happens(70) {
            self.later(10, Happening::PhoneChanges(agent, DeviceState::InUse));
        }
    }

    fn phone_changes(&mut self, agent: usize, device: DeviceState) {
        if !self.ledger.agents[agent].is_on_floor {
            return;
        }
        // A phone said to be in use, too late for the conversation, must be set free again.
        let is_talking = matches!(self.ledger.agents[agent].hand, Hand::Talk(_));
        if device != DeviceState::Free && !is_talking {
            let delay_ms = self.chance.between(100, 30_000);
            self.later(delay_ms, Happening::PhoneChanges(agent, DeviceState::Free));
        }
        let input = Input::DeviceChanged {
            agent: self.blueprint.agent_id(&agent_name(agent)),
            device,
        };
        self.tell(input, |ledger| ledger.device(agent, device));
    }

    // ---- agents and operator ----------------------------------------------------------------

    fn agent_has_whim(&mut self) {
        let gap_ms = if self.is_closing {
            500
        } else {
            rounded(&mut self.chance, WHIM_GAP_MS)
        };
        self.later(gap_ms, Happening::AgentHasWhim);
        let place = self.chance.below(AGENTS as u64) as usize;
        let standing = self.ledger.agents[place].clone();
        if !standing.is_on_floor || !self.ledger.town.agents[place].is_employed {
            return;
        }
        let (now, agent) = (self.now, self.blueprint.agent_id(&agent_name(place)));
        if !standing.is_signed_in {
            return self.comes_to_a_phone(place);
        }
        let has_call = matches!(standing.hand, Hand::Talk(_)) || standing.wrap_up_until.is_some();
        if has_call && self.chance.happens(60) {
            return self.agent_speaks(place);
        }
        match self.chance.below(if self.is_closing { 5 } else { 16 }) {
            0..=4 => self.becomes_ready(place, Readiness::Own),
            5..=6 => {
                let own = self.chance.below(OWN_REASONS) as usize;
                let reason = REASONS[own].0;
                let input = Input::AgentNotReady {
                    agent,
                    reason: reason.into(),
                };
                self.tell(input, |ledger| {
                    ledger.hears_from(place, false);
                    ledger.not_ready(place, reason, now);
                });
            }
            7 => self.tell(Input::AgentSignedOut { agent }, |ledger| {
                ledger.hears_from(place, false);
                ledger.signed_out(place);
            }),
            14 => self.becomes_ready(place, Readiness::OneCall),
            15 => self.comes_to_a_phone(place),
            8..=11 => self.supervisor_decides(place, agent),
            _ => {
                let device = [
                    DeviceState::InUse,
                    DeviceState::Unreachable,
                    DeviceState::Free,
                ];
                let device = *self.chance.one_of(&device);
                self.later(0, Happening::PhoneChanges(place, device));
            }
        }
    }

    /// A supervisor sends the agent away, or changes what the agent can do.
    fn supervisor_decides(&mut self, place: usize, agent: AgentId) {
        let by: Arc<str> = "boss".into();
        let now = self.now;
        match self.chance.below(6) {
            5 => self.becomes_ready(place, Readiness::Forced),
            0 => {
                let reason = "coaching".into();
                let to = Forced::NotReady { reason };
                let input = Input::AgentForced { agent, to, by };
                self.tell(input, |ledger| ledger.not_ready(place, "coaching", now));
            }
            1 => {
                let to = Forced::SignedOut;
                let input = Input::AgentForced { agent, to, by };
                self.tell(input, |ledger| ledger.signed_out(place));
            }
            2 => {
                let skills = if self.ledger.town.has_fleeting_skill {
                    SKILLS.len()
                } else {
                    FLEETING
                };
                let place_of_skill = self.chance.below(skills as u64) as usize;
                let level = *self.chance.one_of(&[0, 1, 30, 100]);
                let skill = self.blueprint.skill_names().id(SKILLS[place_of_skill]);
                let change = AgentChange::Skill {
                    skill: skill.expect("it is declared"),
                    level: Level::new(level).expect("at most 100"),
                };
                self.tally.changed += 1;
                let input = Input::AgentChanged { agent, change, by };
                self.tell(input, |ledger| ledger.skill(place, place_of_skill, level));
            }
            3 => self.is_as_configured(place),
            _ => {
                let queue = self.chance.below(QUEUES as u64) as usize;
                if !self.ledger.town.queues[queue].is_open {
                    return;
                }
                let rank = *self.chance.one_of(&[0, 1, 2]);
                let change = AgentChange::Queue {
                    queue: self.blueprint.queue_id(&queue_name(queue)),
                    rank: (rank > 0).then_some(rank),
                };
                self.tally.changed += 1;
                let input = Input::AgentChanged { agent, change, by };
                self.tell(input, |ledger| ledger.rank(place, queue, rank));
            }
        }
    }

    fn operator_reloads(&mut self) {
        if self.is_closing {
            return;
        }
        self.operator_changes_a_strategy();
        self.operator_sets_a_door();
        let mut town = self.ledger.town.clone();
        town.change(&mut self.chance);
        self.reload(town);
        let gap_ms = rounded(&mut self.chance, RELOAD_GAP_MS);
        self.later(gap_ms, Happening::OperatorReloads);
    }

    fn operator_changes_a_strategy(&mut self) {
        let place = self.chance.below(QUEUES as u64) as usize;
        if !self.ledger.town.queues[place].is_open {
            return;
        }
        self.tally.strategies_changed += 1;
        let strategy = *self.chance.one_of(&Strategy::ALL);
        let strategy = self.chance.happens(80).then_some(strategy);
        let queue = self.blueprint.queue_id(&queue_name(place));
        self.set_of_queue(queue, QueueChange::Strategy(strategy), |ledger| {
            ledger.strategy_changed(place, strategy);
        });
        let agents = *self.chance.one_of(&[None, Some(1), Some(2), Some(32)]);
        self.tally.rings_at_once_changed += 1;
        self.set_of_queue(queue, QueueChange::RingAtOnce(agents), |ledger| {
            ledger.ring_at_once[place] = agents;
        });
    }

    fn close(&mut self) {
        self.is_closing = true;
        self.open_all_doors();
        let mut town = self.ledger.town.clone();
        town.close();
        self.reload(town);
        for agent in 0..AGENTS {
            self.is_as_configured(agent);
            self.later(1_000, Happening::PhoneChanges(agent, DeviceState::Free));
        }
    }

    fn is_as_configured(&mut self, place: usize) {
        let input = Input::AgentChanged {
            agent: self.blueprint.agent_id(&agent_name(place)),
            change: AgentChange::AsConfigured,
            by: "boss".into(),
        };
        self.tell(input, |ledger| ledger.as_configured(place));
    }

    fn reload(&mut self, mut town: Town) {
        self.tally.reloads += 1;
        town.keep_changes(&self.ledger.town);
        town.write(&mut self.blueprint);
        let (plan, now) = (self.blueprint.plan(), self.now);
        self.is_replanned = true;
        self.tell(Input::FloorPlanned(plan), |ledger| {
            ledger.planned(town, now)
        });
        self.is_replanned = false;
    }

    /// The skills that are declared.
    pub(crate) fn skill_names(&self) -> &SkillNames {
        self.blueprint.skill_names()
    }

    // ---- machinery --------------------------------------------------------------------------

    pub(crate) fn later(&mut self, delay_ms: u64, happening: Happening) {
        self.entries += 1;
        self.agenda
            .insert((self.now + delay_ms, self.entries), happening);
    }

    /// Tells both sides; the ledger first, so that it can judge the orders that follow.
    pub(crate) fn tell(&mut self, input: Input, note: impl FnOnce(&mut Ledger)) {
        let told = format!("{input:?}");
        note(&mut self.ledger);
        if let Err(refusal) = self.router.handle(Millis(self.now), input) {
            panic!("at {}: {told} was refused: {refusal}", self.now);
        }
        self.settle();
    }

    pub(crate) fn settle(&mut self) {
        self.tally.steps += 1;
        loop {
            match self.router.poll() {
                Output::Idle(deadline) => {
                    self.deadline = deadline;
                    break;
                }
                output => self.hears(output),
            }
        }
        self.router.assert_invariants(Millis(self.now));
        let passed = &self.ledger.limits_passed;
        assert!(passed.is_empty(), "at {}: {passed:?}", self.now);
        let closings = &self.ledger.closings;
        assert!(closings.is_empty(), "at {}: {closings:?}", self.now);
        self.ledger.note_lacks(self.now);
        self.ledger.note_doors(self.now);
        self.ledger.assert_entries(self.now);
        self.ledger.assert_holds(self.now);
        // A new plan leaves what is due now to the deadline of this very moment.
        let is_settled = self.deadline.is_none_or(|at| at.0 > self.now);
        if is_settled {
            self.ledger.assert_reserves(self.now);
            self.ledger.assert_steps(self.now);
            self.ledger.assert_ways(self.now);
        }
        self.assert_books(is_settled);
    }
}

/// The tags of a caller whose language somebody has found out.
pub(crate) fn language_tag(language: Option<usize>) -> Tags {
    let key = TagKey::new(LANGUAGE).expect("it is a key");
    let value = |place: usize| TagValue::new(&key, SKILLS[place]).expect("it is a value");
    let value = language.map(value);
    let tags = Tags::default().with(&key, value.as_ref());
    tags.expect("one fits")
}

/// A random delay; every second one falls on a half second, so that things happen in the same
/// millisecond often.
pub(crate) fn rounded(chance: &mut Chance, mean_ms: u64) -> u64 {
    let delay_ms = chance.exponential_ms(mean_ms);
    if chance.happens(50) {
        delay_ms.next_multiple_of(500)
    } else {
        delay_ms
    }
}
