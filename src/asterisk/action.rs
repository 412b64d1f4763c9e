//! AMI actions.
//!
//! An action is a type: Asterisk passes no user value along, so each one gets its own entry
//! function. It runs on the thread of the AMI client that asked, works out the whole answer first
//! and writes it then, so that nothing of ours is held while a slow client takes it. Every answer
//! carries the client's `ActionID`; an action that fails inside says so instead of staying silent.

use std::ffi::{CStr, CString, c_int};
use std::fmt::Write;
use std::marker::PhantomData;

use super::changes::ChangeError;
use super::channel::to_int;
use super::fields::Fields;
use super::handle::module_handle;
use super::in_flight::Visit;
use super::refused::RegistryFull;
use super::sys;
use crate::driver::Refusal;
use crate::ffi::guard::{caught, guard};
use crate::ffi::text;

/// Who may use an action, by the classes of `manager.conf`; one of them is enough.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Permission {
    /// `write = reporting` or `agent`: only reads.
    Read,
    /// `write = agent`: changes what agents and queues do.
    Agent,
    /// `write = call`: changes calls.
    Call,
}

impl Permission {
    const fn classes(self) -> u32 {
        match self {
            Self::Read => sys::EVENT_FLAG_REPORTING | sys::EVENT_FLAG_AGENT,
            Self::Agent => sys::EVENT_FLAG_AGENT,
            Self::Call => sys::EVENT_FLAG_CALL,
        }
    }
}

/// Why an action was not done; the text names the field that is to blame.
#[derive(Debug, thiserror::Error)]
pub enum ActionError {
    /// A field is missing or is none of what is possible.
    #[error("{0}")]
    Field(String),
    /// The driver refused.
    #[error("{0}")]
    Refused(#[from] Refusal),
}

impl From<ChangeError> for ActionError {
    fn from(error: ChangeError) -> Self {
        match error {
            ChangeError::Expected(text) | ChangeError::Verb(text) => Self::Field(text),
            ChangeError::Refused(refusal) => Self::Refused(refusal),
        }
    }
}

/// What an action answers.
#[derive(Debug)]
pub enum Answer {
    /// It was done.
    Done(String),
    /// A list of items, and the event that ends it.
    List {
        /// The items in order, each with the name of its event.
        items: Vec<(&'static str, Fields)>,
        /// The name of the event that ends the list.
        complete: &'static CStr,
    },
}

/// An AMI action.
pub trait Action: 'static {
    /// The name in `Action: NAME`.
    const NAME: &'static CStr;

    /// Who may use it.
    const PERMISSION: Permission;

    /// Does it.
    ///
    /// # Errors
    /// [`ActionError`], for the client; nothing has changed then.
    fn run(request: &Request<'_>) -> Result<Answer, ActionError>;
}

/// What a client asked.
#[derive(Debug)]
pub struct Request<'a> {
    message: *const sys::message,
    _lent: PhantomData<&'a sys::message>,
}

impl Request<'_> {
    /// A field; `None` if it is missing or empty.
    pub fn field(&self, name: &CStr) -> Option<String> {
        // SAFETY: the message lives for the whole action; the name is only read.
        let value = unsafe { sys::astman_get_header(self.message, name.as_ptr().cast_mut()) };
        // SAFETY: the text belongs to the message.
        let value = text::lossy(unsafe { text::borrow(value) });
        Some(value.trim().to_owned()).filter(|value| !value.is_empty())
    }

    /// A field that must be there.
    ///
    /// # Errors
    /// [`ActionError::Field`] with what it should be: `the name of an agent`.
    pub fn required(&self, name: &CStr, what: &str) -> Result<String, ActionError> {
        self.field(name).ok_or_else(|| {
            let name = text::lossy(name);
            ActionError::Field(format!("{name} is missing: expected {what}"))
        })
    }
}

pub(super) fn register<A: Action>() -> Result<(), RegistryFull> {
    let classes = to_int(A::PERMISSION.classes());
    // Without texts, Asterisk takes them from the XML documentation.
    let none = std::ptr::null();
    // SAFETY: a literal and a function that live as long as the program.
    let refused = unsafe {
        let name = A::NAME.as_ptr();
        sys::ast_manager_register2(name, classes, Some(act::<A>), module_handle(), none, none)
    } != 0;
    if refused {
        return Err(RegistryFull {
            what: format!("AMI action {}", name::<A>()),
        });
    }
    Ok(())
}

pub(super) fn unregister<A: Action>() {
    // SAFETY: the name that was registered.
    unsafe { sys::ast_manager_unregister(A::NAME.as_ptr()) };
}

fn name<A: Action>() -> &'static str {
    A::NAME.to_str().unwrap_or("(not UTF-8)")
}

/// The entry. Any answer but 0 would end the client's connection.
unsafe extern "C" fn act<A: Action>(
    session: *mut sys::mansession,
    message: *const sys::message,
) -> c_int {
    guard(format_args!("AMI action {}", name::<A>()), 0, || {
        let _visit = Visit::begin();
        let client = Client { session, message };
        let request = Request {
            message,
            _lent: PhantomData,
        };
        match caught(format_args!("AMI action {}", name::<A>()), || {
            A::run(&request)
        }) {
            Some(Ok(Answer::Done(what))) => client.done(&what),
            Some(Ok(Answer::List { items, complete })) => client.list(&items, complete),
            Some(Err(why)) => client.refuse(&why.to_string()),
            None => client.refuse("the action failed inside acd; the log says why"),
        }
        0
    })
}

/// The client that asked, for the answer.
struct Client {
    session: *mut sys::mansession,
    message: *const sys::message,
}

impl Client {
    fn done(&self, what: &str) {
        let what = line(what);
        // SAFETY: both belong to the running action; the text is copied.
        unsafe { sys::astman_send_ack(self.session, self.message, what.as_ptr().cast_mut()) };
    }

    fn refuse(&self, why: &str) {
        let why = line(why);
        // SAFETY: as above.
        unsafe { sys::astman_send_error(self.session, self.message, why.as_ptr().cast_mut()) };
    }

    fn list(&self, items: &[(&'static str, Fields)], complete: &CStr) {
        let message = c"A list follows".as_ptr().cast_mut();
        let start = c"start".as_ptr().cast_mut();
        // SAFETY: as above.
        unsafe { sys::astman_send_listack(self.session, self.message, message, start) };
        let id = Request {
            message: self.message,
            _lent: PhantomData,
        }
        .field(c"ActionID");
        for (event, fields) in items {
            let item = text::c_string(&block(event, id.as_deref(), fields));
            // SAFETY: as above.
            unsafe { sys::acd_shim_ami_append(self.session, item.as_ptr()) };
        }
        let count = c_int::try_from(items.len()).unwrap_or(c_int::MAX);
        // SAFETY: as above; the name is a literal.
        unsafe {
            sys::astman_send_list_complete_start(
                self.session,
                self.message,
                complete.as_ptr(),
                count,
            );
        }
        // SAFETY: as above.
        unsafe { sys::astman_send_list_complete_end(self.session) };
    }
}

/// A text on one line, so that it cannot forge a field.
fn line(text: &str) -> CString {
    text::c_string(&text::visible(text))
}

/// One item of a list.
fn block(event: &str, id: Option<&str>, fields: &Fields) -> String {
    let mut block = format!("Event: {event}\r\n");
    if let Some(id) = id {
        let _ = write!(block, "ActionID: {}\r\n", text::visible(id));
    }
    for (name, value) in fields.texts() {
        let _ = write!(block, "{}: {}\r\n", heading(name), text::visible(&value));
    }
    block.push_str("\r\n");
    block
}

/// A field's name as AMI writes names: `wait_ms` is `WaitMs`.
pub(super) fn heading(name: &str) -> String {
    let words = name.split('_');
    let word = |word: &str| {
        let mut letters = word.chars();
        let first = letters.next().map(|first| first.to_ascii_uppercase());
        first.into_iter().chain(letters).collect::<String>()
    };
    words.map(word).collect()
}

#[cfg(test)]
mod tests {
    use std::ffi::{CStr, CString};
    use std::ptr;

    use serde::Serialize;

    use super::{Action, ActionError, Answer, Permission, Request, act, heading};
    use crate::asterisk::fake_host::take_ami;
    use crate::asterisk::fields::Fields;
    use crate::asterisk::sys;

    #[derive(Serialize)]
    struct Item {
        agent: &'static str,
        wait_ms: u64,
    }

    struct Moody;

    impl Action for Moody {
        const NAME: &'static CStr = c"AcdMoody";
        const PERMISSION: Permission = Permission::Read;

        fn run(request: &Request<'_>) -> Result<Answer, ActionError> {
            match &*request.required(c"Mood", "a mood")? {
                "panic" => panic!("on purpose"),
                "list" => Ok(Answer::List {
                    items: ["1\r\nX: 1", "2"]
                        .map(|agent| ("AcdItem", Fields::of(&Item { agent, wait_ms: 7 })))
                        .into(),
                    complete: c"AcdMoodyComplete",
                }),
                mood => Ok(Answer::Done(format!("mood is {mood}"))),
            }
        }
    }

    fn ask(lines: &[&str]) -> String {
        let lines: Vec<CString> = lines
            .iter()
            .map(|line| CString::new(*line).expect("no NUL"))
            .collect();
        // SAFETY: all-zero is an empty message.
        let mut message: sys::message = unsafe { std::mem::zeroed() };
        message.hdrcount = u32::try_from(lines.len()).expect("few lines");
        for (place, line) in message.headers.iter_mut().zip(&lines) {
            *place = line.as_ptr();
        }
        // SAFETY: the fake host follows no session; the message lives for the call.
        let code = unsafe { act::<Moody>(ptr::null_mut(), &raw const message) };
        assert_eq!(code, 0, "anything else ends the connection");
        take_ami()
    }

    #[test]
    fn an_answer_names_the_action_it_answers() {
        let told = ask(&["Action: AcdMoody", "ActionID: 7", "Mood: fine"]);
        let wanted = "Response: Success\r\nActionID: 7\r\nMessage: mood is fine\r\n\r\n";
        assert_eq!(told, wanted);
    }

    #[test]
    fn what_is_missing_is_named() {
        let told = ask(&["Action: AcdMoody", "Mood:  "]);
        let wanted = "Response: Error\r\nMessage: Mood is missing: expected a mood\r\n\r\n";
        assert_eq!(told, wanted);
    }

    #[test]
    fn a_panic_is_an_error_for_the_client() {
        let told = ask(&["Action: AcdMoody", "Mood: panic"]);
        assert!(told.starts_with("Response: Error\r\n"), "{told}");
    }

    #[test]
    fn a_list_is_whole_and_its_values_forge_no_field() {
        let told = ask(&["Action: AcdMoody", "ActionID: 7", "Mood: list"]);
        let wanted = "Response: Success\r\nActionID: 7\r\nEventList: start\r\n\
            Message: A list follows\r\n\r\n\
            Event: AcdItem\r\nActionID: 7\r\nAgent: 1\\r\\nX: 1\r\nWaitMs: 7\r\n\r\n\
            Event: AcdItem\r\nActionID: 7\r\nAgent: 2\r\nWaitMs: 7\r\n\r\n\
            Event: AcdMoodyComplete\r\nActionID: 7\r\nEventList: Complete\r\nListItems: 2\r\n\r\n";
        assert_eq!(told, wanted);
    }

    #[test]
    fn names_are_written_as_ami_writes_them() {
        let written = ["wait_ms", "agent", "is_lease_expired", "in_call"].map(heading);
        assert_eq!(written, ["WaitMs", "Agent", "IsLeaseExpired", "InCall"]);
    }
}
