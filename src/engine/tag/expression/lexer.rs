//! The words, signs and texts of a tag expression, one at a time.

use super::error::{ExpressionError, ExpressionErrorKind as Kind};
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
    Not,
    And,
    Or,
    Open,
    Close,
    Compare(Sign),
    End,
}

/// A sign of comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    Equal,
    NotEqual,
    AtLeast,
    AtMost,
    Above,
    Below,
}

impl Sign {
    pub(super) const fn text(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::NotEqual => "!=",
            Self::AtLeast => ">=",
            Self::AtMost => "<=",
            Self::Above => ">",
            Self::Below => "<",
        }
    }
}

// Longest first: the first one that the text starts with is taken.
const FOREIGN: [(&str, &str); 10] = [
    ("&&", "write `&`"),
    ("||", "write `|`"),
    ("==", "write `=`"),
    ("=>", "write `>=`"),
    ("=<", "write `<=`"),
    ("=!", "write `!=`"),
    ("<>", "write `!=`"),
    ("${", "write `$name` for the attribute `name`"),
    ("~", "write `!`"),
    ("'", "write a text as \"text\""),
];

const SIGNS: [(&str, TokenKind); 11] = [
    ("!=", TokenKind::Compare(Sign::NotEqual)),
    (">=", TokenKind::Compare(Sign::AtLeast)),
    ("<=", TokenKind::Compare(Sign::AtMost)),
    ("=", TokenKind::Compare(Sign::Equal)),
    (">", TokenKind::Compare(Sign::Above)),
    ("<", TokenKind::Compare(Sign::Below)),
    ("!", TokenKind::Not),
    ("&", TokenKind::And),
    ("|", TokenKind::Or),
    ("(", TokenKind::Open),
    (")", TokenKind::Close),
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
    pub(super) fn next(&mut self) -> Result<Token, ExpressionError> {
        let rest = &self.source[self.at..];
        self.at += rest.len() - rest.trim_ascii_start().len();
        let Some(first) = self.source[self.at..].chars().next() else {
            // The caret goes right after the last thing written, not after trailing spaces.
            let end = self.source.trim_ascii_end().len();
            let span = Span::new(end..end);
            return Ok(Token {
                kind: TokenKind::End,
                span,
            });
        };
        let is_digit_next = || {
            self.byte(self.at + 1)
                .is_some_and(|byte| byte.is_ascii_digit())
        };
        match first {
            '"' => self.text(),
            '$' if self.byte(self.at + 1).is_some_and(is_word) => {
                let end = self.word_end(self.at + 1);
                self.name(TokenKind::Attribute, self.at + 1, end)
            }
            '-' if is_digit_next() => self.number(),
            '0'..='9' => self.number(),
            'a'..='z' | 'A'..='Z' | '_' => {
                self.name(TokenKind::Word, self.at, self.word_end(self.at))
            }
            _ => self.sign(first),
        }
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.source.as_bytes().get(at).copied()
    }

    fn word_end(&self, start: usize) -> usize {
        let rest = self.source[start..].bytes();
        start
            + rest
                .take_while(|byte| is_word(*byte) || *byte == b'-')
                .count()
    }

    fn name(
        &mut self,
        kind: TokenKind,
        start: usize,
        end: usize,
    ) -> Result<Token, ExpressionError> {
        let name = &self.source[start..end];
        if is_name(name) {
            return Ok(self.take(kind, end));
        }
        let found = quoted(name);
        Err(self.error(Kind::Key { found }, end))
    }

    fn number(&mut self) -> Result<Token, ExpressionError> {
        let end = self.word_end(self.at + 1).max(self.at + 1);
        let text = &self.source[self.at..end];
        let is_plain = text[1..].bytes().all(|byte| byte.is_ascii_digit());
        if self.byte(end) == Some(b'.') {
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
        let mut text = String::new();
        let mut chars = self.source[self.at + 1..].char_indices();
        let end = loop {
            match chars.next() {
                Some((at, '"')) => break self.at + 1 + at + 1,
                Some((_, '\\')) => match chars.next() {
                    Some((_, c @ ('"' | '\\'))) => text.push(c),
                    Some((at, c)) => {
                        let end = self.at + 1 + at + c.len_utf8();
                        return Err(self.foreign(end, "in a text write `\\\"` or `\\\\`"));
                    }
                    None => return Err(self.error(Kind::UnclosedText, self.at + 1)),
                },
                Some((_, '\n')) | None => return Err(self.error(Kind::UnclosedText, self.at + 1)),
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

    fn sign(&mut self, first: char) -> Result<Token, ExpressionError> {
        let rest = &self.source[self.at..];
        if let Some((found, advice)) = FOREIGN.iter().find(|(found, _)| rest.starts_with(found)) {
            return Err(self.foreign(self.at + found.len(), advice));
        }
        if let Some((sign, kind)) = SIGNS.iter().find(|(sign, _)| rest.starts_with(sign)) {
            return Ok(self.take(kind.clone(), self.at + sign.len()));
        }
        let end = self.at + first.len_utf8();
        Err(self.foreign(
            end,
            "write names, numbers, texts in quotes, and `! & | ( ) = != >= <= > <`",
        ))
    }

    fn take(&mut self, kind: TokenKind, end: usize) -> Token {
        let span = Span::new(self.at..end);
        self.at = end;
        Token { kind, span }
    }

    fn foreign(&self, end: usize, advice: &'static str) -> ExpressionError {
        let found = quoted(&self.source[self.at..end]);
        self.error(Kind::Foreign { found, advice }, end)
    }

    fn error(&self, kind: Kind, end: usize) -> ExpressionError {
        ExpressionError::new(kind, Span::new(self.at..end), self.source)
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}
