//! The states of a call and the legal moves between them.
//!
//! | move \ in    | Waiting | Ringing | Talking |
//! |--------------|---------|---------|---------|
//! | Offer        | Ringing | Ringing | -       |
//! | LoseOneOffer | -       | Ringing | -       |
//! | LoseOffer    | -       | Waiting | -       |
//! | Connect      | -       | Talking | -       |
//! | Relax        | Waiting | Ringing | -       |
//! | Leave        | gone    | gone    | gone    |
//! | Release      | gone    | gone    | -       |
//! | End          | -       | -       | gone    |
//!
//! `-` is illegal. A call that is gone is forgotten. `Leave` of a talking call is a caller who
//! hung up in the very moment of the answer, before the host heard of the connection.

use std::fmt;

/// What a call does, without the particulars.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CallState {
    /// In line for an agent.
    Waiting,
    /// Offered to an agent or to several; keeps its place in line.
    Ringing,
    /// In conversation with an agent.
    Talking,
}

/// What may happen to a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::engine) enum CallMove {
    /// It is offered to an agent, or to one more.
    Offer,
    /// One of several offers is over without a conversation.
    LoseOneOffer,
    /// The only offer is over without a conversation.
    LoseOffer,
    /// An offer was answered.
    Connect,
    /// It needs something else from now on.
    Relax,
    /// It leaves by the caller's side.
    Leave,
    /// It leaves by rule.
    Release,
    /// The conversation is over.
    End,
}

/// Where a move leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::engine) enum Leads {
    /// To this state.
    To(CallState),
    /// Away: the call is forgotten.
    Away,
    /// Nowhere: it is not legal.
    Nowhere,
}

impl CallState {
    /// Where the move leads from here.
    pub(in crate::engine) const fn after(self, attempt: CallMove) -> Leads {
        match (attempt, self) {
            (CallMove::Offer, Self::Waiting | Self::Ringing)
            | (CallMove::LoseOneOffer, Self::Ringing) => Leads::To(Self::Ringing),
            (CallMove::LoseOffer, Self::Ringing) => Leads::To(Self::Waiting),
            (CallMove::Connect, Self::Ringing) => Leads::To(Self::Talking),
            (CallMove::Relax, Self::Waiting | Self::Ringing) => Leads::To(self),
            (CallMove::Leave, _)
            | (CallMove::Release, Self::Waiting | Self::Ringing)
            | (CallMove::End, Self::Talking) => Leads::Away,
            _ => Leads::Nowhere,
        }
    }

    /// In words, as in `call 7 is …`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Ringing => "ringing",
            Self::Talking => "talking",
        }
    }
}

impl fmt::Display for CallState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl CallMove {
    /// In words, as in `cannot …`.
    pub(in crate::engine) const fn name(self) -> &'static str {
        match self {
            Self::Offer => "be offered",
            Self::LoseOneOffer => "lose one of its offers",
            Self::LoseOffer => "lose its offer",
            Self::Connect => "be connected",
            Self::Relax => "be relaxed",
            Self::Leave => "leave",
            Self::Release => "be released",
            Self::End => "end a conversation",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use CallState::{Ringing, Talking, Waiting};
    use Leads::{Away, Nowhere, To};

    #[test]
    fn every_state_and_move() {
        let table = [
            (CallMove::Offer, [To(Ringing), To(Ringing), Nowhere]),
            (CallMove::LoseOneOffer, [Nowhere, To(Ringing), Nowhere]),
            (CallMove::LoseOffer, [Nowhere, To(Waiting), Nowhere]),
            (CallMove::Connect, [Nowhere, To(Talking), Nowhere]),
            (CallMove::Relax, [To(Waiting), To(Ringing), Nowhere]),
            (CallMove::Leave, [Away, Away, Away]),
            (CallMove::Release, [Away, Away, Nowhere]),
            (CallMove::End, [Nowhere, Nowhere, Away]),
        ];
        for (attempt, row) in table {
            for (state, leads) in [Waiting, Ringing, Talking].into_iter().zip(row) {
                assert_eq!(
                    state.after(attempt),
                    leads,
                    "{} when {state}",
                    attempt.name()
                );
            }
        }
    }
}
