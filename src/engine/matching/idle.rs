//! The free agents and how long each has been idle, laid out for search.
//!
//! Dense tables by agent index, in blocks of one machine word: a bit for each free agent, the
//! idle clock of each, and the earliest idle clock of each block, which lets the search pass over
//! whole blocks. Who is free is decided elsewhere (see `agent/record.rs`).

use fixedbitset::FixedBitSet;

use crate::engine::agent::workload::Load;
use crate::engine::id::AgentId;
use crate::engine::time::Millis;

/// Agents of one block: the bits of one word of a bit set.
pub(in crate::engine) const BLOCK: usize = usize::BITS as usize;

/// The free agents.
#[derive(Debug, Default)]
pub(in crate::engine) struct IdleAgents {
    free: FixedBitSet,
    // Of agents who are not free: whatever was there last.
    since: Vec<Millis>,
    load: Vec<Load>,
    // `None` of a block without free agents is the end of time.
    earliest: Vec<Millis>,
}

const NOBODY: Millis = Millis(u64::MAX);

impl IdleAgents {
    /// Nobody is free; room for this many agents.
    pub(in crate::engine) fn new(agents: usize) -> Self {
        let mut idle = Self::default();
        idle.reserve(agents);
        idle
    }

    /// Makes room for this many agents; those who are free stay so.
    pub(in crate::engine) fn reserve(&mut self, agents: usize) {
        self.free.grow(agents);
        self.since
            .resize(agents.max(self.since.len()), Millis::ZERO);
        self.load
            .resize(agents.max(self.load.len()), Load::default());
        let blocks = self.free.as_slice().len();
        self.earliest.resize(blocks, NOBODY);
    }

    /// The agent is free, idle since that moment, and has done so much before.
    pub(in crate::engine) fn insert(&mut self, agent: AgentId, since: Millis, load: Load) {
        let (index, block) = (agent.index(), agent.index() / BLOCK);
        let is_later = self.free.contains(index) && self.since[index] < since;
        self.free.insert(index);
        self.since[index] = since;
        self.load[index] = load;
        if is_later {
            self.review(block);
        } else {
            self.earliest[block] = self.earliest[block].min(since);
        }
    }

    /// The agent is no longer free.
    pub(in crate::engine) fn remove(&mut self, agent: AgentId) {
        let (index, block) = (agent.index(), agent.index() / BLOCK);
        if !self.free.contains(index) {
            return;
        }
        self.free.remove(index);
        if self.since[index] == self.earliest[block] {
            self.review(block);
        }
    }

    /// Whether the agent is free.
    pub(in crate::engine) fn contains(&self, agent: AgentId) -> bool {
        self.free.contains(agent.index())
    }

    /// The free agents as words of a bit set.
    pub(in crate::engine) fn words(&self) -> &[usize] {
        self.free.as_slice()
    }

    /// Since when the free agent of this index has been idle.
    pub(in crate::engine) fn since(&self, index: usize) -> Millis {
        self.since[index]
    }

    /// What the free agent of this index has done.
    pub(in crate::engine) fn load(&self, index: usize) -> Load {
        self.load[index]
    }

    /// The earliest idle clock of a block's free agents.
    pub(in crate::engine) fn earliest(&self, block: usize) -> Millis {
        self.earliest[block]
    }

    /// Whether one of these agents is free.
    pub(in crate::engine) fn has_among(&self, agents: &FixedBitSet) -> bool {
        !agents.is_disjoint(&self.free)
    }

    /// How many of these agents are free.
    pub(in crate::engine) fn count_among(&self, agents: &FixedBitSet) -> u32 {
        let both = self.words().iter().zip(agents.as_slice());
        both.map(|(free, among)| (free & among).count_ones()).sum()
    }

    fn review(&mut self, block: usize) {
        let agents = ones(self.free.as_slice()[block]).map(|bit| block * BLOCK + bit);
        self.earliest[block] = agents
            .map(|index| self.since[index])
            .min()
            .unwrap_or(NOBODY);
    }
}

/// The places of the bits that are set, lowest first.
pub(in crate::engine) fn ones(mut word: usize) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        if word == 0 {
            return None;
        }
        let bit = word.trailing_zeros() as usize;
        word &= word - 1;
        Some(bit)
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop, prop_assert_eq, proptest};

    use super::*;

    proptest! {
        #[test]
        fn the_earliest_of_each_block_is_always_right(
            steps in prop::collection::vec((0_u32..200, prop::option::of(0_u64..50)), 0..300),
        ) {
            let mut idle = IdleAgents::new(200);
            let mut plain: Vec<Option<u64>> = vec![None; 200];
            for (agent, since) in steps {
                match since {
                    Some(since) => idle.insert(AgentId(agent), Millis(since), Load::default()),
                    None => idle.remove(AgentId(agent)),
                }
                plain[agent as usize] = since;
                prop_assert_eq!(idle.contains(AgentId(agent)), since.is_some());
            }
            for (block, agents) in plain.chunks(BLOCK).enumerate() {
                let earliest = agents.iter().flatten().min();
                let expected = earliest.map_or(NOBODY, |since| Millis(*since));
                prop_assert_eq!(idle.earliest(block), expected);
            }
            let mut among = FixedBitSet::with_capacity(200);
            among.insert_range(50..150);
            let free = plain[50..150].iter().flatten().count();
            prop_assert_eq!(idle.count_among(&among) as usize, free);
        }
    }
}
