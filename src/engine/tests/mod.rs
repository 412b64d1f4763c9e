//! The rules of the engine driven through the router, with invariants checked after every fact.

mod estimate;
pub(super) mod floor;
mod flow;
mod leaving;
mod offers;
mod presence;
mod reading;
mod replanning;
mod restart;
mod returning;
mod storm;
