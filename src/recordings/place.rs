//! Where a recording goes: directories with tight permissions, names that are never taken twice.
//!
//! Rule kept: the sidecar's name is taken first, by creating it, which only one of several can do;
//! the sound files bear the same name and do not exist then. Nothing that exists is overwritten.

use std::fs::{DirBuilder, OpenOptions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

/// For owner and group only.
const DIRECTORY_MODE: u32 = 0o750;
/// The same for files.
pub const FILE_MODE: u32 = 0o640;
/// How often a name that is taken gets another number.
const TRIES_MAX: u32 = 1_000;
/// Bytes that must be free for a recording to begin or go on.
pub const ROOM_BYTES_MIN: u64 = 256 * 1_024;

/// A name that is taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reserved {
    /// The path of the sound without ending.
    pub stem: PathBuf,
}

impl Reserved {
    /// The sidecar, which is there already and empty.
    #[must_use]
    pub fn sidecar(&self) -> PathBuf {
        with_ending(&self.stem, "json")
    }
}

/// The path with a further ending.
#[must_use]
pub fn with_ending(stem: &Path, ending: &str) -> PathBuf {
    let mut path = stem.as_os_str().to_owned();
    path.push(".");
    path.push(ending);
    path.into()
}

/// Takes a name below a directory; `endings` are those of its sound files.
///
/// # Errors
/// What the system says: no permission, no space, no such place.
pub fn reserve(root: &Path, name: &str, endings: &[String]) -> io::Result<Reserved> {
    let wanted = root.join(name);
    let directory = wanted.parent().unwrap_or(root);
    make(directory)?;
    if room(directory)? < ROOM_BYTES_MIN {
        return Err(io::ErrorKind::StorageFull.into());
    }
    for number in 1..=TRIES_MAX {
        let stem = match number {
            1 => wanted.clone(),
            _ => {
                let mut path = wanted.as_os_str().to_owned();
                path.push(format!("-{number}"));
                path.into()
            }
        };
        let mut options = OpenOptions::new();
        options.write(true).create_new(true).mode(FILE_MODE);
        match options.open(with_ending(&stem, "json")) {
            Ok(_) => {
                let is_there = |ending: &String| with_ending(&stem, ending).exists();
                if !endings.iter().any(is_there) {
                    return Ok(Reserved { stem });
                }
                // Somebody else's sound: our empty file goes, the next number is tried.
                std::fs::remove_file(with_ending(&stem, "json"))?;
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

/// Makes a directory and those above it, as far as they are missing.
///
/// # Errors
/// What the system says.
pub fn make(directory: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true).mode(DIRECTORY_MODE);
    builder.create(directory)
}

/// Bytes that may still be written below a directory.
///
/// # Errors
/// What the system says.
pub fn room(directory: &Path) -> io::Result<u64> {
    let told = rustix::fs::statvfs(directory)?;
    Ok(told.f_bavail.saturating_mul(told.f_frsize))
}

/// Whether a recording could begin below a directory now: it is tried, and nothing is left behind.
///
/// # Errors
/// What the system says.
pub fn probe(root: &Path) -> io::Result<()> {
    let name = format!("probe-{}", std::process::id());
    let reserved = reserve(root, &name, &[])?;
    std::fs::remove_file(reserved.sidecar())
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;
    use crate::recordings::open_list::tests::Scratch;

    #[test]
    fn names_are_taken_once_and_directories_are_tight() {
        let scratch = Scratch::new("place");
        let endings = ["wav".to_owned()];
        let first = reserve(&scratch.0, "2026/11/a-1", &endings).unwrap();
        let second = reserve(&scratch.0, "2026/11/a-1", &endings).unwrap();
        assert!(first.stem.ends_with("2026/11/a-1"));
        assert!(second.stem.ends_with("2026/11/a-1-2"));
        let made = std::fs::metadata(scratch.0.join("2026/11")).unwrap();
        assert_eq!(made.permissions().mode() & 0o777 & !DIRECTORY_MODE, 0);
        let file = std::fs::metadata(first.sidecar()).unwrap();
        assert_eq!(file.permissions().mode() & 0o777 & !FILE_MODE, 0);
    }

    #[test]
    fn a_foreign_sound_file_keeps_its_name() {
        let scratch = Scratch::new("foreign");
        std::fs::write(scratch.0.join("a.wav"), "theirs").unwrap();
        let reserved = reserve(&scratch.0, "a", &["wav".to_owned()]).unwrap();
        assert!(reserved.stem.ends_with("a-2"));
        assert!(!scratch.0.join("a.json").exists());
        assert_eq!(std::fs::read(scratch.0.join("a.wav")).unwrap(), b"theirs");
    }

    #[test]
    fn a_place_that_takes_nothing_is_known() {
        let scratch = Scratch::new("unwritable");
        let file = scratch.0.join("file");
        std::fs::write(&file, "").unwrap();
        assert!(reserve(&file, "a", &[]).is_err());
        assert!(probe(&file).is_err());
        probe(&scratch.0).unwrap();
        assert_eq!(std::fs::read_dir(&scratch.0).unwrap().count(), 1);
    }
}
