//! After-call time by the books: what agents say of calls, what they must say before it ends, and
//! how history is to tell of its end.

use acd::engine::{CallId, DispositionUse, EventKind, WhenMissing, WrapUpEnd};

use crate::ledger::{Hand, Ledger};
use crate::world::World;

pub(crate) const DISPOSITIONS: [&str; 3] = ["sold", "lost", "other"];
/// By how much the after-call time of one call may be extended.
pub(crate) const EXTENSION_MS_MAX: u64 = 20_000;
/// The same where the queue of the call is gone.
const UNRULED_MS_MAX: u64 = 300_000;

/// What a queue asks of its agents.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asked {
    pub(crate) disposition: DispositionUse,
    pub(crate) default: Option<usize>,
    /// The language must be tagged; what happens where it is not.
    pub(crate) tag: Option<WhenMissing>,
}

/// What an agent has said of the call in hand or of the last one.
#[derive(Clone, Debug, Default)]
pub(crate) struct Said {
    pub(crate) call: Option<CallId>,
    disposition: Option<usize>,
    extended_ms: u64,
    is_skipped: bool,
    is_tagged: bool,
    // What counts since the end of the conversation, and the queue's own time.
    asked: Option<Asked>,
    time_ms: u64,
}

/// What an agent says now.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Word {
    pub(crate) disposition: Option<usize>,
    pub(crate) extend_ms: u64,
    /// It is over, or will not follow.
    pub(crate) is_finished: bool,
}

/// An end of after-call time that history has not told yet.
#[derive(Debug)]
pub(crate) struct Closing {
    agent: usize,
    call: CallId,
    ended_by: WrapUpEnd,
    disposition: Option<usize>,
    is_default: bool,
    is_tag_missing: bool,
}

impl Ledger {
    fn asked_of(&self, queue: usize) -> Option<Asked> {
        let rules = &self.town.queues[queue];
        rules.is_open.then_some(rules.asked)
    }

    /// The rules for what the agent says, and whether the tag is there.
    fn asked_now(&self, agent: usize) -> (Option<Asked>, bool) {
        let standing = &self.agents[agent];
        match standing.hand {
            Hand::Talk(call) => {
                let call = &self.calls[&call];
                (self.asked_of(call.queue), call.tagged.is_some())
            }
            _ => (standing.said.asked, standing.said.is_tagged),
        }
    }

    /// What is missing before the agent may finish.
    pub(crate) fn missing(&self, agent: usize, given: Option<usize>) -> Option<&'static str> {
        let (asked, is_tagged) = self.asked_now(agent);
        let asked = asked?;
        let is_said = given.or(self.agents[agent].said.disposition).is_some();
        if asked.disposition == DispositionUse::Mandatory && !is_said {
            return Some("disposition");
        }
        (asked.tag.is_some() && !is_tagged).then_some("tag")
    }

    /// Why the agent cannot say that.
    pub(crate) fn objection(&self, agent: usize, word: Word) -> Option<&'static str> {
        let (asked, _) = self.asked_now(agent);
        let takes = asked.is_some_and(|asked| asked.disposition != DispositionUse::None);
        let extension_ms_max = asked.map_or(UNRULED_MS_MAX, |_| EXTENSION_MS_MAX);
        if word.disposition.is_some() && !takes {
            Some("not taken")
        } else if self.agents[agent].said.extended_ms + word.extend_ms > extension_ms_max {
            Some("too long")
        } else if word.is_finished {
            self.missing(agent, word.disposition)
        } else {
            None
        }
    }

    /// The agent says something to which nobody objects.
    pub(crate) fn says(&mut self, agent: usize, word: Word, now: u64) {
        let standing = &mut self.agents[agent];
        let said = &mut standing.said;
        said.disposition = word.disposition.or(said.disposition);
        if word.extend_ms > 0 {
            said.extended_ms += word.extend_ms;
            said.is_skipped = false;
        }
        match &mut standing.wrap_up_until {
            Some(until) => *until += word.extend_ms,
            None => said.is_skipped |= word.is_finished,
        }
        if word.is_finished && standing.wrap_up_until.is_some() {
            standing.idle_since = now;
            self.ends_wrap_up(agent, WrapUpEnd::Agent);
            self.pauses(agent, now);
        }
    }

    /// The agent, or somebody for the agent, tags the call of which something can be said.
    pub(crate) fn tags_in_hand(&mut self, agent: usize, language: Option<usize>) {
        match self.agents[agent].hand {
            Hand::Talk(call) => self.call_mut(call).tagged = language,
            _ => self.agents[agent].said.is_tagged = language.is_some(),
        }
    }

    /// A conversation is over: for how long after-call time follows, if it does.
    pub(crate) fn follows(&mut self, agent: usize, id: CallId, is_leaving: bool) -> Option<u64> {
        let call = &self.calls[&id];
        let (queue, is_tagged) = (call.queue, call.tagged.is_some());
        let rules = &self.town.queues[queue];
        let time_ms = if rules.is_open { rules.wrap_up_ms } else { 0 };
        let asked = self.asked_of(queue);
        let own_ms = self.town.agents[agent].wrap_up_ms;
        let said = &mut self.agents[agent].said;
        (said.call, said.asked, said.time_ms) = (Some(id), asked, time_ms);
        said.is_tagged = is_tagged;
        let wrap_up_ms = own_ms.unwrap_or(time_ms) + said.extended_ms;
        let ended_by = match (is_leaving, said.is_skipped) {
            (true, _) => WrapUpEnd::Departure,
            (_, true) => WrapUpEnd::Agent,
            _ if wrap_up_ms == 0 => WrapUpEnd::Timeout,
            _ => return Some(wrap_up_ms),
        };
        let closing = self.closing(agent, ended_by);
        let is_known = closing.disposition.is_some() || closing.is_tag_missing;
        self.agents[agent].said = Said::default();
        if is_known {
            self.closings.push(closing);
        }
        None
    }

    /// After-call time has lasted long enough. True: it begins anew.
    pub(crate) fn begins_anew(&mut self, agent: usize, until: u64) -> bool {
        let own_ms = self.town.agents[agent].wrap_up_ms;
        let standing = &mut self.agents[agent];
        let said = &mut standing.said;
        let then = said.asked.and_then(|asked| asked.tag);
        let then = then.filter(|_| !said.is_tagged);
        let left_ms = EXTENSION_MS_MAX - said.extended_ms.min(EXTENSION_MS_MAX);
        let extend_ms = own_ms.unwrap_or(said.time_ms).min(left_ms);
        if then != Some(WhenMissing::Extend) || extend_ms == 0 {
            return false;
        }
        said.extended_ms += extend_ms;
        standing.wrap_up_until = Some(until + extend_ms);
        self.begun_anew += 1;
        true
    }

    /// After-call time ends, if the agent is in it.
    pub(crate) fn ends_wrap_up(&mut self, agent: usize, ended_by: WrapUpEnd) {
        if self.agents[agent].wrap_up_until.take().is_some() {
            let closing = self.closing(agent, ended_by);
            self.agents[agent].said = Said::default();
            self.closings.push(closing);
        }
    }

    fn closing(&self, agent: usize, ended_by: WrapUpEnd) -> Closing {
        let said = &self.agents[agent].said;
        let taking = said
            .asked
            .filter(|asked| asked.disposition != DispositionUse::None);
        let default = taking.and_then(|asked| asked.default);
        let asks_tag = said.asked.is_some_and(|asked| asked.tag.is_some());
        Closing {
            agent,
            call: said.call.expect("a call came before"),
            ended_by,
            disposition: said.disposition.or(default),
            is_default: said.disposition.is_none() && default.is_some(),
            is_tag_missing: asks_tag && !said.is_tagged,
        }
    }
}

impl World {
    /// What history says of after-call time.
    pub(crate) fn remember_after_call(&mut self, kind: EventKind) {
        match kind {
            EventKind::TagsMissing { agent, call, .. } => {
                self.tally.tags_missed += 1;
                let former = self.ledger.tag_missed.replace((agent.index(), call));
                assert_eq!(former, None, "what is missing is told once");
            }
            EventKind::WrapUpEnded {
                agent,
                call,
                ended_by,
                disposition,
                is_default,
            } => {
                let closings = &mut self.ledger.closings;
                let place = closings.iter().position(|c| c.agent == agent.index());
                let place = place.unwrap_or_else(|| panic!("at {}: agent {agent}", self.now));
                let due = closings.remove(place);
                let disposition = disposition.map(|plan| plan.id.index());
                let missed = self.ledger.tag_missed.take();
                assert_eq!(
                    (call, ended_by, disposition, is_default, missed),
                    (
                        due.call,
                        due.ended_by,
                        due.disposition,
                        due.is_default,
                        due.is_tag_missing.then_some((due.agent, due.call)),
                    ),
                    "at {}: {due:?}",
                    self.now
                );
                self.tally.disposed += u64::from(disposition.is_some() && !is_default);
                self.tally.by_default += u64::from(is_default);
            }
            _ => {}
        }
    }
}
