//! When Asterisk stops without unloading its modules: what was told last is kept.

use std::time::Duration;

use super::entrance::entrance;
use super::sys;
use crate::ffi::guard::guard;

/// How long the end of Asterisk waits for the disk.
const PATIENCE: Duration = Duration::from_secs(2);

/// Asterisk asks for last words while this lives.
#[derive(Debug)]
pub(super) struct LastWords(());

impl LastWords {
    /// Asks to be asked.
    pub(super) fn promise() -> Self {
        // SAFETY: a function that lives as long as the program.
        if unsafe { sys::ast_register_atexit(Some(speak)) } != 0 {
            tracing::warn!(
                "Asterisk takes no last words: a stop may lose the last tenth of a second"
            );
        }
        Self(())
    }
}

impl Drop for LastWords {
    fn drop(&mut self) {
        // SAFETY: the function that was registered, or one that is not known.
        unsafe { sys::ast_unregister_atexit(Some(speak)) };
    }
}

extern "C" fn speak() {
    guard("the end of Asterisk", (), || {
        if let Some(entrance) = entrance()
            && !entrance.flush_store(PATIENCE)
        {
            tracing::error!("the store did not answer in time: what was told last may be lost");
        }
    });
}
