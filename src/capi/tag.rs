//! Tags, by the name of a channel.

use std::ffi::{c_char, c_int};
use std::slice;

use super::given;
use crate::asterisk::tags_by_channel as tags;
use crate::ffi::guard::guard;
use crate::ffi::status::Status;
use crate::ffi::text;

/// Who sets a tag if the other module does not say.
const MODULE: &str = "module";

/// See `include/acd.h`.
///
/// # Safety
/// The texts are NULL or end with a NUL, and `value` is NULL or has room for `size` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn acd_tag_get(
    channel: *const c_char,
    key: *const c_char,
    value: *mut c_char,
    size: usize,
) -> c_int {
    guard("acd_tag_get", Status::Failed.code(), || {
        // SAFETY: the caller's promise.
        let Some(buffer) = (unsafe { emptied(value, size) }) else {
            return Status::Null.code();
        };
        // SAFETY: as above.
        let channel = unsafe { given(channel) };
        // SAFETY: as above.
        let key = unsafe { given(key) };
        let (Some(channel), Some(key)) = (channel, key) else {
            return Status::Null.code();
        };
        let found = tags::get(&text::lossy(channel), &text::lossy(key));
        answer(found, buffer)
    })
}

/// See `include/acd.h`.
///
/// # Safety
/// The texts are NULL or end with a NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn acd_tag_set(
    channel: *const c_char,
    key: *const c_char,
    value: *const c_char,
    by: *const c_char,
) -> c_int {
    guard("acd_tag_set", Status::Failed.code(), || {
        // SAFETY: the caller's promise.
        let channel = unsafe { given(channel) };
        // SAFETY: as above.
        let key = unsafe { given(key) };
        let (Some(channel), Some(key)) = (channel, key) else {
            return Status::Null.code();
        };
        // SAFETY: as above.
        let value = unsafe { given(value) }.map(text::lossy);
        // SAFETY: as above.
        let by = unsafe { given(by) }.map(text::lossy);
        let (channel, key) = (text::lossy(channel), text::lossy(key));
        let by = by.as_deref().unwrap_or(MODULE);
        let done = tags::set(&channel, &key, value.as_deref(), by);
        done.err().unwrap_or(Status::Ok).code()
    })
}

/// See `include/acd.h`.
///
/// # Safety
/// The texts are NULL or end with a NUL, and `keys` is NULL or has room for `size` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn acd_tag_list(
    channel: *const c_char,
    keys: *mut c_char,
    size: usize,
) -> c_int {
    guard("acd_tag_list", Status::Failed.code(), || {
        // SAFETY: the caller's promise.
        let Some(buffer) = (unsafe { emptied(keys, size) }) else {
            return Status::Null.code();
        };
        // SAFETY: as above.
        let Some(channel) = (unsafe { given(channel) }) else {
            return Status::Null.code();
        };
        answer(tags::list(&text::lossy(channel)), buffer)
    })
}

/// A buffer that holds an empty text.
///
/// # Safety
/// It is NULL or has room for `size` bytes, which nobody else uses for `'a`.
unsafe fn emptied<'a>(buffer: *mut c_char, size: usize) -> Option<&'a mut [c_char]> {
    if buffer.is_null() || size == 0 {
        return None;
    }
    // SAFETY: the caller's promise; written before it is read.
    unsafe { buffer.write_bytes(0, size) };
    // SAFETY: as above.
    Some(unsafe { slice::from_raw_parts_mut(buffer, size) })
}

fn answer(found: Result<String, Status>, buffer: &mut [c_char]) -> c_int {
    match found {
        Ok(found) if text::copy_into(&found, buffer) == found.len() => Status::Ok.code(),
        Ok(_) => Status::TooSmall.code(),
        Err(status) => status.code(),
    }
}

#[cfg(test)]
mod tests {
    use std::ptr;

    use super::*;

    #[test]
    fn null_is_an_answer_and_no_crash() {
        let mut buffer: [c_char; 4] = [7; 4];
        let (no_text, place) = (ptr::null(), buffer.as_mut_ptr());
        // SAFETY: NULL or live for the call, here and below.
        let get = |channel, key, place, size| unsafe { acd_tag_get(channel, key, place, size) };
        // SAFETY: see above.
        let set = unsafe { acd_tag_set(no_text, c"k".as_ptr(), no_text, no_text) };
        // SAFETY: see above.
        let list = unsafe { acd_tag_list(no_text, place, 4) };
        let codes = [
            get(no_text, no_text, ptr::null_mut(), 0),
            get(c"x".as_ptr(), no_text, place, 4),
            get(c"x".as_ptr(), c"k".as_ptr(), place, 0),
            set,
            list,
        ];
        assert_eq!(codes, [Status::Null.code(); 5]);
        assert_eq!(buffer[0], 0);
    }

    #[test]
    fn what_does_not_fit_is_cut_and_told() {
        let mut buffer: [c_char; 4] = [0; 4];
        let told = answer(Ok("abcd".to_owned()), &mut buffer);
        assert_eq!(told, Status::TooSmall.code());
        assert_eq!(buffer[3], 0);
        assert_eq!(answer(Ok("abc".to_owned()), &mut buffer), Status::Ok.code());
    }
}
