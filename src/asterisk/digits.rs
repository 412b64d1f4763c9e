//! Digits that a caller keys in after a prompt.
//!
//! Rule kept: what was keyed in goes to whoever asked and nowhere else, least of all into a log.

use super::serviced::Serviced;
use super::sys;
use crate::ffi::text;

/// How long nothing may be keyed in before the caller is done, in milliseconds.
const TIMEOUT_MS: i32 = 7_000;

impl Serviced {
    /// Plays a sound of Asterisk's and takes up to `max` digits; `#` or a pause ends them. The
    /// caller is answered first. A sound that is not installed is silence. `None`: the caller is
    /// gone.
    pub fn ask_digits(&mut self, sound: &str, max: usize) -> Option<String> {
        // SAFETY: a live channel that this thread services; answers once.
        let is_gone = unsafe { sys::ast_answer(self.as_ptr()) } != 0;
        if is_gone || self.is_hung_up() {
            return None;
        }
        let sound = text::c_string(sound);
        let language = self.lock().language().to_owned();
        // SAFETY: texts that outlive the call.
        let found =
            unsafe { sys::ast_fileexists(sound.as_ptr(), std::ptr::null(), language.as_ptr()) };
        let prompt = if found > 0 { sound.as_c_str() } else { c"" };
        // One place for the NUL.
        let mut keyed = vec![0; max + 1];
        let places = i32::try_from(max).ok()?;
        // SAFETY: a live channel that this thread services and does not lock; the buffer has room
        // for `max` digits and a NUL.
        let ended = unsafe {
            sys::ast_app_getdata(
                self.as_ptr(),
                prompt.as_ptr(),
                keyed.as_mut_ptr(),
                places,
                TIMEOUT_MS,
            )
        };
        if ended < 0 || self.is_hung_up() {
            return None;
        }
        *keyed.last_mut()? = 0;
        // SAFETY: a NUL is in the last place at the latest.
        let digits = unsafe { text::borrow(keyed.as_ptr()) };
        Some(text::lossy(digits).into_owned())
    }
}
