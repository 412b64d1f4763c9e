//! Recordings as files: names that are taken for nobody else, what is written beside the sound, and
//! what becomes of a file whose PBX died. No PBX here: a host records, this keeps.
//!
//! | File | Concept |
//! |---|---|
//! | `place` | directories, names that are never taken twice, room on the disk |
//! | `sidecar` | what is known of a recording, as JSON beside it |
//! | `wave` | lengths in a header that nobody closed; two tracks made one file |
//! | `finishing` | from the raw files to the finished recording |
//! | `open_list` | recordings that run now, for the next start |
//! | `retention` | what has expired, and where it goes |
//! | `search` | finished recordings, found again |
//!
//! Everything here may wait for the disk: never call it from the worker.
#![forbid(unsafe_code)]

pub mod finishing;
pub mod open_list;
pub mod place;
pub mod retention;
pub mod search;
pub mod sidecar;
mod wave;
