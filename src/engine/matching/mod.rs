//! Which agent gets which call, and the reservation of the one for the other.
//!
//! - `answer_counts`: calls answered, kept level
//! - `choice`: which of the free agents who fit
//! - `idle`: the free agents, laid out for search
//! - `lot`: numbers that look drawn
//! - `ranking`: the lasting part of the order of agents
//! - `reservation`: one agent held for one call
//! - `search`: a call looks for an agent, an agent for a call
//! - `strategy`: the strategy at work, changed live

pub(in crate::engine) mod answer_counts;
pub(in crate::engine) mod choice;
pub(in crate::engine) mod idle;
pub(in crate::engine) mod lot;
pub(in crate::engine) mod ranking;
pub(in crate::engine) mod reservation;
pub(in crate::engine) mod search;
pub(in crate::engine) mod strategy;
