//! From one configuration to the next: ids stay, nothing is half taken, changes are told.

use super::*;
use crate::engine::{AgentId, QueueId};

const BEFORE: &str = "[french]\ntype = skill\n[billing]\ntype = skill\n[support]\ntype = queue\n\
    ring-timeout = 15s\n[old]\ntype = queue\n[1001]\ntype = agent\nqueues = support, old:2\n\
    skills = french\n[1002]\ntype = agent\n";
const AFTER: &str = "[general]\nredact-caller = yes\n[billing]\ntype = skill\n[german]\n\
    type = skill\n[new]\ntype = queue\n[Support]\ntype = queue\nring-timeout = 20s\n\
    timeout = 1m\n[1003]\ntype = agent\n[1001]\ntype = agent\nqueues = support\nname = Alice\n";

#[test]
fn ids_follow_the_text_at_first_and_then_the_names() {
    let first = good(BEFORE, None).plan;
    assert_eq!(first.queues.id("support"), Some(QueueId(0)));
    assert_eq!(first.queues.id("old"), Some(QueueId(1)));
    assert_eq!(first.agents.id("1002"), Some(AgentId(1)));
    let second = good(AFTER, Some(&first)).plan;
    assert_eq!(second.queues.id("support"), Some(QueueId(0)));
    assert_eq!(second.queues.id("new"), Some(QueueId(2)));
    assert_eq!(second.queues.id("old"), None);
    assert!(second.queues.entry(QueueId(1)).is_none());
    assert_eq!(second.agents.id("1001"), Some(AgentId(0)));
    assert_eq!(second.agents.id("1003"), Some(AgentId(2)));
    assert_eq!(second.skills.id("billing"), first.skills.id("billing"));
    assert_ne!(second.skills.id("german"), first.skills.id("french"));
}

#[test]
fn a_name_that_comes_back_gets_its_id_back() {
    let first = good(BEFORE, None).plan;
    let empty = good("", Some(&first)).plan;
    assert!(empty.queues.is_empty() && empty.agents.is_empty());
    assert_eq!((empty.queues.capacity(), empty.agents.capacity()), (2, 2));
    let other = good(
        "[other]\ntype = queue\n[2001]\ntype = agent\n",
        Some(&empty),
    )
    .plan;
    assert_eq!(other.queues.id("other"), Some(QueueId(2)));
    assert_eq!(other.agents.id("2001"), Some(AgentId(2)));
    let back = good(BEFORE, Some(&other)).plan;
    for name in ["support", "old"] {
        assert_eq!(back.queues.id(name), first.queues.id(name));
    }
    for name in ["1001", "1002"] {
        assert_eq!(back.agents.id(name), first.agents.id(name));
    }
    assert_eq!(back.skills.id("french"), first.skills.id("french"));
}

#[test]
fn one_fault_leaves_nothing_of_the_text() {
    let first = good(BEFORE, None);
    let refused = load(
        &sections(&format!("{AFTER}timeout = x\n")),
        Some(&first.plan),
    );
    assert_eq!(refused.unwrap_err().len(), 1);
    assert_eq!(
        good(BEFORE, Some(&first.plan)).differences_from(&first.settings, &first.plan),
        []
    );
}

#[test]
fn differences_are_told_in_words() {
    let first = good(BEFORE, None);
    let second = good(AFTER, Some(&first.plan));
    let differences = second.differences_from(&first.settings, &first.plan);
    let told: Vec<String> = differences.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "general: redact-caller no → yes",
            "skill french removed",
            "skill german added",
            "queue new added",
            "queue old removed",
            "queue Support: timeout none → 1m",
            "queue Support: ring-timeout 15s → 20s",
            "agent 1001: skills french:1 → unset",
            "agent 1001: queues support, old:2 → Support",
            "agent 1001: name unset → Alice",
            "agent 1002 removed",
            "agent 1003 added",
        ]
    );
}
