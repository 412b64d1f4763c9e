//! From the raw files to the finished recording: the tracks joined, the lengths set right, each
//! file measured and hashed, the sidecar in its place.

use std::fs::{self, File};
use std::io::{self, Read};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::place::{FILE_MODE, with_ending};
use super::sidecar::{Sidecar, SidecarState, SoundFile};
use super::wave;

/// How much is read at once.
const CHUNK_BYTES: usize = 64 * 1_024;

/// The layout that is joined at the end.
pub const STEREO: &str = "stereo";
/// The layout with a file each.
pub const SEPARATE: &str = "separate";
/// The ending of the raw track of one side, before the format.
const AGENT: &str = "agent";
const CALLER: &str = "caller";
const BOTH: &str = "both";
const WIDE: &str = "wav16";

/// The endings of the files that the PBX writes: of both sides, or of agent and caller.
#[must_use]
pub fn raw_endings(layout: &str, format: &str) -> Vec<String> {
    let raw = match (layout, format) {
        (STEREO, WIDE) => "sln16",
        (STEREO, _) => "sln",
        (SEPARATE, format) => format,
        (_, format) => return vec![format.to_owned()],
    };
    vec![format!("{AGENT}.{raw}"), format!("{CALLER}.{raw}")]
}

/// The endings of the files that are left in the end.
#[must_use]
pub fn endings(layout: &str, format: &str) -> Vec<String> {
    match layout {
        SEPARATE => raw_endings(layout, format),
        _ => vec![format.to_owned()],
    }
}

/// Finishes a recording whose files the PBX has closed, or died over.
///
/// # Errors
/// What the system says; the raw files are kept then.
pub fn finish(stem: &Path, mut sidecar: Sidecar, is_interrupted: bool) -> io::Result<Sidecar> {
    let raw: Vec<PathBuf> = raw_endings(&sidecar.layout, &sidecar.format)
        .iter()
        .map(|ending| with_ending(stem, ending))
        .collect();
    let mut sides = vec![BOTH];
    if sidecar.layout == STEREO {
        let rate_hz = if sidecar.format == WIDE {
            16_000
        } else {
            8_000
        };
        let target = with_ending(stem, &sidecar.format);
        if let [agent, caller] = &raw[..]
            && agent.exists()
        {
            wave::join(agent, caller, &target, rate_hz)?;
            fs::remove_file(agent)?;
            fs::remove_file(caller)?;
        }
    } else if sidecar.layout == SEPARATE {
        sides = vec![AGENT, CALLER];
    }
    let endings = endings(&sidecar.layout, &sidecar.format);
    sidecar.files.clear();
    for (ending, side) in endings.iter().zip(sides) {
        let path = with_ending(stem, ending);
        if !path.exists() {
            continue;
        }
        if ending.ends_with("wav") || ending.ends_with(WIDE) {
            wave::repair(&path)?;
        }
        sidecar.files.push(measured(&path, side)?);
    }
    sidecar.state = if is_interrupted {
        SidecarState::Interrupted
    } else {
        SidecarState::Finished
    };
    if is_interrupted {
        sidecar.length_ms = sound_ms(&sidecar).unwrap_or(sidecar.length_ms);
    }
    sidecar.write(&with_ending(stem, "json"))?;
    Ok(sidecar)
}

fn measured(path: &Path, side: &str) -> io::Result<SoundFile> {
    let mut permissions = fs::metadata(path)?.permissions();
    permissions.set_mode(permissions.mode() & FILE_MODE);
    fs::set_permissions(path, permissions)?;
    let mut file = File::open(path)?;
    let mut hash = Sha256::new();
    let mut chunk = vec![0; CHUNK_BYTES];
    let mut bytes = 0;
    loop {
        let count = file.read(&mut chunk)?;
        if count == 0 {
            break;
        }
        hash.update(&chunk[..count]);
        bytes += u64::try_from(count).unwrap_or(u64::MAX);
    }
    let digits = hash.finalize();
    Ok(SoundFile {
        name: path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned(),
        side: side.to_owned(),
        bytes,
        sha256: digits.iter().map(|byte| format!("{byte:02x}")).collect(),
    })
}

/// How long the sound lasts, by its size, for formats of a steady rate.
fn sound_ms(sidecar: &Sidecar) -> Option<u64> {
    let bytes = sidecar.files.first()?.bytes;
    let (header, per_ms) = match (&*sidecar.format, &*sidecar.layout) {
        ("wav", STEREO) => (wave::HEADER_BYTES, 32),
        (WIDE, STEREO) => (wave::HEADER_BYTES, 64),
        ("wav", _) => (wave::HEADER_BYTES, 16),
        (WIDE, _) => (wave::HEADER_BYTES, 32),
        ("sln", _) => (0, 16),
        ("sln16", _) => (0, 32),
        ("ulaw" | "alaw" | "g722", _) => (0, 8),
        // 33 bytes for 20 ms.
        ("gsm", _) => return Some(bytes / 33 * 20),
        _ => return None,
    };
    Some(bytes.saturating_sub(header) / per_ms)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recordings::open_list::tests::Scratch;

    #[test]
    fn two_tracks_become_one_file_with_its_hash() {
        let scratch = Scratch::new("finish");
        let stem = scratch.0.join("a");
        fs::write(with_ending(&stem, "agent.sln"), [1; 1_600]).unwrap();
        fs::write(with_ending(&stem, "caller.sln"), [2; 1_600]).unwrap();
        let mut sidecar = Sidecar::open();
        (sidecar.layout, sidecar.format) = ("stereo".to_owned(), "wav".to_owned());
        let done = finish(&stem, sidecar, true).unwrap();
        assert_eq!(done.state, SidecarState::Interrupted);
        assert_eq!(done.length_ms, 100);
        assert_eq!(
            (done.files[0].bytes, &*done.files[0].name),
            (3_244, "a.wav")
        );
        assert_eq!(done.files[0].sha256.len(), 64);
        let names = fs::read_dir(&scratch.0).unwrap();
        let mut names: Vec<_> = names.map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        assert_eq!(names, ["a.json", "a.wav"]);
    }

    #[test]
    fn a_hash_is_the_one_that_others_compute() {
        let scratch = Scratch::new("hash");
        let path = scratch.0.join("a.gsm");
        fs::write(&path, "abc").unwrap();
        let told = measured(&path, BOTH).unwrap();
        assert!(told.sha256.starts_with("ba7816bf8f01cfea414140de5dae2223"));
    }
}
