//! Time as the engine knows it: an integer that the driver gives in.
//!
//! Rule kept: the engine never reads a clock. Wall-clock time is added to history by the driver;
//! no rule depends on it.

use std::fmt;
use std::ops::Add;

use serde::Serialize;

/// A moment: milliseconds on the driver's monotonic clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize)]
pub struct Millis(pub u64);

impl Millis {
    /// The first moment that clock can show.
    pub const ZERO: Self = Self(0);

    /// Milliseconds from `earlier` to this moment; 0 if `earlier` is later.
    #[must_use]
    pub const fn since(self, earlier: Self) -> u64 {
        self.0.saturating_sub(earlier.0)
    }
}

impl Add<u64> for Millis {
    type Output = Self;

    /// The moment `delay_ms` later; saturates at the end of time.
    fn add(self, delay_ms: u64) -> Self {
        Self(self.0.saturating_add(delay_ms))
    }
}

impl fmt::Display for Millis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ms", self.0)
    }
}
