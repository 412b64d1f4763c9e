//! What tags say of a recording: which rule holds, and whether it takes in silence.
//!
//! Rule kept: a rule that somebody has named holds until the next agent comes, and gives way only
//! to one whose condition holds. Silence comes before sound: what a tag pauses begins in a pause.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::conversation::permits;
use super::facts::{Facts, RULE};
use super::tape::Tape;
use crate::asterisk::channel::Channel;
use crate::engine::{
    Expression, PauseHolder, RecordingCase, RecordingConsequence, RecordingMoment, RecordingOrigin,
    RecordingPlan, RecordingVerb, recording_rule,
};

impl Tape {
    /// Tags of the call have changed: the rule is chosen anew, and acts at once.
    pub(super) fn review(
        self: &Arc<Self>,
        channel: &Channel,
        rules: &[Arc<RecordingPlan>],
        changed: &BTreeSet<String>,
    ) {
        let facts = Facts::of(channel, rules);
        let (present, next) = {
            let mut shelf = self.shelf();
            shelf.tags = facts.tags.clone();
            let case = RecordingCase {
                queue: shelf.scene.queue.as_deref(),
                agent: shelf.scene.agent.as_deref(),
                facts: &facts,
            };
            let next = match recording_rule(rules, &case) {
                Some((rule, RecordingOrigin::Condition)) => Some(rule),
                other => shelf.named.as_ref().or(other.map(|(rule, _)| rule)),
            };
            (Arc::clone(&shelf.rule), next.cloned())
        };
        if next.as_ref().map_or(NO_RULE, |rule| &*rule.name) == &*present.name {
            self.pause_by_tag(channel, &facts, changed);
            return;
        }
        let both = [next.as_ref(), Some(&present)].into_iter().flatten();
        let both: Vec<_> = both.filter_map(|rule| rule.condition.as_ref()).collect();
        let keys: BTreeSet<&str> = changed.iter().map(String::as_str).collect();
        let asks = |why: &&&Expression| !why.tags().is_disjoint(&keys);
        let why = both.iter().find(asks).or_else(|| both.first());
        let why = why.map_or(RULE.to_owned(), |why| facts.reason(why, changed));
        self.change_rule(channel, next, &facts, changed, &why);
    }

    fn change_rule(
        self: &Arc<Self>,
        channel: &Channel,
        next: Option<Arc<RecordingPlan>>,
        facts: &Facts,
        changed: &BTreeSet<String>,
        why: &str,
    ) {
        let rule = next.clone().unwrap_or_else(no_rule);
        self.use_rule(&rule, permits(channel, &rule));
        self.pause_by_tag(channel, facts, changed);
        let consequence = {
            let mut shelf = self.shelf();
            let moment = RecordingMoment {
                call: shelf.about.call,
                is_talking: shelf.scene.is_talking,
                state: shelf.control.state(),
                is_by_rule: shelf.is_by_rule,
            };
            let consequence = moment.under(next.as_deref());
            if consequence == RecordingConsequence::Start {
                shelf.is_by_rule = true;
            }
            consequence
        };
        match consequence {
            RecordingConsequence::Stay => {}
            RecordingConsequence::Start => self.begin_by_rule(channel, why),
            RecordingConsequence::Stop => self.end_by_rule(Some(channel), why),
        }
    }

    /// Tags hold a pause, or hold one no longer.
    pub(super) fn pause_by_tag(
        self: &Arc<Self>,
        channel: &Channel,
        facts: &Facts,
        changed: &BTreeSet<String>,
    ) {
        let rule = Arc::clone(&self.shelf().rule);
        let question = rule.pauses_if.as_ref();
        let by = question.map_or(RULE.to_owned(), |question| facts.reason(question, changed));
        let verb = if question.is_some_and(|question| question.holds(facts)) {
            RecordingVerb::Pause(PauseHolder::Tag)
        } else {
            RecordingVerb::Resume(PauseHolder::Tag)
        };
        // Neither is ever refused: what holds a pause is noted in every state.
        let _ = self.ask(channel, verb, &by);
    }
}

/// What a call has for which no rule holds: on demand.
pub(super) fn no_rule() -> Arc<RecordingPlan> {
    Arc::new(RecordingPlan::new(NO_RULE))
}

/// What such a rule is called; no section can be referred to by this name.
const NO_RULE: &str = "none";
