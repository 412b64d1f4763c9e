//! Estimated wait.
//!
//! - `forecast`: how long calls of one class will wait
//! - `handling`: how long a call keeps an agent
//! - `wait`: what follows for a call

pub(in crate::engine) mod forecast;
pub(in crate::engine) mod handling;
pub(in crate::engine) mod wait;
