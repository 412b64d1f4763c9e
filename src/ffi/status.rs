//! The numbers that the functions answer with, as in `include/acd.h`.

use std::ffi::c_int;

/// What a function answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(i32)]
pub enum Status {
    /// Done.
    Ok = 0,
    /// A pointer that must not be NULL is.
    Null = 1,
    /// There is no channel of that name.
    NoChannel = 2,
    /// The call has no tag of that key.
    NoTag = 3,
    /// The buffer is too small.
    TooSmall = 4,
    /// Not a key, not a value of that tag, nothing that the waiting call can bear, or no rule of
    /// recording.
    Invalid = 5,
    /// The tag is not declared, and only declared ones may be set.
    Undeclared = 6,
    /// The call would have too many tags.
    Limit = 7,
    /// acd is not loaded.
    Stopped = 8,
    /// acd could not do it now.
    Failed = 9,
    /// The recording's rule or what holds its pause forbids it, or nothing is recorded.
    Refused = 10,
}

impl Status {
    /// The number.
    #[must_use]
    pub const fn code(self) -> c_int {
        self as c_int
    }
}
