//! The text form: what the parser takes, and what it says to the rest.

use super::*;

// Key, value and line; name, line and entries.
type EntryShape = (String, String, u32);
type SectionShape = (String, u32, Vec<EntryShape>);

fn shape(text: &str) -> Vec<SectionShape> {
    let sections = sections(text);
    let entries = |section: &Section| {
        let entries = section.entries.iter();
        entries
            .map(|entry| (entry.key.clone(), entry.value.clone(), entry.line))
            .collect()
    };
    sections
        .iter()
        .map(|section| (section.name.clone(), section.line, entries(section)))
        .collect()
}

fn entry(key: &str, value: &str, line: u32) -> EntryShape {
    (key.to_owned(), value.to_owned(), line)
}

#[test]
fn entries_and_comments() {
    let text = "\u{feff}; first\r\n[a]\r\nx = 1 ; one\r\ny=>two\\;half\n  z  =  a >= b = c\n\
        e =\n;-- hidden\n[b]\n;-- deeper --; still\n--; f = 3\n;---- not a block\ng = 1;--x--;2\n";
    let expected = vec![
        entry("x", "1", 3),
        entry("y", "two;half", 4),
        entry("z", "a >= b = c", 5),
        entry("e", "", 6),
        entry("f", "3", 10),
        entry("g", "12", 12),
    ];
    assert_eq!(shape(text), [("a".to_owned(), 2, expected)]);
}

#[test]
fn templates_come_first_and_are_no_sections() {
    let text = "[base](!)\nx = 1\n[more](!,base)\ny = 2\n[a](base, more)\nx = 3\n\
        [b](a)\n[a](+)\nz = 4\n";
    let a = vec![
        entry("x", "1", 2),
        entry("x", "1", 2),
        entry("y", "2", 4),
        entry("x", "3", 6),
        entry("z", "4", 9),
    ];
    let b = a[..4].to_vec();
    assert_eq!(
        shape(text),
        [("a".to_owned(), 5, a), ("b".to_owned(), 7, b)]
    );
}

#[test]
fn of_several_sections_with_one_name_the_first_is_inherited() {
    let text = "[a](!)\nx = 1\n[a](!)\ny = 2\n[b](a)\n";
    assert_eq!(shape(text), [("b".to_owned(), 5, vec![entry("x", "1", 2)])]);
}

#[test]
fn faults_are_told_all_at_once_with_their_lines() {
    let text = "x = 1\n[a](nobody)\nbare words\n[b\n= 5\n#include x.conf\n[c](+)\n;--\n";
    let errors = parse(text, "acd.conf").unwrap_err();
    let told: Vec<String> = errors.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "acd.conf:1: expected a `[section]` before the first `key = value`",
            "acd.conf:2: [a]: no section or template `nobody` above this line",
            "acd.conf:3: [a]: expected `[section]` or `key = value`, found `bare words`",
            "acd.conf:4: expected `[name]`, `[name](!)`, `[name](+)` or `[name](template)`, \
             found `[b`",
            "acd.conf:5: expected `[section]` or `key = value`, found `= 5`",
            "acd.conf:6: `#include x.conf` is obeyed only by the PBX's own loader",
            "acd.conf:7: no section or template `c` above this line",
            "acd.conf:8: this `;--` is never closed by `--;`",
        ]
    );
}

#[test]
fn inheritance_cannot_grow_without_bound() {
    let mut text = "[t0](!)\nx = 1\nx = 1\n".to_owned();
    for n in 1..30 {
        text += &format!("[t{n}](!,t{0},t{0})\n", n - 1);
    }
    let errors = parse(&text, "acd.conf").unwrap_err();
    assert!(
        errors[0]
            .to_string()
            .ends_with("more than 4096 entries in one section")
    );
    let long = format!("[a]\nx = {}\n", "y".repeat(9_000));
    assert!(
        parse(&long, "x").unwrap_err()[0]
            .to_string()
            .contains("9004 bytes is too long")
    );
}
