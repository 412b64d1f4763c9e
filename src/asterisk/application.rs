//! Dialplan applications.
//!
//! An application is a type: Asterisk passes no user value along, so each one gets its own entry
//! function. It runs on the thread that owns the channel and returns to the dialplan whatever
//! happens; its help text comes from the XML documentation, which has the same name.

use std::ffi::{CStr, c_char, c_int};

use super::channel::Channel;
use super::handle::module_handle;
use super::in_flight::Visit;
use super::refused::RegistryFull;
use super::serviced::Serviced;
use super::sys;
use crate::ffi::guard::{caught, guard};
use crate::ffi::text;

/// Variable in which every application of the module tells how it went.
pub const STATUS_VARIABLE: &str = "ACDSTATUS";

/// Its value after a fault of ours.
pub const STATUS_ERROR: &str = "ERROR";

/// What the dialplan does next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AfterApplication {
    /// The next priority; also right after an asynchronous redirect, which the PBX then follows.
    Continue,
    /// The call is over: hang-up handlers and the `h` extension.
    HangUp,
}

impl AfterApplication {
    /// The PBX takes any other number for a dialled digit or a special jump.
    const fn code(self) -> c_int {
        match self {
            Self::Continue => 0,
            Self::HangUp => -1,
        }
    }
}

/// A dialplan application.
pub trait Application: 'static {
    /// The name in the dialplan.
    const NAME: &'static CStr;

    /// A text for `core show application` instead of the XML documentation; for applications that
    /// are not documented because no administrator ever sees them.
    const OWN_HELP: Option<&'static CStr> = None;

    /// Runs for one channel. `arguments` is what stands between the parentheses, with variables
    /// already replaced. The thread has a small stack (496 KiB): no large values on it.
    fn run(caller: &mut Serviced, arguments: &str) -> AfterApplication;

    /// Tells the dialplan that [`Self::run`] panicked; the call then goes on at the next
    /// priority.
    fn failed(caller: &Channel) {
        if let Err(error) = caller.set_variable(STATUS_VARIABLE, STATUS_ERROR) {
            tracing::error!("{error}");
        }
    }
}

pub(super) fn register<A: Application>() -> Result<(), RegistryFull> {
    // Without texts, Asterisk takes them from the XML documentation.
    let help = A::OWN_HELP.map_or(std::ptr::null(), CStr::as_ptr);
    // SAFETY: literals and a function that live as long as the program.
    let refused = unsafe {
        sys::ast_register_application2(
            A::NAME.as_ptr(),
            Some(execute::<A>),
            help,
            help,
            module_handle().cast(),
        )
    } != 0;
    if refused {
        return Err(RegistryFull {
            what: format!("application {}", name::<A>()),
        });
    }
    Ok(())
}

pub(super) fn unregister<A: Application>() {
    // SAFETY: the name that was registered.
    unsafe { sys::ast_unregister_application(A::NAME.as_ptr()) };
}

fn name<A: Application>() -> &'static str {
    A::NAME.to_str().unwrap_or("(not UTF-8)")
}

/// The entry: called by the PBX thread with its own channel, which nobody else reads meanwhile.
unsafe extern "C" fn execute<A: Application>(
    channel: *mut sys::ast_channel,
    arguments: *const c_char,
) -> c_int {
    guard(
        format_args!("application {}", name::<A>()),
        AfterApplication::Continue.code(),
        || {
            let _visit = Visit::begin();
            // SAFETY: the PBX calls applications on the thread that services the channel and keeps
            // the channel for the whole call.
            let mut caller = unsafe { Serviced::borrowed(channel) };
            // SAFETY: the text lives for the whole call.
            let arguments = text::lossy(unsafe { text::borrow(arguments) });
            let place = format_args!("application {}", name::<A>());
            match caught(place, || A::run(&mut caller, &arguments)) {
                Some(after) => after.code(),
                None => {
                    A::failed(&caller);
                    AfterApplication::Continue.code()
                }
            }
        },
    )
}

#[cfg(test)]
mod tests {
    use std::ffi::CStr;
    use std::ptr;

    use super::{AfterApplication, Application, execute};
    use crate::asterisk::fake_host::{object_balance, take_variable};
    use crate::asterisk::in_flight::visitors;
    use crate::asterisk::serviced::Serviced;

    struct Moody;

    impl Application for Moody {
        const NAME: &'static CStr = c"AcdMoody";

        fn run(_caller: &mut Serviced, arguments: &str) -> AfterApplication {
            assert!(visitors() > 0);
            match arguments {
                "leave" => AfterApplication::HangUp,
                "" => AfterApplication::Continue,
                other => panic!("{other}"),
            }
        }
    }

    fn execute_with(arguments: Option<&CStr>) -> i32 {
        let arguments = arguments.map_or(ptr::null(), CStr::as_ptr);
        // SAFETY: the fake host follows no channel; the text lives for the call.
        unsafe { execute::<Moody>(ptr::without_provenance_mut(8), arguments) }
    }

    #[test]
    fn the_dialplan_gets_only_codes_it_knows() {
        let before = object_balance();
        assert_eq!(execute_with(Some(c"")), 0);
        assert_eq!(execute_with(None), 0, "no arguments at all are empty ones");
        assert_eq!(execute_with(Some(c"leave")), -1);
        assert_eq!(object_balance(), before);
        assert_eq!(take_variable(), "");
    }

    #[test]
    fn a_panic_goes_on_in_the_dialplan_with_a_status() {
        let before = object_balance();
        assert_eq!(execute_with(Some(c"panic")), 0);
        assert_eq!(take_variable(), "ACDSTATUS=ERROR");
        assert_eq!(
            object_balance(),
            before,
            "references were given back on the way out"
        );
    }

    #[test]
    fn a_missing_channel_is_survived() {
        // SAFETY: no channel is followed.
        let code = unsafe { execute::<Moody>(ptr::null_mut(), c"".as_ptr()) };
        assert_eq!(code, 0);
    }
}
