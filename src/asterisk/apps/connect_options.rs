//! The option letters of `AcdConnect`.
//!
//! A PIN among them is shown nowhere, whatever else is.

use std::sync::Arc;

use thiserror::Error;

use super::login_options::Proof;
use super::options::take_argument;
use crate::driver::check_sound;

/// What the dialplan author asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::asterisk) struct ConnectOptions {
    /// `b(sound)`, `b()`: what is heard before a call, or nothing; `None`: as in `acd.conf`.
    pub(in crate::asterisk) beep: Option<Option<Arc<str>>>,
    /// `k(context)`: extensions that are run when their digits are pressed between calls.
    pub(in crate::asterisk) keys: Option<String>,
    /// `m(class)`, `s`: what is heard between calls; `None`: as in `acd.conf`.
    pub(in crate::asterisk) heard: Option<Heard>,
    /// `p`, `p(digits)`.
    pub(super) pin: Proof,
}

/// What is heard between calls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::asterisk) enum Heard {
    /// Music of this class.
    Music(String),
    /// Nothing.
    Silence,
}

/// Why options cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub(super) enum ConnectOptionsError {
    /// No such letter.
    #[error("unknown option `{0}`; known are b(sound) k(context) m(class) p p(digits) s")]
    Unknown(char),
    /// The letter needs an argument.
    #[error("option `{0}` needs an argument in parentheses, such as m(default)")]
    ArgumentMissing(char),
    /// The letter takes no argument.
    #[error("option `{0}` takes no argument")]
    ArgumentUnexpected(char),
    /// No sound.
    #[error("option `b`: {0}")]
    Sound(String),
    /// No name of a context.
    #[error("option `k` needs the name of a context, such as k(agent-keys)")]
    Context,
    /// Both cannot be.
    #[error("options `m` (music) and `s` (silence) exclude each other")]
    MusicAndSilence,
}

/// Reads option letters.
///
/// # Errors
/// [`ConnectOptionsError`]; letters are never ignored.
pub(super) fn parse(text: &str) -> Result<ConnectOptions, ConnectOptionsError> {
    let mut options = ConnectOptions::default();
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        rest = &rest[letter.len_utf8()..];
        match (letter, take_argument(&mut rest)) {
            ('b', Some(sound)) => options.beep = Some(beep(sound)?),
            ('k', Some(context)) => options.keys = Some(place(context)?),
            ('m', Some(class)) if !class.is_empty() => {
                hear(&mut options, Heard::Music(class.to_owned()))?;
            }
            ('b' | 'k' | 'm', _) => return Err(ConnectOptionsError::ArgumentMissing(letter)),
            ('p', digits) => {
                options.pin = digits.map_or(Proof::Asked, |digits| Proof::Given(digits.to_owned()));
            }
            ('s', None) => hear(&mut options, Heard::Silence)?,
            (' ', None) => {}
            ('s', Some(_)) => return Err(ConnectOptionsError::ArgumentUnexpected(letter)),
            _ => return Err(ConnectOptionsError::Unknown(letter)),
        }
    }
    Ok(options)
}

fn hear(options: &mut ConnectOptions, heard: Heard) -> Result<(), ConnectOptionsError> {
    if options
        .heard
        .as_ref()
        .is_some_and(|former| *former != heard)
    {
        return Err(ConnectOptionsError::MusicAndSilence);
    }
    options.heard = Some(heard);
    Ok(())
}

// Nothing between the parentheses is no beep.
fn beep(sound: &str) -> Result<Option<Arc<str>>, ConnectOptionsError> {
    if sound.is_empty() {
        return Ok(None);
    }
    check_sound(sound).map_err(|expected| ConnectOptionsError::Sound(expected.to_string()))?;
    Ok(Some(sound.into()))
}

// It becomes part of a place in the dialplan, so nothing may end it early.
fn place(context: &str) -> Result<String, ConnectOptionsError> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_.-".contains(&byte);
    if !context.is_empty() && context.bytes().all(is_plain) {
        Ok(context.to_owned())
    } else {
        Err(ConnectOptionsError::Context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_understood() {
        assert_eq!(parse("").unwrap(), ConnectOptions::default());
        let all = parse("b(custom/ping) k(agent-keys) m(quiet) p").unwrap();
        assert_eq!(all.beep, Some(Some("custom/ping".into())));
        assert_eq!(all.keys.as_deref(), Some("agent-keys"));
        assert_eq!(all.heard, Some(Heard::Music("quiet".to_owned())));
        assert_eq!(all.pin, Proof::Asked);
        let few = parse("b()sp(4711)").unwrap();
        assert_eq!(few.beep, Some(None));
        assert_eq!(few.heard, Some(Heard::Silence));
        assert_eq!(few.pin, Proof::Given("4711".to_owned()));
        assert!(!format!("{few:?}").contains("4711"));
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        use ConnectOptionsError::{
            ArgumentMissing, ArgumentUnexpected, Context, MusicAndSilence, Unknown,
        };
        for (text, expected) in [
            ("b", ArgumentMissing('b')),
            ("k", ArgumentMissing('k')),
            ("m()", ArgumentMissing('m')),
            ("s(1)", ArgumentUnexpected('s')),
            ("sm(a)", MusicAndSilence),
            ("k(a,s,1)", Context),
            ("k()", Context),
            ("z", Unknown('z')),
        ] {
            assert_eq!(parse(text), Err(expected), "{text}");
        }
        let error = parse("b(../etc/passwd)").unwrap_err();
        assert!(matches!(error, ConnectOptionsError::Sound(_)));
    }
}
