//! What other modules of the PBX may ask, in C: the functions of `include/acd.h`.
//!
//! Each is one call of the panic wall, checks its pointers, and answers with a number that is never
//! used for anything else. Outputs are written only here and always end with a NUL. What a channel
//! means is the host adapter's to know.

mod tag;

use std::ffi::c_int;

use crate::ffi::guard::guard;

pub use tag::{acd_tag_get, acd_tag_list, acd_tag_set};

/// `ACD_API_VERSION` of the header.
pub const API_VERSION: c_int = 1;

/// See `include/acd.h`.
#[unsafe(no_mangle)]
pub extern "C" fn acd_api_version() -> c_int {
    guard("acd_api_version", API_VERSION, || API_VERSION)
}
