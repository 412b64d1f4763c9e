//! Which recordings have expired, and what becomes of them.
//!
//! Rule kept: only what a finished sidecar names is touched, the sound first and the sidecar last,
//! so that what fails half-way is found again. A recording that runs never expires, nor does one
//! that a tag holds.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::place::make;
use super::search::{SEEN_MAX, Wanted, search};
use super::sidecar::{Sidecar, SidecarState};
use crate::engine::{Keeping, RecordingPlan, TagFacts};

const US_PER_DAY: u64 = 24 * 3_600 * 1_000_000;

/// A rule, and where its recordings are and go.
#[derive(Debug, Clone)]
pub struct Retention {
    /// The rule.
    pub rule: Arc<RecordingPlan>,
    /// Where its recordings are.
    pub root: PathBuf,
}

/// What the time of a rule is over for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Overdue {
    /// What goes, the newest first.
    pub expired: Vec<Expired>,
    /// Sidecars of what would go without a legal hold.
    pub held: Vec<PathBuf>,
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

/// What has expired at this moment.
#[must_use]
pub fn overdue(retention: &Retention, now_wall_us: u64) -> Overdue {
    let Retention { rule, root } = retention;
    let mut found = Overdue::default();
    if !rule.lets_expire() {
        return found;
    }
    let archive = rule.archive.as_deref().map(Path::new);
    let is_over = |sidecar: &Sidecar, days: Option<u32>| {
        let kept_us = days.map(|days| u64::from(days) * US_PER_DAY);
        kept_us.is_some_and(|kept| sidecar.began_wall_us < now_wall_us.saturating_sub(kept))
    };
    for (path, sidecar) in search(std::slice::from_ref(root), &Wanted::default(), SEEN_MAX) {
        let is_meant =
            sidecar.state != SidecarState::Open && sidecar.rule.eq_ignore_ascii_case(&rule.name);
        // An archive below the root holds what has expired already.
        let is_archived = archive.is_some_and(|archive| path.starts_with(archive));
        if !is_meant || is_archived {
            continue;
        }
        match rule.keeping(&SidecarTags(&sidecar)) {
            Keeping::Forever => {}
            Keeping::LegalHold if is_over(&sidecar, rule.keep_days) => found.held.push(path),
            Keeping::LegalHold => {}
            Keeping::Days(days) if is_over(&sidecar, Some(days)) => {
                let below = path.strip_prefix(root).ok();
                let target = archive
                    .zip(below)
                    .map(|(archive, below)| archive.join(below));
                if archive.is_none() || target.is_some() {
                    found.expired.push(Expired {
                        path,
                        sidecar,
                        target,
                    });
                }
            }
            Keeping::Days(_) => {}
        }
    }
    found
}

/// What expressions ask about: the tags that a sidecar tells.
struct SidecarTags<'a>(&'a Sidecar);

impl TagFacts for SidecarTags<'_> {
    fn tag(&self, key: &str) -> Option<&str> {
        self.0.tags.get(key).map(String::as_str)
    }

    fn attribute(&self, _: &str) -> Option<&str> {
        None
    }
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
    use crate::engine::{Expression, KeepRule};
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
        let mut rule = RecordingPlan::new("Calls");
        rule.keep_days = Some(30);
        rule.archive = Some(scratch.0.join("archive").to_str().unwrap().into());
        let root_of = || root.clone();
        let found = |rule: &RecordingPlan, day: u64| {
            let (rule, root) = (Arc::new(rule.clone()), root_of());
            overdue(&Retention { rule, root }, day * US_PER_DAY)
        };
        let due = found(&rule, 100);
        assert_eq!((due.expired.len(), due.held.len()), (1, 0));
        due.expired[0].carry_out().unwrap();
        assert_eq!(
            names(&scratch.0.join("archive/in")),
            ["old.json", "old.wav"]
        );
        assert_eq!(
            names(&root.join("in")),
            ["new.json", "new.wav", "runs.json", "runs.wav"]
        );
        rule.archive = None;
        assert_eq!(found(&RecordingPlan::new("calls"), 200), Overdue::default());
        let mut other = RecordingPlan::new("others");
        other.keep_days = Some(30);
        assert_eq!(found(&other, 200), Overdue::default());
        for found in found(&rule, 200).expired {
            found.carry_out().unwrap();
        }
        assert_eq!(names(&root.join("in")), ["runs.json", "runs.wav"]);
    }

    #[test]
    fn tags_say_for_how_long_and_a_legal_hold_wins() {
        let scratch = Scratch::new("keeping");
        for (name, tag) in [("plain", ""), ("short", "trial"), ("held", "legal-hold")] {
            recording(&scratch.0, name, 60, SidecarState::Finished);
            let path = scratch.0.join(format!("in/{name}.json"));
            let mut sidecar = Sidecar::read(&path).unwrap();
            sidecar.tags.insert(tag.to_owned(), "1".to_owned());
            sidecar
                .tags
                .insert("trial".to_owned(), (name != "plain").to_string());
            sidecar.write(&path).unwrap();
        }
        let mut rule = RecordingPlan::new("calls");
        let condition = Expression::parse("trial").unwrap();
        rule.keep_if.push(KeepRule {
            days: Some(7),
            condition,
        });
        rule.keep_days = Some(30);
        let (rule, root) = (Arc::new(rule), scratch.0.clone());
        let retention = Retention { rule, root };
        let told = |day: u64| {
            let due = overdue(&retention, day * US_PER_DAY);
            let name = |path: &PathBuf| path.file_stem().unwrap().to_string_lossy().into_owned();
            let mut gone: Vec<String> = due.expired.iter().map(|found| name(&found.path)).collect();
            gone.sort();
            (
                gone.join(" "),
                due.held.iter().map(name).collect::<Vec<_>>().join(" "),
            )
        };
        assert_eq!(told(66), (String::new(), String::new()));
        assert_eq!(told(68), ("short".to_owned(), String::new()));
        assert_eq!(told(91), ("plain short".to_owned(), "held".to_owned()));
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
