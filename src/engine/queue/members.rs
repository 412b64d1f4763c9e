//! The agents who serve a queue, each with a rank: as a list by id and as a set for each rank.

use std::collections::BTreeMap;

use fixedbitset::FixedBitSet;

use crate::engine::id::AgentId;

/// Who serves a queue.
#[derive(Debug)]
pub(in crate::engine) struct Members {
    // By id.
    list: Vec<(AgentId, u8)>,
    // No set is empty.
    of_rank: BTreeMap<u8, FixedBitSet>,
    // Agents there is room for in a set.
    room: usize,
}

impl Members {
    /// Nobody; room for this many agents.
    pub(in crate::engine) const fn new(room: usize) -> Self {
        Self {
            list: Vec::new(),
            of_rank: BTreeMap::new(),
            room,
        }
    }

    /// The agents by id, with their ranks.
    pub(in crate::engine) fn iter(&self) -> impl Iterator<Item = (AgentId, u8)> + '_ {
        self.list.iter().copied()
    }

    /// How many they are.
    pub(in crate::engine) fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether the agent serves the queue.
    pub(in crate::engine) fn contains(&self, id: AgentId) -> bool {
        self.place(id).is_ok()
    }

    /// Whether agents are told apart by rank.
    pub(in crate::engine) fn has_ranks(&self) -> bool {
        self.of_rank.len() > 1
    }

    /// The agents of these ranks.
    pub(in crate::engine) fn of_ranks(&self, ranks: impl std::ops::RangeBounds<u8>) -> FixedBitSet {
        let mut found = FixedBitSet::with_capacity(self.room);
        for (_, agents) in self.of_rank.range(ranks) {
            found.union_with(agents);
        }
        found
    }

    /// The rank of the agent of this index, who serves the queue.
    pub(in crate::engine) fn rank_of(&self, index: usize) -> u8 {
        let mut ranks = self.of_rank.iter();
        let found = ranks.find(|(_, agents)| agents.contains(index));
        *found.expect("the agent serves the queue").0
    }

    /// The agent serves the queue with this rank from now on; `None`: no more.
    pub(in crate::engine) fn set(&mut self, id: AgentId, rank: Option<u8>) {
        match (self.place(id), rank) {
            (Ok(at), Some(rank)) => {
                let former = std::mem::replace(&mut self.list[at].1, rank);
                self.leave(id, former);
            }
            (Ok(at), None) => {
                let (_, former) = self.list.remove(at);
                self.leave(id, former);
            }
            (Err(at), Some(rank)) => self.list.insert(at, (id, rank)),
            (Err(_), None) => {}
        }
        if let Some(rank) = rank {
            let room = self.room;
            let empty = || FixedBitSet::with_capacity(room);
            let agents = self.of_rank.entry(rank).or_insert_with(empty);
            agents.insert(id.index());
        }
    }

    fn leave(&mut self, id: AgentId, rank: u8) {
        let agents = self
            .of_rank
            .get_mut(&rank)
            .expect("each rank in the list has a set");
        agents.remove(id.index());
        if agents.is_clear() {
            self.of_rank.remove(&rank);
        }
    }

    fn place(&self, id: AgentId) -> Result<usize, usize> {
        self.list.binary_search_by_key(&id, |(agent, _)| *agent)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn list_and_sets_say_the_same() {
        let mut members = Members::new(10);
        for (agent, rank) in [(7, 1), (2, 2), (9, 1)] {
            members.set(AgentId(agent), Some(rank));
        }
        let shown: Vec<_> = members.iter().map(|(id, rank)| (id.0, rank)).collect();
        assert_eq!(shown, [(2, 2), (7, 1), (9, 1)]);
        let of = |members: &Members, rank| members.of_ranks(..=rank).ones().collect::<Vec<_>>();
        assert_eq!(
            (of(&members, 1), of(&members, 9)),
            (vec![7, 9], vec![2, 7, 9])
        );
        assert_eq!((members.rank_of(2), members.has_ranks()), (2, true));
        members.set(AgentId(2), Some(1));
        assert_eq!(
            (of(&members, 1), members.has_ranks()),
            (vec![2, 7, 9], false)
        );
        members.set(AgentId(7), None);
        members.set(AgentId(7), None);
        assert_eq!(
            (of(&members, 9), members.contains(AgentId(7))),
            (vec![2, 9], false)
        );
    }
}
