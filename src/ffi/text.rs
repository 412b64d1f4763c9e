//! C strings in and out.
//!
//! In: borrowed where the host keeps the text alive, replaced piecewise where it is not UTF-8
//! (callers' names come in any encoding). Out: copies that end on a whole character and always
//! with a NUL. For people: control characters made visible, so that no caller writes into a log
//! or a terminal. Quoting for a format (JSON, AMI) is left to that format.

use std::borrow::Cow;
use std::ffi::{CStr, CString, c_char};

/// Borrows a host string; NULL is the empty string, as everywhere in Asterisk.
///
/// # Safety
/// `text` is NULL or points to a NUL-terminated string that stays unchanged for `'a`.
pub unsafe fn borrow<'a>(text: *const c_char) -> &'a CStr {
    if text.is_null() {
        return c"";
    }
    // SAFETY: not NULL, and the caller promises the rest.
    unsafe { CStr::from_ptr(text) }
}

/// The text as Rust sees it; bytes that are not UTF-8 become U+FFFD. Copies only then.
pub fn lossy(text: &CStr) -> Cow<'_, str> {
    text.to_string_lossy()
}

/// An owned C string; a NUL inside, which C could not see past, becomes `?`.
pub fn c_string(text: &str) -> CString {
    match CString::new(text) {
        Ok(text) => text,
        Err(error) => {
            let mut bytes = error.into_vec();
            for byte in &mut bytes {
                if *byte == 0 {
                    *byte = b'?';
                }
            }
            CString::new(bytes).expect("every NUL was replaced")
        }
    }
}

/// The longest start of `text` that fits in `limit` bytes and ends on a whole character.
pub fn truncated(text: &str, limit: usize) -> &str {
    &text[..text.floor_char_boundary_at(limit)]
}

/// Copies `text` into a C buffer, with its NUL; returns how many bytes of `text` were copied.
///
/// What does not fit is cut at a whole character, and at a NUL. An empty buffer is left alone.
pub fn copy_into(text: &str, buffer: &mut [c_char]) -> usize {
    let Some(room) = buffer.len().checked_sub(1) else {
        return 0;
    };
    let visible = text.split('\0').next().unwrap_or_default();
    let copied = truncated(visible, room);
    for (place, byte) in buffer.iter_mut().zip(copied.bytes()) {
        *place = c_char::from_ne_bytes([byte]);
    }
    buffer[copied.len()] = 0;
    copied.len()
}

/// The text on one line: control characters, line separators and the marks that turn writing
/// around are shown as escapes. Copies only if there are any.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        if is_hidden(character) {
            shown.extend(character.escape_default());
        } else {
            shown.push(character);
        }
    }
    Cow::Owned(shown)
}

/// The same for JSON text, which then still is JSON of the same meaning.
pub fn visible_in_json(json: &str) -> Cow<'_, str> {
    if !json.contains(is_hidden) {
        return Cow::Borrowed(json);
    }
    let mut shown = String::with_capacity(json.len() + 16);
    for character in json.chars() {
        if is_hidden(character) {
            let mut units = [0; 2];
            for unit in character.encode_utf16(&mut units) {
                shown.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            shown.push(character);
        }
    }
    Cow::Owned(shown)
}

fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}')
        || matches!(
            character,
            '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{feff}'
        )
}

/// `str::floor_char_boundary` is newer than the oldest compiler we build with.
trait CharBoundary {
    fn floor_char_boundary_at(&self, limit: usize) -> usize;
}

impl CharBoundary for str {
    fn floor_char_boundary_at(&self, limit: usize) -> usize {
        if limit >= self.len() {
            return self.len();
        }
        // A character has at most four bytes, so one of these is a boundary.
        (limit.saturating_sub(3)..=limit)
            .rev()
            .find(|place| self.is_char_boundary(*place))
            .unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use std::ffi::{CStr, CString, c_char};

    use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};

    use super::{borrow, c_string, copy_into, lossy, truncated, visible, visible_in_json};

    fn read_back(buffer: &[c_char]) -> &CStr {
        // SAFETY: the functions under test promise a NUL inside the buffer.
        unsafe { CStr::from_ptr(buffer.as_ptr()) }
    }

    #[test]
    fn null_is_empty() {
        // SAFETY: NULL is allowed.
        assert_eq!(unsafe { borrow(std::ptr::null()) }, c"");
    }

    #[test]
    fn borrowed_text_is_not_copied() {
        let text = c"1001";
        // SAFETY: a literal.
        let borrowed = unsafe { borrow(text.as_ptr()) };
        assert_eq!(borrowed.as_ptr(), text.as_ptr());
    }

    #[test]
    fn latin_1_names_survive() {
        assert_eq!(lossy(c"Ren\xe9e"), "Ren\u{fffd}e");
    }

    #[test]
    fn nul_inside_becomes_a_question_mark() {
        assert_eq!(c_string("a\0b").as_c_str(), c"a?b");
    }

    #[test]
    fn json_stays_json_when_its_hidden_characters_are_shown() {
        let name = "Eve\u{7f}\u{85}\u{202e}\u{feff} René";
        let json = serde_json::to_string(name).expect("a text");
        let shown = visible_in_json(&json);
        assert_eq!(shown, r#""Eve\u007f\u0085\u202e\ufeff René""#);
        assert_eq!(
            serde_json::from_str::<String>(&shown).expect("still JSON"),
            name
        );
        assert!(matches!(
            visible_in_json("{}"),
            std::borrow::Cow::Borrowed("{}")
        ));
    }

    #[test]
    fn a_cut_never_splits_a_character() {
        let mut buffer = [1; 4];
        assert_eq!(copy_into("ab\u{e9}\u{e9}", &mut buffer), 2);
        assert_eq!(read_back(&buffer), c"ab");
    }

    #[test]
    fn an_empty_buffer_is_left_alone() {
        assert_eq!(copy_into("x", &mut []), 0);
    }

    #[test]
    fn line_breaks_and_terminal_codes_are_shown() {
        assert_eq!(visible("a\r\nb\u{1b}[31m"), "a\\r\\nb\\u{1b}[31m");
        assert_eq!(visible("\u{202e}evil"), "\\u{202e}evil");
    }

    proptest! {
        #[test]
        fn copies_are_starts_and_end_with_nul(text in any::<String>(), room in 1_usize..40) {
            let mut buffer = vec![1; room];
            let copied = copy_into(&text, &mut buffer);
            prop_assert!(copied < room);
            let back = read_back(&buffer).to_str().expect("cut on a whole character");
            prop_assert_eq!(back, &text[..copied]);
            let more = text[copied..].chars().next();
            let stopped_for_a_reason =
                more.is_none_or(|next| next == '\0' || copied + next.len_utf8() >= room);
            prop_assert!(stopped_for_a_reason);
        }

        #[test]
        fn truncation_is_the_longest_start(text in any::<String>(), limit in 0_usize..40) {
            let cut = truncated(&text, limit);
            prop_assert!(cut.len() <= limit && text.starts_with(cut));
            let next = text[cut.len()..].chars().next();
            prop_assert!(next.is_none_or(|next| cut.len() + next.len_utf8() > limit));
        }

        #[test]
        fn c_strings_keep_every_character_but_nul(text in any::<String>()) {
            let owned = c_string(&text);
            let expected = text.replace('\0', "?");
            prop_assert_eq!(owned.to_str().expect("still UTF-8"), expected.as_str());
        }

        #[test]
        fn visible_text_has_no_control_character(text in any::<String>()) {
            let shown = visible(&text);
            prop_assert!(!shown.chars().any(char::is_control));
            if !text.chars().any(super::is_hidden) {
                prop_assert_eq!(shown.as_ref(), text.as_str());
            }
        }

        #[test]
        fn any_bytes_are_readable(bytes in proptest::collection::vec(1_u8.., 0..64)) {
            let text = CString::new(bytes.clone()).expect("no NUL was generated");
            let seen = lossy(&text);
            if let Ok(exact) = std::str::from_utf8(&bytes) {
                prop_assert_eq!(seen.as_ref(), exact);
            } else {
                let marked = seen.contains(char::REPLACEMENT_CHARACTER);
                prop_assert!(marked);
            }
        }
    }
}
