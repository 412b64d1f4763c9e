//! Who must be there for a call to be let into a queue and to stay in it, and when it is open.

use super::hours::Hours;

/// The rules of entry and exit.
#[derive(Debug, Clone)]
pub struct EntryRules {
    /// A call is let in only if an agent who could take it has come this far; `None`: always.
    /// Default: always.
    pub join_if: Option<StaffLevel>,
    /// A call leaves when for [`leave_after_ms`](Self::leave_after_ms) no agent who could take it
    /// has come this far; `None`: it stays. Never [`StaffLevel::Free`], because no call waits
    /// while an agent is free for it. Default: it stays.
    pub leave_if_not: Option<StaffLevel>,
    /// How long nobody must be there before calls leave, without a break. Default 10,000.
    pub leave_after_ms: u64,
    /// When calls are let in, by the clock on the wall. Default: always.
    pub hours: Hours,
    /// What becomes of calls in line when the queue closes. Default: they are served.
    pub at_close: AtClose,
}

/// What becomes of calls in line when a queue closes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AtClose {
    /// They came in time and are served.
    #[default]
    Keep,
    /// They leave.
    Release,
}

impl Default for EntryRules {
    fn default() -> Self {
        Self {
            join_if: None,
            leave_if_not: None,
            leave_after_ms: 10_000,
            hours: Hours::default(),
            at_close: AtClose::default(),
        }
    }
}

/// How far an agent is from taking a call; each level is part of the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum StaffLevel {
    /// Serves the queue and has the skills, at work or not.
    Qualified,
    /// And is signed in.
    Staffed,
    /// And takes calls: is not in a not-ready state. Whoever talks, is in after-call time or
    /// cannot be reached for the moment works too.
    Working,
    /// And could be rung at once.
    Free,
}

impl StaffLevel {
    /// All of them, ascending.
    pub const ALL: [Self; 4] = [Self::Qualified, Self::Staffed, Self::Working, Self::Free];

    /// Their names, in the same order.
    pub const NAMES: [&'static str; 4] = ["qualified", "staffed", "working", "free"];

    /// Its name, as operators write it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }
}
