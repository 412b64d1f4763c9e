//! The store's tables, and how a file of an earlier release gets them.
//!
//! Rule kept: what a release has written is never rewritten here; a new form is one more step at
//! the end of [`STEPS`], and a step is done whole or not at all.

use std::fs::{DirBuilder, OpenOptions};
use std::io::ErrorKind;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use super::error::StoreError;

/// Marks a file as a store of ours: `acds`.
const APPLICATION_ID: i64 = 0x6163_6473;
/// Who may read and write the file: its owner, and its group may read.
const FILE_MODE: u32 = 0o640;
const FOLDER_MODE: u32 = 0o750;
/// How long to wait for another program that holds the file.
const BUSY_WAIT: Duration = Duration::from_secs(1);
/// Bytes to which the log of writes is cut back when it has grown.
const WRITE_LOG_BYTES: u32 = 16 << 20;

/// One step for each form of the tables, in order.
const STEPS: &[&str] = &[
    include_str!("schema/1.sql"),
    include_str!("schema/2.sql"),
    include_str!("schema/3.sql"),
];

/// Opens the store for writing; makes it, and its directory, if it is not there.
pub(super) fn open(file: &Path) -> Result<Connection, StoreError> {
    make(file)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut store = Connection::open_with_flags(file, flags)?;
    store.busy_timeout(BUSY_WAIT)?;
    // Asked first: nothing is done to a file that is not ours.
    check_mark(&store, file)?;
    let mode: String = store.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))?;
    if !mode.eq_ignore_ascii_case("wal") {
        let file = file.to_owned();
        return Err(StoreError::NotLocal { file });
    }
    // What is committed is on the disk, also when the power fails.
    store.pragma_update(None, "synchronous", "FULL")?;
    store.pragma_update(None, "journal_size_limit", WRITE_LOG_BYTES)?;
    migrate(&mut store, file)?;
    Ok(store)
}

/// Opens the store to read beside the writer.
pub(super) fn open_to_read(file: &Path) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let store = Connection::open_with_flags(file, flags)?;
    store.busy_timeout(BUSY_WAIT)?;
    Ok(store)
}

fn make(file: &Path) -> Result<(), StoreError> {
    if let Some(folder) = file.parent() {
        let mut builder = DirBuilder::new();
        let made = builder.recursive(true).mode(FOLDER_MODE).create(folder);
        made.map_err(|source| StoreError::Folder {
            folder: folder.to_owned(),
            source,
        })?;
    }
    // Files beside it get the mode of this one.
    let mut options = OpenOptions::new();
    let made = options
        .write(true)
        .create_new(true)
        .mode(FILE_MODE)
        .open(file);
    match made {
        Err(source) if source.kind() != ErrorKind::AlreadyExists => Err(StoreError::File {
            file: file.to_owned(),
            source,
        }),
        _ => Ok(()),
    }
}

fn check_mark(store: &Connection, file: &Path) -> Result<(), StoreError> {
    let mark: i64 = store.query_row("PRAGMA application_id", [], |row| row.get(0))?;
    let sql = "SELECT count(*) FROM sqlite_master";
    let tables: i64 = store.query_row(sql, [], |row| row.get(0))?;
    if mark == APPLICATION_ID || (mark == 0 && tables == 0) {
        return Ok(());
    }
    let file = file.to_owned();
    Err(StoreError::Foreign { file })
}

fn migrate(store: &mut Connection, file: &Path) -> Result<(), StoreError> {
    let found: i64 = store.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    let known = i64::try_from(STEPS.len()).unwrap_or(i64::MAX);
    if found > known {
        let file = file.to_owned();
        return Err(StoreError::Newer { file, found, known });
    }
    for (form, step) in (1..).zip(STEPS).filter(|(form, _)| *form > found) {
        let step_by_step = store.transaction()?;
        step_by_step.execute_batch(step)?;
        step_by_step.pragma_update(None, "application_id", APPLICATION_ID)?;
        step_by_step.pragma_update(None, "user_version", form)?;
        step_by_step.commit()?;
    }
    Ok(())
}

/// The latest form of the tables.
pub(super) const fn form() -> usize {
    STEPS.len()
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;
    use crate::store::tests::Folder;

    #[test]
    fn a_new_store_is_private_and_opens_again() {
        let folder = Folder::new("schema_new");
        let file = folder.path().join("deeper/acd.sqlite");
        drop(open(&file).unwrap());
        let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&file), FILE_MODE);
        assert_eq!(mode(file.parent().unwrap()), FOLDER_MODE);
        let store = open(&file).unwrap();
        store
            .execute("INSERT INTO gap VALUES (1, 2, 3)", [])
            .unwrap();
        let beside = format!("{}-wal", file.display());
        assert_eq!(mode(Path::new(&beside)), FILE_MODE);
    }

    #[test]
    fn what_is_not_ours_is_left_alone() {
        let folder = Folder::new("schema_foreign");
        let file = folder.path().join("other.sqlite");
        let other = Connection::open(&file).unwrap();
        other.execute_batch("CREATE TABLE theirs (a)").unwrap();
        drop(other);
        assert!(matches!(open(&file), Err(StoreError::Foreign { .. })));
        let file = folder.path().join("text");
        std::fs::write(
            &file,
            "no database at all, but long enough to look like one".repeat(30),
        )
        .unwrap();
        assert!(matches!(open(&file), Err(StoreError::Sql(_))));
    }

    #[test]
    fn a_store_of_a_later_release_is_left_alone() {
        let folder = Folder::new("schema_newer");
        let file = folder.path().join("acd.sqlite");
        let store = open(&file).unwrap();
        store.pragma_update(None, "user_version", 99).unwrap();
        drop(store);
        let Err(StoreError::Newer { found: 99, .. }) = open(&file) else {
            panic!("it was taken for one of ours");
        };
    }

    #[test]
    fn a_store_of_the_first_form_is_brought_forward_with_its_calls() {
        let folder = Folder::new("schema_first");
        let file = folder.path().join("acd.sqlite");
        let first = Connection::open(&file).unwrap();
        first.execute_batch(STEPS[0]).unwrap();
        first
            .execute_batch(
                "INSERT INTO call (call, host_call, entered_queue, queue, caller_number, \
                 caller_name, priority, requirement, arrived_us) \
                 VALUES (7, 'host', 'support', 'sales', '', '', 0, 'any', 500); \
                 INSERT INTO offer (call, offer, agent, offered_us) VALUES (7, 1, '1001', 600);",
            )
            .unwrap();
        first.pragma_update(None, "user_version", 1).unwrap();
        first
            .pragma_update(None, "application_id", APPLICATION_ID)
            .unwrap();
        drop(first);
        let store = open(&file).unwrap();
        let sql = "SELECT queued_us, hold_ms, is_refused, offer.queue FROM call JOIN offer \
                   USING (call)";
        let row = store.query_row(sql, [], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
        });
        let wanted: (u64, u64, bool, String) = (500, 0, false, "sales".to_owned());
        assert_eq!(row.unwrap(), wanted);
        let version: usize = store
            .query_row("PRAGMA user_version", [], |row| row.get(0))
            .unwrap();
        assert_eq!(version, form());
    }

    #[test]
    fn a_place_that_cannot_be_is_told_with_what_to_do() {
        let folder = Folder::new("schema_place");
        std::fs::write(folder.path().join("file"), "").unwrap();
        let error = open(&folder.path().join("file/acd.sqlite")).unwrap_err();
        assert!(error.to_string().contains("store-file"), "{error}");
    }
}
