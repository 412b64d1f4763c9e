//! Callers' numbers and names, hidden where people read along.
//!
//! Everything that identifies a caller is carried as [`Redacted`] from the moment it enters, so
//! that a log line shows it only if the administrator allows (`redact-caller = no`). The value
//! itself stays reachable by [`Redacted::reveal`], for routing and for the phones; whoever writes
//! that word decides to show it.

use std::borrow::Cow;
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};

use serde::{Serialize, Serializer};

/// Hidden until the configuration says otherwise.
static HIDDEN: AtomicBool = AtomicBool::new(true);

/// Digits left visible at the end of a number, enough to find a call by ear.
const DIGITS_SHOWN: usize = 3;

/// A number must have more than twice the shown digits, or the rest would be guessed.
const DIGITS_AT_LEAST: usize = 2 * DIGITS_SHOWN;

/// Switches redaction on (`redact-caller = yes`) or off, for every thread at once.
pub fn hide_callers(hide: bool) {
    HIDDEN.store(hide, Ordering::Relaxed);
}

/// Whether callers are hidden now.
pub fn callers_are_hidden() -> bool {
    HIDDEN.load(Ordering::Relaxed)
}

/// A value that identifies a caller.
///
/// `Display`, `Debug` and `Serialize` show `…789` for a long enough number and `***` for anything
/// else, unless redaction is switched off. An empty value is shown as empty: nothing is hidden,
/// and "no caller id" is worth seeing.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Redacted<T>(T);

impl<T> Redacted<T> {
    /// Wraps a value that must not be shown unasked.
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    /// The value itself.
    pub const fn reveal(&self) -> &T {
        &self.0
    }

    /// The value itself, taken out.
    pub fn into_revealed(self) -> T {
        self.0
    }
}

impl<T> From<T> for Redacted<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

impl<T: AsRef<str>> fmt::Display for Redacted<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.0.as_ref();
        if callers_are_hidden() {
            formatter.write_str(&hidden(text))
        } else {
            formatter.write_str(text)
        }
    }
}

impl<T: AsRef<str>> fmt::Debug for Redacted<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

impl<T: AsRef<str>> Serialize for Redacted<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// What is shown of a text while callers are hidden.
fn hidden(text: &str) -> Cow<'_, str> {
    if text.is_empty() {
        return Cow::Borrowed("");
    }
    last_digits(text).map_or(Cow::Borrowed("***"), |digits| format!("…{digits}").into())
}

/// The end of a telephone number, if the text is one and long enough.
fn last_digits(text: &str) -> Option<&str> {
    let number = text.strip_prefix('+').unwrap_or(text);
    let is_number = number.bytes().all(|byte| byte.is_ascii_digit());
    (is_number && number.len() > DIGITS_AT_LEAST).then(|| &number[number.len() - DIGITS_SHOWN..])
}

#[cfg(test)]
mod tests {
    // The switch is one for the whole program, so it is tested in a program of its own:
    // tests/redaction.rs.
    use proptest::prelude::{prop_assert, proptest};

    use super::hidden;

    #[test]
    fn numbers_keep_three_digits_and_names_nothing() {
        assert_eq!(hidden("0123456789"), "…789");
        assert_eq!(hidden("+4930123456"), "…456");
        assert_eq!(hidden("Ada Lovelace"), "***");
        assert_eq!(hidden("ada@example.com"), "***");
        assert_eq!(hidden(""), "");
    }

    #[test]
    fn short_numbers_are_hidden_whole() {
        assert_eq!(hidden("123456"), "***");
        assert_eq!(hidden("1234567"), "…567");
    }

    proptest! {
        #[test]
        fn nothing_but_three_digits_is_ever_shown(text in "[^…*]{1,40}") {
            let seen = hidden(&text);
            let is_tail = seen.strip_prefix('…').is_some_and(|tail| {
                tail.len() == 3 && tail.bytes().all(|byte| byte.is_ascii_digit())
            });
            prop_assert!(seen == "***" || is_tail);
        }
    }
}
