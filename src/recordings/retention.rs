//! Which recordings have expired, and what becomes of them.
//!
//! Rule kept: only what a finished sidecar names is touched, the sound first and the sidecar last,
//! so that what fails half-way is found again. A recording that runs never expires.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::place::make;
use super::search::{SEEN_MAX, Wanted, search};
use super::sidecar::{Sidecar, SidecarState};

const US_PER_DAY: u64 = 24 * 3_600 * 1_000_000;

/// How long recordings of one rule are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retention {
    /// The rule's name.
    pub rule: String,
    /// Where its recordings are.
    pub root: PathBuf,
    /// Days.
    pub keep_days: u32,
    /// Where expired ones go; `None`: they are deleted.
    pub archive: Option<PathBuf>,
}

/// A recording whose time is over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expired {
    /// Its sidecar.
    pub path: PathBuf,
    /// What is in it.
    pub sidecar: Sidecar,
    /// Where it goes; `None`: it is deleted.
    pub target: Option<PathBuf>,
}

/// What has expired at this moment, the newest first.
#[must_use]
pub fn expired(retention: &Retention, now_wall_us: u64) -> Vec<Expired> {
    let keep_us = u64::from(retention.keep_days) * US_PER_DAY;
    let wanted = Wanted {
        before_wall_us: Some(now_wall_us.saturating_sub(keep_us)),
        ..Wanted::default()
    };
    let found = search(std::slice::from_ref(&retention.root), &wanted, SEEN_MAX);
    let is_meant = |sidecar: &Sidecar| {
        sidecar.state != SidecarState::Open && sidecar.rule.eq_ignore_ascii_case(&retention.rule)
    };
    let found = found.into_iter().filter(|(_, sidecar)| is_meant(sidecar));
    let expired = found.filter_map(|(path, sidecar)| {
        let target = match &retention.archive {
            None => None,
            // An archive below the root holds what has expired already.
            Some(archive) if path.starts_with(archive) => return None,
            Some(archive) => Some(archive.join(path.strip_prefix(&retention.root).ok()?)),
        };
        Some(Expired {
            path,
            sidecar,
            target,
        })
    });
    expired.collect()
}

impl Expired {
    /// Deletes it or moves it away.
    ///
    /// # Errors
    /// What the system says; the rest is found again the next time.
    pub fn carry_out(&self) -> io::Result<()> {
        let target = self.target.as_deref();
        if let Some(target) = target {
            make(target.parent().unwrap_or(target))?;
        }
        for sound in self.sidecar.sound_paths(&self.path) {
            // A name with a directory in it is none of ours.
            if sound.parent() == self.path.parent() && sound.exists() {
                let name = sound.file_name().unwrap_or_default();
                let to = target.map(|target| target.with_file_name(name));
                take_away(&sound, to.as_deref())?;
            }
        }
        take_away(&self.path, target)
    }
}

fn take_away(path: &Path, target: Option<&Path>) -> io::Result<()> {
    let Some(target) = target else {
        return fs::remove_file(path);
    };
    if target.exists() {
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    match fs::rename(path, target) {
        Err(error) if error.kind() == io::ErrorKind::CrossesDevices => {
            fs::copy(path, target)?;
            fs::remove_file(path)
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recordings::open_list::tests::Scratch;
    use crate::recordings::sidecar::SoundFile;

    fn recording(root: &Path, name: &str, day: u64, state: SidecarState) {
        let mut sidecar = Sidecar::open();
        sidecar.rule = "calls".to_owned();
        sidecar.state = state;
        sidecar.began_wall_us = day * US_PER_DAY;
        sidecar.files.push(SoundFile {
            name: format!("{name}.wav"),
            ..SoundFile::default()
        });
        let directory = root.join("in");
        make(&directory).unwrap();
        fs::write(directory.join(format!("{name}.wav")), "sound").unwrap();
        sidecar
            .write(&directory.join(format!("{name}.json")))
            .unwrap();
    }

    fn names(directory: &Path) -> Vec<String> {
        let entries = fs::read_dir(directory).unwrap();
        let mut names: Vec<String> = entries
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn what_is_old_and_complete_goes() {
        let scratch = Scratch::new("retention");
        let root = scratch.0.join("root");
        recording(&root, "old", 10, SidecarState::Finished);
        recording(&root, "runs", 10, SidecarState::Open);
        recording(&root, "new", 99, SidecarState::Finished);
        let mut retention = Retention {
            rule: "Calls".to_owned(),
            root: root.clone(),
            keep_days: 30,
            archive: Some(scratch.0.join("archive")),
        };
        let now = 100 * US_PER_DAY;
        let found = expired(&retention, now);
        assert_eq!(found.len(), 1);
        found[0].carry_out().unwrap();
        assert_eq!(
            names(&scratch.0.join("archive/in")),
            ["old.json", "old.wav"]
        );
        assert_eq!(
            names(&root.join("in")),
            ["new.json", "new.wav", "runs.json", "runs.wav"]
        );
        retention.archive = None;
        retention.rule = "others".to_owned();
        assert!(expired(&retention, 200 * US_PER_DAY).is_empty());
        retention.rule = "calls".to_owned();
        for found in expired(&retention, 200 * US_PER_DAY) {
            found.carry_out().unwrap();
        }
        assert_eq!(names(&root.join("in")), ["runs.json", "runs.wav"]);
    }

    #[test]
    fn a_name_that_leaves_its_directory_is_left_alone() {
        let scratch = Scratch::new("escape");
        let root = scratch.0.join("root");
        recording(&root, "a", 1, SidecarState::Finished);
        fs::write(root.join("theirs.wav"), "sound").unwrap();
        let path = root.join("in/a.json");
        let mut sidecar = Sidecar::read(&path).unwrap();
        sidecar.files[0].name = "../theirs.wav".to_owned();
        let target = None;
        Expired {
            path,
            sidecar,
            target,
        }
        .carry_out()
        .unwrap();
        assert!(root.join("theirs.wav").exists());
    }
}
