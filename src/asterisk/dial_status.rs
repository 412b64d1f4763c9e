//! The words in which Asterisk tells how a dialled leg ended.

use std::ffi::CStr;

use crate::engine::OfferFailure;

/// How a leg came to its end, for DialEnd events, CDR and CEL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DialStatus {
    /// The agent answered.
    Answer,
    /// Busy or rejected.
    Busy,
    /// No circuit.
    Congestion,
    /// Not answered in time.
    NoAnswer,
    /// Taken back by our side.
    Cancel,
    /// Not reachable.
    Unavailable,
}

impl DialStatus {
    /// The word that Asterisk uses.
    pub(super) const fn text(self) -> &'static CStr {
        match self {
            Self::Answer => c"ANSWER",
            Self::Busy => c"BUSY",
            Self::Congestion => c"CONGESTION",
            Self::NoAnswer => c"NOANSWER",
            Self::Cancel => c"CANCEL",
            Self::Unavailable => c"CHANUNAVAIL",
        }
    }

    /// What a failed offer is in these words.
    pub(super) const fn of(failure: OfferFailure) -> Self {
        match failure {
            OfferFailure::NoAnswer => Self::NoAnswer,
            OfferFailure::Busy | OfferFailure::Rejected => Self::Busy,
            OfferFailure::Unreachable => Self::Unavailable,
            OfferFailure::Congestion => Self::Congestion,
            OfferFailure::Rescinded => Self::Cancel,
        }
    }
}
