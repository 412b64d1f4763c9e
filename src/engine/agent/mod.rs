//! An agent: what is known of one, which states there are, and what moves an agent.
//!
//! - `abilities`: what agents can do, also for many at once
//! - `change`: skills, queues and the phone, changed while the floor is open
//! - `duty`: what holds beside the state: who brought it about, until when
//! - `force`: what others make an agent do
//! - `not_ready`: how long an agent may be away
//! - `presence`: at work or not, ready or not, and what the phone does
//! - `record`: one agent, one record for all queues
//! - `returning`: what holds again after a restart of the PBX
//! - `rona`: what an offer that came to nothing means for the agent
//! - `state`: states and legal moves
//! - `workload`: how much of the time at work was occupied
//! - `wrap_up`: after-call time and what became of the call

pub(in crate::engine) mod abilities;
pub(in crate::engine) mod change;
pub(in crate::engine) mod duty;
pub(in crate::engine) mod force;
pub(in crate::engine) mod not_ready;
pub(in crate::engine) mod presence;
pub(in crate::engine) mod record;
pub(in crate::engine) mod returning;
pub(in crate::engine) mod rona;
pub(in crate::engine) mod state;
pub(in crate::engine) mod workload;
pub(in crate::engine) mod wrap_up;
