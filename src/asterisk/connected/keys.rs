//! Keys that an agent presses between calls: each code is an extension of a context, run as a
//! subroutine on the agent's line.
//!
//! Several keys in a row are one code if each comes soon after the last; keys that are no code and
//! begin none are forgotten, the oldest first.

use std::time::Duration;

use crate::driver::Countdown;

/// How long the next key of a code may take.
const GAP: Duration = Duration::from_millis(1_500);
/// The longest code.
const KEYS_MAX: usize = 16;

/// What the dialplan says of keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Match {
    /// No code begins like that.
    None,
    /// The beginning of a code.
    Begun,
    /// A code that begins no other.
    Code,
    /// A code, and the beginning of another.
    CodeOrBegun,
}

/// What an agent has pressed so far.
#[derive(Debug, Default)]
pub(super) struct Keys {
    pressed: String,
    is_code: bool,
    gap: Option<Countdown>,
}

impl Keys {
    /// A key was pressed; the code, if there is no longer one.
    pub(super) fn press(&mut self, key: char, look: impl Fn(&str) -> Match) -> Option<String> {
        self.gap = None;
        if self.pressed.len() >= KEYS_MAX {
            self.pressed.clear();
        }
        self.pressed.push(key.to_ascii_uppercase());
        while !self.pressed.is_empty() {
            let found = look(&self.pressed);
            match found {
                Match::Code => return Some(std::mem::take(&mut self.pressed)),
                Match::Begun | Match::CodeOrBegun => {
                    self.is_code = found == Match::CodeOrBegun;
                    self.gap = Some(Countdown::start(GAP));
                    return None;
                }
                Match::None => {
                    self.pressed.remove(0);
                }
            }
        }
        None
    }

    /// How long the next key may still take, if one is waited for.
    pub(super) fn next_wait(&self) -> Option<Duration> {
        self.gap.as_ref().map(Countdown::left)
    }

    /// The code that was pressed, if no more keys came in time.
    pub(super) fn settled(&mut self) -> Option<String> {
        if !self.next_wait()?.is_zero() {
            return None;
        }
        self.gap = None;
        let pressed = std::mem::take(&mut self.pressed);
        self.is_code.then_some(pressed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(pressed: &str) -> Match {
        match pressed {
            "*1" | "**" => Match::Code,
            "*" | "3" => Match::Begun,
            "*2" => Match::CodeOrBegun,
            "*25" => Match::Code,
            _ => Match::None,
        }
    }

    fn code(keys: &mut Keys, pressed: &str) -> Option<String> {
        pressed.chars().fold(None, |_, key| keys.press(key, look))
    }

    #[test]
    fn a_code_is_taken_when_no_longer_one_can_follow() {
        let mut keys = Keys::default();
        assert_eq!(code(&mut keys, "*1").as_deref(), Some("*1"));
        assert_eq!(code(&mut keys, "7**").as_deref(), Some("**"));
        assert_eq!(code(&mut keys, "3*25").as_deref(), Some("*25"));
        assert_eq!(code(&mut keys, "*2"), None);
        assert!(keys.next_wait().is_some());
        assert_eq!(keys.settled(), None, "more may come");
        keys.gap = Some(Countdown::start(Duration::ZERO));
        assert_eq!(keys.settled().as_deref(), Some("*2"));
        assert_eq!(keys.next_wait(), None);
        assert_eq!(code(&mut keys, "3"), None);
        keys.gap = Some(Countdown::start(Duration::ZERO));
        assert_eq!(keys.settled(), None, "no code");
    }
}
