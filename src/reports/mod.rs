//! Reports: events to numbers and lines for programs that read them.
//!
//! - `queue_log`: lines as the classic queue application writes them
#![forbid(unsafe_code)]

pub mod queue_log;
