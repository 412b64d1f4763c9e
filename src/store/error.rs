//! What can go wrong with the store, in words that tell an administrator what to do.

use std::io;
use std::path::PathBuf;

use thiserror::Error;

/// Why the store cannot be opened, read or written.
#[derive(Debug, Error)]
pub enum StoreError {
    /// Its directory is not there and cannot be made.
    #[error(
        "cannot make the directory {}: {source}; make it yourself, owned by the user Asterisk \
         runs as, or name another file with `store-file`",
        folder.display()
    )]
    Folder {
        /// The directory.
        folder: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The file cannot be made or opened.
    #[error(
        "cannot open {}: {source}; it and its directory must belong to the user Asterisk runs as",
        file.display()
    )]
    File {
        /// The file.
        file: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// Something else than a store of ours.
    #[error(
        "{} is no store of acd: move it away, or name another file with `store-file`",
        file.display()
    )]
    Foreign {
        /// The file.
        file: PathBuf,
    },
    /// A later release has written it.
    #[error(
        "{} has form {found}, and this release knows form {known} at most: install the release \
         that wrote it, or move the file away",
        file.display()
    )]
    Newer {
        /// The file.
        file: PathBuf,
        /// The form that it has.
        found: i64,
        /// The latest form that this release knows.
        known: i64,
    },
    /// The file system cannot share memory, as those on other machines cannot.
    #[error(
        "{} is on a file system that a store cannot use: name a file on a local disk with \
         `store-file`",
        file.display()
    )]
    NotLocal {
        /// The file.
        file: PathBuf,
    },
    /// SQLite refuses.
    #[error("{0}")]
    Sql(#[from] rusqlite::Error),
}

impl StoreError {
    /// What to do about it, if the text does not say it.
    #[must_use]
    pub fn advice(&self) -> &'static str {
        let Self::Sql(error) = self else {
            return "";
        };
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DiskFull) => "make room on that disk",
            Some(rusqlite::ErrorCode::DatabaseBusy | rusqlite::ErrorCode::DatabaseLocked) => {
                "another program holds the file: close it"
            }
            Some(rusqlite::ErrorCode::DatabaseCorrupt | rusqlite::ErrorCode::NotADatabase) => {
                "the file is damaged: unload the module, move the file away, load the module"
            }
            Some(rusqlite::ErrorCode::ReadOnly | rusqlite::ErrorCode::PermissionDenied) => {
                "let the user Asterisk runs as write the file and its directory"
            }
            _ => "look at that disk and at the system's own log",
        }
    }
}
