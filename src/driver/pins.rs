//! Who may sign in: PINs compared, and guessing slowed down.
//!
//! Rule kept: after a few wrong PINs in a row an agent's PIN is not looked at for a while, which
//! doubles with each further wrong one, so that nobody finds it by trying, however many calls try
//! at once. A right one forgets the wrong ones. Nothing here is ever shown.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use crate::engine::{AgentId, Millis, Pin};

use super::clock::Clock;

/// Wrong PINs in a row that cost nothing.
pub(super) const FREE_TRIES: u32 = 3;
/// The first pause, in milliseconds.
const PAUSE_MS: u64 = 30_000;
/// The longest pause, in milliseconds.
const PAUSE_MS_MAX: u64 = 3_600_000;

/// What came of a try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Try {
    /// It is the PIN.
    Right,
    /// It is not.
    Wrong,
    /// Nobody looked: too many wrong ones came before.
    TooSoon {
        /// How long nobody will look.
        pause_ms: u64,
    },
}

/// The wrong PINs of each agent. Bounded by the number of agents.
pub(super) struct PinGuard {
    clock: Clock,
    wrong: Mutex<BTreeMap<AgentId, WrongTries>>,
}

#[derive(Debug, Clone, Copy, Default)]
struct WrongTries {
    count: u32,
    closed_until: Millis,
}

impl PinGuard {
    pub(super) fn new() -> Self {
        Self {
            clock: Clock::start(Millis::ZERO),
            wrong: Mutex::default(),
        }
    }

    /// Looks at a PIN that somebody gave for this agent.
    pub(super) fn attempt(&self, agent: AgentId, pin: &Pin, digits: &str) -> Try {
        self.attempt_at(self.clock.now(), agent, pin, digits)
    }

    fn attempt_at(&self, now: Millis, agent: AgentId, pin: &Pin, digits: &str) -> Try {
        let mut all = self.wrong.lock().unwrap_or_else(PoisonError::into_inner);
        let mut tries = all.get(&agent).copied().unwrap_or_default();
        if now < tries.closed_until {
            let pause_ms = tries.closed_until.since(now);
            return Try::TooSoon { pause_ms };
        }
        if pin.is(digits) {
            all.remove(&agent);
            return Try::Right;
        }
        tries.count = tries.count.saturating_add(1);
        if tries.count >= FREE_TRIES {
            let doublings = (tries.count - FREE_TRIES).min(16);
            let pause_ms = (PAUSE_MS << doublings).min(PAUSE_MS_MAX);
            tries.closed_until = now + pause_ms;
        }
        all.insert(agent, tries);
        Try::Wrong
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guessing_becomes_slower_and_slower() {
        let guard = PinGuard::new();
        let (alice, bob) = (AgentId(1), AgentId(2));
        let pin = Pin::new("4711").unwrap();
        let attempt = |at, agent, digits| guard.attempt_at(Millis(at), agent, &pin, digits);
        for _ in 0..FREE_TRIES {
            assert_eq!(attempt(0, alice, "0000"), Try::Wrong);
        }
        let pause_ms = PAUSE_MS - 1;
        assert_eq!(attempt(1, alice, "4711"), Try::TooSoon { pause_ms });
        assert_eq!(
            attempt(1, bob, "4711"),
            Try::Right,
            "others are not concerned"
        );
        let mut now = PAUSE_MS;
        for _ in 0..20 {
            assert_eq!(attempt(now, alice, "0000"), Try::Wrong);
            let Try::TooSoon { pause_ms } = attempt(now, alice, "4711") else {
                panic!("nobody should look now");
            };
            assert!((2 * PAUSE_MS..=PAUSE_MS_MAX).contains(&pause_ms));
            now += pause_ms;
        }
        assert_eq!(attempt(now, alice, "4711"), Try::Right);
        assert_eq!(attempt(now, alice, "0000"), Try::Wrong);
        assert_eq!(attempt(now, alice, "4711"), Try::Right);
    }
}
