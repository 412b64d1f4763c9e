//! What is known of a recording, as JSON beside its sound. `docs/recording.md` has the schema.
//!
//! Rule kept: whoever reads it sees a whole sidecar or none: it is written elsewhere and put in its
//! place by one rename.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::place::{FILE_MODE, with_ending};

/// The version of the schema.
const VERSION: u32 = 1;

/// One recording.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Sidecar {
    /// The version of the schema.
    pub version: u32,
    /// What is known of it.
    pub state: SidecarState,
    /// The call's number.
    pub call: u64,
    /// The queue it began in; empty: in none.
    pub queue: String,
    /// The agents who talk in it, in order.
    pub agents: Vec<String>,
    /// The PBX's name of the caller's channel.
    pub host_call: String,
    /// The PBX's id of it.
    pub host_id: String,
    /// The rule.
    pub rule: String,
    /// `mixed`, `stereo` or `separate`.
    pub layout: String,
    /// The format of the sound, by its ending.
    pub format: String,
    /// When it began, in microseconds since 1970.
    pub began_wall_us: u64,
    /// How long it lasted.
    pub length_ms: u64,
    /// Its sound files.
    pub files: Vec<SoundFile>,
    /// Who talked from when to when.
    pub segments: Vec<Segment>,
    /// Its silent spans.
    pub pauses: Vec<Pause>,
    /// Who asked for what.
    pub verbs: Vec<VerbLine>,
    /// The call's tags.
    pub tags: BTreeMap<String, String>,
}

/// What is known of a recording.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SidecarState {
    /// It runs, or ran when the PBX died.
    #[default]
    Open,
    /// It is complete.
    Finished,
    /// The PBX died while it ran; the last two seconds or so may be missing.
    Interrupted,
}

/// One sound file.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SoundFile {
    /// Its name, in the sidecar's directory.
    pub name: String,
    /// Who is in it: `both`, `agent` or `caller`.
    pub side: String,
    /// Its size.
    pub bytes: u64,
    /// SHA-256 of it, in hexadecimal digits.
    pub sha256: String,
}

/// One agent's part of a recording, in milliseconds from its beginning.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Segment {
    /// The queue.
    pub queue: String,
    /// The agent.
    pub agent: String,
    /// Its beginning.
    pub from_ms: u64,
    /// Its end; absent: that of the recording.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub to_ms: Option<u64>,
}

/// A silent span, in milliseconds from the beginning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Pause {
    /// Its beginning.
    pub from_ms: u64,
    /// Its end.
    pub to_ms: u64,
}

/// Something that was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct VerbLine {
    /// When, in milliseconds from the beginning.
    pub at_ms: u64,
    /// `start`, `stop`, `pause` or `resume`.
    pub verb: String,
    /// Who.
    pub by: String,
}

impl Sidecar {
    /// A recording of which nothing is known but that it runs.
    #[must_use]
    pub fn open() -> Self {
        Self {
            version: VERSION,
            ..Self::default()
        }
    }

    /// Writes it, whole or not at all.
    ///
    /// # Errors
    /// What the system says.
    pub fn write(&self, path: &Path) -> io::Result<()> {
        let text = serde_json::to_vec_pretty(self)?;
        let part = with_ending(path, "part");
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true);
        let mut file = options.mode(FILE_MODE).open(&part)?;
        file.write_all(&text)?;
        file.write_all(b"\n")?;
        // While it runs the sound is not on the disk either.
        if self.state != SidecarState::Open {
            file.sync_all()?;
        }
        std::fs::rename(&part, path)
    }

    /// Reads one.
    ///
    /// # Errors
    /// What the system says, or that it is none.
    pub fn read(path: &Path) -> io::Result<Self> {
        let file = io::BufReader::new(File::open(path)?);
        Ok(serde_json::from_reader(file)?)
    }

    /// Where its sound files are, given where it is.
    pub fn sound_paths(&self, sidecar: &Path) -> impl Iterator<Item = PathBuf> {
        let directory = sidecar.parent().unwrap_or(Path::new(".")).to_owned();
        let names: Vec<_> = self.files.iter().map(|file| file.name.clone()).collect();
        names.into_iter().map(move |name| directory.join(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recordings::open_list::tests::Scratch;

    #[test]
    fn what_is_written_is_read() {
        let scratch = Scratch::new("sidecar");
        let path = scratch.0.join("a.json");
        let mut sidecar = Sidecar::open();
        sidecar.call = 7;
        sidecar.queue = "support \"é\"\n".to_owned();
        sidecar.tags.insert("topic".to_owned(), "loan".to_owned());
        sidecar.write(&path).unwrap();
        assert_eq!(Sidecar::read(&path).unwrap(), sidecar);
        assert_eq!(std::fs::read_dir(&scratch.0).unwrap().count(), 1);
        std::fs::write(&path, "").unwrap();
        assert!(Sidecar::read(&path).is_err());
    }
}
