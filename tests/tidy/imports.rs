//! Who may import whom, and nothing by glob.
//!
//! The engine is free of everything, adapters reach the rules only through the driver. Folders
//! that do not exist yet have no rule: whoever makes one adds it here and in `ARCHITECTURE.md`.

use crate::paths;
use crate::source::{Finding, Source};

/// A folder or file directly under `src/`, and what it may import.
struct Rule {
    unit: &'static str,
    may_import: &'static [&'static str],
}

const RULES: &[Rule] = &[
    Rule {
        unit: "engine",
        may_import: &[],
    },
    Rule {
        unit: "redact",
        may_import: &[],
    },
    Rule {
        unit: "ffi",
        may_import: &[],
    },
    Rule {
        unit: "config",
        may_import: &["engine"],
    },
    Rule {
        unit: "store",
        may_import: &["engine"],
    },
    Rule {
        unit: "reports",
        may_import: &["engine", "redact"],
    },
    Rule {
        unit: "driver",
        may_import: &["engine", "config", "store", "reports", "redact"],
    },
    Rule {
        unit: "recordings",
        may_import: &["engine"],
    },
    Rule {
        unit: "asterisk",
        may_import: &["driver", "ffi", "redact", "recordings", "engine"],
    },
    Rule {
        unit: "capi",
        may_import: &["asterisk", "driver", "ffi", "engine"],
    },
];

/// What an adapter may not touch in the engine: it speaks to the driver, never past it.
const DRIVER_ONLY: &[&str] = &["router", "Router", "Input", "Output"];

/// Imports that the rules forbid.
pub(crate) fn forbidden(sources: &[Source]) -> Vec<Finding> {
    sources.iter().flat_map(forbidden_in).collect()
}

fn forbidden_in(source: &Source) -> Vec<Finding> {
    let unit = source.unit();
    if unit == "lib" {
        return Vec::new();
    }
    let Some(rule) = RULES.iter().find(|rule| rule.unit == unit) else {
        let what = format!("no import rule for `{unit}`: add one to tests/tidy/imports.rs");
        return vec![source.finding(1, what)];
    };
    let module = source.module();
    let mut found = Vec::new();
    for named in paths::of(&source.tokens) {
        let Some(absolute) = named.absolute(&module) else {
            continue;
        };
        let Some(target) = absolute.first() else {
            continue;
        };
        if *target == unit {
            continue;
        }
        if !rule.may_import.contains(&target.as_str()) {
            let what = format!(
                "`{unit}` may not import `{target}` ({})",
                named.segments.join("::")
            );
            found.push(source.finding(named.line, what));
        } else if target == "engine"
            && unit == "asterisk"
            && absolute
                .iter()
                .any(|segment| DRIVER_ONLY.contains(&segment.as_str()))
        {
            let what = format!(
                "`{unit}` may use the engine's values, not {}: ask the driver",
                named.segments.join("::")
            );
            found.push(source.finding(named.line, what));
        }
    }
    found
}

/// Globs other than the two that tests may use: `super::*` and a test library's prelude.
pub(crate) fn globs(source: &Source) -> Vec<Finding> {
    let is_test_file = !source.path.starts_with("src/");
    paths::of(&source.tokens)
        .iter()
        .filter(|named| named.is_use && named.segments.last().is_some_and(|last| last == "*"))
        .filter(|named| {
            let path = named.segments.join("::");
            let is_idiom = path == "super::*" || path == "proptest::prelude::*";
            !(is_idiom && (named.is_test || is_test_file))
        })
        .map(|named| {
            let what = format!("import by name, not {}", named.segments.join("::"));
            source.finding(named.line, what)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{RULES, forbidden, globs};
    use crate::source::Source;

    fn forbidden_count(path: &str, text: &str) -> usize {
        forbidden(&[Source::new(path, text)]).len()
    }

    #[test]
    fn a_wrong_import_is_found_however_it_is_written() {
        for text in [
            "use crate::driver::Driver;",
            "use crate::{engine::Millis, driver::Driver};",
            "use super::super::driver;",
            "fn f() { crate::driver::start() }",
            "macro_rules! m { () => { $crate::driver::start() } }",
            "mod t { use super::super::super::driver::Driver; }",
        ] {
            assert_eq!(forbidden_count("src/config/parse.rs", text), 1, "{text}");
        }
    }

    #[test]
    fn rightful_imports_pass() {
        let text = "use crate::engine::Millis; use super::error::ConfigError; use std::fmt;";
        assert_eq!(forbidden_count("src/config/parse.rs", text), 0);
        assert_eq!(
            forbidden_count("src/lib.rs", "pub use crate::engine::Millis;"),
            0
        );
    }

    #[test]
    fn adapters_stay_out_of_the_configuration_and_of_the_router() {
        assert_eq!(
            forbidden_count("src/asterisk/host.rs", "use crate::config::Section;"),
            1
        );
        assert_eq!(
            forbidden_count("src/asterisk/host.rs", "use crate::engine::Router;"),
            1
        );
        assert_eq!(
            forbidden_count("src/asterisk/host.rs", "use crate::engine::CallId;"),
            0
        );
        assert_eq!(
            forbidden_count("src/driver/host.rs", "use crate::asterisk::sys;"),
            1
        );
    }

    #[test]
    fn an_unknown_folder_is_refused() {
        let found = forbidden(&[Source::new("src/surveys/mod.rs", "")]);
        assert!(
            found[0].what.contains("no import rule for `surveys`"),
            "{}",
            found[0]
        );
    }

    #[test]
    fn globs_are_found_except_the_idioms_of_tests() {
        let bad = "use crate::engine::*;\n#[cfg(test)]\nmod tests { use super::*; }";
        let found = globs(&Source::new("src/driver/worker.rs", bad));
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].line, 1);
        let outside_tests = Source::new("src/driver/worker.rs", "use super::*;");
        assert_eq!(globs(&outside_tests).len(), 1);
        assert_eq!(
            globs(&Source::new("tests/rona.rs", "use proptest::prelude::*;")).len(),
            0
        );
    }

    #[test]
    fn the_rules_themselves_have_no_cycle() {
        let mut settled: Vec<&str> = Vec::new();
        while settled.len() < RULES.len() {
            let next = RULES.iter().find(|rule| {
                !settled.contains(&rule.unit)
                    && rule.may_import.iter().all(|unit| settled.contains(unit))
            });
            settled.push(next.expect("some rule depends on settled ones only").unit);
        }
    }
}
