//! The words, signs and texts of a tag expression, one at a time.

use super::error::{ExpressionError, ExpressionErrorKind as Kind};
use crate::engine::language::{Begins, Cursor, Sign};
use crate::engine::limits::VALUE_BYTES_MAX;
use crate::engine::skill::is_name;
use crate::engine::span::{Span, quoted};
use crate::engine::spelling::is_hidden;
use crate::engine::tag::declared::whole;

/// A piece of text with its place.
#[derive(Debug, Clone)]
pub(super) struct Token {
    pub(super) kind: TokenKind,
    pub(super) span: Span,
}

/// What a piece of text is; the letters of a name are read from the source by its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum TokenKind {
    /// A valid key or `any`.
    Word,
    /// `$` and a valid name.
    Attribute,
    Number(i64),
    /// What stands in quotes.
    Text(Box<str>),
    Sign(Sign),
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
    pub(super) fn next(&mut self) -> Result<Token, ExpressionError> {
        if let Some(span) = self.0.pass_blanks() {
            let kind = TokenKind::End;
            return Ok(Token { kind, span });
        }
        let at = self.0.at();
        let next = self.0.byte(at + 1);
        match self.0.byte(at) {
            Some(b'"') => self.text(),
            Some(b'$') if self.0.is_word_at(at + 1) => {
                let end = self.0.word_end(at + 1);
                self.name(TokenKind::Attribute, at + 1, end)
            }
            Some(b'-') if next.is_some_and(|byte| byte.is_ascii_digit()) => self.number(),
            Some(b'0'..=b'9') => self.number(),
            _ if self.0.is_word_at(at) => self.name(TokenKind::Word, at, self.0.word_end(at)),
            _ => self.sign(),
        }
    }

    fn name(
        &mut self,
        kind: TokenKind,
        start: usize,
        end: usize,
    ) -> Result<Token, ExpressionError> {
        let name = &self.0.source()[start..end];
        if is_name(name) {
            return Ok(self.take(kind, end));
        }
        let found = quoted(name);
        Err(self.error(Kind::Key { found }, end))
    }

    fn number(&mut self) -> Result<Token, ExpressionError> {
        let at = self.0.at();
        let end = self.0.word_end(at + 1);
        let text = &self.0.source()[at..end];
        let is_plain = text[1..].bytes().all(|byte| byte.is_ascii_digit());
        if self.0.byte(end) == Some(b'.') {
            return Err(self.foreign(end + 1, "numbers are whole numbers"));
        }
        if !is_plain {
            return Err(self.foreign(end, "write a text as \"text\", a number with digits only"));
        }
        match whole(text) {
            Some(number) => Ok(self.take(TokenKind::Number(number), end)),
            None => Err(self.error(Kind::Number, end)),
        }
    }

    // `\"` and `\\` stand for what follows the backslash.
    fn text(&mut self) -> Result<Token, ExpressionError> {
        let start = self.0.at() + 1;
        let mut text = String::new();
        let mut chars = self.0.source()[start..].char_indices();
        let end = loop {
            match chars.next() {
                Some((at, '"')) => break start + at + 1,
                Some((_, '\\')) => match chars.next() {
                    Some((_, c @ ('"' | '\\'))) => text.push(c),
                    Some((at, c)) => {
                        let end = start + at + c.len_utf8();
                        return Err(self.foreign(end, "in a text write `\\\"` or `\\\\`"));
                    }
                    None => return Err(self.error(Kind::UnclosedText, start)),
                },
                Some((_, '\n')) | None => return Err(self.error(Kind::UnclosedText, start)),
                Some((_, c)) => text.push(c),
            }
        };
        let is_value = (1..=VALUE_BYTES_MAX).contains(&text.len())
            && !text.contains(is_hidden)
            && text.trim() == text;
        if !is_value {
            return Err(self.error(Kind::Text, end));
        }
        Ok(self.take(TokenKind::Text(text.into()), end))
    }

    fn sign(&mut self) -> Result<Token, ExpressionError> {
        let at = self.0.at();
        match self.0.sign() {
            Some(Begins::With(sign, bytes)) => Ok(self.take(TokenKind::Sign(sign), at + bytes)),
            Some(Begins::Foreign(advice, bytes)) => Err(self.foreign(at + bytes, advice)),
            None => Err(self.no_sign()),
        }
    }

    fn no_sign(&self) -> ExpressionError {
        let first = self.0.rest().chars().next();
        let end = self.0.at() + first.map_or(0, char::len_utf8);
        let advice = match first {
            Some('\'') => "write a text as \"text\"",
            _ => "write names, numbers, texts in quotes, and `! & | ( ) = != >= <= > <`",
        };
        self.foreign(end, advice)
    }

    fn take(&mut self, kind: TokenKind, end: usize) -> Token {
        let span = self.0.take(end);
        Token { kind, span }
    }

    fn foreign(&self, end: usize, advice: &'static str) -> ExpressionError {
        let found = quoted(self.0.span_to(end).text(self.0.source()));
        self.error(Kind::Foreign { found, advice }, end)
    }

    fn error(&self, kind: Kind, end: usize) -> ExpressionError {
        ExpressionError::new(kind, self.0.span_to(end), self.0.source())
    }
}
