//! What an agent hears who stays on the line between calls: the keys of `type = agent` that begin
//! with `connect-`.

use super::findings::Faults;
use super::phone::NONE;
use super::value::{name, sound, word};
use crate::engine::ConnectedRules;

pub(super) const KEYS: &[&str] = &["connect-sound", "connect-music", "connect-beep"];

const SOUNDS: &[&str] = &["music", "silence"];

pub(super) fn set(rules: &mut ConnectedRules, key: &str, value: &str) -> Result<(), Faults> {
    match key {
        "connect-sound" => rules.has_music = word(value, SOUNDS)? == 0,
        "connect-music" => rules.music = Some(name(value)?.into()),
        _ if value.eq_ignore_ascii_case(NONE) => rules.beep = None,
        _ => rules.beep = Some(sound(value)?),
    }
    Ok(())
}

pub(super) fn described(rules: &ConnectedRules) -> Vec<(&'static str, String)> {
    let heard = SOUNDS[usize::from(!rules.has_music)].to_owned();
    let beep = rules.beep.as_deref().unwrap_or(NONE).to_owned();
    let mut keys = vec![("connect-sound", heard), ("connect-beep", beep)];
    let music = rules.music.as_ref();
    keys.extend(music.map(|music| ("connect-music", music.to_string())));
    keys
}
