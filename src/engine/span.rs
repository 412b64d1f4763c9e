//! A stretch of a text of ours, such as a requirement, and how a place in it is shown to people.

use std::ops::Range;

// Longest piece of foreign text that a message repeats, in characters.
const QUOTED_CHARS_MAX: usize = 64;
// Widest stretch of a source line that is shown: a requirement may be 1,024 bytes on one line.
const SHOWN_CHARS_MAX: usize = 100;
// Characters shown before the marked place when the line is too long to be shown whole.
const SHOWN_CHARS_BEFORE: usize = 60;

/// Byte positions in a text that is at most a few thousand bytes long.
#[derive(Clone, Copy, Debug)]
pub(in crate::engine) struct Span {
    start: u16,
    end: u16,
}

impl Span {
    pub(in crate::engine) fn new(range: Range<usize>) -> Self {
        let position = |at| u16::try_from(at).expect("the longest text fits in 16 bits");
        Self {
            start: position(range.start),
            end: position(range.end),
        }
    }

    /// The first character of a text that has more than so many bytes which is too much; nothing
    /// behind it is looked at.
    pub(in crate::engine) fn of_excess(source: &str, bytes_max: usize) -> Self {
        let start = (0..=bytes_max)
            .rev()
            .find(|at| source.is_char_boundary(*at))
            .expect("the start of a text is a character boundary");
        let marked = source[start..].chars().next().map_or(0, char::len_utf8);
        Self::new(start..start + marked)
    }

    pub(in crate::engine) fn range(self) -> Range<usize> {
        usize::from(self.start)..usize::from(self.end)
    }

    pub(in crate::engine) fn text(self, source: &str) -> &str {
        &source[self.range()]
    }
}

/// Where something stands in a text, in the terms of an editor, and the line around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::engine) struct Place {
    pub(in crate::engine) line: usize,
    pub(in crate::engine) column: usize,
    pub(in crate::engine) length: usize,
    // The source line, cleaned and cut to what is shown.
    excerpt: Box<str>,
    // Characters of the excerpt before the marked place.
    indent: usize,
}

impl Place {
    pub(in crate::engine) fn of(span: Span, source: &str) -> Self {
        let Range { start, end } = span.range();
        let line_start = source[..start].rfind('\n').map_or(0, |at| at + 1);
        let line_end = source[start..]
            .find('\n')
            .map_or(source.len(), |at| start + at);
        let line = source[..start].matches('\n').count() + 1;
        let chars_before = source[line_start..start].chars().count();
        // A mark stays on its line and is never empty, so that there is a caret to see.
        let length = source[start..end.min(line_end)].chars().count().max(1);
        let (excerpt, indent) = excerpt(&source[line_start..line_end], chars_before);
        Self {
            line,
            column: chars_before + 1,
            length,
            excerpt,
            indent,
        }
    }

    /// The source line with carets under the marked place, without a line end.
    pub(in crate::engine) fn render(&self) -> String {
        let room = (self.excerpt.chars().count() - self.indent).max(1);
        let carets = "^".repeat(self.length.min(room));
        format!("{}\n{}{carets}", self.excerpt, " ".repeat(self.indent))
    }
}

/// `text` fit for a log or a terminal: one line, no control or invisible characters.
pub(in crate::engine) fn printable(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().map(|c| match c {
        c if c.is_ascii_graphic() || c.is_alphanumeric() => c,
        c if c.is_whitespace() => ' ',
        _ => '?',
    })
}

/// Foreign text as a message may repeat it: printable and cut to a bounded length.
pub(in crate::engine) fn quoted(text: &str) -> String {
    let mut shown: String = printable(text).take(QUOTED_CHARS_MAX).collect();
    if text.chars().nth(QUOTED_CHARS_MAX).is_some() {
        shown.push('…');
    }
    shown
}

// One character stands for one character, so that carets stay below what they mark.
fn excerpt(line: &str, chars_before: usize) -> (Box<str>, usize) {
    let line: Vec<char> = printable(line).collect();
    if line.len() <= SHOWN_CHARS_MAX {
        return (line.into_iter().collect(), chars_before);
    }
    let start = chars_before.saturating_sub(SHOWN_CHARS_BEFORE);
    let end = line.len().min(start + SHOWN_CHARS_MAX);
    let before = if start > 0 { "… " } else { "" };
    let after = if end < line.len() { " …" } else { "" };
    let shown: String = line[start..end].iter().collect();
    let indent = before.chars().count() + chars_before - start;
    (format!("{before}{shown}{after}").into(), indent)
}
