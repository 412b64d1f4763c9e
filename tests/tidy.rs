//! The house rules, checked by plain `cargo test`.
//!
//! Each file under `tidy/` holds one rule as a function from sources to findings, with small bad
//! examples that it must find: a check that cannot fail is worthless. The tests here run the rules
//! on the project itself. What rustc and clippy already check is not repeated.

#[path = "tidy/boundary.rs"]
mod boundary;
#[path = "tidy/clock.rs"]
mod clock;
#[path = "tidy/documents.rs"]
mod documents;
#[path = "tidy/fields.rs"]
mod fields;
#[path = "tidy/heads.rs"]
mod heads;
#[path = "tidy/imports.rs"]
mod imports;
#[path = "tidy/licences.rs"]
mod licences;
#[path = "tidy/paths.rs"]
mod paths;
#[path = "tidy/places.rs"]
mod places;
#[path = "tidy/size.rs"]
mod size;
#[path = "tidy/source.rs"]
mod source;
#[path = "tidy/tokens.rs"]
mod tokens;
#[path = "tidy/words.rs"]
mod words;

use source::{Finding, Source, rust_sources, tracked_texts};

/// Fails with every finding at once, each as `file:line: what`.
fn expect_none(findings: &[Finding]) {
    let lines: Vec<String> = findings.iter().map(ToString::to_string).collect();
    assert!(
        lines.is_empty(),
        "{} house rule(s) broken:\n{}",
        lines.len(),
        lines.join("\n")
    );
}

/// Runs a rule over every file of `src/`.
fn over_src(rule: fn(&Source) -> Vec<Finding>) {
    let sources = rust_sources("src");
    assert!(
        !sources.is_empty(),
        "no sources found: the test looks in the wrong place"
    );
    expect_none(&sources.iter().flat_map(rule).collect::<Vec<_>>());
}

#[test]
fn folders_import_only_what_they_may() {
    expect_none(&imports::forbidden(&rust_sources("src")));
}

#[test]
fn nothing_is_imported_by_glob() {
    let folders = ["src", "tests", "benches", "build"];
    let sources: Vec<Source> = folders.into_iter().flat_map(rust_sources).collect();
    expect_none(&sources.iter().flat_map(imports::globs).collect::<Vec<_>>());
}

#[test]
fn shared_code_uses_no_banned_words() {
    over_src(words::banned);
}

#[test]
fn files_and_functions_are_short() {
    over_src(size::too_long);
}

#[test]
fn lines_are_narrow() {
    for folder in ["src", "tests", "benches", "build"] {
        expect_none(
            &rust_sources(folder)
                .iter()
                .flat_map(size::too_wide)
                .collect::<Vec<_>>(),
        );
    }
}

#[test]
fn the_clock_is_read_in_one_file() {
    over_src(clock::reads);
}

#[test]
fn every_file_says_what_it_is_for() {
    over_src(heads::undescribed);
}

#[test]
fn shared_code_forbids_unsafe() {
    expect_none(&heads::unsafe_allowed(&rust_sources("src")));
}

#[test]
fn every_function_that_c_calls_is_one_guard() {
    over_src(boundary::unguarded);
}

#[test]
fn no_file_names_a_foreign_host_or_a_private_place() {
    expect_none(
        &tracked_texts()
            .iter()
            .flat_map(places::foreign)
            .collect::<Vec<_>>(),
    );
}

#[test]
fn every_linked_crate_may_be_linked() {
    expect_none(&licences::refused());
}

#[test]
fn what_users_meet_is_documented_and_nothing_else() {
    let sources = rust_sources("src/asterisk");
    let texts = tracked_texts();
    let document = |path: &str| {
        let found = texts.iter().find(|text| text.path == path);
        found.unwrap_or_else(|| panic!("{path} is missing"))
    };
    let (xml, readme) = (document(documents::XML), document("README.md"));
    expect_none(&documents::differences(&sources, xml, readme));
    let mut sources = sources;
    sources.extend(rust_sources("src/driver"));
    sources.extend(rust_sources("src/reports"));
    expect_none(&fields::differences(&sources, xml));
}

#[test]
fn the_xml_document_is_of_the_type_that_the_pbx_reads() {
    match documents::invalid() {
        Some(findings) => expect_none(&findings),
        // `make test` names the document type, so that this is never skipped there.
        None => assert!(
            std::env::var_os("ASTERISK_DOCUMENT_TYPE").is_none(),
            "ASTERISK_DOCUMENT_TYPE is set, but it or xmllint (libxml2-utils) is not there"
        ),
    }
}
