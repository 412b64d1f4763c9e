//! A bell that one thread rings and another waits for beside its channels.
//!
//! Whoever is woken silences it first and looks then, so that nothing rung in between is missed.

use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};

use rustix::event::{EventfdFlags, eventfd};
use rustix::io::{read, write};

/// An eventfd: never blocks, is not inherited by child programs.
#[derive(Debug)]
pub(super) struct Bell(OwnedFd);

impl Bell {
    /// A silent bell.
    ///
    /// # Errors
    /// When the system gives no descriptor.
    pub(super) fn new() -> io::Result<Self> {
        Ok(Self(eventfd(
            0,
            EventfdFlags::NONBLOCK | EventfdFlags::CLOEXEC,
        )?))
    }

    /// To wait on: readable from the first ring until it is silenced.
    pub(super) fn descriptor(&self) -> BorrowedFd<'_> {
        self.0.as_fd()
    }

    /// Wakes whoever waits, now or the next time.
    pub(super) fn ring(&self) {
        // A failed write can only mean that the counter is at its end, which leaves it readable.
        let _ = write(&self.0, &1_u64.to_ne_bytes());
    }

    /// Ends the ringing.
    pub(super) fn silence(&self) {
        // A failed read can only mean that it is silent.
        let _ = read(&self.0, &mut [0; 8]);
    }
}
