//! `acd` turns an existing PBX into a contact centre.
//!
//! A C-ABI shared library that the PBX loads: skill-based call distribution, offered as dialplan
//! applications. The rules live in [`engine`], which knows no clock, thread or PBX; one folder per
//! host adapts it.

#[cfg(feature = "asterisk")]
pub mod asterisk;
#[cfg(feature = "asterisk")]
pub mod capi;
pub mod config;
pub mod driver;
pub mod engine;
pub mod ffi;
pub mod recordings;
pub mod redact;
pub mod reports;
pub mod store;
