//! The values that keys take: durations, whole numbers, yes or no, words, lists, names, phones.
//!
//! Nothing is rounded, cut or taken for something like it: what is not understood to its last
//! character is refused.

use std::sync::Arc;

use super::error::{ConfigErrorKind as Kind, is_hidden, shown};
use crate::engine::limits::{
    DELAY_MS_MAX, EXIT_KEY_DIGITS_MAX, FULL_NAME_BYTES_MAX, INTERFACE_BYTES_MAX, NAME_BYTES_MAX,
    SOUND_BYTES_MAX,
};
use crate::engine::{StateInterface, spelling};

// Longest unit first: a text is written in the first one that divides it.
const UNITS: [(&str, u64); 4] = [("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1)];

/// Bytes of a file's path.
const FILE_BYTES_MAX: usize = 1_024;

const YES: [&str; 4] = ["yes", "true", "on", "1"];
const NO: [&str; 4] = ["no", "false", "off", "0"];

/// A duration of at least `min_ms`, in milliseconds; a bare number is seconds.
pub(super) fn duration(value: &str, min_ms: u64) -> Result<u64, Kind> {
    bounded_duration(value, min_ms, false)
}

/// A duration of at least `min_ms`, or `none`.
pub(super) fn duration_or_none(value: &str, min_ms: u64) -> Result<Option<u64>, Kind> {
    if value.eq_ignore_ascii_case("none") {
        return Ok(None);
    }
    bounded_duration(value, min_ms, true).map(Some)
}

fn bounded_duration(value: &str, min_ms: u64, may_be_none: bool) -> Result<u64, Kind> {
    let digits = value.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = value.split_at(digits);
    let unit = if unit.is_empty() { "s" } else { unit };
    let unit_ms = UNITS
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case(unit));
    let (false, Some((_, unit_ms))) = (number.is_empty(), unit_ms) else {
        return Err(Kind::Duration { may_be_none });
    };
    // A number too long for the type is out of range like any other that is too large.
    let delay_ms = number.parse().unwrap_or(u64::MAX).saturating_mul(*unit_ms);
    if (min_ms..=DELAY_MS_MAX).contains(&delay_ms) {
        Ok(delay_ms)
    } else {
        Err(Kind::DurationRange {
            min_ms,
            max_ms: DELAY_MS_MAX,
            may_be_none,
        })
    }
}

/// A duration as an operator would write it; reading it gives the same number again.
pub(super) fn duration_text(delay_ms: u64) -> String {
    if delay_ms == 0 {
        return "0s".to_owned();
    }
    let fits = |(_, unit_ms): &&(&str, u64)| delay_ms.is_multiple_of(*unit_ms);
    let (name, unit_ms) = UNITS
        .iter()
        .find(fits)
        .expect("every number is whole milliseconds");
    format!("{}{name}", delay_ms / unit_ms)
}

const DAY_MS: u64 = 86_400_000;
/// Ten years.
const DAYS_MAX: u32 = 3_650;
const DAYS: Kind = Kind::Expected("days such as 90d, at most 3650d, or forever");

/// Whole days such as `90d`, or `forever`, in milliseconds; 0: for ever.
pub(super) fn days(value: &str) -> Result<u64, Kind> {
    if value.eq_ignore_ascii_case("forever") {
        return Ok(0);
    }
    let digits = value.strip_suffix(['d', 'D']).ok_or(DAYS)?;
    let days = number(digits, 1, DAYS_MAX).map_err(|_| DAYS)?;
    Ok(u64::from(days) * DAY_MS)
}

/// Days as an operator would write them.
pub(super) fn days_text(keep_ms: u64) -> String {
    match keep_ms / DAY_MS {
        0 => "forever".to_owned(),
        days => format!("{days}d"),
    }
}

/// A file by its absolute path, without `..` and control characters.
pub(super) fn absolute_file(value: &str) -> Result<Arc<str>, Kind> {
    let is_plain = value.len() <= FILE_BYTES_MAX && !value.contains(is_hidden);
    let is_file = value.starts_with('/') && !value.ends_with('/');
    let goes_up = value.split('/').any(|part| part == "..");
    if is_plain && is_file && !goes_up {
        Ok(value.into())
    } else {
        Err(Kind::Expected(
            "the absolute path of a file, without `..`, or default",
        ))
    }
}

/// A whole number in decimal digits, from `min` to `max`.
pub(super) fn number(value: &str, min: u32, max: u32) -> Result<u32, Kind> {
    let is_plain = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
    let number = value
        .parse()
        .ok()
        .filter(|number| (min..=max).contains(number));
    number.filter(|_| is_plain).ok_or(Kind::Number { min, max })
}

/// A whole number in decimal digits with or without a sign, from `min` to `max`.
pub(super) fn whole(value: &str, min: i32, max: i32) -> Result<i32, Kind> {
    let number = value
        .parse()
        .ok()
        .filter(|number| (min..=max).contains(number));
    number.ok_or(Kind::Whole { min, max })
}

/// Yes or no, in the words the PBX itself takes.
pub(super) fn yes_or_no(value: &str) -> Result<bool, Kind> {
    let is_one_of = |words: &[&str]| words.iter().any(|word| word.eq_ignore_ascii_case(value));
    match (is_one_of(&YES), is_one_of(&NO)) {
        (true, _) => Ok(true),
        (_, true) => Ok(false),
        _ => Err(Kind::YesNo),
    }
}

/// Yes or no as an operator would write it.
pub(super) fn yes_or_no_text(is_so: bool) -> String {
    if is_so { "yes" } else { "no" }.to_owned()
}

/// The place of the value in a list of words.
pub(super) fn word(value: &str, words: &'static [&'static str]) -> Result<usize, Kind> {
    let found = words
        .iter()
        .position(|word| word.eq_ignore_ascii_case(value));
    found.ok_or_else(|| {
        let suggestion = spelling::nearest(value, words.iter().copied()).map(str::to_owned);
        Kind::Word { words, suggestion }
    })
}

/// Keys of a telephone that are pressed one after the other; `None`: they are none, or too many.
pub(super) fn phone_keys(value: &str) -> Option<Arc<str>> {
    let keys = value.trim().to_ascii_uppercase();
    let fits = (1..=EXIT_KEY_DIGITS_MAX).contains(&keys.len());
    let are_keys = keys.chars().all(|key| "0123456789*#ABCD".contains(key));
    (fits && are_keys).then(|| keys.into())
}

/// The items of a list, parted by commas, without the empty ones.
pub(super) fn list(value: &str) -> impl Iterator<Item = &str> {
    value
        .split(',')
        .map(str::trim)
        .filter(|item| !item.is_empty())
}

/// The last rank that an agent may have in a queue.
pub(super) const RANK_MAX: u8 = 100;

/// `name` or `name:number`; the number is `default` when left out.
pub(super) fn graded(item: &str, default: u8, min: u8, max: u8) -> Option<(&str, u8)> {
    let Some((name, grade)) = item.split_once(':') else {
        return Some((item, default));
    };
    let grade = number(grade.trim(), min.into(), max.into()).ok()?;
    Some((name.trim(), u8::try_from(grade).expect("max is one byte")))
}

/// A name of a queue, an agent or a class of music: safe in logs, dialplan, file names (not hidden,
/// no directory) and command lines (no option).
pub(super) fn name(value: &str) -> Result<&str, Kind> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_.+-".contains(&byte);
    let fits = (1..=NAME_BYTES_MAX).contains(&value.len()) && value.bytes().all(is_plain);
    if fits && !value.starts_with(['.', '-']) {
        Ok(value)
    } else {
        Err(Kind::Name)
    }
}

/// A sound file as the PBX knows it, without its ending: below the directory of sounds, never out
/// of it, never hidden.
pub(super) fn sound(value: &str) -> Result<Arc<str>, Kind> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_.+-".contains(&byte);
    let is_part = |part: &str| {
        !part.is_empty() && !part.starts_with(['.', '-']) && part.bytes().all(is_plain)
    };
    if value.len() <= SOUND_BYTES_MAX && value.split('/').all(is_part) {
        Ok(value.into())
    } else {
        Err(Kind::Sound { name: shown(value) })
    }
}

/// A person's name.
pub(super) fn full_name(value: &str) -> Result<&str, Kind> {
    let fits = (1..=FULL_NAME_BYTES_MAX).contains(&value.len()) && !value.contains(is_hidden);
    if fits { Ok(value) } else { Err(Kind::FullName) }
}

/// What stands before the slash of the line of an agent who has called and stays connected. Such a
/// line is no phone that anybody can name.
pub const LINE_TECHNOLOGY: &str = "AcdConnect";

/// The dial string of one phone: a technology, a slash, whatever that technology takes.
pub(super) fn interface(value: &str) -> Result<&str, Kind> {
    let has_technology = value.split_once('/').is_some_and(|(technology, address)| {
        is_technology(technology)
            && !technology.eq_ignore_ascii_case(LINE_TECHNOLOGY)
            && !address.trim().is_empty()
    });
    if has_technology && is_one_device(value) {
        Ok(value)
    } else {
        Err(Kind::Interface)
    }
}

/// The word by which no device's state stands for a phone.
pub(super) const UNWATCHED: &str = "none";

/// The device whose state stands for a phone: a dial string, `provider:name`,
/// `hint:extension@context`, or none.
pub(super) fn state_interface(value: &str) -> Result<StateInterface, Kind> {
    if value.eq_ignore_ascii_case(UNWATCHED) {
        return Ok(StateInterface::Unwatched);
    }
    let parts = value.split_once(['/', ':']);
    let has_provider = parts.is_some_and(|(provider, device)| {
        is_technology(provider)
            && !device.trim().is_empty()
            && (!provider.eq_ignore_ascii_case("hint") || is_extension(device))
    });
    if has_provider && is_one_device(value) {
        Ok(StateInterface::Device(value.into()))
    } else {
        Err(Kind::StateInterface)
    }
}

// `extension@context`, as in the dialplan.
fn is_extension(text: &str) -> bool {
    text.split_once('@').is_some_and(|(extension, context)| {
        !extension.is_empty() && !context.is_empty() && !text.contains(' ')
    })
}

fn is_technology(word: &str) -> bool {
    !word.is_empty()
        && word
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

fn is_one_device(value: &str) -> bool {
    value.len() <= INTERFACE_BYTES_MAX && !value.contains(is_hidden) && !value.contains(['&', '|'])
}
