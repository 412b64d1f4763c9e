//! What callers are told while they wait, and when.

use std::sync::Arc;

use crate::config::error::ConfigErrorKind as Kind;
use crate::config::findings::Faults;
use crate::config::value::{
    duration, duration_or_none, duration_text, list, number, sound, word, yes_or_no,
};
use crate::engine::limits::{CALLS_MAX, PROMPT_FILES_MAX, PROMPTS_MAX};
use crate::engine::{AnnounceRules, Prompt, Sounds, TalkUntil, TellPosition, TellWait};

pub(super) const KEYS: &[&str] = &[
    "announce-position",
    "announce-wait",
    "announce-first",
    "announce-every",
    "announce-round",
    "announce-until",
    "prompt",
    "sound-next",
    "sound-there-are",
    "sound-calls-waiting",
    "sound-more-than",
    "sound-more-waiting",
    "sound-wait",
    "sound-minute",
    "sound-minutes",
    "sound-seconds",
    "sound-thanks",
];
pub(super) const REPEATABLE: &[&str] = &["prompt"];

const WAITS: &[&str] = &["no", "yes", "once"];
const UNTIL: &[&str] = &["offered", "answered"];
/// Nothing is told more often.
const GAP_MS_MIN: u64 = 1_000;
const POSITION_MAX: u32 = CALLS_MAX as u32;

pub(super) fn set(rules: &mut AnnounceRules, key: &str, value: &str) -> Result<(), Faults> {
    match key {
        "announce-position" => rules.position = position(value)?,
        "announce-wait" => {
            rules.wait = match word(value, WAITS)? {
                0 => TellWait::No,
                1 => TellWait::Yes,
                _ => TellWait::Once,
            }
        }
        "announce-first" => rules.first_ms = duration(value, GAP_MS_MIN)?,
        "announce-every" => rules.every_ms = duration_or_none(value, GAP_MS_MIN)?,
        "announce-round" => rules.round_ms = duration(value, GAP_MS_MIN)?,
        "announce-until" => {
            rules.until = match word(value, UNTIL)? {
                0 => TalkUntil::Offered,
                _ => TalkUntil::Answered,
            }
        }
        // An empty value takes back what a template gave.
        "prompt" if value.is_empty() => rules.prompts = Arc::new([]),
        "prompt" => {
            if rules.prompts.len() >= PROMPTS_MAX {
                let (what, max) = ("prompts", PROMPTS_MAX);
                return Err(Kind::TooManyIn { what, max }.into());
            }
            let prompts = rules.prompts.iter().cloned();
            rules.prompts = prompts.chain([prompt(value)?]).collect();
        }
        _ => {
            let file = match value.eq_ignore_ascii_case("none") {
                true => None,
                false => Some(sound(value)?),
            };
            if let Some(place) = place_of(Arc::make_mut(&mut rules.sounds), key) {
                *place = file;
            }
        }
    }
    Ok(())
}

fn place_of<'a>(sounds: &'a mut Sounds, key: &str) -> Option<&'a mut Option<Arc<str>>> {
    Some(match key {
        "sound-next" => &mut sounds.next,
        "sound-there-are" => &mut sounds.there_are,
        "sound-calls-waiting" => &mut sounds.calls_waiting,
        "sound-more-than" => &mut sounds.more_than,
        "sound-more-waiting" => &mut sounds.more_waiting,
        "sound-wait" => &mut sounds.wait,
        "sound-minute" => &mut sounds.minute,
        "sound-minutes" => &mut sounds.minutes,
        "sound-seconds" => &mut sounds.seconds,
        "sound-thanks" => &mut sounds.thanks,
        _ => return None,
    })
}

fn position(value: &str) -> Result<TellPosition, Kind> {
    if let Ok(is_told) = yes_or_no(value) {
        return Ok(if is_told {
            TellPosition::Yes
        } else {
            TellPosition::No
        });
    }
    let (rule, limit) = value.split_once(' ').ok_or(Kind::TellPosition)?;
    let limit = number(limit.trim(), 1, POSITION_MAX).map_err(|_| Kind::TellPosition)?;
    match rule.to_ascii_lowercase().as_str() {
        "limit" => Ok(TellPosition::Limit(limit)),
        "more" => Ok(TellPosition::More(limit)),
        _ => Err(Kind::TellPosition),
    }
}

/// `30s: files`, `30s every 1m: files` or `every 1m: files`.
fn prompt(value: &str) -> Result<Prompt, Kind> {
    let (times, files) = value.split_once(':').ok_or(Kind::Prompt)?;
    let times: Vec<&str> = times.split_whitespace().collect();
    let is_every = |word: &str| word.eq_ignore_ascii_case("every");
    let (after, every) = match times.as_slice() {
        [after] => (*after, None),
        [word, every] if is_every(word) => (*every, Some(*every)),
        [after, word, every] if is_every(word) => (*after, Some(*every)),
        _ => return Err(Kind::Prompt),
    };
    let files: Vec<Arc<str>> = list(files).map(sound).collect::<Result<_, _>>()?;
    if files.is_empty() {
        return Err(Kind::Prompt);
    }
    if files.len() > PROMPT_FILES_MAX {
        let (what, max) = ("sound files", PROMPT_FILES_MAX);
        return Err(Kind::TooManyIn { what, max });
    }
    Ok(Prompt {
        after_ms: duration(after, GAP_MS_MIN)?,
        every_ms: every.map(|every| duration(every, GAP_MS_MIN)).transpose()?,
        files: files.into(),
    })
}

pub(super) fn described(rules: &AnnounceRules) -> Vec<(&'static str, String)> {
    let position = match rules.position {
        TellPosition::No => "no".to_owned(),
        TellPosition::Yes => "yes".to_owned(),
        TellPosition::Limit(limit) => format!("limit {limit}"),
        TellPosition::More(limit) => format!("more {limit}"),
    };
    let wait = match rules.wait {
        TellWait::No => WAITS[0],
        TellWait::Yes => WAITS[1],
        TellWait::Once => WAITS[2],
    };
    let every = rules
        .every_ms
        .map_or_else(|| "none".to_owned(), duration_text);
    let until = match rules.until {
        TalkUntil::Offered => UNTIL[0],
        TalkUntil::Answered => UNTIL[1],
    };
    let mut keys = vec![
        ("announce-position", position),
        ("announce-wait", wait.to_owned()),
        ("announce-first", duration_text(rules.first_ms)),
        ("announce-every", every),
        ("announce-round", duration_text(rules.round_ms)),
        ("announce-until", until.to_owned()),
    ];
    let mut sounds = Sounds::clone(&rules.sounds);
    let files = KEYS.iter().filter_map(|key| {
        let file = place_of(&mut sounds, key)?.as_deref();
        Some((*key, file.unwrap_or("none").to_owned()))
    });
    keys.extend(files);
    let prompts: Vec<String> = rules.prompts.iter().map(prompt_text).collect();
    if !prompts.is_empty() {
        keys.push(("prompt", prompts.join("; ")));
    }
    keys
}

fn prompt_text(prompt: &Prompt) -> String {
    let every = prompt.every_ms.map(duration_text);
    let every = every.map_or_else(String::new, |every| format!(" every {every}"));
    let files: Vec<&str> = prompt.files.iter().map(|file| &**file).collect();
    format!(
        "{}{every}: {}",
        duration_text(prompt.after_ms),
        files.join(", ")
    )
}
