//! The boundary kit: what every host adapter needs before it may let C call Rust.
//!
//! Rules kept here: no panic leaves Rust (an unguarded one aborts the whole PBX); text crosses as
//! borrowed C strings or as copies that end on a character; a thread of ours takes no signal that
//! the host waits for. Nothing is exported and nothing knows a host.

#[cfg(panic = "abort")]
compile_error!(
    "acd must be built with panic = \"unwind\": a panic is caught at the boundary so that the \
     PBX survives it, and panic = \"abort\" would end the PBX instead"
);

pub mod guard;
pub mod status;
pub mod text;
pub mod thread;
