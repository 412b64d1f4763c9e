//! The floor as values, for people and programs that look at it. Nothing here changes anything.
//!
//! - `coming_step`: what is to come for a call that waits
//! - `explain_agent`: why an agent gets no call
//! - `explain_call`: why a call waits
//! - `prospect`: whether a call would find anybody
//! - `reserve`: how a reserve stands
//! - `snapshot`: the floor at one moment
//! - `views`: the values themselves

pub(in crate::engine) mod coming_step;
pub(in crate::engine) mod explain_agent;
pub(in crate::engine) mod explain_call;
pub(in crate::engine) mod prospect;
pub(in crate::engine) mod reserve;
pub(in crate::engine) mod snapshot;
pub(in crate::engine) mod views;
