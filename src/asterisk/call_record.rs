//! What the host's own call records say of a stay in a queue: fields of the caller's CDR, and
//! events of CEL.
//!
//! Everything here runs on the caller's own thread without a lock. On entry the host is asked to
//! set the first field in turn, behind all it still has to record of the channel: so the record is
//! there for what follows, which is set at once and waits for nothing. A conversation therefore
//! begins no later for it. The host hands the fields on from a channel's record to its next one;
//! each stay overwrites those of the stay before.
//!
//! A caller who comes by an attended transfer while the call waits has another channel, whose
//! record tells of the call before until the conversation begins a new one. That one gets its
//! fields when the stay is over; a stay without a conversation then has none.
//!
//! The values are names of queues and agents, numbers and words of our own. Nothing that a caller
//! says of themselves gets in here. The account code belongs to the dialplan and is left alone.

use std::ffi::CStr;
use std::ptr::NonNull;
use std::sync::atomic::{AtomicBool, Ordering};

use super::apps::status::QueueStatus;
use super::channel::Channel;
use super::contact::known_contact_of;
use super::sys;
use crate::driver::Settings;
use crate::engine::{CallId, ContactId};
use crate::ffi::text;

/// Fields of the record.
const QUEUE: &CStr = c"acd_queue";
const CALL: &CStr = c"acd_call";
const CONTACT: &CStr = c"acd_contact";
const AGENT: &CStr = c"acd_agent";
const OUTCOME: &CStr = c"acd_outcome";

/// The first field as the host's dialplan function names it.
const QUEUE_IN_TURN: &CStr = c"CDR(acd_queue)";
/// That function.
const FUNCTION: &CStr = c"CDR";

/// The log has said that the function is missing, and it still is.
static MISSING_IS_SAID: AtomicBool = AtomicBool::new(false);

/// A stay as call records tell it. Dropped before [`CallRecord::ended`], it failed.
#[derive(Debug)]
pub struct CallRecord {
    caller: Channel,
    /// The channel whose record tells of this stay.
    name: String,
    /// The record began with the conversation and has no fields yet.
    is_late: bool,
    has_fields: bool,
    has_events: bool,
    queue: String,
    call: String,
    contact: String,
    agent: String,
    is_over: bool,
}

impl CallRecord {
    /// The caller has entered a queue; `None` where no record shall tell it.
    pub fn entered(
        caller: &Channel,
        settings: &Settings,
        queue: &str,
        call: CallId,
        contact: Option<ContactId>,
    ) -> Option<Self> {
        // SAFETY: reads a setting.
        let has_fields = settings.cdr_fields && unsafe { sys::ast_cdr_is_enabled() } != 0;
        // SAFETY: reads a setting.
        let has_events = settings.cel_events && unsafe { sys::ast_cel_check_enabled() } != 0;
        if !has_fields && !has_events {
            return None;
        }
        let record = Self {
            has_fields: has_fields && set_in_turn(caller, queue),
            has_events,
            name: caller.name(),
            is_late: false,
            caller: caller.clone(),
            queue: queue.to_owned(),
            call: call.to_string(),
            contact: shown(contact),
            agent: String::new(),
            is_over: false,
        };
        record.set(CALL, &record.call);
        record.set(CONTACT, &record.contact);
        record.set(AGENT, "");
        record.set(OUTCOME, "");
        record.tell(c"ACD_ENTER", "");
        Some(record)
    }

    /// The caller waits in another queue.
    pub fn moved(&mut self, queue: &str) {
        queue.clone_into(&mut self.queue);
        if self.has_channel() {
            self.set(QUEUE, queue);
        }
    }

    /// The caller is about to talk to an agent.
    pub fn connected(&mut self, agent: &str) {
        agent.clone_into(&mut self.agent);
        if self.has_channel() {
            self.set(AGENT, agent);
            // Now: a caller who is transferred may get the next record before the stay is over.
            self.set(OUTCOME, QueueStatus::Answered.as_str());
        } else {
            self.is_late = true;
            self.name = self.caller.name();
            self.contact = shown(known_contact_of(&self.caller));
        }
        self.tell(c"ACD_CONNECT", "");
    }

    /// The stay is over.
    pub fn ended(mut self, status: QueueStatus) {
        self.end(status);
    }

    fn end(&mut self, status: QueueStatus) {
        self.is_over = true;
        if self.has_channel() {
            if self.is_late && self.has_fields && set_in_turn(&self.caller, &self.queue) {
                self.set(CALL, &self.call);
                self.set(CONTACT, &self.contact);
                self.set(AGENT, &self.agent);
            }
            if self.is_late || status != QueueStatus::Answered {
                self.set(OUTCOME, status.as_str());
            }
        } else if self.agent.is_empty() {
            self.contact = shown(known_contact_of(&self.caller));
        }
        self.tell(c"ACD_END", status.as_str());
    }

    /// The caller still has the channel whose record this is.
    fn has_channel(&self) -> bool {
        self.caller.name() == self.name
    }

    fn set(&self, field: &CStr, value: &str) {
        if !self.has_fields {
            return;
        }
        let (channel, value) = (text::c_string(&self.name), text::c_string(value));
        // SAFETY: three strings that outlive the call; no lock is held. The host says in the log
        // when it has no record of that name.
        unsafe { sys::ast_cdr_setvar(channel.as_ptr(), field.as_ptr(), value.as_ptr()) };
    }

    /// One event; what is empty is left out.
    fn tell(&self, event: &CStr, outcome: &str) {
        if !self.has_events {
            return;
        }
        let told = [
            (c"queue", self.queue.as_str()),
            (c"call", &self.call),
            (c"contact", &self.contact),
            (c"agent", &self.agent),
            (c"outcome", outcome),
        ];
        let told = told.iter().filter(|(_, value)| !value.is_empty());
        let Some(extra) = Json::object() else { return };
        for (name, value) in told {
            extra.add(name, Json::text(&text::c_string(value)));
        }
        let Some(details) = Json::object() else {
            return;
        };
        details.add(c"event", Json::text(event));
        details.add(c"extra", Some(extra));
        let user_defined = sys::AST_CEL_USER_DEFINED;
        // SAFETY: a live channel without its lock; the call takes a reference of its own.
        unsafe {
            sys::ast_cel_publish_event(self.caller.as_ptr(), user_defined, details.0.as_ptr());
        };
    }
}

impl Drop for CallRecord {
    fn drop(&mut self) {
        if !self.is_over {
            self.end(QueueStatus::Error);
        }
    }
}

fn shown(contact: Option<ContactId>) -> String {
    contact.map_or_else(String::new, |contact| contact.to_string())
}

/// Sets the first field behind all that the host still has to record; `false` if it cannot.
fn set_in_turn(caller: &Channel, queue: &str) -> bool {
    // SAFETY: a literal; the answer is only compared.
    if unsafe { sys::ast_custom_function_find(FUNCTION.as_ptr()) }.is_null() {
        if !MISSING_IS_SAID.swap(true, Ordering::Relaxed) {
            tracing::warn!(
                "call records get no fields (cdr-fields in acd.conf): the dialplan function CDR is \
                 missing; load func_cdr.so"
            );
        }
        return false;
    }
    MISSING_IS_SAID.store(false, Ordering::Relaxed);
    let value = text::c_string(queue);
    // SAFETY: a live channel without its lock; strings that outlive the call.
    let refused =
        unsafe { sys::ast_func_write(caller.as_ptr(), QUEUE_IN_TURN.as_ptr(), value.as_ptr()) };
    refused == 0
}

/// A value for the host, counted.
struct Json(NonNull<sys::ast_json>);

impl Json {
    fn object() -> Option<Self> {
        // SAFETY: makes a value that is ours, or NULL.
        NonNull::new(unsafe { sys::ast_json_object_create() }).map(Self)
    }

    fn text(text: &CStr) -> Option<Self> {
        // SAFETY: a string that outlives the call; makes a value that is ours, or NULL.
        NonNull::new(unsafe { sys::ast_json_string_create(text.as_ptr()) }).map(Self)
    }

    /// Puts a value in; one for which there was no memory is left out.
    fn add(&self, name: &CStr, value: Option<Self>) {
        let Some(value) = value else { return };
        let value_ptr = value.0.as_ptr();
        std::mem::forget(value);
        // SAFETY: both are ours; the call takes the value over in every case.
        unsafe { sys::ast_json_object_set(self.0.as_ptr(), name.as_ptr(), value_ptr) };
    }
}

impl Drop for Json {
    fn drop(&mut self) {
        // SAFETY: gives up the reference this value stands for.
        unsafe { sys::ast_json_unref(self.0.as_ptr()) };
    }
}
