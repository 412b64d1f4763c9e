//! The values that rule an agent's phone: what it shows, what it plays, which keys and headers.
//!
//! Nothing here is evaluated: a display has a closed list of fields, a file name has no way out of
//! the sound directory, a header has one line and a name from a closed list.

use std::sync::Arc;

use super::error::{ConfigErrorKind as Kind, is_hidden, shown};
use super::findings::Faults;
use super::tag_fault::refused;
use super::value::{list, sound, word};
use crate::engine::limits::{
    ANNOUNCED_MAX, DISPLAY_BYTES_MAX, HEADER_BYTES_MAX, SUBROUTINE_BYTES_MAX,
};
use crate::engine::{Announced, Display, Forwarding, PhoneHeader, Shown, TagKey};

/// The word for nothing.
pub(super) const NONE: &str = "none";
/// The key that says what becomes of forwarded calls.
pub(super) const FORWARDING: &str = "forward";

const FORWARDINGS: &[&str] = &["follow", "refuse"];
const KEYS: &str = "0123456789*#";
const WAIT: &str = "{wait}";
// What phones know; `X-` headers are each maker's own.
const HEADERS: [&str; 4] = ["Call-Info", "Alert-Info", "Answer-Mode", "P-Auto-Answer"];
const HEADERS_OF_MAKERS: &str = "X-";

/// What `auto-answer = yes` stands for: most phones obey one of the two.
const AUTO_ANSWER: [(&str, &str); 2] = [
    ("Call-Info", "<sip:acd.invalid>;answer-after=0"),
    (
        "Alert-Info",
        "<http://acd.invalid>;info=alert-autoanswer;delay=0",
    ),
];

/// What becomes of forwarded calls.
pub(super) fn forwarding(value: &str) -> Result<Forwarding, Kind> {
    Ok(match word(value, FORWARDINGS)? {
        0 => Forwarding::Follow,
        _ => Forwarding::Refuse,
    })
}

/// The word that [`forwarding`] reads.
pub(super) const fn forwarding_text(forwarding: Forwarding) -> &'static str {
    match forwarding {
        Forwarding::Follow => FORWARDINGS[0],
        Forwarding::Refuse => FORWARDINGS[1],
    }
}

/// One key of a telephone, or none.
pub(super) fn key_or_none(value: &str) -> Result<Option<char>, Kind> {
    if value.eq_ignore_ascii_case(NONE) {
        return Ok(None);
    }
    let mut keys = value.chars();
    match (keys.next(), keys.next()) {
        (Some(key), None) if KEYS.contains(key) => Ok(Some(key)),
        _ => Err(Kind::PhoneKey),
    }
}

/// The text that [`key_or_none`] reads.
pub(super) fn key_text(key: Option<char>) -> String {
    key.map_or_else(|| NONE.to_owned(), String::from)
}

/// What the field of a tag begins with.
const TAG: &str = "tag:";

/// A template for what the phone shows.
pub(super) fn display(value: &str) -> Result<Display, Kind> {
    let fits = (1..=DISPLAY_BYTES_MAX).contains(&value.len()) && !value.contains(is_hidden);
    if !fits {
        return Err(Kind::DisplayText);
    }
    let mut pieces = Vec::new();
    let mut rest = value;
    while let Some((text, field)) = rest.split_once('{') {
        let (field, after) = field.split_once('}').ok_or(Kind::DisplayText)?;
        push_text(&mut pieces, text)?;
        pieces.push(match field {
            "queue" => Shown::Queue,
            "name" => Shown::Name,
            "number" => Shown::Number,
            "wait" => Shown::Wait,
            _ if field.starts_with(TAG) => {
                Shown::Tag(TagKey::new(&field[TAG.len()..]).map_err(refused)?)
            }
            _ => return Err(Kind::DisplayField { name: shown(field) }),
        });
        rest = after;
    }
    push_text(&mut pieces, rest)?;
    Ok(Display(pieces.into()))
}

fn push_text(pieces: &mut Vec<Shown>, text: &str) -> Result<(), Kind> {
    if text.contains('}') {
        return Err(Kind::DisplayText);
    }
    if !text.is_empty() {
        pieces.push(Shown::Text(text.into()));
    }
    Ok(())
}

/// What the agent hears after picking up.
pub(super) fn announcement(value: &str) -> Result<Arc<[Announced]>, Faults> {
    let mut faults = Faults::default();
    let mut pieces = Vec::new();
    for item in list(value) {
        if item.eq_ignore_ascii_case(WAIT) {
            pieces.push(Announced::Wait);
            continue;
        }
        if let Some(tag) = item
            .strip_prefix('{')
            .and_then(|item| item.strip_prefix(TAG))
        {
            match TagKey::new(tag.strip_suffix('}').unwrap_or_default()) {
                Ok(key) => pieces.push(Announced::Tag(key)),
                Err(error) => faults.0.push(refused(error)),
            }
            continue;
        }
        match sound(item) {
            Ok(file) => pieces.push(Announced::File((*file).into())),
            Err(fault) => faults.0.push(fault),
        }
    }
    if pieces.len() > ANNOUNCED_MAX {
        faults.0.push(Kind::AnnouncedTooMany);
    }
    faults.none_or(pieces.into())
}

/// A place in the dialplan to run as a subroutine: `context,extension,priority(arguments)`.
pub(super) fn subroutine(value: &str) -> Result<Arc<str>, Kind> {
    let (place, arguments) = match value.split_once('(') {
        Some((place, rest)) => (place, rest.strip_suffix(')')),
        None => (value, Some("")),
    };
    let parts: Vec<&str> = place.split(',').collect();
    let is_part = |part: &&str| !part.is_empty() && !part.contains(char::is_whitespace);
    let is_place = parts.len() == 3 && parts.iter().all(is_part);
    let fits = value.len() <= SUBROUTINE_BYTES_MAX && !value.contains(is_hidden);
    if is_place && arguments.is_some() && fits {
        Ok(value.into())
    } else {
        Err(Kind::Subroutine)
    }
}

/// Whether and how the agent's phone is asked to answer by itself.
pub(super) fn auto_answer(value: &str) -> Result<Arc<[PhoneHeader]>, Kind> {
    if let Ok(is_wanted) = super::value::yes_or_no(value) {
        let headers = if is_wanted { &AUTO_ANSWER[..] } else { &[] };
        let headers = headers.iter().map(|(name, value)| PhoneHeader {
            name: (*name).into(),
            value: (*value).into(),
        });
        return Ok(headers.collect());
    }
    let (name, text) = value.split_once(':').ok_or(Kind::AutoAnswer)?;
    let (name, text) = (name.trim(), text.trim());
    let is_known = HEADERS.iter().any(|known| known.eq_ignore_ascii_case(name));
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    let start = name.get(..HEADERS_OF_MAKERS.len()).unwrap_or_default();
    let is_of_maker = start.eq_ignore_ascii_case(HEADERS_OF_MAKERS)
        && name.len() > HEADERS_OF_MAKERS.len()
        && name.bytes().all(is_token);
    let is_text = |byte: u8| (b' '..=b'~').contains(&byte);
    let fits = !text.is_empty() && value.len() <= HEADER_BYTES_MAX && text.bytes().all(is_text);
    if (is_known || is_of_maker) && fits {
        let (name, value) = (name.into(), text.into());
        Ok(Arc::new([PhoneHeader { name, value }]))
    } else {
        Err(Kind::AutoAnswer)
    }
}

/// The text that [`auto_answer`] reads.
pub(super) fn auto_answer_text(headers: &[PhoneHeader]) -> String {
    match headers {
        [] => "no".to_owned(),
        [header] => header.to_string(),
        _ => "yes".to_owned(),
    }
}
