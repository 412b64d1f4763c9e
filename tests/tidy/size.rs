//! Files, functions and lines short enough to be read at one sitting.
//!
//! Tests at the bottom of a file do not count: more tests must never be a reason to split a
//! concept. The length of test functions is left to clippy.

use crate::source::{Finding, Source};
use crate::tokens::{Kind, text_at};

const FILE_LINES_MAX: usize = 400;
/// Files that are one list each, looked up and not read through: they may be longer.
const CATALOGUES: [&str; 3] = [
    "src/config/error_kind.rs",
    "src/driver/history.rs",
    "src/engine/event.rs",
];
const CATALOGUE_LINES_MAX: usize = 600;
const FUNCTION_LINES_MAX: usize = 70;
const COLUMNS_MAX: usize = 100;

/// Files and functions of `src/` that are too long.
pub(crate) fn too_long(source: &Source) -> Vec<Finding> {
    let mut found = Vec::new();
    let lines = source.text.lines().count() - test_lines(source);
    let lines_max = if CATALOGUES.contains(&source.path.as_str()) {
        CATALOGUE_LINES_MAX
    } else {
        FILE_LINES_MAX
    };
    if lines > lines_max {
        let what = format!("{lines} lines without tests, {lines_max} allowed: split it");
        found.push(source.finding(1, what));
    }
    for (name, first, last) in functions(source) {
        let lines = last - first + 1;
        if lines > FUNCTION_LINES_MAX {
            let what = format!("`{name}` has {lines} lines, {FUNCTION_LINES_MAX} allowed");
            found.push(source.finding(first, what));
        }
    }
    found
}

/// Lines that are too wide.
pub(crate) fn too_wide(source: &Source) -> Vec<Finding> {
    let numbered = source.text.lines().enumerate();
    numbered
        .filter(|(_, line)| line.chars().count() > COLUMNS_MAX)
        .map(|(index, line)| {
            let what = format!("{} columns, {COLUMNS_MAX} allowed", line.chars().count());
            source.finding(index + 1, what)
        })
        .collect()
}

/// The number of lines that belong to test items.
fn test_lines(source: &Source) -> usize {
    let mut count = 0;
    let mut index = 0;
    while index < source.tokens.len() {
        if !source.tokens[index].is_test {
            index += 1;
            continue;
        }
        let first = source.tokens[index].line;
        while index < source.tokens.len() && source.tokens[index].is_test {
            index += 1;
        }
        count += source.tokens[index - 1].line - first + 1;
    }
    count
}

/// Functions outside tests with a body: name, first line, last line.
fn functions(source: &Source) -> Vec<(String, usize, usize)> {
    let tokens = &source.tokens;
    let mut found = Vec::new();
    for index in 0..tokens.len() {
        let token = &tokens[index];
        let is_function = token.kind == Kind::Word && token.text == "fn" && !token.is_test;
        if !is_function
            || tokens
                .get(index + 1)
                .is_none_or(|name| name.kind != Kind::Word)
        {
            continue;
        }
        let mut at = index + 2;
        while at < tokens.len() && !matches!(text_at(tokens, at), "{" | ";") {
            at = if tokens[at].kind == Kind::Open {
                tokens[at].partner + 1
            } else {
                at + 1
            };
        }
        if text_at(tokens, at) == "{" {
            let last = tokens[tokens[at].partner].line;
            found.push((tokens[index + 1].text.clone(), token.line, last));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{too_long, too_wide};
    use crate::source::Source;

    fn function_of(lines: usize) -> String {
        format!(
            "fn f(a: [u8; 2])\n{{\n{}}}\n",
            "    g();\n".repeat(lines - 3)
        )
    }

    #[test]
    fn a_function_may_fill_its_measure() {
        assert!(too_long(&Source::new("src/a.rs", &function_of(70))).is_empty());
        assert_eq!(
            too_long(&Source::new("src/a.rs", &function_of(71))).len(),
            1
        );
    }

    #[test]
    fn a_file_is_measured_without_its_tests() {
        let code = "const A: u8 = 1;\n".repeat(400);
        let tests = format!(
            "#[cfg(test)]\nmod tests {{\n{}}}\n",
            "const B: u8 = 1;\n".repeat(50)
        );
        assert!(too_long(&Source::new("src/a.rs", &format!("{code}{tests}"))).is_empty());
        assert_eq!(
            too_long(&Source::new("src/a.rs", &format!("{code}// one more\n"))).len(),
            1
        );
    }

    #[test]
    fn a_wide_line_is_found() {
        let fits = format!("// {}", "é".repeat(97));
        assert!(too_wide(&Source::new("src/a.rs", &fits)).is_empty());
        let found = too_wide(&Source::new("src/a.rs", &format!("\n{fits}é")));
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].line, 2);
    }
}
