//! Which of the agents who fit a call is rung.

use std::sync::Arc;

/// The rules of the choice.
#[derive(Debug, Clone, Default)]
pub struct ChoiceRules {
    /// How the next agent is chosen among those who fit. Default: the longest idle.
    pub strategy: Strategy,
    /// Up to which rank agents take a call, by its wait: the first from 0 on, both ascending.
    /// Default: none, agents of every rank from the start.
    pub rank_windows: Arc<[RankWindow]>,
}

/// From `after_ms` of waiting on, agents up to this rank take the call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RankWindow {
    /// Wait after which the window is open, from the call's arrival.
    pub after_ms: u64,
    /// The last rank that takes the call; [`RANK_ANY`]: every rank.
    pub rank_max: u8,
}

/// The window that is open to every rank.
pub const RANK_ANY: u8 = u8::MAX;

/// How an agent is chosen among the free agents who fit a call.
///
/// The agent's rank in the queue comes before every strategy, then what the call prefers; of
/// equals the one idle longest is taken, then the one with the lowest id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Strategy {
    /// The agent who has been idle longest.
    #[default]
    LongestIdle,
    /// The agent with the highest weighted proficiency in what the call needs and prefers.
    MostSkilled,
    /// The agent with the fewest skills that the call neither asks for nor prefers, and of these
    /// the one whose levels, all added up, are lowest: specialists stay free.
    LeastSkilled,
    /// The agent with the smallest share of conversation and after-call time in the time at work
    /// since sign-in; time not ready is not at work.
    LeastOccupied,
    /// The agent who has answered the fewest calls of the queue since sign-in. Whoever signs in or
    /// comes back from not ready starts no lower than the lowest of those at work.
    FewestCalls,
    /// The agent who follows, by id, the one rung last for the queue.
    RoundRobin,
    /// The first agent in the explicit order.
    Ordered,
    /// An agent drawn by lot; the same facts draw the same lots.
    Random,
}

impl Strategy {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::LongestIdle,
        Self::MostSkilled,
        Self::LeastSkilled,
        Self::LeastOccupied,
        Self::FewestCalls,
        Self::RoundRobin,
        Self::Ordered,
        Self::Random,
    ];

    /// Their names, in the same order.
    pub const NAMES: [&'static str; 8] = [
        "longest-idle",
        "most-skilled",
        "least-skilled",
        "least-occupied",
        "fewest-calls",
        "round-robin",
        "ordered",
        "random",
    ];

    /// Its name, as operators write it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }

    /// The strategy of this name, without regard to case.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let mut all = Self::ALL.into_iter();
        all.find(|strategy| strategy.name().eq_ignore_ascii_case(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_strategy_has_its_name() {
        for strategy in Strategy::ALL {
            assert_eq!(Strategy::named(strategy.name()), Some(strategy));
        }
        assert_eq!(Strategy::named("ROUND-robin"), Some(Strategy::RoundRobin));
        assert_eq!(Strategy::named("ringall"), None);
    }
}
