//! Channels: a counted reference.
//!
//! [`Channel`] may be held by any thread for as long as it likes; it keeps the structure alive,
//! not the call. The texts inside are lent by [`LockedChannel`]. Reading and servicing belong to
//! one thread only, see [`super::serviced`]. After a masquerade the same `Channel` has another
//! name and another unique id: state is keyed by our call id (see [`super::datastore`]), not by
//! these.
//!
//! Never hold the lock of one channel while calling anything that takes another lock.

use std::ffi::{CString, c_int};
use std::fmt;
use std::ptr::NonNull;

use super::locked_channel::LockedChannel;
use super::macros;
use super::sys;
use crate::ffi::text;

/// Longest name of a variable that we set, in bytes; Asterisk's own limit is 80.
const VARIABLE_NAME_BYTES_MAX: usize = 79;

/// A counted reference to a channel.
pub struct Channel(NonNull<sys::ast_channel>);

// SAFETY: the count is atomic, and what this type offers locks the channel by itself.
unsafe impl Send for Channel {}
// SAFETY: as above.
unsafe impl Sync for Channel {}

/// A variable name that Asterisk would not take for what it is.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "\"{name}\" is no variable name: expected 1 to 79 letters, digits and _, not starting with a \
     digit"
)]
pub struct BadVariableName {
    /// The refused name, with control characters shown.
    pub name: String,
}

impl Channel {
    /// Takes a further reference.
    ///
    /// # Safety
    /// `channel` is a live channel on which somebody else holds a reference during this call.
    pub(super) unsafe fn referenced(channel: NonNull<sys::ast_channel>) -> Self {
        // SAFETY: the caller's promise.
        unsafe { macros::ao2_ref(channel.as_ptr().cast(), 1) };
        Self(channel)
    }

    /// Takes over a reference.
    ///
    /// # Safety
    /// The caller owns one reference and gives it up.
    pub(super) const unsafe fn owned(channel: NonNull<sys::ast_channel>) -> Self {
        Self(channel)
    }

    /// The channel with that name, or whose name starts with it, or with that unique id.
    ///
    /// Hold no channel lock.
    pub fn by_name(name: &str) -> Option<Self> {
        let name = text::c_string(name);
        // SAFETY: a NUL-terminated string that outlives the call.
        let found = unsafe { sys::ast_channel_get_by_name(name.as_ptr()) };
        // SAFETY: the call returned a reference of its own.
        NonNull::new(found).map(|found| unsafe { Self::owned(found) })
    }

    /// The channel with exactly that name or unique id.
    ///
    /// Hold no channel lock.
    pub fn named(name: &str) -> Option<Self> {
        let channel = Self::by_name(name).filter(|_| !name.is_empty())?;
        let is_it = channel.name().eq_ignore_ascii_case(name) || channel.unique_id() == name;
        is_it.then_some(channel)
    }

    /// For calls into Asterisk; valid while this reference lives.
    pub(super) const fn as_ptr(&self) -> *mut sys::ast_channel {
        self.0.as_ptr()
    }

    /// Locks the channel until the guard is dropped. Recursive on one thread.
    pub fn lock(&self) -> LockedChannel<'_> {
        LockedChannel::lock(self)
    }

    /// A copy of the name, for logs.
    pub fn name(&self) -> String {
        text::lossy(self.lock().name()).into_owned()
    }

    /// The name with the place in the dialplan, for messages: `PJSIP/1001-0000002a in
    /// incoming,support,3`.
    pub fn place(&self) -> String {
        let locked = self.lock();
        let text = |part| text::lossy(part).into_owned();
        let (name, context) = (text(locked.name()), text(locked.context()));
        let (extension, priority) = (text(locked.extension()), locked.priority());
        format!("{name} in {context},{extension},{priority}")
    }

    /// A copy of the unique id, as `queue_log` and CDR have it.
    pub fn unique_id(&self) -> String {
        text::lossy(self.lock().unique_id()).into_owned()
    }

    /// Sets a channel variable; a leading `_` lets the next leg inherit it, `__` all of them.
    ///
    /// The value is stored as it is: dialplan that reads it does not evaluate it again. Hold no
    /// lock but possibly this channel's.
    ///
    /// # Errors
    /// [`BadVariableName`]; a name ending in `)` would be run as a dialplan function.
    pub fn set_variable(&self, name: &str, value: &str) -> Result<(), BadVariableName> {
        let name = variable_name(name)?;
        let value = text::c_string(value);
        // SAFETY: two NUL-terminated strings that outlive the call; it locks by itself.
        unsafe { sys::pbx_builtin_setvar_helper(self.as_ptr(), name.as_ptr(), value.as_ptr()) };
        Ok(())
    }

    /// The value of a channel variable, or of a global one of that name. The `_` or `__` with which
    /// it was set is no part of its name.
    ///
    /// # Errors
    /// [`BadVariableName`].
    pub fn variable(&self, name: &str) -> Result<Option<String>, BadVariableName> {
        let name = variable_name(name.trim_start_matches('_'))?;
        let _locked = self.lock();
        // SAFETY: the lock keeps the value in place until it is copied.
        let value = unsafe { sys::pbx_builtin_getvar_helper(self.as_ptr(), name.as_ptr()) };
        if value.is_null() {
            return Ok(None);
        }
        // SAFETY: not NULL and kept by the lock.
        let value = unsafe { text::borrow(value) };
        Ok(Some(text::lossy(value).into_owned()))
    }

    /// Whether the channel has been told to hang up, or is gone. True during a redirect too, see
    /// [`LockedChannel::is_redirected`].
    pub fn is_hung_up(&self) -> bool {
        // SAFETY: a live channel; reads a flag.
        unsafe { sys::ast_check_hangup(self.as_ptr()) != 0 }
    }
}

impl Clone for Channel {
    fn clone(&self) -> Self {
        // SAFETY: this reference keeps the channel alive meanwhile.
        unsafe { Self::referenced(self.0) }
    }
}

impl Drop for Channel {
    fn drop(&mut self) {
        // SAFETY: gives up the reference this value stands for.
        unsafe { macros::ao2_ref(self.as_ptr().cast(), -1) };
    }
}

impl PartialEq for Channel {
    /// Whether both are the same structure.
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl fmt::Debug for Channel {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Channel({:p})", self.0)
    }
}

/// Asterisk defines some of its flags unsigned and takes them signed.
pub(super) fn to_int(flag: u32) -> c_int {
    c_int::from_ne_bytes(flag.to_ne_bytes())
}

fn variable_name(name: &str) -> Result<CString, BadVariableName> {
    let is_word = name
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    let starts_well = !name.is_empty() && !name.starts_with(|c: char| c.is_ascii_digit());
    if is_word && starts_well && name.len() <= VARIABLE_NAME_BYTES_MAX {
        return Ok(text::c_string(name));
    }
    let shown = text::truncated(name, VARIABLE_NAME_BYTES_MAX);
    Err(BadVariableName {
        name: text::visible(shown).into_owned(),
    })
}

#[cfg(test)]
mod tests {
    use std::ptr::NonNull;

    use proptest::prelude::{prop_assert, prop_assert_eq, proptest};

    use super::{Channel, LockedChannel, variable_name};
    use crate::asterisk::fake_host::{object_balance, refuse_trylock};

    #[test]
    fn references_and_locks_balance() {
        // The fake host only counts, so any address will do.
        let before = object_balance();
        // SAFETY: see above.
        let channel = unsafe { Channel::referenced(NonNull::dangling()) };
        let second = channel.clone();
        let (refs, locks) = object_balance();
        assert_eq!((refs - before.0, locks - before.1), (2, 0));
        {
            let _outer = channel.lock();
            let _inner = second.lock();
            assert_eq!(object_balance().1 - before.1, 2);
        }
        drop(channel);
        drop(second);
        assert_eq!(object_balance(), before);
    }

    #[test]
    fn two_locks_are_taken_by_trying() {
        // SAFETY: see above.
        let first = unsafe { Channel::referenced(NonNull::dangling()) };
        let second = first.clone();
        let before = object_balance();
        refuse_trylock(2);
        drop(LockedChannel::lock_both(&first, &second));
        assert_eq!(
            object_balance(),
            before,
            "refused twice, and nothing is left locked"
        );
    }

    #[test]
    fn names_that_would_run_something_are_refused() {
        for name in ["SHELL(rm -rf /)", "A)", "", "1A", "A B", "A\n", "Ä", "${X}"] {
            assert!(variable_name(name).is_err(), "{name}");
        }
        for name in ["ACDSTATUS", "_ACDQUEUE", "__ACD_CALL", "a1"] {
            assert!(variable_name(name).is_ok(), "{name}");
        }
    }

    proptest! {
        #[test]
        fn accepted_names_are_plain_words(name in "\\PC{0,100}") {
            if let Ok(accepted) = variable_name(&name) {
                prop_assert_eq!(accepted.to_bytes(), name.as_bytes());
                prop_assert!(!name.contains(['(', ')', ',', '=', '$']));
                prop_assert!(name.len() < 80);
            }
        }
    }
}
