//! Asterisk's configuration syntax to sections, for tests, benches and hosts without a loader.
//!
//! ```text
//! [base](!)          a template: inherited from, not a section itself
//! [support](base,x)  inherits the entries of `base`, then those of `x`
//! [support](+)       goes on with a section above
//! key = value        `=>` is the same; `;` starts a comment, `\;` is a semicolon
//! ;-- over several lines, also one inside another --;
//! ```
//!
//! Left out on purpose: `#include` and `#exec`, which would read files, and `+=`. Stricter than
//! the PBX's loader, which skips with a log line what is refused here.

use std::sync::Arc;

use thiserror::Error;

use super::error::{ConfigError, ConfigErrorKind, Place, shown};
use super::source::{Entry, Section};

const LINE_BYTES_MAX: usize = 8_190;
const ENTRIES_MAX: usize = 4_096;

/// What is wrong with the form of a text.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum SyntaxFault {
    /// A line that is no header, entry or comment.
    #[error("expected `[section]` or `key = value`, found `{0}`")]
    Line(String),
    /// A header whose form is wrong.
    #[error("expected `[name]`, `[name](!)`, `[name](+)` or `[name](template)`, found `{0}`")]
    Header(String),
    /// An entry before the first header.
    #[error("expected a `[section]` before the first `key = value`")]
    NoSection,
    /// Nothing to inherit from or to go on with.
    #[error("no section or template `{0}` above this line")]
    UnknownSection(String),
    /// A directive.
    #[error("`{0}` is obeyed only by the PBX's own loader")]
    Directive(String),
    /// A block comment without an end.
    #[error("this `;--` is never closed by `--;`")]
    OpenComment,
    /// A line that is too long.
    #[error("a line of {0} bytes is too long; at most {LINE_BYTES_MAX} are allowed")]
    LineTooLong(usize),
    /// A section with too many entries, inherited ones included.
    #[error("more than {ENTRIES_MAX} entries in one section")]
    TooManyEntries,
}

/// Cuts `text` into sections; `file` is the name that messages give it.
///
/// # Errors
/// Everything whose form is wrong, in the order of the lines.
pub fn parse(text: &str, file: &str) -> Result<Vec<Section>, Vec<ConfigError>> {
    let mut parser = Parser {
        file: file.into(),
        ..Parser::default()
    };
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    for line in text.lines() {
        parser.line += 1;
        if let Err(fault) = parser.read(line) {
            parser.refuse(fault);
        }
    }
    if let Some(&line) = parser.comments.first() {
        (parser.line, parser.current) = (line, None);
        parser.refuse(SyntaxFault::OpenComment);
    }
    if parser.errors.is_empty() {
        let sections = parser.drafts.into_iter().filter(|draft| !draft.is_template);
        Ok(sections.map(|draft| draft.section).collect())
    } else {
        Err(parser.errors)
    }
}

#[derive(Debug, Default)]
struct Parser {
    file: Arc<str>,
    line: u32,
    // Lines on which the block comments began that are open, the outermost first.
    comments: Vec<u32>,
    drafts: Vec<Draft>,
    // The draft that entries go to.
    current: Option<usize>,
    errors: Vec<ConfigError>,
}

#[derive(Debug)]
struct Draft {
    section: Section,
    is_template: bool,
}

impl Parser {
    fn read(&mut self, line: &str) -> Result<(), SyntaxFault> {
        if line.len() > LINE_BYTES_MAX {
            return Err(SyntaxFault::LineTooLong(line.len()));
        }
        let line = self.without_comments(line);
        let line = line.trim();
        match line.as_bytes().first() {
            None => Ok(()),
            Some(b'[') => self.header(line),
            Some(b'#') => Err(SyntaxFault::Directive(shown(line))),
            Some(_) => self.entry(line),
        }
    }

    fn without_comments(&mut self, line: &str) -> String {
        let mut kept = String::new();
        let mut rest = line;
        while let Some(at) = rest.find(';') {
            let (before, after) = (&rest[..at], &rest[at + 1..]);
            let is_text = self.comments.is_empty();
            let block = after
                .strip_prefix("--")
                .filter(|after| !after.starts_with('-'));
            rest = after;
            if let Some(before) = before.strip_suffix('\\') {
                if is_text {
                    kept.push_str(before);
                    kept.push(';');
                }
            } else if let Some(after) = block {
                if is_text {
                    kept.push_str(before);
                }
                self.comments.push(self.line);
                rest = after;
            } else if is_text {
                kept.push_str(before);
                return kept;
            } else if before.ends_with("--") {
                self.comments.pop();
            }
        }
        if self.comments.is_empty() {
            kept.push_str(rest);
        }
        kept
    }

    fn header(&mut self, line: &str) -> Result<(), SyntaxFault> {
        // Entries below a header that is refused belong to nothing, which is no second fault.
        self.current = None;
        let fault = || SyntaxFault::Header(shown(line));
        let (name, rest) = line[1..].split_once(']').ok_or_else(fault)?;
        let options = match rest {
            "" => "",
            _ => rest
                .strip_prefix('(')
                .and_then(|rest| rest.strip_suffix(')'))
                .ok_or_else(fault)?,
        };
        let options: Vec<&str> = options.split(',').map(str::trim).collect();
        if options.contains(&"+") {
            self.current = Some(self.find(name, None)?);
        } else {
            let file = Arc::clone(&self.file);
            let entries = Vec::new();
            let section = Section {
                name: name.to_owned(),
                file,
                line: self.line,
                entries,
            };
            self.drafts.push(Draft {
                section,
                is_template: options.contains(&"!"),
            });
            self.current = Some(self.drafts.len() - 1);
        }
        for base in options
            .into_iter()
            .filter(|option| !matches!(*option, "" | "!" | "+"))
        {
            let entries = self.drafts[self.find(base, self.current)?]
                .section
                .entries
                .clone();
            self.add(entries)?;
        }
        Ok(())
    }

    fn entry(&mut self, line: &str) -> Result<(), SyntaxFault> {
        let (key, value) = line
            .split_once('=')
            .ok_or_else(|| SyntaxFault::Line(shown(line)))?;
        let value = value.strip_prefix('>').unwrap_or(value);
        let (key, value) = (key.trim().to_owned(), value.trim().to_owned());
        if key.is_empty() {
            return Err(SyntaxFault::Line(shown(line)));
        }
        if self.drafts.is_empty() && self.errors.is_empty() {
            return Err(SyntaxFault::NoSection);
        }
        let file = Arc::clone(&self.file);
        self.add(vec![Entry {
            key,
            value,
            file,
            line: self.line,
        }])
    }

    fn add(&mut self, entries: Vec<Entry>) -> Result<(), SyntaxFault> {
        let Some(current) = self.current else {
            return Ok(());
        };
        let present = &mut self.drafts[current].section.entries;
        if present.len() + entries.len() > ENTRIES_MAX {
            self.current = None;
            return Err(SyntaxFault::TooManyEntries);
        }
        present.extend(entries);
        Ok(())
    }

    // The last section or template of that name, other than `except`.
    fn find(&self, name: &str, except: Option<usize>) -> Result<usize, SyntaxFault> {
        // The first of that name, as the PBX's loader has it (main/config.c, category_get_sep).
        let mut drafts = self.drafts.iter().enumerate();
        let found = drafts.find(|(at, draft)| {
            Some(*at) != except && draft.section.name.eq_ignore_ascii_case(name)
        });
        found
            .map(|(at, _)| at)
            .ok_or_else(|| SyntaxFault::UnknownSection(shown(name)))
    }

    fn refuse(&mut self, fault: SyntaxFault) {
        let section = self
            .current
            .map_or("", |at| self.drafts[at].section.name.as_str());
        let place = Place {
            file: Arc::clone(&self.file),
            line: self.line,
            section: section.into(),
            entry: None,
        };
        self.errors
            .push(ConfigError::new(place, ConfigErrorKind::Syntax(fault)));
    }
}
