//! Which of the agents who fit a call is rung.

/// The rules of the choice.
#[derive(Debug, Clone, Default)]
pub struct ChoiceRules {
    /// How the next agent is chosen among those who fit. Default: the longest idle.
    pub strategy: Strategy,
}

/// How an agent is chosen among the free agents who fit a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Strategy {
    /// The agent who has been idle longest.
    #[default]
    LongestIdle,
    /// The agent with the highest weighted proficiency in what the call needs and prefers; of
    /// equals the one idle longest.
    MostSkilled,
}
