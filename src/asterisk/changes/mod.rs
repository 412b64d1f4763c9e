//! Live changes in words: one vocabulary for console verbs, AMI fields and writes to dialplan
//! functions.
//!
//! A change is read from a word and a text, so that each of the three says it the same way and
//! complains the same way; what it means is the driver's. Nothing is changed by a text that is not
//! understood.

pub mod agent;
pub mod queue;

use crate::driver::Refusal;

/// Why a change was not made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChangeError {
    /// The words make no sense; says what was expected.
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

/// No such word among these.
fn unknown(word: &str, verbs: &[Verb]) -> ChangeError {
    let words: Vec<&str> = verbs.iter().map(|verb| verb.word).collect();
    ChangeError::Expected(format!("`{word}`: expected one of {}", words.join(", ")))
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
