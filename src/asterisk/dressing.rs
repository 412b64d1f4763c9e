//! What an agent's leg gets before it is dialled: what the phone shows, headers by which it is
//! asked to answer by itself, and a dialplan subroutine.
//!
//! Rule kept: a subroutine runs on this caller's thread and delays nobody else; the caller and
//! the other phones that ring are serviced meanwhile. One that cannot be run costs a warning; one
//! that hangs the leg up declines the call. A phone that forwards takes what it shows along and
//! nothing else: its headers ask one phone to answer by itself, not whoever stands in.

use std::ffi::CStr;

use super::apps::options::QueueOptions;
use super::channel::Channel;
use super::contact::{known_contact_of, tags_of};
use super::leg_tags::{self, LegTags, Screen};
use super::serviced::Serviced;
use super::sys;
use crate::engine::{ContactId, OfferFailure, OfferTerms, PhoneHeader, Tags};
use crate::ffi::text;

/// What one leg gets.
#[derive(Debug)]
pub(super) struct Dressing<'a> {
    /// What the phone shows as the caller's name, if not that itself.
    screen: Option<Screen>,
    contact: Option<ContactId>,
    headers: &'a [PhoneHeader],
    subroutine: Option<&'a str>,
    tags: Tags,
}

impl<'a> Dressing<'a> {
    /// What these terms and options want.
    pub(super) fn new(caller: &Serviced, terms: &'a OfferTerms, options: &'a QueueOptions) -> Self {
        let rules = &terms.queue.phone;
        let tags = tags_of(caller);
        let subroutine = options.agent_subroutine.as_deref();
        Self {
            screen: Screen::new(caller, terms, &tags),
            contact: known_contact_of(caller),
            headers: &terms.agent.phone.auto_answer,
            subroutine: subroutine.or(rules.agent_subroutine.as_deref()),
            tags,
        }
    }

    /// What the phone shows as the caller's name, if not that itself.
    pub(super) fn display(&self) -> Option<&CStr> {
        self.screen.as_ref().map(Screen::shown)
    }

    /// Keeps the leg, which has it all by now, told of the caller's tags.
    pub(super) fn follow(&self, leg: &Channel) -> Option<LegTags> {
        let screen = self.screen.clone();
        Some(LegTags::follow(leg, self.contact?, &self.tags, screen))
    }

    /// Puts it on the leg, before the call is sent.
    ///
    /// # Errors
    /// When the subroutine hung the leg up, or the caller has gone meanwhile.
    pub(super) fn put_on(
        &self,
        leg: &Serviced,
        caller: &Channel,
        meanwhile: &[&Serviced],
    ) -> Result<(), OfferFailure> {
        for header in self.headers {
            add_header(leg, header);
        }
        leg_tags::tell(leg, &Tags::default(), &self.tags);
        if let Some(subroutine) = self.subroutine {
            run(leg, subroutine, meanwhile);
            if leg.is_hung_up() {
                return Err(OfferFailure::Rejected);
            }
            if caller.is_hung_up() {
                return Err(OfferFailure::Rescinded);
            }
        }
        Ok(())
    }
}

impl Dressing<'_> {
    /// Puts it on the open line of an agent, which was answered long ago: a header has nothing to
    /// ask for there.
    ///
    /// # Errors
    /// When the subroutine hung the line up, or the caller has gone meanwhile.
    pub(super) fn put_on_line(
        &self,
        line: &Serviced,
        caller: &Channel,
        meanwhile: &[&Serviced],
    ) -> Result<(), OfferFailure> {
        leg_tags::tell(line, &Tags::default(), &self.tags);
        let Some(subroutine) = self.subroutine else {
            return Ok(());
        };
        attended(meanwhile, || run_on_caller(line, subroutine));
        if caller.is_hung_up() {
            return Err(OfferFailure::Rescinded);
        }
        Ok(())
    }
}

fn add_header(leg: &Serviced, header: &PhoneHeader) {
    let name = leg.name();
    // Other technologies have no such function, or take the channel for one of theirs.
    let is_sip = name.starts_with("PJSIP/");
    let function = text::c_string(&format!("PJSIP_HEADER(add,{})", header.name));
    let value = text::c_string(&header.value);
    // SAFETY: a live channel that is not locked; both texts outlive the call.
    let is_added = is_sip
        && unsafe { sys::ast_func_write(leg.as_ptr(), function.as_ptr(), value.as_ptr()) } == 0;
    if !is_added {
        tracing::warn!(
            "{name}: header {} cannot be added, so the phone is not asked to answer by itself: \
             auto-answer needs a PJSIP/ interface and the module res_pjsip_header_funcs",
            header.name
        );
    }
}

/// Runs a dialplan subroutine on a leg that is not dialled yet.
fn run(leg: &Serviced, subroutine: &str, meanwhile: &[&Serviced]) {
    let place = text::c_string(subroutine);
    attended(meanwhile, || {
        // SAFETY: a live channel of this thread, not locked; the text outlives the call.
        let failed = unsafe { sys::ast_pre_call(leg.as_ptr(), place.as_ptr()) } != 0;
        if failed {
            tell_failed(leg, subroutine);
        }
    });
}

/// Does something that may take long; the host services these channels meanwhile.
fn attended(meanwhile: &[&Serviced], work: impl FnOnce()) {
    for line in meanwhile {
        // SAFETY: a live channel of this thread, not locked; stopped below.
        unsafe { sys::ast_autoservice_start(line.as_ptr()) };
    }
    work();
    for line in meanwhile {
        // SAFETY: started above.
        unsafe { sys::ast_autoservice_stop(line.as_ptr()) };
    }
}

/// Runs a dialplan subroutine on a channel that is in the dialplan already: a caller's before it
/// enters a queue, or the line of an agent who has called.
pub(super) fn run_on_caller(caller: &Serviced, subroutine: &str) {
    let place = text::c_string(subroutine);
    let nobody = std::ptr::null_mut();
    // SAFETY: the channel of this thread, not locked; the text outlives the call.
    let failed = unsafe { sys::ast_app_exec_sub(nobody, caller.as_ptr(), place.as_ptr(), 0) } != 0;
    if failed {
        tell_failed(caller, subroutine);
    }
}

fn tell_failed(line: &Serviced, subroutine: &str) {
    tracing::warn!(
        "{}: the subroutine {subroutine} could not be run; the call goes on without it: is there \
         such a place in the dialplan, and is the module app_stack loaded?",
        line.name()
    );
}
