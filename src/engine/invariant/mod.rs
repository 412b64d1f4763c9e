//! What must hold after every fact, computed plainly and independently of the tables that make the
//! router fast.
//!
//! - `floor`: agents, calls and offers
//! - `reach`: staffing, reaches, conditions and reviews
//! - `reserve`: who is in reserve, and why
//! - `timers`: deadlines

pub(in crate::engine) mod floor;
pub(in crate::engine) mod reach;
pub(in crate::engine) mod reserve;
pub(in crate::engine) mod timers;
