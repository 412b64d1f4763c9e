//! Whether the floor can work as planned: queues without agents, skills that nobody has.
//!
//! Only warnings: a floor is built up step by step, and agents may be on their way.

use std::collections::{BTreeMap, BTreeSet};

use super::error::Place;
use super::findings::Findings;
use super::inventory::Inventory;
use super::source::{Entry, Section};
use super::warning::ConfigWarningKind as Kind;
use crate::engine::{AgentPlan, DispositionUse, FloorPlan, QueuePlan, SkillId, Template};

/// Notes what is odd about the plan made of these sections.
pub(super) fn check(inventory: &Inventory<'_>, plan: &FloorPlan, findings: &mut Findings) {
    let mut staff: BTreeMap<_, Vec<&AgentPlan>> = BTreeMap::new();
    let mut skills: BTreeSet<SkillId> = BTreeSet::new();
    for agent in plan.agents.iter() {
        skills.extend(agent.skills.iter().map(|(skill, _)| skill));
        for queue in agent.queues.keys() {
            staff.entry(*queue).or_default().push(agent);
        }
    }
    for section in &inventory.skills {
        if plan
            .skills
            .id(&section.name)
            .is_some_and(|skill| !skills.contains(&skill))
        {
            findings.warning(Place::of_section(section), Kind::SkillWithoutAgents);
        }
    }
    for section in &inventory.queues {
        let Some(queue) = plan.queues.find(&section.name) else {
            continue;
        };
        match staff.get(&queue.id) {
            None => findings.warning(Place::of_section(section), Kind::QueueWithoutAgents),
            Some(agents) if is_out_of_reach(queue, agents, plan) => {
                let place = entry_place(section, "requirement");
                findings.warning(place, Kind::QueueOutOfReach);
            }
            Some(_) => {}
        }
    }
    check_agents(inventory, plan, findings);
}

fn check_agents(inventory: &Inventory<'_>, plan: &FloorPlan, findings: &mut Findings) {
    let mut phones: BTreeMap<String, &AgentPlan> = BTreeMap::new();
    for section in &inventory.agents {
        let Some(agent) = plan.agents.find(&section.name) else {
            continue;
        };
        if agent.queues.is_empty() {
            findings.warning(Place::of_section(section), Kind::AgentWithoutQueues);
        }
        if agent.wrap_up_ms == Some(0) {
            let queues = agent.queues.keys();
            let queues = queues.filter_map(|queue| plan.queues.entry(*queue));
            let asking = queues
                .filter_map(|queue| Some((queue, duty_of(queue)?)))
                .next();
            if let Some((queue, duty)) = asking {
                let queue = queue.name.to_string();
                let place = entry_place(section, "wrap-up");
                findings.warning(place, Kind::DutyWithoutTime { queue, duty });
            }
        }
        let phone = agent
            .interface
            .as_ref()
            .filter(|_| agent.is_signed_in_at_start);
        let Some(phone) = phone.map(|phone| phone.to_ascii_lowercase()) else {
            continue;
        };
        match phones.get(&phone) {
            Some(other) => {
                let other = other.name.to_string();
                let place = entry_place(section, "interface");
                findings.warning(place, Kind::InterfaceShared { other });
            }
            None => {
                phones.insert(phone, agent);
            }
        }
    }
}

// What the queue asks its agents for in after-call time, by the key that says so.
fn duty_of(queue: &QueuePlan) -> Option<&'static str> {
    if queue.wrap_up.disposition == DispositionUse::Mandatory {
        return Some("disposition");
    }
    (!queue.tag.mandatory.is_empty()).then_some("mandatory-tags")
}

// Whether it is certain that no agent ever meets what a call without requirement of its own needs.
fn is_out_of_reach(queue: &QueuePlan, agents: &[&AgentPlan], plan: &FloorPlan) -> bool {
    let may_be_met = |template: &Template| {
        // What attributes say is known only when the call arrives.
        template.needs_attributes()
            || template
                .bind(&plan.skills, &|_| None)
                .is_ok_and(|requirement| {
                    agents
                        .iter()
                        .any(|agent| requirement.is_met_by(&agent.skills))
                })
    };
    !may_be_met(&queue.need.requirement)
        && !queue
            .need
            .relax
            .iter()
            .any(|step| may_be_met(&step.requirement))
}

fn entry_place(section: &Section, key: &str) -> Place {
    let is_it = |entry: &&Entry| entry.canonical_key() == key;
    match section.entries.iter().rfind(is_it) {
        Some(entry) => Place::of_entry(section, entry),
        None => Place::of_section(section),
    }
}
