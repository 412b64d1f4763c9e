//! Files of the project as the rules see them, and findings as the reader sees them.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::tokens::{self, Token};

/// A rule broken at one place.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Finding {
    /// The file, from the project's root.
    pub(crate) path: String,
    /// The line, from 1.
    pub(crate) line: usize,
    /// What is wrong and what to do instead.
    pub(crate) what: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:{}: {}", self.path, self.line, self.what)
    }
}

/// One file of the project.
#[derive(Debug)]
pub(crate) struct Source {
    /// The path from the project's root, with `/`.
    pub(crate) path: String,
    /// The text.
    pub(crate) text: String,
    /// The tokens; none if the file is not Rust.
    pub(crate) tokens: Vec<Token>,
}

impl Source {
    /// A file of this path and text; Rust files are taken apart.
    pub(crate) fn new(path: &str, text: &str) -> Self {
        let tokens = if path.ends_with(".rs") {
            tokens::of(path, text)
        } else {
            Vec::new()
        };
        Self {
            path: path.to_owned(),
            text: text.to_owned(),
            tokens,
        }
    }

    /// A finding in this file.
    pub(crate) fn finding(&self, line: usize, what: impl Into<String>) -> Finding {
        Finding {
            path: self.path.clone(),
            line,
            what: what.into(),
        }
    }

    /// The module path: `src/engine/plan.rs` is `engine`, `plan`; `src/lib.rs` is empty.
    pub(crate) fn module(&self) -> Vec<String> {
        let inner = self.path.strip_prefix("src/").unwrap_or(&self.path);
        let inner = inner.strip_suffix(".rs").unwrap_or(inner);
        let mut module: Vec<String> = inner.split('/').map(str::to_owned).collect();
        if module
            .last()
            .is_some_and(|last| last == "mod" || last == "lib")
        {
            module.pop();
        }
        module
    }

    /// The first folder or file under `src/`: the unit that the import rule speaks of.
    pub(crate) fn unit(&self) -> String {
        self.module()
            .first()
            .cloned()
            .unwrap_or_else(|| "lib".to_owned())
    }
}

/// The project's root.
pub(crate) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every Rust file under a folder of the project, in order of path. Files that only tests see
/// (`#[cfg(test)] mod name;`) count as test code throughout.
pub(crate) fn rust_sources(folder: &str) -> Vec<Source> {
    let mut paths = Vec::new();
    walk(&root().join(folder), &mut paths);
    let mut sources: Vec<Source> = paths
        .iter()
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .filter_map(|path| read(path))
        .collect();
    mark_test_files(&mut sources);
    sources
}

/// Marks the files of modules that are declared under `#[cfg(test)]`.
pub(crate) fn mark_test_files(sources: &mut [Source]) {
    let mut test_modules = Vec::new();
    for source in sources.iter() {
        for name in tokens::test_module_names(&source.tokens) {
            let mut module = source.module();
            module.push(name);
            test_modules.push(module);
        }
    }
    for source in sources {
        let module = source.module();
        if test_modules.iter().any(|test| module.starts_with(test)) {
            source
                .tokens
                .iter_mut()
                .for_each(|token| token.is_test = true);
        }
    }
}

/// Every file that is, or is about to be, under version control and is text. Outside a checkout
/// (a released archive): every file but those of hidden folders and of `target`.
pub(crate) fn tracked_texts() -> Vec<Source> {
    let listed = Command::new("git")
        .args([
            "ls-files",
            "-z",
            "--cached",
            "--others",
            "--exclude-standard",
        ])
        .current_dir(root())
        .output();
    let paths: Vec<PathBuf> = match listed {
        Ok(listed) if listed.status.success() => String::from_utf8_lossy(&listed.stdout)
            .split('\0')
            .filter(|name| !name.is_empty())
            .map(|name| root().join(name))
            .collect(),
        _ => {
            let mut paths = Vec::new();
            walk(&root(), &mut paths);
            paths
        }
    };
    paths.iter().filter_map(|path| read(path)).collect()
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if path.is_dir() && name != "target" && !name.starts_with('.') {
            walk(&path, found);
        } else if path.is_file() {
            found.push(path);
        }
    }
}

/// The file, if it exists and is text.
fn read(path: &Path) -> Option<Source> {
    let text = fs::read_to_string(path).ok()?;
    let name = path.strip_prefix(root()).unwrap_or(path);
    Some(Source::new(&name.to_string_lossy(), &text))
}

#[cfg(test)]
mod tests {
    use super::{Source, mark_test_files};

    #[test]
    fn a_path_names_a_module() {
        assert_eq!(
            Source::new("src/engine/plan.rs", "").module(),
            ["engine", "plan"]
        );
        assert_eq!(Source::new("src/engine/mod.rs", "").module(), ["engine"]);
        assert!(Source::new("src/lib.rs", "").module().is_empty());
        assert_eq!(Source::new("src/redact.rs", "").unit(), "redact");
    }

    #[test]
    fn a_file_that_only_tests_see_is_test_code() {
        let mut sources = [
            Source::new("src/asterisk/mod.rs", "#[cfg(test)]\nmod fake;\nmod real;"),
            Source::new("src/asterisk/fake.rs", "fn a() {}"),
            Source::new("src/asterisk/real.rs", "fn b() {}"),
        ];
        mark_test_files(&mut sources);
        assert!(sources[1].tokens.iter().all(|token| token.is_test));
        assert!(!sources[2].tokens.iter().any(|token| token.is_test));
    }
}
