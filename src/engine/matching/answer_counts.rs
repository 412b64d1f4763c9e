//! Calls answered by each agent of a queue, kept level for `fewest-calls`.
//!
//! Counted for each queue alone, from the agent's sign-in. Whoever signs in, or comes back from
//! not ready, starts no lower than the lowest of those at work: a newcomer is not flooded with the
//! calls that others had before, and neither is somebody after a long break.

use std::collections::BTreeMap;

use fixedbitset::FixedBitSet;

use crate::engine::id::AgentId;

/// The counts of one queue.
#[derive(Debug, Clone, Default)]
pub(in crate::engine) struct AnswerCounts {
    counts: Vec<u32>,
    at_work: FixedBitSet,
    // How many of those at work have this count.
    levels: BTreeMap<u32, u32>,
}

impl AnswerCounts {
    /// Nobody is at work; room for this many agents.
    pub(in crate::engine) fn new(agents: usize) -> Self {
        Self {
            counts: vec![0; agents],
            at_work: FixedBitSet::with_capacity(agents),
            levels: BTreeMap::new(),
        }
    }

    /// The count of the agent of this index.
    pub(in crate::engine) fn of(&self, index: usize) -> u32 {
        self.counts.get(index).copied().unwrap_or(0)
    }

    /// The agent is at work from now on.
    pub(in crate::engine) fn came(&mut self, agent: AgentId) {
        if self.at_work.contains(agent.index()) {
            return;
        }
        let lowest = self.levels.keys().next().copied().unwrap_or(0);
        self.restore(agent, self.of(agent.index()).max(lowest));
    }

    /// The agent is at work and has this count, whatever others have.
    pub(in crate::engine) fn restore(&mut self, agent: AgentId, count: u32) {
        self.counts[agent.index()] = count;
        self.at_work.insert(agent.index());
        *self.levels.entry(count).or_default() += 1;
    }

    /// The agent is not at work and has this count.
    pub(in crate::engine) fn remember(&mut self, agent: AgentId, count: u32) {
        self.counts[agent.index()] = count;
    }

    /// The agent is no longer at work; the count stays.
    pub(in crate::engine) fn went(&mut self, agent: AgentId) {
        if self.at_work.contains(agent.index()) {
            self.at_work.set(agent.index(), false);
            self.leave_level(self.of(agent.index()));
        }
    }

    /// The agent signed out: the next day begins at nothing.
    pub(in crate::engine) fn forget(&mut self, agent: AgentId) {
        self.went(agent);
        self.counts[agent.index()] = 0;
    }

    /// The agent answered a call.
    pub(in crate::engine) fn answered(&mut self, agent: AgentId) {
        let count = self.of(agent.index()) + 1;
        if self.at_work.contains(agent.index()) {
            self.leave_level(count - 1);
            *self.levels.entry(count).or_default() += 1;
        }
        self.counts[agent.index()] = count;
    }

    /// Whether this agent is at work, as the counts have it.
    pub(in crate::engine) fn is_at_work(&self, agent: AgentId) -> bool {
        self.at_work.contains(agent.index())
    }

    /// How many of those at work have each count.
    pub(in crate::engine) fn levels(&self) -> &BTreeMap<u32, u32> {
        &self.levels
    }

    fn leave_level(&mut self, count: u32) {
        if let Some(agents) = self.levels.get_mut(&count) {
            *agents -= 1;
            if *agents == 0 {
                self.levels.remove(&count);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_comes_starts_no_lower_than_the_lowest_at_work() {
        let [alice, bob, carol] = [AgentId(0), AgentId(1), AgentId(2)];
        let mut counts = AnswerCounts::new(3);
        counts.came(alice);
        counts.came(bob);
        for _ in 0..5 {
            counts.answered(alice);
        }
        (0..3).for_each(|_| counts.answered(bob));
        counts.came(carol);
        assert_eq!(counts.of(2), 3, "level with bob");
        counts.went(carol);
        (0..4).for_each(|_| counts.answered(bob));
        counts.came(carol);
        assert_eq!(counts.of(2), 5, "level with alice, who is now the lowest");
        counts.forget(bob);
        counts.went(alice);
        counts.went(carol);
        counts.came(bob);
        assert_eq!(counts.of(1), 0, "nobody else is at work");
        counts.came(alice);
        assert_eq!(counts.of(0), 5, "who has more keeps it");
    }
}
