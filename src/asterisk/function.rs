//! Dialplan functions.
//!
//! A function is a type: Asterisk passes no user value along, so each one gets its own entry
//! functions. Reading tells one value, writing changes one thing; both run on whatever thread asks,
//! with a channel or without one, and give up after the bounded wait for the worker. What cannot be
//! read is empty, and a warning says where and what was expected; the call goes on.

use std::cell::UnsafeCell;
use std::ffi::{CStr, c_char, c_int};
use std::fmt;
use std::mem::MaybeUninit;
use std::ptr::{self, NonNull};

use super::apps::arguments::ArgumentsError;
use super::changes::ChangeError;
use super::channel::Channel;
use super::handle::module_handle;
use super::in_flight::Visit;
use super::refused::RegistryFull;
use super::sys;
use crate::driver::Refusal;
use crate::ffi::guard::guard;
use crate::ffi::text;

/// Bytes of the longest value that can be read, its NUL included.
const VALUE_BYTES_MAX: usize = 8_192;

/// Bytes kept free behind the structure: a newer point release may have more fields and fills
/// them in.
const SPARE_BYTES: usize = 256;

/// Why a function was not read or written.
#[derive(Debug, thiserror::Error)]
pub enum FunctionError {
    /// The arguments cannot be cut.
    #[error("{0}")]
    Arguments(#[from] ArgumentsError),
    /// An argument is missing or is none of what is possible.
    #[error("{0}")]
    Expected(String),
    /// The driver refused.
    #[error("{0}")]
    Refused(#[from] Refusal),
}

impl From<ChangeError> for FunctionError {
    fn from(error: ChangeError) -> Self {
        match error {
            ChangeError::Expected(text) | ChangeError::Verb(text) => Self::Expected(text),
            ChangeError::Refused(refusal) => Self::Refused(refusal),
        }
    }
}

/// Who may write a function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Writing {
    /// Nobody: it only tells.
    Never,
    /// Everyone who may set a variable of the channel.
    Allowed,
    /// The dialplan only: AMI, ARI and HTTP are refused unless `live_dangerously` is set. They
    /// have actions of their own, with their own permission.
    DialplanOnly,
}

/// A dialplan function.
pub trait Function: 'static {
    /// The name in the dialplan.
    const NAME: &'static CStr;

    /// Who may write it.
    const WRITING: Writing = Writing::Never;

    /// Where Asterisk keeps it while it is registered; a static of its own.
    fn slot() -> &'static Slot;

    /// What it is now. `channel` is missing when something asks that is no call.
    ///
    /// # Errors
    /// [`FunctionError`], for the log; the value is empty then.
    fn read(channel: Option<&Channel>, arguments: &str) -> Result<String, FunctionError>;

    /// Changes it.
    ///
    /// # Errors
    /// [`FunctionError`], for the log; nothing has changed then.
    fn write(
        _channel: Option<&Channel>,
        _arguments: &str,
        _value: &str,
    ) -> Result<(), FunctionError> {
        Err(FunctionError::Expected("it can only be read".to_owned()))
    }
}

/// The place in memory that Asterisk links into its list of functions. It stays for the life of
/// the process: a thread may have looked the function up just before it was taken back.
#[repr(C)]
pub struct Slot {
    function: UnsafeCell<MaybeUninit<sys::ast_custom_function>>,
    _spare: UnsafeCell<[u8; SPARE_BYTES]>,
}

// SAFETY: written while the loader registers and takes back, under the lock of Asterisk's list.
unsafe impl Sync for Slot {}

impl Slot {
    /// An empty place.
    pub const fn new() -> Self {
        Self {
            function: UnsafeCell::new(MaybeUninit::zeroed()),
            _spare: UnsafeCell::new([0; SPARE_BYTES]),
        }
    }

    const fn as_ptr(&self) -> *mut sys::ast_custom_function {
        self.function.get().cast()
    }
}

impl Default for Slot {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Slot {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Slot")
    }
}

pub(super) fn register<F: Function>() -> Result<(), RegistryFull> {
    let place = F::slot().as_ptr();
    // SAFETY: all-zero is what C's partial initialisation makes of the other members.
    let blank: sys::ast_custom_function = unsafe { std::mem::zeroed() };
    let function = sys::ast_custom_function {
        name: F::NAME.as_ptr(),
        read: Some(read::<F>),
        read_max: VALUE_BYTES_MAX,
        write: match F::WRITING {
            Writing::Never => None,
            Writing::Allowed | Writing::DialplanOnly => Some(write::<F>),
        },
        ..blank
    };
    // SAFETY: a static place that is not registered, so nobody else looks at it.
    unsafe { ptr::write(place, function) };
    let escalation = match F::WRITING {
        Writing::DialplanOnly => sys::AST_CFE_WRITE,
        Writing::Never | Writing::Allowed => sys::AST_CFE_NONE,
    };
    // SAFETY: the place and the name live as long as the program.
    let refused = unsafe {
        sys::__ast_custom_function_register_escalating(place, escalation, module_handle())
    } != 0;
    if refused {
        return Err(RegistryFull {
            what: format!("function {}", name::<F>()),
        });
    }
    Ok(())
}

pub(super) fn unregister<F: Function>() {
    // SAFETY: the place that was registered.
    unsafe { sys::ast_custom_function_unregister(F::slot().as_ptr()) };
}

fn name<F: Function>() -> &'static str {
    F::NAME.to_str().unwrap_or("(not UTF-8)")
}

/// The channel that was given along, with a reference of our own.
///
/// # Safety
/// `channel` is NULL or live during this call.
unsafe fn given(channel: *mut sys::ast_channel) -> Option<Channel> {
    // SAFETY: the caller's promise.
    NonNull::new(channel).map(|channel| unsafe { Channel::referenced(channel) })
}

/// Says in the log what was not done and why.
fn complain<F: Function>(channel: Option<&Channel>, what: fmt::Arguments<'_>, why: &FunctionError) {
    let place = channel.map_or_else(|| "no channel".to_owned(), Channel::place);
    tracing::warn!("{place}: {}{what}: {why}", name::<F>());
    if let FunctionError::Refused(Refusal::Requirement(error)) = why {
        for line in error.render().lines() {
            tracing::warn!("    {line}");
        }
    }
}

/// The entry for reading.
unsafe extern "C" fn read<F: Function>(
    channel: *mut sys::ast_channel,
    _function: *const c_char,
    arguments: *mut c_char,
    buffer: *mut c_char,
    size: usize,
) -> c_int {
    guard(format_args!("function {}", name::<F>()), -1, || {
        let _visit = Visit::begin();
        if buffer.is_null() || size == 0 {
            return -1;
        }
        // SAFETY: the caller's buffer of that size, whatever is in it.
        unsafe { ptr::write_bytes(buffer, 0, size) };
        // SAFETY: as above, and now initialised.
        let buffer = unsafe { std::slice::from_raw_parts_mut(buffer, size) };
        // SAFETY: whoever asks keeps the channel for the whole call.
        let channel = unsafe { given(channel) };
        // SAFETY: the text lives for the whole call.
        let arguments = text::lossy(unsafe { text::borrow(arguments) });
        match F::read(channel.as_ref(), &arguments) {
            Ok(value) => {
                if text::copy_into(&value, buffer) < value.len() {
                    let why = FunctionError::Expected(format!(
                        "only the first {} of {} bytes fit",
                        size - 1,
                        value.len()
                    ));
                    complain::<F>(channel.as_ref(), format_args!("({arguments})"), &why);
                }
                0
            }
            Err(why) => {
                let what = format_args!("({arguments}) is empty");
                complain::<F>(channel.as_ref(), what, &why);
                -1
            }
        }
    })
}

/// The entry for writing.
unsafe extern "C" fn write<F: Function>(
    channel: *mut sys::ast_channel,
    _function: *const c_char,
    arguments: *mut c_char,
    value: *const c_char,
) -> c_int {
    guard(format_args!("function {}", name::<F>()), -1, || {
        let _visit = Visit::begin();
        // SAFETY: whoever asks keeps the channel for the whole call.
        let channel = unsafe { given(channel) };
        // SAFETY: the texts live for the whole call.
        let arguments = text::lossy(unsafe { text::borrow(arguments) });
        // SAFETY: as above.
        let value = text::lossy(unsafe { text::borrow(value) });
        match F::write(channel.as_ref(), &arguments, value.trim()) {
            Ok(()) => 0,
            Err(why) => {
                let what = format_args!("({arguments})={value} was not done");
                complain::<F>(channel.as_ref(), what, &why);
                -1
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use std::ffi::{CStr, CString, c_char};
    use std::ptr;

    use super::{Function, FunctionError, Slot, read, write};
    use crate::asterisk::channel::Channel;
    use crate::asterisk::fake_host::take_log;

    struct Moody;

    impl Function for Moody {
        const NAME: &'static CStr = c"ACD_MOODY";

        fn slot() -> &'static Slot {
            static SLOT: Slot = Slot::new();
            &SLOT
        }

        fn read(channel: Option<&Channel>, arguments: &str) -> Result<String, FunctionError> {
            assert!(channel.is_none());
            match arguments {
                "panic" => panic!("on purpose"),
                "wrong" => Err(FunctionError::Expected("expected good".to_owned())),
                other => Ok(other.repeat(3)),
            }
        }

        fn write(_: Option<&Channel>, _: &str, value: &str) -> Result<(), FunctionError> {
            assert!(value != "panic", "on purpose");
            match value {
                "good" => Ok(()),
                other => Err(FunctionError::Expected(format!("{other}: expected good"))),
            }
        }
    }

    fn read_with(arguments: &CStr, size: usize) -> (i32, String) {
        let arguments = arguments.to_owned().into_raw();
        let mut buffer: Vec<c_char> = vec![1; size];
        let none = ptr::null_mut();
        // SAFETY: no channel; the texts and the buffer live for the call.
        let code =
            unsafe { read::<Moody>(none, c"".as_ptr(), arguments, buffer.as_mut_ptr(), size) };
        // SAFETY: from `into_raw` above.
        drop(unsafe { CString::from_raw(arguments) });
        // SAFETY: every outcome leaves a NUL in the buffer.
        let value = unsafe { CStr::from_ptr(buffer.as_ptr()) };
        (code, value.to_str().unwrap_or_default().to_owned())
    }

    fn write_with(value: &CStr) -> i32 {
        let (none, no_text) = (ptr::null_mut(), ptr::null_mut());
        // SAFETY: no channel; the texts live for the call.
        unsafe { write::<Moody>(none, c"".as_ptr(), no_text, value.as_ptr()) }
    }

    #[test]
    fn a_value_reaches_the_buffer_cut_at_a_whole_character() {
        assert_eq!(read_with(c"ab", 16), (0, "ababab".to_owned()));
        assert_eq!(read_with(c"", 1), (0, String::new()));
        let _ = take_log();
        assert_eq!(read_with(c"\xc3\xa9", 4), (0, "\u{e9}".to_owned()));
    }

    #[test]
    fn what_cannot_be_read_is_empty() {
        assert_eq!(read_with(c"wrong", 16), (-1, String::new()));
        assert_eq!(read_with(c"panic", 16), (-1, String::new()));
    }

    #[test]
    fn writing_has_its_codes_behind_the_wall() {
        assert_eq!(write_with(c"good"), 0);
        assert_eq!(
            write_with(c" good "),
            0,
            "spaces around a value do not count"
        );
        assert_eq!(write_with(c"bad"), -1);
        assert_eq!(write_with(c"panic"), -1);
    }
}
