//! What of an agent is changed while the floor is open: skills, queues and ranks, the phone.
//!
//! A change holds at once and everyone it concerns is matched anew; offers and conversations go on
//! under the terms they were made with. It lasts over sign-out and over new floor plans, until
//! it is taken back, or until a plan changes that very value: then the plan counts. The plan in
//! force always says what the agent can do now; what the operator wrote is kept beside it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::abilities::Abilities;
use super::presence::check_length;
use super::state::AgentState;
use crate::engine::event::EventKind;
use crate::engine::id::{AgentId, QueueId, SkillId};
use crate::engine::input::AgentChange;
use crate::engine::limits::{AGENT_QUEUES_MAX, INTERFACE_BYTES_MAX, SOURCE_BYTES_MAX};
use crate::engine::plan::{AgentPlan, FloorPlan};
use crate::engine::rejection::Rejection;
use crate::engine::router::Router;
use crate::engine::skill::Level;

/// Last rank in a queue.
const RANK_MAX: u8 = 100;
/// Who takes a change back when a floor plan changes the value.
const RELOAD: &str = "reload";

/// What was changed of an agent, from what to what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Changed {
    /// The level of a skill.
    Skill {
        /// Which skill.
        skill: SkillId,
        /// The former level.
        from: Level,
        /// The level now.
        to: Level,
    },
    /// The rank in a queue; `None`: the agent did or does not serve it.
    Queue {
        /// Which queue.
        queue: QueueId,
        /// The former rank.
        from: Option<u8>,
        /// The rank now.
        to: Option<u8>,
    },
    /// The phone.
    Interface {
        /// The former one.
        from: Option<Arc<str>>,
        /// The one from now on, or from the end of the call in hand on.
        to: Option<Arc<str>>,
    },
}

/// What was changed of one agent.
#[derive(Debug)]
pub(in crate::engine) struct AgentChanges {
    /// The agent as the operator wrote it.
    pub(in crate::engine) configured: Arc<AgentPlan>,
    skills: BTreeMap<SkillId, Level>,
    // `None`: does not serve the queue.
    queues: BTreeMap<QueueId, Option<u8>>,
}

impl AgentChanges {
    fn new(configured: Arc<AgentPlan>) -> Self {
        Self {
            configured,
            skills: BTreeMap::new(),
            queues: BTreeMap::new(),
        }
    }

    fn is_empty(&self) -> bool {
        self.skills.is_empty() && self.queues.is_empty()
    }

    /// The agent as changed.
    fn effective(&self) -> AgentPlan {
        let mut plan = AgentPlan::clone(&self.configured);
        for (skill, level) in &self.skills {
            plan.skills.set(*skill, *level);
        }
        for (queue, rank) in &self.queues {
            match rank {
                Some(rank) => plan.queues.insert(*queue, *rank),
                None => plan.queues.remove(queue),
            };
        }
        plan
    }

    fn forget_what_is_so_anyway(&mut self) {
        let configured = &self.configured;
        self.skills
            .retain(|skill, level| configured.skills.level(*skill) != *level);
        self.queues
            .retain(|queue, rank| configured.queues.get(queue) != rank.as_ref());
    }

    /// The operator wrote something else: what that says anew counts.
    fn follow(&mut self, configured: &Arc<AgentPlan>, floor: &FloorPlan) {
        let former = std::mem::replace(&mut self.configured, Arc::clone(configured));
        let is_known = |skill: SkillId| {
            let name = floor.skills.name(skill);
            name.is_some_and(|name| floor.skills.id(name) == Some(skill))
        };
        self.skills.retain(|&skill, _| {
            is_known(skill) && former.skills.level(skill) == configured.skills.level(skill)
        });
        self.queues.retain(|queue, _| {
            let is_known = floor.queues.entry(*queue).is_some();
            is_known && former.queues.get(queue) == configured.queues.get(queue)
        });
        self.forget_what_is_so_anyway();
    }
}

impl Router {
    /// See [`Input::AgentChanged`](crate::engine::Input::AgentChanged). Asking for what is so
    /// already is no error and no history.
    pub(in crate::engine) fn change_agent(
        &mut self,
        id: AgentId,
        change: AgentChange,
        by: Arc<str>,
    ) -> Result<(), Rejection> {
        check_length("source", &by, SOURCE_BYTES_MAX)?;
        self.check_change(id, &change)?;
        if let AgentChange::Interface(interface) = change {
            return self.change_interface(id, interface, by);
        }
        let agent = self.agent_mut(id);
        let configured = &agent.plan;
        let changes = agent
            .changes
            .get_or_insert_with(|| Box::new(AgentChanges::new(Arc::clone(configured))));
        match change {
            AgentChange::Skill { skill, level } => {
                changes.skills.insert(skill, level);
            }
            AgentChange::Queue { queue, rank } => {
                changes.queues.insert(queue, rank);
            }
            AgentChange::Interface(_) => {}
            AgentChange::AsConfigured => {
                changes.skills.clear();
                changes.queues.clear();
            }
        }
        changes.forget_what_is_so_anyway();
        let effective = Arc::new(changes.effective());
        let is_as_configured = changes.is_empty();
        if is_as_configured {
            agent.changes = None;
        }
        self.take_effect(id, effective, &by);
        Ok(())
    }

    fn check_change(&self, id: AgentId, change: &AgentChange) -> Result<(), Rejection> {
        let agent = self.planned_agent(id)?;
        match change {
            AgentChange::Skill { skill, .. } => {
                let name = self.plan.skills.name(*skill);
                let is_known = name.is_some_and(|name| self.plan.skills.id(name) == Some(*skill));
                is_known
                    .then_some(())
                    .ok_or(Rejection::UnknownSkill(*skill))
            }
            AgentChange::Queue { queue, rank } => {
                if self.plan.queues.entry(*queue).is_none() {
                    return Err(Rejection::UnknownQueue(*queue));
                }
                if rank.is_some_and(|rank| !(1..=RANK_MAX).contains(&rank)) {
                    return Err(Rejection::RankOutOfRange(rank.unwrap_or(0)));
                }
                let queues = &agent.plan.queues;
                let is_more = rank.is_some() && !queues.contains_key(queue);
                if is_more && queues.len() >= AGENT_QUEUES_MAX {
                    return Err(Rejection::TooManyQueues(id));
                }
                Ok(())
            }
            AgentChange::Interface(_) if agent.state() == AgentState::SignedOut => {
                Err(Rejection::AgentSignedOut(id))
            }
            AgentChange::Interface(_) | AgentChange::AsConfigured => Ok(()),
        }
    }

    fn change_interface(
        &mut self,
        id: AgentId,
        interface: Arc<str>,
        by: Arc<str>,
    ) -> Result<(), Rejection> {
        let agent = self.agent(id);
        let from = agent.next_interface.as_ref().or(agent.interface.as_ref());
        let from = from.cloned();
        let to = Some(Arc::clone(&interface));
        let pending = agent.pending.clone();
        check_length("interface", &interface, INTERFACE_BYTES_MAX)?;
        if from != to {
            self.record(EventKind::AgentChanged {
                agent: id,
                changed: Changed::Interface { from, to },
                by,
            });
            self.sign_in(id, Some(interface))?;
            // Moving somebody is no word of theirs: what was to come still comes.
            if let Some(pending) = pending
                && self.agent(id).pending.is_none()
            {
                self.note(id, pending);
            }
        }
        Ok(())
    }

    /// The changes that hold under a new floor plan, which is given back with them in it.
    pub(in crate::engine) fn keep_changes(&mut self, mut plan: Arc<FloorPlan>) -> Arc<FloorPlan> {
        let mut dropped = Vec::new();
        for agent in self.agents.iter_mut().flatten() {
            let Some(changes) = &mut agent.changes else {
                continue;
            };
            let Some(configured) = plan.agents.entry(agent.plan.id).cloned() else {
                agent.changes = None;
                continue;
            };
            changes.follow(&configured, &plan);
            let effective = Arc::new(changes.effective());
            if changes.is_empty() {
                agent.changes = None;
            }
            dropped.extend(
                differences(&agent.plan, &effective).map(|changed| (agent.plan.id, changed)),
            );
            Arc::make_mut(&mut plan).agents.replace(effective);
        }
        let by: Arc<str> = RELOAD.into();
        for (agent, changed) in dropped {
            let by = Arc::clone(&by);
            self.record(EventKind::AgentChanged { agent, changed, by });
        }
        plan
    }

    /// From now on the agent is like this.
    fn take_effect(&mut self, id: AgentId, effective: Arc<AgentPlan>, by: &Arc<str>) {
        let former = Arc::clone(&self.agent(id).plan);
        let differences: Vec<Changed> = differences(&former, &effective).collect();
        if differences.is_empty() {
            return;
        }
        let mut queues: BTreeSet<QueueId> = former.queues.keys().copied().collect();
        queues.extend(effective.queues.keys());
        self.agent_mut(id).plan = Arc::clone(&effective);
        Arc::make_mut(&mut self.plan)
            .agents
            .replace(Arc::clone(&effective));
        self.levels
            .change(id.index(), &former.skills, &effective.skills);
        for changed in differences {
            let by = Arc::clone(by);
            self.record(EventKind::AgentChanged {
                agent: id,
                changed,
                by,
            });
        }
        self.reviews.follow_agent(&effective);
        for queue in queues {
            self.reconsider(id, queue);
            self.level_newcomer(id, queue);
            self.reaches.reconsider(queue, &effective);
            self.mark_staff(queue);
        }
        self.gather();
        self.open_holds_unmet(id);
        self.settle(id);
        self.match_gathered();
    }

    /// Brings a queue's tables up to date with what one of its agents, or one who was or will be,
    /// can do now.
    fn reconsider(&mut self, id: AgentId, queue_id: QueueId) {
        let Some(Some(queue)) = self.queues.get_mut(queue_id.index()) else {
            return;
        };
        let plan = self.plan.agents.entry(id);
        let rank = plan.and_then(|agent| agent.queues.get(&queue_id)).copied();
        queue.agents.set(id, rank);
        let abilities = Abilities::of(&self.plan, &self.levels);
        self.classes.reconsider(id, queue, abilities);
    }
}

/// What is different about an agent.
fn differences(former: &AgentPlan, now: &AgentPlan) -> impl Iterator<Item = Changed> {
    let skills = former.skills.iter().chain(now.skills.iter());
    let skills: BTreeSet<SkillId> = skills.map(|(skill, _)| skill).collect();
    let queues: BTreeSet<QueueId> = former
        .queues
        .keys()
        .chain(now.queues.keys())
        .copied()
        .collect();
    let skill = |skill| {
        let (from, to) = (former.skills.level(skill), now.skills.level(skill));
        (from != to).then_some(Changed::Skill { skill, from, to })
    };
    let queue = |queue| {
        let rank = |plan: &AgentPlan| plan.queues.get(&queue).copied();
        let (from, to) = (rank(former), rank(now));
        (from != to).then_some(Changed::Queue { queue, from, to })
    };
    let skills: Vec<_> = skills.into_iter().filter_map(skill).collect();
    let queues: Vec<_> = queues.into_iter().filter_map(queue).collect();
    skills.into_iter().chain(queues)
}
