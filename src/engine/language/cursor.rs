//! A text that is read from left to right, one piece at a time.

use super::sign::Begins;
use crate::engine::span::Span;

/// A text, and how far it has been read.
#[derive(Debug)]
pub(in crate::engine) struct Cursor<'a> {
    source: &'a str,
    at: usize,
}

impl<'a> Cursor<'a> {
    /// Nothing of it has been read.
    pub(in crate::engine) const fn new(source: &'a str) -> Self {
        Self { source, at: 0 }
    }

    /// The whole text.
    pub(in crate::engine) const fn source(&self) -> &'a str {
        self.source
    }

    /// How far it has been read.
    pub(in crate::engine) const fn at(&self) -> usize {
        self.at
    }

    /// What is still to be read.
    pub(in crate::engine) fn rest(&self) -> &'a str {
        &self.source[self.at..]
    }

    /// Passes blanks. The place of the end, if nothing follows: right after the last thing written,
    /// not after trailing blanks.
    pub(in crate::engine) fn pass_blanks(&mut self) -> Option<Span> {
        let rest = self.rest();
        let passed = rest.trim_start_matches([' ', '\t', '\r', '\n']);
        self.at += rest.len() - passed.len();
        passed.is_empty().then(|| {
            let end = self.source.trim_ascii_end().len();
            Span::new(end..end)
        })
    }

    /// The sign that comes next, if one does.
    pub(in crate::engine) fn sign(&self) -> Option<Begins> {
        Begins::of(self.rest())
    }

    /// The byte at a place; `None`: behind the end.
    pub(in crate::engine) fn byte(&self, at: usize) -> Option<u8> {
        self.source.as_bytes().get(at).copied()
    }

    /// Whether a word, or a number, may begin at a place.
    pub(in crate::engine) fn is_word_at(&self, at: usize) -> bool {
        self.byte(at)
            .is_some_and(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    }

    /// Where a word ends that begins at a place.
    pub(in crate::engine) fn word_end(&self, start: usize) -> usize {
        let goes_on = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
        let rest = self.source[start..].bytes();
        start + rest.take_while(goes_on).count()
    }

    /// The place from here to there.
    pub(in crate::engine) fn span_to(&self, end: usize) -> Span {
        Span::new(self.at..end)
    }

    /// Reads as far as there; the place of what was read.
    pub(in crate::engine) fn take(&mut self, end: usize) -> Span {
        let span = self.span_to(end);
        self.at = end;
        span
    }
}
