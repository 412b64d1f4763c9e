//! Threads at the boundary: which signals a thread of ours must leave to the host.
//!
//! Whose value is it is answered by the type system (what one thread owns is not `Send`), so no
//! trap at run time is kept here. Deliberately without `std::thread::current()`: on a thread the
//! host made, that call leaves a destructor behind which outlives the module.

use std::mem::MaybeUninit;
use std::ptr;

/// Signals that belong to the host's own threads.
const HOST_SIGNALS: [libc::c_int; 8] = [
    libc::SIGHUP,
    libc::SIGTERM,
    libc::SIGINT,
    libc::SIGQUIT,
    libc::SIGCHLD,
    libc::SIGWINCH,
    libc::SIGPIPE,
    libc::SIGALRM,
];

/// Runs `body` with the host's signals blocked, so that threads it starts never take them.
pub fn with_host_signals_blocked<R>(body: impl FnOnce() -> R) -> R {
    /// Puts the mask back even if the body panics.
    struct Restore(libc::sigset_t);
    impl Drop for Restore {
        fn drop(&mut self) {
            // SAFETY: the set was filled by the kernel; no old mask is wanted.
            unsafe { libc::pthread_sigmask(libc::SIG_SETMASK, &raw const self.0, ptr::null_mut()) };
        }
    }

    let mut blocked = MaybeUninit::<libc::sigset_t>::uninit();
    // SAFETY: the place is valid for a signal set.
    unsafe { libc::sigemptyset(blocked.as_mut_ptr()) };
    for signal in HOST_SIGNALS {
        // SAFETY: the set was initialised above; the numbers are valid signals.
        unsafe { libc::sigaddset(blocked.as_mut_ptr(), signal) };
    }
    let mut before = MaybeUninit::<libc::sigset_t>::uninit();
    // SAFETY: both places are valid; the first is initialised.
    let failed =
        unsafe { libc::pthread_sigmask(libc::SIG_BLOCK, blocked.as_ptr(), before.as_mut_ptr()) };
    // SAFETY: on success the kernel filled it.
    let _restore = (failed == 0).then(|| Restore(unsafe { before.assume_init() }));
    body()
}

#[cfg(test)]
mod tests {
    use std::mem::MaybeUninit;
    use std::ptr;

    use super::with_host_signals_blocked;

    fn is_blocked(signal: libc::c_int) -> bool {
        let mut mask = MaybeUninit::<libc::sigset_t>::uninit();
        // SAFETY: asks for the mask only.
        unsafe { libc::pthread_sigmask(libc::SIG_BLOCK, ptr::null(), mask.as_mut_ptr()) };
        // SAFETY: filled by the call above.
        unsafe { libc::sigismember(mask.as_ptr(), signal) == 1 }
    }

    #[test]
    fn new_threads_leave_signals_to_the_host() {
        let inside = with_host_signals_blocked(|| {
            std::thread::spawn(|| is_blocked(libc::SIGTERM) && is_blocked(libc::SIGHUP))
        });
        assert!(inside.join().expect("the probe does not panic"));
        assert!(!is_blocked(libc::SIGTERM));
    }
}
