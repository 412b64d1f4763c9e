//! The words and signs of a requirement's text, one at a time.

use super::error::{RequirementError, RequirementErrorKind};
use crate::engine::language::{Begins, Cursor, Sign};
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
    Sign(Sign),
    Star,
    Comma,
    End,
}

/// Cuts a text into tokens from left to right.
#[derive(Debug)]
pub(super) struct Lexer<'a>(Cursor<'a>);

impl<'a> Lexer<'a> {
    pub(super) fn new(source: &'a str) -> Self {
        Self(Cursor::new(source))
    }

    /// The next token; after the last one, [`TokenKind::End`] at the end of what was written.
    pub(super) fn next(&mut self) -> Result<Token, RequirementError> {
        if let Some(span) = self.0.pass_blanks() {
            let kind = TokenKind::End;
            return Ok(Token { kind, span });
        }
        let at = self.0.at();
        if self.0.byte(at) == Some(b'$') && self.0.is_word_at(at + 1) {
            let end = self.0.word_end(at + 1);
            return self.name(TokenKind::Attribute, at + 1, end);
        }
        if self.0.is_word_at(at) {
            self.word()
        } else {
            self.sign()
        }
    }

    // A word that starts with a digit must be a number to its end, so that `3x` is no `3`.
    fn word(&mut self) -> Result<Token, RequirementError> {
        let (source, at) = (self.0.source(), self.0.at());
        let end = self.0.word_end(at);
        let text = &source[at..end];
        if !text.starts_with(|first: char| first.is_ascii_digit()) {
            return self.name(TokenKind::Word, at, end);
        }
        let is_fraction = text.bytes().all(|byte| byte.is_ascii_digit())
            && source[end..].starts_with('.')
            && self.0.is_word_at(end + 1);
        if is_fraction {
            let end = self.0.word_end(end + 1);
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
        let name = &self.0.source()[start..end];
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
        let at = self.0.at();
        match self.0.sign() {
            Some(Begins::With(sign, bytes)) => Ok(self.take(TokenKind::Sign(sign), at + bytes)),
            Some(Begins::Foreign(advice, bytes)) => Err(self.foreign(at + bytes, advice)),
            None => self.own_sign(),
        }
    }

    fn own_sign(&mut self) -> Result<Token, RequirementError> {
        let first = self.0.rest().chars().next();
        let first = first.expect("the text goes on, or it had ended before");
        let end = self.0.at() + first.len_utf8();
        match first {
            '*' => Ok(self.take(TokenKind::Star, end)),
            ',' => Ok(self.take(TokenKind::Comma, end)),
            '$' => Err(self.foreign(end, "write `$name` for the call attribute `name`")),
            '-' => Err(self.foreign(end, "levels and weights are not negative")),
            found => {
                let shown = quoted(found.encode_utf8(&mut [0; 4]));
                let shown = shown.chars().next().unwrap_or('?');
                let kind = RequirementErrorKind::UnexpectedCharacter { found: shown };
                Err(self.error(kind, end))
            }
        }
    }

    fn take(&mut self, kind: TokenKind, end: usize) -> Token {
        let span = self.0.take(end);
        Token { kind, span }
    }

    fn foreign(&self, end: usize, advice: &'static str) -> RequirementError {
        let found = quoted(self.0.span_to(end).text(self.0.source()));
        self.error(RequirementErrorKind::ForeignSpelling { found, advice }, end)
    }

    fn error(&self, kind: RequirementErrorKind, end: usize) -> RequirementError {
        RequirementError::new(kind, self.0.span_to(end), self.0.source())
    }
}
