//! Which agent fits which class, as bits: a free agent asks for the classes, a new class is written
//! for all its agents.
//!
//! For each block of places a row with a word for each agent, so that a new class writes where it
//! has just written.

use crate::engine::matching::idle::{BLOCK, ones};

/// A bit for each agent and place of a class.
#[derive(Debug)]
pub(in crate::engine) struct Fits {
    rows: Vec<Box<[usize]>>,
    agents: usize,
}

impl Fits {
    /// Nobody fits anything; room for this many agents.
    pub(in crate::engine) const fn new(agents: usize) -> Self {
        Self {
            rows: Vec::new(),
            agents,
        }
    }

    /// Makes room for this many places.
    pub(in crate::engine) fn grow(&mut self, places: usize) {
        while self.rows.len() * BLOCK < places {
            self.rows.push(vec![0; self.agents].into());
        }
    }

    /// Whether the agent of this index fits the class at this place.
    pub(in crate::engine) fn contains(&self, place: usize, agent: usize) -> bool {
        self.rows[place / BLOCK][agent] & bit(place) != 0
    }

    /// From now on the agent fits the class, or does not.
    pub(in crate::engine) fn set(&mut self, place: usize, agent: usize, fits: bool) {
        let word = &mut self.rows[place / BLOCK][agent];
        *word = if fits {
            *word | bit(place)
        } else {
            *word & !bit(place)
        };
    }

    /// The places the agent fits of those in `among`, the words of a bit set.
    pub(in crate::engine) fn among<'a>(
        &'a self,
        agent: usize,
        among: &'a [usize],
    ) -> impl Iterator<Item = usize> + 'a {
        let words = self.rows.iter().zip(among).enumerate();
        // Most blocks of a quiet floor have nobody in line, and need not be looked into.
        let words = words.filter(|(_, (_, among))| **among != 0);
        words.flat_map(move |(block, (row, among))| {
            ones(row[agent] & among).map(move |bit| block * BLOCK + bit)
        })
    }
}

const fn bit(place: usize) -> usize {
    1 << (place % BLOCK)
}
