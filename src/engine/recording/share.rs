//! Which calls a rule records.
//!
//! Rule kept: a share in percent is decided by the call's number alone, so that the same call gets
//! the same answer however often anybody asks.

use std::fmt;

use crate::engine::id::CallId;

/// Which of its calls a recording rule records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordingShare {
    /// None, and nobody may start one.
    Never,
    /// Those for which somebody asks.
    OnDemand,
    /// So many of a hundred, 1 to 99; the others may be asked for.
    Percent(u8),
    /// Every one.
    Always,
}

impl RecordingShare {
    /// Whether this call is recorded without anybody asking.
    #[must_use]
    pub fn takes(self, call: CallId) -> bool {
        match self {
            Self::Never | Self::OnDemand => false,
            Self::Percent(percent) => mixed(call.0) % 100 < u64::from(percent),
            Self::Always => true,
        }
    }

    /// Whether anybody may ask for it.
    #[must_use]
    pub fn may_be_asked_for(self) -> bool {
        self != Self::Never
    }
}

impl fmt::Display for RecordingShare {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Never => f.write_str("never"),
            Self::OnDemand => f.write_str("on-demand"),
            Self::Percent(percent) => write!(f, "{percent}%"),
            Self::Always => f.write_str("always"),
        }
    }
}

/// The finalizer of `SplitMix64`: numbers that follow one another land far apart.
const fn mixed(number: u64) -> u64 {
    let mut mixed = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(percent: u8, calls: u64) -> usize {
        let share = RecordingShare::Percent(percent);
        (1..=calls)
            .filter(|call| share.takes(CallId(*call)))
            .count()
    }

    #[test]
    fn a_share_is_about_that_share_of_calls() {
        for percent in [1, 5, 30, 50, 99] {
            let taken = taken(percent, 100_000) / 1_000;
            let wanted = usize::from(percent);
            assert!(taken.abs_diff(wanted) <= 1, "{percent}: {taken}");
        }
    }

    #[test]
    fn a_call_of_a_smaller_share_is_in_every_larger_one() {
        for call in 1..2_000 {
            let call = CallId(call);
            if RecordingShare::Percent(20).takes(call) {
                assert!(RecordingShare::Percent(40).takes(call));
            }
        }
    }

    #[test]
    fn never_is_never_even_when_asked() {
        assert!(!RecordingShare::Never.may_be_asked_for());
        assert!(RecordingShare::OnDemand.may_be_asked_for());
        assert!(!RecordingShare::OnDemand.takes(CallId(1)));
        assert!(RecordingShare::Always.takes(CallId(1)));
    }
}
