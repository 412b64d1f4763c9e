//! The listed part of the Asterisk headers, made by the build; see `include/asterisk_symbols.txt`.
//!
//! Generated code keeps C's names and habits, so the lints are silenced here and nowhere else.
#![allow(
    missing_docs,
    non_camel_case_types,
    non_snake_case,
    non_upper_case_globals,
    unreachable_pub,
    unused_qualifications,
    dead_code,
    improper_ctypes,
    unnecessary_transmutes,
    unsafe_op_in_unsafe_fn
)]
#![allow(
    clippy::all,
    clippy::undocumented_unsafe_blocks,
    clippy::multiple_unsafe_ops_per_block
)]
#![allow(clippy::use_self, clippy::missing_safety_doc, clippy::too_many_lines)]

include!(concat!(env!("OUT_DIR"), "/asterisk_sys.rs"));
