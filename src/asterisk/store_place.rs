//! Where Asterisk keeps its own database, beside which the store is by default.

use std::path::{Path, PathBuf};

use super::sys;
use super::thread;
use crate::driver::StorePlace;
use crate::ffi::text;

/// The directory and the file, below that of Asterisk's database.
const FILE: &str = "acd/acd.sqlite";

/// The place, and what the store's thread does in Asterisk.
pub(super) fn store_place() -> StorePlace {
    StorePlace {
        file: beside(&database()),
        started: || thread::enlist(c"acd store"),
        stopping: thread::discharge,
    }
}

/// Asterisk's own database, without its ending.
fn database() -> PathBuf {
    // SAFETY: a pointer that Asterisk has set before it loads modules, and never changes.
    let path = unsafe { sys::ast_config_AST_DB };
    // SAFETY: a text that lives as long as Asterisk.
    PathBuf::from(&*text::lossy(unsafe { text::borrow(path) }))
}

fn beside(database: &Path) -> PathBuf {
    database.parent().unwrap_or(database).join(FILE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_store_is_beside_the_database_of_asterisk() {
        let beside = beside(Path::new("/var/lib/asterisk/astdb"));
        assert_eq!(beside, Path::new("/var/lib/asterisk/acd/acd.sqlite"));
    }
}
