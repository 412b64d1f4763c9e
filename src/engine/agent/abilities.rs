//! What agents can do, as the plan in force says it: for one agent and, laid out in columns, for
//! many at once.

use crate::engine::id::{AgentId, SkillId};
use crate::engine::plan::{AgentPlan, FloorPlan};
use crate::engine::skill::{LevelColumns, SkillSet};

/// The plan and the columns made of it.
#[derive(Debug, Clone, Copy)]
pub(in crate::engine) struct Abilities<'a> {
    /// The plan.
    pub(in crate::engine) plan: &'a FloorPlan,
    /// The levels of its agents.
    pub(in crate::engine) levels: &'a LevelColumns,
}

impl<'a> Abilities<'a> {
    /// Those of a plan with its columns.
    pub(in crate::engine) const fn of(plan: &'a FloorPlan, levels: &'a LevelColumns) -> Self {
        Self { plan, levels }
    }

    /// The agent as planned.
    pub(in crate::engine) fn agent(self, id: AgentId) -> &'a AgentPlan {
        let agent = self.plan.agents.entry(id);
        agent.expect("a queue lists agents of its own plan")
    }

    /// The levels of one agent.
    pub(in crate::engine) fn levels_of(self, id: AgentId) -> impl Fn(SkillId) -> u8 + 'a {
        move |skill| self.levels.level(skill, id.index())
    }
}

/// The columns of a plan.
pub(in crate::engine) fn columns_of(plan: &FloorPlan) -> LevelColumns {
    let mut columns = LevelColumns::new(plan.agents.capacity());
    for agent in plan.agents.iter() {
        columns.change(agent.id.index(), &SkillSet::new(), &agent.skills);
    }
    columns
}
