//! A phone that sends the call elsewhere: the leg is replaced by one to there, or is over.

use std::ptr::{self, NonNull};

use super::{FORWARDS_MAX, Leg, LegNews};
use crate::asterisk::dial_status::DialStatus;
use crate::asterisk::hangup_cause::failure_of_request;
use crate::asterisk::leg_tags::LegTags;
use crate::asterisk::serviced::Serviced;
use crate::asterisk::sys;
use crate::engine::OfferFailure;
use crate::ffi::text;

impl Leg {
    /// Where the phone wants the call to go instead.
    pub(super) fn forward_target(&self) -> Option<String> {
        let locked = self.line.lock();
        // SAFETY: locked, so the text stays until it is copied.
        let target = unsafe { sys::ast_channel_call_forward(locked.as_ptr()) };
        if target.is_null() {
            return None;
        }
        // SAFETY: not NULL and kept by the lock.
        let target = text::lossy(unsafe { text::borrow(target) }).into_owned();
        (!target.is_empty()).then_some(target)
    }

    /// Replaces the leg by one to where the phone forwards.
    pub(super) fn forward(
        &mut self,
        caller: &mut Serviced,
        target: &str,
        is_allowed: bool,
    ) -> LegNews {
        let shown = text::visible(target);
        if !is_allowed || self.forwards >= FORWARDS_MAX {
            tracing::info!(
                "{}: not forwarded to {shown}: {}",
                self.first_name,
                if is_allowed {
                    "forwarded too often"
                } else {
                    "`forward = refuse` or option `i` says so"
                }
            );
            self.publish_forward(ptr::null_mut(), target);
            return LegNews::Failed(OfferFailure::Unreachable);
        }
        let (tech, address) = self.forward_address(target);
        let (tech_text, address_text) = (text::c_string(&tech), text::c_string(&address));
        let (mut cause, mut has_own_id) = (0, 0);
        // SAFETY: no channel is locked; all texts and places outlive the call.
        let made = unsafe {
            sys::acd_shim_leg_forward(
                caller.as_ptr(),
                self.line.as_ptr(),
                tech_text.as_ptr(),
                address_text.as_ptr(),
                &raw mut cause,
                &raw mut has_own_id,
            )
        };
        let Some(made) = NonNull::new(made) else {
            tracing::info!("{}: forwarding to {shown} failed", self.first_name);
            self.publish_forward(ptr::null_mut(), target);
            return LegNews::Failed(failure_of_request(cause));
        };
        let dial_string = text::c_string(&format!("{tech}/{address}"));
        // SAFETY: just made for this thread.
        let mut next = unsafe { Self::new(made, caller, dial_string, has_own_id != 0) };
        next.forwards = self.forwards + 1;
        let tags = self.tags.take();
        next.display = tags.as_ref().map_or(self.display.take(), LegTags::shown);
        if let Err(error) = next.line.set_variable("FORWARDERNAME", &self.first_name) {
            tracing::error!("{error}");
        }
        self.publish_forward(next.line.as_ptr(), target);
        self.is_over = true;
        drop(std::mem::replace(self, next));
        match self.place(&address_text) {
            Ok(()) => {
                self.tags = tags.and_then(|tags| tags.moved_to(&self.line));
                LegNews::Nothing
            }
            Err(failure) => LegNews::Failed(failure),
        }
    }

    /// `Tech/address` as it is; a plain number is dialled in the dialplan, as for `Dial`.
    fn forward_address(&self, target: &str) -> (String, String) {
        if let Some((tech, address)) = target.split_once('/') {
            return (tech.to_owned(), address.to_owned());
        }
        let context = match self.line.variable("FORWARD_CONTEXT") {
            Ok(Some(context)) if !context.is_empty() => context,
            _ => text::lossy(self.line.lock().context()).into_owned(),
        };
        ("Local".to_owned(), format!("{target}@{context}"))
    }

    fn publish_forward(&self, next: *mut sys::ast_channel, target: &str) {
        let target = text::c_string(target);
        // SAFETY: live channels, `next` may be NULL; texts outlive the call.
        unsafe {
            sys::ast_channel_publish_dial_forward(
                self.caller.as_ptr(),
                self.line.as_ptr(),
                next,
                ptr::null(),
                DialStatus::Cancel.text().as_ptr(),
                target.as_ptr(),
            );
        }
    }
}
