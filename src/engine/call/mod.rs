//! A call: what is known of one, which states there are, and its way from arrival to its end.
//!
//! - `abandon`: the caller leaves first
//! - `arrival`: it enters a queue, or is not let in
//! - `attribute`: what the dialplan knows about it
//! - `briefing`: the agent hears something before the conversation
//! - `change`: what is changed by word while it waits
//! - `conversation`: the first answered offer wins, until either side ends it
//! - `memory`: what is remembered of a caller
//! - `record`: one call
//! - `state`: states and legal moves

pub(in crate::engine) mod abandon;
pub(in crate::engine) mod arrival;
pub(in crate::engine) mod attribute;
pub(in crate::engine) mod briefing;
pub(in crate::engine) mod change;
pub(in crate::engine) mod conversation;
pub(in crate::engine) mod memory;
pub(in crate::engine) mod record;
pub(in crate::engine) mod state;
pub(in crate::engine) mod tagging;
