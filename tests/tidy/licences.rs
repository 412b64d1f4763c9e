//! Every crate linked into the module must allow it: the PBX is under GPL version 2, and so are
//! we, at the user's option of a later version.
//!
//! Read from cargo itself, for all features at once. Crates that only build or test us, and macros
//! that run inside the compiler, are not linked and not asked.

use std::collections::{BTreeMap, BTreeSet};
use std::iter::Peekable;
use std::process::Command;
use std::str::SplitWhitespace;

use serde_json::Value;

use crate::source::{Finding, root};

/// Licences whose code may be part of a work under GPL version 2.
const COMPATIBLE: &[&str] = &[
    "0BSD",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "GPL-2.0-or-later",
    "ISC",
    "LGPL-2.1-or-later",
    "MIT",
    "MIT-0",
    "Unlicense",
    "Zlib",
];

/// Linked crates whose licence does not allow it.
pub(crate) fn refused() -> Vec<Finding> {
    let linked = linked(&metadata());
    assert!(
        linked.contains_key("acd"),
        "cargo does not list us: its answer was misread"
    );
    refused_of(&linked)
}

fn refused_of(linked: &BTreeMap<String, String>) -> Vec<Finding> {
    linked
        .iter()
        .filter(|(_, licence)| !is_compatible(licence))
        .map(|(name, licence)| Finding {
            path: "Cargo.toml".to_owned(),
            line: 1,
            what: format!(
                "crate `{name}` is under `{licence}`, which GPL version 2 cannot take in"
            ),
        })
        .collect()
}

/// What cargo knows of the package with all features on, from what is already downloaded.
fn metadata() -> Value {
    let ask = |more: &[&str]| {
        Command::new(env!("CARGO"))
            .args([
                "metadata",
                "--format-version",
                "1",
                "--locked",
                "--all-features",
            ])
            .args(more)
            .current_dir(root())
            .output()
            .expect("cargo runs this test, so it can be run")
    };
    let offline = ask(&["--offline"]);
    // A package of another platform may never have been downloaded.
    let answer = if offline.status.success() {
        offline
    } else {
        ask(&[])
    };
    let problem = String::from_utf8_lossy(&answer.stderr);
    assert!(answer.status.success(), "cargo metadata failed: {problem}");
    serde_json::from_slice(&answer.stdout).expect("cargo writes JSON")
}

/// Name and licence of every package reached from ours over ordinary dependencies.
fn linked(metadata: &Value) -> BTreeMap<String, String> {
    let text = |value: &Value| value.as_str().unwrap_or("").to_owned();
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let mut packages = BTreeMap::new();
    for package in list(&metadata["packages"]) {
        packages.insert(text(&package["id"]), package);
    }
    let mut edges = BTreeMap::new();
    for node in list(&metadata["resolve"]["nodes"]) {
        let ordinary: Vec<String> = list(&node["deps"])
            .iter()
            .filter(|dep| {
                list(&dep["dep_kinds"])
                    .iter()
                    .any(|kind| kind["kind"].is_null())
            })
            .map(|dep| text(&dep["pkg"]))
            .collect();
        edges.insert(text(&node["id"]), ordinary);
    }
    let mut seen = BTreeSet::new();
    let mut open = vec![text(&metadata["resolve"]["root"])];
    let mut found = BTreeMap::new();
    while let Some(id) = open.pop() {
        let package = &packages[&id];
        let is_macro = list(&package["targets"]).iter().any(|target| {
            list(&target["kind"])
                .iter()
                .any(|kind| kind == "proc-macro")
        });
        if is_macro || !seen.insert(id.clone()) {
            continue;
        }
        found.insert(text(&package["name"]), text(&package["license"]));
        open.extend(edges.get(&id).cloned().unwrap_or_default());
    }
    found
}

/// True if the expression can be met with compatible licences alone. `OR` binds weaker than
/// `AND`; `/` is an old spelling of `OR`; a licence `WITH` an exception counts as another licence.
/// What is not an expression is not compatible.
fn is_compatible(expression: &str) -> bool {
    let spaced = expression
        .replace('(', " ( ")
        .replace(')', " ) ")
        .replace('/', " OR ");
    let mut words = spaced.split_whitespace().peekable();
    any_of(&mut words) == Some(true) && words.next().is_none()
}

type Words<'a> = Peekable<SplitWhitespace<'a>>;

fn any_of(words: &mut Words<'_>) -> Option<bool> {
    let mut value = all_of(words)?;
    while words.next_if_eq(&"OR").is_some() {
        value |= all_of(words)?;
    }
    Some(value)
}

fn all_of(words: &mut Words<'_>) -> Option<bool> {
    let mut value = one(words)?;
    while words.next_if_eq(&"AND").is_some() {
        value &= one(words)?;
    }
    Some(value)
}

fn one(words: &mut Words<'_>) -> Option<bool> {
    if words.next_if_eq(&"(").is_some() {
        let value = any_of(words)?;
        return words.next_if_eq(&")").map(|_| value);
    }
    let licence = words.next()?;
    if words.next_if_eq(&"WITH").is_some() {
        return words.next().map(|_| false);
    }
    Some(COMPATIBLE.contains(&licence))
}

#[cfg(test)]
mod tests {
    use super::{is_compatible, linked, refused_of};
    use serde_json::{Value, json};

    #[test]
    fn expressions_are_judged_by_what_may_be_chosen() {
        for good in [
            "MIT",
            "Apache-2.0 OR MIT",
            "MIT/Apache-2.0",
            "Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT",
            "(MIT OR Apache-2.0) AND BSD-3-Clause",
            "Unlicense OR MIT",
        ] {
            assert!(is_compatible(good), "{good}");
        }
        for bad in [
            "",
            "Apache-2.0",
            "MIT AND Apache-2.0",
            "MPL-2.0",
            "(MIT OR Apache-2.0) AND OpenSSL",
            "Apache-2.0 AND MIT OR Apache-2.0",
            "GPL-3.0-or-later",
            "MIT OR",
            "(MIT",
            "MIT MIT",
        ] {
            assert!(!is_compatible(bad), "{bad}");
        }
    }

    fn package(name: &str, licence: &str, kind: &str) -> Value {
        json!({"id": name, "name": name, "license": licence, "targets": [{"kind": [kind]}]})
    }

    fn edge(to: &str, kind: Value) -> Value {
        json!({"pkg": to, "dep_kinds": [{"kind": kind}]})
    }

    #[test]
    fn only_linked_crates_are_asked() {
        let ours = [edge("linked", Value::Null), edge("builder", json!("build"))];
        let theirs = [edge("deeper", Value::Null), edge("macro", Value::Null)];
        let metadata = json!({
            "packages": [
                package("acd", "GPL-2.0-or-later", "cdylib"),
                package("linked", "MIT", "lib"),
                package("deeper", "Apache-2.0", "lib"),
                package("builder", "Apache-2.0", "lib"),
                package("macro", "Apache-2.0", "proc-macro"),
            ],
            "resolve": {"root": "acd", "nodes": [
                {"id": "acd", "deps": ours},
                {"id": "linked", "deps": theirs},
            ]},
        });
        let refused = refused_of(&linked(&metadata));
        assert_eq!(refused.len(), 1);
        assert!(refused[0].what.contains("`deeper`"), "{}", refused[0]);
    }
}
