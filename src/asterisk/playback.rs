//! Sound files played to a serviced channel, without waiting for them.
//!
//! A file that plays is driven by whoever reads the channel: by its timing descriptor, which the
//! common wait includes, or by its schedule, whose next moment has to end the wait. So after each
//! wait [`Serviced::plays_on`] is called, and nobody ever sits through a file. Opening a file ends
//! music and tones on the channel; whoever wants them back starts them again.

use std::time::Duration;

use super::serviced::Serviced;
use super::sys;
use crate::ffi::text;

/// How a file that plays has to be waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Playing {
    /// Nothing plays, or no more.
    No,
    /// No longer than this, if there is a limit.
    For(Option<Duration>),
}

impl Serviced {
    /// Starts a sound file in the caller's language, in place of one that plays; `false` if there
    /// is no such file. The PBX logs the reason.
    pub fn play(&mut self, file: &str) -> bool {
        let language = self.lock().language().to_owned();
        let file = text::c_string(file);
        // SAFETY: a live channel that this thread services; two strings that outlive the call.
        unsafe { sys::ast_streamfile(self.as_ptr(), file.as_ptr(), language.as_ptr()) == 0 }
    }

    /// Whether there is such a sound file in the caller's language.
    pub fn has_sound(&self, file: &str) -> bool {
        let language = self.lock().language().to_owned();
        let file = text::c_string(file);
        let any_format = std::ptr::null();
        // SAFETY: two strings that outlive the call; NULL asks for any format.
        unsafe { sys::ast_fileexists(file.as_ptr(), any_format, language.as_ptr()) > 0 }
    }

    /// Stops the file that plays, if one does.
    pub fn stop_playing(&mut self) {
        // SAFETY: a live channel that this thread services.
        unsafe { sys::ast_stopstream(self.as_ptr()) };
    }

    /// Keeps the file going that plays and says how long to wait for it next; closes it at its
    /// end.
    pub fn plays_on(&mut self) -> Playing {
        // SAFETY: a live channel; the pointer is only compared.
        if unsafe { sys::ast_channel_stream(self.as_ptr()) }.is_null() {
            return Playing::No;
        }
        // SAFETY: every channel has a schedule for as long as it lives.
        let schedule = unsafe { sys::ast_channel_sched(self.as_ptr()) };
        // SAFETY: the schedule of a channel that this thread services.
        unsafe { sys::ast_sched_runq(schedule) };
        // SAFETY: as above.
        let wait_ms = unsafe { sys::ast_sched_wait(schedule) };
        if let Ok(wait_ms) = u64::try_from(wait_ms) {
            return Playing::For(Some(Duration::from_millis(wait_ms)));
        }
        // SAFETY: a live channel.
        if unsafe { sys::ast_channel_timingfunc(self.as_ptr()) }.is_some() {
            return Playing::For(None);
        }
        self.stop_playing();
        Playing::No
    }
}
