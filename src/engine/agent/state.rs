//! The states of an agent and the legal moves between them.
//!
//! | move \ in         | SignedOut | Ready     | NotReady  | Offered   | Talking   | WrapUp    |
//! |-------------------|-----------|-----------|-----------|-----------|-----------|-----------|
//! | SignIn            | Ready     | Ready     | NotReady  | Offered   | Talking   | WrapUp    |
//! | SignOut           | -         | SignedOut | SignedOut | pending   | pending   | SignedOut |
//! | BecomeReady       | -         | Ready     | Ready     | Offered   | Talking   | Ready     |
//! | BecomeNotReady    | -         | NotReady  | NotReady  | pending   | pending   | NotReady  |
//! | TakeOffer         | -         | Offered   | -         | -         | -         | -         |
//! | LoseOffer         | -         | -         | -         | Ready     | -         | -         |
//! | Connect           | -         | -         | -         | Talking   | -         | -         |
//! | Resume            | Talking   | Talking   | Talking   | -         | -         | Talking   |
//! | EndConversation   | -         | -         | -         | -         | Ready     | -         |
//! | BeginWrapUp       | -         | -         | -         | -         | WrapUp    | -         |
//! | EndWrapUp         | -         | -         | -         | -         | -         | Ready     |
//!
//! `-` is illegal; `pending` is legal and takes effect when the call in hand is over. Signing in
//! again only moves the agent to another phone. Being unreachable, busy elsewhere or resting is
//! not a state of its own: it lies over `Ready` (see `record.rs`).

use std::fmt;

/// What an agent does, without the particulars.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum AgentState {
    /// Not at work.
    SignedOut,
    /// At work and without a call.
    Ready,
    /// At work and takes no calls.
    NotReady,
    /// The phone is rung for a call.
    Offered,
    /// In conversation with a caller.
    Talking,
    /// In after-call time.
    WrapUp,
}

/// What an agent may be asked or made to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::engine) enum AgentMove {
    /// Sign in, or move to another phone.
    SignIn,
    /// Sign out.
    SignOut,
    /// Take calls.
    BecomeReady,
    /// Take no calls.
    BecomeNotReady,
    /// A call is offered.
    TakeOffer,
    /// The offer is over without a conversation.
    LoseOffer,
    /// The offer was answered.
    Connect,
    /// A conversation of before a restart is taken over.
    Resume,
    /// The conversation is over and no after-call time follows.
    EndConversation,
    /// The conversation is over and after-call time begins.
    BeginWrapUp,
    /// After-call time is over.
    EndWrapUp,
}

/// Where a move leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::engine) enum Leads {
    /// To this state at once.
    To(AgentState),
    /// To nothing yet: it waits for the end of the call in hand.
    Pending,
    /// Nowhere: it is not legal.
    Nowhere,
}

impl AgentState {
    /// Where the move leads from here.
    pub(in crate::engine) const fn after(self, attempt: AgentMove) -> Leads {
        use AgentMove::{
            BecomeNotReady, BecomeReady, BeginWrapUp, Connect, EndConversation, EndWrapUp,
            LoseOffer, Resume, SignIn, SignOut, TakeOffer,
        };
        use Leads::{Nowhere, Pending, To};
        match (attempt, self) {
            (SignIn, Self::SignedOut) => To(Self::Ready),
            (SignIn, _) => To(self),
            (SignOut | BecomeReady | BecomeNotReady, Self::SignedOut) => Nowhere,
            (SignOut | BecomeNotReady, Self::Offered | Self::Talking) => Pending,
            (SignOut, _) => To(Self::SignedOut),
            (BecomeNotReady, _) => To(Self::NotReady),
            (BecomeReady, Self::Offered | Self::Talking) => To(self),
            (BecomeReady, _) => To(Self::Ready),
            (TakeOffer, Self::Ready) => To(Self::Offered),
            (Connect, Self::Offered) => To(Self::Talking),
            (Resume, Self::Offered | Self::Talking) => Nowhere,
            (Resume, _) => To(Self::Talking),
            (LoseOffer, Self::Offered)
            | (EndConversation, Self::Talking)
            | (EndWrapUp, Self::WrapUp) => To(Self::Ready),
            (BeginWrapUp, Self::Talking) => To(Self::WrapUp),
            (TakeOffer | LoseOffer | Connect | EndConversation | BeginWrapUp | EndWrapUp, _) => {
                Nowhere
            }
        }
    }

    /// In words, as in `agent 1001 is …`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::SignedOut => "signed out",
            Self::Ready => "ready",
            Self::NotReady => "not ready",
            Self::Offered => "offered a call",
            Self::Talking => "talking",
            Self::WrapUp => "in wrap-up",
        }
    }
}

impl fmt::Display for AgentState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl AgentMove {
    /// In words, as in `cannot …`.
    pub(in crate::engine) const fn name(self) -> &'static str {
        match self {
            Self::SignIn => "sign in",
            Self::SignOut => "sign out",
            Self::BecomeReady => "become ready",
            Self::BecomeNotReady => "become not ready",
            Self::TakeOffer => "take an offer",
            Self::LoseOffer => "lose an offer",
            Self::Connect => "be connected",
            Self::Resume => "resume a conversation",
            Self::EndConversation => "end a conversation",
            Self::BeginWrapUp => "begin wrap-up",
            Self::EndWrapUp => "end wrap-up",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use AgentState::{NotReady, Offered, Ready, SignedOut, Talking, WrapUp};
    use Leads::{Nowhere, Pending, To};

    #[test]
    fn every_state_and_move() {
        let states = [SignedOut, Ready, NotReady, Offered, Talking, WrapUp];
        let no = Nowhere;
        let table = [
            (
                AgentMove::SignIn,
                states.map(|s| To(if s == SignedOut { Ready } else { s })),
            ),
            (
                AgentMove::SignOut,
                [
                    no,
                    To(SignedOut),
                    To(SignedOut),
                    Pending,
                    Pending,
                    To(SignedOut),
                ],
            ),
            (
                AgentMove::BecomeReady,
                [
                    no,
                    To(Ready),
                    To(Ready),
                    To(Offered),
                    To(Talking),
                    To(Ready),
                ],
            ),
            (
                AgentMove::BecomeNotReady,
                [
                    no,
                    To(NotReady),
                    To(NotReady),
                    Pending,
                    Pending,
                    To(NotReady),
                ],
            ),
            (AgentMove::TakeOffer, [no, To(Offered), no, no, no, no]),
            (AgentMove::LoseOffer, [no, no, no, To(Ready), no, no]),
            (AgentMove::Connect, [no, no, no, To(Talking), no, no]),
            (
                AgentMove::Resume,
                [To(Talking), To(Talking), To(Talking), no, no, To(Talking)],
            ),
            (AgentMove::EndConversation, [no, no, no, no, To(Ready), no]),
            (AgentMove::BeginWrapUp, [no, no, no, no, To(WrapUp), no]),
            (AgentMove::EndWrapUp, [no, no, no, no, no, To(Ready)]),
        ];
        for (attempt, row) in table {
            for (state, leads) in states.into_iter().zip(row) {
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
