//! Workload: how much of the time at work an agent was occupied.
//!
//! Counted from sign-in. At work is who is signed in and not not ready; occupied is who talks
//! (holds included) or is in after-call time. A break makes nobody look idle, and a new sign-in
//! starts from nothing: the first call alone makes the agent look busy. An agent who is free has
//! done so much and been at work so long, and only the latter grows.

use std::cmp::Ordering;

use super::state::AgentState;
use crate::engine::time::Millis;

/// What an agent has done since sign-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::engine) struct Workload {
    work_ms: u64,
    busy_ms: u64,
    counted_at: Millis,
}

impl Workload {
    /// An agent who was in this state until now goes on to another one.
    pub(in crate::engine) fn pass(&mut self, from: AgentState, now: Millis) {
        let (work_ms, busy_ms) = self.at(from, now);
        *self = match from {
            AgentState::SignedOut => Self::default(),
            _ => Self {
                work_ms,
                busy_ms,
                ..*self
            },
        };
        self.counted_at = now;
    }

    /// Time at work and, of that, time occupied, of an agent who is still in this state.
    pub(in crate::engine) fn at(&self, state: AgentState, now: Millis) -> (u64, u64) {
        let passed = now.since(self.counted_at);
        let counted = |is_counted: bool| if is_counted { passed } else { 0 };
        let is_busy = matches!(state, AgentState::Talking | AgentState::WrapUp);
        (
            self.work_ms + counted(is_at_work(state)),
            self.busy_ms + counted(is_busy),
        )
    }

    /// The load of a free agent.
    pub(in crate::engine) fn load(&self) -> Load {
        Load {
            busy_ms: self.busy_ms,
            began: Millis(self.counted_at.0.saturating_sub(self.work_ms)),
        }
    }
}

/// Whether time in this state is time at work.
pub(in crate::engine) const fn is_at_work(state: AgentState) -> bool {
    !matches!(state, AgentState::SignedOut | AgentState::NotReady)
}

/// What a free agent has done, as long as the agent stays free.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::engine) struct Load {
    pub(in crate::engine) busy_ms: u64,
    /// When the agent would have begun to work without a break.
    pub(in crate::engine) began: Millis,
}

impl Load {
    /// The share of occupied time at this moment.
    pub(in crate::engine) fn share(&self, now: Millis) -> Share {
        Share {
            busy_ms: self.busy_ms,
            work_ms: now.since(self.began).max(1),
        }
    }
}

/// A share of occupied time, compared exactly.
#[derive(Debug, Clone, Copy)]
pub(in crate::engine) struct Share {
    busy_ms: u64,
    work_ms: u64,
}

impl Share {
    /// None of the time: no share is smaller.
    pub(in crate::engine) const NONE: Self = Self {
        busy_ms: 0,
        work_ms: 1,
    };
}

impl Ord for Share {
    fn cmp(&self, other: &Self) -> Ordering {
        let product = |busy_ms: u64, work_ms: u64| u128::from(busy_ms) * u128::from(work_ms);
        product(self.busy_ms, other.work_ms).cmp(&product(other.busy_ms, self.work_ms))
    }
}

impl PartialOrd for Share {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Share {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Share {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn breaks_are_not_work_and_wrap_up_is() {
        let mut workload = Workload::default();
        let day = [
            (AgentState::SignedOut, 1_000),
            (AgentState::Ready, 1_100),
            (AgentState::Offered, 1_110),
            (AgentState::Talking, 1_150),
            (AgentState::WrapUp, 1_160),
            (AgentState::NotReady, 9_160),
        ];
        for (from, until) in day {
            workload.pass(from, Millis(until));
        }
        assert_eq!(workload.at(AgentState::Ready, Millis(9_200)), (200, 50));
        let share = workload.load().share(Millis(9_200));
        assert_eq!(
            share,
            Share {
                busy_ms: 1,
                work_ms: 4
            }
        );
        workload.pass(AgentState::SignedOut, Millis(9_300));
        assert_eq!(workload.at(AgentState::Ready, Millis(9_300)), (0, 0));
        assert_eq!(workload.load().share(Millis(9_300)), Share::NONE);
    }

    #[test]
    fn shares_are_compared_exactly_however_long_they_grow() {
        let share = |busy_ms, work_ms| Share { busy_ms, work_ms };
        let years = 1 << 40;
        assert!(share(years / 3, years) < share(years / 3 + 1, years));
        assert!(share(years / 2, years) == share(1, 2));
        assert!(Share::NONE < share(1, u64::MAX));
    }
}
