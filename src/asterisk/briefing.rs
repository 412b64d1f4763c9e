//! What an agent hears and may press between picking up and talking to the caller.
//!
//! Nothing blocks: a sound is started and the one wait of the caller's thread goes on; whoever
//! hangs up is heard at once. Rule kept: a sound that cannot be played is left out, with a
//! warning; an agent who must accept a call hears the sounds a few times, never for ever.

use std::collections::VecDeque;
use std::ffi::{CString, c_char};
use std::time::Duration;

use super::contact::tags_of;
use super::serviced::Serviced;
use super::sys;
use crate::engine::{Announced, OfferTerms, TagKey, Tags};
use crate::ffi::text;

/// How often the sounds are played to an agent who must accept the call.
const ROUNDS_OF_CONFIRMATION: u8 = 3;
/// What an agent hears who must accept a call of a queue without an announcement.
const BEEP: &str = "beep";
/// Bytes of the sounds of one number.
const NUMBER_BYTES_MAX: usize = 512;
/// From so many digits on a number is said digit by digit.
const NUMBER_DIGITS_MAX: usize = 10;
/// Where the sounds of tags' values are, below the directory of sounds.
const TAG_SOUNDS: &str = "acd-tags";
/// Signs of a value that are said.
const SPELLED_MAX: usize = 32;

/// One agent's briefing.
#[derive(Debug)]
pub(super) struct Briefing {
    sounds: Vec<CString>,
    left: VecDeque<usize>,
    confirm_key: Option<char>,
    reject_key: Option<char>,
    is_playing: bool,
}

/// What a key press means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pressed {
    /// Nothing.
    Nothing,
    /// The agent takes the call.
    Accept,
    /// The agent declines it.
    Reject,
}

impl Briefing {
    /// What an agent is told who has picked up under these terms, after the beep if there is one;
    /// `None`: nothing.
    pub(super) fn new(
        line: &Serviced,
        (terms, tags): (&OfferTerms, &Tags),
        beep: Option<&str>,
    ) -> Option<Self> {
        let rules = &terms.queue.phone;
        let confirm_key = terms.agent.phone.confirm_key.unwrap_or(rules.confirm_key);
        let mut sounds: Vec<CString> = beep.map(text::c_string).into_iter().collect();
        for piece in &*rules.announcement {
            match piece {
                Announced::File(name) => sounds.push(text::c_string(name)),
                Announced::Wait => sounds.extend(wait_sounds(line, terms.wait_ms)),
                Announced::Tag(key) => {
                    if let Some(value) = tags.value(key.as_str()) {
                        sounds.extend(tag_sounds(line, key, value.as_str()));
                    }
                }
            }
        }
        if sounds.is_empty() {
            confirm_key?;
            sounds.push(text::c_string(BEEP));
        }
        let rounds = confirm_key.map_or(1, |_| ROUNDS_OF_CONFIRMATION);
        Some(Self {
            left: (0..rounds).flat_map(|_| 0..sounds.len()).collect(),
            sounds,
            confirm_key,
            reject_key: rules.reject_key,
            is_playing: false,
        })
    }

    /// The tags of the caller, if the agent is told of some under these terms.
    pub(super) fn tags_for(caller: &Serviced, terms: &OfferTerms) -> Tags {
        let pieces = &*terms.queue.phone.announcement;
        let is_tag = |piece: &Announced| matches!(piece, Announced::Tag(_));
        if pieces.iter().any(is_tag) {
            tags_of(caller)
        } else {
            Tags::default()
        }
    }

    /// Whether the agent must press a key to take the call.
    pub(super) const fn needs_key(&self) -> bool {
        self.confirm_key.is_some()
    }

    /// What a key press means now.
    pub(super) fn pressed(&self, key: char) -> Pressed {
        match Some(key) {
            key if key == self.confirm_key => Pressed::Accept,
            key if key == self.reject_key => Pressed::Reject,
            _ => Pressed::Nothing,
        }
    }

    /// Goes on playing; true when there is nothing more to play.
    pub(super) fn play_on(&mut self, line: &Serviced) -> bool {
        loop {
            if self.is_playing {
                // SAFETY: a live channel that this thread services.
                if unsafe { sys::acd_shim_sound_is_over(line.as_ptr()) } == 0 {
                    return false;
                }
                self.stop(line);
            }
            let Some(next) = self.left.pop_front() else {
                return true;
            };
            self.start(line, next);
        }
    }

    fn start(&mut self, line: &Serviced, sound: usize) {
        let language = line.lock().language().to_owned();
        let name = &self.sounds[sound];
        // SAFETY: a live channel that this thread services, not locked; the texts outlive the
        // call.
        self.is_playing =
            unsafe { sys::ast_streamfile(line.as_ptr(), name.as_ptr(), language.as_ptr()) } == 0;
        if !self.is_playing {
            let name = text::lossy(name);
            tracing::warn!(
                "{}: the sound {name} cannot be played to the agent",
                line.name()
            );
        }
    }

    /// Stops what is played.
    pub(super) fn stop(&mut self, line: &Serviced) {
        if std::mem::take(&mut self.is_playing) {
            // SAFETY: a live channel that this thread services, not locked.
            unsafe { sys::ast_stopstream(line.as_ptr()) };
        }
    }

    /// When the sound needs this thread again although the leg may have nothing to say; a leg
    /// with a clock of its own has.
    pub(super) fn next_turn(&self, line: &Serviced) -> Option<Duration> {
        if !self.is_playing {
            return None;
        }
        // SAFETY: a live channel that this thread services.
        let ms = unsafe { sys::acd_shim_sound_next_ms(line.as_ptr()) };
        u64::try_from(ms).ok().map(Duration::from_millis)
    }
}

/// A wait, spoken: minutes if there are any, and seconds.
fn wait_sounds(line: &Serviced, wait_ms: u64) -> Vec<CString> {
    let seconds = wait_ms / 1_000;
    let (minutes, seconds) = (seconds / 60, seconds % 60);
    let mut sounds = Vec::new();
    if minutes > 0 {
        sounds.extend(number_sounds(line, minutes));
        let unit = if minutes == 1 {
            "queue-minute"
        } else {
            "queue-minutes"
        };
        sounds.push(text::c_string(unit));
    }
    if minutes == 0 || seconds > 0 {
        sounds.extend(number_sounds(line, seconds));
        sounds.push(text::c_string("queue-seconds"));
    }
    sounds
}

/// A tag's value, spoken: by a sound file of its own if there is one, else a whole number as a
/// number, and else sign by sign.
fn tag_sounds(line: &Serviced, key: &TagKey, value: &str) -> Vec<CString> {
    if let Some(file) = file_of_tag(key, value).filter(|file| line.has_sound(file)) {
        return vec![text::c_string(&file)];
    }
    let is_number = value.len() < NUMBER_DIGITS_MAX && value.bytes().all(|c| c.is_ascii_digit());
    if let Some(number) = value.parse().ok().filter(|_| is_number) {
        return number_sounds(line, number);
    }
    spelled(value).map(|file| text::c_string(&file)).collect()
}

/// Callers may have said the value: only plain ones name a file, in one folder.
fn file_of_tag(key: &TagKey, value: &str) -> Option<String> {
    let is_plain = |c: u8| c.is_ascii_alphanumeric() || c == b'-' || c == b'_';
    let is_fit = value.len() <= SPELLED_MAX && value.bytes().all(is_plain);
    is_fit.then(|| format!("{TAG_SOUNDS}/{key}-{}", value.to_ascii_lowercase()))
}

/// Letters and digits, one by one; what has no name is left out.
fn spelled(value: &str) -> impl Iterator<Item = String> {
    let plain = value.chars().filter(char::is_ascii_alphanumeric);
    plain.take(SPELLED_MAX).map(|sign| match sign {
        '0'..='9' => format!("digits/{sign}"),
        letter => format!("letters/{}", letter.to_ascii_lowercase()),
    })
}

/// The sounds of a number in the leg's language.
fn number_sounds(line: &Serviced, number: u64) -> Vec<CString> {
    let language = line.lock().language().to_owned();
    let mut names: [c_char; NUMBER_BYTES_MAX] = [0; NUMBER_BYTES_MAX];
    let number = i32::try_from(number).unwrap_or(i32::MAX);
    // SAFETY: the language and the buffer outlive the call, and the size is the buffer's.
    unsafe {
        sys::acd_shim_sounds_of_number(number, language.as_ptr(), names.as_mut_ptr(), names.len());
    }
    // SAFETY: the call always leaves a NUL in the buffer.
    let names = text::lossy(unsafe { text::borrow(names.as_ptr()) }).into_owned();
    let names = names.split('&').filter(|name| !name.is_empty());
    names.map(text::c_string).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_values_name_a_file() {
        let key = TagKey::new("reason").expect("a key");
        let file = |value| file_of_tag(&key, value);
        assert_eq!(file("Billing").as_deref(), Some("acd-tags/reason-billing"));
        assert_eq!(file("../../etc/passwd"), None);
        assert_eq!(file("a b"), None);
        assert_eq!(file(&"x".repeat(SPELLED_MAX + 1)), None);
    }

    #[test]
    fn other_values_are_spelled() {
        let said: Vec<String> = spelled("B-7 é").collect();
        assert_eq!(said, ["letters/b", "digits/7"]);
    }
}
