//! What is wrong with an operator's text: file, line, section, key, what was found and expected.
//!
//! Every message fits one line and is safe for a log or terminal whatever the text holds. Nothing
//! here is fatal: a text with errors changes nothing, and whoever loads it prints them all.

use std::fmt::{self, Display, Formatter};
use std::sync::Arc;

use thiserror::Error;

pub use super::error_kind::ConfigErrorKind;
use super::source::{Entry, Section};
use super::tag_fault::TagFault;
pub(super) use crate::engine::spelling::is_hidden;

// Longest piece of the text that a message repeats, in characters.
const SHOWN_CHARS_MAX: usize = 80;

/// What stands in messages for a text that nobody may read.
pub(super) const HIDDEN: &str = "(hidden)";

/// One thing wrong; the whole text is refused.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{place}: {kind}")]
pub struct ConfigError {
    place: Box<Place>,
    kind: Box<ConfigErrorKind>,
}

/// Where in an operator's text something stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file; empty if there is none.
    pub file: Arc<str>,
    /// The line, counted from 1; 0 if there is none.
    pub line: u32,
    /// The section's name as written; empty outside of sections.
    pub section: Box<str>,
    /// Key and value as written, where one entry is meant; a PIN is hidden.
    pub entry: Option<(Box<str>, Box<str>)>,
}

impl ConfigError {
    pub(super) fn new(place: Place, kind: ConfigErrorKind) -> Self {
        Self {
            place: Box::new(place),
            kind: Box::new(kind),
        }
    }

    /// Where it stands.
    #[must_use]
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// What is wrong.
    #[must_use]
    pub fn kind(&self) -> &ConfigErrorKind {
        &self.kind
    }

    /// The message, and for a requirement or an expression below it that text with carets under
    /// the fault.
    ///
    /// One line or three, without a line end after the last.
    #[must_use]
    pub fn render(&self) -> String {
        let rendered = match &*self.kind {
            ConfigErrorKind::Requirement(error) => error.render(),
            ConfigErrorKind::Tags(TagFault::Expression(error)) => error.render(),
            _ => return self.to_string(),
        };
        // The first line of the text's own rendering is its message, which is here already.
        let marked = rendered.split_once('\n').map_or("", |(_, marked)| marked);
        let indented: Vec<String> = marked.lines().map(|line| format!("    {line}")).collect();
        format!("{self}\n{}", indented.join("\n"))
    }
}

impl Place {
    /// The header of a section.
    pub(super) fn of_section(section: &Section) -> Self {
        Self {
            file: Arc::clone(&section.file),
            line: section.line,
            section: section.name.as_str().into(),
            entry: None,
        }
    }

    /// An entry of a section.
    pub(super) fn of_entry(section: &Section, entry: &Entry) -> Self {
        let is_secret = entry.canonical_key() == "pin";
        let value = if is_secret { HIDDEN } else { &entry.value };
        Self {
            file: Arc::clone(&entry.file),
            line: entry.line,
            section: section.name.as_str().into(),
            entry: Some((entry.key.as_str().into(), value.into())),
        }
    }
}

impl Display for Place {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&file_and_line(&self.file, self.line))?;
        if self.section.is_empty() {
            return Ok(());
        }
        write!(f, ": [{}]", shown(&self.section))?;
        match &self.entry {
            Some((key, value)) => write!(f, " {} = {}", shown(key), shown(value)),
            None => Ok(()),
        }
    }
}

/// `acd.conf:12`, or less where less is known.
pub(super) fn file_and_line(file: &str, line: u32) -> String {
    match (file, line) {
        ("", 0) => "configuration".to_owned(),
        ("", line) => format!("line {line}"),
        (file, 0) => shown(file),
        (file, line) => format!("{}:{line}", shown(file)),
    }
}

/// Foreign text as a message may repeat it: one line, nothing invisible, of bounded length.
pub(super) fn shown(text: &str) -> String {
    let mut safe = String::new();
    for c in text.chars().take(SHOWN_CHARS_MAX) {
        if is_hidden(c) {
            safe.extend(c.escape_default());
        } else {
            safe.push(c);
        }
    }
    if text.chars().nth(SHOWN_CHARS_MAX).is_some() {
        safe.push('…');
    }
    safe
}
