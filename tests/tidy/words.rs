//! Words that mean different things in different PBXs, or nothing at all, stay out of the names of
//! shared code.
//!
//! A member is an agent in one PBX and a caller in another; a helper or manager could be anything.
//! Only identifiers are read: texts for people and the names that an adapter's PBX uses are free.

use crate::source::{Finding, Source};
use crate::tokens::{Kind, Token, text_at};

/// Folders and files that know no PBX.
const SHARED: &[&str] = &[
    "engine", "config", "driver", "store", "reports", "redact", "lib",
];

const BANNED: &[&str] = &[
    "member", "penalty", "tier", "channel", "session", "uuid", "manager", "helper", "util", "data",
    "info", "process",
];

/// Names that are not ours to choose, each with its place.
const ALLOWED: &[(&str, Place, &str)] = &[
    (
        "channel",
        Place::After("crossbeam"),
        "a module of the queue library",
    ),
    ("info", Place::Macro, "the logging macro of this level"),
    (
        "info",
        Place::After("tracing"),
        "the logging macro of this level",
    ),
    ("INFO", Place::After("Level"), "the log level"),
    ("INFO", Place::After("LevelFilter"), "the log level"),
    (
        "process",
        Place::After("std"),
        "the standard library's module",
    ),
    (
        "PhantomData",
        Place::Anywhere,
        "the standard library's marker",
    ),
    (
        "Metadata",
        Place::Anywhere,
        "the log library's description of a line",
    ),
    (
        "PanicHookInfo",
        Place::Anywhere,
        "the standard library's description of a panic",
    ),
];

/// Where an allowed name may stand.
enum Place {
    /// Everywhere.
    Anywhere,
    /// Behind this segment of a path.
    After(&'static str),
    /// Before the `!` of a macro.
    Macro,
}

/// Names in shared code that contain a banned word.
pub(crate) fn banned(source: &Source) -> Vec<Finding> {
    if !SHARED.contains(&source.unit().as_str()) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for name in source.module() {
        if let Some(word) = banned_word(&name) {
            found.push(source.finding(1, format!("the file's name says `{word}`")));
        }
    }
    for (index, token) in source.tokens.iter().enumerate() {
        if token.kind != Kind::Word || is_allowed(&source.tokens, index) {
            continue;
        }
        if let Some(word) = banned_word(&token.text) {
            let what = format!("`{}` says `{word}`: use the trade's word", token.text);
            found.push(source.finding(token.line, what));
        }
    }
    found
}

fn is_allowed(tokens: &[Token], index: usize) -> bool {
    let name = &tokens[index].text;
    ALLOWED
        .iter()
        .filter(|(allowed, _, _)| allowed == name)
        .any(|(_, place, _)| match place {
            Place::Anywhere => true,
            Place::After(segment) => {
                index >= 2 && tokens[index - 1].text == "::" && tokens[index - 2].text == *segment
            }
            Place::Macro => text_at(tokens, index + 1) == "!",
        })
}

/// The first banned word in a name, in the singular or plural.
fn banned_word(name: &str) -> Option<&'static str> {
    let words = words_of(name);
    BANNED.iter().copied().find(|banned| {
        words.iter().any(|word| {
            word == banned
                || word.strip_suffix('s') == Some(banned)
                || word.strip_suffix("es") == Some(banned)
                || (*banned == "penalty" && word == "penalties")
        })
    })
}

/// The words of a name in snake or camel case, in lower case.
fn words_of(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut is_after_small = false;
    for letter in name.chars() {
        let starts_word = letter == '_' || (letter.is_ascii_uppercase() && is_after_small);
        if starts_word && words.last().is_some_and(|word| !word.is_empty()) {
            words.push(String::new());
        }
        if letter != '_'
            && let Some(word) = words.last_mut()
        {
            word.push(letter.to_ascii_lowercase());
        }
        is_after_small = letter.is_ascii_lowercase() || letter.is_ascii_digit();
    }
    words
}

#[cfg(test)]
mod tests {
    use super::{banned, banned_word, words_of};
    use crate::source::Source;

    #[test]
    fn names_fall_into_words() {
        assert_eq!(words_of("ring_timeout_ms"), ["ring", "timeout", "ms"]);
        assert_eq!(words_of("RingTimeoutMs"), ["ring", "timeout", "ms"]);
        assert_eq!(words_of("RING_TIMEOUT"), ["ring", "timeout"]);
    }

    #[test]
    fn banned_words_are_found_as_words_only() {
        for name in [
            "member",
            "queue_members",
            "MemberState",
            "penalties",
            "CALL_INFO",
            "Uuid",
        ] {
            assert!(banned_word(name).is_some(), "{name}");
        }
        for name in [
            "remember",
            "metadata",
            "utility",
            "frontier",
            "informed",
            "unprocessed",
        ] {
            assert!(banned_word(name).is_none(), "{name}");
        }
    }

    #[test]
    fn shared_code_is_read_and_adapters_are_not() {
        let text = "struct ChannelState; fn f() { let session = 1; }";
        assert_eq!(banned(&Source::new("src/engine/call.rs", text)).len(), 2);
        assert_eq!(banned(&Source::new("src/asterisk/call.rs", text)).len(), 0);
        assert_eq!(banned(&Source::new("src/engine/member.rs", "")).len(), 1);
    }

    #[test]
    fn texts_and_comments_are_free() {
        let text = "// a member of the session\nconst T: &str = \"process data\";";
        assert_eq!(banned(&Source::new("src/engine/call.rs", text)).len(), 0);
    }

    #[test]
    fn names_of_others_are_allowed_in_their_place_only() {
        let good = "use crossbeam::channel::Sender; fn f() { tracing::info!(\"x\"); }";
        assert_eq!(banned(&Source::new("src/driver/inbox.rs", good)).len(), 0);
        let bad = "fn f(channel: u8, info: u8) {}";
        assert_eq!(banned(&Source::new("src/driver/inbox.rs", bad)).len(), 2);
    }
}
