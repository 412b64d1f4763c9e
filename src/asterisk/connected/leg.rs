//! A caller's side of an agent's open line: asked for, lent, given back.
//!
//! It stands where a dialled leg stands for another phone. There is no ringing: the line is
//! answered as soon as it is lent.

use std::cell::OnceCell;
use std::os::fd::BorrowedFd;
use std::sync::Arc;

use super::line::{Loan, Standing};
use super::lines;
use super::shown;
use super::talk::Seat;
use crate::asterisk::channel::Channel;
use crate::asterisk::contact::CONTACT_VARIABLE;
use crate::asterisk::dressing::Dressing;
use crate::asterisk::entrance::entrance;
use crate::asterisk::frame::{Control, Frame, Happening};
use crate::asterisk::leg::LegNews;
use crate::asterisk::leg_tags::{self, LegTags};
use crate::asterisk::serviced::{Read, Serviced};
use crate::asterisk::stay::{AGENT_VARIABLE, QUEUE_VARIABLE};
use crate::asterisk::sys;
use crate::engine::{ConnectedRules, OfferFailure, OfferId};

/// An agent's line, for one offer.
#[derive(Debug)]
pub(in crate::asterisk) struct ConnectedLeg {
    /// Keeps the line told of the caller's tags; first, so that the line is not when it is back.
    tags: OnceCell<LegTags>,
    loan: Loan,
    /// The line, while it is lent.
    line: Option<Serviced>,
}

impl ConnectedLeg {
    /// Asks for the line that this interface names; returns at once.
    ///
    /// # Errors
    /// When there is no such line any more, or another caller has it.
    pub(in crate::asterisk) fn ask(interface: &str, offer: OfferId) -> Result<Self, OfferFailure> {
        let line = lines::find(interface).ok_or(OfferFailure::Unreachable)?;
        match line.ask(offer) {
            Ok(Some(loan)) => Ok(Self {
                tags: OnceCell::new(),
                loan,
                line: None,
            }),
            Ok(None) => Err(OfferFailure::Busy),
            Err(error) => {
                tracing::error!("{interface} cannot be asked for a call: {error}");
                Err(OfferFailure::Congestion)
            }
        }
    }

    /// The line, once it is lent.
    pub(in crate::asterisk) const fn line(&self) -> Option<&Serviced> {
        self.line.as_ref()
    }

    /// What wakes this thread when the line is lent; `None`: it is.
    pub(in crate::asterisk) fn bell(&self) -> Option<BorrowedFd<'_>> {
        let is_lent = self.line.is_some();
        (!is_lent).then(|| self.loan.bell().descriptor())
    }

    /// Takes the line if it is lent by now; true: from this moment on. The agent's phone then
    /// shows the caller.
    ///
    /// # Errors
    /// When the agent has left.
    pub(in crate::asterisk) fn take(&mut self) -> Result<bool, OfferFailure> {
        if self.line.is_some() {
            return Ok(false);
        }
        match self.loan.standing() {
            Standing::Wanted => Ok(false),
            Standing::Gone => Err(OfferFailure::Unreachable),
            Standing::Lent(channel) => {
                // SAFETY: the agent's thread leaves the channel alone until it is given back.
                self.line = Some(unsafe { Serviced::borrowed(channel.as_ptr()) });
                Ok(true)
            }
        }
    }

    /// Tells the agent's side of the call: names, display, the dialplan that the queue wants run.
    ///
    /// # Errors
    /// When that dialplan hung the agent up, or the caller is gone.
    pub(in crate::asterisk) fn dress(
        &self,
        caller: &Serviced,
        dressing: &Dressing<'_>,
        meanwhile: &[&Serviced],
    ) -> Result<(), OfferFailure> {
        let Some(line) = &self.line else {
            return Ok(());
        };
        for name in CALL_VARIABLES {
            copy_variable(caller, line, name.trim_start_matches('_'));
        }
        // With its underscores: whom the agent asks for advice is asked about the same caller.
        copy_variable(caller, line, CONTACT_VARIABLE);
        shown::show_caller(line, caller, dressing.display());
        dressing.put_on_line(line, caller, meanwhile)?;
        if let Some(tags) = dressing.follow(line) {
            // A line is lent once for an offer.
            let _ = self.tags.set(tags);
        }
        Ok(())
    }

    /// Reads what made the line ready and says what it means.
    pub(in crate::asterisk) fn hear(&mut self) -> LegNews {
        let Some(line) = &mut self.line else {
            return LegNews::Nothing;
        };
        let heard = match line.read() {
            Read::Frame(frame) => frame.happening(),
            Read::Ended => Happening::Control(Control::Hangup),
        };
        match heard {
            Happening::Key(key) => LegNews::Key(key),
            Happening::Control(Control::Hangup) => LegNews::Failed(self.gone()),
            _ => LegNews::Nothing,
        }
    }

    /// The agent has hung up or was sent elsewhere: signed out before the offer is over, so that
    /// no other call is offered on this line.
    fn gone(&self) -> OfferFailure {
        if let Some(entrance) = entrance() {
            entrance.line_ended(&self.loan.line.agent);
        }
        OfferFailure::Unreachable
    }

    /// What is heard before the call.
    pub(in crate::asterisk) fn beep(&self, rules: &ConnectedRules) -> Option<Arc<str>> {
        let own = self.loan.line.beep.clone();
        own.unwrap_or_else(|| rules.beep.clone())
    }

    /// Passes on what the caller's side says about who is calling.
    pub(in crate::asterisk) fn tell_of_caller(&self, caller: &Serviced, frame: &Frame) {
        if let Some(line) = &self.line {
            // SAFETY: two live channels, none locked; the frame outlives the call.
            unsafe {
                sys::acd_shim_leg_pass_party(caller.as_ptr(), line.as_ptr(), frame.as_ptr());
            }
        }
    }

    /// Who keeps the line told of the caller's tags, from now on for whoever asks.
    pub(super) fn take_tags(&mut self) -> Option<LegTags> {
        self.tags.take()
    }

    /// Gives the line back with the request to join a bridge.
    pub(super) fn invite(self, seat: Seat) {
        drop(self.line);
        self.loan.invite(seat);
    }
}

/// What tells of the call on the agent's side, for as long as it lasts.
const CALL_VARIABLES: [&str; 2] = [QUEUE_VARIABLE, crate::asterisk::apps::queue::CALL_VARIABLE];
/// What a call leaves behind on the agent's side.
const LEFT_BEHIND: [&str; 2] = ["BLINDTRANSFER", "ATTENDEDTRANSFER"];

fn copy_variable(caller: &Channel, line: &Channel, name: &str) {
    let value = caller.variable(name).ok().flatten().unwrap_or_default();
    set(line, name, &value);
}

/// Forgets the last call.
pub(super) fn forget_call(line: &Channel) {
    let names = CALL_VARIABLES.iter().chain(&LEFT_BEHIND);
    for name in names.chain(&[AGENT_VARIABLE, CONTACT_VARIABLE]) {
        set(line, name.trim_start_matches('_'), "");
    }
    leg_tags::forget(line);
}

fn set(line: &Channel, name: &str, value: &str) {
    if let Err(error) = line.set_variable(name, value) {
        tracing::error!("{error}");
    }
}
