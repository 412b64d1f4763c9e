//! The PBX's recorder: begin, end, silence.
//!
//! What the recorder answers proves little: it opens its files later, on a thread of its own, and
//! tells only the log of a failure. So the keeper looks whether the files are there.
//!
//! Silencing silences every MixMonitor of the channel, an administrator's own too: there is no way
//! to name one of them, and what must not be heard must not be heard in any of them.

use std::ffi::{CStr, c_int};
use std::path::Path;

use crate::asterisk::channel::Channel;
use crate::asterisk::sys;
use crate::ffi::text;

/// The variable in which the recorder tells its id.
const ID_VARIABLE: &str = "ACDMIXMONITOR";
/// How the recorder calls itself among those who listen to a channel.
const SOURCE: &CStr = c"MixMonitor";
/// Bytes of the path of one file; the recorder takes all of them in one text of 4,096.
const PATH_BYTES_MAX: usize = 1_200;

/// What is written where.
#[derive(Debug)]
pub(super) enum Tracks<'a> {
    /// Both in one file.
    Mixed(&'a Path),
    /// Agent and caller in a file each.
    Apart(&'a Path, &'a Path),
}

/// Why no recorder began.
#[derive(Debug, thiserror::Error)]
pub(super) enum NoRecorder {
    #[error(
        "`{0}` cannot be the name of a recording: it is too long or holds a comma, quote, \
         parenthesis or backslash"
    )]
    Path(String),
    #[error("Asterisk's recorder did not start: is app_mixmonitor loaded? The log says more")]
    Refused,
}

/// Begins; the channel is the caller's. Returns the recorder's id.
pub(super) fn start(
    channel: &Channel,
    tracks: &Tracks<'_>,
    beep_ms: Option<u64>,
) -> Result<String, NoRecorder> {
    let mut options = format!("i({ID_VARIABLE})");
    let file = match tracks {
        Tracks::Mixed(path) => plain(path)?,
        Tracks::Apart(agent, caller) => {
            let (agent, caller) = (plain(agent)?, plain(caller)?);
            // What is received comes from the caller, what is sent from the agent.
            options.push_str(&format!("r({caller})t({agent})"));
            ""
        }
    };
    if let Some(beep_ms) = beep_ms {
        options.push_str(&format!("B({})", beep_ms.div_ceil(1_000)));
    }
    let _ = channel.set_variable(ID_VARIABLE, "");
    let (file, options) = (text::c_string(file), text::c_string(&options));
    // SAFETY: a live channel that this thread has not locked; texts that outlive the call.
    let refused =
        unsafe { sys::ast_start_mixmonitor(channel.as_ptr(), file.as_ptr(), options.as_ptr()) };
    let id = channel.variable(ID_VARIABLE).ok().flatten();
    match id.filter(|id| !id.is_empty()) {
        Some(id) if refused == 0 => Ok(id),
        _ => Err(NoRecorder::Refused),
    }
}

/// Ends the recorder; its files are closed when this returns.
pub(super) fn stop(channel: &Channel, id: &str) {
    let id = text::c_string(id);
    // SAFETY: as above. An id that is not there any more is refused.
    unsafe { sys::ast_stop_mixmonitor(channel.as_ptr(), id.as_ptr()) };
}

/// Writes silence from now on, or sound again; both sides at once.
pub(super) fn silence(channel: &Channel, is_silent: bool) -> bool {
    let clears = c_int::from(!is_silent);
    let sides = sys::AST_AUDIOHOOK_MUTE_READ | sys::AST_AUDIOHOOK_MUTE_WRITE;
    // SAFETY: as above; it locks the channel by itself.
    let count = unsafe {
        sys::ast_audiohook_set_mute_all(channel.as_ptr(), SOURCE.as_ptr(), sides, clears)
    };
    count > 0
}

fn plain(path: &Path) -> Result<&str, NoRecorder> {
    let is_special = |c: char| c.is_control() || ",\"'()\\$^".contains(c);
    let found = path.to_str().filter(|path| path.len() <= PATH_BYTES_MAX);
    found
        .filter(|path| !path.contains(is_special))
        .ok_or_else(|| NoRecorder::Path(path.to_string_lossy().into_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_that_would_be_taken_for_options_is_refused() {
        for path in ["/a,b", "/a(b)", "/a\"b", "/a\\b", "/a\nb", "/${x}"] {
            assert!(plain(Path::new(path)).is_err(), "{path}");
        }
        assert_eq!(plain(Path::new("/a b/c-1.wav")).unwrap(), "/a b/c-1.wav");
    }
}
