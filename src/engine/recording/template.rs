//! Names of recordings from a template with a closed list of fields.
//!
//! Rule kept: whatever the fields hold, the name is a relative path of plain parts: it never leaves
//! its directory, hides a file, looks like an option or means something to a shell or to the PBX.
//! Callers' numbers and names are no fields: they do not belong into file names.

use std::fmt;

use crate::engine::limits::{FILE_NAME_BYTES_MAX, FILE_PART_BYTES_MAX};
use crate::engine::spelling;

/// What a template may name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileField {
    /// The call's number.
    Call,
    /// The queue's name; `none` for a call in none.
    Queue,
    /// The agent's name; `none` without one.
    Agent,
    /// The day, `20261126`.
    Date,
    /// The time of day, `134501`.
    Time,
    /// The year.
    Year,
    /// The month, two digits.
    Month,
    /// The day of the month, two digits.
    Day,
    /// The hour, two digits.
    Hour,
    /// The host's id of the call, such as `1700000000.42`.
    HostId,
}

impl FileField {
    const ALL: [Self; 10] = [
        Self::Call,
        Self::Queue,
        Self::Agent,
        Self::Date,
        Self::Time,
        Self::Year,
        Self::Month,
        Self::Day,
        Self::Hour,
        Self::HostId,
    ];

    /// All names, as between braces.
    pub const NAMES: [&'static str; 10] = [
        "call", "queue", "agent", "date", "time", "year", "month", "day", "hour", "host-id",
    ];

    fn named(name: &str) -> Option<Self> {
        let place = Self::NAMES.iter().position(|known| *known == name)?;
        Some(Self::ALL[place])
    }

    fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }
}

/// The values of one recording.
#[derive(Debug, Clone, Copy)]
pub struct FileFacts<'a> {
    /// The call's number.
    pub call: u64,
    /// The queue's name, if it is in one.
    pub queue: &'a str,
    /// The agent's name, if there is one.
    pub agent: &'a str,
    /// The host's id of the call.
    pub host_id: &'a str,
    /// Year, month, day.
    pub date: (u16, u16, u16),
    /// Hour, minute, second.
    pub time: (u16, u16, u16),
}

/// A template, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileTemplate {
    pieces: Box<[Piece]>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Text(Box<str>),
    Field(FileField),
}

/// What is wrong with a template.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TemplateError {
    /// A brace that does not belong to a field.
    #[error("a brace without its counterpart; a field is written {{call}}")]
    Brace,
    /// No such field.
    #[error(
        "unknown field {{{name}}}: expected one of {}{}",
        FileField::NAMES.join(", "),
        suggestion.as_ref().map_or(String::new(), |meant| format!("; did you mean {meant}?"))
    )]
    Field {
        /// What was found.
        name: String,
        /// The closest one, if one is close.
        suggestion: Option<&'static str>,
    },
    /// A character that is not plain.
    #[error("expected letters, digits and `_ . + - /` besides the fields")]
    Character,
    /// Out of its directory, hidden, or like an option.
    #[error("each part between slashes must begin with a letter, a digit, `_` or a field")]
    Part,
    /// Nothing tells the files of two calls apart.
    #[error("expected {{call}} or {{host-id}} in it, so that no two calls mean the same file")]
    NotUnique,
    /// Too long.
    #[error("expected at most {FILE_NAME_BYTES_MAX} bytes")]
    Length,
}

impl FileTemplate {
    /// The template that is used when none is given.
    pub const DEFAULT: &'static str = "{year}/{month}/{day}/{queue}-{agent}-{time}-{call}";

    /// Reads a template.
    ///
    /// # Errors
    /// [`TemplateError`] with what was expected.
    pub fn read(text: &str) -> Result<Self, TemplateError> {
        if text.len() > FILE_NAME_BYTES_MAX {
            return Err(TemplateError::Length);
        }
        let mut pieces = Vec::new();
        let mut rest = text;
        while !rest.is_empty() {
            let (plain, after) = match rest.split_once('{') {
                None => (rest, None),
                Some((plain, after)) => (plain, Some(after)),
            };
            if plain.contains('}') {
                return Err(TemplateError::Brace);
            }
            if !plain.bytes().all(|byte| is_plain(byte) || byte == b'/') {
                return Err(TemplateError::Character);
            }
            if !plain.is_empty() {
                pieces.push(Piece::Text(plain.into()));
            }
            let Some(after) = after else { break };
            let (name, behind) = after.split_once('}').ok_or(TemplateError::Brace)?;
            pieces.push(Piece::Field(field(name)?));
            rest = behind;
        }
        let template = Self {
            pieces: pieces.into(),
        };
        template.check()?;
        Ok(template)
    }

    fn check(&self) -> Result<(), TemplateError> {
        // A field stands for a letter: its value begins with one, see `plain`.
        let shape: String = self
            .pieces
            .iter()
            .map(|piece| match piece {
                Piece::Text(text) => text,
                Piece::Field(_) => "x",
            })
            .collect();
        let is_part = |part: &str| !part.is_empty() && !part.starts_with(['.', '-', '+']);
        if !shape.split('/').all(is_part) {
            return Err(TemplateError::Part);
        }
        let tells_apart =
            |piece: &Piece| matches!(piece, Piece::Field(FileField::Call | FileField::HostId));
        if !self.pieces.iter().any(tells_apart) {
            return Err(TemplateError::NotUnique);
        }
        Ok(())
    }

    /// The name for these values: a relative path without ending.
    #[must_use]
    pub fn render(&self, facts: &FileFacts<'_>) -> String {
        let mut name = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Text(text) => name.push_str(text),
                Piece::Field(field) => name.push_str(&plain(&value(*field, facts))),
            }
        }
        name
    }
}

impl fmt::Display for FileTemplate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for piece in &self.pieces {
            match piece {
                Piece::Text(text) => f.write_str(text)?,
                Piece::Field(field) => write!(f, "{{{}}}", field.name())?,
            }
        }
        Ok(())
    }
}

fn field(name: &str) -> Result<FileField, TemplateError> {
    FileField::named(name).ok_or_else(|| TemplateError::Field {
        name: name.chars().filter(|c| !c.is_control()).take(40).collect(),
        suggestion: spelling::nearest(name, FileField::NAMES.into_iter()),
    })
}

fn value(field: FileField, facts: &FileFacts<'_>) -> String {
    let ((year, month, day), (hour, minute, second)) = (facts.date, facts.time);
    match field {
        FileField::Call => facts.call.to_string(),
        FileField::Queue => facts.queue.to_owned(),
        FileField::Agent => facts.agent.to_owned(),
        FileField::HostId => facts.host_id.to_owned(),
        FileField::Date => format!("{year:04}{month:02}{day:02}"),
        FileField::Time => format!("{hour:02}{minute:02}{second:02}"),
        FileField::Year => format!("{year:04}"),
        FileField::Month => format!("{month:02}"),
        FileField::Day => format!("{day:02}"),
        FileField::Hour => format!("{hour:02}"),
    }
}

const fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'+' | b'-')
}

/// A value as a piece of a name: every other character becomes `_`, and so does a first one that
/// would hide the file or make it an option; nothing at all becomes `none`.
fn plain(value: &str) -> String {
    if value.is_empty() {
        return "none".to_owned();
    }
    let mut kept = String::new();
    for (place, character) in value.chars().take(FILE_PART_BYTES_MAX).enumerate() {
        let byte = u8::try_from(character).ok().filter(|byte| is_plain(*byte));
        let byte = byte.filter(|byte| place > 0 || byte.is_ascii_alphanumeric());
        kept.push(byte.map_or('_', char::from));
    }
    kept
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert, prop_assert_eq, proptest};

    use super::*;

    fn facts<'a>(queue: &'a str, agent: &'a str) -> FileFacts<'a> {
        FileFacts {
            call: 42,
            queue,
            agent,
            host_id: "1700000000.42",
            date: (2026, 11, 6),
            time: (9, 5, 1),
        }
    }

    #[test]
    fn fields_are_filled_in() {
        let template = FileTemplate::read("{date}/{queue}/{agent}_{time}.{call}").unwrap();
        let name = template.render(&facts("support", "1001"));
        assert_eq!(name, "20261106/support/1001_090501.42");
        assert_eq!(
            template.render(&facts("", "")),
            "20261106/none/none_090501.42"
        );
        let default = FileTemplate::read(FileTemplate::DEFAULT).unwrap();
        assert_eq!(
            default.render(&facts("support", "1001")),
            "2026/11/06/support-1001-090501-42"
        );
    }

    #[test]
    fn what_is_not_safe_is_refused_with_what_was_expected() {
        for (text, told) in [
            ("{call", "counterpart"),
            ("call}", "counterpart"),
            ("{caller}", "did you mean call?"),
            ("{call};rm", "letters, digits"),
            ("{call}\\..", "letters, digits"),
            ("../{call}", "each part"),
            ("a/../{call}", "each part"),
            ("/{call}", "each part"),
            ("{call}/", "each part"),
            ("a//{call}", "each part"),
            (".{call}", "each part"),
            ("-{call}", "each part"),
            ("{queue}-{agent}", "no two calls"),
            ("", "each part"),
        ] {
            let found = FileTemplate::read(text).unwrap_err().to_string();
            assert!(found.contains(told), "{text}: {found}");
        }
    }

    proptest! {
        #[test]
        fn a_template_refuses_or_gives_a_safe_name(
            text in "[a-z{}./ \\\\$;-]{0,40}|(\\{(call|queue|agent|host-id)\\}|[a-z./-]){0,12}",
            queue in "\\PC{0,80}", agent in "\\PC{0,80}",
        ) {
            let Ok(template) = FileTemplate::read(&text) else { return Ok(()) };
            let again = FileTemplate::read(&template.to_string());
            prop_assert_eq!(again.as_ref(), Ok(&template));
            let name = template.render(&facts(&queue, &agent));
            for part in name.split('/') {
                prop_assert!(!part.is_empty() && !part.starts_with(['.', '-', '+']), "{name}");
                prop_assert!(part.bytes().all(is_plain), "{name}");
                prop_assert!(part != "..");
            }
            prop_assert!(name.len() <= FILE_NAME_BYTES_MAX + 40 * FILE_PART_BYTES_MAX);
        }

        #[test]
        fn no_text_at_all_makes_it_fall(text in "\\PC{0,200}") {
            let _ = FileTemplate::read(&text);
        }
    }
}
