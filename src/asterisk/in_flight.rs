//! How many host threads are inside the module.
//!
//! Asterisk counts most of its visits itself and refuses to unload meanwhile, but a forced unload
//! ignores that count and some callbacks are not counted at all. Ours covers every entry.

use std::sync::atomic::{AtomicUsize, Ordering};

static VISITORS: AtomicUsize = AtomicUsize::new(0);

/// One host thread inside the module, until dropped.
#[derive(Debug)]
#[must_use]
pub struct Visit(());

impl Visit {
    /// Counts the calling thread in.
    pub fn begin() -> Self {
        VISITORS.fetch_add(1, Ordering::SeqCst);
        Self(())
    }
}

impl Drop for Visit {
    fn drop(&mut self) {
        VISITORS.fetch_sub(1, Ordering::SeqCst);
    }
}

/// Host threads inside the module now.
pub fn visitors() -> usize {
    VISITORS.load(Ordering::SeqCst)
}
