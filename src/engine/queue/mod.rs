//! A queue: its door, its line, the classes of need in the line, and how it is staffed.
//!
//! - `by_hand`: what is set of a queue while the floor is open
//! - `class`: calls that need the same, and who meets it
//! - `class_table`: all classes, laid out for search
//! - `door`: open or closed
//! - `entry`: whether anybody is there for a call
//! - `fits`: which agent fits which class
//! - `order`: who is served first
//! - `ordered_line`: calls in that order, with the place of each
//! - `position`: a place of its own at join
//! - `record`: one queue at work
//! - `reserve`: agents who join when the queue needs them
//! - `review`: rules on a condition, looked at again when it may have changed
//! - `service`: how many recent calls were answered in time
//! - `serving`: who serves it, with which rank
//! - `staffing`: how far the agents are from taking calls

pub(in crate::engine) mod by_hand;
pub(in crate::engine) mod class;
pub(in crate::engine) mod class_table;
pub(in crate::engine) mod door;
pub(in crate::engine) mod entry;
pub(in crate::engine) mod fits;
pub(in crate::engine) mod order;
pub(in crate::engine) mod ordered_line;
pub(in crate::engine) mod position;
pub(in crate::engine) mod record;
pub(in crate::engine) mod reserve;
pub(in crate::engine) mod review;
pub(in crate::engine) mod service;
pub(in crate::engine) mod serving;
pub(in crate::engine) mod staffing;
