//! The header that other modules include says what the library exports: the same functions with as
//! many arguments, and the same numbers.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

fn text(path: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    fs::read_to_string(root.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn header() -> String {
    // Comments out: they may speak of functions.
    let text = text("include/acd.h");
    let mut bare = String::new();
    let mut rest = text.as_str();
    while let Some((code, comment)) = rest.split_once("/*") {
        bare.push_str(code);
        rest = comment.split_once("*/").expect("comments are closed").1;
    }
    bare + rest
}

/// How many arguments each `int acd_...(...)` has.
fn declared() -> BTreeMap<String, usize> {
    let header = header();
    let functions = header.split(';').filter_map(|statement| {
        let statement = statement.trim().lines().last()?;
        let (name, arguments) = statement.strip_prefix("int ")?.split_once('(')?;
        let arguments = arguments.strip_suffix(')')?;
        let count = if arguments == "void" {
            0
        } else {
            arguments.split(',').count()
        };
        Some((name.to_owned(), count))
    });
    functions.collect()
}

/// How many arguments each exported function has.
fn exported() -> BTreeMap<String, usize> {
    let mut found = BTreeMap::new();
    for file in [
        "src/capi/mod.rs",
        "src/capi/tag.rs",
        "src/capi/recording.rs",
    ] {
        let source = text(file);
        for function in source.split("#[unsafe(no_mangle)]").skip(1) {
            let (head, rest) = function.split_once('(').expect("a function has arguments");
            let name = head.rsplit(' ').next().expect("a function has a name");
            let (arguments, _) = rest.split_once(')').expect("they end");
            found.insert(name.to_owned(), arguments.matches(':').count());
        }
    }
    found
}

#[test]
fn the_header_declares_what_is_exported_and_nothing_else() {
    let declared = declared();
    assert!(declared.len() >= 4, "{declared:?}");
    assert_eq!(declared, exported());
    let header = header();
    for name in declared.keys() {
        assert!(
            header.contains(&format!("typedef int {name}_fn(")),
            "{name}"
        );
    }
}

#[test]
fn numbers_are_the_same_on_both_sides() {
    let header = header();
    let (_, rest) = header
        .split_once("enum acd_status {")
        .expect("there is one");
    let (list, _) = rest.split_once('}').expect("it ends");
    let plain = |name: &str| name.replace('_', "").to_lowercase();
    let of_c = list.split(',').map(|entry| {
        let (name, number) = entry
            .trim()
            .split_once(" = ")
            .expect("every number is written");
        (
            plain(name.strip_prefix("ACD_").expect("a common beginning")),
            number.to_owned(),
        )
    });
    let source = text("src/ffi/status.rs");
    let of_rust = source.lines().filter_map(|line| {
        let (name, number) = line.trim().strip_suffix(',')?.split_once(" = ")?;
        Some((plain(name), number.to_owned()))
    });
    let of_c: BTreeSet<(String, String)> = of_c.collect();
    assert_eq!(of_c.len(), 11);
    assert_eq!(of_c, of_rust.collect());
    let version = "API_VERSION: c_int = 2;";
    assert!(header.contains("#define ACD_API_VERSION 2"));
    assert!(text("src/capi/mod.rs").contains(version));
}
