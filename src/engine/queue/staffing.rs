//! Staffing: how far the agents are from taking calls, as sets of agents.
//!
//! Who qualifies is a set that the plan alone decides (see `class.rs`); who is signed in, who works
//! and who is free are three more, kept true agent by agent. Any count of "so many of these" is a
//! few word operations on two of them, and nobody is counted before a rule or a person asks.

use fixedbitset::FixedBitSet;

use crate::engine::agent::state::AgentState;
use crate::engine::id::AgentId;
use crate::engine::plan::StaffLevel;
use crate::engine::router::Router;

/// How many of some agents have come how far; each number is part of the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Staff {
    /// All of them, at work or not.
    pub qualified: u32,
    /// Signed in.
    pub staffed: u32,
    /// And not in a not-ready state.
    pub working: u32,
    /// And free.
    pub free: u32,
}

/// Who is signed in and who works.
#[derive(Debug, Default)]
pub(in crate::engine) struct Staffing {
    signed_in: FixedBitSet,
    working: FixedBitSet,
}

impl Staffing {
    /// Nobody is there; room for this many agents.
    pub(in crate::engine) fn new(agents: usize) -> Self {
        let mut staffing = Self::default();
        staffing.reserve(agents);
        staffing
    }

    /// Makes room for this many agents; who is there stays so.
    pub(in crate::engine) fn reserve(&mut self, agents: usize) {
        self.signed_in.grow(agents);
        self.working.grow(agents);
    }

    /// An agent does this now. True if that makes a difference here.
    pub(in crate::engine) fn note(&mut self, agent: AgentId, state: AgentState) -> bool {
        let is_signed_in = state != AgentState::SignedOut;
        let is_working = is_signed_in && state != AgentState::NotReady;
        let (signed_in, working) = (&mut self.signed_in, &mut self.working);
        let index = agent.index();
        let is_news =
            signed_in.contains(index) != is_signed_in || working.contains(index) != is_working;
        signed_in.set(index, is_signed_in);
        working.set(index, is_working);
        is_news
    }

    /// Whether the agent is signed in and not in a not-ready state.
    pub(in crate::engine) fn is_working(&self, agent: AgentId) -> bool {
        self.working.contains(agent.index())
    }

    /// How far the agent is by these sets, for the invariants.
    pub(in crate::engine) fn noted(&self, agent: AgentId) -> (bool, bool) {
        let index = agent.index();
        (self.signed_in.contains(index), self.working.contains(index))
    }
}

impl Router {
    /// How many of these agents have come how far.
    pub(in crate::engine) fn staff(&self, agents: &FixedBitSet) -> Staff {
        let ones = |set: &FixedBitSet| {
            let both = agents.as_slice().iter().zip(set.as_slice());
            both.map(|(among, here)| (among & here).count_ones()).sum()
        };
        Staff {
            qualified: ones(agents),
            staffed: ones(&self.staffing.signed_in),
            working: ones(&self.staffing.working),
            free: self.idle.count_among(agents),
        }
    }

    /// Whether one of these agents has come so far. Who has come further counts too, so one set
    /// answers.
    pub(in crate::engine) fn has_come(&self, agents: &FixedBitSet, level: StaffLevel) -> bool {
        match level {
            StaffLevel::Qualified => !agents.is_clear(),
            StaffLevel::Staffed => !agents.is_disjoint(&self.staffing.signed_in),
            StaffLevel::Working => !agents.is_disjoint(&self.staffing.working),
            StaffLevel::Free => self.idle.has_among(agents),
        }
    }

    /// How far the one of these agents has come who is closest to taking a call; `None`: there is
    /// no agent among them.
    pub(in crate::engine) fn staff_level(&self, agents: &FixedBitSet) -> Option<StaffLevel> {
        let mut levels = StaffLevel::ALL.into_iter().rev();
        levels.find(|level| self.has_come(agents, *level))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_makes_a_difference_is_news() {
        let mut staffing = Staffing::new(2);
        let agent = AgentId(1);
        assert!(!staffing.note(agent, AgentState::SignedOut));
        assert!(staffing.note(agent, AgentState::Ready));
        for state in [AgentState::Offered, AgentState::Talking, AgentState::WrapUp] {
            assert!(!staffing.note(agent, state), "{state}");
            assert_eq!(staffing.noted(agent), (true, true));
        }
        assert!(staffing.note(agent, AgentState::NotReady));
        assert_eq!(staffing.noted(agent), (true, false));
        assert!(staffing.note(agent, AgentState::SignedOut));
        assert_eq!(staffing.noted(agent), (false, false));
    }
}
