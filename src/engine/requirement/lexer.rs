//! The words and signs of a requirement's text, one at a time.
//!
//! Spellings that other languages use for the same thing (`&&`, `==`, `${name}`) are told apart
//! here, so that the message can say what to write in their place.

use super::error::{RequirementError, RequirementErrorKind};
use super::expression::Comparison;
use crate::engine::limits::NAME_BYTES_MAX;
use crate::engine::skill::is_name;
use crate::engine::span::{Span, quoted};

/// A piece of text with its place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub(super) kind: TokenKind,
    pub(super) span: Span,
}

/// What a piece of text is; its letters are read from the source by its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TokenKind {
    /// A valid name or reserved word.
    Word,
    /// `$` and a valid name.
    Attribute,
    /// Digits only, however many.
    Number,
    Not,
    And,
    Or,
    Open,
    Close,
    Compare(Comparison),
    Star,
    Comma,
    End,
}

// Longest first: the first one that the text starts with is taken.
const FOREIGN: [(&str, &str); 9] = [
    ("&&", "write `&`"),
    ("||", "write `|`"),
    ("==", "write `=`"),
    ("=>", "write `>=`"),
    ("=<", "write `<=`"),
    ("=!", "write `!=`"),
    ("<>", "write `!=`"),
    ("${", "write `$name` for the call attribute `name`"),
    ("~", "write `!`"),
];

const SIGNS: [(&str, TokenKind); 13] = [
    ("!=", TokenKind::Compare(Comparison::NotEqual)),
    (">=", TokenKind::Compare(Comparison::AtLeast)),
    ("<=", TokenKind::Compare(Comparison::AtMost)),
    ("=", TokenKind::Compare(Comparison::Equal)),
    (">", TokenKind::Compare(Comparison::Above)),
    ("<", TokenKind::Compare(Comparison::Below)),
    ("!", TokenKind::Not),
    ("&", TokenKind::And),
    ("|", TokenKind::Or),
    ("(", TokenKind::Open),
    (")", TokenKind::Close),
    ("*", TokenKind::Star),
    (",", TokenKind::Comma),
];

/// Cuts a text into tokens from left to right.
#[derive(Debug)]
pub(super) struct Lexer<'a> {
    source: &'a str,
    at: usize,
}

impl<'a> Lexer<'a> {
    pub(super) fn new(source: &'a str) -> Self {
        Self { source, at: 0 }
    }

    /// The next token; after the last one, [`TokenKind::End`] at the end of what was written.
    pub(super) fn next(&mut self) -> Result<Token, RequirementError> {
        let blank = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\r' | b'\n');
        let rest = &self.source.as_bytes()[self.at..];
        let skipped = rest.iter().take_while(|byte| blank(byte)).count();
        if skipped == rest.len() {
            // The caret goes right after the last thing written, not after trailing spaces.
            let end = self.source.trim_ascii_end().len();
            return Ok(Token {
                kind: TokenKind::End,
                span: Span::new(end..end),
            });
        }
        self.at += skipped;
        match self.source.as_bytes()[self.at] {
            b'$' if self.is_word_at(self.at + 1) => {
                let end = self.word_end(self.at + 1);
                self.name(TokenKind::Attribute, self.at + 1, end)
            }
            _ if self.is_word_at(self.at) => self.word(),
            _ => self.sign(),
        }
    }

    // A word that starts with a digit must be a number to its end, so that `3x` is no `3`.
    fn word(&mut self) -> Result<Token, RequirementError> {
        let end = self.word_end(self.at);
        let text = &self.source[self.at..end];
        if !text.starts_with(|first: char| first.is_ascii_digit()) {
            return self.name(TokenKind::Word, self.at, end);
        }
        let is_fraction = text.bytes().all(|byte| byte.is_ascii_digit())
            && self.source[end..].starts_with('.')
            && self.is_word_at(end + 1);
        if is_fraction {
            let end = self.word_end(end + 1);
            return Err(self.foreign(end, "levels and weights are whole numbers"));
        }
        if text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Ok(self.take(TokenKind::Number, end));
        }
        Err(self.foreign(
            end,
            "a name starts with a letter or `_`, a number has digits only",
        ))
    }

    fn name(
        &mut self,
        kind: TokenKind,
        start: usize,
        end: usize,
    ) -> Result<Token, RequirementError> {
        let name = &self.source[start..end];
        if is_name(name) {
            return Ok(self.take(kind, end));
        }
        if name.len() > NAME_BYTES_MAX {
            let kind = RequirementErrorKind::NameTooLong { bytes: name.len() };
            return Err(self.error(kind, end));
        }
        Err(self.foreign(end, "a name starts with a letter or `_`"))
    }

    fn sign(&mut self) -> Result<Token, RequirementError> {
        let rest = &self.source[self.at..];
        if let Some((found, advice)) = FOREIGN.iter().find(|(found, _)| rest.starts_with(found)) {
            return Err(self.foreign(self.at + found.len(), advice));
        }
        if let Some((sign, kind)) = SIGNS.iter().find(|(sign, _)| rest.starts_with(sign)) {
            return Ok(self.take(*kind, self.at + sign.len()));
        }
        match rest
            .chars()
            .next()
            .expect("the text goes on, or it had ended before")
        {
            '$' => Err(self.foreign(self.at + 1, "write `$name` for the call attribute `name`")),
            '-' => Err(self.foreign(self.at + 1, "levels and weights are not negative")),
            found => {
                let shown = quoted(found.encode_utf8(&mut [0; 4]));
                let shown = shown.chars().next().unwrap_or('?');
                let kind = RequirementErrorKind::UnexpectedCharacter { found: shown };
                Err(self.error(kind, self.at + found.len_utf8()))
            }
        }
    }

    fn is_word_at(&self, at: usize) -> bool {
        let first = self.source.as_bytes().get(at);
        first.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
    }

    fn word_end(&self, start: usize) -> usize {
        let goes_on = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
        start
            + self.source.as_bytes()[start..]
                .iter()
                .take_while(goes_on)
                .count()
    }

    fn take(&mut self, kind: TokenKind, end: usize) -> Token {
        let span = Span::new(self.at..end);
        self.at = end;
        Token { kind, span }
    }

    fn foreign(&self, end: usize, advice: &'static str) -> RequirementError {
        let found = quoted(&self.source[self.at..end]);
        self.error(RequirementErrorKind::ForeignSpelling { found, advice }, end)
    }

    fn error(&self, kind: RequirementErrorKind, end: usize) -> RequirementError {
        RequirementError::new(kind, Span::new(self.at..end), self.source)
    }
}
