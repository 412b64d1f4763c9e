//! Live changes in words: one vocabulary for console verbs, AMI fields and writes to dialplan
//! functions.
//!
//! A change is read from a word and a text, so that each of the three says it the same way and
//! complains the same way; what it means is the driver's. Nothing is changed by a text that is not
//! understood.

pub mod agent;
pub mod asker;
pub mod call;
pub mod queue;
pub mod recording;

use crate::driver::Refusal;

/// The word that takes a change back: as `acd.conf` says.
pub const CONFIGURED: &str = "configured";

/// Why a change was not made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChangeError {
    /// There is no such verb; says which there are.
    #[error("{0}")]
    Verb(String),
    /// What follows the verb makes no sense; says what was expected.
    #[error("{0}")]
    Expected(String),
    /// The driver refused.
    #[error("{0}")]
    Refused(#[from] Refusal),
}

/// One kind of change: its word, and what follows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verb {
    /// The word, as typed on the console.
    pub word: &'static str,
    /// What follows it, `[REASON]`; empty if nothing does.
    pub form: &'static str,
}

impl Verb {
    const fn new(word: &'static str, form: &'static str) -> Self {
        Self { word, form }
    }
}

/// A verb and the text behind it as a dialplan function is written, `skill(french)` and `3`: what
/// stands in parentheses is the first word of the text.
pub fn written(verb: &str, value: &str) -> (String, String) {
    match verb.strip_suffix(')').and_then(|all| all.split_once('(')) {
        Some((word, name)) => (word.trim().to_owned(), behind(name.trim(), value)),
        None => (verb.to_owned(), value.to_owned()),
    }
}

/// A name and a value in the order in which a verb takes them.
pub fn behind(name: &str, value: &str) -> String {
    format!("{name} {value}").trim().to_owned()
}

/// No such word among these.
fn unknown(word: &str, verbs: &[Verb]) -> ChangeError {
    let words: Vec<&str> = verbs.iter().map(|verb| verb.word).collect();
    ChangeError::Verb(format!("`{word}`: expected one of {}", words.join(", ")))
}

/// Refuses a text behind a word that takes none.
fn nothing_after(word: &str, text: &str) -> Result<(), ChangeError> {
    if text.is_empty() {
        return Ok(());
    }
    Err(ChangeError::Expected(format!(
        "nothing is expected after `{word}`, found `{text}`"
    )))
}

/// The first word of a text, which must be there, and the rest.
fn first_of<'a>(word: &str, text: &'a str, form: &str) -> Result<(&'a str, &'a str), ChangeError> {
    if text.is_empty() {
        return Err(ChangeError::Expected(format!(
            "nothing follows `{word}`: expected {form}"
        )));
    }
    let (first, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    Ok((first, rest.trim()))
}

#[cfg(test)]
mod tests {
    use super::written;

    #[test]
    fn a_name_in_parentheses_stands_before_the_value() {
        let told = |verb, value, expected: (&str, &str)| {
            let (word, text) = written(verb, value);
            assert_eq!((&*word, &*text), expected);
        };
        told("ready", "", ("ready", ""));
        told("skill( french )", "3", ("skill", "french 3"));
        told("attribute(lang)", "", ("attribute", "lang"));
        told(
            "not-ready",
            "a (long) break",
            ("not-ready", "a (long) break"),
        );
        told("skill(french", "3", ("skill(french", "3"));
    }
}
