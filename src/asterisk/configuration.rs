//! `acd.conf` through Asterisk's own loader, so that templates, `#include` and a mapping in
//! `extconfig.conf` work as in every other file the administrator knows.

use std::ffi::CStr;
use std::ptr::{self, NonNull};
use std::sync::Arc;

use super::sys;
use crate::driver::{Entry, Section};
use crate::ffi::text;

/// The file's name; Asterisk finds it in its configuration directory.
pub const FILE_NAME: &CStr = c"acd.conf";

/// Why there is nothing to check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// The file is not there or may not be read.
    #[error(
        "acd.conf is missing or not readable: copy the sample (`make samples`) to Asterisk's \
         configuration directory, readable for the user Asterisk runs as"
    )]
    Missing,
    /// Asterisk could not make sections of it.
    #[error(
        "acd.conf is not a valid configuration file: Asterisk's own message in the log names the \
         line"
    )]
    Invalid,
}

/// Closes what the loader opened.
struct OpenFile(NonNull<sys::ast_config>);

impl Drop for OpenFile {
    fn drop(&mut self) {
        // SAFETY: from the loader, freed once.
        unsafe { sys::ast_config_destroy(self.0.as_ptr()) };
    }
}

/// Reads the file: sections in order, templates resolved and left out.
///
/// # Errors
/// [`Unreadable`], for the log or the console.
pub fn read() -> Result<Vec<Section>, Unreadable> {
    // SAFETY: two literals; no flags: the file is read anew each time.
    let loaded = unsafe {
        sys::ast_config_load2(
            FILE_NAME.as_ptr(),
            c"app_acd".as_ptr(),
            sys::ast_flags { flags: 0 },
        )
    };
    // Asterisk says "invalid" by an address that no object can have.
    if loaded.addr() == usize::MAX - 1 {
        return Err(Unreadable::Invalid);
    }
    let file = OpenFile(NonNull::new(loaded).ok_or(Unreadable::Missing)?);
    let mut sections = Vec::new();
    let mut category = ptr::null_mut();
    loop {
        // SAFETY: an open file and a category of it, NULL for the first.
        category = unsafe {
            sys::ast_category_browse_filtered(file.0.as_ptr(), ptr::null(), category, ptr::null())
        };
        if category.is_null() {
            return Ok(sections);
        }
        // SAFETY: a category of the open file.
        sections.push(unsafe { section(category) });
    }
}

/// # Safety
/// `category` belongs to an open file.
unsafe fn section(category: *mut sys::ast_category) -> Section {
    // SAFETY: the caller's promise.
    let name = unsafe { sys::ast_category_get_name(category) };
    // SAFETY: it lives as long as the category.
    let name = unsafe { text::borrow(name) };
    let mut entries = Vec::new();
    let mut own = None;
    // SAFETY: the caller's promise.
    let mut variable = unsafe { sys::ast_category_first(category) };
    // SAFETY: a list that lives as long as the category.
    while let Some(line) = unsafe { variable.as_ref() } {
        // SAFETY: texts of the list.
        entries.push(unsafe { entry(line) });
        // Lines of templates come first, and stand elsewhere.
        if line.inherited == 0 && own.is_none() {
            own = Some(entries.len() - 1);
        }
        variable = line.next;
    }
    // The loader keeps no place for a section itself: that of its first own line is nearest.
    let (file, line) = entries.get(own.unwrap_or(0)).map_or_else(
        || (Arc::from(text::lossy(FILE_NAME)), 0),
        |entry: &Entry| (Arc::clone(&entry.file), entry.line),
    );
    Section {
        name: text::lossy(name).into(),
        file,
        line,
        entries,
    }
}

/// # Safety
/// The texts of `line` are live.
unsafe fn entry(line: &sys::ast_variable) -> Entry {
    // SAFETY: the caller's promise.
    let key = unsafe { text::borrow(line.name) };
    // SAFETY: as above.
    let value = unsafe { text::borrow(line.value) };
    // SAFETY: as above.
    let file = unsafe { text::borrow(line.file) };
    // The loader names only files that were included; the rest is in the file itself.
    let file = if file.is_empty() { FILE_NAME } else { file };
    Entry {
        key: text::lossy(key).into(),
        value: text::lossy(value).into(),
        file: text::lossy(file).into(),
        line: u32::try_from(line.lineno).unwrap_or(0),
    }
}
