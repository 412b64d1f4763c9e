//! An agent changed while the floor is open: at once, told in history, and kept until the operator
//! writes something else.

use acd::engine::{
    AgentChange, AgentCondition, Changed, EventKind, Input, QueueId, Rejection, SkillId,
};

use crate::caller::Caller;
use crate::floor::Floor;

fn floor() -> Floor {
    Floor::open(|plan| {
        plan.skills("french billing");
        plan.queue("support");
        plan.queue("sales");
        plan.agent("alice", "billing", "support");
        plan.agent("bob", "french:2", "support:2");
    })
}

fn last_change(floor: &Floor) -> Option<(Changed, String)> {
    let found = floor.last(|kind| match kind {
        EventKind::AgentChanged { changed, by, .. } => Some((changed.clone(), by.to_string())),
        _ => None,
    });
    found.map(|(_, found)| found)
}

fn changes(floor: &Floor) -> usize {
    floor.count(|kind| matches!(kind, EventKind::AgentChanged { .. }))
}

#[test]
fn a_skill_gained_gets_the_waiting_call_at_once() {
    let mut floor = floor();
    let call = floor.enters(Caller::of("support").needs("french >= 3"));
    assert_eq!(floor.rung_for(call), "nobody");
    floor.change_skill("alice", "french", 3);
    assert_eq!(floor.rung_for(call), "alice");
    let (changed, by) = last_change(&floor).unwrap();
    assert!(matches!(changed, Changed::Skill { from, to, .. }
        if (from.number(), to.number()) == (0, 3)));
    assert_eq!(by, "boss");
    let shown = floor.view("alice");
    assert_eq!(shown.plan.skills.len(), 2);
    assert_eq!(shown.configured.unwrap().skills.len(), 1);
}

#[test]
fn a_skill_lost_gets_no_more_calls_but_keeps_the_one_that_rings() {
    let mut floor = floor();
    let first = floor.enters(Caller::of("support").needs("french"));
    assert_eq!(floor.rung_for(first), "bob");
    floor.change_skill("bob", "french", 0);
    assert_eq!(floor.rung_for(first), "bob");
    floor.answers("bob");
    floor.ends(first);
    let second = floor.enters(Caller::of("support").needs("french"));
    assert_eq!(floor.rung_for(second), "nobody");
}

#[test]
fn queues_are_joined_and_left_and_ranks_count_at_once() {
    let mut floor = floor();
    let call = floor.call("sales");
    floor.change_queue("bob", "sales", Some(3));
    assert_eq!(floor.rung_for(call), "bob");
    floor.answers("bob");
    floor.ends(call);
    floor.change_queue("bob", "support", Some(1));
    floor.change_queue("alice", "support", Some(2));
    let call = floor.call("support");
    assert_eq!(floor.rung_for(call), "bob");
    floor.answers("bob");
    floor.change_queue("alice", "support", None);
    let call = floor.call("support");
    assert_eq!(floor.rung_for(call), "nobody");
    floor.change("alice", AgentChange::AsConfigured);
    assert_eq!(floor.rung_for(call), "alice");
    assert!(floor.view("alice").configured.is_none());
}

#[test]
fn asking_for_what_is_so_changes_nothing() {
    let mut floor = floor();
    floor.change_skill("bob", "french", 2);
    floor.change_queue("alice", "support", Some(1));
    floor.change_queue("alice", "sales", None);
    floor.change("alice", AgentChange::AsConfigured);
    assert_eq!(changes(&floor), 0);
    assert!(floor.view("bob").configured.is_none());
}

#[test]
fn changes_last_over_sign_out_and_over_reloads_of_other_things() {
    let mut floor = floor();
    floor.change_skill("bob", "french", 5);
    floor.change_queue("bob", "support", None);
    floor.signs_out("bob");
    floor.signs_in("bob");
    floor.reload(|plan| {
        plan.agent("bob", "french:2 billing:7", "support:2 sales");
    });
    let call = floor.enters(Caller::of("sales").needs("french >= 5 & billing >= 7"));
    assert_eq!(floor.rung_for(call), "bob");
    let other = floor.enters(Caller::of("support").needs("french"));
    assert_eq!(floor.rung_for(other), "nobody");
}

#[test]
fn a_reload_that_changes_the_very_value_counts() {
    let mut floor = floor();
    floor.change_skill("bob", "french", 5);
    floor.change_queue("bob", "support", None);
    floor.reload(|plan| {
        plan.agent("bob", "french:1", "support:2");
    });
    let shown = floor.view("bob");
    let skills: Vec<u8> = shown
        .plan
        .skills
        .iter()
        .map(|(_, level)| level.number())
        .collect();
    assert_eq!(skills, [1]);
    assert!(shown.plan.queues.is_empty());
    let (changed, by) = last_change(&floor).unwrap();
    assert!(matches!(changed, Changed::Skill { from, to, .. }
        if (from.number(), to.number()) == (5, 1)));
    assert_eq!(by, "reload");
    floor.reload(|plan| plan.remove_queue("support"));
    floor.reload(|plan| {
        plan.queue("support");
        plan.agent("bob", "french:1", "support:2");
    });
    let call = floor.call("support");
    assert_eq!(floor.rung_for(call), "bob", "the queue is another one");
}

#[test]
fn an_agent_in_a_call_moves_to_the_other_phone_after_it() {
    let mut floor = floor();
    let call = floor.call("support");
    floor.answers("alice");
    floor.not_ready("alice", "lunch");
    floor.change("alice", AgentChange::Interface("PJSIP/desk9".into()));
    assert_eq!(
        floor.view("alice").interface.as_deref(),
        Some("PJSIP/alice")
    );
    floor.ends(call);
    let shown = floor.view("alice");
    assert_eq!(shown.interface.as_deref(), Some("PJSIP/desk9"));
    assert!(matches!(shown.condition, AgentCondition::NotReady { .. }));
    assert!(matches!(
        last_change(&floor),
        Some((Changed::Interface { .. }, _))
    ));
}

#[test]
fn what_cannot_be_is_refused_and_changes_nothing() {
    let mut floor = floor();
    let agent = floor.agent("alice");
    floor.signs_out("alice");
    let support = floor.blueprint.queue_id("support");
    let level = acd::engine::skill::Level::LOWEST;
    for (change, refusal) in [
        (
            AgentChange::Skill {
                skill: SkillId(99),
                level,
            },
            Rejection::UnknownSkill(SkillId(99)),
        ),
        (
            AgentChange::Queue {
                queue: QueueId(99),
                rank: None,
            },
            Rejection::UnknownQueue(QueueId(99)),
        ),
        (
            AgentChange::Queue {
                queue: support,
                rank: Some(0),
            },
            Rejection::RankOutOfRange(0),
        ),
        (
            AgentChange::Interface("PJSIP/1".into()),
            Rejection::AgentSignedOut(agent),
        ),
    ] {
        let before = floor.snapshot();
        let by = "boss".into();
        let refused = floor.tell(Input::AgentChanged { agent, change, by });
        assert_eq!(refused, Err(refusal));
        floor.assert_unchanged_since(&before);
    }
}

#[test]
fn calls_that_only_stay_while_somebody_is_there_see_it_at_once() {
    use acd::engine::{CallExit, StaffLevel};
    let mut floor = floor();
    floor.reload(|plan| {
        plan.queue("support").0.entry.leave_if_not = Some(StaffLevel::Staffed);
    });
    floor.not_ready("bob", "lunch");
    let call = floor.enters(Caller::of("support").needs("french"));
    floor.pass(600_000);
    assert_eq!(floor.exit(call), None);
    floor.change_queue("bob", "support", None);
    floor.pass(600_000);
    assert!(matches!(floor.exit(call), Some(exit) if exit != CallExit::Timeout));
}
