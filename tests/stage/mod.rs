//! What every test of the engine needs before it can begin: plans in a few words, and chance that
//! can be repeated.
//!
//! Left out on purpose: everything that knows the router. Each test crate hosts it in its own way.
#![allow(dead_code, reason = "each test crate uses the part it needs")]

pub(crate) mod blueprint;
pub(crate) mod chance;
