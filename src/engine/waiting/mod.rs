//! While a call waits: its need relaxes, more agents are reached, it moves on, it is told how
//! things stand.
//!
//! - `announce`: what a caller is told, and when
//! - `moving`: to another queue, with age and priority
//! - `overflow`: out of a queue by rule
//! - `overflow_steps`: to other queues by wait
//! - `rank_window`: agents of later ranks
//! - `reach`: who could take it now or later
//! - `relax_condition`: steps that begin when nobody is free, works or is signed in
//! - `relaxation`: steps at exact moments
//! - `sticky`: one agent first, then everyone
//! - `wait_over`: steps and overflow by the estimated wait

pub(in crate::engine) mod announce;
pub(in crate::engine) mod moving;
pub(in crate::engine) mod overflow;
pub(in crate::engine) mod overflow_steps;
pub(in crate::engine) mod rank_window;
pub(in crate::engine) mod reach;
pub(in crate::engine) mod relax_condition;
pub(in crate::engine) mod relaxation;
pub(in crate::engine) mod sticky;
pub(in crate::engine) mod wait_over;
