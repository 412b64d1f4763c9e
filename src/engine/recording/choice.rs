//! Which rule holds for the recording of a conversation.
//!
//! Rule kept: the most personal one wins: the agent's own, then the first rule in the order of the
//! text that names a skill the agent has, then the queue's.

use std::sync::Arc;

use crate::engine::plan::{AgentPlan, QueuePlan, RecordingPlan};

/// Where a rule comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordingOrigin {
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
            Self::Agent => "agent",
            Self::Skill => "skill",
            Self::Queue => "queue",
        }
    }
}

/// The rule for a conversation, and why it is that one.
#[must_use]
pub fn recording_rule<'a>(
    rules: &'a [Arc<RecordingPlan>],
    queue: &'a QueuePlan,
    agent: &'a AgentPlan,
) -> Option<(&'a Arc<RecordingPlan>, RecordingOrigin)> {
    if let Some(own) = &agent.recording {
        return Some((own, RecordingOrigin::Agent));
    }
    let has = |rule: &&Arc<RecordingPlan>| {
        let mut skills = rule.skills.iter();
        skills.any(|skill| agent.skills.level(*skill).number() > 0)
    };
    if let Some(rule) = rules.iter().find(has) {
        return Some((rule, RecordingOrigin::Skill));
    }
    let of_queue = queue.recording.rule.as_ref();
    of_queue.map(|rule| (rule, RecordingOrigin::Queue))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::{AgentId, Level, QueueId, SkillId};

    #[test]
    fn the_most_personal_rule_wins() {
        let rule = |name: &str, skills: &[u16]| {
            let mut rule = RecordingPlan::new(name);
            rule.skills = skills.iter().map(|skill| SkillId(*skill)).collect();
            Arc::new(rule)
        };
        let rules = [
            rule("all", &[]),
            rule("trainees", &[7]),
            rule("late", &[7, 8]),
        ];
        let mut queue = QueuePlan::new(QueueId(0), "support");
        let mut agent = AgentPlan::new(AgentId(0), "1001");
        let chosen = |queue: &QueuePlan, agent: &AgentPlan| {
            let rule = recording_rule(&rules, queue, agent);
            rule.map(|(rule, origin)| format!("{} by {}", rule.name, origin.name()))
        };
        assert_eq!(chosen(&queue, &agent), None);
        queue.recording.rule = Some(Arc::clone(&rules[0]));
        assert_eq!(chosen(&queue, &agent).unwrap(), "all by queue");
        agent.skills.set(SkillId(8), Level::new(3).unwrap());
        assert_eq!(chosen(&queue, &agent).unwrap(), "late by skill");
        agent.skills.set(SkillId(7), Level::new(3).unwrap());
        assert_eq!(chosen(&queue, &agent).unwrap(), "trainees by skill");
        agent.recording = Some(Arc::clone(&rules[0]));
        assert_eq!(chosen(&queue, &agent).unwrap(), "all by agent");
    }
}
