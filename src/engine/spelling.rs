//! Did you mean: the known word closest to a misspelt one. And which characters have no place in
//! words that people read.
//!
//! Closeness is the number of letters inserted, left out, replaced or swapped with a neighbour,
//! without regard to case. Sounds and meanings are left out on purpose: a wrong guess that looks
//! clever costs an operator more than none.

use super::limits::NAME_BYTES_MAX;

/// The candidate closest to `word`, or nothing when none is close enough to be a misspelling.
///
/// Close enough is one edit for short words and one for every three letters of longer ones.
/// Among equally close candidates the alphabetically first one is taken, so that the same table
/// always gives the same answer.
pub fn nearest<'a>(word: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    if word.len() > NAME_BYTES_MAX {
        return None;
    }
    let edits_max = (word.len() / 3).max(1);
    candidates
        .filter(|candidate| candidate.len() <= NAME_BYTES_MAX)
        .filter(|candidate| candidate.len().abs_diff(word.len()) <= edits_max)
        .map(|candidate| (edits(word.as_bytes(), candidate.as_bytes()), candidate))
        // A word rewritten from its first letter to its last is another word.
        .filter(|&(edits, candidate)| edits <= edits_max && edits < candidate.len())
        .min()
        .map(|(_, candidate)| candidate)
}

// Optimal string alignment over three rows; both words are bounded by NAME_BYTES_MAX.
fn edits(left: &[u8], right: &[u8]) -> usize {
    let mut before_last = [0; NAME_BYTES_MAX + 1];
    let mut last = [0; NAME_BYTES_MAX + 1];
    let mut row = [0; NAME_BYTES_MAX + 1];
    for (column, cost) in last.iter_mut().enumerate() {
        *cost = column;
    }
    for i in 1..=left.len() {
        row[0] = i;
        for j in 1..=right.len() {
            let replaced = usize::from(!left[i - 1].eq_ignore_ascii_case(&right[j - 1]));
            let mut cost = (last[j - 1] + replaced)
                .min(last[j] + 1)
                .min(row[j - 1] + 1);
            let is_swap = i > 1
                && j > 1
                && left[i - 1].eq_ignore_ascii_case(&right[j - 2])
                && left[i - 2].eq_ignore_ascii_case(&right[j - 1]);
            if is_swap {
                cost = cost.min(before_last[j - 2] + 1);
            }
            row[j] = cost;
        }
        before_last = last;
        last = row;
    }
    last[right.len()]
}

/// Control characters, and those that turn the direction of what follows, break a line or take no
/// room: they have no place in a name and are escaped in messages.
#[must_use]
pub fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_each_kind_of_slip_once() {
        for (typed, meant, expected) in [
            ("french", "french", 0),
            ("French", "fRENCH", 0),
            ("frnch", "french", 1),
            ("frrench", "french", 1),
            ("frebch", "french", 1),
            ("fernch", "french", 1),
            ("", "abc", 3),
            ("abc", "", 3),
            ("kitten", "sitting", 3),
        ] {
            assert_eq!(
                edits(typed.as_bytes(), meant.as_bytes()),
                expected,
                "{typed} {meant}"
            );
        }
    }

    #[test]
    fn suggests_only_what_is_close_enough() {
        let known = ["billing", "french", "sales", "vip"];
        let nearest = |word| nearest(word, known.iter().copied());
        assert_eq!(nearest("biling"), Some("billing"));
        assert_eq!(nearest("FRENHC"), Some("french"));
        assert_eq!(nearest("vp"), Some("vip"));
        assert_eq!(nearest("german"), None);
        assert_eq!(nearest("x"), None);
        assert_eq!(nearest(&"x".repeat(NAME_BYTES_MAX + 1)), None);
    }

    #[test]
    fn takes_the_first_of_equally_close_names() {
        assert_eq!(nearest("sale", ["salt", "sage"].into_iter()), Some("sage"));
    }

    #[test]
    fn never_suggests_a_wholly_different_single_letter() {
        assert_eq!(nearest("x", ["a"].into_iter()), None);
    }
}
