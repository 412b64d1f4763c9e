//! What agents say of calls and of themselves.

use acd::engine::{AgentChange, DispositionId, Forced, Input, Millis, Rejection, WrapUpFinish};

use crate::after_call::{DISPOSITIONS, Word};
use crate::ledger::Hand;
use crate::need::FLEETING;
use crate::town::{AGENTS, agent_name, phone_name};
use crate::world::{World, language_tag};

/// Who wants an agent to be ready, and for how long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Readiness {
    Own,
    OneCall,
    Forced,
}

impl World {
    /// The agent, who talks or is in after-call time, says something of the call or tags it.
    pub(crate) fn agent_speaks(&mut self, place: usize) {
        if self.chance.happens(35) {
            return self.agent_tags(place);
        }
        let chance = &mut self.chance;
        let disposition = chance.below(DISPOSITIONS.len() as u64) as usize;
        let disposition = chance.happens(50).then_some(disposition);
        let extend_ms = *chance.one_of(&[0, 0, 2_000, 15_000]);
        let finishes = [WrapUpFinish::No, WrapUpFinish::Now, WrapUpFinish::Skip];
        let finish = *chance.one_of(&finishes);
        let is_over = self.ledger.agents[place].wrap_up_until.is_some();
        let word = Word {
            disposition,
            extend_ms,
            is_finished: finish == WrapUpFinish::Skip || (is_over && finish == WrapUpFinish::Now),
        };
        let agent = self.blueprint.agent_id(&agent_name(place));
        let input = Input::WrapUpChanged {
            agent,
            disposition: disposition.map(|place| DispositionId(place as u32)),
            extend_ms,
            finish,
        };
        match self.ledger.objection(place, word) {
            Some(objection) => self.is_refused(input, objection),
            None => {
                let now = self.now;
                self.tally.wrap_ups_changed += 1;
                self.tell(input, |ledger| ledger.says(place, word, now));
            }
        }
    }

    fn agent_tags(&mut self, place: usize) {
        let standing = &self.ledger.agents[place];
        let call = match standing.hand {
            Hand::Talk(call) => call,
            _ => standing.said.call.expect("after-call time follows a call"),
        };
        let chance = &mut self.chance;
        let language = chance.below(FLEETING as u64) as usize;
        let language = chance.happens(80).then_some(language);
        let agent = Some(self.blueprint.agent_id(&agent_name(place)));
        let tags = language_tag(language);
        self.tally.tagged_in_hand += 1;
        self.tell(Input::CallTagged { call, agent, tags }, |ledger| {
            ledger.tags_in_hand(place, language);
        });
    }

    /// The agent is to be ready, by its own word or by somebody else's, unless something of the
    /// last call must be said first.
    pub(crate) fn becomes_ready(&mut self, place: usize, how: Readiness) {
        let agent = self.blueprint.agent_id(&agent_name(place));
        let input = match how {
            Readiness::Own => Input::AgentReady { agent },
            Readiness::OneCall => Input::AgentReadyOnce { agent },
            Readiness::Forced => Input::AgentForced {
                agent,
                to: Forced::Ready,
                by: "boss".into(),
            },
        };
        let is_over = self.ledger.agents[place].wrap_up_until.is_some();
        let missing = self.ledger.missing(place, None).filter(|_| is_over);
        if let Some(missing) = missing {
            return self.is_refused(input, missing);
        }
        let now = self.now;
        self.tally.forced_ready += u64::from(how == Readiness::Forced);
        self.tell(input, |ledger| {
            match how {
                Readiness::Own => ledger.hears_from(place, false),
                Readiness::OneCall => ledger.hears_from(place, true),
                Readiness::Forced => ledger.agents[place].is_for_one_call = false,
            }
            ledger.ready(place, now);
        });
    }

    /// The agent signs in or moves to another phone: its own, that of somebody, or one of nobody.
    pub(crate) fn comes_to_a_phone(&mut self, place: usize) {
        let phones = [
            place,
            place,
            AGENTS,
            self.chance.below(AGENTS as u64) as usize,
        ];
        let phone = match self.is_closing {
            true => place,
            false => *self.chance.one_of(&phones),
        };
        let agent = self.blueprint.agent_id(&agent_name(place));
        let named = self.chance.happens(50) || phone != place;
        let interface = named.then(|| phone_name(phone).into());
        let now = self.now;
        match self.chance.below(3) {
            0 => {
                self.tally.forced_to_sign_in += 1;
                let to = Forced::SignedIn { interface };
                let by = "boss".into();
                self.tell(Input::AgentForced { agent, to, by }, |ledger| {
                    ledger.signed_in(place, phone, now);
                });
            }
            1 if self.ledger.agents[place].is_signed_in => {
                self.tally.phones_changed += 1;
                let change = AgentChange::Interface(phone_name(phone).into());
                let by = "boss".into();
                self.tell(Input::AgentChanged { agent, change, by }, |ledger| {
                    let standing = &ledger.agents[place];
                    if standing.next_phone.unwrap_or(standing.phone) != phone {
                        ledger.moves(place, phone);
                    }
                });
            }
            _ => self.tell(Input::AgentSignedIn { agent, interface }, |ledger| {
                ledger.signed_in(place, phone, now);
            }),
        }
    }

    /// Nothing changes, and whoever asked is told why.
    fn is_refused(&mut self, input: Input, objection: &str) {
        let told = format!("{input:?}");
        let refusal = self.router.handle(Millis(self.now), input);
        let is_so = match objection {
            "disposition" => matches!(refusal, Err(Rejection::DispositionMissing(_))),
            "tag" => matches!(refusal, Err(Rejection::TagMissing(..))),
            "too long" => matches!(refusal, Err(Rejection::ExtensionTooLong { .. })),
            _ => matches!(refusal, Err(Rejection::DispositionNotTaken(_))),
        };
        assert!(is_so, "at {}: {told}: {objection}: {refusal:?}", self.now);
        *self
            .tally
            .objections
            .entry(objection.to_owned())
            .or_default() += 1;
        self.settle();
    }
}
