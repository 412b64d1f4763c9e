//! An agent's phone, for one offer: dialled, or the open line of an agent who has called.

use std::os::fd::BorrowedFd;

use super::connected::leg::ConnectedLeg;
use super::frame::Frame;
use super::leg::{Leg, LegNews};
use super::serviced::Serviced;
use crate::engine::{OfferFailure, OfferTerms};

/// One agent's phone; over when dropped: hung up, or the line given back.
#[derive(Debug)]
pub(super) enum Phone {
    /// It is dialled.
    Dialled(Leg),
    /// The agent is on the line.
    Connected(ConnectedLeg),
}

impl Phone {
    /// What this thread services of it; `None`: the line is not lent yet.
    pub(super) const fn line(&self) -> Option<&Serviced> {
        match self {
            Self::Dialled(leg) => Some(leg.line()),
            Self::Connected(leg) => leg.line(),
        }
    }

    /// What wakes this thread when the line is lent.
    pub(super) fn bell(&self) -> Option<BorrowedFd<'_>> {
        match self {
            Self::Dialled(_) => None,
            Self::Connected(leg) => leg.bell(),
        }
    }

    /// Reads what made it ready and says what it means.
    pub(super) fn hear(
        &mut self,
        caller: &mut Serviced,
        follows_forwards: bool,
        is_alone: bool,
    ) -> LegNews {
        match self {
            Self::Dialled(leg) => leg.hear(caller, follows_forwards, is_alone),
            Self::Connected(leg) => leg.hear(),
        }
    }

    /// Whether somebody could have answered.
    pub(super) const fn has_rung(&self) -> bool {
        match self {
            Self::Dialled(leg) => leg.has_rung(),
            Self::Connected(leg) => leg.line().is_some(),
        }
    }

    /// What is heard before the call besides what the queue says.
    pub(super) fn beep(&self, terms: &OfferTerms) -> Option<std::sync::Arc<str>> {
        match self {
            Self::Dialled(_) => None,
            Self::Connected(leg) => leg.beep(&terms.agent.phone.connected),
        }
    }

    /// Passes on what the caller's side says about who is calling.
    pub(super) fn tell_of_caller(&mut self, caller: &Serviced, frame: &Frame) {
        match self {
            Self::Dialled(leg) => leg.tell_of_caller(caller, frame),
            Self::Connected(leg) => leg.tell_of_caller(caller, frame),
        }
    }

    /// Tells everybody who follows dialling how it ended.
    pub(super) fn end(&mut self, failure: OfferFailure) {
        if let Self::Dialled(leg) = self {
            leg.end(failure);
        }
    }

    /// So that the phone shows no missed call.
    pub(super) fn mark_answered_elsewhere(&self) {
        if let Self::Dialled(leg) = self {
            leg.mark_answered_elsewhere();
        }
    }
}
