//! One wait for everything: channels, and a wake-up from the worker.
//!
//! There is no polling interval: whoever has something to say writes the eventfd. Traps of the
//! host that are closed here: it reports "no descriptor" as a large negative number; a wake-up
//! hides a channel that is ready at the same time (it is reported by the next wait); a signal
//! ends the wait early, which is told, because only the caller knows its deadline.

use std::ffi::c_int;
use std::io;
use std::os::fd::{AsRawFd, BorrowedFd};
use std::ptr;
use std::time::Duration;

use smallvec::SmallVec;

use super::serviced::Serviced;
use super::sys;

/// Channels one wait usually has: a caller and a few agents' legs.
const USUAL_CHANNELS: usize = 4;
/// Descriptors that usually end a wait.
const USUAL_WAKES: usize = 2;

/// What ended a wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ready {
    /// The channel at this place has a frame to read, or has ended.
    Channel(usize),
    /// The eventfd was written: drain it, then look into the mailbox.
    Woken,
    /// The time is over; a channel with an absolute time limit of its own can make it look over
    /// before it is, so look at the clock.
    TimedOut,
    /// A signal or a stray wake-up of the host; nothing happened. Wait again for what is left of
    /// the time.
    Interrupted,
}

/// Waits until a channel is ready, one of `wakes` is readable, or the time is over; no time means
/// for as long as it takes.
///
/// Each of `wakes` should be a non-blocking eventfd and must be drained whole after
/// [`Ready::Woken`].
/// Times are rounded up to a millisecond, so that a deadline has passed when this says so.
///
/// # Errors
/// What the system said, when waiting itself is impossible; the calls must then be given up, as
/// waiting again would spin.
pub fn wait(
    channels: &[&Serviced],
    wakes: &[BorrowedFd<'_>],
    timeout: Option<Duration>,
) -> io::Result<Ready> {
    let mut raw: SmallVec<[*mut sys::ast_channel; USUAL_CHANNELS]> =
        channels.iter().map(|channel| channel.as_ptr()).collect();
    let count = c_int::try_from(raw.len()).map_err(|_| io::ErrorKind::InvalidInput)?;
    let mut descriptors: SmallVec<[c_int; USUAL_WAKES]> =
        wakes.iter().map(AsRawFd::as_raw_fd).collect();
    let wakes = c_int::try_from(descriptors.len()).map_err(|_| io::ErrorKind::InvalidInput)?;
    let (mut exception, mut ready_descriptor) = (0, -1);
    let asked_ms = timeout.map_or(-1, whole_ms);
    let mut left_ms = asked_ms;
    // SAFETY: this thread services every channel; all places outlive the call.
    let ready = unsafe {
        sys::ast_waitfor_nandfds(
            raw.as_mut_ptr(),
            count,
            descriptors.as_mut_ptr(),
            wakes,
            &raw mut exception,
            &raw mut ready_descriptor,
            &raw mut left_ms,
        )
    };
    if let Some(place) = place_of(&raw, ready) {
        return Ok(Ready::Channel(place));
    }
    if descriptors.contains(&ready_descriptor) {
        return Ok(Ready::Woken);
    }
    Ok(match left_ms {
        0 if asked_ms >= 0 => Ready::TimedOut,
        _ if left_ms >= 0 => Ready::Interrupted,
        _ => interrupted_or_failed(io::Error::last_os_error())?,
    })
}

/// The host gives no time left both for "for ever" cut short by a signal and for a failure.
fn interrupted_or_failed(error: io::Error) -> io::Result<Ready> {
    if error.kind() == io::ErrorKind::Interrupted {
        Ok(Ready::Interrupted)
    } else {
        Err(error)
    }
}

fn place_of(raw: &[*mut sys::ast_channel], ready: *mut sys::ast_channel) -> Option<usize> {
    if ready.is_null() {
        return None;
    }
    raw.iter().position(|channel| ptr::eq(*channel, ready))
}

/// Milliseconds, rounded up; more than the host can count is cut, not wrapped.
fn whole_ms(duration: Duration) -> c_int {
    let ms = duration.as_nanos().div_ceil(1_000_000);
    c_int::try_from(ms).unwrap_or(c_int::MAX)
}

#[cfg(test)]
mod tests {
    use std::os::fd::{AsFd, AsRawFd};
    use std::ptr;
    use std::time::Duration;

    use super::{Ready, wait, whole_ms};
    use crate::asterisk::fake_host::next_wait;
    use crate::asterisk::serviced::Serviced;
    use crate::asterisk::sys;

    /// What the host reports when no descriptor is ready.
    const NO_DESCRIPTOR: i32 = -99999;

    fn channel_at(address: usize) -> Serviced {
        let channel: *mut sys::ast_channel = ptr::without_provenance_mut(address);
        // SAFETY: the fake host follows no channel.
        unsafe { Serviced::borrowed(channel) }
    }

    #[test]
    fn every_end_of_a_wait_is_told_apart() {
        let (caller, leg) = (channel_at(8), channel_at(16));
        let wake =
            rustix::event::eventfd(0, rustix::event::EventfdFlags::NONBLOCK).expect("an eventfd");
        let timeout = Some(Duration::from_millis(50));
        let answer = |channel, descriptor, ms| {
            next_wait(channel, descriptor, ms);
            wait(&[&caller, &leg], &[wake.as_fd()], timeout)
        };
        assert_eq!(
            answer(0, NO_DESCRIPTOR, 20).expect("ready"),
            Ready::Channel(0)
        );
        assert_eq!(
            answer(1, NO_DESCRIPTOR, 20).expect("ready"),
            Ready::Channel(1)
        );
        assert_eq!(
            answer(-1, wake.as_raw_fd(), 20).expect("woken"),
            Ready::Woken
        );
        assert_eq!(answer(-1, NO_DESCRIPTOR, 0).expect("late"), Ready::TimedOut);
        assert_eq!(
            answer(-1, NO_DESCRIPTOR, 50).expect("a signal"),
            Ready::Interrupted
        );
        let failed = answer(-1, NO_DESCRIPTOR, -libc::EINVAL).expect_err("no wait is possible");
        assert_eq!(failed.raw_os_error(), Some(libc::EINVAL));
    }

    #[test]
    fn an_endless_wait_tells_a_signal_from_a_failure() {
        let caller = channel_at(8);
        let wake =
            rustix::event::eventfd(0, rustix::event::EventfdFlags::NONBLOCK).expect("an eventfd");
        let answer = |ms| {
            next_wait(-1, NO_DESCRIPTOR, ms);
            wait(&[&caller], &[wake.as_fd()], None)
        };
        assert_eq!(answer(-libc::EINTR).expect("no error"), Ready::Interrupted);
        assert!(answer(-libc::ENOMEM).is_err());
        assert_eq!(
            answer(0).expect("no deadline was asked for"),
            Ready::Interrupted
        );
    }

    #[test]
    fn a_deadline_is_never_early() {
        assert_eq!(whole_ms(Duration::ZERO), 0);
        assert_eq!(whole_ms(Duration::from_nanos(1)), 1);
        assert_eq!(whole_ms(Duration::from_micros(1500)), 2);
        assert_eq!(whole_ms(Duration::from_secs(u64::MAX)), i32::MAX);
    }
}
