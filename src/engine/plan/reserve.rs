//! Which agents of a queue are in reserve, and what brings them in and lets them go.

/// The rules of the reserve.
#[derive(Debug, Clone)]
pub struct ReserveRules {
    /// Agents of this rank in the queue and of later ones are in reserve; `None`: nobody is.
    /// Default: nobody.
    pub rank_min: Option<u8>,
    /// By [`ReserveSign`]: what each sign must come to; `None`: nobody looks at it. Default: none.
    pub thresholds: [Option<Threshold>; ReserveSign::ALL.len()],
    /// How long the reserve stays at least. Default 60,000.
    pub stay_ms: u64,
}

impl Default for ReserveRules {
    fn default() -> Self {
        Self {
            rank_min: None,
            thresholds: [None; ReserveSign::ALL.len()],
            stay_ms: 60_000,
        }
    }
}

impl ReserveRules {
    /// What this sign must come to.
    #[must_use]
    pub const fn threshold(&self, sign: ReserveSign) -> Option<Threshold> {
        self.thresholds[sign as usize]
    }
}

/// By what a queue sees that it needs its reserve.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReserveSign {
    /// Calls in line, ringing ones included.
    Line,
    /// The longest wait of the calls in line, in milliseconds.
    Wait,
    /// The estimated wait of a call that comes now, without the reserve, in milliseconds.
    Estimate,
    /// How many of a hundred recent calls were answered within the service level.
    ServiceLevel,
}

/// Where the reserve joins and where it may leave; between the two it stays as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Threshold {
    /// More than this joins; a longest wait that has come to this; a service level below this.
    pub join: u64,
    /// Less than this lets go; a service level above this.
    pub leave: u64,
}

impl ReserveSign {
    /// All of them, in the order in which they are looked at.
    pub const ALL: [Self; 4] = [Self::Line, Self::Wait, Self::Estimate, Self::ServiceLevel];

    /// Their names, in the same order.
    pub const NAMES: [&'static str; 4] = ["line", "wait", "estimate", "service-level"];

    /// Its name, as operators write it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }

    /// Whether the reserve joins.
    #[must_use]
    pub const fn joins(self, threshold: Threshold, value: u64) -> bool {
        match self {
            Self::Line | Self::Estimate => value > threshold.join,
            // A wait comes to it at one exact moment.
            Self::Wait => value >= threshold.join,
            Self::ServiceLevel => value < threshold.join,
        }
    }

    /// Whether the reserve may leave, as far as this sign is concerned.
    #[must_use]
    pub const fn lets_go(self, threshold: Threshold, value: u64) -> bool {
        match self {
            Self::Line | Self::Wait | Self::Estimate => value < threshold.leave,
            Self::ServiceLevel => value > threshold.leave,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn between_the_thresholds_nothing_happens() {
        let rises = Threshold { join: 10, leave: 5 };
        let falls = Threshold {
            join: 80,
            leave: 90,
        };
        let table = [
            (ReserveSign::Line, rises, [11, 10, 5, 4]),
            (ReserveSign::Wait, rises, [10, 9, 5, 4]),
            (ReserveSign::Estimate, rises, [11, 10, 5, 4]),
            (ReserveSign::ServiceLevel, falls, [79, 80, 90, 91]),
        ];
        for (sign, threshold, values) in table {
            let joins = values.map(|value| sign.joins(threshold, value));
            let lets_go = values.map(|value| sign.lets_go(threshold, value));
            assert_eq!(joins, [true, false, false, false], "{sign:?}");
            assert_eq!(lets_go, [false, false, false, true], "{sign:?}");
        }
    }
}
