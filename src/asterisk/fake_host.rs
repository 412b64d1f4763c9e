//! What the unit tests see of the stand-in host; see `fake_host.c`.

use std::ffi::{CStr, c_char, c_int, c_uint};

#[link(name = "acd_fake_host", kind = "static", modifiers = "+whole-archive")]
unsafe extern "C" {
    fn acd_fake_log_take(
        level: *mut c_int,
        line: *mut c_int,
        file: *mut c_char,
        text: *mut c_char,
        size: usize,
    ) -> c_uint;
    fn acd_fake_set_debug(level: c_int);
    fn acd_fake_console_take(text: *mut c_char, size: usize) -> usize;
    fn acd_fake_completions_take(text: *mut c_char, size: usize);
    fn acd_fake_object_balance(refs: *mut c_int, locks: *mut c_int);
    fn acd_fake_frames_freed() -> c_uint;
    fn acd_fake_refuse_trylock(times: c_int);
    fn acd_fake_ami_take(text: *mut c_char, size: usize);
    fn acd_fake_variable_take(text: *mut c_char, size: usize);
    fn acd_fake_next_wait(channel: c_int, descriptor: c_int, ms: c_int);
}

/// The newest of the lines a thread logged.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Logged {
    pub(super) count: u32,
    pub(super) level: u32,
    pub(super) file: String,
    pub(super) text: String,
}

fn read(buffer: &[c_char]) -> String {
    // SAFETY: the fake host always writes a NUL.
    unsafe { CStr::from_ptr(buffer.as_ptr()) }
        .to_str()
        .expect("UTF-8 was logged")
        .to_owned()
}

/// What this thread logged since the last call.
pub(super) fn take_log() -> Option<Logged> {
    let (mut level, mut line) = (0, 0);
    let mut file: Vec<c_char> = vec![0; 8192];
    let mut text: Vec<c_char> = vec![0; 8192];
    // SAFETY: both buffers have the stated size.
    let count = unsafe {
        acd_fake_log_take(
            &mut level,
            &mut line,
            file.as_mut_ptr(),
            text.as_mut_ptr(),
            8192,
        )
    };
    (count > 0).then(|| Logged {
        count,
        level: u32::try_from(level).expect("levels are not negative"),
        file: read(&file),
        text: read(&text),
    })
}

/// As `core set debug LEVEL`.
pub(super) fn set_debug(level: c_int) {
    // SAFETY: sets a number.
    unsafe { acd_fake_set_debug(level) };
}

/// What this thread wrote to its console since the last call.
pub(super) fn take_console() -> String {
    let mut text: Vec<c_char> = vec![0; 65536];
    // SAFETY: the buffer has the stated size.
    unsafe { acd_fake_console_take(text.as_mut_ptr(), text.len()) };
    read(&text)
}

/// What this thread offered as completions since the last call.
pub(super) fn take_completions() -> Vec<String> {
    let mut text: Vec<c_char> = vec![0; 4096];
    // SAFETY: the buffer has the stated size.
    unsafe { acd_fake_completions_take(text.as_mut_ptr(), text.len()) };
    read(&text).lines().map(str::to_owned).collect()
}

/// What this thread told its AMI client since the last call.
pub(super) fn take_ami() -> String {
    let mut text: Vec<c_char> = vec![0; 8192];
    // SAFETY: the buffer has the stated size.
    unsafe { acd_fake_ami_take(text.as_mut_ptr(), text.len()) };
    read(&text)
}

/// References and locks still held: both nought when the wrappers balance.
pub(super) fn object_balance() -> (i32, i32) {
    let (mut refs, mut locks) = (0, 0);
    // SAFETY: two valid places.
    unsafe { acd_fake_object_balance(&mut refs, &mut locks) };
    (refs, locks)
}

/// Frames this thread has freed so far.
pub(super) fn frames_freed() -> u32 {
    // SAFETY: reads a number.
    unsafe { acd_fake_frames_freed() }
}

/// Makes this thread's next attempts to take a lock fail.
pub(super) fn refuse_trylock(times: c_int) {
    // SAFETY: sets a number.
    unsafe { acd_fake_refuse_trylock(times) };
}

/// The variable this thread set last, as `NAME=value`.
pub(super) fn take_variable() -> String {
    let mut text: Vec<c_char> = vec![0; 256];
    // SAFETY: the buffer has the stated size.
    unsafe { acd_fake_variable_take(text.as_mut_ptr(), text.len()) };
    read(&text)
}

/// What this thread's next wait answers; see `fake_host.c`.
pub(super) fn next_wait(channel: c_int, descriptor: c_int, ms: c_int) {
    // SAFETY: sets three numbers.
    unsafe { acd_fake_next_wait(channel, descriptor, ms) };
}
