//! Where host threads find the driver. Empty before load and after unload; one image of the
//! module may be loaded and unloaded many times.

use std::sync::{PoisonError, RwLock};

use crate::driver::Entrance;

static ENTRANCE: RwLock<Option<Entrance>> = RwLock::new(None);

/// The running driver's entrance; `None` while the module is not loaded.
pub fn entrance() -> Option<Entrance> {
    ENTRANCE
        .read()
        .unwrap_or_else(PoisonError::into_inner)
        .clone()
}

/// Opens the entrance to host threads until the result is dropped.
pub fn open(entrance: Entrance) -> Opened {
    *ENTRANCE.write().unwrap_or_else(PoisonError::into_inner) = Some(entrance);
    Opened(())
}

/// The entrance is open while this lives.
#[derive(Debug)]
#[must_use]
pub struct Opened(());

impl Drop for Opened {
    fn drop(&mut self) {
        *ENTRANCE.write().unwrap_or_else(PoisonError::into_inner) = None;
    }
}
