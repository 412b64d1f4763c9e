//! Keys by which a caller leaves the queue.
//!
//! Several keys in a row are one code if each comes soon after the last. A code that begins a
//! longer one is taken when no more keys come; keys that are no code and begin none are forgotten,
//! the oldest first.

use std::sync::Arc;
use std::time::Duration;

use crate::driver::Countdown;
use crate::engine::ExitRules;

/// What a caller has pressed so far.
#[derive(Debug)]
pub(super) struct ExitKeys {
    rules: ExitRules,
    pressed: String,
    gap: Option<Countdown>,
}

impl ExitKeys {
    /// Nothing is pressed.
    pub(super) const fn new(rules: ExitRules) -> Self {
        Self {
            rules,
            pressed: String::new(),
            gap: None,
        }
    }

    /// The context in which the keys are an extension.
    pub(super) fn context(&self) -> Option<&str> {
        self.rules.context.as_deref()
    }

    /// A key was pressed; the code by which the caller leaves, if there is no longer one.
    pub(super) fn press(&mut self, key: char) -> Option<Arc<str>> {
        self.gap = None;
        if self.rules.keys.is_empty() {
            return None;
        }
        self.pressed.push(key.to_ascii_uppercase());
        while !self.pressed.is_empty() {
            let begun = self.rules.keys.iter();
            let mut begun = begun.filter(|code| code.starts_with(&self.pressed));
            if let Some(first) = begun.next() {
                if begun.next().is_none() && **first == *self.pressed {
                    return Some(Arc::clone(first));
                }
                let gap = Duration::from_millis(self.rules.key_gap_ms);
                self.gap = Some(Countdown::start(gap));
                return None;
            }
            self.pressed.remove(0);
        }
        None
    }

    /// How long the next key may still take, if one is waited for.
    pub(super) fn next_wait(&self) -> Option<Duration> {
        self.gap.as_ref().map(Countdown::left)
    }

    /// The code by which the caller leaves, if no more keys came in time.
    pub(super) fn settled(&mut self) -> Option<Arc<str>> {
        if !self.next_wait()?.is_zero() {
            return None;
        }
        self.gap = None;
        let pressed = std::mem::take(&mut self.pressed);
        let code = self.rules.keys.iter().find(|code| ***code == *pressed);
        code.cloned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(codes: &[&str], key_gap_ms: u64) -> ExitKeys {
        ExitKeys::new(ExitRules {
            keys: codes.iter().map(|code| (*code).into()).collect(),
            context: None,
            key_gap_ms,
        })
    }

    // What each key led to.
    fn left_by(exit: &mut ExitKeys, pressed: &str) -> Option<String> {
        let codes: Vec<_> = pressed.chars().map(|key| exit.press(key)).collect();
        let (last, before) = codes.split_last().unwrap();
        assert!(
            before.iter().all(Option::is_none),
            "left before {pressed} was complete"
        );
        last.as_deref().map(str::to_owned)
    }

    #[test]
    fn a_code_is_taken_at_once_if_it_begins_no_other() {
        for (codes, pressed, expected) in [
            (&["0"][..], "0", Some("0")),
            (&["0"], "5", None),
            (&["0"], "50", Some("0")),
            (&["12", "2"], "12", Some("12")),
            (&["12", "35"], "135", Some("35")),
            (&["A#"], "a#", Some("A#")),
            (&[], "0", None),
        ] {
            let left = left_by(&mut keys(codes, 60_000), pressed);
            assert_eq!(left.as_deref(), expected, "{codes:?} {pressed}");
        }
    }

    #[test]
    fn a_code_that_begins_another_waits_for_the_next_key() {
        let mut exit = keys(&["1", "12"], 60_000);
        assert_eq!(left_by(&mut exit, "1"), None);
        assert!(exit.next_wait().is_some_and(|wait| !wait.is_zero()));
        assert_eq!(exit.settled(), None);
        assert_eq!(left_by(&mut exit, "2").as_deref(), Some("12"));
        let mut exit = keys(&["1", "12"], 0);
        assert_eq!(left_by(&mut exit, "1"), None);
        assert_eq!(exit.settled().as_deref(), Some("1"));
        assert_eq!(exit.next_wait(), None);
        // What is no code yet is forgotten.
        let mut exit = keys(&["12"], 0);
        assert_eq!(left_by(&mut exit, "1"), None);
        assert_eq!(exit.settled(), None);
        assert_eq!(left_by(&mut exit, "2"), None);
    }
}
