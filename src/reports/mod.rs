//! Events to lines and numbers for programs that read them. What each number counts is in
//! `docs/reports.md`.
//!
//! - `queue_log`: lines of the classic queue log
//! - `buckets`: a time cut into intervals
//! - `figures`: shares, means and percentiles
//! - `stay_figures`: what became of calls in a queue, or with a tag
//! - `agent_figures`: what an agent did, and for how long
//! - `csv`: lines for spreadsheets
//!
//! Rule kept: figures are made of rows and nothing else; no clock, no file, no order of rows
//! counts.
#![forbid(unsafe_code)]

pub mod agent_figures;
pub mod buckets;
pub mod csv;
pub mod figures;
pub mod queue_log;
pub mod stay_figures;
