//! Operator text as its loader leaves it: sections and entries, each with its place.
//!
//! A host that has a loader of its own (templates, includes, databases) hands these over; for
//! everyone else [`parse`](super::parse()) makes them. Templates are resolved: what a section
//! inherits comes first among its entries, so that a later entry overrides an earlier one.

use std::sync::Arc;

/// One `[name]` with what stands below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// The name between the brackets, as written.
    pub name: String,
    /// The file it stands in; empty if there is none (a database).
    pub file: Arc<str>,
    /// The line of the header, counted from 1; 0 if there is none.
    pub line: u32,
    /// The entries in the order in which they count.
    pub entries: Vec<Entry>,
}

/// One `key = value`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The key as written; case and the choice between `-` and `_` do not matter.
    pub key: String,
    /// The value without spaces around it and without comment.
    pub value: String,
    /// The file it stands in, which is that of the template for an inherited entry.
    pub file: Arc<str>,
    /// The line, counted from 1; 0 if there is none.
    pub line: u32,
}

impl Section {
    /// Whether the entry stands below this very header, rather than being inherited or included.
    pub(super) fn is_own(&self, entry: &Entry) -> bool {
        self.line > 0 && entry.line > self.line && entry.file == self.file
    }
}

impl Entry {
    /// The key in the one spelling that the rest of this folder compares: lower case, hyphens.
    pub(super) fn canonical_key(&self) -> String {
        self.key.to_ascii_lowercase().replace('_', "-")
    }
}
