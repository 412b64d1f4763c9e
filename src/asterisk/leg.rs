//! The agent's leg: dialled on the caller's own thread, read there, and hung up when dropped.
//!
//! Whatever interface an agent has (`PJSIP/1001`, `Local/…`, a number behind a trunk), the leg is
//! requested, called and watched the same way. A phone that forwards the call gets a new leg in
//! the place of the old one. Left out on purpose: autoservice of the caller while a leg is hung
//! up, which would delay the next offer by up to 50 ms for every caller; chan_pjsip hangs up
//! without blocking.

mod forward;

use std::ffi::{CStr, CString};
use std::ptr::{self, NonNull};

use super::channel::{Channel, to_int};
use super::dial_status::DialStatus;
use super::dressing::Dressing;
use super::frame::{Control, Frame, Happening};
use super::hangup_cause::{failure_of_cause, failure_of_request};
use super::leg_tags::LegTags;
use super::serviced::{Read, Serviced};
use super::sys;
use crate::engine::OfferFailure;
use crate::ffi::text;

/// How often one offer may be forwarded; a loop of forwarding phones ends here.
const FORWARDS_MAX: u8 = 5;

/// What the agent's phone did.
#[derive(Debug, PartialEq, Eq)]
pub enum LegNews {
    /// Nothing that matters.
    Nothing,
    /// It rings.
    Ringing,
    /// It was answered.
    Answered,
    /// The agent pressed a key.
    Key(char),
    /// It will not be answered.
    Failed(OfferFailure),
}

/// A dialled leg; hung up when dropped, unless the bridge has taken it.
#[derive(Debug)]
pub struct Leg {
    line: Serviced,
    /// Whom the leg is for: dialling ends in the caller's name too, even after a fault of ours.
    caller: Channel,
    dial_string: CString,
    /// The name it was made with; another one means that the call was picked up elsewhere.
    first_name: String,
    /// Whether the leg's caller id is the agent's own and may be shown to the caller.
    has_own_id: bool,
    /// What the phone said of who it is while others rang too; shown when it is answered.
    identity: Option<Frame>,
    /// What the phone shows as the caller's name, if not that itself.
    display: Option<CString>,
    /// Keeps it told of the caller's tags.
    tags: Option<LegTags>,
    forwards: u8,
    has_rung: bool,
    is_over: bool,
    is_given_away: bool,
}

impl Leg {
    /// Dials `interface` (`Tech/address`) for the caller; returns as soon as the call is on its
    /// way. The channels in `meanwhile` are serviced if that takes long.
    ///
    /// # Errors
    /// Why the phone cannot be called.
    pub(super) fn dial(
        caller: &Serviced,
        interface: &str,
        dressing: &Dressing<'_>,
        meanwhile: &[&Serviced],
    ) -> Result<Self, OfferFailure> {
        let (tech, address) = interface.split_once('/').unwrap_or((interface, ""));
        let (tech, address) = (text::c_string(tech), text::c_string(address));
        let (mut cause, mut has_own_id) = (0, 0);
        // SAFETY: the caller is not locked by this thread; all texts and places outlive the call.
        let made = unsafe {
            sys::acd_shim_leg_request(
                caller.as_ptr(),
                tech.as_ptr(),
                address.as_ptr(),
                &raw mut cause,
                &raw mut has_own_id,
            )
        };
        let Some(made) = NonNull::new(made) else {
            return Err(failure_of_request(cause));
        };
        // SAFETY: just made for this thread, which owns it until it is hung up or bridged.
        let mut leg =
            unsafe { Self::new(made, caller, text::c_string(interface), has_own_id != 0) };
        leg.display = dressing.display().map(CStr::to_owned);
        if let Err(failure) = dressing.put_on(&leg.line, caller, meanwhile) {
            leg.publish(ptr::null());
            leg.end(failure);
            return Err(failure);
        }
        leg.place(&address)?;
        leg.tags = dressing.follow(&leg.line);
        Ok(leg)
    }

    /// # Safety
    /// `made` is a leg that this thread requested; its reference goes to the leg.
    unsafe fn new(
        made: NonNull<sys::ast_channel>,
        caller: &Channel,
        dial_string: CString,
        has_own_id: bool,
    ) -> Self {
        // SAFETY: the caller's promise; the further reference keeps the structure readable after
        // the hang-up has given up the first one.
        let line = unsafe { Serviced::borrowed(made.as_ptr()) };
        let first_name = line.name();
        Self {
            line,
            caller: caller.clone(),
            dial_string,
            first_name,
            has_own_id,
            identity: None,
            display: None,
            tags: None,
            forwards: 0,
            has_rung: false,
            is_over: false,
            is_given_away: false,
        }
    }

    /// Sends the call and tells everybody who follows dialling that it began.
    fn place(&mut self, address: &CStr) -> Result<(), OfferFailure> {
        let dialled = if address.is_empty() {
            &*self.dial_string
        } else {
            address
        };
        if let Err(error) = self
            .line
            .set_variable("DIALEDPEERNUMBER", &text::lossy(dialled))
        {
            tracing::error!("{error}");
        }
        if let Some(display) = &self.display {
            // SAFETY: a fresh leg that is not locked; the text outlives the call.
            unsafe { sys::acd_shim_leg_show_name(self.line.as_ptr(), display.as_ptr()) };
        }
        // SAFETY: a fresh leg; the address outlives the call; no channel is locked.
        let refused = unsafe { sys::ast_call(self.line.as_ptr(), address.as_ptr(), 0) } != 0;
        self.publish(ptr::null());
        if refused {
            let cause = self.line.lock().hangup_cause();
            let failure = failure_of_request(cause);
            self.end(failure);
            return Err(failure);
        }
        Ok(())
    }

    /// The leg as something to wait on.
    pub const fn line(&self) -> &Serviced {
        &self.line
    }

    /// Reads what made the leg ready and says what it means; passes on to the caller what is
    /// meant for the caller. While others ring too, the caller is not told who is rung.
    pub fn hear(
        &mut self,
        caller: &mut Serviced,
        follows_forwards: bool,
        is_alone: bool,
    ) -> LegNews {
        if let Some(target) = self.forward_target() {
            return self.forward(caller, &target, follows_forwards);
        }
        let Read::Frame(frame) = self.line.read() else {
            return LegNews::Failed(self.failure());
        };
        let news = self.understand(caller, frame, is_alone);
        if news == LegNews::Nothing && self.line.lock().is_up() {
            return LegNews::Answered;
        }
        news
    }

    fn understand(&mut self, caller: &mut Serviced, frame: Frame, is_alone: bool) -> LegNews {
        let Happening::Control(control) = frame.happening() else {
            return match frame.happening() {
                Happening::Key(key) => LegNews::Key(key),
                _ => LegNews::Nothing,
            };
        };
        match control {
            Control::Answer => LegNews::Answered,
            Control::Busy => LegNews::Failed(OfferFailure::Busy),
            Control::Congestion => LegNews::Failed(OfferFailure::Congestion),
            Control::Hangup => LegNews::Failed(self.failure()),
            Control::Ringing => {
                self.has_rung = true;
                self.publish(c"RINGING".as_ptr());
                LegNews::Ringing
            }
            // What a phone behind a trunk may say instead of ringing.
            Control::Progress => {
                self.has_rung = true;
                LegNews::Nothing
            }
            Control::ConnectedLine | Control::Redirecting => {
                if control == Control::ConnectedLine {
                    // The phone has said itself who it is: that is newer than its caller id.
                    self.has_own_id = false;
                }
                if is_alone {
                    self.show(caller, &frame);
                } else if control == Control::ConnectedLine {
                    self.identity = Some(frame);
                }
                LegNews::Nothing
            }
            Control::PrivateCause => {
                // SAFETY: as above.
                unsafe { sys::acd_shim_leg_pass_cause(caller.as_ptr(), frame.as_ptr()) };
                LegNews::Nothing
            }
            _ => LegNews::Nothing,
        }
    }

    /// Passes to the caller what the phone says about who it is.
    fn show(&self, caller: &Serviced, frame: &Frame) {
        // SAFETY: two live channels, none locked; the frame outlives the call.
        unsafe {
            sys::acd_shim_leg_pass_party(self.line.as_ptr(), caller.as_ptr(), frame.as_ptr());
        }
    }

    /// Whether the phone has rung, so that somebody could have answered.
    pub const fn has_rung(&self) -> bool {
        self.has_rung
    }

    /// Why the leg ended. A phone that says "no answer" without having rung (do not disturb, not
    /// signed in) was not reachable: nobody could have answered it.
    fn failure(&self) -> OfferFailure {
        match failure_of_cause(self.line.lock().hangup_cause()) {
            OfferFailure::NoAnswer if !self.has_rung => OfferFailure::Unreachable,
            failure => failure,
        }
    }

    /// Passes to the agent's phone what the caller's side says about who is calling.
    pub fn tell_of_caller(&mut self, caller: &Serviced, frame: &Frame) {
        let Happening::Control(Control::ConnectedLine | Control::Redirecting) = frame.happening()
        else {
            return;
        };
        // SAFETY: two live channels, none locked; the frame outlives the call.
        unsafe {
            sys::acd_shim_leg_pass_party(caller.as_ptr(), self.line.as_ptr(), frame.as_ptr());
        }
    }

    /// The agent answered: shows the caller who it is.
    pub fn show_answer(&mut self, caller: &Serviced) {
        self.is_over = true;
        self.publish(DialStatus::Answer.text().as_ptr());
        if let Some(identity) = self.identity.take() {
            self.show(caller, &identity);
        }
        let is_picked_up_elsewhere = self.line.name() != self.first_name;
        if self.has_own_id || is_picked_up_elsewhere {
            // SAFETY: two live channels, none locked.
            unsafe { sys::acd_shim_leg_show_answer(caller.as_ptr(), self.line.as_ptr()) };
        }
    }

    /// Tells everybody who follows dialling how the leg ended; it is hung up when dropped.
    pub fn end(&mut self, failure: OfferFailure) {
        if !self.is_over {
            self.is_over = true;
            self.publish(DialStatus::of(failure).text().as_ptr());
        }
    }

    /// Marks the leg as answered elsewhere, so that the phone shows no missed call.
    pub fn mark_answered_elsewhere(&self) {
        self.line
            .lock()
            .set_hangup_cause(to_int(sys::AST_CAUSE_ANSWERED_ELSEWHERE));
    }

    /// Who keeps it told of the caller's tags, from now on for whoever asks.
    pub(super) fn take_tags(&mut self) -> Option<LegTags> {
        self.tags.take()
    }

    /// Gives the leg away with the reference from the request, the only one left: whoever gets it
    /// must hang it up or hand it to a bridge. One more reference here would keep the phone busy
    /// for as long as the caller talks, even to somebody else after a transfer.
    pub(super) fn hand_over(mut self) -> *mut sys::ast_channel {
        self.is_given_away = true;
        self.line.as_ptr()
    }

    fn publish(&self, status: *const std::ffi::c_char) {
        // SAFETY: two live channels; literal or owned texts that outlive the call.
        unsafe {
            sys::ast_channel_publish_dial(
                self.caller.as_ptr(),
                self.line.as_ptr(),
                self.dial_string.as_ptr(),
                status,
            );
        }
    }
}

impl Drop for Leg {
    fn drop(&mut self) {
        if self.is_given_away {
            return;
        }
        self.end(OfferFailure::Rescinded);
        // SAFETY: the reference from the request is given up here, once; no channel is locked.
        unsafe { sys::ast_hangup(self.line.as_ptr()) };
    }
}
