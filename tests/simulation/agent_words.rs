//! What agents say of calls and of themselves.

use acd::engine::{DispositionId, Input, Millis, Rejection, WrapUpFinish};

use crate::after_call::{DISPOSITIONS, Word};
use crate::ledger::Hand;
use crate::need::FLEETING;
use crate::town::agent_name;
use crate::world::{World, language_tag};

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
    pub(crate) fn becomes_ready(&mut self, place: usize, input: Input) {
        let is_over = self.ledger.agents[place].wrap_up_until.is_some();
        let missing = self.ledger.missing(place, None).filter(|_| is_over);
        match missing {
            Some(missing) => self.is_refused(input, missing),
            None => {
                let now = self.now;
                self.tell(input, |ledger| ledger.ready(place, now));
            }
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
