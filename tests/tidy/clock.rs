//! Time is read in `driver/clock.rs` and given to everything else.
//!
//! Clippy bans the two usual calls; this rule also sees the C ones and `elapsed`, and looks into
//! features that the linter was not run with. Tests may measure.

use crate::source::{Finding, Source};
use crate::tokens::{Kind, text_at};

const CLOCK: &str = "src/driver/clock.rs";

/// C and PBX functions that read a clock.
const FOREIGN: &[&str] = &[
    "clock_gettime",
    "gettimeofday",
    "ast_tvnow",
    "ast_tsnow",
    "timespec_get",
];

/// Clock reads outside the clock.
pub(crate) fn reads(source: &Source) -> Vec<Finding> {
    if source.path == CLOCK {
        return Vec::new();
    }
    let tokens = &source.tokens;
    let mut found = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        if token.is_test || token.kind != Kind::Word {
            continue;
        }
        let next = text_at(tokens, index + 1);
        let reads = match token.text.as_str() {
            "Instant" | "SystemTime" => next == "::" && text_at(tokens, index + 2) == "now",
            "elapsed" => index > 0 && tokens[index - 1].text == "." && next == "(",
            other => FOREIGN.contains(&other),
        };
        if reads {
            let what = format!(
                "`{}` reads a clock: take the time as an argument",
                token.text
            );
            found.push(source.finding(token.line, what));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{CLOCK, reads};
    use crate::source::Source;

    #[test]
    fn every_way_to_read_a_clock_is_found() {
        for text in [
            "fn f() { std::time::Instant::now(); }",
            "fn f() { let t = SystemTime :: now(); }",
            "fn f() { started.elapsed(); }",
            "fn f() { unsafe { libc::clock_gettime(0, p) }; }",
        ] {
            assert_eq!(
                reads(&Source::new("src/driver/worker.rs", text)).len(),
                1,
                "{text}"
            );
        }
    }

    #[test]
    fn the_clock_and_tests_may_read() {
        let text = "fn f() { Instant::now(); }";
        assert!(reads(&Source::new(CLOCK, text)).is_empty());
        let tests = format!("#[cfg(test)] mod tests {{ {text} }}");
        assert!(reads(&Source::new("src/driver/worker.rs", &tests)).is_empty());
        assert!(
            reads(&Source::new(
                "src/driver/worker.rs",
                "fn f(now: Instant) {}"
            ))
            .is_empty()
        );
    }
}
