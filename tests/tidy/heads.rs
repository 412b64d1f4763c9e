//! How files begin: each says what it is for, and shared code forbids `unsafe`.

use crate::source::{Finding, Source};
use crate::tokens::matches_at;

/// Folders in which no `unsafe` may stand; the attribute at their head covers every file below.
const SAFE: &[&str] = &["engine", "config", "driver", "store", "reports"];

/// A file that does not open with a `//!` sentence.
pub(crate) fn undescribed(source: &Source) -> Vec<Finding> {
    let opening = source.text.lines().next().unwrap_or("");
    let says_something = opening
        .strip_prefix("//! ")
        .is_some_and(|text| text.len() >= 10);
    if says_something {
        Vec::new()
    } else {
        vec![source.finding(
            1,
            "open the file with `//!`: its concept, the rule it keeps",
        )]
    }
}

/// Folders that should forbid `unsafe` and do not.
pub(crate) fn unsafe_allowed(sources: &[Source]) -> Vec<Finding> {
    sources
        .iter()
        .filter(|source| {
            SAFE.iter()
                .any(|folder| source.path == format!("src/{folder}/mod.rs"))
                && !forbids_unsafe(source)
        })
        .map(|source| source.finding(1, "head the folder with `#![forbid(unsafe_code)]`"))
        .collect()
}

fn forbids_unsafe(source: &Source) -> bool {
    let attribute = ["#", "!", "[", "forbid", "(", "unsafe_code", ")", "]"];
    (0..source.tokens.len()).any(|index| matches_at(&source.tokens, index, &attribute))
}

#[cfg(test)]
mod tests {
    use super::{undescribed, unsafe_allowed};
    use crate::source::Source;

    #[test]
    fn a_file_without_a_head_is_found() {
        assert_eq!(
            undescribed(&Source::new("src/a.rs", "use std::fmt;")).len(),
            1
        );
        assert_eq!(
            undescribed(&Source::new("src/a.rs", "//!\nuse std::fmt;")).len(),
            1
        );
        assert_eq!(
            undescribed(&Source::new("src/a.rs", "//! What it is for.")).len(),
            0
        );
    }

    #[test]
    fn a_shared_folder_that_allows_unsafe_is_found() {
        let open = Source::new(
            "src/engine/mod.rs",
            "//! The engine. #![forbid(unsafe_code)]",
        );
        assert_eq!(unsafe_allowed(&[open]).len(), 1);
        let shut = Source::new(
            "src/engine/mod.rs",
            "//! The engine.\n#![forbid(unsafe_code)]",
        );
        assert_eq!(unsafe_allowed(&[shut]).len(), 0);
        assert_eq!(
            unsafe_allowed(&[Source::new("src/ffi/mod.rs", "")]).len(),
            0
        );
    }
}
