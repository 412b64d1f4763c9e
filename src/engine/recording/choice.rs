//! Which rule holds for the recording of a call.
//!
//! Rule kept: what is known of the call comes first, then the most personal: the first rule in the
//! order of the text whose condition holds, the agent's own, the first that names a skill the agent
//! has, the queue's. A rule with a condition holds by that alone; nobody refers to it.

use std::sync::Arc;

use crate::engine::plan::{AgentPlan, QueuePlan, RecordingPlan};
use crate::engine::tag::TagFacts;

/// Where a rule comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordingOrigin {
    /// The rule's key `if`.
    Condition,
    /// The agent's key `recording`.
    Agent,
    /// The rule's key `skills`.
    Skill,
    /// The queue's key `recording`.
    Queue,
}

impl RecordingOrigin {
    /// The word for it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Condition => "condition",
            Self::Agent => "agent",
            Self::Skill => "skill",
            Self::Queue => "queue",
        }
    }
}

/// A call, as far as it matters for its recording.
#[derive(Clone, Copy)]
pub struct RecordingCase<'a> {
    /// The queue it is in, if it is in one.
    pub queue: Option<&'a QueuePlan>,
    /// The agent who talks or is about to, if anybody.
    pub agent: Option<&'a AgentPlan>,
    /// Its tags and attributes.
    pub facts: &'a dyn TagFacts,
}

/// The rule for a call, and why it is that one.
#[must_use]
pub fn recording_rule<'a>(
    rules: &'a [Arc<RecordingPlan>],
    case: &RecordingCase<'a>,
) -> Option<(&'a Arc<RecordingPlan>, RecordingOrigin)> {
    if let Some(rule) = rules.iter().find(|rule| holds_by_itself(rule, case)) {
        return Some((rule, RecordingOrigin::Condition));
    }
    if let Some(own) = case.agent.and_then(|agent| agent.recording.as_ref()) {
        return Some((own, RecordingOrigin::Agent));
    }
    let is_of_skill =
        |rule: &&Arc<RecordingPlan>| rule.condition.is_none() && fits_skill(rule, case);
    if let Some(rule) = rules.iter().find(is_of_skill) {
        return Some((rule, RecordingOrigin::Skill));
    }
    let of_queue = case.queue.and_then(|queue| queue.recording.rule.as_ref());
    of_queue.map(|rule| (rule, RecordingOrigin::Queue))
}

/// Whether the condition holds, in a queue and of an agent that the rule means.
fn holds_by_itself(rule: &RecordingPlan, case: &RecordingCase<'_>) -> bool {
    let Some(condition) = &rule.condition else {
        return false;
    };
    let is_of_queue =
        rule.queues.is_empty() || (case.queue).is_some_and(|queue| rule.queues.contains(&queue.id));
    let is_of_agent = rule.skills.is_empty() || fits_skill(rule, case);
    is_of_queue && is_of_agent && condition.holds(case.facts)
}

fn fits_skill(rule: &RecordingPlan, case: &RecordingCase<'_>) -> bool {
    let has = |agent: &AgentPlan| {
        let mut skills = rule.skills.iter();
        skills.any(|skill| agent.skills.level(*skill).number() > 0)
    };
    case.agent.is_some_and(has)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::{AgentId, Expression, Level, QueueId, SkillId, TagKey, TagValue, Tags};

    struct Known(Tags);

    impl TagFacts for Known {
        fn tag(&self, key: &str) -> Option<&str> {
            self.0.value(key).map(TagValue::as_str)
        }

        fn attribute(&self, _: &str) -> Option<&str> {
            None
        }
    }

    fn tagged(keys: &[&str]) -> Known {
        let set = |tags: Tags, key: &&str| {
            let key = TagKey::new(key).unwrap();
            let value = TagValue::new(&key, "1").unwrap();
            tags.with(&key, Some(&value)).unwrap()
        };
        Known(keys.iter().fold(Tags::default(), set))
    }

    fn rule(name: &str, condition: &str, skills: &[u16]) -> RecordingPlan {
        let mut rule = RecordingPlan::new(name);
        rule.skills = skills.iter().map(|skill| SkillId(*skill)).collect();
        rule.condition = (!condition.is_empty()).then(|| Expression::parse(condition).unwrap());
        rule
    }

    fn chosen(rules: &[Arc<RecordingPlan>], case: &RecordingCase<'_>) -> String {
        let rule = recording_rule(rules, case);
        rule.map_or("none".to_owned(), |(rule, origin)| {
            format!("{} by {}", rule.name, origin.name())
        })
    }

    #[test]
    fn the_most_personal_rule_wins() {
        let rules = [
            rule("all", "", &[]),
            rule("trainees", "", &[7]),
            rule("late", "", &[7, 8]),
        ];
        let rules = rules.map(Arc::new);
        let mut queue = QueuePlan::new(QueueId(0), "support");
        let mut agent = AgentPlan::new(AgentId(0), "1001");
        let chosen = |queue: &QueuePlan, agent: &AgentPlan| {
            let case = RecordingCase {
                queue: Some(queue),
                agent: Some(agent),
                facts: &tagged(&[]),
            };
            chosen(&rules, &case)
        };
        assert_eq!(chosen(&queue, &agent), "none");
        queue.recording.rule = Some(Arc::clone(&rules[0]));
        assert_eq!(chosen(&queue, &agent), "all by queue");
        agent.skills.set(SkillId(8), Level::new(3).unwrap());
        assert_eq!(chosen(&queue, &agent), "late by skill");
        agent.skills.set(SkillId(7), Level::new(3).unwrap());
        assert_eq!(chosen(&queue, &agent), "trainees by skill");
        agent.recording = Some(Arc::clone(&rules[0]));
        assert_eq!(chosen(&queue, &agent), "all by agent");
    }

    #[test]
    fn what_is_known_of_the_call_comes_first() {
        let mut sales = rule("sales", "vip", &[]);
        sales.queues.insert(QueueId(1));
        let rules = [
            sales,
            rule("trainees", "vip", &[7]),
            rule("dispute", "dispute & !private", &[]),
            rule("all", "", &[]),
        ];
        let rules = rules.map(Arc::new);
        let mut support = QueuePlan::new(QueueId(0), "support");
        support.recording.rule = Some(Arc::clone(&rules[3]));
        let other = QueuePlan::new(QueueId(1), "sales");
        let mut agent = AgentPlan::new(AgentId(0), "1001");
        agent.recording = Some(Arc::clone(&rules[3]));
        let mut trainee = AgentPlan::new(AgentId(1), "1002");
        trainee.skills.set(SkillId(7), Level::new(1).unwrap());
        for (queue, agent, keys, told) in [
            (Some(&support), Some(&agent), &["vip"][..], "all by agent"),
            (
                Some(&support),
                Some(&trainee),
                &["vip"],
                "trainees by condition",
            ),
            (Some(&other), Some(&trainee), &["vip"], "sales by condition"),
            (Some(&other), None, &["vip"], "sales by condition"),
            (Some(&support), None, &["vip"], "all by queue"),
            (
                Some(&support),
                Some(&agent),
                &["dispute"],
                "dispute by condition",
            ),
            (None, None, &["dispute"], "dispute by condition"),
            (None, None, &["dispute", "private"], "none"),
        ] {
            let facts = &tagged(keys);
            let case = RecordingCase {
                queue,
                agent,
                facts,
            };
            assert_eq!(chosen(&rules, &case), told, "{keys:?}");
        }
    }
}
