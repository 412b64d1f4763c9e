//! The recordings that run now, one small file each, so that the next start of a PBX that died
//! finds what it left behind.

use std::io;
use std::path::{Path, PathBuf};

use super::finishing::finish;
use super::place::{make, with_ending};
use super::sidecar::{Sidecar, SidecarState};

/// The list: a directory of its own.
#[derive(Debug, Clone)]
pub struct OpenList {
    directory: PathBuf,
}

/// A recording on the list.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct OpenEntry(PathBuf);

impl OpenList {
    /// The list in this directory, which need not exist yet.
    #[must_use]
    pub const fn new(directory: PathBuf) -> Self {
        Self { directory }
    }

    /// Puts a recording on the list, by the path of its sound without ending.
    ///
    /// # Errors
    /// What the system says.
    pub fn add(&self, call: u64, began_wall_us: u64, stem: &Path) -> io::Result<OpenEntry> {
        make(&self.directory)?;
        let entry = self.directory.join(format!("{call}-{began_wall_us}"));
        std::fs::write(&entry, stem.to_string_lossy().as_bytes())?;
        Ok(OpenEntry(entry))
    }

    /// What an earlier run left on the list. To be asked before anything is added.
    #[must_use]
    pub fn left_behind(&self) -> Vec<OpenEntry> {
        let entries = std::fs::read_dir(&self.directory).into_iter().flatten();
        let mut entries: Vec<_> = entries
            .flatten()
            .map(|entry| OpenEntry(entry.path()))
            .collect();
        entries.sort();
        entries
    }
}

impl OpenEntry {
    /// Finishes what was left behind, as far as it can be finished, and takes it off the list; its
    /// sidecar, or why there is none.
    pub fn recover(self) -> (PathBuf, io::Result<Sidecar>) {
        let outcome = match std::fs::read_to_string(&self.0) {
            Ok(stem) => {
                let stem = PathBuf::from(stem);
                let path = with_ending(&stem, "json");
                let done = Sidecar::read(&path).and_then(|sidecar| match sidecar.state {
                    SidecarState::Open => finish(&stem, sidecar, true),
                    _ => Ok(sidecar),
                });
                (path, done)
            }
            Err(error) => (self.0.clone(), Err(error)),
        };
        self.remove();
        outcome
    }

    /// Takes it off the list.
    pub fn remove(self) {
        // Gone already: that is what was wanted.
        let _ = std::fs::remove_file(self.0);
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A directory of a test, gone when dropped.
    pub(in crate::recordings) struct Scratch(pub(in crate::recordings) PathBuf);

    impl Scratch {
        pub(in crate::recordings) fn new(name: &str) -> Self {
            let name = format!("acd-{}-{name}", std::process::id());
            let path = std::env::temp_dir().join(name);
            let _ = std::fs::remove_dir_all(&path);
            std::fs::create_dir_all(&path).unwrap();
            Self(path)
        }
    }

    impl Drop for Scratch {
        fn drop(&mut self) {
            let _ = std::fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn what_a_dead_pbx_left_is_finished_and_marked() {
        let scratch = Scratch::new("open");
        let list = OpenList::new(scratch.0.join("open"));
        assert!(list.left_behind().is_empty());
        let stem = scratch.0.join("call-7");
        let mut sidecar = Sidecar::open();
        (sidecar.layout, sidecar.format) = ("mixed".to_owned(), "sln".to_owned());
        sidecar.write(&with_ending(&stem, "json")).unwrap();
        std::fs::write(with_ending(&stem, "sln"), [0; 3_200]).unwrap();
        list.add(7, 1_000, &stem).unwrap();
        list.add(8, 1_000, &scratch.0.join("lost")).unwrap();
        let found: Vec<_> = list
            .left_behind()
            .into_iter()
            .map(OpenEntry::recover)
            .collect();
        assert_eq!(found.len(), 2);
        let sidecar = found[0].1.as_ref().unwrap();
        assert_eq!(
            (sidecar.state, sidecar.length_ms),
            (SidecarState::Interrupted, 200)
        );
        assert!(found[1].1.is_err());
        assert!(list.left_behind().is_empty());
    }
}
