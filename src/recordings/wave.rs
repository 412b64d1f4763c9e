//! WAV files: lengths in a header that nobody closed, and two tracks made one file.
//!
//! The PBX writes the lengths when it closes a file; one that died has left them zero, and many
//! players then show nothing. Only files of whole 16-bit samples with the plain header of 44 bytes
//! are touched; everything else plays as it is.

use std::fs::{File, OpenOptions};
use std::io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::Path;

/// Bytes of the plain header.
pub(super) const HEADER_BYTES: u64 = 44;
const LENGTHS: [u64; 2] = [4, 40];

/// Writes the true lengths into the header of a WAV file if they are wrong. Whether they were.
pub(super) fn repair(path: &Path) -> io::Result<bool> {
    let mut file = OpenOptions::new().read(true).write(true).open(path)?;
    let bytes = file.metadata()?.len();
    let mut header = [0; 44];
    if bytes < HEADER_BYTES {
        return Ok(false);
    }
    file.read_exact(&mut header)?;
    if &header[..4] != b"RIFF" || &header[36..40] != b"data" {
        return Ok(false);
    }
    let sound = u32::try_from(bytes - HEADER_BYTES).unwrap_or(u32::MAX);
    let lengths = [sound.saturating_add(36).to_le_bytes(), sound.to_le_bytes()];
    if header[4..8] == lengths[0] && header[40..44] == lengths[1] {
        return Ok(false);
    }
    for (place, length) in LENGTHS.into_iter().zip(lengths) {
        file.seek(SeekFrom::Start(place))?;
        file.write_all(&length)?;
    }
    file.sync_all()?;
    Ok(true)
}

/// Makes one file of two tracks of 16-bit samples; a track that ends earlier ends in silence.
pub(super) fn join(left: &Path, right: &Path, target: &Path, rate_hz: u32) -> io::Result<()> {
    let (left, right) = (File::open(left)?, File::open(right)?);
    let samples = left.metadata()?.len().max(right.metadata()?.len()) / 2;
    let mut file = BufWriter::new(File::create(target)?);
    file.write_all(&header(samples, rate_hz))?;
    let (mut left, mut right) = (BufReader::new(left), BufReader::new(right));
    for _ in 0..samples {
        file.write_all(&sample(&mut left)?)?;
        file.write_all(&sample(&mut right)?)?;
    }
    let file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
    file.sync_all()
}

fn sample(track: &mut impl Read) -> io::Result<[u8; 2]> {
    let mut sample = [0; 2];
    match track.read_exact(&mut sample) {
        Ok(()) => Ok(sample),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok([0; 2]),
        Err(error) => Err(error),
    }
}

/// The header of two tracks of 16-bit samples.
fn header(samples: u64, rate_hz: u32) -> Vec<u8> {
    const FRAME_BYTES: u16 = 4;
    let bytes = u32::try_from(samples * u64::from(FRAME_BYTES)).unwrap_or(u32::MAX - 36);
    let mut header = Vec::with_capacity(44);
    header.extend(b"RIFF");
    header.extend((bytes + 36).to_le_bytes());
    header.extend(b"WAVEfmt ");
    header.extend(16_u32.to_le_bytes());
    // Plain samples, two tracks.
    header.extend(1_u16.to_le_bytes());
    header.extend(2_u16.to_le_bytes());
    header.extend(rate_hz.to_le_bytes());
    header.extend((rate_hz * u32::from(FRAME_BYTES)).to_le_bytes());
    header.extend(FRAME_BYTES.to_le_bytes());
    header.extend(16_u16.to_le_bytes());
    header.extend(b"data");
    header.extend(bytes.to_le_bytes());
    header
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recordings::open_list::tests::Scratch;

    #[test]
    fn tracks_lie_beside_each_other_and_the_shorter_one_ends_in_silence() {
        let scratch = Scratch::new("join");
        let at = |name: &str| scratch.0.join(name);
        std::fs::write(at("l"), [1, 0, 2, 0, 3, 0]).unwrap();
        std::fs::write(at("r"), [9, 0]).unwrap();
        join(&at("l"), &at("r"), &at("t.wav"), 8_000).unwrap();
        let told = std::fs::read(at("t.wav")).unwrap();
        assert_eq!(&told[44..], [1, 0, 9, 0, 2, 0, 0, 0, 3, 0, 0, 0]);
        assert_eq!(told[22], 2, "two tracks");
        assert!(!repair(&at("t.wav")).unwrap(), "its lengths are right");
    }

    #[test]
    fn lengths_that_nobody_wrote_are_written() {
        let scratch = Scratch::new("repair");
        let path = scratch.0.join("a.wav");
        let mut text = header(0, 8_000);
        text.extend([7; 100]);
        std::fs::write(&path, &text).unwrap();
        assert!(repair(&path).unwrap());
        let told = std::fs::read(&path).unwrap();
        assert_eq!(told[40..44], 100_u32.to_le_bytes());
        assert_eq!(told[4..8], 136_u32.to_le_bytes());
        std::fs::write(&path, "RIFF").unwrap();
        assert!(!repair(&path).unwrap());
    }
}
