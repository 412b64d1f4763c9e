//! Recording of a call: what is recorded, what holds a pause, what the file is called.
//!
//! | File | Concept |
//! |---|---|
//! | `control` | off, recording, paused: verbs, what holds a pause, the time line |
//! | `share` | which calls a rule records |
//! | `choice` | which rule holds for a call |
//! | `policy` | what follows when another rule holds |
//! | `retention` | for how long a recording is kept |
//! | `template` | names of files from a closed list of fields |
//!
//! Pure values: hosts hold one control a call and carry out what it orders. The router does not
//! know of them, so that recording costs routing nothing.

pub mod choice;
pub mod control;
pub mod policy;
pub mod retention;
pub mod share;
pub mod template;
